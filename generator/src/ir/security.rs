//! Credentials.

use super::{Docs, Origin};

/// A way for a caller to prove who it is.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Where it is described.
    pub origin: Origin,
    /// Its name in the description.
    pub name: String,
    /// The words about it.
    pub docs: Docs,
    /// How it works.
    pub kind: SchemeKind,
}

/// How a security scheme works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where it goes; never the path.
        place: super::Place,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// HTTP basic (RFC 7617).
    Basic,
    /// HTTP bearer (RFC 6750); OpenID Connect too: the caller brings the token.
    Bearer,
    /// HTTP digest (RFC 7616).
    Digest,
    /// OAuth 2 (RFC 6749).
    OAuth2 {
        /// Where client credentials get a token; may be relative. `None`: only flows
        /// that need a person, so that the caller brings the token.
        token_url: Option<String>,
        /// The scopes and their words.
        scopes: Vec<(String, String)>,
    },
    /// HTTP with a scheme of the API's own: `Authorization`, its name and a key.
    Http(String),
    /// Something this generator does not know: the caller sets headers by hand.
    Other(String),
}

/// Schemes that are needed together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// The index in [`super::Api::security_schemes`] and the scopes; empty: none is needed.
    pub schemes: Vec<(usize, Vec<String>)>,
}
