//! Size and depth: nothing is limited by the stack.

use super::lowered;
use crate::config::Config;
use crate::diagnostic::Code;
use serde_json::{Map, Value, json};

fn components(schemas: Map<String, Value>) -> Value {
    json!({ "paths": {}, "components": { "schemas": schemas } })
}

fn reference(index: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/S{index}") })
}

/// `count` schemas, each made of the next one; the last leads back to the first.
fn chain(count: usize, link: impl Fn(Value) -> Value) -> Value {
    let schemas = (0..count)
        .map(|index| (format!("S{index}"), link(reference((index + 1) % count))));
    components(schemas.collect())
}

#[test]
fn long_chains_of_every_kind_are_lowered() {
    let links: [fn(Value) -> Value; 6] = [
        |next| json!({ "type": "object", "required": ["a"], "properties": { "a": next } }),
        |next| next,
        |next| json!({ "allOf": [next], "description": "Words." }),
        |next| json!({ "oneOf": [next, { "type": "integer" }] }),
        |next| json!({ "type": "array", "items": next }),
        |next| json!({ "type": "object", "additionalProperties": next }),
    ];
    for link in links {
        let (api, _) = lowered(chain(3_000, link), &Config::default());
        assert!(api.types.len() >= 3_000);
    }
}

#[test]
fn what_will_be_slow_to_compile_is_said() {
    let of = |count: usize| {
        let values: Vec<String> = (0..count).map(|index| format!("v{index}")).collect();
        let schemas = json!({ "E": { "type": "string", "enum": values } });
        lowered(json!({ "components": { "schemas": schemas } }), &Config::default()).1
    };
    assert!(!of(5_000).contains(&Code::SlowToCompile));
    assert!(of(5_001).contains(&Code::SlowToCompile));
}

#[test]
fn long_chains_of_merged_schemas_are_lowered() {
    let link =
        |next: Value| json!({ "allOf": [next, { "type": "object" }], "title": "T" });
    let (api, _) = lowered(chain(300, link), &Config::default());
    assert!(api.types.len() >= 300);
}

#[test]
fn deep_nesting_is_lowered() {
    let mut schema = json!({ "type": "string" });
    for level in 0..400 {
        schema = match level % 3 {
            0 => json!({ "type": "object", "properties": { "a": schema } }),
            1 => json!({ "type": "array", "items": schema }),
            _ => json!({ "oneOf": [schema, { "type": "boolean" }] }),
        };
    }
    let mut schemas = Map::new();
    schemas.insert("Deep".to_owned(), schema);
    let (api, _) = lowered(components(schemas), &Config::default());
    assert!(api.types.len() > 200);
}

#[test]
fn many_operations_are_lowered() {
    let paths = (0..22_000).map(|index| {
        let schema = reference(index % 10);
        let content = json!({ "application/json": { "schema": schema } });
        (
            format!("/p{index}"),
            json!({ "get": {
            "operationId": format!("op{index}"),
            "responses": { "200": { "description": "", "content": content } } } }),
        )
    });
    let schemas =
        (0..10).map(|index| (format!("S{index}"), json!({ "type": "object" })));
    let mut root = components(schemas.collect());
    root["paths"] = Value::Object(paths.collect());
    let (api, _) = lowered(root, &Config::default());
    assert_eq!(api.operations.len(), 22_000);
}
