//! Overlays that correct a description, at a shell.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use serde_json::Value;
use std::fs;
use std::process::{Command, Output};

const API: &str = r#"openapi: 3.0.3
info: {title: Pets, version: "1"}
tags: [{name: Dogs}, {name: Cats}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Dogs]
      parameters:
        - {name: limit, in: query, schema: {type: string}}
        - {name: debug, in: query, schema: {type: string}}
        - {name: after, in: query, schema: {type: string}}
      responses: {"200": {description: ok}}
    delete: {operationId: deletePets, responses: {"204": {description: gone}}}
"#;

fn normalized(overlay: &str) -> Output {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("api.yaml"), API).unwrap();
    fs::write(room.path().join("fix.yaml"), overlay).unwrap();
    Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(["normalize", "api.yaml", "--overlay", "fix.yaml"])
        .current_dir(room.path())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn updates_removes_and_copies() {
    let output = normalized(
        "overlay: 1.1.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.paths['/pets'].get.parameters[?@.name == 'limit'].schema
    update: {type: integer, maximum: 100}
  - target: $.paths['/pets'].get.parameters[?@.name == 'debug']
    remove: true
  - target: $.paths['/pets'].delete
    remove: true
  - target: $.paths['/pets'].get.tags
    update: Cats
  - target: $.paths['/pets']
    update: {post: {operationId: addPet, responses: {}}}
  - target: $.paths['/pets'].post.responses
    copy: $.paths['/pets'].get.responses
",
    );
    assert!(output.status.success(), "{}", said(&output));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let get = document.pointer("/paths/~1pets/get").unwrap();
    assert_eq!(get.pointer("/parameters/0/schema/type").unwrap(), "integer");
    assert_eq!(get.pointer("/parameters/0/schema/maximum").unwrap(), 100);
    assert_eq!(get.pointer("/parameters/1/name").unwrap(), "after");
    assert_eq!(get.pointer("/tags").unwrap(), &serde_json::json!(["Dogs", "Cats"]));
    assert!(document.pointer("/paths/~1pets/delete").is_none());
    let copied = document.pointer("/paths/~1pets/post/responses/200/description");
    assert_eq!(copied.unwrap(), "ok");
}

#[test]
fn a_step_that_is_about_nothing_is_told_and_the_rest_is_done() {
    let output = normalized(
        "overlay: 1.0.0
actions:
  - {target: '$.paths[\"/gone\"]', remove: true}
  - {target: '$.info', update: {title: Animals}}
",
    );
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("OAS0121"), "{}", said(&output));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document.pointer("/info/title").unwrap(), "Animals");
}

#[test]
fn what_is_no_overlay_stops_with_all_that_is_wrong() {
    let output = normalized("actions: [{update: {}}, {target: $.info}]");
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert_eq!(said(&output).matches("OAS0120").count(), 3, "{}", said(&output));
}

#[test]
fn a_target_that_is_no_path_is_shown_in_its_file() {
    let output =
        normalized("overlay: 1.0.0\nactions:\n  - target: $.info ^\n    remove: true\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("fix.yaml:3:"), "{}", said(&output));
}
