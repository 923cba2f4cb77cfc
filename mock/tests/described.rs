//! The server as it is made of a description, with the canonical document at hand.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod common;

use common::*;
use mock::{Builder, Mock, ViolationKind};
use oasmith::diagnostic::Diagnostics;
use reqwest::Method;
use serde_json::{Value, json};
use std::path::Path;

fn library() -> Builder {
    description("library.yaml")
}

fn description(name: &str) -> Builder {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/descriptions").join(name);
    let mut found = Diagnostics::default();
    let described =
        oasmith::describe(&path, &oasmith::config::Config::default(), &mut found)
            .unwrap();
    Mock::builder(described.api).document(described.document)
}

#[tokio::test]
async fn the_path_of_the_server_comes_before_that_of_the_operation() {
    let site = Site::with(library()).await;
    assert!(site.server.base_url().ends_with("/live/api"));
    let book = site.accepted(site.get("/books/7.txt")).await;
    assert_eq!(book["title"], "A long one");
    let wrong = site.refused(site.get("/books/7.doc"), 400).await;
    is(&wrong, ViolationKind::PathParameter, "format", "none of txt, pdf");
}

#[tokio::test]
async fn examples_are_asked_for_by_name() {
    let site = Site::with(library()).await;
    let short = site.get("/books/7.txt").header("prefer", "example=short");
    assert_eq!(site.accepted(short).await["title"], "A short one");
    let other =
        site.get("/books/7.txt").header("prefer", "status=503").send().await.unwrap();
    assert_eq!(other.status(), 503);
    assert!(other.json::<Value>().await.unwrap()["message"].is_string());
}

#[tokio::test]
async fn made_up_texts_keep_to_their_format() {
    let site = Site::with(library()).await;
    let response = site
        .request(Method::POST, "/books")
        .json(&json!({ "title": "x", "note": null, "tags": ["abc"] }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    assert!(
        response.headers()["location"].to_str().unwrap().ends_with("/live/api/books")
    );
    let book: Value = response.json().await.unwrap();
    assert_eq!(book["key"].as_str().unwrap().len(), 36);
    assert!(book["contact"].as_str().unwrap().ends_with("@example.com"));
    assert_eq!(book["isbn"].as_str().unwrap().len(), 10);
}

#[tokio::test]
async fn a_schema_validator_sees_what_types_do_not_say() {
    let site = Site::with(library()).await;
    let post = |body: Value| site.request(Method::POST, "/books").json(&body);
    let more = site.refused(post(json!({ "title": "x", "pages": 3 })), 400).await;
    is(&more, ViolationKind::Body, "/", "pages");
    let short = site.refused(post(json!({ "title": "x", "tags": ["ab"] })), 400).await;
    is(&short, ViolationKind::Body, "/tags/0", "shorter than 3");
    let long = site.refused(post(json!({ "title": "much too long" })), 400).await;
    is(&long, ViolationKind::Body, "/title", "may have 10");
}

#[tokio::test]
async fn pages_are_found_in_the_description() {
    let site = Site::with(library().collection(25)).await;
    let last = site.accepted(site.get("/books?page=3")).await;
    assert_eq!(last["total"], 25);
    assert_eq!(last["items"].as_array().unwrap().len(), 5);
    assert_eq!(site.server.journal().violations(), []);
}

#[tokio::test]
async fn keywords_of_later_versions_are_judged_as_they_are_meant() {
    let site = Site::with(description("later.yaml")).await;
    let add = |body: Value| site.request(Method::POST, "/notes").json(&body);
    site.accepted(add(json!({ "labels": { "x-a": "b" }, "place": [1, "two"] }))).await;
    for wrong in [
        json!({ "labels": { "y": "b" } }),
        json!({ "labels": { "x-a": 1 } }),
        json!({ "place": ["one", "two"] }),
        json!({ "codes": ["12"] }),
    ] {
        let answer = add(wrong.clone()).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{wrong}");
    }
}

#[tokio::test]
async fn made_up_items_keep_to_their_format_and_pattern() {
    let site = Site::with(description("later.yaml")).await;
    let note =
        site.accepted(site.request(Method::POST, "/notes").json(&json!({}))).await;
    assert!(note["mails"][0].as_str().unwrap().ends_with("@example.com"), "{note}");
    let code = note["codes"][0].as_str().unwrap();
    assert!(code.len() == 3 && code.parse::<u16>().is_ok(), "{note}");
}
