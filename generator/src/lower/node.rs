//! A value of the document together with where it stands.

use crate::document::Pointer;
use serde_json::{Map, Value};
use std::rc::Rc;

/// One step from a value down to a part of it.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// The way from the root to a value, shared with the ways to its neighbours: most values
/// are looked at and never reported, so a whole pointer for each would be waste.
#[derive(Clone, Debug, Default)]
struct Trail<'a>(Option<Rc<(Trail<'a>, Step<'a>)>>);

/// A value of the document and the way to it.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    trail: Trail<'a>,
}

impl<'a> Node<'a> {
    /// The whole document.
    pub(super) fn root(value: &'a Value) -> Self {
        Self { value, trail: Trail::default() }
    }

    fn step(&self, value: &'a Value, step: Step<'a>) -> Self {
        Self { value, trail: Trail(Some(Rc::new((self.trail.clone(), step)))) }
    }

    /// The member with this key, when this is an object that has it.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let (key, value) = self.object()?.get_key_value(key)?;
        Some(self.step(value, Step::Key(key)))
    }

    /// A member whose key and value are at hand already.
    pub(super) fn member(&self, key: &'a str, value: &'a Value) -> Self {
        self.step(value, Step::Key(key))
    }

    /// The value that a pointer's unescaped tokens lead to from here.
    pub(super) fn descend(&self, token: &str) -> Option<Self> {
        match self.value {
            Value::Object(_) => self.get(token),
            Value::Array(items) => {
                let index = token.parse().ok()?;
                Some(self.step(items.get(index)?, Step::Index(index)))
            }
            _ => None,
        }
    }

    /// The value as an object.
    pub(super) fn object(&self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    /// The text under a key.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.object()?.get(key)?.as_str()
    }

    /// Whether `true` stands under a key.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.object().and_then(|object| object.get(key)).and_then(Value::as_bool)
            == Some(true)
    }

    /// The items of a list; nothing for anything else.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> {
        let items = self.value.as_array().map(Vec::as_slice).unwrap_or_default();
        items
            .iter()
            .enumerate()
            .map(|(index, value)| self.step(value, Step::Index(index)))
    }

    /// The items of the list under a key.
    pub(super) fn list(&self, key: &str) -> Vec<Self> {
        self.get(key).map(|list| list.items().collect()).unwrap_or_default()
    }

    /// The members of an object; nothing for anything else.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> {
        let members = self.object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), self.member(key, value)))
    }

    /// The members of the object under a key.
    pub(super) fn map(&self, key: &str) -> Vec<(&'a str, Self)> {
        self.get(key).map(|map| map.members().collect()).unwrap_or_default()
    }

    /// The address in `$ref`.
    pub(super) fn reference(&self) -> Option<&'a str> {
        self.text("$ref")
    }

    /// What tells this value from every other one of the document, equal ones included.
    pub(super) fn address(&self) -> usize {
        std::ptr::from_ref(self.value).addr()
    }

    /// The pointer to this value.
    pub(super) fn pointer(&self) -> Pointer {
        let mut steps = Vec::new();
        let mut trail = &self.trail;
        while let Some(link) = &trail.0 {
            steps.push(link.1);
            trail = &link.0;
        }
        let mut pointer = Pointer::root();
        for step in steps.into_iter().rev() {
            match step {
                Step::Key(key) => pointer.push(key),
                Step::Index(index) => pointer.push(index.to_string()),
            }
        }
        pointer
    }
}
