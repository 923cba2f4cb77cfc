//! `src/auth.rs`: the credentials that the API's security schemes can use.

use super::docs::Comment;
use super::file::RustFile;
use super::tokens::ident;
use super::{Context, Environment, SourceFile};
use crate::ir::{Api, SchemeKind};
use crate::name::Home;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// A credential of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Credential {
    ServiceAccount,
    Digest,
    Bearer,
    ApiKey,
    Basic,
}

impl Credential {
    /// The type.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ServiceAccount => "ServiceAccount",
            Self::Digest => "DigestKey",
            Self::Bearer => "Bearer",
            Self::ApiKey => "ApiKey",
            Self::Basic => "Basic",
        }
    }

    /// The feature of the crate that it needs.
    pub(super) fn feature(self) -> Option<&'static str> {
        (self == Self::Digest).then_some("digest")
    }

    /// The environment variables that hold it, in words and in order.
    pub(super) fn variables(
        self,
        environment: &Environment,
    ) -> Vec<(&'static str, &str)> {
        match self {
            Self::ServiceAccount => pair(["id", "secret"], &environment.client),
            Self::Digest => pair(["public key", "private key"], &environment.digest),
            Self::Basic => pair(["user name", "password"], &environment.basic),
            Self::Bearer => vec![("token", &environment.token)],
            Self::ApiKey => vec![("key", &environment.api_key)],
        }
    }
}

fn pair<'a>(
    words: [&'static str; 2],
    [first, second]: &'a [String; 2],
) -> Vec<(&'static str, &'a str)> {
    words.into_iter().zip([first.as_str(), second.as_str()]).collect()
}

/// The credentials that serve the API's schemes.
pub(super) fn credentials(api: &Api) -> BTreeSet<Credential> {
    let schemes = api.security_schemes.iter();
    schemes
        .flat_map(|scheme| match &scheme.kind {
            SchemeKind::ApiKey { .. } | SchemeKind::Http(_) => vec![Credential::ApiKey],
            SchemeKind::Basic => vec![Credential::Basic],
            SchemeKind::Digest => vec![Credential::Digest],
            SchemeKind::OAuth2 { token_url: Some(_), .. } => {
                vec![Credential::ServiceAccount, Credential::Bearer]
            }
            SchemeKind::Bearer | SchemeKind::OAuth2 { token_url: None, .. } => {
                vec![Credential::Bearer]
            }
            SchemeKind::Other(_) => Vec::new(),
        })
        .collect()
}

/// Whether the crate needs HTTP digest.
pub(super) fn uses_digest(api: &Api) -> bool {
    credentials(api).contains(&Credential::Digest)
}

/// The file.
pub(super) fn emit(context: &Context<'_>) -> SourceFile {
    let credentials = credentials(context.api);
    let mut names = BTreeSet::from(["Credential", "Secret", "Sent", "Way"]);
    names.extend(
        credentials.iter().filter(|one| one.feature().is_none()).map(|one| one.name()),
    );
    let gated = credentials.iter().filter_map(|credential| {
        let (name, feature) = (ident(credential.name()), credential.feature()?);
        Some(quote! {
            #[cfg(feature = #feature)]
            #[doc(inline)]
            pub use crate::runtime::auth::#name;
        })
    });
    let mut uses = quote!(#(#gated)*);
    if credentials.contains(&Credential::ServiceAccount) {
        names.extend(["MemoryTokenStore", "Token", "TokenStore"]);
        // Where there are no files, there is no store of them.
        uses.extend(quote! {
            #[cfg(not(target_arch = "wasm32"))]
            #[doc(inline)]
            pub use crate::runtime::auth::FileTokenStore;
        });
    }
    let names = names.into_iter().map(ident);
    uses.extend(quote! {
        #[doc(inline)]
        pub use crate::runtime::auth::{#(#names),*};
    });
    let items = credentials.iter().map(|one| from_env(*one, context));
    let items: Vec<_> = std::iter::once(uses).chain(items).collect();
    let docs = Comment::new().own(&words(&credentials));
    RustFile::new(context, Home::None).finish("src/auth.rs", &docs, items)
}

/// What the page of the credentials begins with.
fn words(credentials: &BTreeSet<Credential>) -> String {
    let made = "The credentials that this API takes. Give them to \
                [`ClientBuilder::auth`](crate::ClientBuilder::auth).";
    match credentials.is_empty() {
        false => made.to_owned(),
        true => {
            "This API asks for no credentials. What is here is for those of your own."
                .to_owned()
        }
    }
}

/// `from_env()`, which reads the variables that this crate's users know.
fn from_env(credential: Credential, context: &Context<'_>) -> TokenStream {
    let name = ident(credential.name());
    let variables = credential.variables(&context.package.environment);
    let function = ident(match variables.len() {
        1 => "from_env_var",
        _ => "from_env_vars",
    });
    let parts: Vec<String> = variables
        .iter()
        .map(|(words, variable)| format!("the {words} from `{variable}`"))
        .collect();
    let docs = Comment::inner()
        .own(&format!("Reads {}.", parts.join(" and ")))
        .own("# Errors")
        .own("If a variable is not set or empty.")
        .tokens();
    let feature = credential.feature();
    let feature = feature.map(|feature| quote!(#[cfg(feature = #feature)]));
    let read = variables.iter().map(|(_, variable)| variable);
    quote! {
        #feature
        impl #name {
            #docs
            pub fn from_env() -> Result<Self, crate::Error> {
                Self::#function(#(#read),*)
            }
        }
    }
}
