//! Request bodies: one type, or an enum with a variant for each media type.

use super::Subject;
use crate::emit::code::Code;
use crate::emit::docs::{Comment, code};
use crate::emit::file::RustFile;
use crate::emit::items::{arm, implementation, macro_call, variant};
use crate::emit::model::{Argument, Conversion};
use crate::emit::structs;
use crate::emit::unions::conversion;
use crate::ir::{BodyFormat, MediaBody};

/// The type of the body's field; `None` where the operation sends none.
pub(super) fn reference(file: &RustFile<'_>, subject: &Subject<'_>) -> Option<Code> {
    let body = subject.operation.body.as_ref()?;
    match body.contents.as_slice() {
        [] => None,
        [content] => Some(content_type(file, content)),
        _ => Some(Code(subject.name.body.clone())),
    }
}

/// How a required body is an argument.
pub(super) fn argument(file: &RustFile<'_>, subject: &Subject<'_>) -> Option<Argument> {
    let body = subject.operation.body.as_ref().filter(|body| body.required)?;
    setter_argument(file, subject, &body.contents)
}

/// How any body is given.
pub(super) fn setter_argument(
    file: &RustFile<'_>,
    subject: &Subject<'_>,
    contents: &[MediaBody],
) -> Option<Argument> {
    let ty = reference(file, subject)?;
    if let [content] = contents
        && let (Some(ty), BodyFormat::Json | BodyFormat::Xml) =
            (content.ty, content.format)
    {
        return Some(structs::argument(file, ty, false));
    }
    Some(Argument { ty: Code(format!("impl Into<{ty}>")), conversion: Conversion::Into })
}

/// The Rust type of a body of one media type.
pub(crate) fn content_type(file: &RustFile<'_>, content: &MediaBody) -> Code {
    match (content.format, content.ty) {
        (BodyFormat::EventStream, _) | (BodyFormat::Xml | BodyFormat::Text, None) => {
            Code("String".to_owned())
        }
        (BodyFormat::Binary, _) => file.runtime("Binary"),
        (BodyFormat::JsonLines, Some(ty)) => {
            let item = file.reference(ty);
            Code(format!("Vec<{item}>"))
        }
        (_, Some(ty)) => file.reference(ty),
        (_, None) => file.runtime("Any"),
    }
}

/// The enum of bodies, where there are several media types.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> Option<String> {
    let body = subject.operation.body.as_ref();
    let contents = &body.filter(|body| body.contents.len() > 1)?.contents;
    let (name, members) = (&subject.name.body, &subject.name.body_contents);
    let types: Vec<_> =
        contents.iter().map(|content| content_type(file, content)).collect();
    let item_docs = Comment::new()
        .own(&format!(
            "The request body of [`{}`], by media type.",
            subject.name.builder
        ))
        .text(0);
    let mut text = format!(
        "{item_docs}#[derive(Clone, Debug)]\n#[non_exhaustive]\npub enum {name} {{\n"
    );
    for ((content, member), ty) in contents.iter().zip(members).zip(&types) {
        let media_type =
            code(&content.media_type).unwrap_or_else(|| "A body.".to_owned());
        text.push_str(&Comment::inner().own(&media_type).text(4));
        text.push_str(&variant(member, &ty.0));
    }
    text.push_str("}\n\n");
    text.push_str(&implementations(name, members));
    text.push_str(&macro_call("request_body", &[name]));
    for (index, (member, ty)) in members.iter().zip(&types).enumerate() {
        let is_known = types.iter().take(index).any(|earlier| earlier == ty);
        if !is_known && !ty.0.contains("Any") {
            text.push_str(&conversion(ty, name, "body", member, "body"));
        }
    }
    file.uses_runtime();
    Some(text)
}

/// `Default`, the first media type, and what is held.
fn implementations(name: &str, members: &[String]) -> String {
    let first = members.first().map_or("", String::as_str);
    let blank = format!("Self::{first}(Default::default())");
    let (mut content, mut mutable) = (String::new(), String::new());
    for (index, member) in members.iter().enumerate() {
        let pattern = format!("Self::{member}(body)");
        content.push_str(&arm(&pattern, &format!("({index}, body)"), 12));
        mutable.push_str(&arm(&pattern, "body", 12));
    }
    let default = implementation("Default", name);
    let head = implementation("runtime::RequestBody", name);
    format!(
        "{default}    fn default() -> Self {{
        {blank}
    }}
}}

{head}    fn content(&self) -> (usize, &dyn runtime::Value) {{
        match self {{
{content}        }}
    }}

    fn content_mut(&mut self) -> &mut dyn runtime::Value {{
        match self {{
{mutable}        }}
    }}
}}

"
    )
}
