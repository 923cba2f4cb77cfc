//! Schemas of any version to the shape of OpenAPI 3.0.
//!
//! Keywords of JSON Schema 2020-12 turn into what 3.0 has for them, or into an
//! `x-oasmith-*` key, or are reported as approximated. Keywords of another version than
//! the document's own are treated the same, with a warning: real documents mix them.

mod applied;
mod types;

pub(crate) use types::{BY_TYPE, is_of_type};

use super::Version;
use super::report::Report;
use super::walk::At;
use crate::diagnostic::Code;
use crate::document::Pointer;
use serde_json::{Map, Value, json};

/// What conversion leaves to be done once all schemas are seen.
#[derive(Default)]
pub(super) struct Later {
    /// Schemas of `$defs`, with their place and name: they become components.
    pub(super) definitions: Vec<(Pointer, String, Value)>,
    /// Names of `$dynamicAnchor`s and where they stand.
    pub(super) anchors: Vec<(String, Pointer)>,
    /// Whether there is any `$dynamicRef`.
    pub(super) dynamic: bool,
}

/// Brings one schema to 3.0 shape; the walk goes on to those inside it.
pub(super) fn convert(
    value: &mut Value,
    at: &At<'_, '_>,
    version: Version,
    later: &mut Later,
    report: &mut Report<'_>,
) {
    match value {
        Value::Bool(true) => *value = json!({}),
        Value::Bool(false) => *value = json!({ "not": {} }),
        Value::Object(map) => {
            let mut cx = Context { at, version, later, report };
            convert_object(map, &mut cx);
        }
        _ => {}
    }
}

struct Context<'c, 'd, 't, 'a> {
    at: &'c At<'t, 'a>,
    version: Version,
    later: &'c mut Later,
    report: &'c mut Report<'d>,
}

impl Context<'_, '_, '_, '_> {
    /// Notes that a keyword of 3.1 was used; in an older document that is a mistake.
    fn newer(&mut self, keyword: &str) {
        if !self.version.has_json_schema() {
            let message = || {
                format!(
                    "`{keyword}` in this form is not of the document's version; it is understood as in 3.1"
                )
            };
            let at = || self.at.pointer();
            self.report.count(Code::ForeignKeyword, keyword, at, message);
        }
    }

    fn approximated(&mut self, keyword: &str, how: &str) {
        let message = || format!("`{keyword}` {how}");
        self.report.count(
            Code::ApproximatedKeyword,
            keyword,
            || self.at.pointer(),
            message,
        );
    }
}

/// Keywords with no bearing on the SDK once the references are resolved.
const SILENT: &[&str] = &["$schema", "$comment", "$id", "$anchor", "$vocabulary", "id"];

/// Keywords that types cannot say, and what becomes of them.
const APPROXIMATED: &[(&str, &str)] = &[
    ("if", "is not checked: what any branch allows is allowed"),
    ("then", "is allowed whatever the condition says"),
    ("else", "is allowed whatever the condition says"),
    ("dependentSchemas", "is not checked"),
    ("dependentRequired", "is not checked: the properties stay optional"),
    ("dependencies", "is not checked: the properties stay optional"),
    ("unevaluatedItems", "is not checked"),
    ("contains", "is not checked"),
    ("minContains", "is not checked"),
    ("maxContains", "is not checked"),
    ("contentSchema", "is not used: the content stays text"),
];

fn convert_object(map: &mut Map<String, Value>, cx: &mut Context<'_, '_, '_, '_>) {
    if let Some(Value::String(anchor)) = map.shift_remove("$dynamicAnchor") {
        cx.later.anchors.push((anchor, cx.at.pointer()));
    }
    convert_dynamic_reference(map, cx);
    for keyword in SILENT {
        if map.get(*keyword).is_some_and(Value::is_string) {
            map.shift_remove(*keyword);
        }
    }
    take_definitions(map, cx);
    for (keyword, how) in APPROXIMATED {
        // A property list is no schema: `if` and such are keywords only beside others.
        if map.shift_remove(*keyword).is_some() {
            cx.approximated(keyword, how);
        }
    }
    convert_hints(map, cx);
    types::convert(map, cx);
    applied::convert(map, cx);
    separate_reference(map);
}

fn convert_dynamic_reference(
    map: &mut Map<String, Value>,
    cx: &mut Context<'_, '_, '_, '_>,
) {
    for keyword in ["$dynamicRef", "$recursiveRef"] {
        if let Some(Value::String(target)) = map.shift_remove(keyword) {
            cx.later.dynamic = true;
            cx.approximated(keyword, "leads to the schema that is found first");
            let anchor = target.rsplit('#').next().unwrap_or_default();
            // Kept as a reference by anchor until all anchors are known.
            let target = if anchor.starts_with('/') {
                format!("#{anchor}")
            } else {
                format!("{DYNAMIC}{anchor}")
            };
            map.entry("$ref").or_insert(Value::String(target));
        }
    }
}

