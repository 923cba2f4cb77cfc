//! Responses and their headers.

use super::parameters::lift_schema;
use crate::dialect::moves::Moves;
use crate::dialect::report::Report;
use crate::document::Pointer;
use serde_json::{Map, Value, json};

/// Moves a response's `schema` and `examples` into `content`.
pub(super) fn convert(
    response: &mut Value,
    old: &Pointer,
    new: &Pointer,
    produces: &[String],
    moves: &mut Moves,
    report: &mut Report<'_>,
) {
    let Value::Object(map) = response else { return };
    if let Some(Value::Object(headers)) = map.get_mut("headers") {
        for header in headers.values_mut() {
            if let Value::Object(header) = header {
                lift_schema(header);
            }
        }
    }
    if map.contains_key("$ref") {
        return;
    }
    let schema = map.shift_remove("schema");
    let examples = match map.shift_remove("examples") {
        Some(Value::Object(examples)) => examples,
        _ => Map::new(),
    };
    if schema.is_none() && examples.is_empty() {
        return;
    }
    let media_types = media_types(schema.as_ref(), &examples, produces);
    let mut content = Map::new();
    for media_type in &media_types {
        let mut media = Map::new();
        if let Some(schema) = &schema {
            media.insert("schema".to_owned(), schema.clone());
            let at = new.child("content").child(media_type.as_str()).child("schema");
            moves.add(&old.child("schema"), at, report);
        }
        if let Some(example) = examples.get(media_type) {
            media.insert("example".to_owned(), example.clone());
        }
        content.insert(media_type.clone(), Value::Object(media));
    }
    map.insert("content".to_owned(), Value::Object(content));
}

fn media_types(
    schema: Option<&Value>,
    examples: &Map<String, Value>,
    produces: &[String],
) -> Vec<String> {
    if !produces.is_empty() {
        return produces.to_vec();
    }
    let from_examples: Vec<String> =
        examples.keys().filter(|key| key.contains('/')).cloned().collect();
    if !from_examples.is_empty() {
        return from_examples;
    }
    let file = schema.and_then(|schema| schema.get("type")) == Some(&json!("file"));
    vec![if file { "application/octet-stream" } else { "application/json" }.to_owned()]
}
