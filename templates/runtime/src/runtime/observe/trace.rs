//! A span for every attempt, with the OpenTelemetry names for HTTP clients.

use crate::runtime::{Attempt, Body, BoxFuture, Context, Error, Middleware, Next};
use http::{Request, Response};
use tracing::field::{Empty, display};
use tracing::{Instrument as _, Span};

/// Opens a span for every attempt. It names the path's template, never the path, the query
/// or a header: those may hold what is not for logs.
#[derive(Debug)]
pub(crate) struct Trace;

impl Middleware for Trace {
    fn handle<'a>(
        &'a self,
        request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<Body>, Error>> {
        let span = span(&request);
        let inner = span.clone();
        let traced = async move {
            let outcome = next.run(request).await;
            note(&inner, &outcome);
            outcome
        };
        Box::pin(traced.instrument(span))
    }
}

fn span(request: &Request<Body>) -> Span {
    let operation =
        request.extensions().get::<Context>().map(|context| context.operation);
    let attempt = request.extensions().get::<Attempt>().map_or(1, |attempt| attempt.0);
    let span = tracing::info_span!(
        "http.client",
        otel.kind = "client",
        otel.name = Empty,
        oasmith.operation = Empty,
        http.request.method = %request.method(),
        http.request.resend_count = Empty,
        http.request.body.size = Empty,
        url.template = Empty,
        url.scheme = request.uri().scheme_str(),
        server.address = request.uri().host(),
        server.port = request.uri().port_u16(),
        http.response.status_code = Empty,
        http.response.body.size = Empty,
        error.type = Empty,
    );
    if let Some(operation) = operation {
        span.record(
            "otel.name",
            display(format_args!("{} {}", operation.method, operation.template)),
        );
        span.record("oasmith.operation", operation.id);
        span.record("url.template", operation.template);
    }
    if attempt > 1 {
        span.record("http.request.resend_count", attempt.saturating_sub(1));
    }
    if let Some(length) = request.body().length() {
        span.record("http.request.body.size", length);
    }
    span
}

fn note(span: &Span, outcome: &Result<Response<Body>, Error>) {
    match outcome {
        Ok(response) => {
            span.record("http.response.status_code", response.status().as_u16());
            if let Some(length) = response.body().length() {
                span.record("http.response.body.size", length);
            }
            if response.status().is_client_error() || response.status().is_server_error()
            {
                span.record("error.type", response.status().as_str());
            }
        }
        Err(error) => {
            let kind = match error {
                Error::Timeout(_) => "timeout",
                Error::Transport(_) => "transport",
                Error::Credential(_) => "credential",
                _ => "_OTHER",
            };
            span.record("error.type", kind);
        }
    }
}
