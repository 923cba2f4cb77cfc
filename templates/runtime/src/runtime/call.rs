//! A call: its parameters, its options, and the way from the answer to a typed output.

use crate::runtime::{
    Body, ByteStream, Client, Deviation, Error, Model, Operation, RetryPolicy, Slot,
    Value, View, blank, copy, downcast_box,
};
use crate::runtime::{BoxFuture, client};
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// The parameters of an operation. Generated code implements it.
pub trait Request: Model {
    /// What a call without error yields.
    type Output: Output;
    /// The operation.
    fn operation() -> &'static Operation;
}

/// A request that has not been sent: the parameters of an operation, and where they go.
///
/// Awaiting it sends it.
#[must_use = "a request does nothing until it is awaited or sent"]
pub struct Call<P> {
    /// The parameters.
    pub params: P,
    /// What holds for this call alone.
    pub options: RequestOptions,
    client: Client,
}

impl<P: Request> Call<P> {
    /// A call with these parameters.
    pub fn new(client: Client, params: P) -> Self {
        Self { params, options: RequestOptions::default(), client }
    }

    /// The client that it will be sent with.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What holds for this call alone: time limit, headers, retries.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.options = options;
        self
    }

    /// The parameters alone.
    #[must_use]
    pub fn into_params(self) -> P {
        self.params
    }

    /// Sends it; awaiting it does the same. Nothing happens until the future is polled.
    pub fn send(self) -> Sending<P::Output> {
        let Self { params, options, client } = self;
        Sending::new(client::start(&client, P::operation(), &params, &options))
    }

    /// Sends it and waits for the answer, where the code is not async.
    ///
    /// # Errors
    ///
    /// As sending it; and when the thread is async.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<P::Output>, Error> {
        self.send().wait()
    }

    /// The request as it would be sent, but for credentials. Nothing is sent.
    ///
    /// # Errors
    ///
    /// A parameter breaks a rule, or a required one is missing.
    pub fn to_request(&self) -> Result<http::Request<Body>, Error> {
        client::build(&self.client, P::operation(), &self.params, &self.options)
    }
}

impl<P: Request> Clone for Call<P> {
    fn clone(&self) -> Self {
        Self {
            params: copy(&self.params),
            options: self.options.clone(),
            client: self.client.clone(),
        }
    }
}

impl<P: Request> IntoFuture for Call<P> {
    type Output = Result<Response<P::Output>, Error>;
    type IntoFuture = Sending<P::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<P: Request> fmt::Debug for Call<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let params: &dyn Value = &self.params;
        let mut text = formatter.debug_struct("Call");
        text.field("params", &params).field("options", &self.options);
        text.finish_non_exhaustive()
    }
}

/// What holds for one call alone.
#[derive(Clone, Default)]
#[must_use]
pub struct RequestOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) headers: HeaderMap,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) validate_body: Option<bool>,
    pub(crate) strict: Option<bool>,
    /// A header that cannot be sent, to be reported when the request is built.
    pub(crate) bad_header: Option<String>,
}

impl RequestOptions {
    /// No options.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long the call may take, all attempts together, until its output is there.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long one attempt may take.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sends a header; it takes the place of one that would be sent by itself. One that
    /// cannot be sent is reported when the call is.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match client::own_header(name.as_ref(), value.as_ref()) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(name) => self.bad_header = Some(name),
        }
        self
    }

    /// Asks for this media type, where the server has several to choose from.
    pub fn accept(self, media_type: impl AsRef<str>) -> Self {
        self.header("accept", media_type)
    }

    /// Sets how failed attempts are made again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Makes one attempt only.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::off())
    }

    /// Whether an answer that deviates from the description is an error
    /// ([`Error::Decode`]) that names each deviation. Else it is read as far as it goes, and
    /// [`Response::deviations`] names them.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    /// Whether the body is checked against its documented rules before it is sent.
    pub fn validate_body(mut self, validate: bool) -> Self {
        self.validate_body = Some(validate);
        self
    }
}

/// Header values may be secrets: only names are shown.
impl fmt::Debug for RequestOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestOptions")
            .field("timeout", &self.timeout)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retry", &self.retry)
            .field("validate_body", &self.validate_body)
            .field("strict", &self.strict)
            .finish()
    }
}

/// A call under way. Everything but the last step is the same code for all calls.
#[must_use = "a call is not made until it is awaited"]
pub struct Sending<T> {
    answer: BoxFuture<'static, Result<Answer, Error>>,
    output: PhantomData<fn() -> T>,
}

impl<T: Output> Sending<T> {
    pub(crate) fn new(answer: BoxFuture<'static, Result<Answer, Error>>) -> Self {
        Self { answer, output: PhantomData }
    }
}

impl<T: Output> Future for Sending<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.answer.as_mut().poll(context).map(|answer| answer?.take())
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sending")
    }
}

