//! One request and its answer.

use crate::ir::Operation;
use crate::mock::Received;
use crate::mock::answer::{self, Preference, Reply, ReplyBody};
use crate::mock::auth;
use crate::mock::builder::{Call, Decision};
use crate::mock::check::{self, Values};
use crate::mock::connection::Cut;
use crate::mock::fault::{self, Delivery, Hit};
use crate::mock::journal::{Entry, TOKEN_OPERATION};
use crate::mock::route::Found;
use crate::mock::state::State;
use crate::mock::violation::{self, Violation, ViolationKind};
use bytes::Bytes;
use http::{StatusCode, header};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Channel, Full, Limited};
use hyper::body::Incoming;
use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;

type Response = http::Response<BoxBody<Bytes, io::Error>>;

/// What is known of a request when it is answered.
struct Outcome {
    operation: Option<String>,
    violations: Vec<Violation>,
    reply: Reply,
    hit: Hit,
    delivery: Delivery,
}

/// Answers one request. An error cuts the connection.
pub(crate) async fn exchange(
    state: &State,
    request: http::Request<Incoming>,
    cut: Cut,
) -> io::Result<Response> {
    let sequence = state.arrived.fetch_add(1, Ordering::Relaxed);
    let request = match receive(state, request).await {
        Ok(request) => request,
        Err(error) => {
            return respond(error.reply(), &error.request, Delivery::Plain, cut);
        }
    };
    let outcome = outcome(state, &request, sequence).await;
    let Outcome { operation, violations, reply, hit, delivery } = outcome;
    let entry = Entry {
        sequence,
        request: request.clone(),
        operation,
        violations,
        status: (delivery != Delivery::Reset).then_some(reply.status),
        fault: hit.words(),
    };
    if let Some(observer) = &state.settings.observer {
        observer(&entry);
    }
    state.journal.record(entry);
    if !hit.latency.is_zero() {
        tokio::time::sleep(hit.latency).await;
    }
    respond(reply, &request, delivery, cut)
}

/// A request whose body could not be read.
struct Unread {
    request: Received,
    too_long: bool,
}

impl Unread {
    fn reply(&self) -> Reply {
        let status = if self.too_long { 413 } else { 400 };
        Reply::new(status, "text/plain", "the body is too long or broken\n")
            .header(header::CONNECTION.as_str(), "close")
    }
}

async fn receive(
    state: &State,
    request: http::Request<Incoming>,
) -> Result<Received, Box<Unread>> {
    let (head, body) = request.into_parts();
    let mut received = Received {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        headers: head.headers,
        body: Bytes::new(),
    };
    match Limited::new(body, state.settings.body_limit).collect().await {
        Ok(collected) => {
            received.body = collected.to_bytes();
            Ok(received)
        }
        Err(error) => {
            let too_long = error.is::<http_body_util::LengthLimitError>();
            Err(Box::new(Unread { request: received, too_long }))
        }
    }
}

async fn outcome(state: &State, request: &Received, sequence: u64) -> Outcome {
    if let Some(reply) = state.token_endpoint.answer(state, request) {
        let hit = state.faults.next(TOKEN_OPERATION);
        let operation = Some(TOKEN_OPERATION.to_owned());
        return faulty(operation, Vec::new(), reply, hit, request, |_| None);
    }
    let found = {
        let query = request.query_pairs();
        state.routes.find(
            request.method.as_str(),
            &request.path,
            &query,
            &request.headers,
        )
    };
    let (index, path) = match found {
        Found::Operation(index, path) => (index, path),
        other => return not_found(other, request),
    };
    let Some(operation) = state.api.operations.get(index) else {
        return not_found(Found::Nothing, request);
    };
    let mut violations = Vec::new();
    let values = check::request(
        &state.api,
        &state.schemas,
        operation,
        &path,
        request,
        &mut violations,
    )
    .await;
    let refusal = auth::verify(state, operation, request).err();
    let challenges =
        refusal.as_ref().map(|refusal| refusal.challenges.clone()).unwrap_or_default();
    violations.extend(refusal.map(|refusal| {
        Violation::new(ViolationKind::Credentials, "authorization", refusal.message)
    }));
    let reply = if violations.is_empty() {
        decide(state, index, operation, &values, request, sequence)
    } else {
        complaint(&violations, &challenges)
    };
    let hit = state.faults.next(&operation.id);
    let documented = |status: u16| {
        answer::documented(operation, status)?;
        let preference = Preference { status: Some(status), ..Preference::default() };
        Some(answer::answer(state, index, operation, &values, request, &preference))
    };
    let id = Some(operation.id.clone());
    faulty(id, violations, reply, hit, request, documented)
}

