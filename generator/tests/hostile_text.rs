//! Text of a description never becomes code: whatever it is, the Rust files have the same
//! tokens as with a harmless text, but for what stands in literals, names and docs.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Texts that end comments, literals, lines, tables or templates somewhere.
const HOSTILE: &[&str] = &[
    "\u{2028}pub const INJECTED: bool = true; //",
    "\u{2029}pub const INJECTED: bool = true; //",
    "\u{85}pub const INJECTED: bool = true; //",
    "a\r\npub const INJECTED: bool = true;\r",
    "*/ pub const INJECTED: bool = true; /*",
    "\"; pub const INJECTED: bool = true; const _: &str = \"",
    "\"#; pub const INJECTED: bool = true; const _: &str = r#\"",
    "\"##, \"###, r####\"",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "\u{202e}evil\u{2066}\u{200f}\u{feff}",
    "nul\0 and \u{1b}[31mred",
    "```\npub const INJECTED: bool = true;\n```",
    "#![allow(all)] #[path = \"/etc/passwd\"] mod x;",
    "$crate::x!() `a` [b](c) <script>",
    "\\",
    "'a: loop {}",
];

/// The texts that only people read.
const WORDS: &[&str] = &["description", "summary", "title", "termsOfService"];

fn read(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The kinds of all tokens of each Rust file, sorted; docs are left out.
fn structure(description: &Value) -> Vec<String> {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("api.json");
    fs::write(&path, description.to_string()).unwrap();
    let mut config = Config::default();
    config.package.name = Some("sdk".to_owned());
    let mut diagnostics = Diagnostics::default();
    let (_, files) = oasmith::generate(&path, &config, &mut diagnostics).unwrap();
    let own = files.iter().filter(|file| {
        file.path.ends_with(".rs") && !file.path.starts_with("src/runtime/")
    });
    let mut structures: Vec<String> = own
        .map(|file| {
            let tokens: TokenStream = file.text.parse().unwrap();
            let mut kinds = String::new();
            write_kinds(tokens, &mut kinds);
            // A list that is laid out on several lines ends with a comma.
            kinds.replace(",>", ">")
        })
        .collect();
    structures.sort();
    structures
}

fn write_kinds(tokens: TokenStream, kinds: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group)
                if group.stream().to_string().starts_with("doc =") =>
            {
                // The `#` or `#!` before it.
                while kinds.ends_with(['#', '!']) {
                    kinds.pop();
                }
            }
            TokenTree::Group(group) => {
                kinds.push_str(&format!("{:?}<", group.delimiter()));
                write_kinds(group.stream(), kinds);
                kinds.push('>');
            }
            TokenTree::Ident(_) => kinds.push('i'),
            TokenTree::Literal(_) => kinds.push('l'),
            TokenTree::Punct(punct) => kinds.push(punct.as_char()),
        }
    }
}

/// The description with this text in every place that `replace` says, by the key of a
/// value; keys under `properties` and the like are names, not keywords.
fn with_words(value: &Value, text: &str, is_keyword: bool) -> Value {
    match value {
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| {
                let is_word =
                    is_keyword && WORDS.contains(&key.as_str()) && value.is_string();
                let new = if is_word {
                    text.into()
                } else {
                    let holds_names = is_keyword
                        && matches!(
                            key.as_str(),
                            "properties" | "schemas" | "paths" | "parameters"
                        );
                    with_words(value, text, !holds_names || value.is_array())
                };
                (key.clone(), new)
            };
            entries.iter().map(entry).collect::<serde_json::Map<_, _>>().into()
        }
        Value::Array(items) => {
            items.iter().map(|item| with_words(item, text, true)).collect()
        }
        other => other.clone(),
    }
}

/// An API in which one text stands wherever a description may say a name or a value.
fn named(text: &str) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": text, "version": text },
        "servers": [{ "url": "http://a.test/{v}", "variables": { "v": { "default": "1", "enum": ["1", text] } } }],
        "tags": [{ "name": text, "description": text }],
        "paths": { "/things/{id}": { "post": {
            "operationId": text,
            "tags": [text],
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "pattern": text } },
                { "name": text, "in": "query", "schema": { "type": "string", "default": text, "example": text } },
            ],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
            "responses": { "200": { "description": text, "content": { "application/json": { "schema": {
                "type": "object", "properties": { "inline": { "type": "string", "enum": [text, "other"] } } } } } } },
        } } },
        "components": { "schemas": {
            "Thing": { "type": "object", "required": [text], "properties": {
                text: { "type": "string", "enum": [text, "b"], "description": text },
                "pet": { "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "type": "string" }],
                    "discriminator": { "propertyName": text, "mapping": { text: "#/components/schemas/Cat" } } },
            } },
            "Cat": { "type": "object", "xml": { "name": text }, "properties": { "a": { "type": "string", "xml": { "name": text } } } },
            (text): { "type": "object", "properties": { "a": { "type": "string" } } },
        } },
    })
}

#[test]
fn words_are_docs_and_nothing_else() {
    for spec in [
        "../spec/atlas-checkpoints.yaml",
        "tests/features/bodies/spec.yaml",
        "tests/features/unions/spec.yaml",
        "tests/features/webhooks/spec.yaml",
    ] {
        let description = read(spec);
        let harmless = structure(&with_words(&description, "Some words.", true));
        for text in HOSTILE {
            let hostile = structure(&with_words(&description, text, true));
            assert!(hostile == harmless, "{spec}: {text:?}");
        }
    }
}

#[test]
fn names_and_values_are_names_and_literals_and_nothing_else() {
    let harmless = structure(&named("harmless words"));
    for text in HOSTILE {
        let hostile = structure(&named(text));
        for (hostile, harmless) in hostile.iter().zip(&harmless) {
            let same = hostile.bytes().zip(harmless.bytes()).take_while(|(a, b)| a == b);
            let at = same.count();
            let rest =
                (&hostile[at.saturating_sub(40)..], &harmless[at.saturating_sub(40)..]);
            assert!(hostile == harmless, "{text:?}: {rest:?}");
        }
        assert_eq!(hostile.len(), harmless.len(), "{text:?}");
    }
}
