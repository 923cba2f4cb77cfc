//! Keywords that apply schemas to parts of a value: tuples, pattern properties, names.

use super::Context;
use serde_json::{Map, Value, json};

/// Moves what 3.0 cannot say into `x-oasmith-*` keys.
pub(super) fn convert(map: &mut Map<String, Value>, cx: &mut Context<'_, '_, '_, '_>) {
    convert_tuple(map, cx);
    if map.get("patternProperties").is_some_and(Value::is_object)
        && let Some(patterns) = map.shift_remove("patternProperties")
    {
        cx.newer("patternProperties");
        map.insert("x-oasmith-pattern-properties".to_owned(), patterns);
    }
    if let Some(names) = map.shift_remove("propertyNames") {
        cx.newer("propertyNames");
        map.insert("x-oasmith-property-names".to_owned(), names);
    }
    if let Some(rest) = map.shift_remove("unevaluatedProperties") {
        cx.newer("unevaluatedProperties");
        if map.contains_key("additionalProperties") {
            cx.approximated("unevaluatedProperties", "is not checked");
        } else if rest.is_object() && !has_members(map) {
            // Without members to evaluate, it is the same.
            map.insert("additionalProperties".to_owned(), rest);
        } else {
            cx.approximated(
                "unevaluatedProperties",
                "is not checked: other properties are kept",
            );
        }
    }
}

fn has_members(map: &Map<String, Value>) -> bool {
    ["allOf", "oneOf", "anyOf", "$ref"].iter().any(|key| map.contains_key(*key))
}

/// `prefixItems`, and the older `items: […]` with `additionalItems`.
fn convert_tuple(map: &mut Map<String, Value>, cx: &mut Context<'_, '_, '_, '_>) {
    let prefix = if map.get("prefixItems").is_some_and(Value::is_array) {
        cx.newer("prefixItems");
        map.shift_remove("prefixItems")
    } else if map.get("items").is_some_and(Value::is_array) {
        cx.newer("items");
        let older = map.shift_remove("items");
        if let Some(rest) = map.shift_remove("additionalItems") {
            map.insert("items".to_owned(), rest);
        }
        older
    } else {
        None
    };
    let Some(Value::Array(mut prefix)) = prefix else { return };
    if map.get("items").is_some_and(Value::is_boolean) {
        map.shift_remove("items");
    }
    // A list of one schema is meant for every item, unless it says how many there are.
    if prefix.len() == 1
        && !["items", "maxItems"].iter().any(|key| map.contains_key(*key))
        && let Some(only) = prefix.pop()
    {
        map.insert("items".to_owned(), only);
    } else if !prefix.is_empty() {
        map.insert("x-oasmith-prefix-items".to_owned(), json!(prefix));
    }
    map.entry("type").or_insert(json!("array"));
}
