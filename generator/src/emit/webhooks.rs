//! `src/webhooks.rs`: what the API sends to its users, as types with functions to read it.

use super::docs::Comment;
use super::file::RustFile;
use super::items::signature;
use super::{Context, SourceFile, types};
use crate::ir::{BodyFormat, Webhook};
use crate::name::Home;

/// The file; `None` where the API sends nothing by itself.
pub(super) fn emit(context: &Context<'_>) -> Option<SourceFile> {
    let names = context.names.types.iter();
    let ids: Vec<_> = context
        .api
        .types
        .iter()
        .zip(names)
        .filter(|(_, name)| name.home == Home::Webhooks)
        .map(|((id, _), _)| id)
        .collect();
    if context.api.webhooks.is_empty() && ids.is_empty() {
        return None;
    }
    let file = RustFile::new(context, Home::Webhooks);
    let functions: Vec<String> = context
        .api
        .webhooks
        .iter()
        .zip(&context.names.webhooks)
        .filter_map(|(webhook, name)| function(&file, webhook, &name.parse))
        .collect();
    let items = ids.into_iter().map(|id| types::item(&file, id));
    let docs =
        Comment::new().own("What the API sends by itself: webhooks and callbacks.");
    let items: Vec<String> = functions.into_iter().chain(items).collect();
    Some(file.finish("src/webhooks.rs".to_owned(), &docs.module_text(), &items))
}

fn function(file: &RustFile<'_>, webhook: &Webhook, name: &str) -> Option<String> {
    let contents = &webhook.body.as_ref()?.contents;
    let ty = contents.iter().find(|one| one.format == BodyFormat::Json)?.ty?;
    file.uses_runtime();
    let ty = file.reference(ty);
    let fallback = match super::docs::code(&webhook.name) {
        Some(name) => format!("Reads the body of {name}."),
        None => "Reads the body of a webhook.".to_owned(),
    };
    let docs = Comment::new()
        .words(&webhook.docs, &fallback)
        .own("# Errors")
        .own("When the body is no JSON, or not of this type.")
        .origin(&webhook.origin)
        .text(0);
    let head = signature(
        &format!("pub fn {name}"),
        &["body: &[u8]".to_owned()],
        &format!(" -> Result<{ty}, runtime::Error>"),
        0,
    );
    Some(format!("{docs}{head}    runtime::parse_webhook(body)\n}}\n"))
}
