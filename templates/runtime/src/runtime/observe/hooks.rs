//! Sees every attempt and its answer.

use crate::runtime::{Body, BoxFuture, Error, Middleware, Next};
use http::{Request, Response};

/// Sees every attempt at a call and what came of it. Credentials are added after it.
///
/// [`Context`](crate::runtime::Context) and [`Attempt`](crate::runtime::Attempt) are among
/// the request's extensions.
pub trait Hook: Send + Sync + 'static {
    /// A request is about to be sent.
    fn request(&self, _request: &Request<Body>) {}

    /// The answer is there; its body may still be on the way.
    fn response(&self, _response: &Response<Body>) {}

    /// There is no answer.
    fn failure(&self, _error: &Error) {}
}

/// A hook in its place.
pub(crate) struct Hooks<H>(pub(crate) H);

impl<H: Hook> Middleware for Hooks<H> {
    fn handle<'a>(
        &'a self,
        request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<Body>, Error>> {
        Box::pin(async move {
            self.0.request(&request);
            let outcome = next.run(request).await;
            match &outcome {
                Ok(response) => self.0.response(response),
                Err(error) => self.0.failure(error),
            }
            outcome
        })
    }
}
