//! What every credential can do.

use crate::runtime::client::fill;
use crate::runtime::resilience::{Origin, resolve};
use crate::runtime::{
    Api, Body, BoxFuture, Error, MaybeSend, Scheme, SchemeKind, Transport,
};
use http::{HeaderMap, HeaderValue, Request, Uri};
use std::fmt;

/// The way to the server, for a credential that must ask for something first.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Way<'a> {
    /// The API.
    pub api: &'static Api,
    /// Carries requests of the credential's own.
    pub transport: &'a dyn Transport,
    /// The base address of the API: relative addresses in its description start here.
    pub base_url: &'a str,
    /// The origin that the user put in the place of those of the description.
    pub own_origin: Option<&'a str>,
}

impl Way<'_> {
    /// A whole address out of the description's, which may be relative. What the description
    /// has on the API's own servers follows them to the origin that the user gave.
    pub(super) fn to_described(self, address: &str) -> Option<Uri> {
        let uri = resolve(self.base_url, address)?;
        let Some(own) = self.own_origin else { return Some(uri) };
        let origin = Origin::of(&uri)?;
        let is_apis = self.api.servers.iter().any(|server| {
            let of_server = fill(server, &[]).ok().and_then(|url| url.parse().ok());
            of_server.is_some_and(|url| Origin::of(&url).as_ref() == Some(&origin))
        });
        if !is_apis {
            return Some(uri);
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        resolve(own, path)
    }
}

impl fmt::Debug for Way<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Way").field("base_url", &self.base_url).finish()
    }
}

/// A proof of who the caller is.
///
/// `Debug` must not show secrets.
pub trait Credential: fmt::Debug + Send + Sync + 'static {
    /// What it is, in words for an error message: `a bearer token (Bearer)`.
    fn describe(&self) -> &'static str;

    /// Whether it can do what the scheme asks for.
    fn serves(&self, scheme: &SchemeKind) -> bool;

    /// Puts itself into the request.
    fn apply<'a>(
        &'a self,
        request: &'a mut Request<Body>,
        scheme: &'static Scheme,
        way: Way<'a>,
    ) -> BoxFuture<'a, Result<(), Error>>;

    /// Learns that the server answered 401 to a request with these headers. Says whether
    /// the request, with the credential applied anew, may fare better.
    fn refused<'a>(
        &'a self,
        _sent: &'a Sent,
        _answer: &'a HeaderMap,
    ) -> BoxFuture<'a, bool> {
        Box::pin(std::future::ready(false))
    }

    /// Learns that the server took a request with these headers.
    fn accepted(&self, _sent: &Sent) {}
}

/// What of a request a credential needs to know it again.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Sent {
    /// Where it went.
    pub uri: http::Uri,
    /// Its `Authorization` header.
    pub authorization: Option<HeaderValue>,
}

/// Sets the `Authorization` header, marked so that `Debug` does not show it.
pub(super) fn authorize(request: &mut Request<Body>, text: &str) -> Result<(), Error> {
    let value = sensitive(text)?;
    request.headers_mut().insert(http::header::AUTHORIZATION, value);
    Ok(())
}

/// A header value that `Debug` does not show.
pub(super) fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        let text = "a credential holds characters that a header cannot";
        Error::credential(text, None)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// A future that is done.
pub(super) fn ready<'a, T: MaybeSend + 'a>(value: T) -> BoxFuture<'a, T> {
    Box::pin(std::future::ready(value))
}
