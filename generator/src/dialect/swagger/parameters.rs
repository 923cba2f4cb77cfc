//! Parameters: in the URL and headers, in the body, in forms.

use super::{Shared, content};
use crate::dialect::walk::is_reference;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Where a parameter of 2.0 goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the body.
    Body,
    /// It is a field of a form.
    Form,
    /// It stays a parameter.
    Other,
}

/// Where this parameter goes.
pub(super) fn place(parameter: &Value) -> Place {
    let place = parameter.get("in").and_then(Value::as_str).unwrap_or_default().trim();
    match place.to_ascii_lowercase().as_str() {
        "body" => Place::Body,
        "formdata" | "form" => Place::Form,
        _ => Place::Other,
    }
}

/// The keys of a schema that 2.0 (and many a 3.0 document) writes on the parameter itself.
const SCHEMA_KEYS: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "nullable",
    "properties",
    "additionalProperties",
    "oneOf",
    "anyOf",
    "allOf",
    "x-nullable",
    "x-enum-varnames",
    "x-enum-descriptions",
    "x-enumNames",
    "x-ms-enum",
];

/// Moves the schema keys of a parameter or header into its `schema`. Says whether there
/// were any.
pub(crate) fn lift_schema(parameter: &mut Map<String, Value>) -> bool {
    let keys: Vec<&str> =
        SCHEMA_KEYS.iter().copied().filter(|key| parameter.contains_key(*key)).collect();
    if keys.is_empty() {
        return false;
    }
    let mut lifted = Map::new();
    for key in keys {
        if let Some(value) = parameter.shift_remove(key) {
            lifted.insert(key.to_owned(), value);
        }
    }
    match parameter.get_mut("schema") {
        Some(Value::Object(schema)) => {
            if !schema.contains_key("$ref") {
                for (key, value) in lifted {
                    schema.entry(key).or_insert(value);
                }
            }
        }
        _ => {
            parameter.insert("schema".to_owned(), Value::Object(lifted));
        }
    }
    true
}

/// A parameter of 2.0, neither body nor form, as one of 3.0.
pub(super) fn convert_parameter(mut parameter: Value) -> Value {
    let Value::Object(map) = &mut parameter else { return parameter };
    let format = map.shift_remove("collectionFormat");
    let is_array = map.get("type").and_then(Value::as_str) == Some("array");
    let in_query = map.get("in").and_then(Value::as_str) == Some("query");
    let outer = format.as_ref().and_then(Value::as_str);
    let mut between = between_nested(map);
    if is_array && !in_query {
        // In paths and headers 3.0 knows commas only.
        between.insert(0, separator(outer));
    }
    lift_schema(map);
    if let Some(example) = map.shift_remove("x-example") {
        map.entry("example").or_insert(example);
    }
    if is_array && in_query {
        for (key, value) in collection(format.as_ref().and_then(Value::as_str)) {
            map.entry(key).or_insert(value);
        }
    }
    if is_array && between.iter().any(|between| in_query || *between != ",") {
        map.insert("x-oasmith-nested".to_owned(), json!(between));
    }
    parameter
}

/// What stands between the items of the lists in a list, from the outside in.
fn between_nested(list: &Map<String, Value>) -> Vec<&'static str> {
    let mut between = Vec::new();
    let mut items = list.get("items");
    while let Some(list) = items
        && list.get("type").and_then(Value::as_str) == Some("array")
    {
        between.push(separator(list.get("collectionFormat").and_then(Value::as_str)));
        items = list.get("items");
    }
    between
}

/// What a `collectionFormat` puts between items.
fn separator(format: Option<&str>) -> &'static str {
    match format {
        Some("ssv") => " ",
        Some("pipes") => "|",
        Some("tsv") => "\t",
        _ => ",",
    }
}

/// A `collectionFormat` as style and explode.
fn collection(format: Option<&str>) -> Vec<(&'static str, Value)> {
    let (style, explode) = match format {
        Some("multi") => ("form", true),
        Some("ssv") => ("spaceDelimited", false),
        Some("pipes") => ("pipeDelimited", false),
        _ => ("form", false),
    };
    let mut all = vec![("style", json!(style)), ("explode", json!(explode))];
    if format == Some("tsv") {
        all.push(("x-oasmith-tab-delimited", json!(true)));
    }
    all
}

/// The body that a body parameter describes.
pub(super) fn body(parameter: &Value, consumes: &[String]) -> Value {
    let mut body = Map::new();
    let json = ["application/json".to_owned()];
    let media_types = if consumes.is_empty() { &json } else { consumes };
    let no_schema = json!({});
    let schema = parameter.get("schema").unwrap_or(&no_schema);
    for (key, value) in parameter.as_object().into_iter().flatten() {
        if key == "description" || key == "required" || key.starts_with("x-") {
            body.insert(key.clone(), value.clone());
        }
    }
    body.insert("content".to_owned(), content(media_types, schema));
    Value::Object(body)
}

