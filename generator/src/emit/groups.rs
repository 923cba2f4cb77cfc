//! `src/operations/<group>.rs`: a struct with a method for each operation.

use super::docs::Comment;
use super::file::RustFile;
use super::model::MOST_ARGUMENTS;
use super::operations::{Subject, required, status_words};
use super::tokens::{ident, modules};
use super::{Context, SourceFile};
use crate::ir::{Operation, Output, Response, ResponseHeader, ResponseLink};
use crate::name::{GroupName, Home};
use proc_macro2::TokenStream;
use quote::quote;

/// The file of a group.
pub(super) fn emit(context: &Context<'_>, index: usize, name: &GroupName) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    file.uses_runtime();
    let group = context.api.groups.get(index);
    let tag = group.map_or("", |group| group.tag.as_str());
    let words = group.map(|group| group.docs.clone()).unwrap_or_default();
    let fallback = match super::docs::code(tag) {
        Some(tag) => format!("The operations of {tag}."),
        None => "The operations without a group.".to_owned(),
    };
    let subjects: Vec<Subject<'_>> = name
        .operations
        .iter()
        .filter_map(|index| Subject::of(context, *index))
        .collect();
    let names = subjects.iter().map(|one| one.name.module.as_str());
    let modules =
        modules(&quote!(pub mod), names.map(|name| (name, TokenStream::new())));
    let mut sorted: Vec<&Subject<'_>> = subjects.iter().collect();
    sorted.sort_by_key(|subject| &subject.name.module);
    let uses = sorted.iter().map(|subject| {
        let (module, names) =
            (ident(&subject.name.module), exported(subject).map(ident));
        quote!(#[doc(inline)] pub use self::#module::{#(#names),*};)
    });
    let uses = quote!(#(#uses)*);
    let docs = Comment::new().words(&words, &fallback).tokens();
    let group_name = ident(&name.ident);
    let structure = quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #group_name { client: runtime::Client }
    };
    let methods = subjects.iter().map(|subject| method(&file, subject));
    let implementation = quote! {
        impl #group_name {
            pub(crate) fn new(client: runtime::Client) -> Self {
                Self { client }
            }

            #(#methods)*
        }
    };
    let path = format!("src/operations/{}.rs", name.module);
    let docs = Comment::new().own(&fallback);
    file.finish(&path, &docs, [modules, uses, structure, implementation])
}

/// The types that callers of an operation name, in the order of the alphabet.
fn exported<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a str> {
    let (operation, name) = (subject.operation, subject.name);
    let body = operation.body.as_ref().is_some_and(|body| body.contents.len() > 1);
    let output = matches!(operation.output, Output::Many(_));
    let names = [
        Some(name.builder.as_str()),
        body.then_some(name.body.as_str()),
        output.then_some(name.output.as_str()),
        Some(name.params.as_str()),
    ];
    names.into_iter().flatten()
}

fn method(file: &RustFile<'_>, subject: &Subject<'_>) -> TokenStream {
    let operation = subject.operation;
    let (builder, params) = (ident(&subject.name.builder), ident(&subject.name.params));
    let docs = docs(operation).tokens();
    let deprecated = operation.deprecated.then(|| match &operation.sunset {
        Some(sunset) => {
            let note = format!("goes away on {sunset}");
            quote!(#[deprecated = #note])
        }
        None => quote!(#[deprecated]),
    });
    let required = required(file, subject);
    // `self` is an argument too.
    let (parameters, made) = if required.len() >= MOST_ARGUMENTS {
        (quote!(, params: #params), quote!(params))
    } else if required.is_empty() {
        (TokenStream::new(), quote!(#params::default()))
    } else {
        let parameters = required.iter().map(|one| one.argument.declared(one.name));
        let names = required.iter().map(|one| ident(one.name));
        (quote!(#(, #parameters)*), quote!(#params::new(#(#names),*)))
    };
    let name = ident(&subject.name.method);
    quote! {
        #docs
        #deprecated
        pub fn #name(&self #parameters) -> #builder {
            runtime::Call::new(self.client.clone(), #made)
        }
    }
}

fn docs(operation: &Operation) -> Comment {
    let route =
        super::docs::code(&format!("{} {}", operation.method, operation.path.text))
            .unwrap_or_else(|| operation.method.clone());
    let mut comment = Comment::inner().words(&operation.docs, &route);
    comment = comment.facts(&operation.facts);
    if operation.deprecated {
        comment = comment.own(&match &operation.sunset {
            Some(sunset) => format!("Deprecated: goes away on {sunset}."),
            None => "Deprecated.".to_owned(),
        });
    }
    let mut lines = Vec::new();
    for response in &operation.responses {
        lines.extend(response_lines(response));
    }
    if !lines.is_empty() {
        comment = comment.own("Responses:").verbatim(&lines);
    }
    comment.own(&route).origin(&operation.origin)
}

/// A list item for a response: what it is for, its headers and its links.
pub(super) fn response_lines(response: &Response) -> Vec<String> {
    let headers = response.headers.iter().filter_map(header);
    let parts: Vec<String> =
        headers.chain(response.links.iter().filter_map(link)).collect();
    let status = status_words(response.status);
    let words = [&response.docs.summary, &response.docs.description];
    let words = words.into_iter().find(|words| !words.trim().is_empty());
    let first = words.map_or(String::new(), |words| super::docs::sentence(words));
    let mut lines =
        vec![format!("- {} {first}", status.trim_end_matches('.').to_owned() + ":")];
    lines.extend(parts.into_iter().map(|part| format!("  - {part}")));
    lines
}

fn header(header: &ResponseHeader) -> Option<String> {
    let name = super::docs::code(&header.wire_name)?;
    Some(with_words(format!("Header {name}."), &header.docs.description))
}

fn link(link: &ResponseLink) -> Option<String> {
    let name = super::docs::code(&link.name)?;
    let to = link.operation.as_deref().and_then(super::docs::code);
    let to = to.map_or_else(String::new, |to| format!(" to {to}"));
    Some(with_words(format!("Link {name}{to}."), &link.docs.description))
}

/// The text and the first sentence of the words.
fn with_words(text: String, words: &str) -> String {
    format!("{text} {}", super::docs::sentence(words)).trim_end().to_owned()
}
