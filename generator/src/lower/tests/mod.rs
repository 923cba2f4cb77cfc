//! What descriptions become: small ones in, the IR as text out.

mod operations;
mod scale;
mod schemas;

use super::lower;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::Document;
use crate::ir::{Api, check, dump};
use serde_json::{Value, json};

/// Lowers a description, and holds the result to what must always hold.
fn lowered(root: Value, config: &Config) -> (Api, Vec<Code>) {
    let document = Document { root, ..Document::default() };
    let mut diagnostics = Diagnostics::default();
    let api = lower(&document, config, &mut diagnostics).unwrap();
    assert_eq!(check(&api), Vec::<String>::new());
    let codes = diagnostics.all().iter().map(|one| one.code).collect();
    (api, codes)
}

/// What these named schemas become, a line each, and what was reported.
fn schemas(schemas: Value) -> (Vec<String>, Vec<Code>) {
    let root = json!({ "paths": {}, "components": { "schemas": schemas } });
    let (api, codes) = lowered(root, &Config::default());
    (dump(&api).lines().map(str::to_owned).collect(), codes)
}

/// Asserts what named schemas become.
#[track_caller]
fn become_types(given: Value, expected: &[&str]) {
    assert_eq!(schemas(given).0, expected);
}

/// Asserts what named schemas become, and that this was reported.
#[track_caller]
fn become_types_with(given: Value, expected: &[&str], code: Code) {
    let (lines, codes) = schemas(given);
    assert_eq!(lines, expected);
    assert!(codes.contains(&code), "{codes:?}");
}
