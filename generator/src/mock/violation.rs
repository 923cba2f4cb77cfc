//! What a request did that the description does not allow.

use http::StatusCode;
use serde_json::{Value, json};
use std::fmt;

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What kind of thing.
    pub kind: ViolationKind,
    /// Where it is: a parameter's name, a header, or a JSON pointer into the body.
    pub place: String,
    /// What is wrong there, for people.
    pub message: String,
}

/// Kinds of [`Violation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ViolationKind {
    /// No operation has this path.
    Path,
    /// Operations have this path, but none this method.
    Method,
    /// Credentials are missing or wrong.
    Credentials,
    /// No documented media type of the answer is acceptable to the caller.
    Accept,
    /// The body has a media type that is not documented, or none.
    ContentType,
    /// A parameter of the path.
    PathParameter,
    /// A parameter of the query.
    QueryParameter,
    /// A query parameter that the description does not have.
    UnknownQueryParameter,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The body.
    Body,
}

impl ViolationKind {
    /// The status that this kind alone is answered with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::Path => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Credentials => StatusCode::UNAUTHORIZED,
            Self::Accept => StatusCode::NOT_ACCEPTABLE,
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::PathParameter
            | Self::QueryParameter
            | Self::UnknownQueryParameter
            | Self::Header
            | Self::Cookie
            | Self::Body => StatusCode::BAD_REQUEST,
        }
    }

    /// The kind in words, as the problem body has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Method => "method",
            Self::Credentials => "credentials",
            Self::Accept => "accept",
            Self::ContentType => "content type",
            Self::PathParameter => "path parameter",
            Self::QueryParameter => "query parameter",
            Self::UnknownQueryParameter => "unknown query parameter",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

impl Violation {
    pub(crate) fn new(
        kind: ViolationKind,
        place: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self { kind, place: place.into(), message: message.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: {}", self.kind.name(), self.place, self.message)
    }
}

/// The status for all of them together: the gravest kind decides.
pub(crate) fn status(violations: &[Violation]) -> StatusCode {
    let gravest = violations.iter().map(|violation| violation.kind).min();
    gravest.map_or(StatusCode::BAD_REQUEST, ViolationKind::status)
}

/// The problem body (RFC 9457) that lists them.
pub(crate) fn problem(status: StatusCode, violations: &[Violation]) -> Value {
    let listed: Vec<Value> = violations
        .iter()
        .map(|one| json!({ "kind": one.kind.name(), "place": one.place, "message": one.message }))
        .collect();
    let title = status.canonical_reason().unwrap_or("The request is not as described");
    let details: Vec<String> = violations.iter().map(ToString::to_string).collect();
    json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": details.join("; "),
        "violations": listed,
    })
}
