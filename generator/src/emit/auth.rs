//! `src/auth.rs`: the credentials that the API's security schemes can use.

use super::docs::Comment;
use super::file::{RustFile, ident};
use super::{Context, SourceFile};
use crate::ir::{Api, SchemeKind};
use crate::name::Home;
use quote::quote;
use std::collections::BTreeSet;

/// The file.
pub(super) fn emit(context: &Context<'_>) -> SourceFile {
    let names: Vec<_> = credentials(context.api).into_iter().map(ident).collect();
    let digest = uses_digest(context.api).then(|| {
        quote! {
            #[cfg(feature = "digest")]
            pub use crate::runtime::auth::DigestKey;
        }
    });
    let file = RustFile::new(context, Home::None);
    let docs = Comment::new().own("Credentials.").module_text();
    let items = quote! {
        pub use crate::runtime::auth::{#(#names),*};
        #digest
    };
    file.finish("src/auth.rs".to_owned(), &docs, items)
}

/// Whether the crate needs HTTP digest.
pub(super) fn uses_digest(api: &Api) -> bool {
    api.security_schemes.iter().any(|scheme| scheme.kind == SchemeKind::Digest)
}

/// The runtime's types for the API's schemes.
fn credentials(api: &Api) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::from(["Credential", "Secret"]);
    for scheme in &api.security_schemes {
        match &scheme.kind {
            SchemeKind::ApiKey { .. } => names.extend(["ApiKey"]),
            SchemeKind::Basic => names.extend(["Basic"]),
            SchemeKind::Bearer => names.extend(["Bearer"]),
            SchemeKind::OAuth2 { token_url: Some(_), .. } => {
                names.extend([
                    "Bearer",
                    "MemoryTokenStore",
                    "ServiceAccount",
                    "Token",
                    "TokenStore",
                ]);
            }
            SchemeKind::OAuth2 { token_url: None, .. } => names.extend(["Bearer"]),
            SchemeKind::Digest | SchemeKind::Other(_) => {}
        }
    }
    names
}
