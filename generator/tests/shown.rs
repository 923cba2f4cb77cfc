//! What terminals and machines are shown of a description that tries to steer them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Output};

/// Clears the screen, rings, turns the direction of text, and begins a line of its own.
const EVIL: &str =
    "a\u{1b}[2J\u{7}\u{202e}\u{2066}\u{9b}31m\u{7f}\u{2028}\nerror: all is well";
const STEERING: &[char] =
    &['\u{1b}', '\u{7}', '\u{202e}', '\u{2066}', '\u{9b}', '\u{7f}', '\u{2028}'];

fn evil() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": EVIL, "version": EVIL},
        "servers": [{"url": format!("https://a.test/{EVIL}?x")}],
        "tags": [{"name": EVIL, "description": EVIL}],
        EVIL: 1,
        "paths": {format!("/{EVIL}"): {"get": {
            "operationId": EVIL,
            "tags": [EVIL],
            "summary": EVIL,
            "parameters": [
                {"name": EVIL, "in": "query", "schema": {"type": EVIL}},
                {"name": EVIL, "in": "header", "schema": {"type": "string", "format": EVIL}},
            ],
            "responses": {"200": {"description": EVIL, "content": {EVIL: {"schema":
                {"$ref": format!("#/components/schemas/{EVIL}")}}}}},
        }}},
        "components": {"schemas": {
            EVIL: {"type": "object", "properties": {EVIL: {"enum": [EVIL, 1]}}, EVIL: EVIL},
            "Other": {"$ref": format!("{EVIL}.yaml#/{EVIL}")},
        }},
    })
}

fn run(arguments: &[&str]) -> (Output, tempfile::TempDir) {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("evil.json"), evil().to_string()).unwrap();
    let other = evil().to_string().replace("\"enum\"", "\"x-was\"");
    fs::write(room.path().join("b\u{1b}[2J.json"), other).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    (command.current_dir(room.path()).args(arguments).output().unwrap(), room)
}

#[test]
fn nothing_steers_a_terminal() {
    let file = "b\u{1b}[2J.json";
    for arguments in [
        &["list", "evil.json", "--verbose"][..],
        &["list", file, "--verbose"],
        &["list", "evil.json", "--message-format", "json"],
        &["list", "evil.json", "--strict"],
        &["normalize", "evil.json", "--verbose"],
        &["normalize", "evil.json", "--format", "yaml"],
        &["diff", "evil.json", file],
        &["diff", "evil.json", file, "--message-format", "json"],
        &["generate", "evil.json", "--out", "out", "--verbose"],
        &["generate", "evil.json", "--out", "out", "--check"],
        &["generate", "evil.json", "--out", "out", "--message-format", "json"],
        &["docs", "evil.json", "--out", "out"],
        &["init", "evil.json"],
        &["explain", EVIL],
        &["list", EVIL],
    ] {
        let (output, _room) = run(arguments);
        let shown = [output.stderr, output.stdout].concat();
        let shown = String::from_utf8(shown).unwrap();
        assert!(shown.len() > 20, "{arguments:?}: {shown}");
        let found = shown.find(STEERING);
        let near = found.map(|at| &shown[at.saturating_sub(60)..at]);
        assert!(found.is_none(), "{arguments:?}: {near:?}");
    }
}

#[test]
fn an_identifier_begins_no_line_of_its_own() {
    let (output, _room) = run(&["list", "evil.json"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("GET"), "{shown}");
    assert!(!shown.contains("\nerror: all is well"), "{shown}");
}

#[test]
fn normalized_data_is_what_it_was() {
    for format in ["json", "yaml"] {
        let (output, _room) = run(&["normalize", "evil.json", "--format", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        let read: Value = match format {
            "json" => serde_json::from_str(&text).unwrap(),
            _ => serde_yaml::from_str(&text).unwrap(),
        };
        assert_eq!(read["info"]["title"], json!(EVIL), "{format}");
    }
}
