//! `src/webhooks.rs`: what the API sends to its users, as types with functions to read it.

use super::docs::Comment;
use super::file::RustFile;
use super::tokens::ident;
use super::{Context, SourceFile, types};
use crate::ir::{BodyFormat, Webhook};
use crate::name::Home;
use proc_macro2::TokenStream;
use quote::quote;

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
    let functions: Vec<TokenStream> = context
        .api
        .webhooks
        .iter()
        .zip(&context.names.webhooks)
        .filter_map(|(webhook, name)| function(&file, webhook, &name.parse))
        .collect();
    let items: Vec<_> = ids.into_iter().flat_map(|id| types::items(&file, id)).collect();
    let docs =
        Comment::new().own("What the API sends by itself: webhooks and callbacks.");
    Some(file.finish("src/webhooks.rs", &docs, functions.into_iter().chain(items)))
}

fn function(file: &RustFile<'_>, webhook: &Webhook, name: &str) -> Option<TokenStream> {
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
        .own("When the body is no JSON, or of quite another kind. Where it deviates otherwise, it is read as far as it goes, and [`Delivery::deviations`](runtime::Delivery::deviations) says where.")
        .origin(&webhook.origin)
        .tokens();
    let name = ident(name);
    Some(quote! {
        #docs
        pub fn #name(body: &[u8]) -> Result<runtime::Delivery<#ty>, runtime::Error> {
            runtime::parse_webhook(body)
        }
    })
}
