//! Results that come in pages.

use super::Subject;
use crate::emit::file::RustFile;
use crate::emit::reference::resolve;
use crate::emit::tokens::{ident, quoted};
use crate::ir::{Kind, Output, OutputShape, PageStyle, Pagination, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

/// The type of the pages and how they are asked for, where the items can be reached.
fn paged<'a>(subject: &Subject<'a>) -> Option<(TypeRef, &'a Pagination)> {
    let Output::One(OutputShape::Typed(page)) = subject.operation.output else {
        return None;
    };
    Some((page, subject.operation.pagination.as_ref()?))
}

/// What makes the request one with pages.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> Option<TokenStream> {
    let (page, pagination) = paged(subject)?;
    let (item, taking) = taking(file, page, &pagination.items)?;
    let (params, page) = (ident(&subject.name.params), file.reference(page));
    Some(quote! {
        impl runtime::Paged for #params {
            type Item = #item;
            fn take_items(page: &mut #page) -> Vec<Self::Item> { #taking }
        }
    })
}

/// The type of an item, where there are pages.
pub(super) fn item(file: &RustFile<'_>, subject: &Subject<'_>) -> Option<TokenStream> {
    let (page, pagination) = paged(subject)?;
    taking(file, page, &pagination.items).map(|(item, _)| item)
}

/// The line of the operation's table about its pages.
pub(super) fn line(file: &RustFile<'_>, subject: &Subject<'_>) -> Option<String> {
    let (page, pagination) = paged(subject)?;
    taking(file, page, &pagination.items)?;
    let texts = |texts: &[String]| -> String {
        texts.iter().map(|text| format!(" {}", quoted(text))).collect()
    };
    let size =
        |at: Option<usize>| at.map(|at| format!(" size {at}")).unwrap_or_default();
    let style = match &pagination.style {
        PageStyle::PageNumber { page, size: at, first } => {
            format!("number {page} {first}{}", size(*at))
        }
        PageStyle::Offset { offset, limit } => {
            format!("offset {offset}{}", size(*limit))
        }
        PageStyle::Cursor { cursor, next } => format!("cursor {cursor}{}", texts(next)),
        PageStyle::HeaderCursor { cursor, header } => {
            format!("header-cursor {cursor} {}", quoted(header))
        }
        PageStyle::LinkHeader => "link-header".to_owned(),
        PageStyle::NextUrl { next } => format!("next-url{}", texts(next)),
        PageStyle::Links { links } => format!("links{}", texts(links)),
    };
    Some(format!("pages {style} items{}", texts(&pagination.items)))
}

/// The type of an item, and statements that take the items out of `page`.
fn taking(
    file: &RustFile<'_>,
    page: TypeRef,
    path: &[String],
) -> Option<(TokenStream, TokenStream)> {
    let types = &file.context.api.types;
    let null = quote! {
        let runtime::Nullable::Value(page) = page else { return Vec::new() };
    };
    let mut steps = TokenStream::new();
    let mut at = page;
    if at.nullable {
        steps.extend(null.clone());
    }
    for property in path {
        let id = resolve(types, at.id);
        let Kind::Struct(object) = &types.get(id).kind else { return None };
        let position =
            object.fields.iter().position(|field| field.wire_name == *property)?;
        let field = object.fields.get(position)?;
        let member = file.context.names.types.get(id.index())?.members.get(position)?;
        let member = ident(member);
        steps.extend(if field.required {
            quote!(let page = &mut page.#member;)
        } else {
            quote!(let Some(page) = &mut page.#member else { return Vec::new() };)
        });
        if field.ty.nullable {
            steps.extend(null.clone());
        }
        at = field.ty;
    }
    let Kind::List(item) = types.get(resolve(types, at.id)).kind else { return None };
    let item = file.reference(item);
    Some((item, quote!(#steps std::mem::take(page))))
}
