//! Brings each key's value to the JSON type that the grammar gives it.

use super::schema::from_text;
use crate::diagnostic::Code;
use crate::dialect::grammar::{Keys, Kind, Shape};
use crate::dialect::{At, Report};
use serde_json::{Map, Value, json};

/// Converts or removes values of the wrong type, and counts keys that nobody knows.
pub(super) fn enforce(
    kind: Kind,
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let mut wrong: Vec<(String, Shape)> = Vec::new();
    for (key, value) in map.iter() {
        let shape = match kind.keys() {
            Keys::Every(of) if !key.starts_with("x-") => Some(Shape::One(of)),
            Keys::Every(_) => None,
            Keys::Named(_) => match kind.key(key) {
                Some(known) => Some(known.shape),
                None => {
                    unknown(kind, key, at, report);
                    None
                }
            },
        };
        if let Some(shape) = shape
            && !fits(shape, value)
        {
            wrong.push((key.clone(), shape));
        }
    }
    for (key, shape) in wrong {
        correct(kind, map, &key, shape, at, report);
    }
}

fn unknown(kind: Kind, key: &str, at: &At<'_, '_>, report: &mut Report<'_>) {
    if key.starts_with("x-") {
        return;
    }
    let name = format!("{} {key}", kind.title());
    let message =
        || format!("`{key}` is not a key of a {}; it is ignored", kind.title());
    report.count(Code::UnknownKey, &name, || at.pointer().child(key), message);
}

fn correct(
    kind: Kind,
    map: &mut Map<String, Value>,
    key: &str,
    shape: Shape,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(place) = map.get_mut(key) else { return };
    let old = std::mem::take(place);
    let found = type_name(&old);
    let corrected = convert(shape, old, key, at, report);
    let words = match &corrected {
        Some(_) => "was converted",
        None => "was left out",
    };
    match corrected {
        Some(value) => *place = value,
        None => {
            map.shift_remove(key);
        }
    }
    // Every key of a map of objects is its own; there the kind says enough.
    let name = match kind.keys() {
        Keys::Every(_) => kind.title(),
        Keys::Named(_) => key,
    };
    let tally = format!("{} {name} {found} {words}", kind.title());
    let message = || {
        let wanted = shape_name(shape);
        format!("`{key}` of a {} is {found}, not {wanted}; it {words}", kind.title())
    };
    report.count(Code::WrongValueType, &tally, || at.pointer().child(key), message);
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "a string",
        Shape::Flag => "a boolean",
        Shape::Number => "a number",
        Shape::Count => "a whole number",
        Shape::Any => "a value",
        Shape::Texts => "a list of strings",
        Shape::Values => "a list",
        Shape::TextMap => "an object of strings",
        Shape::Requirements => "a list of security requirements",
        Shape::AnyMap | Shape::One(_) => "an object",
        Shape::List(_) => "a list of objects",
        Shape::Map(_) => "an object of objects",
        Shape::SchemaOrFlag => "a schema or a boolean",
    }
}

/// Whether a value has this shape.
fn fits(shape: Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Any, _)
        | (Shape::Text, Value::String(_))
        | (Shape::Flag, Value::Bool(_))
        | (Shape::Number, Value::Number(_))
        | (Shape::Values, Value::Array(_))
        | (Shape::AnyMap | Shape::One(_), Value::Object(_))
        | (Shape::SchemaOrFlag, Value::Bool(_) | Value::Object(_)) => true,
        (Shape::Count, Value::Number(number)) => number.is_u64(),
        (Shape::Texts, Value::Array(items)) => items.iter().all(Value::is_string),
        (Shape::TextMap, Value::Object(map)) => map.values().all(Value::is_string),
        (Shape::List(_), Value::Array(items)) => items.iter().all(Value::is_object),
        (Shape::Map(_), Value::Object(map)) => map.values().all(Value::is_object),
        (Shape::Requirements, Value::Array(items)) => items.iter().all(is_requirement),
        _ => false,
    }
}

fn is_requirement(value: &Value) -> bool {
    value.as_object().is_some_and(|map| map.values().all(|one| fits(Shape::Texts, one)))
}

/// The value in this shape, where its meaning is clear.
fn convert(
    shape: Shape,
    value: Value,
    key: &str,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) -> Option<Value> {
    if value.is_null() && !matches!(shape, Shape::One(Kind::Response | Kind::Schema)) {
        return None;
    }
    match shape {
        Shape::Any => Some(value),
        Shape::Text => text(value).map(Value::String),
        Shape::Flag => flag(&value).map(Value::Bool),
        Shape::Number => number(&value),
        Shape::Count => count(&value).map(|count| json!(count)),
        Shape::Texts => Some(json!(texts(value))),
        Shape::Values => match value {
            Value::Object(map) => {
                Some(map.into_iter().map(|(_, value)| value).collect())
            }
            other => Some(Value::Array(vec![other])),
        },
        Shape::TextMap => text_map(value),
        Shape::Requirements => Some(requirements(value)),
        Shape::AnyMap => None,
        Shape::One(kind) => object(kind, value),
        Shape::SchemaOrFlag => match flag(&value) {
            Some(flag) => Some(Value::Bool(flag)),
            None => object(Kind::Schema, value),
        },
        Shape::List(kind) => Some(list(kind, value, key, at, report)),
        Shape::Map(kind) => map_of(kind, value),
    }
}

/// A scalar as text; lines of a list as one text.
pub(super) fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let lines: Option<Vec<String>> = items
                .into_iter()
                .map(|item| match item {
                    Value::Array(_) | Value::Object(_) => None,
                    scalar => text(scalar),
                })
                .collect();
            lines.filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n"))
        }
        Value::Null | Value::Object(_) => None,
    }
}

