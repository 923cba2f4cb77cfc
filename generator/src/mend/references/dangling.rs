//! References that lead to nothing: each costs what it names, and nothing beyond it.

use super::lookup::{Names, get_mut, to_component};
use crate::diagnostic::Code;
use crate::dialect::grammar::Kind;
use crate::dialect::{Report, is_reference, walk};
use crate::document::Pointer;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Puts something in the place of what has no target, or takes it out.
pub(super) fn take_out(root: &mut Value, report: &mut Report<'_>) {
    let mut names = Names::of(root);
    forget_lost_components(root, &mut names);
    let mut lost: BTreeMap<Pointer, BTreeSet<String>> = BTreeMap::new();
    walk(Kind::OpenApi, root, |kind, value, at| {
        if kind == Kind::Parameter {
            mend_path_parameter(value, &names, || at.pointer(), report);
        }
        let Some(reference) = dangling(kind, value, &names) else { return };
        let pointer = at.pointer();
        let (instead, words) = replacement(kind);
        let message = format!("`{reference}` has no target; {words}");
        report.add(Code::DanglingReference, &pointer, message);
        match instead {
            Some(instead) => *value = instead,
            None => {
                if let Some((last, parents)) = pointer.tokens().split_last() {
                    let mut parent = Pointer::root();
                    parents.iter().for_each(|token| parent.push(token.as_str()));
                    lost.entry(parent).or_default().insert(last.clone());
                }
            }
        }
    });
    for (parent, keys) in &lost {
        remove(root, parent, keys, report);
    }
}

/// The reference that a value is, if it has no target.
fn dangling(kind: Kind, value: &Value, names: &Names) -> Option<String> {
    let section = kind.section()?;
    let reference = value.get("$ref")?.as_str()?;
    (!names.is_final(reference, section)).then(|| reference.to_owned())
}

/// What stands for something of which nothing is known, and how that is said; where it
/// can be done without, nothing does.
fn replacement(kind: Kind) -> (Option<Value>, &'static str) {
    match kind {
        Kind::Schema => (Some(json!({})), "any value is allowed"),
        Kind::Response => {
            (Some(json!({ "description": "" })), "the response has no description")
        }
        Kind::RequestBody => {
            let any = json!({ "content": { "application/json": { "schema": {} } } });
            (Some(any), "the body may be any JSON, or not be there")
        }
        _ => (None, "it was left out"),
    }
}

/// A part of a path is text, whatever else it is: no other value could stand there.
fn mend_path_parameter(
    parameter: &mut Value,
    names: &Names,
    at: impl FnOnce() -> Pointer,
    report: &mut Report<'_>,
) {
    if parameter.get("in").and_then(Value::as_str) != Some("path") {
        return;
    }
    let Some(schema) = parameter.get_mut("schema") else { return };
    if let Some(reference) = dangling(Kind::Schema, schema, names) {
        let message = format!("`{reference}` has no target; any text is allowed");
        report.add(Code::DanglingReference, &at().child("schema"), message);
        *schema = json!({ "type": "string" });
    }
}

/// Components that are nothing but a reference that has no target are nothing
/// themselves, and so are those that refer to them.
fn forget_lost_components(root: &Value, names: &mut Names) {
    let mut users: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    let mut gone = Vec::new();
    let sections = root.get("components").and_then(Value::as_object);
    for (section, map) in sections.into_iter().flatten() {
        if is_replaced(section) {
            continue;
        }
        for (name, value) in map.as_object().into_iter().flatten() {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                continue;
            };
            users.entry(reference).or_default().push((section, name));
            if is_reference(value) && !names.is_final(reference, section) {
                gone.push((section.as_str(), name.as_str()));
            }
        }
    }
    while let Some((section, name)) = gone.pop() {
        if names.forget(section, name)
            && let Some(users) = users.get(to_component(section, name).as_str())
        {
            gone.extend(users);
        }
    }
}

/// Whether something stands for what is lost, so that its name still leads somewhere.
fn is_replaced(section: &str) -> bool {
    let replaced = [Kind::Schema, Kind::Response, Kind::RequestBody];
    replaced.iter().any(|kind| kind.section() == Some(section))
}

/// Takes members out of an object or a list.
fn remove(
    root: &mut Value,
    parent: &Pointer,
    keys: &BTreeSet<String>,
    report: &mut Report<'_>,
) {
    match get_mut(root, parent.tokens()) {
        Some(Value::Object(map)) => map.retain(|key, _| !keys.contains(key)),
        Some(Value::Array(items)) => {
            for (index, item) in std::mem::take(items).into_iter().enumerate() {
                if keys.contains(&index.to_string()) {
                    continue;
                }
                if items.len() != index {
                    report.moved(&parent.item(index), parent.item(items.len()));
                }
                items.push(item);
            }
        }
        _ => {}
    }
}
