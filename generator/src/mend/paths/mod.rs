//! Paths, and the parameters that belong to them.

mod declared;

use super::operations::{of_item, pointer};
use super::template::{Part, Template};
use crate::diagnostic::Code;
use crate::dialect::Report;
use crate::document::Pointer;
use declared::{Components, Declared};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Brings every path to the form `/text/{variable}`, and its parameters in line with it.
pub(super) fn mend(root: &mut Value, report: &mut Report<'_>) {
    let components = Components::of(root);
    let Some(Value::Object(paths)) = root.get_mut("paths") else { return };
    let base = Pointer::root().child("paths");
    let old = std::mem::take(paths);
    let mut plain: BTreeSet<String> = old.keys().cloned().collect();
    for (path, mut item) in old {
        let Value::Object(map) = &mut item else { continue };
        if path.starts_with("x-") {
            paths.insert(path, item);
            continue;
        }
        let at = base.child(path.as_str());
        let names = declared::names(map, &components);
        let template = Template::parse(&path, &names);
        tell(&path, &template, &at, report);
        if !template.query.is_empty() {
            let pairs =
                template.query.iter().map(|(key, value)| (key.clone(), json!(value)));
            map.insert("x-oasmith-query".to_owned(), Value::Object(pairs.collect()));
        }
        mend_parameters(map, &template, &components, &at, report);
        let key = key_of(&path, &template, &plain);
        if key != path {
            report.moved(&at, base.child(key.as_str()));
            plain.insert(key.clone());
        }
        match paths.get_mut(&key) {
            Some(Value::Object(first)) => merge(first, map, &at, report),
            _ => {
                paths.insert(key, item);
            }
        }
    }
}

fn tell(path: &str, template: &Template, at: &Pointer, report: &mut Report<'_>) {
    if path.trim().len() < path.len() {
        report.add(
            Code::UntrimmedName,
            at,
            format!("the path `{path}` begins or ends with spaces"),
        );
    }
    if template.broken {
        let message = format!(
            "the path `{path}` is not valid; it is read as `{}`",
            template.path()
        );
        report.add(Code::BrokenPath, at, message);
    }
    if !template.query.is_empty() || !template.query_variables.is_empty() {
        report.add(Code::QueryInPath, at, format!("the path `{path}` contains a query"));
    }
    if template.fragment.is_some() {
        let message =
            format!("the path `{path}` contains a fragment, which is never sent");
        report.add(Code::QueryInPath, at, message);
    }
}

/// The key of a path item. What is sent is the part before a `#`; where several items have
/// that in common, what they differ in follows the `#`.
fn key_of(path: &str, template: &Template, plain: &BTreeSet<String>) -> String {
    let key = template.path();
    if key == path || !plain.contains(&key) {
        return key;
    }
    let mut apart: Vec<String> = Vec::new();
    apart.extend(template.query.iter().map(|(key, value)| format!("{key}={value}")));
    apart.extend(template.query_variables.iter().map(|(key, _)| key.clone()));
    let mut apart = apart.join("&");
    if let Some(fragment) = &template.fragment {
        apart.push_str(fragment);
    }
    if apart.is_empty() { key } else { format!("{key}#{apart}") }
}

/// Two items of one path become one; of two operations of one method the first stays.
fn merge(
    first: &mut Map<String, Value>,
    second: &mut Map<String, Value>,
    at: &Pointer,
    report: &mut Report<'_>,
) {
    // What the second item says of all its operations is said of each.
    let shared = second.shift_remove("parameters");
    for (method, operation) in of_item(second) {
        if first.contains_key(&method) {
            let message = format!("{method} of this path is described twice");
            report.add(Code::DuplicatePath, &pointer(at, &method), message);
            continue;
        }
        let mut operation = operation.clone();
        if let Some(Value::Array(shared)) = &shared {
            let own = operation.entry("parameters").or_insert_with(|| json!([]));
            if let Value::Array(own) = own {
                own.extend(shared.iter().cloned());
            }
        }
        first.insert(method, Value::Object(operation));
    }
}

fn mend_parameters(
    item: &mut Map<String, Value>,
    template: &Template,
    components: &Components,
    at: &Pointer,
    report: &mut Report<'_>,
) {
    let mut of_item_list = Declared::take(item, components, at, report);
    of_item_list.match_spelling(template, &[], report);
    of_item_list.move_to_query(template);
    // Operations may yet use what differs from the template by more than spelling.
    let shared = of_item_list.names_in_path();
    let variables = template.variables();
    for (method, operation) in of_item(item) {
        let at = pointer(at, &method);
        let mut own = Declared::take(operation, components, &at, report);
        own.match_spelling(template, &shared, report);
        own.move_to_query(template);
        own.match_last(template, &shared, report);
        let mut known = own.names_in_path();
        known.extend(shared.iter().cloned());
        for variable in &variables {
            if !known.iter().any(|name| name == variable) {
                own.declare(variable, report);
            }
        }
        own.declare_query(template, &of_item_list);
        own.drop_unused(template, report);
        own.put_back(operation);
    }
    of_item_list.drop_unused(template, report);
    for part in &template.parts {
        if let Part::Variable { name, reserved: true } = part {
            of_item_list.allow_reserved(name);
        }
    }
    of_item_list.put_back(item);
    for part in &template.parts {
        if let Part::Variable { name, reserved: true } = part {
            for (_, operation) in of_item(item) {
                declared::allow_reserved(operation, name, components);
            }
        }
    }
}
