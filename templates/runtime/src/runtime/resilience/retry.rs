//! Sends a request until it is answered for good.

use super::limits::told_wait;
use super::{RetryBudget, RetryPolicy, unix_time, within};
use crate::runtime::{
    Body, BoxFuture, ByteStream, Context, Error, Middleware, Next, Transport,
    copy_request,
};
use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// Which attempt at a call a request is, counted from 1; among the request's extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt(pub u32);

/// Makes failed attempts again, and keeps to the time limits of the call's [`Context`].
///
/// A body that is short and holds no stream of items is read within the attempt, so that a
/// connection lost in the middle of it is met with another attempt too.
#[derive(Debug)]
pub struct Retry {
    policy: RetryPolicy,
    budget: Arc<RetryBudget>,
}

/// How much of a body is read within an attempt.
const READ_WITHIN_ATTEMPT: usize = 1 << 20;

impl Retry {
    /// Retries by this policy, where a call has none of its own.
    #[must_use]
    pub fn new(policy: RetryPolicy) -> Self {
        Self { policy, budget: Arc::default() }
    }

    /// Shares a budget, perhaps with other clients of the same service.
    #[must_use]
    pub fn budget(mut self, budget: Arc<RetryBudget>) -> Self {
        self.budget = budget;
        self
    }

    async fn run(
        &self,
        request: Request<Body>,
        next: Next<'_>,
    ) -> Result<Response<Body>, Error> {
        let context = request.extensions().get::<Context>();
        let policy = context.and_then(|context| context.retry.as_ref());
        let mut policy = policy.unwrap_or(&self.policy).clone();
        // The server does once what it is asked for twice with one key.
        policy.all_methods |= has_key(&request);
        let attempts = Attempts {
            policy,
            budget: &self.budget,
            timeout: context.and_then(|context| context.timeout),
            attempt_timeout: context.and_then(|context| context.attempt_timeout),
        };
        attempts
            .within_limit(next.transport(), request, |request| next.run(request))
            .await
    }
}

/// Whether the request has a key that its operation documents for this.
fn has_key(request: &Request<Body>) -> bool {
    let context = request.extensions().get::<Context>();
    let parameters = context.map_or(&[][..], |context| context.operation.parameters);
    parameters.iter().any(|parameter| {
        parameter.is_idempotency_key() && request.headers().contains_key(parameter.name)
    })
}

impl Middleware for Retry {
    fn handle<'a>(
        &'a self,
        request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<Body>, Error>> {
        Box::pin(self.run(request, next))
    }
}

/// Sends a request of the client's own (for a token) straight through the transport.
pub(crate) async fn send_repeatedly(
    transport: &dyn Transport,
    request: Request<Body>,
    policy: RetryPolicy,
    timeout: Duration,
) -> Result<Response<Body>, Error> {
    let attempts = Attempts {
        policy,
        budget: &RetryBudget::default(),
        timeout: None,
        attempt_timeout: Some(timeout),
    };
    attempts.within_limit(transport, request, |request| transport.send(request)).await
}

/// The attempts at one call.
struct Attempts<'a> {
    policy: RetryPolicy,
    budget: &'a RetryBudget,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
}

type Outcome = Result<Response<Body>, Error>;

