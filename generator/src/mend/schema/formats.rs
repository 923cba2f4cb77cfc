//! The `format` keyword.

use crate::diagnostic::Code;
use crate::dialect::{At, Report};
use serde_json::{Map, Value, json};

/// Formats that have a type in Rust, or that say only how a text looks.
const KNOWN: &[(&str, &[&str])] = &[
    (
        "string",
        &[
            "date-time",
            "date",
            "time",
            "duration",
            "byte",
            "binary",
            "base64",
            "base64url",
            "password",
            "uuid",
            "email",
            "idn-email",
            "hostname",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "ip",
            "uri",
            "uri-reference",
            "uri-template",
            "url",
            "iri",
            "iri-reference",
            "json-pointer",
            "relative-json-pointer",
            "regex",
            "int32",
            "int64",
            "uint32",
            "uint64",
            "float",
            "double",
            "decimal",
            "string",
            "text",
            "html",
            "char",
        ],
    ),
    (
        "integer",
        &[
            "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
            "integer", "int", "long",
        ],
    ),
    ("number", &["float", "double", "decimal", "number", "int32", "int64", "integer"]),
];

/// A format, or an extension that ends with it, that takes more than its type says.
const INTEGER_OR_TEXT: &str = "int-or-string";

/// Writes out what a format allows beyond its type.
pub(super) fn widen(map: &mut Map<String, Value>) {
    let by_format = map.get("format").is_some_and(|format| format == INTEGER_OR_TEXT);
    let is_key = |key: &str| key.starts_with("x-") && key.ends_with(INTEGER_OR_TEXT);
    let by_key =
        map.iter().any(|(key, value)| is_key(key) && value == &Value::Bool(true));
    if !(by_format || by_key) || map.contains_key("anyOf") || map.contains_key("oneOf") {
        return;
    }
    map.shift_remove("type");
    map.shift_remove("format");
    map.insert("anyOf".to_owned(), json!([{ "type": "integer" }, { "type": "string" }]));
}

/// Notes formats that nobody knows. The value stays what its type says.
pub(super) fn check(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(Value::String(format)) = map.get_mut("format") else { return };
    let trimmed = format.trim();
    if trimmed.is_empty() {
        map.shift_remove("format");
        return;
    }
    if trimmed.len() < format.len() {
        *format = trimmed.to_owned();
    }
    let Some(canonical) = canonical(format) else { return };
    *format = canonical;
    let format = format.clone();
    let name = map.get("type").and_then(Value::as_str).unwrap_or("string");
    let known =
        KNOWN.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, known)| known);
    if !known.contains(&format.as_str()) {
        let tally = format!("{name} {format}");
        let message =
            || format!("format `{format}` is unknown; the value is any {name}");
        report.count(
            Code::UnknownFormat,
            &tally,
            || at.pointer().child("format"),
            message,
        );
    }
}

/// The standard spelling of a format; always some text.
fn canonical(format: &str) -> Option<String> {
    let lower = format.to_ascii_lowercase();
    Some(match lower.as_str() {
        "datetime" | "date_time" => "date-time".to_owned(),
        "guid" => "uuid".to_owned(),
        "int-32" | "i32" => "int32".to_owned(),
        "int-64" | "i64" => "int64".to_owned(),
        known if KNOWN.iter().any(|(_, formats)| formats.contains(&known)) => lower,
        _ => format.to_owned(),
    })
}
