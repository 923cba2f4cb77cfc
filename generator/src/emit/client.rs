//! `src/client.rs`: the API as data, and the client's way to each group.

use super::docs::Comment;
use super::file::RustFile;
use super::tokens::ident;
use super::{Context, SourceFile};
use crate::ir::{Place, SchemeKind, SecretNames, Server};
use crate::name::{GroupName, Home};
use proc_macro2::TokenStream;
use quote::quote;

/// The file.
pub(super) fn emit(context: &Context<'_>) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    let mut groups: Vec<(usize, &GroupName)> = context.groups().collect();
    groups.sort_by_key(|(_, name)| &name.module);
    let uses = groups.iter().map(|(index, name)| {
        let (module, group) = (ident(&name.module), ident(&name.ident));
        let gate = context.gates.group(*index).attribute();
        quote!(#gate use crate::operations::#module::#group;)
    });
    let uses = quote!(#(#uses)* use crate::runtime;);
    let accessors = context.groups().map(|(index, name)| accessor(context, index, name));
    let client = quote! {
        impl runtime::Client {
            /// Starts a client of this API.
            pub fn builder() -> runtime::ClientBuilder {
                runtime::ClientBuilder::new(&API)
            }

            #(#accessors)*
        }
    };
    let docs =
        Comment::new().own("The client, and its way to each group of operations.");
    file.finish("src/client.rs", &docs, [uses, api(context), client])
}

/// The API as a constant.
fn api(context: &Context<'_>) -> TokenStream {
    let api = context.api;
    let (title, version) = (&api.info.title, &api.info.version);
    let servers = api.servers.iter().map(server);
    let schemes = api.security_schemes.iter().map(|scheme| {
        let (name, kind) = (&scheme.name, kind(&scheme.kind));
        quote!(runtime::Scheme { name: #name, kind: #kind })
    });
    let secrets = secret_names(&api.secret_names);
    quote! {
        static API: runtime::Api = runtime::Api {
            title: #title,
            version: #version,
            servers: &[#(#servers),*],
            schemes: &[#(#schemes),*],
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            secrets: #secrets,
        };
    }
}

fn secret_names(names: &SecretNames) -> TokenStream {
    let SecretNames { hidden, shown } = names;
    if hidden.is_empty() && shown.is_empty() {
        return quote!(runtime::SecretNames::NONE);
    }
    let (hidden, shown) = (hidden.iter(), shown.iter());
    quote!(runtime::SecretNames { hidden: &[#(#hidden),*], shown: &[#(#shown),*] })
}

fn accessor(context: &Context<'_>, index: usize, name: &GroupName) -> TokenStream {
    let group = context.api.groups.get(index);
    let fallback = "The operations without a group.";
    let comment = match group {
        Some(group) if !group.tag.trim().is_empty() => {
            let words =
                crate::ir::Docs { summary: group.tag.clone(), ..group.docs.clone() };
            Comment::inner().words(&words, fallback)
        }
        _ => Comment::inner().own(fallback),
    };
    let (docs, gate) = (comment.tokens(), context.gates.group(index).attribute());
    let (group, accessor) = (ident(&name.ident), ident(&name.accessor));
    quote! {
        #docs
        #gate
        #[must_use]
        pub fn #accessor(&self) -> #group {
            #group::new(self.clone())
        }
    }
}

/// A server as a constant.
fn server(server: &Server) -> TokenStream {
    let url = &server.url;
    let variables = server.variables.iter().map(|variable| {
        let (name, default) = (&variable.name, &variable.default);
        let values = &variable.values;
        quote! {
            runtime::ServerVariable { name: #name, default: #default, values: &[#(#values),*] }
        }
    });
    quote!(runtime::Server { url: #url, variables: &[#(#variables),*] })
}

fn kind(kind: &SchemeKind) -> TokenStream {
    let kind = match kind {
        SchemeKind::ApiKey { place, name } => {
            let place = ident(match place {
                Place::Path => "Path",
                Place::Query => "Query",
                Place::Header => "Header",
                Place::Cookie => "Cookie",
            });
            quote!(ApiKey { place: runtime::Place::#place, name: #name })
        }
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Digest => quote!(Digest),
        SchemeKind::OAuth2 { token_url, .. } => {
            let url = match token_url {
                Some(url) => quote!(Some(#url)),
                None => quote!(None),
            };
            quote!(OAuth2 { token_url: #url })
        }
        SchemeKind::Http(scheme) => quote!(Http(#scheme)),
        SchemeKind::Other(other) => quote!(Other(#other)),
    };
    quote!(runtime::SchemeKind::#kind)
}
