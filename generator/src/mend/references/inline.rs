//! Puts path items, callbacks and media types in where they are referred to.

use super::lookup::{follow, get, tokens};
use super::straighten::is_inlined;
use crate::diagnostic::Code;
use crate::dialect::grammar::Kind;
use crate::dialect::{Report, is_reference, walk};
use crate::document::{Copies, Copy};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Replaces references by copies of their targets. One inside its own target is left out.
pub(super) fn inline(root: &mut Value, report: &mut Report<'_>) {
    let targets = targets(root);
    if !targets.is_empty() {
        // The references that the walk is inside of, each with its depth.
        let (mut copies, mut too_much) = (Copies::default(), None);
        let mut inside: Vec<(usize, String)> = Vec::new();
        walk(Kind::OpenApi, root, |kind, value, at| {
            while inside.last().is_some_and(|(depth, _)| *depth >= at.depth()) {
                inside.pop();
            }
            if !is_inlined(kind) {
                return;
            }
            let Some(Value::String(reference)) = value.get("$ref") else { return };
            let reference = reference.clone();
            let circle = inside.iter().any(|(_, one)| *one == reference);
            match targets.get(&reference) {
                Some(target) if !circle && copies.ask(target) != Copy::Fits => {
                    too_much.get_or_insert_with(|| at.pointer());
                    *value = Value::Object(Map::new());
                }
                Some(target) if !circle => {
                    *value = with_siblings(target, value);
                    inside.push((at.depth(), reference));
                }
                _ => {
                    let why =
                        if circle { "is inside of itself" } else { "has no target" };
                    let code =
                        if circle { Code::AliasCycle } else { Code::DanglingReference };
                    report.add(code, &at.pointer(), format!("`{reference}` {why}"));
                    *value = Value::Object(Map::new());
                }
            }
        });
        if let Some(at) = too_much {
            let message = "the target would have to be copied here, and too much was \
                           copied already";
            report.add(Code::TooMuchCopied, &at, message.to_owned());
        }
    }
    if let Some(Value::Object(components)) = root.get_mut("components") {
        for section in ["pathItems", "callbacks", "mediaTypes"] {
            components.shift_remove(section);
        }
    }
}

/// What stands beside a reference of these kinds counts before the target.
fn with_siblings(target: &Value, reference: &Value) -> Value {
    let mut whole = target.clone();
    if let (Value::Object(whole), Value::Object(own)) = (&mut whole, reference) {
        for (key, value) in own {
            if key != "$ref" {
                whole.insert(key.clone(), value.clone());
            }
        }
    }
    whole
}

/// The targets of all such references, by reference.
fn targets(root: &mut Value) -> BTreeMap<String, Value> {
    let mut references = Vec::new();
    walk(Kind::OpenApi, root, |kind, value, _| {
        if is_inlined(kind)
            && let Some(Value::String(reference)) = value.get("$ref")
        {
            references.push(reference.clone());
        }
    });
    let mut targets = BTreeMap::new();
    for reference in references {
        if targets.contains_key(&reference) {
            continue;
        }
        let target = follow(root, &tokens(&reference));
        let target = target.as_deref().and_then(|target| get(root, target));
        let target = target.filter(|target| target.is_object() && !is_reference(target));
        // One that has no target is here to be reported.
        targets.insert(reference, target.cloned());
    }
    targets
        .into_iter()
        .filter_map(|(reference, target)| Some((reference, target?)))
        .collect()
}