impl Attempts<'_> {
    async fn within_limit<'n>(
        &self,
        transport: &dyn Transport,
        request: Request<Body>,
        send: impl Fn(Request<Body>) -> BoxFuture<'n, Outcome>,
    ) -> Outcome {
        let all = self.all(transport, request, send);
        match self.timeout {
            None => all.await,
            Some(limit) => within(transport.sleep(limit), all)
                .await
                .unwrap_or_else(|| Err(Error::timeout(Some(limit), None))),
        }
    }

    async fn all<'n>(
        &self,
        transport: &dyn Transport,
        mut request: Request<Body>,
        send: impl Fn(Request<Body>) -> BoxFuture<'n, Outcome>,
    ) -> Outcome {
        let mut failed = 0_u32;
        let mut waited = Duration::ZERO;
        loop {
            let is_last = failed.saturating_add(1) >= self.policy.attempts;
            let copy = if is_last { None } else { copy_request(&request) };
            request.extensions_mut().insert(Attempt(failed.saturating_add(1)));
            let outcome = self.one(transport, send(request)).await;
            failed = failed.saturating_add(1);
            if outcome.as_ref().is_ok_and(|response| response.status().is_success()) {
                self.budget.put();
            }
            let Some(again) = copy else { return outcome };
            let Some(wait) = self.wait(&outcome, again.method(), failed) else {
                return outcome;
            };
            waited = waited.saturating_add(wait);
            // A wait that the call's own limit would cut short helps nobody: what came is
            // reported as what it was.
            let too_long = self.timeout.is_some_and(|limit| waited >= limit);
            if too_long || !self.budget.take() {
                return outcome;
            }
            drop(outcome);
            transport.sleep(wait).await;
            request = again;
        }
    }

    async fn one(
        &self,
        transport: &dyn Transport,
        sent: BoxFuture<'_, Outcome>,
    ) -> Outcome {
        let whole = async { read_ahead(sent.await?).await };
        match self.attempt_timeout {
            None => whole.await,
            Some(limit) => within(transport.sleep(limit), whole)
                .await
                .unwrap_or_else(|| Err(Error::timeout(Some(limit), None))),
        }
    }

    /// How long to wait before another attempt; `None` where there shall be none.
    fn wait(
        &self,
        outcome: &Outcome,
        method: &http::Method,
        failed: u32,
    ) -> Option<Duration> {
        match outcome {
            Ok(response) if self.policy.retries_status(response.status(), method) => {
                match told_wait(response.headers(), unix_time()) {
                    // A little later than told, and not all at once.
                    Some(told) if told <= self.policy.longest_told_wait => {
                        Some(told.saturating_add(self.policy.wait(1).min(told / 10)))
                    }
                    Some(_) => None,
                    None => Some(self.policy.wait(failed)),
                }
            }
            Err(Error::Transport(error))
                if error.retryable && self.policy.is_repeatable(method) =>
            {
                Some(self.policy.wait(failed))
            }
            Err(Error::Timeout(_)) if self.policy.is_repeatable(method) => {
                Some(self.policy.wait(failed))
            }
            _ => None,
        }
    }
}

/// Reads a body into memory, up to a bound; one that is a stream of items is left alone.
async fn read_ahead(response: Response<Body>) -> Outcome {
    let (parts, body) = response.into_parts();
    let Body::Stream(mut stream) = body else {
        return Ok(Response::from_parts(parts, body));
    };
    let is_short =
        stream.length().is_none_or(|length| length <= READ_WITHIN_ATTEMPT as u64);
    if !is_short || is_item_stream(&parts.headers) {
        return Ok(Response::from_parts(parts, Body::Stream(stream)));
    }
    let mut read = BytesMut::new();
    match stream.gather(&mut read, READ_WITHIN_ATTEMPT).await {
        Ok(false) => Ok(Response::from_parts(parts, Body::from(read.freeze()))),
        Ok(true) => {
            let length = stream.length();
            let rest = Joined { first: VecDeque::from([read.freeze()]), rest: stream };
            let body = Body::Stream(ByteStream::new(rest, length));
            Ok(Response::from_parts(parts, body))
        }
        Err(error) => {
            Err(error.breaking_off(parts.status, &parts.headers, read.freeze()))
        }
    }
}

/// Whether the body comes bit by bit while the server works, or is of a kind that callers
/// read bit by bit.
fn is_item_stream(headers: &http::HeaderMap) -> bool {
    let media_type =
        headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = media_type.and_then(|text| text.split(';').next()).unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    match essence.split_once('/') {
        Some(("text", subtype)) => subtype == "event-stream",
        Some(("application", subtype)) => {
            // What is JSON, but not line by line, and XML and forms.
            let is_whole = subtype == "json"
                || subtype.ends_with("+json")
                || subtype == "xml"
                || subtype.ends_with("+xml")
                || subtype == "x-www-form-urlencoded";
            !is_whole || subtype.starts_with("stream+") || subtype.starts_with("json-")
        }
        Some(_) => true,
        None => false,
    }
}

/// Chunks, then a stream.
struct Joined {
    first: VecDeque<Bytes>,
    rest: ByteStream,
}

impl futures_core::Stream for Joined {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        match self.first.pop_front() {
            Some(chunk) => std::task::Poll::Ready(Some(Ok(chunk))),
            None => std::pin::Pin::new(&mut self.rest).poll_next(context),
        }
    }
}
