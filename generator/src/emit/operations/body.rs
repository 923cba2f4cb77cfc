//! Request bodies: one type, or an enum with a variant for each media type.

use super::Subject;
use crate::emit::docs::{Comment, code};
use crate::emit::file::RustFile;
use crate::emit::model::Argument;
use crate::emit::reference::is_boxed;
use crate::emit::structs;
use crate::emit::tokens::{ident, number};
use crate::emit::unions::conversion;
use crate::ir::{BodyFormat, MediaBody};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The type of the body's field; `None` where the operation sends none.
pub(super) fn reference(
    file: &RustFile<'_>,
    subject: &Subject<'_>,
) -> Option<TokenStream> {
    let body = subject.operation.body.as_ref()?;
    match body.contents.as_slice() {
        [] => None,
        [content] => Some(held_content(file, content)),
        _ => {
            let name = ident(&subject.name.body);
            Some(quote!(#name))
        }
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
        return Some(structs::argument(file, ty));
    }
    Some(Argument::into(&ty))
}

/// The Rust type of a body of one media type.
pub(crate) fn content_type(file: &RustFile<'_>, content: &MediaBody) -> TokenStream {
    match (content.format, content.ty) {
        (BodyFormat::EventStream, _) | (BodyFormat::Xml | BodyFormat::Text, None) => {
            quote!(String)
        }
        (BodyFormat::Binary, _) => file.runtime("Binary"),
        (BodyFormat::JsonLines, Some(ty)) => {
            let item = file.reference(ty);
            quote!(Vec<#item>)
        }
        (_, Some(ty)) => file.reference(ty),
        (_, None) => file.runtime("Any"),
    }
}

/// The same where a field or a variant holds it.
fn held_content(file: &RustFile<'_>, content: &MediaBody) -> TokenStream {
    match content.ty {
        Some(ty) if holds_type(content) => file.held(ty),
        _ => content_type(file, content),
    }
}

/// Whether the type of the body is the one that the description gives it.
fn holds_type(content: &MediaBody) -> bool {
    !matches!(
        content.format,
        BodyFormat::EventStream | BodyFormat::Binary | BodyFormat::JsonLines
    )
}

/// The enum of bodies, where there are several media types.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> Vec<TokenStream> {
    let body = subject.operation.body.as_ref();
    let Some(body) = body.filter(|body| body.contents.len() > 1) else {
        return Vec::new();
    };
    file.uses_runtime();
    let (name, members) = (&subject.name.body, &subject.name.body_contents);
    let docs =
        format!("The request body of [`{}`], by media type.", subject.name.builder);
    let docs = Comment::new().own(&docs).tokens();
    let variants = body.contents.iter().zip(members).map(|(content, member)| {
        let media_type = code(&content.media_type);
        let media_type = media_type.unwrap_or_else(|| "A body.".to_owned());
        let docs = Comment::inner().own(&media_type).tokens();
        let (member, ty) = (ident(member), held_content(file, content));
        quote!(#docs #member(#ty),)
    });
    let enumeration = ident(name);
    let mut items = vec![quote! {
        #docs
        #[non_exhaustive]
        pub enum #enumeration { #(#variants)* }
    }];
    items.extend(implementations(name, members));
    let mut known = Vec::new();
    for (content, member) in body.contents.iter().zip(members) {
        let ty = content_type(file, content);
        let text = ty.to_string();
        if !known.contains(&text) && !text.contains("Any") {
            let boxed = content.ty.filter(|ty| !ty.nullable && holds_type(content));
            let boxed = boxed.is_some_and(|ty| is_boxed(&file.context.api.types, ty.id));
            items.push(conversion(&ty, name, member, boxed));
        }
        known.push(text);
    }
    items
}

/// `Default`, which is the first media type, and what is held.
fn implementations(name: &str, members: &[String]) -> Vec<TokenStream> {
    let enumeration = ident(name);
    let members: Vec<Ident> = members.iter().map(|member| ident(member)).collect();
    let indices = (0..members.len()).map(number).collect::<Vec<_>>();
    let (Some(first), later) = (members.first(), members.get(1..).unwrap_or_default())
    else {
        return Vec::new();
    };
    let later_indices = (1..members.len()).map(number);
    vec![
        quote! {
            impl Default for #enumeration {
                fn default() -> Self {
                    Self::#first(Default::default())
                }
            }
        },
        quote! {
            impl runtime::Model for #enumeration {
                fn table() -> &'static runtime::Table {
                    static TABLE: runtime::TableText = runtime::TableText {
                        name: #name,
                        text: "bodies",
                        read: runtime::UNREAD,
                    };
                    TABLE.get()
                }

                fn active(&self) -> (usize, &dyn runtime::Value) {
                    match self { #(Self::#members(body) => (#indices, body),)* }
                }

                fn field_mut(&mut self, index: usize) -> &mut dyn runtime::Value {
                    *self = match index {
                        #(#later_indices => Self::#later(Default::default()),)*
                        _ => Self::#first(Default::default()),
                    };
                    match self { #(Self::#members(body) => body,)* }
                }
            }
        },
        quote!(runtime::parameters!(#enumeration);),
    ]
}