/// The start of a `$ref` that stands for a `$dynamicRef`.
pub(super) const DYNAMIC: &str = "x-oasmith-dynamic:";

fn take_definitions(map: &mut Map<String, Value>, cx: &mut Context<'_, '_, '_, '_>) {
    for keyword in ["$defs", "definitions"] {
        if map.get(keyword).is_some_and(Value::is_object)
            && let Some(Value::Object(definitions)) = map.shift_remove(keyword)
        {
            let at = cx.at.pointer().child(keyword);
            for (name, schema) in definitions {
                cx.later.definitions.push((at.child(name.as_str()), name, schema));
            }
        }
    }
}

/// Keywords that say something about a schema without changing its structure.
fn convert_hints(map: &mut Map<String, Value>, cx: &mut Context<'_, '_, '_, '_>) {
    if let Some(value) = map.shift_remove("x-nullable") {
        map.entry("nullable").or_insert(value);
    }
    map.shift_remove("collectionFormat");
    if let Some(examples) = map.shift_remove("examples") {
        let first = match examples {
            Value::Array(items) => items.into_iter().next(),
            Value::Object(by_name) => {
                by_name.into_iter().next().map(|(_, example)| example)
            }
            other => Some(other),
        };
        if let Some(first) = first {
            map.entry("example").or_insert(first);
        }
    }
    if let Some(Value::String(property)) = map.get("discriminator") {
        let object = json!({ "propertyName": property });
        map.insert("discriminator".to_owned(), object);
    }
    if let Some(Value::Object(discriminator)) = map.get_mut("discriminator")
        && let Some(default) = discriminator.shift_remove("defaultMapping")
    {
        discriminator.insert("x-oasmith-default-mapping".to_owned(), default);
        cx.approximated(
            "defaultMapping",
            "is not used: an unknown value stays as it is",
        );
    }
    convert_content(map, cx);
    for (flag, limit) in
        [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")]
    {
        if map.get(flag).is_some_and(Value::is_number) {
            cx.newer(flag);
            convert_exclusive(map, flag, limit);
        }
    }
}

/// `exclusiveMinimum: 5` → `minimum: 5` and `exclusiveMinimum: true`; of two limits the
/// narrower one stays.
fn convert_exclusive(map: &mut Map<String, Value>, flag: &str, limit: &str) {
    let Some(exclusive) = map.shift_remove(flag) else { return };
    let narrower = match (map.get(limit).and_then(Value::as_f64), exclusive.as_f64()) {
        (Some(old), Some(new)) if limit == "minimum" => new >= old,
        (Some(old), Some(new)) => new <= old,
        _ => true,
    };
    if narrower {
        map.insert(limit.to_owned(), exclusive);
        map.insert(flag.to_owned(), Value::Bool(true));
    }
}

fn convert_content(map: &mut Map<String, Value>, cx: &mut Context<'_, '_, '_, '_>) {
    let encoding = map.shift_remove("contentEncoding");
    let media_type = map.shift_remove("contentMediaType");
    if let (None, Some(media_type)) = (&encoding, &media_type) {
        // In a part of a multipart body it is the part's.
        map.insert("x-oasmith-content-media-type".to_owned(), media_type.clone());
    }
    match (
        encoding.as_ref().and_then(Value::as_str),
        media_type.as_ref().and_then(Value::as_str),
    ) {
        (Some(encoding), _) if encoding.eq_ignore_ascii_case("base64") => {
            map.entry("type").or_insert(json!("string"));
            map.entry("format").or_insert(json!("byte"));
        }
        (Some(_), _) => {
            cx.approximated("contentEncoding", "is not decoded: the value stays text")
        }
        (None, Some(media_type)) if is_binary(media_type) => {
            map.entry("type").or_insert(json!("string"));
            map.entry("format").or_insert(json!("binary"));
        }
        (None, Some(_)) => {
            cx.approximated("contentMediaType", "is not decoded: the value stays text");
        }
        (None, None) => {}
    }
}

fn is_binary(media_type: &str) -> bool {
    let media_type = media_type.trim().to_ascii_lowercase();
    media_type.starts_with("application/octet-stream")
        || media_type.starts_with("application/pdf")
        || media_type.starts_with("application/zip")
        || ["image/", "audio/", "video/"]
            .iter()
            .any(|start| media_type.starts_with(start))
}

/// `{$ref, …}` → `{allOf: [{$ref}], …}`. Extensions alone are no reason for that.
fn separate_reference(map: &mut Map<String, Value>) {
    if !map.get("$ref").is_some_and(Value::is_string) || map.len() == 1 {
        return;
    }
    map.retain(|key, _| !key.starts_with("x-") || key.starts_with("x-oasmith-"));
    if map.len() == 1 {
        return;
    }
    let Some(reference) = map.shift_remove("$ref") else { return };
    let reference = json!({ "$ref": reference });
    match map.get_mut("allOf") {
        Some(Value::Array(members)) => members.insert(0, reference),
        _ => {
            map.insert("allOf".to_owned(), json!([reference]));
        }
    }
}
