//! `type` lists, `null` and `const`.

use super::{Context, Version};
use serde_json::{Map, Value, json};

/// Leaves at most one type, and `null` only as `nullable`.
pub(super) fn convert(map: &mut Map<String, Value>, cx: &mut Context<'_, '_, '_, '_>) {
    if let Some(value) = map.shift_remove("const") {
        cx.newer("const");
        map.insert("enum".to_owned(), Value::Array(vec![value]));
    }
    match map.get("type") {
        Some(Value::Array(_)) => {
            cx.newer("type");
            convert_list(map);
        }
        Some(Value::String(one)) if one == "file" && cx.version == Version::V2 => {
            map.insert("type".to_owned(), json!("string"));
            map.insert("format".to_owned(), json!("binary"));
        }
        Some(Value::String(one)) if one == "null" => {
            cx.newer("null");
            make_null(map);
        }
        _ => {}
    }
    lift_null(map);
    merge_constants(map);
}

/// Only `null` is a value: `nullable` with an enum of nothing but `null`.
fn make_null(map: &mut Map<String, Value>) {
    map.shift_remove("type");
    map.insert("nullable".to_owned(), Value::Bool(true));
    map.insert("enum".to_owned(), json!([null]));
}

fn convert_list(map: &mut Map<String, Value>) {
    let Some(Value::Array(list)) = map.shift_remove("type") else { return };
    let mut types: Vec<String> = Vec::new();
    for one in list.iter().filter_map(Value::as_str) {
        if !types.iter().any(|known| known == one) {
            types.push(one.to_owned());
        }
    }
    let before = types.len();
    types.retain(|one| one != "null");
    let nullable =
        types.len() < before && list.iter().any(|one| one.as_str() == Some("null"));
    if nullable {
        if types.is_empty() {
            make_null(map);
            return;
        }
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
    let combined = ["oneOf", "anyOf", "allOf"].iter().any(|key| map.contains_key(*key));
    match types.as_slice() {
        [] => {}
        [one] => {
            map.insert("type".to_owned(), Value::String(one.clone()));
        }
        // The members say more than the list does.
        _ if combined => {}
        _ if is_any(&types) && !has_keywords(map) => {}
        _ => {
            let alternatives = types.iter().map(|one| alternative(one, map)).collect();
            for (key, _) in BY_TYPE {
                map.shift_remove(*key);
            }
            map.insert("anyOf".to_owned(), Value::Array(alternatives));
        }
    }
}

/// Whether these types are all there are.
fn is_any(types: &[String]) -> bool {
    ["string", "number", "boolean", "object", "array"]
        .iter()
        .all(|one| types.iter().any(|known| known == one))
}

fn has_keywords(map: &Map<String, Value>) -> bool {
    BY_TYPE.iter().any(|(key, _)| map.contains_key(*key))
}

/// Keywords that only bear on values of some types.
pub(crate) const BY_TYPE: &[(&str, &[&str])] = &[
    ("format", &["string", "number", "integer"]),
    ("pattern", &["string"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("minimum", &["number", "integer"]),
    ("maximum", &["number", "integer"]),
    ("exclusiveMinimum", &["number", "integer"]),
    ("exclusiveMaximum", &["number", "integer"]),
    ("multipleOf", &["number", "integer"]),
    ("items", &["array"]),
    ("prefixItems", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("patternProperties", &["object"]),
    ("propertyNames", &["object"]),
    ("unevaluatedProperties", &["object"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
    ("enum", &["string", "number", "integer", "boolean", "object", "array"]),
];

fn alternative(one: &str, map: &Map<String, Value>) -> Value {
    let mut alternative = Map::new();
    alternative.insert("type".to_owned(), Value::String(one.to_owned()));
    for (key, types) in BY_TYPE {
        let Some(value) = map.get(*key) else { continue };
        if !types.contains(&one) {
            continue;
        }
        let value = match (*key, value) {
            ("enum", Value::Array(values)) => {
                let of_type = values.iter().filter(|value| is_of_type(value, one));
                Value::Array(of_type.cloned().collect())
            }
            // A format that the list's string gave to numbers too, or the other way round.
            ("format", Value::String(format))
                if is_numeric(format) != (one != "string") =>
            {
                continue;
            }
            _ => value.clone(),
        };
        alternative.insert((*key).to_owned(), value);
    }
    Value::Object(alternative)
}

fn is_numeric(format: &str) -> bool {
    matches!(
        format,
        "int32" | "int64" | "uint32" | "uint64" | "float" | "double" | "decimal"
    )
}

/// Whether a value is of a type of JSON Schema.
pub(crate) fn is_of_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => {
            name == "number"
                || (name == "integer"
                    && (!number.is_f64()
                        || number.as_f64().is_some_and(|float| float.fract() == 0.0)))
        }
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}

/// Whether a schema allows `null` and nothing else.
fn is_null(schema: &Value) -> bool {
    let null = Value::Null;
    let Value::Object(map) = schema else { return false };
    let types = map.get("type");
    types.and_then(Value::as_str) == Some("null")
        || types == Some(&json!(["null"]))
        || map.get("const") == Some(&null)
        || map.get("enum").and_then(Value::as_array).is_some_and(|values| {
            !values.is_empty() && values.iter().all(Value::is_null)
        })
}

/// `anyOf: [X, {type: null}]` → `nullable` beside `anyOf: [X]`; one left becomes `allOf`.
fn lift_null(map: &mut Map<String, Value>) {
    if map.contains_key("oneOf") && map.contains_key("anyOf") {
        return;
    }
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(members)) = map.get_mut(key) else { continue };
        let before = members.len();
        if before < 2 || members.iter().all(is_null) {
            continue;
        }
        members.retain(|member| !is_null(member));
        if members.len() == before {
            continue;
        }
        let single = (members.len() == 1).then(|| members.pop()).flatten();
        map.insert("nullable".to_owned(), Value::Bool(true));
        if let Some(single) = single {
            map.shift_remove(key);
            match map.get_mut("allOf") {
                Some(Value::Array(members)) => members.push(single),
                _ => {
                    map.insert("allOf".to_owned(), Value::Array(vec![single]));
                }
            }
        }
    }
}

/// `oneOf: [{const: a, title: A}, …]` is an enum that says more about its values.
fn merge_constants(map: &mut Map<String, Value>) {
    if map.contains_key("enum") || map.contains_key("discriminator") {
        return;
    }
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(members)) = map.get(key) else { continue };
        let Some(constants) = constants(members) else { continue };
        if constants.titles.iter().all(|title| !title.is_empty()) {
            let titles = constants.titles.into_iter().map(Value::String).collect();
            map.entry("x-enum-varnames").or_insert(Value::Array(titles));
        }
        if constants.words.iter().any(|words| !words.is_empty()) {
            let words = constants.words.into_iter().map(Value::String).collect();
            map.entry("x-enum-descriptions").or_insert(Value::Array(words));
        }
        if let Some(one) = constants.of_type {
            map.entry("type").or_insert(Value::String(one));
        }
        map.shift_remove(key);
        map.insert("enum".to_owned(), Value::Array(constants.values));
        return;
    }
}

struct Constants {
    values: Vec<Value>,
    titles: Vec<String>,
    words: Vec<String>,
    of_type: Option<String>,
}

fn constants(members: &[Value]) -> Option<Constants> {
    let mut found = Constants {
        values: Vec::new(),
        titles: Vec::new(),
        words: Vec::new(),
        of_type: None,
    };
    for member in members {
        let map = member.as_object()?;
        let value =
            map.get("const").filter(|value| value.is_string() || value.is_i64())?;
        let plain = |key: &String| {
            matches!(key.as_str(), "const" | "title" | "description" | "type")
        };
        if !map.keys().all(plain) || found.values.contains(value) {
            return None;
        }
        let one = if value.is_string() { "string" } else { "integer" };
        if found.of_type.as_deref().is_some_and(|known| known != one) {
            return None;
        }
        found.of_type = Some(one.to_owned());
        found.values.push(value.clone());
        let text =
            |key| map.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        found.titles.push(text("title"));
        found.words.push(text("description"));
    }
    (!found.values.is_empty()).then_some(found)
}
