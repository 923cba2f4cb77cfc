//! Schemas that are nothing but each other.

use super::lookup::tokens;
use crate::diagnostic::Code;
use crate::dialect::Report;
use crate::document::Pointer;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Breaks circles of `$ref` and `allOf` among components.
pub(super) fn break_cycles(root: &mut Value, report: &mut Report<'_>) {
    let Some(Value::Object(components)) = root.get_mut("components") else { return };
    let at = Pointer::root().child("components");
    for (section, objects) in components.iter_mut() {
        let Value::Object(objects) = objects else { continue };
        let at = at.child(section.as_str());
        while let Some((name, other)) = back_edge(objects) {
            let message = format!("`{name}` is part of itself through `{other}`");
            report.add(Code::AliasCycle, &at.child(name.as_str()), message);
            cut(objects, &name, &other);
        }
    }
}

/// The names of components that a schema is wholly made of.
fn parts(schema: &Value) -> Vec<String> {
    let mut names = Vec::new();
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        if let Some(Value::String(reference)) = schema.get("$ref") {
            names.extend(tokens(reference).pop());
        } else if let Some(Value::Array(members)) = schema.get("allOf") {
            waiting.extend(members);
        }
    }
    names
}

/// A component and the part of it that leads back to it.
fn back_edge(objects: &Map<String, Value>) -> Option<(String, String)> {
    let edges: BTreeMap<&str, Vec<String>> = objects
        .iter()
        .map(|(name, schema)| (name.as_str(), parts(schema)))
        .filter(|(_, parts)| !parts.is_empty())
        .collect();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in objects.keys() {
        let Some((start, parts)) = edges.get_key_value(start.as_str()) else { continue };
        if done.contains(start) {
            continue;
        }
        // The way down: each component with those of its parts that are still to be seen.
        let mut way: Vec<(&str, &[String])> = vec![(start, parts)];
        let mut on_way: BTreeSet<&str> = BTreeSet::from([*start]);
        while let Some((name, left)) = way.last_mut() {
            let Some((next, rest)) = left.split_first() else {
                done.insert(*name);
                on_way.remove(*name);
                way.pop();
                continue;
            };
            *left = rest;
            if on_way.contains(next.as_str()) {
                return Some(((*name).to_owned(), next.clone()));
            }
            if let Some((next, parts)) = edges.get_key_value(next.as_str())
                && !done.contains(next)
            {
                on_way.insert(next);
                way.push((next, parts));
            }
        }
    }
    None
}

/// Takes out of a component its part of this name.
fn cut(objects: &mut Map<String, Value>, name: &str, other: &str) {
    let Some(schema) = objects.get_mut(name) else { return };
    let leads = |value: &Value| match value.get("$ref") {
        Some(Value::String(reference)) => {
            tokens(reference).pop().is_some_and(|last| last == other)
        }
        _ => false,
    };
    if leads(schema) {
        *schema = json!({});
        return;
    }
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        if let Some(Value::Array(members)) = schema.get_mut("allOf") {
            members.retain(|member| !leads(member));
            waiting.extend(members);
        }
    }
    if let Some(Value::Object(map)) = objects.get_mut(name)
        && map.get("allOf").and_then(Value::as_array).is_some_and(Vec::is_empty)
    {
        map.shift_remove("allOf");
    }
}
