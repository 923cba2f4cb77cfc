//! Answers that are not as described: each is read as far as it goes, says where it deviates,
//! and goes back as it came.

use crate::support::answering;
use feature_deviations::types::{Deep, Entry, Event, Inner, Item, Listed, Page, Problem, View};
use feature_deviations::webhooks::parse_watch_changed;
use feature_deviations::runtime::{RequestOptions, Response};
use feature_deviations::{Client, Error};
use mock::{Reply, Running};
use serde_json::{Value, json};

const SPEC: &str = concat!(env!("FEATURES"), "/deviations/spec.yaml");

fn client(server: &Running) -> Client {
    Client::builder().base_url(server.base_url()).build().expect("the client can be built")
}

/// What deviates, in words, after a look that the value goes back as it came.
macro_rules! told {
    ($found:expr, $sent:expr) => {{
        let found: &Response<_> = &$found;
        let sent: &Value = &$sent;
        assert_eq!(serde_json::to_value(&**found).expect("it encodes"), *sent);
        found.deviations().iter().map(ToString::to_string).collect::<Vec<_>>()
    }};
}

/// Calls an operation whose answer is this JSON.
macro_rules! call {
    ($operation:ident, $json:expr) => {{
        let server = answering(SPEC, Reply::json(200, &$json)).await;
        client(&server).general().$operation().await.expect("it is read")
    }};
}

#[tokio::test]
async fn what_tells_alternatives_apart_may_be_deep() {
    let json = json!({ "requests": [{ "query": { "source": "service_map" } }] });
    let found = call!(deep, json);
    assert!(matches!(&*found, Deep::Services(_)), "{found:?}");
    assert!(told!(found, json).is_empty());
}

#[tokio::test]
async fn every_item_counts_not_the_first_alone() {
    let json = json!({ "of": [{}, { "code": 7 }] });
    let found = call!(listed, json);
    assert!(matches!(&*found, Listed::Codes(_)), "{found:?}");
    assert!(told!(found, json).is_empty());
}

#[tokio::test]
async fn an_alternative_that_lacks_least_is_taken() {
    let json = json!({ "action": "asked", "user": "u", "repo": { "id": 1 } });
    let found = call!(event, json);
    let Event::Asked(asked) = &*found else { panic!("{found:?}") };
    assert!(!asked.repo.has_pages);
    assert_eq!(told!(found, json), ["/repo/has_pages: missing"]);
    // One of which nothing is there is no alternative, nor is one with another constant.
    let json = json!({ "action": "told", "user": "u", "repo": { "id": 1, "has_pages": true } });
    let found = call!(event, json);
    assert!(matches!(&*found, Event::Unknown(_)), "{found:?}");
    let [deviation] = found.deviations() else { panic!("{:?}", found.deviations()) };
    assert_eq!(deviation.expected(), "one of the described alternatives");
    told!(found, json);
}

#[tokio::test]
async fn one_odd_item_loses_no_page() {
    let json = json!({ "items": [
        { "id": "a", "started": 1, "note": null },
        { "id": "b", "started": "2023-08-31T14:26:14Z" },
    ] });
    let found = call!(page, json);
    assert_eq!(found.items.len(), 2);
    assert_eq!((found.items[1].id.as_str(), found.items[1].started), ("b", 0));
    assert_eq!(
        told!(found, json),
        [
            "/items/0/note: expected a string, found null",
            "/items/1/started: expected an integer of 64 bits, found the text `2023-08-31T14:26:14Z`",
        ]
    );
    let mut page: Page = found.into_inner();
    page.items[1].started = 7;
    page.items[0].note = Some("n".into());
    let sent = serde_json::to_value(&page).expect("it encodes");
    assert_eq!(sent["items"], json!([{ "id": "a", "started": 1, "note": "n" }, { "id": "b", "started": 7 }]));
}

#[tokio::test]
async fn an_error_body_that_deviates_has_its_type() {
    let body = json!({ "errors": [{ "title": "Not Found" }] });
    let server = answering(SPEC, Reply::json(404, &body)).await;
    let error = client(&server).general().page().await.expect_err("an error");
    let problem = error.api_body::<Problem>().expect("it is typed");
    assert!(problem.errors.is_empty());
    assert_eq!(serde_json::to_value(problem).expect("it encodes"), body);
    let [deviation] = error.deviations() else { panic!("{:?}", error.deviations()) };
    assert_eq!(deviation.pointer(), "/errors");
}

#[tokio::test]
async fn a_tag_that_is_optional_and_was_not_sent_is_not_written() {
    let json = json!({ "login": "a" });
    let found = call!(view, json);
    assert!(matches!(&*found, View::Public(_)), "{found:?}");
    assert!(told!(found, json).is_empty());
    // A value that is made here has its tag.
    let made = View::from(feature_deviations::types::Public::new("b"));
    assert_eq!(serde_json::to_value(&made).expect("it encodes"), json!({ "login": "b", "view": "public" }));
}

