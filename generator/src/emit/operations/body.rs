//! Request bodies: one type, or an enum with a variant for each media type.

use super::Subject;
use crate::emit::code::Code;
use crate::emit::docs::{Comment, code};
use crate::emit::file::{RustFile, ident};
use crate::emit::model::{Argument, Conversion};
use crate::emit::structs;
use crate::ir::{BodyFormat, MediaBody};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

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
        && let (Some(ty), BodyFormat::Json) = (content.ty, content.format)
    {
        return Some(structs::argument(file, ty, false));
    }
    Some(Argument { ty: Code(format!("impl Into<{ty}>")), conversion: Conversion::Into })
}

/// The Rust type of a body of one media type.
pub(super) fn content_type(file: &RustFile<'_>, content: &MediaBody) -> Code {
    match (content.format, content.ty) {
        (BodyFormat::Xml | BodyFormat::EventStream, _) | (BodyFormat::Text, None) => {
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
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> TokenStream {
    let contents = match &subject.operation.body {
        Some(body) if body.contents.len() > 1 => &body.contents,
        _ => return quote!(),
    };
    let name = ident(&subject.name.body);
    let variants: Vec<Ident> =
        subject.name.body_contents.iter().map(|one| ident(one)).collect();
    let types: Vec<_> =
        contents.iter().map(|content| content_type(file, content)).collect();
    let docs = contents.iter().map(|content| {
        let media_type =
            code(&content.media_type).unwrap_or_else(|| "A body.".to_owned());
        Comment::inner().own(&media_type).tokens()
    });
    let item_docs = Comment::new()
        .own(&format!(
            "The request body of [`{}`], by media type.",
            subject.name.builder
        ))
        .tokens();
    let indices: Vec<_> = (0..variants.len()).map(Literal::usize_unsuffixed).collect();
    let first = variants.first();
    let mut conversions = Vec::new();
    for (index, (variant, ty)) in variants.iter().zip(&types).enumerate() {
        let text = ty.to_string();
        if types.iter().take(index).any(|earlier| earlier.to_string() == text)
            || text.contains("Any")
        {
            continue;
        }
        conversions.push(quote! {
            impl From<#ty> for #name {
                fn from(body: #ty) -> Self { Self::#variant(body) }
            }
        });
    }
    quote! {
        #item_docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants(#types),)*
        }
        impl Default for #name {
            fn default() -> Self { Self::#first(Default::default()) }
        }
        impl runtime::RequestBody for #name {
            fn content(&self) -> (usize, &dyn runtime::Value) {
                match self { #(Self::#variants(body) => (#indices, body),)* }
            }
            fn content_mut(&mut self) -> &mut dyn runtime::Value {
                match self { #(Self::#variants(body) => body,)* }
            }
        }
        runtime::request_body!(#name);
        #(#conversions)*
    }
}
