//! The `type` keyword.

use crate::diagnostic::Code;
use crate::dialect::{At, BY_TYPE, Report};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What a word in `type` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// A type of JSON Schema, with a format where the word says one.
    Type(&'static str, Option<&'static str>),
    /// Any value.
    Any,
    /// Only `null`.
    Null,
}

impl Known {
    /// A schema that says so.
    pub(super) fn keywords(self) -> Map<String, Value> {
        let mut map = Map::new();
        match self {
            Self::Type(name, format) => {
                map.insert("type".to_owned(), json!(name));
                if let Some(format) = format {
                    map.insert("format".to_owned(), json!(format));
                }
            }
            Self::Any => {}
            Self::Null => {
                map.insert("nullable".to_owned(), json!(true));
                map.insert("enum".to_owned(), json!([null]));
            }
        }
        map
    }
}

/// Words that people write for types, in lower case and without separators.
const WORDS: &[(&[&str], Known)] = &[
    (
        &[
            "string",
            "str",
            "text",
            "varchar",
            "char",
            "characters",
            "enum",
            "html",
            "regex",
        ],
        Known::Type("string", None),
    ),
    (&["date"], Known::Type("string", Some("date"))),
    (
        &["datetime", "timestamp", "dateandtime", "instant"],
        Known::Type("string", Some("date-time")),
    ),
    (&["time", "duration", "decimalstring"], Known::Type("string", None)),
    (&["uuid", "guid"], Known::Type("string", Some("uuid"))),
    (&["email"], Known::Type("string", Some("email"))),
    (&["uri", "url"], Known::Type("string", Some("uri"))),
    (&["password"], Known::Type("string", Some("password"))),
    (&["byte", "base64"], Known::Type("string", Some("byte"))),
    (
        &["file", "binary", "bytes", "blob", "stream"],
        Known::Type("string", Some("binary")),
    ),
    (
        &["integer", "int", "bigint", "biginteger", "smallint", "tinyint", "serial"],
        Known::Type("integer", None),
    ),
    (&["int32", "short"], Known::Type("integer", Some("int32"))),
    (&["int64", "long"], Known::Type("integer", Some("int64"))),
    (
        &[
            "number",
            "numeric",
            "num",
            "decimal",
            "real",
            "bigdecimal",
            "money",
            "currency",
        ],
        Known::Type("number", None),
    ),
    (&["float"], Known::Type("number", Some("float"))),
    (&["double"], Known::Type("number", Some("double"))),
    (&["boolean", "bool", "flag"], Known::Type("boolean", None)),
    (
        &[
            "object",
            "map",
            "hash",
            "hashmap",
            "dict",
            "dictionary",
            "struct",
            "json",
            "jsonobject",
        ],
        Known::Type("object", None),
    ),
    (&["array", "list", "set", "collection"], Known::Type("array", None)),
    (
        &[
            "any",
            "mixed",
            "unknown",
            "*",
            "",
            "undefined",
            "value",
            "anytype",
            "oneof",
            "anyof",
            "allof",
        ],
        Known::Any,
    ),
    (&["null", "nil", "none", "void"], Known::Null),
];

/// What this word means, whatever its case.
pub(super) fn known(text: &str) -> Option<Known> {
    let word: String = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '_' | '\'' | '"'))
        .flat_map(char::to_lowercase)
        .collect();
    WORDS
        .iter()
        .find(|(words, _)| words.contains(&word.as_str()))
        .map(|(_, known)| *known)
}

const TYPES: &[&str] = &["string", "integer", "number", "boolean", "object", "array"];

/// Leaves one of the six types, or none.
pub(super) fn mend(
    map: &mut Map<String, Value>,
    components: &BTreeSet<String>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    if let Some(Value::String(name)) = map.get("type")
        && !TYPES.contains(&name.as_str())
    {
        let name = name.clone();
        replace(map, &name, components, at, report);
    }
    let Some(Value::String(name)) = map.get("type") else {
        if let Some(found) = infer(map) {
            assume(found, map, at, report);
        }
        return;
    };
    let name = name.clone();
    if contradicts(&name, map) {
        let message = format!("`type: {name}` contradicts the rest of the schema");
        report.add(Code::ContradictoryType, &at.pointer(), message);
        map.shift_remove("type");
        infer(map);
        return;
    }
    let has = |key: &str| map.contains_key(key);
    if name == "array" && !has("items") && !has("x-oasmith-prefix-items") {
        // Members may say what the items are.
        if !["allOf", "oneOf", "anyOf"].iter().any(|key| has(key)) {
            let message = || "an array does not say what its items are".to_owned();
            report.count(Code::ArrayWithoutItems, "", || at.pointer(), message);
            map.insert("items".to_owned(), json!({}));
        }
    }
}

