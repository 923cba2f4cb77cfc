//! What can go wrong with a call, told apart by what a caller can do about it.

use crate::runtime::said::{SentSecrets, shown};
use crate::runtime::{Deviation, Value};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// The cause of an error, from another library.
pub type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// What went wrong with a call. No variant shows a secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A parameter or body breaks a documented rule. Nothing was sent.
    Argument(Box<ArgumentError>),
    /// The operation needs a credential that the client does not have, or getting one
    /// (a token) failed.
    Credential(Box<CredentialError>),
    /// The request did not reach the server, or the answer did not come back whole.
    Transport(Box<TransportError>),
    /// It took longer than allowed.
    Timeout(Box<TimeoutError>),
    /// The server answered with an error that its description documents.
    Api(Box<ApiError>),
    /// The server answered with a status that its description does not document.
    Undocumented(Box<UndocumentedError>),
    /// The body of the answer is not what the description says.
    Decode(Box<DecodeError>),
    /// The client or a request could not be built.
    Build(Box<BuildError>),
    /// A walk over pages reached a limit of the client. The stream is not over: asked for
    /// another item, it goes on from there.
    Limit(Box<LimitError>),
}

impl Error {
    /// The status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status),
            Self::Undocumented(error) => Some(error.status),
            Self::Decode(error) => error.status,
            Self::Transport(error) => Some(error.answer.as_ref()?.status),
            _ => None,
        }
    }

    /// The headers of the answer, where there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(error) => Some(&error.headers),
            Self::Undocumented(error) => Some(&error.headers),
            Self::Decode(error) => Some(&error.headers),
            Self::Transport(error) => Some(&error.answer.as_ref()?.headers),
            _ => None,
        }
    }

    /// The id that the server gave the request, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// The bytes of the answer's body, where there was one; long ones are cut.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Api(error) => Some(&error.body),
            Self::Undocumented(error) => Some(&error.body),
            Self::Decode(error) => Some(&error.body),
            Self::Transport(error) => Some(&error.answer.as_ref()?.body),
            _ => None,
        }
    }

    /// The documented body of an API error, if it is a `T`.
    #[must_use]
    pub fn api_body<T: Value>(&self) -> Option<&T> {
        match self {
            Self::Api(error) => error.value::<T>(),
            _ => None,
        }
    }

    /// Where the body is not as the description says: that of an error that the server
    /// documents, or of an answer that was refused for it.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        match self {
            Self::Api(error) => &error.deviations,
            Self::Decode(error) => &error.deviations,
            _ => &[],
        }
    }

    /// Whether the same call may well succeed a little later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Transport(error) => error.retryable,
            _ => self.status().is_some_and(|status| {
                matches!(status.as_u16(), 408 | 429 | 500 | 502..=504)
            }),
        }
    }

    /// A parameter or body that breaks a rule.
    pub(crate) fn argument(parameter: String, rule: impl Into<String>) -> Self {
        Self::Argument(Box::new(ArgumentError { parameter, rule: rule.into() }))
    }

    /// A documented error of the server.
    pub(crate) fn api(
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        value: Option<(Box<dyn Value>, Vec<Deviation>)>,
    ) -> Self {
        let (value, deviations) = value.unzip();
        let deviations = deviations.unwrap_or_default();
        Self::Api(Box::new(ApiError { status, headers, body, value, deviations }))
    }

    /// A status that is not documented.
    pub(crate) fn undocumented(
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        secrets: &SentSecrets,
    ) -> Self {
        let said = shown(&body, secrets);
        Self::Undocumented(Box::new(UndocumentedError { status, headers, body, said }))
    }

    /// A body that is not what the description says.
    pub(crate) fn decode(
        path: String,
        message: String,
        status: Option<StatusCode>,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        let deviations = Vec::new();
        let error = DecodeError { path, message, status, headers, body, deviations };
        Self::Decode(Box::new(error))
    }

    /// The same error, with what deviates.
    pub(crate) fn with_deviations(mut self, deviations: Vec<Deviation>) -> Self {
        if let Self::Decode(error) = &mut self {
            error.deviations = deviations;
        }
        self
    }

    /// A fault of the transport. `retryable`: whether the same may work a little later.
    pub fn transport(
        message: impl Into<Cow<'static, str>>,
        source: Option<Source>,
        retryable: bool,
    ) -> Self {
        Self::Transport(Box::new(TransportError {
            message: message.into(),
            source,
            retryable,
            answer: None,
        }))
    }

    /// The same fault, with what had come of the answer. Other errors stay as they are.
    pub(crate) fn breaking_off(
        mut self,
        status: StatusCode,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Self {
        if let Self::Transport(error) = &mut self {
            let headers = headers.clone();
            error.answer = Some(Box::new(BrokenAnswer { status, headers, body }));
        }
        self
    }

    /// Too late.
    #[must_use]
    pub fn timeout(after: Option<Duration>, source: Option<Source>) -> Self {
        Self::Timeout(Box::new(TimeoutError { after, source }))
    }

    /// A credential that is missing or could not be had.
    pub fn credential(message: impl Into<String>, source: Option<Source>) -> Self {
        Self::Credential(Box::new(CredentialError { message: message.into(), source }))
    }

    /// A limit that was reached, and how far.
    pub(crate) fn limit(message: String, pages: u64) -> Self {
        Self::Limit(Box::new(LimitError { message, pages }))
    }

    /// A client or request that cannot be built.
    pub fn build(message: impl Into<String>, source: Option<Source>) -> Self {
        Self::Build(Box::new(BuildError { message: message.into(), source }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(error) => error.fmt(formatter),
            Self::Credential(error) => formatter.write_str(&error.message),
            Self::Transport(error) => formatter.write_str(&error.message),
            Self::Timeout(error) => match error.after {
                Some(after) => write!(formatter, "no answer within {after:?}"),
                None => formatter.write_str("no answer in time"),
            },
            Self::Api(error) => error.fmt(formatter),
            Self::Undocumented(error) => error.fmt(formatter),
            Self::Decode(error) => error.fmt(formatter),
            Self::Build(error) => formatter.write_str(&error.message),
            Self::Limit(error) => formatter.write_str(&error.message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        fn erase(source: &Source) -> &(dyn std::error::Error + 'static) {
            &**source
        }
        match self {
            Self::Credential(error) => error.source.as_ref().map(erase),
            Self::Transport(error) => error.source.as_ref().map(erase),
            Self::Timeout(error) => error.source.as_ref().map(erase),
            Self::Build(error) => error.source.as_ref().map(erase),
            Self::Argument(_)
            | Self::Api(_)
            | Self::Limit(_)
            | Self::Undocumented(_)
            | Self::Decode(_) => None,
        }
    }
}

/// A parameter or body that breaks a documented rule.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ArgumentError {
    /// The parameter's name on the wire and the path into it: `filter.name`, `ids[3]`.
    pub parameter: String,
    /// The rule, in words: what it must be.
    pub rule: String,
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` {}", self.parameter, self.rule)
    }
}

/// A credential that is missing or could not be had.
#[derive(Debug)]
#[non_exhaustive]
pub struct CredentialError {
    /// What is missing or went wrong.
    pub message: String,
    source: Option<Source>,
}

/// A fault on the way to the server or back.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportError {
    /// What went wrong.
    pub message: Cow<'static, str>,
    /// Whether the same may work a little later.
    pub retryable: bool,
    /// What had come of the answer, where it broke off in the middle.
    pub answer: Option<Box<BrokenAnswer>>,
    source: Option<Source>,
}

/// An answer that broke off.
#[non_exhaustive]
pub struct BrokenAnswer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// As much of the body as came; a long one is cut.
    pub body: Bytes,
}

/// It took longer than allowed.
#[derive(Debug)]
#[non_exhaustive]
pub struct TimeoutError {
    /// How long was allowed, where that is known.
    pub after: Option<Duration>,
    source: Option<Source>,
}

/// A documented error of the server.
#[non_exhaustive]
pub struct ApiError {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came; a long one is cut.
    pub body: Bytes,
    /// The documented value in the body, where it holds one.
    pub value: Option<Box<dyn Value>>,
    deviations: Vec<Deviation>,
}

impl ApiError {
    /// The documented value in the body, if it is a `T`.
    #[must_use]
    pub fn value<T: Value>(&self) -> Option<&T> {
        let value: &dyn Any = self.value.as_deref()?;
        value.downcast_ref()
    }

    /// Where the body is not as the description says.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the server answered {}", self.status)
    }
}

/// A status that the description does not document.
#[non_exhaustive]
pub struct UndocumentedError {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came; a long one is cut.
    pub body: Bytes,
    /// What of it is shown.
    said: Option<String>,
}

/// What the server said is shown shortened, escaped and without secrets.
impl fmt::Display for UndocumentedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status;
        write!(formatter, "the server answered {status}, which is not documented")?;
        match &self.said {
            Some(said) => write!(formatter, ": {said}"),
            None => Ok(()),
        }
    }
}

/// A body that is not what the description says.
#[non_exhaustive]
pub struct DecodeError {
    /// Where in the body: `$.results[3].typeName`.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// The status, where the body is a response's.
    pub status: Option<StatusCode>,
    /// The headers, where the body is a response's.
    pub headers: HeaderMap,
    /// The body as it came; a long one is cut.
    pub body: Bytes,
    /// Where the body deviates from the description, where that is why it was refused.
    pub deviations: Vec<Deviation>,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the body is not as described: {} at {}",
            self.message, self.path
        )
    }
}

/// A client or request that cannot be built.
#[derive(Debug)]
#[non_exhaustive]
pub struct BuildError {
    /// Why not.
    pub message: String,
    source: Option<Source>,
}

/// A walk over pages reached a limit of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitError {
    /// Which limit it was.
    pub message: String,
    /// How many pages were read until then.
    pub pages: u64,
}

/// The id that a server gave a request, from the headers that services use.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    [
        "x-request-id",
        "request-id",
        "x-amzn-requestid",
        "x-amz-request-id",
        "x-ms-request-id",
        "x-correlation-id",
        "x-trace-id",
        "cf-ray",
    ]
    .iter()
    .find_map(|name| headers.get(*name)?.to_str().ok())
}

/// Headers by name only and bodies by length only: either may hold a secret.
impl fmt::Debug for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiError")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("value", &self.value)
            .finish()
    }
}

/// As for [`ApiError`].
impl fmt::Debug for UndocumentedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, headers, body, .. } = self;
        debug_answer(formatter, "UndocumentedError", *status, headers, body)
    }
}

/// As for [`ApiError`].
impl fmt::Debug for BrokenAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, headers, body } = self;
        debug_answer(formatter, "BrokenAnswer", *status, headers, body)
    }
}

fn debug_answer(
    formatter: &mut fmt::Formatter<'_>,
    name: &str,
    status: StatusCode,
    headers: &HeaderMap,
    body: &Bytes,
) -> fmt::Result {
    formatter
        .debug_struct(name)
        .field("status", &status)
        .field("headers", &headers.keys().collect::<Vec<_>>())
        .field("body", &format_args!("{} bytes", body.len()))
        .finish()
}

/// As for [`ApiError`].
impl fmt::Debug for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DecodeError")
            .field("path", &self.path)
            .field("message", &self.message)
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
