//! `enum` and `default`: values that must be of the schema's type.

use crate::diagnostic::Code;
use crate::dialect::{At, Report, is_of_type};
use crate::mend::shape;
use serde_json::{Map, Value, json};

/// Brings the values of `enum` and `default` to the schema's type.
pub(super) fn mend(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    mend_enum(map, at, report);
    mend_default(map, at, report);
}

fn mend_enum(map: &mut Map<String, Value>, at: &At<'_, '_>, report: &mut Report<'_>) {
    let Some(Value::Array(values)) = map.get("enum") else { return };
    if values.is_empty() {
        map.shift_remove("enum");
        tell("is empty; any value is allowed", at, report);
        return;
    }
    let name = map.get("type").and_then(Value::as_str).map(str::to_owned);
    if name.as_deref() == Some("array") && values.iter().all(|value| !value.is_array()) {
        enum_of_items(map, at, report);
        return;
    }
    lift_null(map);
    let Some(Value::Array(values)) = map.get_mut("enum") else { return };
    let before = values.len();
    distinct(values);
    if values.len() < before {
        tell("has values twice", at, report);
    }
    let Some(name) = name else { return };
    let Some(Value::Array(values)) = map.get("enum") else { return };
    if values.iter().all(|value| value.is_null() || fits(value, &name)) {
        return;
    }
    let converted: Option<Vec<Value>> =
        values.iter().map(|value| convert(value, &name)).collect();
    match converted {
        Some(mut values) => {
            distinct(&mut values);
            map.insert("enum".to_owned(), Value::Array(values));
            let words = match name.as_str() {
                "string" => {
                    "of strings has numbers or booleans, which YAML may have changed \
                     (it reads `1.10` as 1.1); write them in quotes"
                }
                _ => "has values of another type; they were converted",
            };
            tell(words, at, report);
        }
        None if values.iter().all(Value::is_string) => {
            map.insert("type".to_owned(), json!("string"));
            map.shift_remove("format");
            tell("has strings only, so that the type is taken as string", at, report);
        }
        None => {
            map.shift_remove("type");
            tell("has values of another type; the type was left out", at, report);
        }
    }
}

fn tell(words: &str, at: &At<'_, '_>, report: &mut Report<'_>) {
    let message = || format!("`enum` {words}");
    report.count(Code::EnumValues, words, || at.pointer().child("enum"), message);
}

/// `type: array` with an enum of scalars: the items are meant.
fn enum_of_items(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(values) = map.shift_remove("enum") else { return };
    let items = map.entry("items").or_insert_with(|| json!({}));
    if let Value::Object(items) = items
        && !items.contains_key("$ref")
    {
        items.entry("enum").or_insert(values);
    }
    tell(
        "of an array has no lists among its values; it was taken for the items",
        at,
        report,
    );
}

/// `null` among the values says that the schema is nullable.
fn lift_null(map: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = map.get_mut("enum") else { return };
    if !values.iter().any(Value::is_null) {
        return;
    }
    let only_null = values.iter().all(Value::is_null);
    if only_null {
        *values = vec![Value::Null];
        map.shift_remove("type");
    } else {
        values.retain(|value| !value.is_null());
    }
    map.insert("nullable".to_owned(), Value::Bool(true));
    map.insert("x-oasmith-enum-null".to_owned(), Value::Bool(true));
}

/// Removes later equals. Enums may hold thousands of values, so that scalars are looked up.
fn distinct(values: &mut Vec<Value>) {
    let mut seen = std::collections::HashSet::new();
    values.retain(|value| seen.insert(value.to_string()));
}

fn fits(value: &Value, name: &str) -> bool {
    match name {
        "integer" => value.is_i64() || value.is_u64(),
        _ => is_of_type(value, name),
    }
}

/// A value as one of this type, where its meaning is clear.
fn convert(value: &Value, name: &str) -> Option<Value> {
    if value.is_null() || fits(value, name) {
        return Some(value.clone());
    }
    match name {
        "string" => match value {
            Value::Bool(_) | Value::Number(_) => {
                shape::text(value.clone()).map(Value::String)
            }
            _ => None,
        },
        "integer" => whole(&shape::number(value)?),
        "number" => shape::number(value),
        "boolean" => match value {
            Value::String(text) if text.eq_ignore_ascii_case("true") => {
                Some(json!(true))
            }
            Value::String(text) if text.eq_ignore_ascii_case("false") => {
                Some(json!(false))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A number without a fraction as an integer.
pub(super) fn whole(number: &Value) -> Option<Value> {
    if number.is_i64() || number.is_u64() {
        return Some(number.clone());
    }
    let float = number.as_f64().filter(|float| float.fract() == 0.0)?;
    // Beyond this, not every whole number has a float.
    #[expect(clippy::cast_possible_truncation, reason = "the range was just checked")]
    (float.abs() <= 9_007_199_254_740_992.0).then(|| json!(float as i64))
}

fn mend_default(map: &mut Map<String, Value>, at: &At<'_, '_>, report: &mut Report<'_>) {
    let (Some(default), Some(name)) = (map.get("default"), map.get("type")) else {
        return;
    };
    let name = name.as_str().unwrap_or_default();
    if default.is_null() || is_of_type(default, name) {
        return;
    }
    let converted = convert(default, name);
    let words = match &converted {
        Some(_) => "was converted",
        None => "was left out",
    };
    let message = || format!("`default` is not of type {name}; it {words}");
    let tally = format!("{name} {words}");
    report.count(Code::DefaultType, &tally, || at.pointer().child("default"), message);
    match converted {
        Some(value) => map.insert("default".to_owned(), value),
        None => map.shift_remove("default"),
    };
}
