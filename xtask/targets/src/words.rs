//! Texts of a description: whatever they are, the code that is written has the same tokens
//! where they are words, and is code where they are names.

use crate::Target;
use crate::description::place;
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use oasmith::emit::SourceFile;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::{Value, json};
use std::fs;
use std::sync::OnceLock;

/// Texts that end literals and comments, steer terminals, or are no names.
const WORDS: &[&str] = &[
    "*/",
    "/*",
    "\"",
    "\"#",
    "\\",
    "\\\"",
    "\n",
    "\r",
    "\u{2028}",
    "#[doc = \"",
    "]",
    "}",
    "{{",
    "{%",
    "```",
    "`",
    "<script>",
    "[a]: b",
    "fn main() {}",
    "r#type",
    "self",
    "Self",
    "crate",
    "_",
    "0",
    "é",
    "漢字",
    "\0",
    "\u{202e}",
    "${x}",
    "'''",
    "!",
    "//!",
    "///",
];

pub(super) const ALL: [Target; 2] = [
    Target {
        name: "docs",
        seeds: &[b"Words, and `code`.\n\n```rust\nlet a = \"b\";\n```\n\n* one\n* two [a](b)\n\n| a | b |"],
        words: WORDS,
        run: docs,
    },
    Target { name: "names", seeds: &[b"aName", b"a-name.of[it]", b"9 lives"], words: WORDS, run: names },
];

/// A description whose words, but no names, are this text.
fn with_words(text: &str) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Thing"},
        "example": {"kind": text}}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1", "description": text,
            "license": {"name": text}, "contact": {"name": text}},
        "tags": [{"name": "Things", "description": text}],
        "servers": [{"url": "https://a.test", "description": text}],
        "paths": {"/things": {"summary": text, "get": {
            "operationId": "getThings", "tags": ["Things"], "summary": text, "description": text,
            "parameters": [{"name": "a", "in": "query", "description": text,
                "example": text, "schema": {"type": "string", "default": text}}],
            "responses": {"200": {"description": text, "content": content}},
        }}},
        "components": {"schemas": {"Thing": {"type": "object", "title": text, "description": text,
            "properties": {"kind": {"type": "string", "description": text, "default": text,
                "example": text, "maxLength": 9}, "state": {"type": "string", "enum": ["a", "b"],
                "description": text, "x-enum-descriptions": [text, text]}}}}},
    })
}

/// A description whose names are this text, or hold it.
fn with_names(text: &str) -> Value {
    let schema = json!({"type": "object", "properties": {
        text: {"type": "string"}, format!("{text}2"): {"type": "object", "properties": {text: {}}},
        "state": {"type": "string", "enum": [text, format!("{text}_"), "a"]}}});
    let content = json!({"application/json": {"schema": schema}});
    json!({
        "openapi": "3.0.3", "info": {"title": text, "version": text},
        "paths": {"/things": {"post": {
            "operationId": text, "tags": [text],
            "parameters": [{"name": text, "in": "query", "schema": {"type": "string"}}],
            "requestBody": {"content": content},
            "responses": {"200": {"description": "", "content": content}},
        }}},
    })
}

/// The Rust files that are made of a description, but for those that are the same always.
fn generated(description: &Value) -> Option<Vec<SourceFile>> {
    let path = place();
    fs::write(path, description.to_string()).ok()?;
    let mut diagnostics = Diagnostics::default();
    let made = oasmith::generate(path, &Config::default(), &mut diagnostics);
    let (_, mut files) = made.ok()?;
    files.retain(|file| {
        file.path.ends_with(".rs") && !file.path.starts_with("src/runtime/")
    });
    Some(files)
}

fn docs(bytes: &[u8]) {
    static PLAIN: OnceLock<String> = OnceLock::new();
    let plain =
        PLAIN.get_or_init(|| tokens_of(&with_words("words")).unwrap_or_default());
    let text = String::from_utf8_lossy(bytes);
    if let Some(found) = tokens_of(&with_words(&text)) {
        assert!(found == *plain, "the words {text:?} changed the code");
    }
}

fn names(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for file in generated(&with_names(&text)).unwrap_or_default() {
        let parsed = syn::parse_file(&file.text);
        assert!(parsed.is_ok(), "{} of the name {text:?} is no Rust", file.path);
    }
}

/// The tokens of all files without literals and documentation.
fn tokens_of(description: &Value) -> Option<String> {
    let mut out = String::new();
    for file in generated(description)? {
        let stream: Result<TokenStream, _> = file.text.parse();
        assert!(stream.is_ok(), "{} is not made of tokens", file.path);
        out.push_str(&file.path);
        write(stream.unwrap_or_default(), &mut out);
    }
    Some(out)
}

fn write(stream: TokenStream, out: &mut String) {
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                let is_inner = matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if mark.as_char() == '!');
                if is_inner {
                    tokens.next();
                }
                if is_docs(tokens.peek()) {
                    tokens.next();
                } else {
                    out.push('#');
                }
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Brace => ('{', '}'),
                    Delimiter::Bracket => ('[', ']'),
                    Delimiter::None => (' ', ' '),
                };
                out.push(open);
                write(group.stream(), out);
                // A list that is laid out over several lines ends with a comma.
                if out.ends_with(',') {
                    out.pop();
                }
                out.push(close);
            }
            TokenTree::Ident(name) => {
                out.push(' ');
                out.push_str(&name.to_string());
            }
            TokenTree::Punct(mark) => out.push(mark.as_char()),
            TokenTree::Literal(_) => out.push_str(" 0"),
        }
    }
}

/// Whether this is `[doc = …]`.
fn is_docs(token: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(group)) = token else { return false };
    let first = group.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_does_not_count_and_code_does() {
        let of = |text: &str| {
            let mut out = String::new();
            write(text.parse().unwrap(), &mut out);
            out
        };
        assert_eq!(of("//! a\n/// b\n/// c\nfn a() { \"b\" }"), of("fn a() { \"d\" }"));
        assert_ne!(of("fn a() { \"b\" }"), of("fn a() { \"b\"; }"));
        assert!(tokens_of(&with_words("a")).unwrap().contains("GetThings"));
    }
}
