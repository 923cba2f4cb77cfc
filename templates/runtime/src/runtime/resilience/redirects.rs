//! Follows redirects without carrying secrets elsewhere.

use crate::runtime::{Body, BoxFuture, Context, Error, Middleware, Next, Status};
use http::header::{self, HeaderName};
use http::{Method, Request, Response, StatusCode, Uri};

/// Follows redirects.
///
/// Credentials and everything else that may be secret go to the origin of the first
/// request only: another origin gets a bare request, and only where the method reads
/// (GET, HEAD). What may not be followed (a body that would leave the origin or can be
/// read only once, https that would become http, too many hops) is handed on as the answer
/// that it is. So is a redirect that is the operation's only documented success.
#[derive(Debug)]
pub struct Redirects {
    most: u32,
}

/// Marks a request to another origin than the call's; among the request's extensions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OtherOrigin;

impl Default for Redirects {
    fn default() -> Self {
        Self { most: 10 }
    }
}

impl Redirects {
    /// Follows this many in a row at most.
    #[must_use]
    pub fn new(most: u32) -> Self {
        Self { most }
    }

    async fn run(
        &self,
        mut request: Request<Body>,
        next: Next<'_>,
    ) -> Result<Response<Body>, Error> {
        let origin = Origin::of(request.uri());
        let context = request.extensions().get::<Context>();
        let documented = context.and_then(documented_redirect);
        let mut hops = 0;
        loop {
            let copy = copy_head(&request);
            let body = request.body().try_clone();
            let response = next.run(request).await?;
            if hops >= self.most || documented == Some(response.status().as_u16()) {
                return Ok(response);
            }
            let Some(again) = followed(&response, copy, body, origin.as_ref()) else {
                return Ok(response);
            };
            request = again;
            hops = hops.saturating_add(1);
        }
    }
}

impl Middleware for Redirects {
    fn handle<'a>(
        &'a self,
        request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<Body>, Error>> {
        Box::pin(self.run(request, next))
    }
}

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

impl Origin {
    /// The origin of an address; `None` where it is not an absolute http(s) one.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let usual = match scheme.as_str() {
            "http" => 80,
            "https" => 443,
            _ => return None,
        };
        let port = uri.port_u16().unwrap_or(usual);
        Some(Self { scheme, host: uri.host()?.to_ascii_lowercase(), port })
    }
}

/// Resolves a reference against a base address (RFC 3986, 5), without its fragment.
pub(crate) fn resolve(base: &str, reference: &str) -> Option<Uri> {
    let reference = reference.trim();
    let absolute = url::Url::parse(reference);
    let mut url = absolute.or_else(|_| url::Url::parse(base)?.join(reference)).ok()?;
    url.set_fragment(None);
    let uri: Uri = url.as_str().parse().ok()?;
    // Names and passwords inside an address are no way to tell credentials.
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    Origin::of(&uri).map(|_| uri)
}

/// The status of the redirect that the operation documents, when it documents no success.
fn documented_redirect(context: &Context) -> Option<u16> {
    let codes = || context.operation.responses.iter().map(|response| response.status);
    let has_success = codes().any(|status| {
        matches!(status, Status::Code(200..=299) | Status::Range(2) | Status::Default)
    });
    if has_success {
        return None;
    }
    codes().find_map(|status| match status {
        Status::Code(code @ 300..=399) => Some(code),
        _ => None,
    })
}

/// A copy of all but the body.
fn copy_head(request: &Request<Body>) -> Request<Body> {
    let mut head = Request::new(Body::Empty);
    head.method_mut().clone_from(request.method());
    head.uri_mut().clone_from(request.uri());
    head.headers_mut().clone_from(request.headers());
    head.extensions_mut().clone_from(request.extensions());
    head
}

/// The request that the answer asks for; `None` where there is none to follow.
fn followed(
    response: &Response<Body>,
    mut request: Request<Body>,
    body: Option<Body>,
    origin: Option<&Origin>,
) -> Option<Request<Body>> {
    let status = response.status();
    let keeps_method = match status {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => {
            request.method() != Method::POST
        }
        StatusCode::SEE_OTHER => matches!(*request.method(), Method::GET | Method::HEAD),
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        _ => return None,
    };
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let target = resolve(&request.uri().to_string(), location)?;
    let target_origin = Origin::of(&target)?;
    if keeps_method {
        *request.body_mut() = body?;
    } else {
        *request.method_mut() = Method::GET;
        for name in
            [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING]
        {
            request.headers_mut().remove(name);
        }
    }
    let is_other = origin != Some(&target_origin);
    if is_other {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let is_downgrade = request.uri().scheme_str() == Some("https")
            && target_origin.scheme != "https";
        if !reads || is_downgrade || request.body().length() != Some(0) {
            return None;
        }
        keep_only_harmless(request.headers_mut());
        // For good: another origin must not say where the credentials go, not even back.
        request.extensions_mut().insert(OtherOrigin);
    }
    *request.uri_mut() = target;
    Some(request)
}

/// The headers that say nothing about the caller. What is not known to be harmless may be a
/// key.
const HARMLESS: [HeaderName; 6] = [
    header::ACCEPT,
    header::ACCEPT_LANGUAGE,
    header::ACCEPT_ENCODING,
    header::RANGE,
    header::USER_AGENT,
    header::IF_RANGE,
];

/// Whether a header of this name says nothing about the caller.
pub(crate) fn is_harmless(name: &HeaderName) -> bool {
    HARMLESS.contains(name)
}

fn keep_only_harmless(headers: &mut http::HeaderMap) {
    let kept = headers
        .iter()
        .filter(|(name, value)| is_harmless(name) && !value.is_sensitive())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    *headers = kept;
}