#[tokio::test]
async fn a_null_that_an_alternative_does_not_allow_counts_against_it() {
    let json = json!({ "event": "e", "commit": null });
    let found = call!(entry, json);
    assert!(matches!(&*found, Entry::Line(_)), "{found:?}");
    assert!(told!(found, json).is_empty());
}

#[tokio::test]
async fn an_additional_property_of_another_kind_is_kept_beside_the_others() {
    let json = json!({ "name": 5, "a": 1, "b": "two", "c": null });
    let found = call!(counts, json);
    assert_eq!(found.additional_properties.len(), 1);
    assert_eq!(found.unknown.get("b"), Some(&json!("two")));
    assert_eq!(told!(found, json).len(), 3);
}

#[tokio::test]
async fn what_is_missing_is_empty_and_goes_back_only_when_it_is_set() {
    let json = json!({});
    let found = call!(base, json);
    let missing = ["/kind: missing", "/inner: missing", "/fixed: missing", "/mode: missing"];
    assert_eq!(told!(found, json), missing);
    let mut base = found.into_inner();
    base.inner = Box::new(Inner::new(3));
    let sent = serde_json::to_value(&base).expect("it encodes");
    assert_eq!(sent, json!({ "inner": { "version": "v1", "n": 3 } }));
    let json = json!({ "kind": "k", "inner": null, "fixed": 1, "mode": "slow" });
    assert_eq!(told!(call!(base, json), json).len(), 2);
}

#[tokio::test]
async fn a_list_that_nothing_holds_keeps_its_good_items() {
    let found = call!(plain, json!(["a", 1, "c"]));
    assert_eq!(**found, ["a", "", "c"]);
    assert_eq!(found.deviations()[0].pointer(), "/1");
    // Another kind at the outside is no answer of this operation.
    let server = answering(SPEC, Reply::json(200, &json!({ "a": 1 }))).await;
    let error = client(&server).general().plain().await.expect_err("it is no list");
    assert!(matches!(&error, Error::Decode(_)), "{error}");
    assert_eq!(error.body().expect("the bytes are kept"), r#"{"a":1}"#);
}

#[tokio::test]
async fn strict_calls_name_everything_that_deviates() {
    let json = json!({ "items": [{ "id": 1, "started": 1 }, { "started": 2 }] });
    let server = answering(SPEC, Reply::json(200, &json)).await;
    let strict = RequestOptions::new().strict(true);
    let error = client(&server).general().page().options(strict).await.expect_err("it deviates");
    let pointers: Vec<_> = error.deviations().iter().map(|one| one.pointer()).collect();
    assert_eq!(pointers, ["/items/0/id", "/items/1/id"]);
    let all = Client::builder().base_url(server.base_url()).strict(true).build().expect("a client");
    assert!(all.general().page().await.is_err());
    let lenient = RequestOptions::new().strict(false);
    assert!(all.general().page().options(lenient).await.is_ok());
}

#[tokio::test]
async fn events_and_lines_are_read_as_far_as_they_go() {
    let text = "data: {\"id\":\"a\"}\n\ndata: {\"id\":\"b\",\"started\":2}\n\n";
    let server = answering(SPEC, Reply::new(200, "text/event-stream", text)).await;
    let mut events = client(&server).general().events().await.expect("a stream").into_inner();
    let first = events.try_next().await.expect("it is read").expect("an event");
    assert_eq!(first.deviations()[0].to_string(), "/started: missing");
    let second = events.try_next().await.expect("it is read").expect("an event");
    assert!(second.deviations().is_empty());
    let text = "{\"id\":\"a\"}\n{\"id\":\"b\",\"started\":2}\n";
    let server = answering(SPEC, Reply::new(200, "application/x-ndjson", text)).await;
    let lines = client(&server).general().lines().await.expect("a stream").into_inner();
    let lines: Vec<Item> = lines.into_items().try_collect().await.expect("all are read");
    assert_eq!((lines.len(), lines[1].started), (2, 2));
    let strict = RequestOptions::new().strict(true);
    let mut lines = client(&server).general().lines().options(strict).await.expect("a stream").into_inner();
    assert_eq!(lines.try_next().await.expect_err("it deviates").deviations().len(), 1);
}

#[tokio::test]
async fn xml_is_read_as_far_as_it_goes() {
    let text = "<Sheet columns='many'><rows>three</rows><cells>1</cells><cells>x</cells></Sheet>";
    let server = answering(SPEC, Reply::new(200, "application/xml", text)).await;
    let found = client(&server).general().sheet().await.expect("it is read");
    assert_eq!((found.title.as_str(), found.rows, found.columns), ("", 0, None));
    let pointers: Vec<_> = found.deviations().iter().map(|one| one.pointer()).collect();
    assert_eq!(pointers, ["/columns", "/rows", "/cells/1", "/title"]);
}

#[test]
fn a_callback_is_read_as_far_as_it_goes() {
    let item = parse_watch_changed(br#"{"id":"a","started":"now"}"#).expect("it is read");
    assert_eq!((item.id.as_str(), item.started), ("a", 0));
    assert_eq!(item.deviations()[0].pointer(), "/started");
    assert!(parse_watch_changed(b"[]").is_err());
}
