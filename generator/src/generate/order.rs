//! Maps whose order says nothing, in one order: moving parts of a description about changes
//! nothing in the SDK.
//!
//! Properties stay as they are, because the fields of a struct follow them, and so do media
//! types, of which the first one is preferred.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

const METHODS: [&str; 9] =
    ["get", "query", "post", "put", "patch", "delete", "head", "options", "trace"];

/// Maps of a Swagger 2.0 root that are components in later versions.
const OLD_COMPONENTS: [&str; 4] =
    ["definitions", "parameters", "responses", "securityDefinitions"];

/// Brings the maps of a document of any version into their order.
pub(super) fn sort(root: &mut Value) {
    for key in OLD_COMPONENTS {
        sort_map(root.get_mut(key));
    }
    for key in ["paths", "webhooks"] {
        sort_items(root.get_mut(key));
    }
    sort_responses(root.get_mut("responses"));
    let Some(Value::Object(components)) = root.get_mut("components") else { return };
    components.values_mut().for_each(|section| sort_map(Some(section)));
    sort_responses(components.get_mut("responses"));
    sort_items(components.get_mut("pathItems"));
    sort_callbacks(components.get_mut("callbacks"));
}

/// The SHA-256 of what a document says, in hexadecimal digits: of its values, with the keys
/// of every object in order.
pub(super) fn hash(root: &Value) -> String {
    let mut root = root.clone();
    root.sort_all_objects();
    let mut hex = String::new();
    for byte in Sha256::digest(root.to_string()) {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

fn sort_map(value: Option<&mut Value>) {
    if let Some(Value::Object(map)) = value {
        map.sort_keys();
    }
}

/// Path items by path, and the operations of each by method.
fn sort_items(items: Option<&mut Value>) {
    let Some(Value::Object(items)) = items else { return };
    items.sort_keys();
    for item in items.values_mut().filter_map(Value::as_object_mut) {
        sort_by_method(item);
        for operation in item.values_mut().filter_map(Value::as_object_mut) {
            sort_responses(operation.get_mut("responses"));
            sort_callbacks(operation.get_mut("callbacks"));
        }
    }
}

fn sort_by_method(item: &mut Map<String, Value>) {
    item.sort_keys();
    let place = |key: &str| {
        METHODS.iter().position(|method| *method == key).unwrap_or(METHODS.len())
    };
    let mut members: Vec<(String, Value)> = std::mem::take(item).into_iter().collect();
    members.sort_by_key(|(key, _)| place(key));
    item.extend(members);
}

fn sort_callbacks(callbacks: Option<&mut Value>) {
    let Some(Value::Object(callbacks)) = callbacks else { return };
    callbacks.sort_keys();
    callbacks.values_mut().for_each(|callback| sort_items(Some(callback)));
}

fn sort_responses(responses: Option<&mut Value>) {
    let Some(Value::Object(responses)) = responses else { return };
    responses.sort_keys();
    for response in responses.values_mut() {
        for key in ["headers", "links"] {
            sort_map(response.get_mut(key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parts_are_in_order_and_properties_as_they_were() {
        let mut root = json!({
            "paths": {
                "/b": {"delete": {}, "summary": "", "get": {"responses": {"404": {}, "200": {}}}},
                "/a": {},
            },
            "components": {"schemas": {"B": {}, "A": {"properties": {"z": {}, "a": {}}}}},
        });
        let before = hash(&root);
        sort(&mut root);
        assert_eq!(
            root.to_string(),
            r#"{"paths":{"/a":{},"/b":{"get":{"responses":{"200":{},"404":{}}},"delete":{},"summary":""}},"components":{"schemas":{"A":{"properties":{"z":{},"a":{}}},"B":{}}}}"#
        );
        assert_eq!(hash(&root), before);
    }
}
