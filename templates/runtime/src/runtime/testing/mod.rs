//! A server in memory, for unit tests of code that uses this crate.
//!
//! A [`Mock`] is told which operations to expect and what to answer; no network is used.

use crate::runtime::auth::{Credential, Way};
use crate::runtime::json::{Side, encode};
use crate::runtime::{
    Body, BoxFuture, Client, ClientBuilder, Context, Error, Operation, Request,
    RetryPolicy, Scheme, SchemeKind, Status, Transport, Value, client,
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A transport that answers what it was told to. Clones share what they expect.
///
/// It answers no call that is not expected; [`Mock::verify`] tells what was expected and
/// never came.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    expected: Vec<Expected>,
    surprises: Vec<String>,
}

struct Expected {
    operation: &'static Operation,
    wanted: Option<Wanted>,
    answer: Answer,
    /// How often it may still come.
    left: usize,
}

/// The path, query and body that a call must have.
struct Wanted {
    target: String,
    body: Bytes,
}

type Answer = Box<dyn Fn() -> Result<http::Response<Body>, Error> + Send>;

impl Mock {
    /// A mock that expects nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A client that talks to this mock: no retries, and whatever credential the API asks
    /// for is taken as given.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn client(&self, builder: ClientBuilder) -> Result<Client, Error> {
        let mut builder = builder.transport(self.clone()).retry(RetryPolicy::off());
        for scheme in builder.api().schemes {
            builder = builder.auth_for(scheme.name, Granted);
        }
        builder.build()
    }

    /// Expects a call of the operation that `P` holds the parameters of. What to answer is
    /// said on the result.
    #[must_use = "nothing is expected until the answer is said"]
    pub fn expect<P: Request>(&self) -> Expectation<P> {
        Expectation { mock: self.clone(), params: None, times: 1 }
    }

    /// Tells what went otherwise than expected: calls that never came, and calls that
    /// nobody expected.
    ///
    /// # Errors
    ///
    /// A line for each of them.
    pub fn verify(&self) -> Result<(), String> {
        let state = self.state();
        let missing =
            state.expected.iter().filter(|expected| expected.left > 0).map(|expected| {
                format!(
                    "`{}` was expected {} more times",
                    expected.operation.id, expected.left
                )
            });
        let lines: Vec<String> =
            missing.chain(state.surprises.iter().cloned()).collect();
        if lines.is_empty() { Ok(()) } else { Err(lines.join("\n")) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(
        &self,
        operation: &'static Operation,
        target: &str,
        body: &Bytes,
    ) -> Result<http::Response<Body>, Error> {
        let mut state = self.state();
        let fits = |expected: &&mut Expected| {
            expected.left > 0
                && is_same(expected.operation, operation)
                && expected.wanted.as_ref().is_none_or(|wanted| {
                    target.ends_with(&wanted.target) && wanted.body == *body
                })
        };
        if let Some(expected) = state.expected.iter_mut().find(fits) {
            expected.left = expected.left.saturating_sub(1);
            return (expected.answer)();
        }
        let surprise = format!("`{}` was not expected: {target}", operation.id);
        state.surprises.push(surprise.clone());
        Err(Error::build(surprise, None))
    }
}

/// By what they say: each crate that names an operation may have a copy of its table.
fn is_same(one: &Operation, other: &Operation) -> bool {
    (one.method, one.template, one.id) == (other.method, other.template, other.id)
}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mock").finish_non_exhaustive()
    }
}

impl Transport for Mock {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let (body, _) = body.collect(usize::MAX).await?;
            let context = parts.extensions.get::<Context>();
            let operation =
                context.map(|context| context.operation).ok_or_else(|| {
                    Error::build(
                        "the mock answers only calls of the API's operations",
                        None,
                    )
                })?;
            let target =
                parts.uri.path_and_query().map_or("/", |target| target.as_str());
            self.take(operation, target, &body)
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// An expected call, before its answer is said.
#[derive(Debug)]
#[must_use = "nothing is expected until the answer is said"]
pub struct Expectation<P> {
    mock: Mock,
    params: Option<P>,
    times: usize,
}

impl<P: Request> Expectation<P> {
    /// Expects these very parameters; any do otherwise.
    pub fn with(mut self, params: P) -> Self {
        self.params = Some(params);
        self
    }

    /// Expects it this often; once otherwise.
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// Answers with the documented success that holds this value.
    ///
    /// # Errors
    ///
    /// The expected parameters or the value cannot be written.
    pub fn answer(self, value: &dyn Value) -> Result<(), Error> {
        let status =
            P::operation().responses.iter().find_map(|response| match response.status {
                Status::Code(code @ 200..=299) => StatusCode::from_u16(code).ok(),
                _ => None,
            });
        self.answer_status(status.unwrap_or(StatusCode::OK), value)
    }

    /// Answers with this status, of an error for instance, and this value.
    ///
    /// # Errors
    ///
    /// The expected parameters or the value cannot be written.
    pub fn answer_status(
        self,
        status: StatusCode,
        value: &dyn Value,
    ) -> Result<(), Error> {
        let body = encode(value, Side::Anyone).map_err(|error| {
            Error::build("the answer cannot be written", Some(error.into()))
        })?;
        let response =
            P::operation().responses.iter().find(|response| match response.status {
                Status::Code(code) => code == status.as_u16(),
                Status::Range(hundred) => u16::from(hundred) == status.as_u16() / 100,
                Status::Default => true,
            });
        let content = response.and_then(|response| response.contents.first());
        let media_type =
            content.map_or("application/json", |content| content.media_type);
        let media_type =
            if media_type.contains('*') { "application/json" } else { media_type };
        let mut headers = HeaderMap::new();
        if let Ok(media_type) = media_type.parse() {
            headers.insert(http::header::CONTENT_TYPE, media_type);
        }
        self.answer_raw(status, headers, body)
    }

    /// Answers with these bytes.
    ///
    /// # Errors
    ///
    /// The expected parameters cannot be written.
    pub fn answer_raw(
        self,
        status: StatusCode,
        headers: HeaderMap,
        body: impl Into<Bytes>,
    ) -> Result<(), Error> {
        let body = body.into();
        self.answer_with(move || {
            let mut response = http::Response::new(Body::from(body.clone()));
            *response.status_mut() = status;
            *response.headers_mut() = headers.clone();
            Ok(response)
        })
    }

    /// Answers what the function gives; an error is one of the transport's.
    ///
    /// # Errors
    ///
    /// The expected parameters cannot be written.
    pub fn answer_with(
        self,
        answer: impl Fn() -> Result<http::Response<Body>, Error> + Send + 'static,
    ) -> Result<(), Error> {
        let wanted = self.params.map(|params| -> Result<Wanted, Error> {
            let (target, body) = client::target(P::operation(), &params)?;
            let Body::Bytes(body) = body else {
                return Ok(Wanted { target, body: Bytes::new() });
            };
            Ok(Wanted { target, body })
        });
        let expected = Expected {
            operation: P::operation(),
            wanted: wanted.transpose()?,
            answer: Box::new(answer),
            left: self.times,
        };
        self.mock.state().expected.push(expected);
        Ok(())
    }
}

/// A credential that serves every scheme and adds nothing.
#[derive(Debug)]
struct Granted;

impl Credential for Granted {
    fn describe(&self) -> &'static str {
        "a credential of a test"
    }

    fn serves(&self, _: &SchemeKind) -> bool {
        true
    }

    fn apply<'a>(
        &'a self,
        _: &'a mut http::Request<Body>,
        _: &'static Scheme,
        _: Way<'a>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(std::future::ready(Ok(())))
    }
}
