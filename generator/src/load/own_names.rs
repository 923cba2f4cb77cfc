//! Names that parts of a file give themselves: `$id`, `$self`, `$anchor`, `$dynamicAnchor`.
//!
//! A schema with an `$id` is a resource of its own (JSON Schema 2020-12, 8.2.1): references
//! in it are relative to its `$id`, and its anchors are its own.

use crate::document::{FileId, Location, Pointer};
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// What a reference is relative to: a file, and in it the resource around the reference.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) file: FileId,
    pub(super) resource: Pointer,
    /// The resource's own name, whole.
    id: Option<String>,
}

/// The names of all files read so far.
#[derive(Debug, Default)]
pub(super) struct OwnNames {
    /// Resources, by their names as written and whole.
    by_id: BTreeMap<String, Location>,
    /// The whole names of resources.
    ids: BTreeMap<(FileId, Pointer), String>,
    /// By file, resource and name.
    anchors: BTreeMap<(FileId, Pointer, String), Pointer>,
}

impl OwnNames {
    /// Notes the names in a file.
    pub(super) fn index(&mut self, file: FileId, tree: &Value) {
        let mut open = vec![(Pointer::root(), tree, base_of_file(file))];
        while let Some((at, value, mut base)) = open.pop() {
            match value {
                Value::Object(map) => {
                    let text = |key: &str| map.get(key).and_then(Value::as_str);
                    for id in ["$id", "$self"].into_iter().filter_map(text) {
                        self.name(&mut base, &at, id);
                    }
                    let anchors = ["$anchor", "$dynamicAnchor"].into_iter();
                    for name in anchors.filter_map(text) {
                        self.note_anchor(&base, &at, name);
                    }
                    // The last comes off the stack first: of equal names, the first wins.
                    let nested = map.iter().rev().filter(|(_, value)| is_nested(value));
                    open.extend(
                        nested.map(|(key, value)| (at.child(key), value, base.clone())),
                    );
                }
                Value::Array(items) => {
                    let nested = items.iter().enumerate().rev();
                    let nested = nested.filter(|(_, value)| is_nested(value));
                    open.extend(
                        nested
                            .map(|(index, value)| (at.item(index), value, base.clone())),
                    );
                }
                _ => {}
            }
        }
    }

    /// Takes the name of the resource at a place, from which its references start.
    fn name(&mut self, base: &mut Base, at: &Pointer, id: &str) {
        let id = id.trim_end_matches('#');
        if let Some(anchor) = id.strip_prefix('#') {
            // As drafts before 2019 wrote an anchor.
            return self.note_anchor(base, at, anchor);
        }
        if id.is_empty() {
            return;
        }
        let whole = whole(base, id);
        let location = Location { file: base.file, pointer: at.clone() };
        self.by_id.entry(id.to_owned()).or_insert_with(|| location.clone());
        self.by_id.entry(whole.clone()).or_insert(location);
        self.ids.insert((base.file, at.clone()), whole.clone());
        base.resource = at.clone();
        base.id = Some(whole);
    }

    fn note_anchor(&mut self, base: &Base, at: &Pointer, name: &str) {
        let key = (base.file, base.resource.clone(), name.to_owned());
        self.anchors.entry(key).or_insert_with(|| at.clone());
    }

    /// The resource of that name, as one inside `base` calls it.
    pub(super) fn find(&self, base: &Base, id: &str) -> Option<Location> {
        let id = id.trim_end_matches('#');
        self.by_id.get(&whole(base, id)).or_else(|| self.by_id.get(id)).cloned()
    }

    /// What references at a place are relative to.
    pub(super) fn base_of(&self, location: &Location) -> Base {
        let mut resource = location.pointer.clone();
        loop {
            let id = self.ids.get(&(location.file, resource.clone()));
            if id.is_some() || resource.tokens().is_empty() {
                return Base { file: location.file, resource, id: id.cloned() };
            }
            resource.pop();
        }
    }

    /// The place that a resource gives this name; where it gives none, one of the file that
    /// any other of its resources does.
    pub(super) fn anchor(&self, resource: &Location, name: &str) -> Option<Location> {
        let key = (resource.file, resource.pointer.clone(), name.to_owned());
        let own = self.anchors.get(&key);
        let others = self
            .anchors
            .iter()
            .filter(|((file, _, other), _)| *file == resource.file && other == name);
        let pointer = own.or_else(|| others.map(|(_, pointer)| pointer).next())?;
        Some(Location { file: resource.file, pointer: pointer.clone() })
    }
}

/// What references in a file that has no name are relative to.
fn base_of_file(file: FileId) -> Base {
    Base { file, resource: Pointer::root(), id: None }
}

/// A name as one inside `base` means it.
fn whole(base: &Base, id: &str) -> String {
    let joined =
        base.id.as_deref().and_then(|base| Url::parse(base).ok()?.join(id).ok());
    joined.map_or_else(|| id.to_owned(), String::from)
}

fn is_nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}
