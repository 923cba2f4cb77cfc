//! Operations, and their names.

use super::parts;
use crate::diagnostic::Code;
use crate::dialect::{At, Report, lift_bodies};
use crate::document::Pointer;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The methods that a path item has keys for.
pub(super) const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Parameters that are bodies, as in 2.0, become the body.
pub(super) fn before_shape(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    if lift_bodies(map) {
        let message = || "a parameter describes the body, as in 2.0".to_owned();
        report.count(Code::ForeignKeyword, "in: body", || at.pointer(), message);
    }
}

/// Repairs of what has the right shape.
pub(super) fn after_shape(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    parts::mend_shared(map, at, report);
    if !map.contains_key("responses") {
        let message = || "an operation has no `responses`".to_owned();
        report.count(Code::MissingResponses, "", || at.pointer(), message);
        map.insert("responses".to_owned(), json!({}));
    }
    if let Some(Value::Array(tags)) = map.get_mut("tags") {
        let mut seen = BTreeSet::new();
        for tag in tags.iter_mut() {
            if let Value::String(text) = tag
                && text.trim().len() < text.len()
            {
                *text = text.trim().to_owned();
            }
        }
        tags.retain(|tag| {
            let text = tag.as_str().unwrap_or_default();
            !text.is_empty() && seen.insert(text.to_owned())
        });
    }
}

/// The operations of a path item, by method: those of its own keys, then the additional
/// ones.
pub(super) fn of_item(
    item: &mut Map<String, Value>,
) -> Vec<(String, &mut Map<String, Value>)> {
    let mut own = Vec::new();
    let mut additional = Vec::new();
    for (key, value) in item.iter_mut() {
        let Value::Object(value) = value else { continue };
        if METHODS.contains(&key.as_str()) {
            own.push((key.clone(), value));
        } else if key == "x-oasmith-additional-operations" {
            for (method, operation) in value.iter_mut() {
                if let Value::Object(operation) = operation {
                    additional.push((method.clone(), operation));
                }
            }
        }
    }
    own.append(&mut additional);
    own
}

/// The pointer to the operation of this method.
pub(super) fn pointer(item: &Pointer, method: &str) -> Pointer {
    if METHODS.contains(&method) {
        return item.child(method);
    }
    item.child("x-oasmith-additional-operations").child(method)
}

/// Gives every operation a distinct `operationId`.
pub(super) fn mend(root: &mut Value, report: &mut Report<'_>) {
    let Some(Value::Object(paths)) = root.get_mut("paths") else { return };
    let at = Pointer::root().child("paths");
    let mut taken = given(paths);
    let mut first: BTreeSet<String> = BTreeSet::new();
    for (path, item) in paths {
        let Value::Object(item) = item else { continue };
        let at = at.child(path.as_str());
        for (method, operation) in of_item(item) {
            let id = id_of(operation);
            if !id.is_empty() && first.insert(id.clone()) {
                operation.insert("operationId".to_owned(), json!(id));
                continue;
            }
            let words = words(&method, path);
            let (wanted, code) = if id.is_empty() {
                operation.insert("x-oasmith-made-operation-id".to_owned(), json!(true));
                (words, Code::MissingOperationId)
            } else {
                (format!("{id}_{words}"), Code::DuplicateOperationId)
            };
            let made = free(wanted, &taken);
            tell(code, &id, &made, &pointer(&at, &method), report);
            taken.insert(made.clone());
            operation.insert("operationId".to_owned(), json!(made));
        }
    }
}

fn tell(code: Code, id: &str, made: &str, at: &Pointer, report: &mut Report<'_>) {
    if code == Code::MissingOperationId {
        let message =
            || format!("an operation has no `operationId`; it is called `{made}`");
        report.count(code, "", || at.clone(), message);
    } else {
        report.add(
            code,
            at,
            format!("`operationId: {id}` is already used; this one becomes `{made}`"),
        );
    }
}

/// All the ids that are given.
fn given(paths: &mut Map<String, Value>) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for item in paths.values_mut() {
        let Value::Object(item) = item else { continue };
        for (_, operation) in of_item(item) {
            ids.insert(id_of(operation));
        }
    }
    ids
}

fn id_of(operation: &Map<String, Value>) -> String {
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
    id.trim().to_owned()
}

/// Method and path as one word, which only this operation has.
fn words(method: &str, path: &str) -> String {
    let mut words = method.to_lowercase();
    for word in path.split(|letter: char| !letter.is_alphanumeric()) {
        if !word.is_empty() {
            words.push('_');
            words.push_str(word);
        }
    }
    words
}

/// `wanted`, or that with underscores where another path gives the same words.
fn free(wanted: String, taken: &BTreeSet<String>) -> String {
    let mut free = wanted;
    while taken.contains(&free) {
        free.push('_');
    }
    free
}