fn replace(
    map: &mut Map<String, Value>,
    name: &str,
    components: &BTreeSet<String>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let trimmed = name.trim();
    map.shift_remove("type");
    let (base, list) = match trimmed.strip_suffix("[]") {
        Some(base) => (base.trim(), true),
        None => (trimmed, false),
    };
    let (mut schema, words) = match known(base) {
        Some(known @ Known::Type(one, _)) => {
            (known.keywords(), format!("taken as `{one}`"))
        }
        Some(known) => (known.keywords(), "taken as any value or null".to_owned()),
        None if components.contains(base) => {
            let mut reference = Map::new();
            reference.insert(
                "$ref".to_owned(),
                json!(format!("#/components/schemas/{base}")),
            );
            (reference, format!("taken as a reference to `{base}`"))
        }
        None => (Map::new(), "taken as any value".to_owned()),
    };
    if list {
        let mut array = Map::new();
        array.insert("type".to_owned(), json!("array"));
        array.insert("items".to_owned(), Value::Object(schema));
        schema = array;
    }
    let message = || format!("`type: {name}` is not a type of JSON Schema; {words}");
    report.count(Code::UnknownType, name, || at.pointer(), message);
    if schema.contains_key("$ref") && !map.is_empty() {
        map.insert("allOf".to_owned(), json!([schema]));
        return;
    }
    for (key, value) in schema {
        map.entry(key).or_insert(value);
    }
}

/// Gives a schema without a type the one that its keywords tell.
fn infer(map: &mut Map<String, Value>) -> Option<&'static str> {
    if ["allOf", "oneOf", "anyOf", "not", "$ref"]
        .iter()
        .any(|key| map.contains_key(*key))
    {
        return None;
    }
    let object = ["properties", "additionalProperties", "x-oasmith-pattern-properties"];
    let array = ["items", "x-oasmith-prefix-items"];
    let is_object = object.iter().any(|key| map.contains_key(*key));
    let is_array = array.iter().any(|key| map.contains_key(*key));
    let found = match (is_object, is_array) {
        (true, false) => Some("object"),
        (false, true) => Some("array"),
        (true, true) => None,
        (false, false) => infer_scalar(map),
    };
    if let Some(found) = found {
        map.insert("type".to_owned(), json!(found));
    }
    found
}

/// Says what a schema is taken for that tells only what the parts of a value are, not that
/// it has any.
fn assume(
    found: &str,
    map: &Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let parts = ["properties", "additionalProperties", "items"];
    let Some(key) = parts.iter().find(|key| map.contains_key(**key)) else { return };
    let message = || {
        format!(
            "a schema has `{key}` and no `type`, so that any other value fits too; \
             it is taken for an {found}"
        )
    };
    report.count(Code::TypeAssumed, key, || at.pointer(), message);
}

fn infer_scalar(map: &Map<String, Value>) -> Option<&'static str> {
    if let Some(Value::Array(values)) = map.get("enum") {
        let mut values = values.iter().filter(|value| !value.is_null()).peekable();
        values.peek()?;
        let all: Vec<&Value> = values.collect();
        let are = |test: fn(&Value) -> bool| all.iter().all(|value| test(value));
        return if are(Value::is_string) {
            Some("string")
        } else if are(Value::is_i64) {
            Some("integer")
        } else if are(Value::is_number) {
            Some("number")
        } else if are(Value::is_boolean) {
            Some("boolean")
        } else {
            None
        };
    }
    if ["pattern", "minLength", "maxLength"].iter().any(|key| map.contains_key(*key)) {
        return Some("string");
    }
    match map.get("format").and_then(Value::as_str)? {
        "int32" | "int64" => Some("integer"),
        "float" | "double" => Some("number"),
        "date" | "date-time" | "uuid" | "byte" | "binary" | "email" | "uri"
        | "password" => Some("string"),
        _ => None,
    }
}

/// Whether `type` says one thing and the structure another.
fn contradicts(name: &str, map: &Map<String, Value>) -> bool {
    let has = |key: &str| match map.get(key) {
        Some(Value::Object(inner)) => !inner.is_empty(),
        Some(_) => true,
        None => false,
    };
    match name {
        "object" => has("items") && !has("properties") && !has("additionalProperties"),
        "array" => has("properties") && !has("items"),
        _ => has("properties") || (has("items") && !has("enum")),
    }
}

/// Removes keywords that say nothing about values of the type.
pub(super) fn drop_inapplicable(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(Value::String(name)) = map.get("type") else { return };
    let name = name.clone();
    for (key, types) in BY_TYPE {
        if !types.contains(&name.as_str()) && map.shift_remove(*key).is_some() {
            let tally = format!("{key} {name}");
            let message = || format!("`{key}` has no meaning for the type {name}");
            report.count(
                Code::InapplicableKeyword,
                &tally,
                || at.pointer().child(*key),
                message,
            );
        }
    }
}
