//! The builder of an operation, which is the request.

use super::{Subject, body, params};
use crate::emit::docs::Comment;
use crate::emit::file::{RustFile, ident};
use crate::emit::model::Argument;
use crate::emit::structs::argument;
use proc_macro2::TokenStream;
use quote::quote;

/// The builder with its setters.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> TokenStream {
    let name = ident(&subject.name.builder);
    let params = ident(&subject.name.params);
    let group = file.context.names.groups.get(subject.name.group.0);
    let link = group.map_or_else(String::new, |group| {
        format!("super::{}::{}", group.ident, subject.name.method)
    });
    let docs = Comment::new()
        .own(&format!("The request that [`{}`]({link}) makes.", subject.name.method))
        .tokens();
    let setters = setters(file, subject);
    let setters = (!setters.is_empty()).then(|| quote!(impl #name { #(#setters)* }));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is awaited or sent"]
        pub struct #name {
            call: runtime::Call<#params>,
        }
        #setters
        runtime::request!(#name, #params);
    }
}

/// A setter for each optional parameter, and for an optional body.
fn setters(file: &RustFile<'_>, subject: &Subject<'_>) -> Vec<TokenStream> {
    let parameters = subject.operation.parameters.iter().zip(&subject.name.parameters);
    let mut setters: Vec<TokenStream> = parameters
        .filter(|(parameter, _)| !parameter.required)
        .map(|(parameter, name)| {
            let docs = params::words(parameter).tokens();
            let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
            setter(name, &argument(file, parameter.ty, false), quote!(#docs #deprecated))
        })
        .collect();
    if let Some(given) = subject.operation.body.as_ref().filter(|body| !body.required)
        && let Some(argument) = body::setter_argument(file, subject, &given.contents)
    {
        let docs = Comment::inner().words(&given.docs, "The request body.").tokens();
        setters.push(setter("body", &argument, docs));
    }
    setters
}

fn setter(name: &str, argument: &Argument, attributes: TokenStream) -> TokenStream {
    let name = ident(name);
    let ty = &argument.ty;
    let value = argument.stored(&quote!(#name));
    quote! {
        #attributes
        pub fn #name(mut self, #name: #ty) -> Self {
            self.call.params.#name = Some(#value);
            self
        }
    }
}
