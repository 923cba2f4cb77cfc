//! Results that come in pages.

use super::Subject;
use crate::emit::file::{RustFile, ident};
use crate::emit::reference::resolve;
use crate::ir::{Kind, Output, OutputShape, PageStyle, Pagination, TypeRef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// How the request pages, where it does and the items can be reached.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> TokenStream {
    let Some(pagination) = &subject.operation.pagination else { return quote!() };
    if !file.context.runtime.pages {
        return quote!();
    }
    let Output::One(OutputShape::Typed(page)) = subject.operation.output else {
        return quote!();
    };
    let Some((item, taking)) = taking(file, page, &pagination.items) else {
        return quote!();
    };
    let name = ident(&subject.name.builder);
    let params = ident(&subject.name.params);
    let output = file.reference(page);
    let style = style(pagination);
    let items = &pagination.items;
    quote! {
        impl runtime::Paged for #params {
            type Item = #item;
            const PAGES: &'static runtime::Pages =
                &runtime::Pages { style: #style, items: &[#(#items),*] };
            fn take_items(page: &mut #output) -> Vec<Self::Item> { #taking }
        }
        runtime::paged!(#name, #params);
    }
}

/// The type of an item, and statements that take the items out of `page`.
fn taking(
    file: &RustFile<'_>,
    page: TypeRef,
    path: &[String],
) -> Option<(TokenStream, TokenStream)> {
    let types = &file.context.api.types;
    let mut steps = quote!();
    let mut at = page;
    if at.nullable {
        steps = quote!(let runtime::Nullable::Value(page) = page else { return Vec::new() };);
    }
    for property in path {
        let id = resolve(types, at.id);
        let Kind::Struct(object) = &types.get(id).kind else { return None };
        let position =
            object.fields.iter().position(|field| field.wire_name == *property)?;
        let field = object.fields.get(position)?;
        let member =
            ident(file.context.names.types.get(id.index())?.members.get(position)?);
        steps = if field.required {
            quote!(#steps let page = &mut page.#member;)
        } else {
            quote!(#steps let Some(page) = &mut page.#member else { return Vec::new() };)
        };
        if field.ty.nullable {
            steps = quote! {
                #steps
                let runtime::Nullable::Value(page) = page else { return Vec::new() };
            };
        }
        at = field.ty;
    }
    let Kind::List(item) = types.get(resolve(types, at.id)).kind else { return None };
    let item = file.reference(item);
    Some((item, quote!(#steps std::mem::take(page))))
}

fn style(pagination: &Pagination) -> TokenStream {
    let index = |index: usize| Literal::usize_unsuffixed(index);
    let option = |at: Option<usize>| match at {
        Some(at) => {
            let at = index(at);
            quote!(Some(#at))
        }
        None => quote!(None),
    };
    let style = match &pagination.style {
        PageStyle::PageNumber { page, size, first } => {
            let (page, size, first) =
                (index(*page), option(*size), Literal::i64_unsuffixed(*first));
            quote!(PageNumber { page: #page, size: #size, first: #first })
        }
        PageStyle::Offset { offset, limit } => {
            let (offset, limit) = (index(*offset), option(*limit));
            quote!(Offset { offset: #offset, limit: #limit })
        }
        PageStyle::Cursor { cursor, next } => {
            let cursor = index(*cursor);
            quote!(Cursor { cursor: #cursor, next: &[#(#next),*] })
        }
        PageStyle::LinkHeader => quote!(LinkHeader),
        PageStyle::NextUrl { next } => quote!(NextUrl { next: &[#(#next),*] }),
        PageStyle::Links { links } => quote!(Links { links: &[#(#links),*] }),
    };
    quote!(runtime::PageStyle::#style)
}
