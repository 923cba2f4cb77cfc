//! Whether a schema takes `null`, in every spelling that there is for it.

use crate::lower::context::Lowering;
use crate::lower::node::Node;
use crate::lower::schema::flat::Source;
use serde_json::Value;
use std::collections::HashMap;

/// What a schema says about `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Null {
    /// Nothing: whatever is said beside it counts.
    Unsaid,
    /// It is no value of a type that the schema names.
    Refused,
    /// It is a value beside those of a type.
    Taken,
    /// `nullable: true` without a type: said about whatever it is merged with.
    Declared,
}

impl Null {
    fn yes(self) -> bool {
        matches!(self, Self::Taken | Self::Declared)
    }

    /// Both hold.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Declared, _) | (_, Self::Declared) => Self::Declared,
            (Self::Unsaid, said) | (said, Self::Unsaid) => said,
            (Self::Refused, _) | (_, Self::Refused) => Self::Refused,
            (Self::Taken, Self::Taken) => Self::Taken,
        }
    }

    /// Either holds.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            _ if self.yes() || other.yes() => Self::Taken,
            (Self::Unsaid, Self::Unsaid) => Self::Unsaid,
            _ => Self::Refused,
        }
    }
}

/// What was found out, by the address of the schema.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct NullCache {
    known: HashMap<usize, Null>,
}

enum Step<'a> {
    Enter(Node<'a>),
    Leave(Node<'a>),
}

impl<'a> Lowering<'a> {
    /// Whether `null` is among the values of a schema.
    pub(in crate::lower) fn takes_null(&mut self, source: &Source<'a>) -> bool {
        let mut all = Null::Unsaid;
        for part in &source.parts {
            all = all.and(self.null_of(&part.node));
        }
        all.yes()
    }

    fn null_of(&mut self, node: &Node<'a>) -> Null {
        if let Some(known) = self.nulls.known.get(&node.address()) {
            return *known;
        }
        let mut steps = vec![Step::Enter(node.clone())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) => {
                    // A schema that leads back to itself adds nothing the second time.
                    let address = node.address();
                    if self.nulls.known.contains_key(&address) {
                        continue;
                    }
                    self.nulls.known.insert(address, Null::Unsaid);
                    steps.push(Step::Leave(node.clone()));
                    let below = self.null_parts(&node);
                    steps.extend(below.into_iter().map(Step::Enter));
                }
                Step::Leave(node) => {
                    let said = self.said(&node);
                    self.nulls.known.insert(node.address(), said);
                }
            }
        }
        self.known(node)
    }

    fn known(&self, node: &Node<'a>) -> Null {
        self.nulls.known.get(&node.address()).copied().unwrap_or(Null::Unsaid)
    }

    /// The schemas that this one leans on.
    fn null_parts(&self, node: &Node<'a>) -> Vec<Node<'a>> {
        if let Some(reference) = node.reference() {
            return self.target(reference).into_iter().collect();
        }
        ["allOf", "oneOf", "anyOf"].iter().flat_map(|key| node.list(key)).collect()
    }

    fn said(&self, node: &Node<'a>) -> Null {
        if let Some(reference) = node.reference() {
            return self.target(reference).map_or(Null::Unsaid, |to| self.known(&to));
        }
        let own = own_null(node);
        if own.yes() {
            return own;
        }
        let all = node.list("allOf").iter().fold(Null::Unsaid, |all, member| {
            let said = self.known(member);
            if all == Null::Unsaid { said } else { all.and(said) }
        });
        let mut result = own.and(all);
        for key in ["oneOf", "anyOf"] {
            let members = node.list(key);
            let either =
                members.iter().map(|member| self.known(member)).reduce(Null::or);
            match either {
                Some(either) if either.yes() && own != Null::Refused => result = either,
                Some(either) => result = result.and(either),
                None => {}
            }
        }
        result
    }
}

/// What the keywords of one schema object say themselves.
fn own_null(node: &Node<'_>) -> Null {
    let Some(object) = node.object() else { return Null::Unsaid };
    let values = object.get("enum").and_then(Value::as_array);
    let typed = object.get("type").is_some_and(Value::is_string);
    let null_type = node.text("type") == Some("null");
    let among_values = values.is_some_and(|values| values.contains(&Value::Null));
    if null_type || among_values || node.flag("x-oasmith-enum-null") {
        return Null::Taken;
    }
    if node.flag("nullable") {
        let alone = !typed && values.is_none() && !object.contains_key("properties");
        return if alone { Null::Declared } else { Null::Taken };
    }
    let shaped = ["properties", "items", "additionalProperties"];
    if typed || values.is_some() || shaped.iter().any(|key| object.contains_key(*key)) {
        return Null::Refused;
    }
    Null::Unsaid
}

/// Whether `null` is the only value that a schema is there for.
pub(super) fn is_null_only(node: &Node<'_>) -> bool {
    let Some(object) = node.object() else { return false };
    let mut signal = false;
    for (key, value) in object {
        match (key.as_str(), value) {
            ("type", Value::String(name)) if name == "null" => signal = true,
            ("enum", Value::Array(values)) if values.iter().all(Value::is_null) => {
                signal = true;
            }
            ("nullable", Value::Bool(true)) => signal = true,
            ("title" | "description" | "default" | "example" | "format", _) => {}
            ("type", _) if is_all_null(object.get("enum")) => {}
            (key, _) if key.starts_with("x-") => {}
            _ => return false,
        }
    }
    signal
}

fn is_all_null(values: Option<&Value>) -> bool {
    let values = values.and_then(Value::as_array);
    values.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
}
