//! The builder of an operation, which is the request: a call, and its setters.

use super::{Subject, body, page, params};
use crate::emit::docs::Comment;
use crate::emit::file::RustFile;
use crate::emit::model::Argument;
use crate::emit::structs::argument;
use crate::emit::tokens::ident;
use proc_macro2::TokenStream;
use quote::quote;

/// The builder with its setters.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> Vec<TokenStream> {
    file.uses_runtime();
    let (name, params) = (ident(&subject.name.builder), ident(&subject.name.params));
    let docs = page::words(file, subject).tokens();
    let mut items = vec![quote!(#docs pub type #name = runtime::Call<#params>;)];
    let setters = setters(file, subject);
    if !setters.is_empty() {
        items.push(quote!(impl runtime::Call<#params> { #(#setters)* }));
    }
    items
}

/// A setter for each optional parameter, and for an optional body.
fn setters(file: &RustFile<'_>, subject: &Subject<'_>) -> Vec<TokenStream> {
    let parameters = subject.operation.parameters.iter().zip(&subject.name.parameters);
    let mut setters: Vec<TokenStream> = parameters
        .filter(|(parameter, _)| !parameter.required)
        .map(|(parameter, name)| {
            let docs = params::words(file, parameter).tokens();
            let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
            let setter = setter(name, &argument(file, parameter.ty));
            quote!(#docs #deprecated #setter)
        })
        .collect();
    if let Some(given) = subject.operation.body.as_ref().filter(|body| !body.required)
        && let Some(argument) = body::setter_argument(file, subject, &given.contents)
    {
        let docs = Comment::inner().words(&given.docs, "The request body.").tokens();
        let setter = setter("body", &argument);
        setters.push(quote!(#docs #setter));
    }
    setters
}

fn setter(name: &str, argument: &Argument) -> TokenStream {
    let (declared, stored) = (argument.declared(name), argument.stored(name));
    let name = ident(name);
    quote! {
        pub fn #name(mut self, #declared) -> Self {
            self.params.#name = Some(#stored);
            self
        }
    }
}
