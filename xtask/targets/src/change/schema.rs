//! Mutations of schemas.

use super::odd::{FORMATS, Mutation, PATTERNS, Pool, TYPES};
use serde_json::{Map, Value, json};

type Schema = Map<String, Value>;

/// Every mutation of a schema, by name.
pub(super) const ALL: &[Mutation<Schema>] = &[
    ("drop type", |schema, _| drop(schema.remove("type"))),
    ("type", |schema, pool| set_json(schema, "type", TYPES, pool)),
    ("nullable", |schema, pool| {
        let value = pool.pick(&[json!(true), json!("true"), json!(null)], json!(true));
        schema.insert("nullable".to_owned(), value);
    }),
    ("format", |schema, pool| set_text(schema, "format", FORMATS, pool)),
    ("pattern", |schema, pool| set_text(schema, "pattern", PATTERNS, pool)),
    ("wrap", wrap),
    ("compose", compose),
    ("replace", |schema, pool| {
        let new = pool.schema();
        replace(schema, new);
    }),
    ("sibling of reference", |schema, pool| {
        if let Value::Object(new) = pool.schema() {
            schema.extend(new);
        }
    }),
    ("discriminator", discriminator),
    ("recursion", recursion),
    ("enum", enumeration),
    ("default", |schema, pool| {
        let value = pool.value();
        schema.insert("default".to_owned(), value);
    }),
    ("example", |schema, pool| {
        let value = pool.value();
        schema.insert("example".to_owned(), value);
    }),
    ("additional properties", |schema, pool| {
        let value = if pool.once_in(2) { pool.schema() } else { json!(pool.once_in(2)) };
        schema.insert("additionalProperties".to_owned(), value);
    }),
    ("required", required),
    ("rename property", rename_property),
    ("new property", |schema, pool| {
        let (name, new) = (pool.name(), pool.schema());
        if let Some(properties) =
            schema.get_mut("properties").and_then(Value::as_object_mut)
        {
            properties.insert(name, new);
        }
    }),
    ("limits", |schema, pool| {
        let key = pool.pick(LIMITS, "minimum");
        let value = pool.value();
        schema.insert(key.to_owned(), value);
    }),
    ("flags", |schema, pool| {
        let key = pool.pick(&["readOnly", "writeOnly", "deprecated", "uniqueItems"], "");
        schema.insert(key.to_owned(), json!(true));
    }),
    ("later keywords", later),
    ("title", |schema, pool| {
        let title = pool.name();
        schema.insert("title".to_owned(), json!(title));
    }),
    ("description", |schema, pool| {
        let words = pool.words();
        schema.insert("description".to_owned(), words);
    }),
    ("drop description", |schema, _| drop(schema.remove("description"))),
    ("items", |schema, pool| {
        let new = pool.schema();
        let new = pool.pick(
            &[new, json!([]), json!(true), json!(null), json!([{}, {}])],
            json!({}),
        );
        schema.insert("type".to_owned(), json!("array"));
        schema.insert("items".to_owned(), new);
    }),
    ("drop items", |schema, _| drop(schema.remove("items"))),
    ("xml", |schema, pool| {
        let name = pool.name();
        let (attribute, wrapped) = (pool.once_in(2), pool.once_in(2));
        schema.insert(
            "xml".to_owned(),
            json!({ "name": name, "attribute": attribute, "wrapped": wrapped }),
        );
    }),
];

const LIMITS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "multipleOf",
];

fn set_json(schema: &mut Schema, key: &str, from: &[&str], pool: &mut Pool) {
    let text = pool.pick(from, "null");
    schema.insert(key.to_owned(), serde_json::from_str(text).unwrap_or(Value::Null));
}

fn set_text(schema: &mut Schema, key: &str, from: &[&str], pool: &mut Pool) {
    let text = pool.pick(from, "");
    schema.insert(key.to_owned(), json!(text));
}

fn replace(schema: &mut Schema, new: Value) {
    if let Value::Object(new) = new {
        *schema = new;
    }
}

/// The schema becomes one of several, or all of them.
fn wrap(schema: &mut Schema, pool: &mut Pool) {
    let this = Value::Object(std::mem::take(schema));
    let other = pool.schema();
    let new = match pool.random.usize(..8) {
        0 => json!({ "allOf": [this] }),
        1 => json!({ "allOf": [this], "nullable": true, "description": "Wrapped." }),
        2 => json!({ "allOf": [this, other] }),
        3 => json!({ "oneOf": [this, other] }),
        4 => json!({ "anyOf": [this, { "type": "null" }] }),
        5 => json!({ "oneOf": [this], "type": "object" }),
        6 => json!({ "anyOf": [this, other, { "type": "string" }] }),
        _ => json!({ "type": "array", "items": this }),
    };
    replace(schema, new);
}

