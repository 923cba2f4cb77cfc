//! JSON text to a tree.

use super::decode::{Decoded, MAX_DEPTH, Problem, ProblemKind};
use crate::document::Pointer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::fmt;

/// Reads the whole text, or says why it is not JSON.
pub(super) fn read(text: &str) -> Result<Decoded, serde_json::Error> {
    let problems = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit(); // our own is higher
    let tree = Tree { depth: 0, problems: &problems }.deserialize(&mut reader)?;
    reader.end()?;
    let problems = problems.into_inner().into_iter().map(|(kind, tokens)| Problem {
        kind,
        at: tokens.into_iter().rev().fold(Pointer::root(), |at, token| at.child(token)),
    });
    Ok(Decoded { root: tree, problems: problems.collect() })
}

/// Something odd, and the path to it, innermost token first.
type Found = (ProblemKind, Vec<String>);

/// Builds a value, remembering keys that occur twice: the last one wins.
#[derive(Clone, Copy)]
struct Tree<'a> {
    depth: usize,
    /// What is odd: each level adds its own token to the path on the way out, so that
    /// nothing is spent on paths where there is nothing to say.
    problems: &'a RefCell<Vec<Found>>,
}

impl Tree<'_> {
    /// The builder of what is one level down; none where that is too deep.
    fn below(self) -> Option<Self> {
        if self.depth >= MAX_DEPTH {
            self.problems.borrow_mut().push((ProblemKind::TooDeep, Vec::new()));
            return None;
        }
        Some(Self { depth: self.depth + 1, ..self })
    }

    fn name_level(self, since: usize, token: impl Fn() -> String) {
        for (_, path) in self.problems.borrow_mut().iter_mut().skip(since) {
            path.push(token());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        let Some(below) = self.below() else {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::Array(items));
        };
        loop {
            let since = self.problems.borrow().len();
            let Some(item) = list.next_element_seed(below)? else { break };
            self.name_level(since, || items.len().to_string());
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        let Some(below) = self.below() else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Value::Object(members));
        };
        while let Some(key) = map.next_key::<String>()? {
            let since = self.problems.borrow().len();
            let value = map.next_value_seed(below)?;
            self.name_level(since, || key.clone());
            match members.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(value);
                }
                Entry::Occupied(mut place) => {
                    let path = vec![place.key().clone()];
                    self.problems.borrow_mut().push((ProblemKind::DoubledKey, path));
                    place.insert(value);
                }
            }
        }
        Ok(Value::Object(members))
    }
}

/// The byte offset at which reading stopped.
pub(super) fn offset(text: &str, error: &serde_json::Error) -> usize {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line - 2).map_or(0, |(at, _)| at + 1),
    };
    (line_start + error.column().saturating_sub(1)).min(text.len())
}

/// What went wrong, without the position that the diagnostic shows by itself.
pub(super) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text.get(..end).unwrap_or(&text).to_owned(),
        None => text,
    }
}
