//! Each fault, as a client sees it.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod common;

use common::*;
use mock::{Fault, FaultPlan, Mock, When};
use oasmith::ir::*;
use reqwest::Response;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn api() -> Api {
    let mut maker = Maker::new();
    let text = maker.scalar(Scalar::String);
    let thing = maker.object(vec![field("name", text)]);
    let mut ok = response(200, vec![json_of(thing)]);
    ok.contents[0].examples = vec![json!({ "name": "a name of some length" })];
    let mut busy = response(503, vec![json_of(thing)]);
    busy.contents[0].examples = vec![json!({ "name": "busy" })];
    maker.operation("one", "GET", "/one", Vec::new(), vec![ok.clone(), busy]);
    maker.operation("two", "GET", "/two", Vec::new(), vec![ok]);
    maker.api
}

async fn site(plan: FaultPlan) -> Site {
    Site::with(Mock::builder(api()).faults(plan)).await
}

async fn hit(fault: Fault) -> (Site, Response) {
    let site = site(FaultPlan::none().with(fault.clone(), When::Always)).await;
    let response = site.get("/one").send().await.unwrap();
    assert_eq!(site.last().fault, Some(fault.to_string()));
    (site, response)
}

#[tokio::test]
async fn statuses() {
    let (_, busy) = hit(Fault::Status(503)).await;
    assert_eq!(busy.status(), 503);
    assert_eq!(busy.json::<Value>().await.unwrap(), json!({ "name": "busy" }));
    let (_, odd) = hit(Fault::Status(599)).await;
    assert_eq!(odd.status(), 599);
    assert_eq!(odd.headers()["content-type"], "text/plain");
    let (_, many) =
        hit(Fault::TooManyRequests { retry_after: Duration::from_millis(1500) }).await;
    assert_eq!(many.status(), 429);
    assert_eq!(many.headers()["retry-after"], "2");
}

#[tokio::test]
async fn bodies() {
    let whole = json!({ "name": "a name of some length" }).to_string();
    let (_, cut) = hit(Fault::Truncate).await;
    assert_eq!(cut.status(), 200);
    assert_eq!(cut.text().await.unwrap(), whole[..whole.len() / 2]);
    let (_, typed) = hit(Fault::WrongContentType).await;
    assert_eq!(typed.headers()["content-type"], "text/plain");
    assert_eq!(typed.text().await.unwrap(), whole);
    let (_, html) = hit(Fault::Html(502)).await;
    assert_eq!(html.status(), 502);
    assert!(html.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    let (_, empty) = hit(Fault::EmptyBody).await;
    assert_eq!(empty.headers()["content-type"], "application/json");
    assert_eq!(empty.text().await.unwrap(), "");
    let started = Instant::now();
    let (_, slow) = hit(Fault::Drip(Duration::from_millis(30))).await;
    assert_eq!(slow.text().await.unwrap(), whole);
    assert!(started.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn resets() {
    let site = site(FaultPlan::none().with(Fault::Reset, When::Always)).await;
    let error = site.get("/one").send().await.unwrap_err();
    assert!(error.is_request(), "{error:?}");
    assert_eq!(site.last().status, None);
    let (_, half) = hit(Fault::ResetMidBody).await;
    assert_eq!(half.status(), 200);
    assert_eq!(half.content_length(), Some(32));
    assert!(half.bytes().await.is_err());
}

#[tokio::test]
async fn redirects_to_another_origin() {
    let other = Site::start(api()).await;
    let (site, response) = hit(Fault::Redirect(other.server.origin())).await;
    assert_eq!(response.status(), 307);
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(location, format!("{}/v1/one", other.server.origin()));
    assert_eq!(site.client.get(location).send().await.unwrap().status(), 200);
    let (_, exact) = hit(Fault::Redirect("http://example.com/x".into())).await;
    assert_eq!(exact.headers()["location"], "http://example.com/x");
}

#[tokio::test]
async fn latency_goes_with_another_fault() {
    let plan = FaultPlan::none()
        .with(Fault::Latency(Duration::from_millis(80)), When::Always)
        .with(Fault::Status(500), When::Nth(2));
    let site = site(plan).await;
    for (number, wanted) in [(1, 200), (2, 500), (3, 200)] {
        let started = Instant::now();
        let status = site.get("/one").send().await.unwrap().status();
        assert_eq!(status, wanted, "request {number}");
        assert!(started.elapsed() >= Duration::from_millis(80));
    }
    let faults: Vec<Option<String>> =
        site.server.journal().entries().into_iter().map(|entry| entry.fault).collect();
    let late = Some("latency=80ms".to_owned());
    assert_eq!(faults, [late.clone(), Some("latency=80ms 500".to_owned()), late]);
}

#[tokio::test]
async fn plans_are_for_operations_and_counts() {
    let plan = FaultPlan::none()
        .with_for("two", Fault::Status(500), When::First(2))
        .with_for("two", Fault::Status(501), When::Every(2));
    let site = site(plan).await;
    assert_eq!(site.get("/one").send().await.unwrap().status(), 200);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(site.get("/two").send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [500, 500, 200, 501]);
}
