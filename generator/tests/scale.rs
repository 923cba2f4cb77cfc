//! Size and depth, through all stages: nothing is limited by the stack, and no file grows
//! with the whole.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use oasmith::config::Config;
use oasmith::diagnostic::{Code, Diagnostics};
use std::fmt::Write as _;
use std::fs;

/// How deep the schemas nest.
const DEPTH: usize = 10_000;
/// No generated file is larger, in bytes.
const LARGEST_FILE: usize = 400_000;

/// Generates; whether a crate came of it, and what was said.
fn generate(file: &str, text: &str) -> (Result<usize, ()>, Diagnostics) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(file);
    fs::write(&path, text).unwrap();
    let mut diagnostics = Diagnostics::default();
    let made = oasmith::generate(&path, &Config::default(), &mut diagnostics);
    let made = made.map_err(|_| ()).map(|(described, files)| {
        for file in files {
            let size = file.text.len();
            assert!(size < LARGEST_FILE, "{} has {size} bytes", file.path);
        }
        described.api.operations.len()
    });
    (made, diagnostics)
}

/// A description whose one schema is this.
fn json(schema: &str) -> String {
    format!(
        r##"{{"openapi": "3.1.0", "info": {{"title": "Deep", "version": "1"}}, "paths": {{"/a": {{"get": {{
        "operationId": "getA", "responses": {{"200": {{"description": "ok", "content": {{
        "application/json": {{"schema": {{"$ref": "#/components/schemas/Deep"}}}}}}}}}}}}}}}},
        "components": {{"schemas": {{"Deep": {schema}}}}}}}"##
    )
}

