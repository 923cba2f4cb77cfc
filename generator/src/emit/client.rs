//! `src/client.rs`: the API as data, and the client's way to each group.

use super::docs::Comment;
use super::file::{RustFile, ident, lay_out};
use super::operations::place;
use super::{Context, SourceFile};
use crate::ir::{SchemeKind, Server};
use crate::name::{GroupName, Home};
use proc_macro2::TokenStream;
use quote::quote;

/// The file.
pub(super) fn emit(context: &Context<'_>) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    file.uses_runtime();
    let (title, version) = (&context.api.info.title, &context.api.info.version);
    let servers = servers(&context.api.servers);
    let schemes = context.api.security_schemes.iter().map(|scheme| {
        let (name, kind) = (&scheme.name, scheme_kind(&scheme.kind));
        quote!(runtime::Scheme { name: #name, kind: runtime::SchemeKind::#kind })
    });
    let accessors = context.groups().map(|(index, name)| accessor(context, index, name));
    let items = quote! {
        static API: runtime::Api = runtime::Api {
            title: #title,
            version: #version,
            servers: #servers,
            schemes: &[#(#schemes),*],
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        };
        impl runtime::Client {
            #[doc = " Starts a client of this API."]
            pub fn builder() -> runtime::ClientBuilder {
                runtime::ClientBuilder::new(&API)
            }
            #(#accessors)*
        }
    };
    let docs =
        Comment::new().own("The client, and its way to each group of operations.");
    file.finish("src/client.rs".to_owned(), &docs.module_text(), &[lay_out(items)])
}

fn accessor(context: &Context<'_>, index: usize, name: &GroupName) -> TokenStream {
    let group = context.api.groups.get(index);
    let (accessor, module, struct_) =
        (ident(&name.accessor), ident(&name.module), ident(&name.ident));
    let fallback = "The operations without a group.";
    let comment = match group {
        Some(group) if !group.tag.trim().is_empty() => {
            let words =
                crate::ir::Docs { summary: group.tag.clone(), ..group.docs.clone() };
            Comment::inner().words(&words, fallback)
        }
        _ => Comment::inner().own(fallback),
    };
    let docs = comment.tokens();
    quote! {
        #docs
        #[must_use]
        pub fn #accessor(&self) -> crate::operations::#module::#struct_ {
            crate::operations::#module::#struct_::new(self.clone())
        }
    }
}

/// Servers as a constant expression.
pub(super) fn servers(servers: &[Server]) -> TokenStream {
    let servers = servers.iter().map(|server| {
        let url = &server.url;
        let variables = server.variables.iter().map(|variable| {
            let (name, default, values) =
                (&variable.name, &variable.default, &variable.values);
            quote! {
                runtime::ServerVariable {
                    name: #name, default: #default, values: &[#(#values),*],
                }
            }
        });
        quote!(runtime::Server { url: #url, variables: &[#(#variables),*] })
    });
    quote!(&[#(#servers),*])
}

fn scheme_kind(kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::ApiKey { place: at, name } => {
            let at = place(*at);
            quote!(ApiKey { place: #at, name: #name })
        }
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Digest => quote!(Digest),
        SchemeKind::OAuth2 { token_url: Some(url), .. } => {
            quote!(OAuth2 { token_url: Some(#url) })
        }
        SchemeKind::OAuth2 { token_url: None, .. } => quote!(OAuth2 { token_url: None }),
        SchemeKind::Other(name) => quote!(Other(#name)),
    }
}
