//! What carries requests, and what may stand around it.

use crate::runtime::{Api, Body, BoxFuture, Error, Operation, RetryPolicy};
use std::sync::Arc;
use std::time::Duration;

/// Carries one request to the server and brings the answer.
///
/// It must not follow redirects to another origin with the credentials of the first one,
/// and reads the body only as far as it is asked to.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. The answer is there as soon as its headers are.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>>;

    /// Ends after the duration: what waits between attempts and time limits are made of.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// Stands around a transport: sees each request, and may change, repeat or refuse it.
pub trait Middleware: Send + Sync + 'static {
    /// Handles the request, usually by handing it on to `next`.
    fn handle<'a>(
        &'a self,
        request: http::Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, Error>>;
}

/// The rest of the way to the server. It is `Copy`, so that a request can be repeated.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    middleware: &'a [Arc<dyn Middleware>],
    transport: &'a dyn Transport,
}

impl<'a> Next<'a> {
    /// The way through these in turn and then to the transport.
    #[must_use]
    pub fn new(
        middleware: &'a [Arc<dyn Middleware>],
        transport: &'a dyn Transport,
    ) -> Self {
        Self { middleware, transport }
    }

    /// Hands the request on.
    #[must_use]
    pub fn run(
        self,
        request: http::Request<Body>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, Error>> {
        match self.middleware.split_first() {
            Some((first, rest)) => first
                .handle(request, Self { middleware: rest, transport: self.transport }),
            None => self.transport.send(request),
        }
    }

    /// The transport itself, for requests of a middleware's own (tokens) and for waiting.
    #[must_use]
    pub fn transport(self) -> &'a dyn Transport {
        self.transport
    }
}

/// What a request is for. The client puts it into the request's extensions, for middleware.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Context {
    /// The API.
    pub api: &'static Api,
    /// The operation.
    pub operation: &'static Operation,
    /// The base address of the API for this call, for relative addresses in its description.
    pub base_url: Arc<str>,
    /// The origin that the user put in the place of those of the description.
    pub own_origin: Option<Arc<str>>,
    /// How long the whole call may take, where the caller says.
    pub timeout: Option<Duration>,
    /// How long one attempt may take, where the caller says.
    pub attempt_timeout: Option<Duration>,
    /// How failed attempts are made again, where the caller says.
    pub retry: Option<RetryPolicy>,
    /// Whether an answer that deviates from the description is an error.
    pub is_strict: bool,
}

/// A copy of a request, or `None` if its body can be read only once.
#[must_use]
pub fn copy_request(request: &http::Request<Body>) -> Option<http::Request<Body>> {
    let body = request.body().try_clone()?;
    let mut copy = http::Request::new(body);
    copy.method_mut().clone_from(request.method());
    copy.uri_mut().clone_from(request.uri());
    *copy.version_mut() = request.version();
    copy.headers_mut().clone_from(request.headers());
    copy.extensions_mut().clone_from(request.extensions());
    Some(copy)
}

/// Says that there is no body, where the method is one that usually has one: many servers
/// answer 411 or wait where nothing is said (RFC 9110, 8.6).
pub(crate) fn tell_no_body(request: &mut http::Request<Body>) {
    use http::Method;
    let is_usual =
        matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    if is_usual && request.body().length() == Some(0) {
        let none = http::HeaderValue::from_static("0");
        request.headers_mut().insert(http::header::CONTENT_LENGTH, none);
    }
}
