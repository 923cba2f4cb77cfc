//! Visits every object of a description that the grammar knows, parents first.
//!
//! The walk keeps its own list of work: how deep a document nests never matters to the
//! stack.

use super::grammar::{Keys, Kind, Shape};
use crate::document::Pointer;
use serde_json::Value;

/// One step down from a parent.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

/// The ways to all nodes seen so far, each as a step from its parent.
struct Trail<'a> {
    steps: Vec<Way<'a>>,
}

/// How to get to a node from its parent.
struct Way<'a> {
    parent: usize,
    step: Step<'a>,
    depth: usize,
}

const ROOT: usize = usize::MAX;

/// Where a visited node stands.
pub(crate) struct At<'t, 'a> {
    base: &'t Pointer,
    trail: &'t Trail<'a>,
    id: usize,
}

impl At<'_, '_> {
    /// The pointer to the node. Costs its depth: for reports only.
    #[must_use]
    pub(crate) fn pointer(&self) -> Pointer {
        let mut steps = Vec::new();
        let mut id = self.id;
        while let Some(way) = self.trail.steps.get(id) {
            steps.push(way.step);
            id = way.parent;
        }
        let mut pointer = self.base.clone();
        for step in steps.into_iter().rev() {
            match step {
                Step::Key(key) => pointer.push(key),
                Step::Item(index) => pointer.push(index.to_string()),
            }
        }
        pointer
    }

    /// The node's own key in its parent; `None` for items of lists and the root.
    #[must_use]
    pub(crate) fn key(&self) -> Option<&str> {
        match self.trail.steps.get(self.id) {
            Some(Way { step: Step::Key(key), .. }) => Some(key),
            _ => None,
        }
    }

    /// How many levels of JSON stand above the node.
    #[must_use]
    pub(crate) fn depth(&self) -> usize {
        self.trail.steps.get(self.id).map_or(0, |way| way.depth)
    }
}

/// A node that waits to be visited.
struct Node<'a> {
    kind: Kind,
    value: &'a mut Value,
    id: usize,
}

/// Calls `visit` for every object, from `root` down, in the document's order. What it makes
/// of an object decides where the walk goes on. A reference (`$ref`) is visited and not
/// followed.
pub(crate) fn walk(
    kind: Kind,
    root: &mut Value,
    visit: impl FnMut(Kind, &mut Value, &At<'_, '_>),
) {
    walk_from(&Pointer::ROOT, kind, root, visit);
}

/// The same for a part of a document, which stands at `base`.
pub(crate) fn walk_from(
    base: &Pointer,
    root_kind: Kind,
    root: &mut Value,
    mut visit: impl FnMut(Kind, &mut Value, &At<'_, '_>),
) {
    let mut trail = Trail { steps: Vec::new() };
    let mut waiting = vec![Node { kind: root_kind, value: root, id: ROOT }];
    let mut children = Vec::new();
    while let Some(node) = waiting.pop() {
        visit(node.kind, node.value, &At { base, trail: &trail, id: node.id });
        if node.kind.may_be_reference() && is_reference(node.value) {
            continue;
        }
        collect(node, &mut trail, &mut children);
        waiting.extend(children.drain(..).rev());
    }
}

/// Whether a value is a `$ref`.
#[must_use]
pub(crate) fn is_reference(value: &Value) -> bool {
    value.get("$ref").is_some_and(Value::is_string)
}

fn collect<'a>(node: Node<'a>, trail: &mut Trail<'a>, children: &mut Vec<Node<'a>>) {
    let Value::Object(map) = node.value else { return };
    match node.kind.keys() {
        Keys::Every(kind) => {
            for (key, value) in map {
                if !key.starts_with("x-") {
                    let id = trail.add(node.id, Step::Key(key));
                    add(kind, value, id, children);
                }
            }
        }
        Keys::Named(_) => {
            for (key, value) in map {
                if let Some(known) = node.kind.key(key) {
                    below(known.shape, key, value, node.id, trail, children);
                }
            }
        }
    }
}

impl<'a> Trail<'a> {
    fn add(&mut self, parent: usize, step: Step<'a>) -> usize {
        let depth = self.steps.get(parent).map_or(1, |way| way.depth + 1);
        self.steps.push(Way { parent, step, depth });
        self.steps.len() - 1
    }
}

fn add<'a>(kind: Kind, value: &'a mut Value, id: usize, children: &mut Vec<Node<'a>>) {
    children.push(Node { kind, value, id });
}

fn below<'a>(
    shape: Shape,
    key: &'a str,
    value: &'a mut Value,
    parent: usize,
    trail: &mut Trail<'a>,
    children: &mut Vec<Node<'a>>,
) {
    match (shape, value) {
        (Shape::One(kind), value) => {
            let id = trail.add(parent, Step::Key(key));
            add(kind, value, id, children);
        }
        (Shape::SchemaOrFlag, value @ Value::Object(_)) => {
            let id = trail.add(parent, Step::Key(key));
            add(Kind::Schema, value, id, children);
        }
        (Shape::List(kind), Value::Array(items)) => {
            let list = trail.add(parent, Step::Key(key));
            for (index, item) in items.iter_mut().enumerate() {
                let id = trail.add(list, Step::Item(index));
                add(kind, item, id, children);
            }
        }
        (Shape::Map(kind), Value::Object(map)) => {
            let object = trail.add(parent, Step::Key(key));
            for (name, item) in map {
                let id = trail.add(object, Step::Key(name));
                add(kind, item, id, children);
            }
        }
        _ => {}
    }
}
