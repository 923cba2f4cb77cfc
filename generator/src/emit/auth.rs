//! `src/auth.rs`: the credentials that the API's security schemes can use.

use super::docs::Comment;
use super::file::{RustFile, ident, lay_out};
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
            SchemeKind::ApiKey { .. } => vec![Credential::ApiKey],
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
    let mut names = BTreeSet::from(["Credential", "Secret"]);
    names.extend(
        credentials.iter().filter(|one| one.feature().is_none()).map(|one| one.name()),
    );
    if credentials.contains(&Credential::ServiceAccount) {
        names.extend(["MemoryTokenStore", "Token", "TokenStore"]);
    }
    let names = names.into_iter().map(ident);
    // Where there are no files, there is no store of them.
    let file_store = credentials.contains(&Credential::ServiceAccount).then(|| {
        quote! {
            #[cfg(not(target_arch = "wasm32"))]
            pub use crate::runtime::auth::FileTokenStore;
        }
    });
    let gated = credentials.iter().filter_map(|one| {
        let (feature, name) = (one.feature()?, ident(one.name()));
        Some(quote! {
            #[cfg(feature = #feature)]
            pub use crate::runtime::auth::#name;
        })
    });
    let from_env = credentials.iter().map(|one| from_env(*one, context));
    let items = quote! {
        pub use crate::runtime::auth::{#(#names),*};
        #file_store
        #(#gated)*
        #(#from_env)*
    };
    let docs = Comment::new().own("Credentials.").module_text();
    RustFile::new(context, Home::None).finish(
        "src/auth.rs".to_owned(),
        &docs,
        &[lay_out(items)],
    )
}

/// `from_env()`, which reads the variables that this crate's users know.
fn from_env(credential: Credential, context: &Context<'_>) -> TokenStream {
    let name = ident(credential.name());
    let variables = credential.variables(&context.package.environment);
    let read: Vec<&str> = variables.iter().map(|(_, variable)| *variable).collect();
    let function = match read.len() {
        1 => ident("from_env_var"),
        _ => ident("from_env_vars"),
    };
    let parts: Vec<String> = variables
        .iter()
        .map(|(words, variable)| format!("the {words} from `{variable}`"))
        .collect();
    let docs = Comment::inner()
        .own(&format!("Out of the environment: {}.", parts.join(", ")))
        .own("# Errors")
        .own("A variable is missing or empty.")
        .tokens();
    let feature = credential.feature().map(|feature| quote!(#[cfg(feature = #feature)]));
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
