//! The client: one non-generic way from parameters to an answer.

mod answer;
mod builder;
mod charset;
mod delivery;
mod envelope;
mod form;
mod media;
mod request;

use answer::Reading;
pub use builder::ClientBuilder;
pub(crate) use builder::{fill, own_header};
pub use delivery::Delivery;
pub(crate) use form::form_body;
pub(crate) use media::{is_json, of_file, written_as};
#[cfg(feature = "cli")]
pub(crate) use request::OwnBody;

use crate::runtime::auth::Way;
use crate::runtime::json::read;
use crate::runtime::resilience::within;
use crate::runtime::said::SentSecrets;
use crate::runtime::streams::Reopen;
use crate::runtime::{
    Answer, Api, Body, BoxFuture, Context, Error, EventRules, Format, Middleware, Next,
    Object, Operation, PageLimits, Received, RequestOptions, Transport, Value,
    copy_request, observe, tell_no_body,
};
use http::{HeaderMap, Uri};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A client of the API. It is cheap to clone; clones share connections and credentials.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What a client is made of.
struct Inner {
    api: &'static Api,
    /// The base address, where the user set one or the description has a whole one.
    base_url: Option<Arc<str>>,
    /// Whether the user set it; then it goes before the servers of single operations.
    is_own_url: bool,
    /// Where all servers are taken to be, whatever the description says.
    origin: Option<Arc<str>>,
    /// The origin that the user gave, alone or in a base address.
    own_origin: Option<Arc<str>>,
    variables: Vec<(String, String)>,
    headers: HeaderMap,
    transport: Arc<dyn Transport>,
    middleware: Vec<Arc<dyn Middleware>>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    body_cap: usize,
    page_limits: PageLimits,
    event_rules: EventRules,
    validate_bodies: bool,
    strict: bool,
}

