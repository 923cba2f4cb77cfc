//! Parameters and headers, one at a time.

use super::media::mend_content;
use crate::diagnostic::Code;
use crate::dialect::grammar::Kind;
use crate::dialect::{At, Report, lift_schema};
use serde_json::{Map, Value, json};

/// Moves what a 2.0 parameter says of its type into its schema, and `required: true` out
/// of it.
pub(super) fn before_shape(
    kind: Kind,
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    if let Some(Value::Object(schema)) = map.get_mut("schema")
        && let Some(required) = schema.get("required").and_then(Value::as_bool)
    {
        schema.shift_remove("required");
        let message = || "`required` of a parameter is inside its schema".to_owned();
        report.count(Code::RequiredOnProperty, "schema", || at.pointer(), message);
        map.entry("required").or_insert(Value::Bool(required));
    }
    let foreign = map.shift_remove("collectionFormat").is_some();
    if lift_schema(map) || foreign {
        let name = kind.title();
        let message = || format!("the type of a {name} belongs inside its `schema`");
        report.count(Code::ForeignKeyword, name, || at.pointer(), message);
    }
}

/// Repairs of what has the right shape.
pub(super) fn after_shape(
    kind: Kind,
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    if kind == Kind::Parameter {
        mend_name(map, at, report);
        mend_place(map, at, report);
    }
    mend_style(kind, map, at, report);
    mend_content(map, at, report);
    mend_value(kind, map, at, report);
}

fn broken(words: &str, at: &At<'_, '_>, report: &mut Report<'_>) {
    let message = || words.to_owned();
    report.count(Code::BrokenParameter, words, || at.pointer(), message);
}

/// A parameter without a name keeps an empty one, for [`super::paths`] to leave it out; a
/// component has its own.
fn mend_name(map: &mut Map<String, Value>, at: &At<'_, '_>, report: &mut Report<'_>) {
    match map.get_mut("name") {
        Some(Value::String(name)) => {
            if name.trim().len() < name.len() {
                let message = format!("the name `{name}` begins or ends with spaces");
                report.add(Code::UntrimmedName, &at.pointer(), message);
                *name = name.trim().to_owned();
            }
        }
        _ => {
            broken("a parameter has no name", at, report);
            map.insert("name".to_owned(), json!(at.key().unwrap_or_default()));
        }
    }
}

fn mend_place(map: &mut Map<String, Value>, at: &At<'_, '_>, report: &mut Report<'_>) {
    let place = map.get("in").and_then(Value::as_str).unwrap_or_default();
    if !matches!(place, "query" | "header" | "path" | "cookie") {
        let meant = match place.trim().to_ascii_lowercase().as_str() {
            "header" | "headers" => "header",
            "path" | "uri" | "url" | "route" => "path",
            "cookie" | "cookies" => "cookie",
            _ => "query",
        };
        broken(
            &format!("`in: {place}` is no place; it is taken as `{meant}`"),
            at,
            report,
        );
        map.insert("in".to_owned(), json!(meant));
    }
    if map.get("in").and_then(Value::as_str) == Some("path")
        && map.get("required") != Some(&Value::Bool(true))
    {
        broken("a path parameter must be required", at, report);
        map.insert("required".to_owned(), Value::Bool(true));
    }
}

fn mend_style(
    kind: Kind,
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(Value::String(style)) = map.get("style") else { return };
    let place = match kind {
        Kind::Header => "header",
        _ => map.get("in").and_then(Value::as_str).unwrap_or_default(),
    };
    let styles: &[&str] = match place {
        "path" => &["simple", "label", "matrix"],
        "header" => &["simple"],
        "cookie" => &["form"],
        _ => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    };
    if styles.contains(&style.as_str()) {
        return;
    }
    let meant = styles.iter().find(|one| one.eq_ignore_ascii_case(style.trim()));
    broken(&format!("`style: {style}` is none of a {place} parameter"), at, report);
    match meant {
        Some(meant) => map.insert("style".to_owned(), json!(meant)),
        None => map.shift_remove("style"),
    };
}

/// Leaves either a schema or content of one media type.
fn mend_value(
    kind: Kind,
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let name = kind.title();
    if let Some(Value::Object(content)) = map.get_mut("content") {
        if content.len() > 1 {
            broken(
                &format!("a {name} has several media types; the first is taken"),
                at,
                report,
            );
            content.truncate_to_first();
        }
        if content.is_empty() || map.contains_key("schema") {
            map.shift_remove("content");
        }
    }
    if !map.contains_key("schema") && !map.contains_key("content") {
        broken(&format!("a {name} has no schema; it is taken as a string"), at, report);
        map.insert("schema".to_owned(), json!({ "type": "string" }));
    }
}

/// Leaves the first entry only.
trait TruncateToFirst {
    fn truncate_to_first(&mut self);
}

impl TruncateToFirst for Map<String, Value> {
    fn truncate_to_first(&mut self) {
        let mut first = true;
        self.retain(|_, _| std::mem::replace(&mut first, false));
    }
}
