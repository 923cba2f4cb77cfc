//! Answers that come bit by bit, as typed items.

use crate::support::server;
use feature_streams::Client;
use feature_streams::runtime::RequestOptions;
use feature_streams::operations::general::EitherOutput;
use feature_streams::types::Tick;
use mock::{Call, Decision, Fault, FaultPlan, Reply, ReplyBody, Running};
use std::time::{Duration, Instant};

const SPEC: &str = concat!(env!("FEATURES"), "/streams/spec.yaml");
const EVENTS: &str = "text/event-stream; charset=utf-8";

fn client(server: &Running) -> Client {
    Client::builder().base_url(server.base_url()).build().expect("the client can be built")
}

async fn start(plan: FaultPlan, answer: fn(&Call<'_>) -> Reply) -> Running {
    let hook = move |call: &Call<'_>| Decision::Reply(answer(call));
    server(SPEC).hook(hook).faults(plan).start().await.expect("the server starts")
}

/// An answer in pieces, with a pause before each but the first.
fn pieces(media_type: &str, pieces: &'static [&'static str], pause: u64) -> Reply {
    let mut reply = Reply::new(200, media_type, "");
    let pieces = pieces.iter().map(|piece| (*piece).into()).collect();
    reply.body = ReplyBody::Chunks { pieces, pause: Duration::from_millis(pause) };
    reply
}

#[tokio::test]
async fn lines_come_typed_one_by_one_before_the_end_is_there() {
    let server = start(FaultPlan::none(), |_| {
        let lines = &["{\"n\":1}\n{\"n\"", ":2}\r\n\n", "{\"n\":3}"];
        pieces("Application/X-NDJSON", lines, 300)
    })
    .await;
    let started = Instant::now();
    let mut lines = client(&server).general().lines().await.expect("a success").into_inner();
    assert_eq!(lines.try_next().await.expect("a line").expect("one").n, 1);
    assert!(started.elapsed() < Duration::from_millis(300), "it was waited for the rest");
    let rest = lines.into_items().try_collect().await.expect("the rest");
    assert_eq!(rest.iter().map(|tick| tick.n).collect::<Vec<_>>(), [2, 3]);
}

#[tokio::test]
async fn events_come_typed_with_type_and_id() {
    let server = start(FaultPlan::none(), |_| {
        let events = &[": hello\n\nevent: tick\nid: 7\ndata: {\"n\"", ":1}\n\ndata: {\ndata: \"n\":2}\n\n"];
        pieces(EVENTS, events, 10)
    })
    .await;
    let events = client(&server).general().events().await.expect("a success").into_inner();
    let events = events.into_items().try_collect().await.expect("all events");
    let seen: Vec<_> =
        events.iter().map(|one| (one.event.as_str(), one.id.as_deref(), one.data.n)).collect();
    assert_eq!(seen, [("tick", Some("7"), 1), ("message", Some("7"), 2)]);
    let request = crate::support::last(&server);
    assert_eq!(request.header("accept").as_deref(), Some("text/event-stream"));
    assert_eq!(request.header("last-event-id"), None);
}

/// The connection is reset in the middle of the third event: the stream goes on after the
/// second, with no event lost and none doubled. The server names a wait, and so it is asked
/// for more after it ends the next connection itself; 204 is the end of that.
#[tokio::test]
async fn events_go_on_where_a_connection_broke_off() {
    let broken = FaultPlan::script([Some(Fault::ResetMidBody), None]);
    let server = start(broken, |call| {
        let after = call.request.header("last-event-id");
        let after: i64 = after.and_then(|id| id.parse().ok()).unwrap_or(0);
        if after == 5 {
            return Reply::new(204, EVENTS, "");
        }
        let events = (after + 1..=5).map(|n| format!("id: {n}\ndata: {{\"n\":{n}}}\n\n"));
        Reply::new(200, EVENTS, format!("retry: 20\n\n{}", events.collect::<String>()))
    })
    .await;
    let events = client(&server).general().events().await.expect("a success").into_inner();
    let events = events.into_items().try_collect().await.expect("all events");
    assert_eq!(events.iter().map(|one| one.data.n).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let asked = server.journal().entries();
    let after: Vec<_> = asked.iter().map(|one| one.request.header("last-event-id")).collect();
    assert_eq!(after, [None, Some("2".into()), Some("5".into())]);
}

#[tokio::test]
async fn to_a_strict_call_an_item_that_is_not_as_described_is_told_after_those_before_it() {
    let server = start(FaultPlan::none(), |_| {
        Reply::new(200, "application/x-ndjson", "{\"n\":1}\n{\"n\":\"x\"}\n{\"n\":3}\n")
    })
    .await;
    let strict = RequestOptions::new().strict(true);
    let lines = client(&server).general().lines().options(strict).await;
    let mut lines = lines.expect("a success").into_inner();
    assert_eq!(lines.try_next().await.expect("a line"), Some(Tick::new(1)));
    let error = lines.try_next().await.expect_err("a text is no number");
    assert!(error.to_string().contains("$.n"), "{error}");
    assert_eq!(lines.try_next().await.expect("the end"), None);
}

#[tokio::test]
async fn one_answer_or_many_as_the_server_likes() {
    let server = start(FaultPlan::none(), |call| match call.sequence {
        0 => Reply::new(200, "application/json", "{\"n\":1}"),
        _ => Reply::new(200, EVENTS, "data: {\"n\":2}\n\ndata: [DONE]\n\n"),
    })
    .await;
    let api = client(&server).general();
    let EitherOutput::Ok(tick) = api.either().await.expect("a success").into_inner() else {
        panic!("it is JSON")
    };
    assert_eq!(tick.n, 1);
    let output = api.either().await.expect("a success").into_inner();
    let EitherOutput::OkTextEventStream(events) = output else { panic!("they are events") };
    let events = events.into_items().try_collect().await.expect("all events");
    assert_eq!(events.iter().map(|one| one.data.n).collect::<Vec<_>>(), [2]);
}