impl Client {
    /// The API that it is a client of.
    #[must_use]
    pub fn api(&self) -> &'static Api {
        self.inner.api
    }

    /// The base address, where all operations have the same.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.inner.base_url.as_deref()
    }

    /// Sends any request through the client's middleware and transport: for what the
    /// description does not have. Credentials are added as for `operation`.
    ///
    /// # Errors
    ///
    /// What middleware and transport report. Any status is an answer, not an error.
    pub async fn send_raw(
        &self,
        mut request: http::Request<Body>,
        operation: &'static Operation,
    ) -> Result<http::Response<Body>, Error> {
        if request.extensions().get::<Context>().is_none() {
            let options = RequestOptions::default();
            let context = self.context(operation, &options)?;
            request.extensions_mut().insert(context);
        }
        Next::new(&self.inner.middleware, &*self.inner.transport).run(request).await
    }

    /// The address that an operation's path goes after. A base address of the user's stands
    /// for every server, but for those of an operation that are a path alone.
    fn base_of(&self, operation: &Operation) -> Result<Arc<str>, Error> {
        let inner = &self.inner;
        if let Some(server) = operation.servers.first() {
            let url = builder::fill(server, &inner.variables)?;
            let is_path = builder::is_path(&url);
            let is_known = !is_path || inner.base_url.is_some();
            if is_known && (is_path || !inner.is_own_url) {
                let base = builder::absolute(&url, inner.base_url.as_deref())?;
                let origin = inner.origin.as_deref();
                return Ok(origin.map_or(base.clone(), |own| builder::moved(&base, own)));
            }
        }
        inner.base_url.clone().ok_or_else(|| {
            Error::build("the API's address is not known: give `base_url`", None)
        })
    }

    pub(crate) fn page_limits(&self) -> PageLimits {
        self.inner.page_limits
    }

    fn context(
        &self,
        operation: &'static Operation,
        options: &RequestOptions,
    ) -> Result<Context, Error> {
        Ok(Context {
            api: self.inner.api,
            operation,
            base_url: self.base_of(operation)?,
            own_origin: self.inner.own_origin.clone(),
            timeout: options.timeout.or(self.inner.timeout),
            attempt_timeout: options.attempt_timeout.or(self.inner.attempt_timeout),
            retry: options.retry.clone(),
            is_strict: options.strict.unwrap_or(self.inner.strict),
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("api", &self.inner.api.title)
            .field("base_url", &self.inner.base_url)
            .field("headers", &self.inner.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The client's way to the server, for a credential's own requests.
pub(crate) fn way(client: &Client) -> Way<'_> {
    let Inner { api, base_url, own_origin, transport, .. } = &*client.inner;
    let base_url = base_url.as_deref().unwrap_or_default();
    Way { api, transport: &**transport, base_url, own_origin: own_origin.as_deref() }
}

/// The request of a call, ready to be sent but for credentials.
pub(crate) fn build(
    client: &Client,
    operation: &'static Operation,
    params: &dyn Object,
    options: &RequestOptions,
) -> Result<http::Request<Body>, Error> {
    let validate = options.validate_body.unwrap_or(client.inner.validate_bodies);
    let parts = || request::Parts::of(operation, params, validate);
    assemble(client, operation, options, parts)
}

/// The same with a body that goes out as it is, in place of the one in the parameters.
#[cfg(feature = "cli")]
pub(crate) fn build_with_body(
    client: &Client,
    operation: &'static Operation,
    params: &dyn Object,
    options: &RequestOptions,
    own: OwnBody,
) -> Result<http::Request<Body>, Error> {
    let parts = || request::Parts::with_body(operation, params, own);
    assemble(client, operation, options, parts)
}

fn assemble(
    client: &Client,
    operation: &'static Operation,
    options: &RequestOptions,
    parts: impl FnOnce() -> Result<request::Parts, Error>,
) -> Result<http::Request<Body>, Error> {
    if let Some(name) = &options.bad_header {
        return Err(Error::argument(name.clone(), "is not a header that can be sent"));
    }
    let context = client.context(operation, options)?;
    let parts = parts()?;
    let base = context.base_url.trim_end_matches('/');
    let uri = Uri::try_from(format!("{base}{}", parts.target)).map_err(|error| {
        Error::build(
            format!("`{}` has no valid address", operation.id),
            Some(error.into()),
        )
    })?;
    let method =
        http::Method::from_bytes(operation.method.as_bytes()).map_err(|error| {
            Error::build(
                format!("`{}` has no valid method", operation.id),
                Some(error.into()),
            )
        })?;
    let mut request = http::Request::new(parts.body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.clone_from(&client.inner.headers);
    for (name, value) in &parts.headers {
        headers.insert(name, value.clone());
    }
    for (name, value) in &options.headers {
        headers.insert(name, value.clone());
    }
    tell_no_body(&mut request);
    request.extensions_mut().insert(context);
    if !parts.secrets.is_empty() {
        request.extensions_mut().insert(SentSecrets::given(parts.secrets));
    }
    Ok(request)
}

/// The path with its query, and the body, that these parameters make.
#[cfg(feature = "mock")]
pub(crate) fn target(
    operation: &'static Operation,
    params: &dyn Object,
) -> Result<(String, Body), Error> {
    let parts = request::Parts::of(operation, params, false)?;
    Ok((parts.target, parts.body))
}

/// Starts a call.
pub(crate) fn start(
    client: &Client,
    operation: &'static Operation,
    params: &dyn Object,
    options: &RequestOptions,
) -> BoxFuture<'static, Result<Answer, Error>> {
    let request = build(client, operation, params, options);
    let client = client.clone();
    Box::pin(async move { client.call(request?, operation).await })
}

impl Client {
    /// Sends a built request and reads the answer, within the time that the call may take.
    pub(crate) async fn call(
        &self,
        request: http::Request<Body>,
        operation: &'static Operation,
    ) -> Result<Answer, Error> {
        let context = request.extensions().get::<Context>();
        let limit = context.and_then(|context| context.timeout);
        let work = self.call_without_limit(request, operation);
        match limit {
            None => work.await,
            Some(limit) => within(self.inner.transport.sleep(limit), work)
                .await
                .unwrap_or_else(|| Err(Error::timeout(Some(limit), None))),
        }
    }

    async fn call_without_limit(
        &self,
        request: http::Request<Body>,
        operation: &'static Operation,
    ) -> Result<Answer, Error> {
        let is_head = request.method() == http::Method::HEAD;
        // What to ask again when a connection with events ends.
        let again = (request.method() == http::Method::GET && has_events(operation))
            .then(|| copy_request(&request))
            .flatten();
        let is_enveloped = envelope::is_asked_for(&request, operation);
        let context = request.extensions().get::<Context>();
        let is_strict = context.is_some_and(|context| context.is_strict);
        let reading = Reading { is_head, cap: self.inner.body_cap, is_strict };
        let mut response = self.send_raw(request, operation).await?;
        if is_enveloped {
            response = envelope::unwrapped(response, reading.cap).await?;
        }
        let mut answer = answer::read(response, operation, reading).await?;
        for deviation in &answer.deviations {
            observe::deviation(operation.id, deviation);
        }
        if let Received::Stream(stream) = &mut answer.received {
            let bytes = std::mem::replace(stream, Body::Empty.into_stream());
            let bytes = bytes.with_strict(is_strict);
            *stream = match has_events(operation) {
                false => bytes,
                true => bytes
                    .with_reopen(again.map(|request| self.reopen(request, operation)))
                    .with_event_rules(self.inner.event_rules.clone()),
            };
        }
        Ok(answer)
    }

    /// Asks for a stream of events again, from after the last one that came.
    fn reopen(
        &self,
        request: http::Request<Body>,
        operation: &'static Operation,
    ) -> Reopen {
        let client = self.clone();
        let request = std::sync::Mutex::new(request);
        Arc::new(move |id, wait| {
            let copy = copy_request(
                &request.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
            );
            let client = client.clone();
            Box::pin(async move {
                client.inner.transport.sleep(wait).await;
                let wrong =
                    || Error::build("the stream cannot be asked for again", None);
                let mut request = copy.ok_or_else(wrong)?;
                let id = http::HeaderValue::from_str(&id).map_err(|_| wrong())?;
                request.headers_mut().insert("last-event-id", id);
                let response = client.send_raw(request, operation).await?;
                let reading = Reading {
                    is_head: false,
                    cap: client.inner.body_cap,
                    is_strict: false,
                };
                match answer::read(response, operation, reading).await?.received {
                    Received::Stream(stream) => Ok(Some(stream)),
                    _ => Ok(None),
                }
            })
        })
    }
}

fn has_events(operation: &Operation) -> bool {
    let mut contents = operation.responses.iter().flat_map(|one| one.contents);
    contents.any(|content| content.format == Format::EventStream)
}

/// Reads a JSON text that the API sent by itself: the body of a webhook or callback.
///
/// # Errors
///
/// The text is no JSON, or of quite another kind.
pub fn parse_webhook<T: Value + Default>(body: &[u8]) -> Result<Delivery<T>, Error> {
    let mut value = T::default();
    match read(body, &mut value) {
        Ok(deviations) => Ok(Delivery::new(value, deviations)),
        Err(fault) => {
            let bytes = bytes::Bytes::copy_from_slice(body);
            Err(Error::decode(fault.path, fault.message, None, HeaderMap::new(), bytes))
        }
    }
}