/// The schema keeps what it has, and composition comes beside it.
fn compose(schema: &mut Schema, pool: &mut Pool) {
    let key = pool.pick(&["allOf", "oneOf", "anyOf"], "allOf");
    let members: Vec<Value> =
        (0..pool.random.usize(..4)).map(|_| pool.schema()).collect();
    schema.insert(key.to_owned(), json!(members));
}

fn discriminator(schema: &mut Schema, pool: &mut Pool) {
    let property = pool.name();
    let target = pool.schemas.first().cloned().unwrap_or_default();
    let mapping = pool.pick(
        &[json!(null), json!({}), json!({ "a": target, "b": "Nowhere", "": "#/x" })],
        json!({}),
    );
    let value = pool.pick(
        &[
            json!({ "propertyName": property, "mapping": mapping }),
            json!({ "propertyName": "type" }),
            json!("type"),
            json!({}),
        ],
        json!({}),
    );
    schema.insert("discriminator".to_owned(), value);
}

/// A way back to some schema of the document, most often one that leads here.
fn recursion(schema: &mut Schema, pool: &mut Pool) {
    let schemas = pool.schemas.clone();
    let reference = json!({ "$ref": pool.pick(&schemas, "#".to_owned()) });
    match pool.random.usize(..6) {
        0 => drop(schema.insert("allOf".to_owned(), json!([reference]))),
        1 => drop(
            schema.insert("oneOf".to_owned(), json!([reference, { "type": "string" }])),
        ),
        2 => drop(schema.insert("items".to_owned(), reference)),
        3 => drop(schema.insert("additionalProperties".to_owned(), reference)),
        4 => replace(schema, reference),
        _ => {
            let map = json!({ "parent": reference, "children": { "type": "array", "items": reference } });
            schema.insert("properties".to_owned(), map);
        }
    }
}

fn enumeration(schema: &mut Schema, pool: &mut Pool) {
    let count = pool.random.usize(..8);
    let names = pool.once_in(2);
    let values: Vec<Value> = (0..count)
        .map(|_| if names { json!(pool.name()) } else { pool.value() })
        .collect();
    let key = if pool.once_in(6) { "const" } else { "enum" };
    schema.insert(key.to_owned(), json!(values));
    if pool.once_in(3) {
        schema.insert("x-enum-varnames".to_owned(), json!(["Self", "a", "A"]));
    }
}

fn required(schema: &mut Schema, pool: &mut Pool) {
    let properties = schema.get("properties").and_then(Value::as_object);
    let all: Vec<String> =
        properties.into_iter().flatten().map(|(key, _)| key.clone()).collect();
    let value = match pool.random.usize(..5) {
        0 => json!(true),
        1 => json!("id"),
        2 => json!(["missing", "missing"]),
        3 => json!([null, 1]),
        _ => json!(all),
    };
    schema.insert("required".to_owned(), value);
}

fn rename_property(schema: &mut Schema, pool: &mut Pool) {
    let name = pool.name();
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut)
    else {
        return;
    };
    let keys: Vec<String> = properties.keys().cloned().collect();
    let old = pool.pick(&keys, String::new());
    if let Some(value) = properties.remove(&old) {
        properties.insert(name.clone(), value);
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.iter_mut().filter(|one| **one == old.as_str()).for_each(|one| {
            *one = json!(name);
        });
    }
}

/// What 3.1 has and 3.0 has not.
fn later(schema: &mut Schema, pool: &mut Pool) {
    let new = pool.schema();
    let key = pool.pick(
        &[
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentSchema",
            "additionalItems",
        ],
        "not",
    );
    let keyed = pool.pick(&["patternProperties", "dependentSchemas", "$defs"], "$defs");
    match pool.random.usize(..4) {
        0 => drop(schema.insert(keyed.to_owned(), json!({ "^x-": new }))),
        1 => drop(schema.insert("prefixItems".to_owned(), json!([new, {}]))),
        2 => drop(schema.insert("examples".to_owned(), json!([new]))),
        _ => drop(schema.insert(key.to_owned(), new)),
    }
}
