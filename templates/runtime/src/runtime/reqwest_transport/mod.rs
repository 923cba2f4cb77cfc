//! The default transport: `reqwest`.

#[cfg(not(target_arch = "wasm32"))]
#[path = "native.rs"]
mod platform;
#[cfg(target_arch = "wasm32")]
#[path = "web.rs"]
mod platform;

use crate::runtime::{Body, BoxFuture, Error, Transport};
use std::time::Duration;

/// Carries requests with `reqwest`.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport that follows no redirects by itself: the client does. It gives up a server
    /// that is silent for five minutes; for other limits give a client of your own.
    ///
    /// # Errors
    ///
    /// The system has no usable TLS or resolver.
    pub fn new() -> Result<Self, Error> {
        let client = platform::builder().build().map_err(|error| {
            Error::build("the transport could not be set up", Some(error.into()))
        })?;
        Ok(Self { client })
    }
}

impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        Box::pin(platform::carry(&self.client, request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        platform::sleep(duration)
    }
}

fn no_address(error: reqwest::Error) -> Error {
    let source = error.without_url();
    Error::build("the request has no valid address", Some(source.into()))
}

/// What went wrong. The address is left out: its query may hold a key.
fn fault(error: reqwest::Error) -> Error {
    let error = error.without_url();
    if error.is_timeout() {
        return Error::timeout(None, Some(error.into()));
    }
    let (message, retryable) = if platform::is_connect(&error) {
        ("the server could not be reached", true)
    } else if error.is_body() || error.is_decode() {
        ("the connection broke off", true)
    } else if error.is_builder() {
        ("the request could not be sent", false)
    } else {
        ("the request failed", true)
    };
    Error::transport(message, Some(error.into()), retryable)
}