/// A successful answer, its body read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) case: Case,
    pub(crate) received: Received,
    pub(crate) deviations: Vec<Deviation>,
}

impl Answer {
    pub(crate) fn take<T: Output>(self) -> Result<Response<T>, Error> {
        let Self { status, headers, case, received, deviations } = self;
        match T::take(case, received) {
            Ok(value) => Ok(Response { value, status, headers, deviations }),
            Err(received) => Err(received.not_expected(status, headers)),
        }
    }
}

/// Which documented response an answer is, as indices into the operation's tables. An
/// index beyond a table stands for what is not documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The index in [`Operation::responses`].
    pub response: usize,
    /// The index in [`ResponseTable::contents`](crate::runtime::ResponseTable::contents).
    pub content: usize,
}

/// The body of a successful answer.
#[derive(Debug)]
pub enum Received {
    /// There was none.
    Nothing,
    /// A decoded value.
    Value(Box<dyn Value>),
    /// Text.
    Text(String),
    /// Bytes that come as they are asked for.
    Stream(ByteStream),
}

impl Received {
    fn not_expected(self, status: StatusCode, headers: HeaderMap) -> Error {
        let message = match self {
            Self::Nothing => "the body is empty".to_owned(),
            Self::Value(_) => "a value of another type than this answer's".to_owned(),
            Self::Text(_) => "text where another kind of body is documented".to_owned(),
            Self::Stream(_) => {
                "bytes where another kind of body is documented".to_owned()
            }
        };
        Error::decode("$".into(), message, Some(status), headers, bytes::Bytes::new())
    }

    /// The body as a value like the blank one, if it can be one.
    pub(crate) fn into_value(
        self,
        blank: fn() -> Box<dyn Value>,
    ) -> Result<Box<dyn Value>, Self> {
        match self {
            Self::Value(value) => Ok(value),
            Self::Text(text) => {
                let mut value = blank();
                match value.slot() {
                    Slot::Text(slot) => *slot = text,
                    Slot::Strings(slot) => slot.set(&text),
                    Slot::Any(slot) => *slot = text.into(),
                    Slot::Binary(slot) => *slot = text.into(),
                    Slot::Nothing => {}
                    _ => return Err(Self::Text(text)),
                }
                Ok(value)
            }
            Self::Nothing => {
                // No body at all stands for `null` where that is a value: where the
                // description gives a media type without a schema, servers send none.
                let mut value = blank();
                let nothing = matches!(value.view(), View::Absent) || value.set_null();
                if nothing { Ok(value) } else { Err(Self::Nothing) }
            }
            Self::Stream(stream) => {
                let value = blank();
                // An answer whose body nobody described is not read.
                let nothing = matches!(value.view(), View::Absent);
                if nothing { Ok(value) } else { Err(Self::Stream(stream)) }
            }
        }
    }
}

/// What a call without error yields.
pub trait Output: Sized + 'static {
    /// Takes the body of an answer.
    ///
    /// # Errors
    ///
    /// Gives the body back if it is none that this type can hold.
    fn take(case: Case, body: Received) -> Result<Self, Received>;
}

/// Takes the body of an answer into one variant of an enum of outputs.
///
/// # Errors
///
/// Gives the body back if it is none that the variant can hold.
pub fn take<T: Output, O>(
    case: Case,
    body: Received,
    variant: fn(T) -> O,
) -> Result<O, Received> {
    T::take(case, body).map(variant)
}

impl<T: Value + Default> Output for T {
    fn take(_: Case, body: Received) -> Result<Self, Received> {
        let value = body.into_value(blank::<T>)?;
        downcast_box(value).map(|value| *value).map_err(Received::Value)
    }
}

impl Output for ByteStream {
    fn take(_: Case, body: Received) -> Result<Self, Received> {
        match body {
            Received::Stream(stream) => Ok(stream),
            Received::Nothing => Ok(Body::Empty.into_stream()),
            Received::Text(text) => Ok(Body::from(text).into_stream()),
            value @ Received::Value(_) => Err(value),
        }
    }
}

/// An answer: the output, and what came with it.
#[derive(Clone, PartialEq)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    deviations: Vec<Deviation>,
}

impl<T> Response<T> {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header's text, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The id that the server gave the request, for its support.
    pub fn request_id(&self) -> Option<&str> {
        crate::runtime::request_id(&self.headers)
    }

    /// Where the body is not as the description says: mostly nowhere. The output was read as
    /// far as it goes, and what came otherwise is kept and sent back. A thousand are told at
    /// most.
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// The output alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The output in another form.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let Self { value, status, headers, deviations } = self;
        Response { value: change(value), status, headers, deviations }
    }
}

/// Header values may be secrets, such as cookies: only names are shown.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("deviations", &self.deviations)
            .field("value", &self.value)
            .finish()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
