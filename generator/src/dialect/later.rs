//! What 3.1 and 3.2 have beyond schemas, brought to 3.0 shape.

use super::report::Report;
use super::walk::At;
use crate::diagnostic::Code;
use serde_json::{Map, Value, json};

/// The root: webhooks ride along, and what only says how to read the document goes.
pub(super) fn convert_root(root: &mut Map<String, Value>) {
    if let Some(webhooks) = root.shift_remove("webhooks") {
        root.insert("x-oasmith-webhooks".to_owned(), webhooks);
    } else if let Some(webhooks) = root.shift_remove("x-webhooks") {
        root.insert("x-oasmith-webhooks".to_owned(), webhooks);
    }
    for key in ["$self", "jsonSchemaDialect", "$schema"] {
        root.shift_remove(key);
    }
}

/// Operations of methods that 3.0 has no key for.
pub(super) fn convert_path_item(item: &mut Map<String, Value>) {
    let mut additional = Map::new();
    if item.get("query").is_some_and(Value::is_object)
        && let Some(operation) = item.shift_remove("query")
    {
        additional.insert("QUERY".to_owned(), operation);
    }
    if let Some(Value::Object(operations)) = item.shift_remove("additionalOperations") {
        additional.extend(operations);
    }
    if !additional.is_empty() {
        item.insert(
            "x-oasmith-additional-operations".to_owned(),
            Value::Object(additional),
        );
    }
}

/// `in: querystring` and `style: cookie`.
pub(super) fn convert_parameter(
    parameter: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    if parameter.get("style").and_then(Value::as_str) == Some("cookie") {
        parameter.insert("style".to_owned(), json!("form"));
    }
    if parameter.get("in").and_then(Value::as_str) != Some("querystring") {
        return;
    }
    parameter.insert("in".to_owned(), json!("query"));
    let content = parameter.get_mut("content").and_then(Value::as_object_mut);
    let form = content.and_then(|content| {
        content
            .get_mut("application/x-www-form-urlencoded")?
            .as_object_mut()?
            .shift_remove("schema")
    });
    match form {
        // A form as the whole query is an object whose properties are the parameters.
        Some(schema) => {
            parameter.shift_remove("content");
            parameter.insert("schema".to_owned(), schema);
            parameter.insert("style".to_owned(), json!("form"));
            parameter.insert("explode".to_owned(), json!(true));
        }
        None => {
            parameter.insert("x-oasmith-whole-query".to_owned(), json!(true));
            let message = || "a query that is not a form is sent as one text".to_owned();
            report.count(
                Code::ApproximatedKeyword,
                "querystring",
                || at.pointer(),
                message,
            );
        }
    }
}

/// `itemSchema` rides along.
pub(super) fn convert_media_type(media: &mut Map<String, Value>) {
    if let Some(schema) = media.shift_remove("itemSchema") {
        media.insert("x-oasmith-item-schema".to_owned(), schema);
    }
}

/// The parts of a form or multipart body: one that may be anything is a file, and where a
/// style is given, the media type is not heeded (3.1, "Encoding Object").
pub(super) fn convert_parts(media: &mut Map<String, Value>, at: &At<'_, '_>) {
    if at
        .key()
        .is_some_and(|name| name.trim().to_ascii_lowercase().starts_with("multipart/"))
    {
        media.insert("x-oasmith-file-parts".to_owned(), json!(true));
    }
    let encodings = media.get_mut("encoding").and_then(Value::as_object_mut);
    let encodings = encodings.into_iter().flat_map(Map::values_mut);
    for encoding in encodings.filter_map(Value::as_object_mut) {
        let is_styled = ["style", "explode", "allowReserved"]
            .iter()
            .any(|key| encoding.contains_key(*key));
        let content_type = encoding.get("contentType").and_then(Value::as_str);
        if is_styled && content_type.is_some_and(|one| one.contains("json")) {
            encoding.shift_remove("contentType");
        }
    }
}

/// Schemes that 3.0 has no type for. One that this generator cannot act on becomes an
/// `http` scheme of that name.
pub(super) fn convert_scheme(scheme: &mut Map<String, Value>) {
    if scheme.get("type").and_then(Value::as_str) == Some("mutualTLS") {
        scheme.insert("type".to_owned(), json!("http"));
        scheme.insert("scheme".to_owned(), json!("mutualTLS"));
    }
    if let Some(Value::Object(flows)) = scheme.get_mut("flows")
        && let Some(flow) = flows.shift_remove("deviceAuthorization")
    {
        flows.insert("x-oasmith-device-authorization".to_owned(), flow);
    }
}

/// A response may have its words in `summary` only.
pub(super) fn convert_response(response: &mut Map<String, Value>) {
    if !response.contains_key("description")
        && !response.contains_key("$ref")
        && let Some(summary) = response.get("summary").cloned()
    {
        response.insert("description".to_owned(), summary);
    }
}
