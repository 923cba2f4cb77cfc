//! What a step of an overlay does to the document.

use super::{Action, Does};
use crate::document::{Document, Pointer, SourceMap};
use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};
use std::collections::BTreeSet;

/// Takes one step; gives how many values it was about.
pub(super) fn apply(action: &Action, document: &mut Document) -> usize {
    let targets = pointers(&action.target, &document.root);
    match &action.does {
        Does::Update(update) => update_all(document, &targets, update),
        Does::Copy(from) => {
            let from = from.query(&document.root).exactly_one().ok().cloned();
            // What names no single value to copy is about nothing.
            let Some(from) = from else { return 0 };
            update_all(document, &targets, &from);
        }
        // The last first, so that the places of the others stay as they are.
        Does::Remove => targets.iter().rev().for_each(|at| remove(document, at)),
    }
    targets.len()
}

/// A part of a place; ordered, so that items of a list come in its order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Name(String),
    Index(usize),
}

/// The places of all values that a path selects, each once, items of a list in its order.
fn pointers(path: &JsonPath, root: &Value) -> Vec<Pointer> {
    let part = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Part::Name((*name).to_owned()),
        PathElement::Index(index) => Part::Index(*index),
    };
    let found: BTreeSet<Vec<Part>> = path
        .query_located(root)
        .locations()
        .map(|location| location.iter().map(part).collect())
        .collect();
    let pointer = |parts: Vec<Part>| {
        parts.into_iter().fold(Pointer::root(), |at, part| match part {
            Part::Name(name) => at.child(name),
            Part::Index(index) => at.item(index),
        })
    };
    found.into_iter().map(pointer).collect()
}

fn update_all(document: &mut Document, targets: &[Pointer], update: &Value) {
    for target in targets {
        if let Some(value) = document.root.pointer_mut(&target.to_string()) {
            merge(value, update);
        }
    }
}

/// Objects are merged key by key and lists made longer; anything else is replaced
/// (Overlay 1.0 and 1.1, Action Object).
fn merge(value: &mut Value, update: &Value) {
    match (value, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (key, update) in updates {
                match members.get_mut(key) {
                    Some(member) => merge(member, update),
                    None => {
                        members.insert(key.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (Value::Array(items), one) => items.push(one.clone()),
        (value, update) => *value = update.clone(),
    }
}

fn remove(document: &mut Document, at: &Pointer) {
    let mut parent = at.clone();
    let Some(last) = parent.pop() else { return };
    match document.root.pointer_mut(&parent.to_string()) {
        Some(Value::Object(members)) => {
            members.shift_remove(&last);
        }
        Some(Value::Array(items)) => {
            let index = last.parse::<usize>().ok().filter(|index| *index < items.len());
            let Some(index) = index else { return };
            items.remove(index);
            let rest = index..items.len();
            move_up(&mut document.sources, &parent, rest);
        }
        _ => {}
    }
}

/// Says that these items of a list were one place further down.
fn move_up(sources: &mut SourceMap, list: &Pointer, items: std::ops::Range<usize>) {
    for index in items {
        let was = sources.locate(&list.item(index.saturating_add(1)));
        sources.moved(list.item(index), was);
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use serde_json::json;

    #[test]
    fn merging_goes_down_into_objects_and_makes_lists_longer() {
        let mut value = json!({"a": {"b": 1, "c": [1]}, "d": [1]});
        merge(&mut value, &json!({"a": {"b": 2, "c": [2]}, "d": {"e": 3}, "f": null}));
        let expected =
            json!({"a": {"b": 2, "c": [1, 2]}, "d": [1, {"e": 3}], "f": null});
        assert_eq!(value, expected);
    }
}