/// `true` and `false` in the ways people write them.
pub(super) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "no" | "n" | "off" | "0" | "" => Some(false),
            _ => None,
        },
        Value::Number(number) => match number.as_f64() {
            Some(0.0) => Some(false),
            Some(1.0) => Some(true),
            _ => None,
        },
        _ => None,
    }
}

/// A number, also where it is written as text.
pub(super) fn number(value: &Value) -> Option<Value> {
    match value {
        Value::Number(_) => Some(value.clone()),
        Value::String(text) => {
            let text = text.trim();
            if let Ok(whole) = text.parse::<i64>() {
                return Some(json!(whole));
            }
            let float = text.parse::<f64>().ok().filter(|float| float.is_finite())?;
            Some(json!(float))
        }
        _ => None,
    }
}

fn count(value: &Value) -> Option<u64> {
    let value = number(value)?;
    if let Some(whole) = value.as_u64() {
        return Some(whole);
    }
    let float = value.as_f64()?;
    // Beyond this a float does not know each whole number; no limit is meant so exactly.
    let whole = (0.0..=9_007_199_254_740_992.0).contains(&float);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was just checked"
    )]
    whole.then_some(float as u64)
}

fn texts(value: Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.into_iter().filter_map(text).collect(),
        Value::Object(map) => map.into_iter().map(|(key, _)| key).collect(),
        scalar => text(scalar).into_iter().collect(),
    }
}

fn text_map(value: Value) -> Option<Value> {
    match value {
        Value::Object(map) => {
            let texts = map.into_iter().map(|(key, value)| {
                let text = text(value).unwrap_or_default();
                (key, Value::String(text))
            });
            Some(Value::Object(texts.collect()))
        }
        Value::Array(_) => {
            let texts = texts(value).into_iter();
            Some(texts.map(|key| (key, Value::String(String::new()))).collect())
        }
        _ => None,
    }
}

fn requirements(value: Value) -> Value {
    let items = match value {
        Value::Array(items) => items,
        other => vec![other],
    };
    let all = items.into_iter().filter_map(|item| match item {
        Value::Object(map) => {
            let schemes = map
                .into_iter()
                .map(|(name, scopes)| (name, json!(texts_or_none(scopes))));
            Some(Value::Object(schemes.collect()))
        }
        Value::String(name) => Some(json!({ name: [] })),
        _ => None,
    });
    all.collect()
}

fn texts_or_none(value: Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        other => texts(other),
    }
}

/// One object of a kind from something else.
fn object(kind: Kind, value: Value) -> Option<Value> {
    match (kind, value) {
        (_, value @ Value::Object(_)) => Some(value),
        (_, Value::Array(mut items)) if items.len() == 1 => {
            items.pop().and_then(|only| object(kind, only))
        }
        (Kind::Schema, Value::String(text)) => Some(from_text(&text)),
        (Kind::Schema, Value::Bool(false)) => Some(json!({ "not": {} })),
        (Kind::Schema, _) => Some(json!({})),
        (Kind::Response, Value::String(text)) => Some(json!({ "description": text })),
        (Kind::Response, Value::Null) => Some(json!({ "description": "" })),
        (Kind::ExternalDocs | Kind::Server, Value::String(text)) => {
            Some(json!({ "url": text }))
        }
        (Kind::Tag | Kind::License | Kind::Contact, Value::String(text)) => {
            Some(json!({ "name": text }))
        }
        (Kind::ServerVariable, Value::String(text)) => Some(json!({ "default": text })),
        (Kind::Example, value) => Some(json!({ "value": value })),
        _ => None,
    }
}

fn list(
    kind: Kind,
    value: Value,
    key: &str,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) -> Value {
    let items = match value {
        Value::Array(items) => items,
        // One object where a list belongs, or a list written as objects by name.
        Value::Object(map) => match one_or_named(kind, &map) {
            true => vec![Value::Object(map)],
            false => map.into_iter().map(|(name, value)| named(name, value)).collect(),
        },
        other => vec![other],
    };
    let at = at.pointer().child(key);
    let mut kept = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let Some(item) = object(kind, item) else { continue };
        if kept.len() != index {
            report.moved(&at.item(index), at.item(kept.len()));
        }
        kept.push(item);
    }
    Value::Array(kept)
}

/// Whether this object is one of its kind (and not several by name).
fn one_or_named(kind: Kind, map: &Map<String, Value>) -> bool {
    map.keys().any(|key| kind.key(key).is_some()) || !map.values().all(Value::is_object)
}

fn named(name: String, mut value: Value) -> Value {
    if let Value::Object(map) = &mut value
        && !map.contains_key("$ref")
    {
        map.entry("name").or_insert(Value::String(name));
    }
    value
}

fn map_of(kind: Kind, value: Value) -> Option<Value> {
    match value {
        Value::Object(map) => {
            let objects = map.into_iter().filter_map(|(name, value)| {
                object(kind, value).map(|object| (name, object))
            });
            Some(Value::Object(objects.collect()))
        }
        Value::Array(items) => {
            let mut map = Map::new();
            for (index, item) in items.into_iter().enumerate() {
                let name = item.get("name").and_then(Value::as_str).map(str::to_owned);
                let name = name.unwrap_or_else(|| index.to_string());
                if let Some(object) = object(kind, item) {
                    map.entry(name).or_insert(object);
                }
            }
            Some(Value::Object(map))
        }
        _ => None,
    }
}