fn faulty(
    operation: Option<String>,
    violations: Vec<Violation>,
    reply: Reply,
    hit: Hit,
    request: &Received,
    documented: impl Fn(u16) -> Option<Reply>,
) -> Outcome {
    let (reply, delivery) = match &hit.fault {
        Some(fault) => fault::apply(fault, reply, &request.target(), documented),
        None => (reply, Delivery::Plain),
    };
    Outcome { operation, violations, reply, hit, delivery }
}

fn not_found(found: Found, request: &Received) -> Outcome {
    let (violation, allow) = match found {
        Found::OtherMethods(methods) => {
            let methods: Vec<String> = methods.into_iter().collect();
            let allow = methods.join(", ");
            let message = format!("is not among those of this path: {allow}");
            let method = request.method.as_str();
            (Violation::new(ViolationKind::Method, method, message), Some(allow))
        }
        Found::Nothing | Found::Operation(..) => {
            let message = "is the path of no operation";
            (Violation::new(ViolationKind::Path, request.path.as_str(), message), None)
        }
    };
    let violations = vec![violation];
    let mut reply = complaint(&violations, &[]);
    if let Some(allow) = allow {
        reply.set(header::ALLOW.as_str(), &allow);
    }
    Outcome {
        operation: None,
        violations,
        reply,
        hit: Hit::default(),
        delivery: Delivery::Plain,
    }
}

fn complaint(violations: &[Violation], challenges: &[String]) -> Reply {
    let status = violation::status(violations);
    let body = violation::problem(status, violations).to_string();
    let mut reply = Reply::new(status.as_u16(), "application/problem+json", body);
    if status == StatusCode::UNAUTHORIZED {
        for challenge in challenges {
            if let Ok(value) = challenge.parse() {
                reply.headers.append(header::WWW_AUTHENTICATE, value);
            }
        }
    }
    reply
}

fn decide(
    state: &State,
    index: usize,
    operation: &Operation,
    values: &Values,
    request: &Received,
    sequence: u64,
) -> Reply {
    let mut preference = Preference::read(request);
    if let Some(hook) = &state.settings.hook {
        let named = values.iter().filter_map(|(index, value)| {
            Some((operation.parameters.get(*index)?.wire_name.as_str(), value))
        });
        let call = Call {
            operation: &operation.id,
            parameters: named.collect(),
            request,
            sequence,
        };
        match hook(&call) {
            Decision::Usual => {}
            Decision::Documented(wanted) => preference = wanted,
            Decision::Reply(reply) => return reply,
        }
    }
    answer::answer(state, index, operation, values, request, &preference)
}

fn respond(
    reply: Reply,
    request: &Received,
    delivery: Delivery,
    cut: Cut,
) -> io::Result<Response> {
    if delivery == Delivery::Reset {
        cut.cut();
        return Err(io::Error::from(io::ErrorKind::ConnectionReset));
    }
    let status = StatusCode::from_u16(reply.status).map_err(io::Error::other)?;
    let whole = reply.bytes();
    let mut headers = reply.headers;
    let body = match (delivery, reply.body) {
        (Delivery::ResetMidBody, _) if request.method != http::Method::HEAD => {
            headers.insert(header::CONTENT_LENGTH, whole.len().max(2).into());
            half_of(&whole, cut)
        }
        (_, ReplyBody::Whole(bytes)) => {
            Full::new(bytes).map_err(|never| match never {}).boxed()
        }
        (_, ReplyBody::Chunks { pieces, pause }) => piecewise(pieces, pause),
    };
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// The first half, and then a reset.
fn half_of(whole: &Bytes, cut: Cut) -> BoxBody<Bytes, io::Error> {
    let half = whole.slice(..whole.len().checked_div(2).unwrap_or(0));
    let (mut sender, body) = Channel::new(1);
    tokio::spawn(async move {
        // A client that is gone has what it deserves.
        let _ = sender.send_data(half).await;
        // Time for the half to leave: a reset overtakes what is still on its way.
        tokio::time::sleep(Duration::from_millis(20)).await;
        cut.cut();
        sender.abort(io::Error::from(io::ErrorKind::ConnectionReset));
    });
    body.boxed()
}

fn piecewise(pieces: Vec<Bytes>, pause: Duration) -> BoxBody<Bytes, io::Error> {
    let (mut sender, body) = Channel::new(1);
    tokio::spawn(async move {
        for (index, piece) in pieces.into_iter().enumerate() {
            if index > 0 {
                tokio::time::sleep(pause).await;
            }
            if sender.send_data(piece).await.is_err() {
                return;
            }
        }
    });
    body.boxed()
}
