//! Where references lead.

use crate::dialect::{decode, is_reference};
use crate::document::Pointer;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// The names of all components, by section.
pub(super) struct Names {
    sections: HashMap<String, HashSet<String>>,
}

impl Names {
    /// Those of this document.
    pub(super) fn of(root: &Value) -> Self {
        let components = root.get("components").and_then(Value::as_object);
        let sections = components.into_iter().flatten().filter_map(|(section, map)| {
            let names = map.as_object()?.keys().cloned().collect();
            Some((section.clone(), names))
        });
        Self { sections: sections.collect() }
    }

    pub(super) fn has(&self, section: &str, name: &str) -> bool {
        self.sections.get(section).is_some_and(|names| names.contains(name))
    }

    pub(super) fn add(&mut self, section: &str, name: String) {
        self.sections.entry(section.to_owned()).or_default().insert(name);
    }

    /// Takes a name out; says whether it was there.
    pub(super) fn forget(&mut self, section: &str, name: &str) -> bool {
        self.sections.get_mut(section).is_some_and(|names| names.remove(name))
    }

    /// The one name of the section that differs in case or spaces only.
    pub(super) fn alike(&self, section: &str, name: &str) -> Option<String> {
        let names = self.sections.get(section)?;
        let mut alike =
            names.iter().filter(|one| one.trim().eq_ignore_ascii_case(name.trim()));
        let found = alike.next()?;
        alike.next().is_none().then(|| found.clone())
    }

    /// Whether a reference is in its final form and leads to something.
    pub(super) fn is_final(&self, reference: &str, section: &str) -> bool {
        let name = reference
            .strip_prefix("#/components/")
            .and_then(|rest| rest.strip_prefix(section))
            .and_then(|rest| rest.strip_prefix('/'));
        match name {
            Some(name) if name.contains('~') => {
                !name.contains('/') && self.has(section, &unescape(name))
            }
            Some(name) => self.has(section, name),
            None => false,
        }
    }
}

/// The reference to a component.
pub(super) fn to_component(section: &str, name: &str) -> String {
    let mut pointer = Pointer::root().child("components");
    pointer.push(section);
    pointer.push(name);
    format!("#{pointer}")
}

fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// The tokens of a reference's pointer.
pub(super) fn tokens(reference: &str) -> Vec<String> {
    let pointer = decode(reference.trim());
    Pointer::parse(&pointer).tokens().to_vec()
}

/// The value at these tokens.
pub(super) fn get<'r>(root: &'r Value, tokens: &[String]) -> Option<&'r Value> {
    tokens.iter().try_fold(root, |value, token| step(value, token))
}

/// The value at these tokens, to change it.
pub(super) fn get_mut<'r>(
    root: &'r mut Value,
    tokens: &[String],
) -> Option<&'r mut Value> {
    tokens.iter().try_fold(root, |value, token| match value {
        Value::Object(map) => map.get_mut(token),
        Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    })
}

fn step<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Object(map) => map.get(token),
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    }
}

/// The tokens of the place that these lead to, when references on the way (and at the end)
/// are followed.
pub(super) fn follow(root: &Value, tokens: &[String]) -> Option<Vec<String>> {
    let mut left: Vec<String> = tokens.iter().rev().cloned().collect();
    let mut done: Vec<String> = Vec::new();
    let mut value = root;
    // More hops than this are a circle.
    for _ in 0..64 {
        while let Some(token) = left.last() {
            let Some(below) = step(value, token) else { break };
            value = below;
            done.extend(left.pop());
        }
        if !is_reference(value) {
            return left.is_empty().then_some(done);
        }
        let reference = value.get("$ref").and_then(Value::as_str)?;
        left.extend(self::tokens(reference).into_iter().rev());
        done.clear();
        value = root;
    }
    None
}

/// The first schema of a `content`.
pub(super) fn first_schema(map: &Map<String, Value>) -> Option<(String, &Value)> {
    let content = map.get("content")?.as_object()?;
    content.iter().find_map(|(name, media)| Some((name.clone(), media.get("schema")?)))
}