/// The body that the form parameters describe.
pub(super) fn form(parameters: &[Value], consumes: &[String]) -> Value {
    let mut properties = Map::new();
    let mut encoding = Map::new();
    let mut required = Vec::new();
    let mut file = false;
    for parameter in parameters.iter().filter_map(Value::as_object) {
        let Some(name) = parameter.get("name").and_then(Value::as_str) else { continue };
        let mut field = parameter.clone();
        let format = field.shift_remove("collectionFormat");
        file |= field.get("type").and_then(Value::as_str) == Some("file");
        if field.get("type").and_then(Value::as_str) == Some("array") {
            let how = collection(format.as_ref().and_then(Value::as_str));
            let how = how.into_iter().map(|(key, value)| (key.to_owned(), value));
            let mut how: Map<String, Value> = how.collect();
            let between = between_nested(&field);
            if !between.is_empty() {
                how.insert("x-oasmith-nested".to_owned(), json!(between));
            }
            encoding.insert(name.to_owned(), Value::Object(how));
        }
        if parameter.get("required") == Some(&Value::Bool(true)) {
            required.push(json!(name));
        }
        for key in ["name", "in", "required", "allowEmptyValue"] {
            field.shift_remove(key);
        }
        if let Some(Value::Object(schema)) = field.shift_remove("schema") {
            schema.into_iter().for_each(|(key, value)| {
                field.entry(key).or_insert(value);
            });
        }
        properties.insert(name.to_owned(), Value::Object(field));
    }
    let any_required = !required.is_empty();
    let mut schema = json!({ "type": "object", "properties": properties });
    if let Value::Object(schema) = &mut schema
        && any_required
    {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    let mut content = content(&form_types(consumes, file), &schema);
    if !encoding.is_empty() {
        for media in content.as_object_mut().into_iter().flat_map(Map::values_mut) {
            if let Value::Object(media) = media {
                media.insert("encoding".to_owned(), Value::Object(encoding.clone()));
            }
        }
    }
    json!({ "content": content, "required": any_required })
}

fn form_types(consumes: &[String], file: bool) -> Vec<String> {
    let fits = |media_type: &&String| {
        let media_type = media_type.to_ascii_lowercase();
        media_type.starts_with("multipart/")
            || (!file && media_type.starts_with("application/x-www-form-urlencoded"))
    };
    let types: Vec<String> = consumes.iter().filter(fits).cloned().collect();
    match (types.is_empty(), file) {
        (false, _) => types,
        (true, true) => vec!["multipart/form-data".to_owned()],
        (true, false) => vec!["application/x-www-form-urlencoded".to_owned()],
    }
}

/// The parameters that references elsewhere than to `#/parameters/…` lead to, by reference.
pub(super) fn odd_targets(root: &Map<String, Value>) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    let items = root.get("paths").and_then(Value::as_object);
    for item in items.into_iter().flat_map(Map::values).filter_map(Value::as_object) {
        let own = item.get("parameters").into_iter();
        let below = item.values().filter_map(|operation| operation.get("parameters"));
        for list in own.chain(below).filter_map(Value::as_array) {
            for reference in list.iter().filter_map(|one| one.get("$ref")) {
                let Some(text) = reference.as_str() else { continue };
                if text.starts_with("#/parameters/") || found.contains_key(text) {
                    continue;
                }
                if let Some(target) = lookup(root, text) {
                    found.insert(text.to_owned(), target.clone());
                }
            }
        }
    }
    found
}

fn lookup<'r>(root: &'r Map<String, Value>, reference: &str) -> Option<&'r Value> {
    let pointer = crate::dialect::moves::decode(reference.strip_prefix("#/")?);
    let mut tokens =
        pointer.split('/').map(|token| token.replace("~1", "/").replace("~0", "~"));
    let mut value = root.get(&tokens.next()?)?;
    for token in tokens {
        value = match value {
            Value::Object(map) => map.get(&token)?,
            Value::Array(items) => items.get(token.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}

impl Shared {
    /// The parameter itself: a reference is followed.
    pub(super) fn resolve<'s>(&'s self, parameter: &'s Value) -> &'s Value {
        let mut parameter = parameter;
        // A chain of references longer than this is a circle.
        for _ in 0..16 {
            if !is_reference(parameter) {
                break;
            }
            let reference =
                parameter.get("$ref").and_then(Value::as_str).unwrap_or_default();
            let name = reference
                .strip_prefix("#/parameters/")
                .map(crate::dialect::moves::decode);
            let name = name.map(|name| name.replace("~1", "/").replace("~0", "~"));
            let target = match name {
                Some(name) => self.parameters.get(&name),
                None => self.others.get(reference),
            };
            match target {
                Some(target) => parameter = target,
                None => break,
            }
        }
        parameter
    }
}