fn nested(before: &str, after: &str) -> String {
    json(&(before.repeat(DEPTH) + r#"{"type": "string"}"# + &after.repeat(DEPTH)))
}

/// A crate comes of it, and it is said that something nests too deeply. A stack that
/// overflows ends the process.
fn is_survived(file: &str, text: &str) {
    let (made, diagnostics) = generate(file, text);
    assert_eq!(made, Ok(1), "{:?}", diagnostics.all());
    assert!(diagnostics.counts().contains_key(&Code::TooDeep));
}

#[test]
fn deep_lists() {
    is_survived("a.json", &nested(r#"{"type": "array", "items": "#, "}"));
}

#[test]
fn deep_objects() {
    is_survived("a.json", &nested(r#"{"type": "object", "properties": {"a": "#, "}}"));
}

#[test]
fn deep_maps() {
    is_survived(
        "a.json",
        &nested(r#"{"type": "object", "additionalProperties": "#, "}"),
    );
}

#[test]
fn deep_all_of() {
    is_survived("a.json", &nested(r#"{"allOf": ["#, "]}"));
}

#[test]
fn deep_one_of() {
    is_survived("a.json", &nested(r#"{"oneOf": [{"type": "integer"}, "#, "]}"));
}

#[test]
fn deep_any_of_with_null() {
    is_survived("a.json", &nested(r#"{"anyOf": [{"type": "null"}, "#, "]}"));
}

#[test]
fn deep_negation() {
    is_survived("a.json", &nested(r#"{"not": "#, "}"));
}

#[test]
fn deep_values() {
    let lists = "[".repeat(DEPTH) + &"]".repeat(DEPTH);
    for key in ["default", "example", "x-odd", "enum", "properties", "required"] {
        is_survived("a.json", &json(&format!(r#"{{"{key}": {lists}}}"#)));
    }
}

/// YAML's reader takes no more than 255 brackets inside each other, and says so.
#[test]
fn deep_flow_yaml() {
    let (made, diagnostics) = generate("a.yaml", &nested("{type: array, items: ", "}"));
    assert!(made.is_err() && diagnostics.counts().contains_key(&Code::SyntaxError));
}

#[test]
fn deep_block_yaml() {
    // Indentation alone makes this grow with the square of the depth.
    let mut text = "openapi: 3.0.3\ninfo: {title: Deep, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: getA\n      responses: {'200': {description: ok}}\ncomponents:\n  schemas:\n    Deep:\n".to_owned();
    for level in 0..DEPTH / 5 {
        let indent = " ".repeat(level + 6);
        let _ = write!(text, "{indent}type: array\n{indent}items:\n");
    }
    text += &(" ".repeat(DEPTH / 5 + 6) + "type: string\n");
    is_survived("a.yaml", &text);
}

#[test]
fn deep_nothing() {
    for sign in ["[", "{\"a\":", "- ", "? ", "{a: ", "a: {"] {
        let (made, diagnostics) = generate("a.yaml", &sign.repeat(DEPTH));
        assert!(made.is_err() && diagnostics.has_errors(), "{sign}");
    }
}

/// A description of so many operations, ten to a tag, each with a type of its own.
fn many(count: usize) -> String {
    let mut text =
        "openapi: 3.0.3\ninfo: {title: Many, version: '1'}\npaths:\n".to_owned();
    for index in 0..count {
        let tag = index / 10;
        let _ = write!(
            text,
            "  /things{index}/{{id}}:\n    get:\n      operationId: getThing{index}\n      tags: [Group {tag}]\n      \
             parameters:\n      - {{name: id, in: path, required: true, schema: {{type: string}}}}\n      - {{name: limit, in: query, schema: {{type: integer}}}}\n      \
             responses:\n        '200':\n          description: ok\n          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{index}'}}}}}}\n"
        );
    }
    text += "components:\n  schemas:\n";
    for index in 0..count {
        let next = (index + 1) % count;
        let _ = writeln!(
            text,
            "    Thing{index}: {{type: object, required: [id], properties: {{id: {{type: string}}, next: {{$ref: '#/components/schemas/Thing{next}'}}}}}}"
        );
    }
    text
}

/// Each type holds a list of the next one: a compiler follows the chain to its end to see
/// whether a value may be sent to another thread.
#[test]
fn long_chains_of_types_raise_the_compilers_limit() {
    for (count, is_raised) in [(3, false), (40, true)] {
        let mut schemas = "\"Deep\": {\"$ref\": \"#/components/schemas/T0\"}".to_owned();
        for index in 0..count {
            let next = index + 1;
            let _ = write!(
                schemas,
                r##", "T{index}": {{"type": "object", "properties": {{"a": {{"type": "array", "items": {{"$ref": "#/components/schemas/T{next}"}}}}}}}}"##
            );
        }
        let last = format!(r#", "T{count}": {{"type": "string"}}"#);
        let text = json("{}").replace(r#""Deep": {}"#, &(schemas + &last));
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.json");
        fs::write(&path, text).unwrap();
        let mut diagnostics = Diagnostics::default();
        let made = oasmith::generate(&path, &Config::default(), &mut diagnostics);
        let (_, files) = made.unwrap();
        let root = files.iter().find(|file| file.path == "src/lib.rs").unwrap();
        assert_eq!(root.text.contains("#![recursion_limit"), is_raised, "{count}");
    }
}

/// `OASMITH_OPERATIONS=20000` is the figure of the promise; a test on every change takes a
/// tenth.
#[test]
fn many_operations() {
    let chosen = std::env::var("OASMITH_OPERATIONS").ok();
    let count = chosen.and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let (made, diagnostics) = generate("many.yaml", &many(count));
    assert_eq!(made, Ok(count), "{:?}", diagnostics.counts());
}

#[test]
fn a_description_of_a_hundred_kilobytes() {
    let paragraph =
        "Words with [brackets], <b>HTML</b>, `code` and https://example.org/x_y. ";
    let words = format!("{}\n\n* a list\n", paragraph.repeat(8)).repeat(180);
    assert!(words.len() > 100_000);
    let words = serde_json::to_string(&words).unwrap();
    let schema = format!(
        r#"{{"type": "object", "description": {words}, "properties": {{"a": {{"type": "string", "description": {words}}}}}}}"#
    );
    let (made, diagnostics) = generate("a.json", &json(&schema));
    assert_eq!(made, Ok(1), "{:?}", diagnostics.all());
}
