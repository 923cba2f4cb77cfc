//! What a description may hold: each kind of object, its keys, what shape their values
//! have, and what becomes of them.
//!
//! The tables serve three purposes with one source of truth: `super::walk` follows them,
//! `mend` brings values to their shapes and reports keys that nobody knows, and
//! [`support_table`] lays them out as a page, `docs/support.md` when a task writes it.

mod keys;
mod later;
mod schema_keys;
mod support;

pub use support::support_table;

/// A kind of object in a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the specification's own")]
pub enum Kind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    Components,
}

/// What a key's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// Any number.
    Number,
    /// A whole number, not negative.
    Count,
    /// Anything.
    Any,
    /// A list of strings.
    Texts,
    /// A list of anything.
    Values,
    /// An object whose values are strings.
    TextMap,
    /// An object whose values are lists of strings, in a list: security requirements.
    Requirements,
    /// An object whose values are anything.
    AnyMap,
    /// One object.
    One(Kind),
    /// A list of objects.
    List(Kind),
    /// Objects by name.
    Map(Kind),
    /// A schema, or whether there may be any.
    SchemaOrFlag,
}

/// What becomes of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// It shapes the SDK's types or what goes over the wire.
    Typed,
    /// It does so in part; the words say how.
    Approximated(&'static str),
    /// It is told in the SDK's documentation, and does nothing else.
    Documented,
    /// It is left aside; the words say why.
    Ignored(&'static str),
    /// What holds it cannot be generated.
    Refused,
}

/// One key of a kind of object.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub shape: Shape,
    /// What becomes of it.
    pub disposition: Disposition,
}

const fn key(name: &'static str, shape: Shape, disposition: Disposition) -> Key {
    Key { name, shape, disposition }
}

/// What the keys of a kind of object are.
#[derive(Clone, Copy, Debug)]
pub enum Keys {
    /// These, by name in byte order.
    Named(&'static [Key]),
    /// Any; each value is of this kind.
    Every(Kind),
}

impl Kind {
    /// Every kind, in the order of the specification.
    pub const ALL: &'static [Self] = &[
        Self::OpenApi,
        Self::Info,
        Self::Contact,
        Self::License,
        Self::Server,
        Self::ServerVariable,
        Self::Components,
        Self::Paths,
        Self::PathItem,
        Self::Operation,
        Self::ExternalDocs,
        Self::Parameter,
        Self::RequestBody,
        Self::MediaType,
        Self::Encoding,
        Self::Responses,
        Self::Response,
        Self::Callback,
        Self::Example,
        Self::Link,
        Self::Header,
        Self::Tag,
        Self::Schema,
        Self::Discriminator,
        Self::Xml,
        Self::SecurityScheme,
        Self::OAuthFlows,
        Self::OAuthFlow,
    ];

    /// What its keys are.
    #[must_use]
    pub fn keys(self) -> Keys {
        match self {
            Self::Paths | Self::Callback => Keys::Every(Self::PathItem),
            Self::Responses => Keys::Every(Self::Response),
            Self::OpenApi => Keys::Named(keys::OPEN_API),
            Self::Info => Keys::Named(keys::INFO),
            Self::Contact => Keys::Named(keys::CONTACT),
            Self::License => Keys::Named(keys::LICENSE),
            Self::Server => Keys::Named(keys::SERVER),
            Self::ServerVariable => Keys::Named(keys::SERVER_VARIABLE),
            Self::PathItem => Keys::Named(keys::PATH_ITEM),
            Self::Operation => Keys::Named(keys::OPERATION),
            Self::ExternalDocs => Keys::Named(keys::EXTERNAL_DOCS),
            Self::Parameter => Keys::Named(keys::PARAMETER),
            Self::RequestBody => Keys::Named(keys::REQUEST_BODY),
            Self::MediaType => Keys::Named(keys::MEDIA_TYPE),
            Self::Encoding => Keys::Named(keys::ENCODING),
            Self::Response => Keys::Named(keys::RESPONSE),
            Self::Example => Keys::Named(keys::EXAMPLE),
            Self::Link => Keys::Named(keys::LINK),
            Self::Header => Keys::Named(keys::HEADER),
            Self::Tag => Keys::Named(keys::TAG),
            Self::Schema => Keys::Named(schema_keys::SCHEMA),
            Self::Discriminator => Keys::Named(schema_keys::DISCRIMINATOR),
            Self::Xml => Keys::Named(schema_keys::XML),
            Self::SecurityScheme => Keys::Named(keys::SECURITY_SCHEME),
            Self::OAuthFlows => Keys::Named(keys::OAUTH_FLOWS),
            Self::OAuthFlow => Keys::Named(keys::OAUTH_FLOW),
            Self::Components => Keys::Named(keys::COMPONENTS),
        }
    }

    /// The key of this name; `None` for names that nobody knows.
    #[must_use]
    pub fn key(self, name: &str) -> Option<&'static Key> {
        let Keys::Named(keys) = self.keys() else { return None };
        let index = keys.binary_search_by(|key| key.name.cmp(name)).ok()?;
        keys.get(index)
    }

    /// Whether a `$ref` may stand in its place.
    #[must_use]
    pub fn may_be_reference(self) -> bool {
        self.section().is_some()
    }

    /// The part of `components` that holds such objects.
    #[must_use]
    pub fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
            Self::PathItem => "pathItems",
            Self::MediaType => "mediaTypes",
            _ => return None,
        })
    }

    /// What users call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::OpenApi => "description",
            Self::Info => "info",
            Self::Contact => "contact",
            Self::License => "license",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
            Self::Paths => "paths",
            Self::PathItem => "path item",
            Self::Operation => "operation",
            Self::ExternalDocs => "external documentation",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::MediaType => "media type",
            Self::Encoding => "encoding",
            Self::Responses => "responses",
            Self::Response => "response",
            Self::Callback => "callback",
            Self::Example => "example",
            Self::Link => "link",
            Self::Header => "header",
            Self::Tag => "tag",
            Self::Schema => "schema",
            Self::Discriminator => "discriminator",
            Self::Xml => "xml",
            Self::SecurityScheme => "security scheme",
            Self::OAuthFlows => "OAuth flows",
            Self::OAuthFlow => "OAuth flow",
            Self::Components => "components",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, Kind};

    #[test]
    fn keys_are_sorted_and_distinct() {
        for kind in Kind::ALL {
            if let Keys::Named(keys) = kind.keys() {
                for pair in keys.windows(2) {
                    assert!(
                        pair[0].name < pair[1].name,
                        "{} {} {}",
                        kind.title(),
                        pair[0].name,
                        pair[1].name
                    );
                }
            }
        }
    }
}
