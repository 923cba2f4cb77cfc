//! A schema with all that `allOf` adds to it, in one piece.

use crate::ir::{Docs, Rules};
use crate::lower::node::Node;
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

/// What `type` may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::lower) enum JsonType {
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
    Null,
}

impl JsonType {
    /// What `type` says with this word.
    pub(in crate::lower) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "object" => Self::Object,
            "array" => Self::Array,
            "string" => Self::String,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "null" => Self::Null,
            _ => return None,
        })
    }

    /// The word for a value of this type, used to name alternatives.
    pub(in crate::lower) fn word(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "list",
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Null => "null",
        }
    }
}

/// A part of a schema that is put together from several.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Part<'a> {
    pub(in crate::lower) node: Node<'a>,
    /// Whether `oneOf` and `anyOf` anywhere in this part are left out, because the schema
    /// being put together is one of their alternatives.
    pub(in crate::lower) without_unions: bool,
}

/// A schema: one value of the document, or several that hold together like `allOf`.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Source<'a> {
    pub(in crate::lower) parts: Vec<Part<'a>>,
}

impl<'a> Source<'a> {
    /// The schema that one value of the document is.
    pub(in crate::lower) fn one(node: Node<'a>) -> Self {
        Self { parts: vec![Part { node, without_unions: false }] }
    }

    /// The schema that several values are together; of each value once.
    pub(in crate::lower) fn all(nodes: impl IntoIterator<Item = Node<'a>>) -> Self {
        let parts = nodes.into_iter().map(|node| Part { node, without_unions: false });
        Self { parts: parts.collect() }
    }

    /// The only value, when there is one.
    pub(in crate::lower) fn single(&self) -> Option<&Node<'a>> {
        match self.parts.as_slice() {
            [Part { node, without_unions: false }] => Some(node),
            _ => None,
        }
    }

    /// The only value, whatever is left out of it.
    pub(in crate::lower) fn only(&self) -> Option<&Node<'a>> {
        match self.parts.as_slice() {
            [Part { node, .. }] => Some(node),
            _ => None,
        }
    }

    /// The value to which diagnostics point.
    pub(in crate::lower) fn anchor(&self) -> Option<&Node<'a>> {
        self.parts.last().map(|part| &part.node)
    }

    /// What tells this schema from every other.
    pub(in crate::lower) fn key(&self) -> Vec<usize> {
        let address = |part: &Part<'a>| {
            // Values are aligned, so the lowest bit of an address is free for the flag.
            part.node.address() | usize::from(part.without_unions)
        };
        self.parts.iter().map(address).collect()
    }
}

/// What properties beyond the named ones may be.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) enum Additional<'a> {
    /// The schema does not say.
    #[default]
    Unsaid,
    /// There are none.
    Forbidden,
    /// Anything.
    Free,
    /// Values of this schema.
    Typed(Node<'a>),
}

/// `oneOf` or `anyOf` with the `discriminator` beside it.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Choice<'a> {
    /// The list of alternatives.
    pub(in crate::lower) members: Vec<Node<'a>>,
    /// The `discriminator`.
    pub(in crate::lower) discriminator: Option<Node<'a>>,
}

/// Names or words for the values of an enum.
#[derive(Clone, Debug)]
pub(in crate::lower) struct ValueNote<'a> {
    /// The keyword.
    pub(in crate::lower) key: &'a str,
    pub(in crate::lower) note: &'a Value,
    /// The `enum` that a list of notes goes along with, where there is one beside it.
    pub(in crate::lower) beside: Option<&'a Value>,
}

/// Everything that a schema says, `allOf` merged.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Flat<'a> {
    pub(in crate::lower) docs: Docs,
    pub(in crate::lower) deprecated: bool,
    pub(in crate::lower) read_only: bool,
    pub(in crate::lower) write_only: bool,
    pub(in crate::lower) default: Option<&'a Value>,
    pub(in crate::lower) example: Option<&'a Value>,
    pub(in crate::lower) rules: Rules,
    pub(in crate::lower) format: Option<&'a str>,
    pub(in crate::lower) json_type: Option<JsonType>,
    /// Whether parts said different types, so that none of them can be believed.
    pub(in crate::lower) conflict: bool,
    pub(in crate::lower) values: Option<Vec<&'a Value>>,
    /// Names and words for `values`, by the keys that real descriptions use for them.
    pub(in crate::lower) value_notes: Vec<ValueNote<'a>>,
    pub(in crate::lower) properties: IndexMap<&'a str, Vec<Node<'a>>>,
    pub(in crate::lower) required: IndexSet<&'a str>,
    pub(in crate::lower) additional: Additional<'a>,
    pub(in crate::lower) patterns: Vec<Node<'a>>,
    pub(in crate::lower) items: Vec<Node<'a>>,
    pub(in crate::lower) prefix_items: Vec<Node<'a>>,
    pub(in crate::lower) choices: Vec<Choice<'a>>,
    /// A `discriminator` without `oneOf` or `anyOf` beside it.
    pub(in crate::lower) discriminator: Option<Node<'a>>,
    /// Whether no value fits.
    pub(in crate::lower) never: bool,
}

impl<'a> Flat<'a> {
    /// The type: what `type` says, or else what the other keywords are about.
    pub(in crate::lower) fn effective_type(&self) -> Option<JsonType> {
        if self.conflict {
            return None;
        }
        self.json_type.or_else(|| self.implied_type())
    }

    fn implied_type(&self) -> Option<JsonType> {
        let object = !self.properties.is_empty()
            || !self.patterns.is_empty()
            || !matches!(self.additional, Additional::Unsaid);
        if object {
            return Some(JsonType::Object);
        }
        if !self.items.is_empty() || !self.prefix_items.is_empty() {
            return Some(JsonType::Array);
        }
        if let Some(values) = &self.values {
            return common_type(values);
        }
        match self.format {
            Some("int32" | "int64") => return Some(JsonType::Integer),
            Some("float" | "double") => return Some(JsonType::Number),
            Some(
                "date-time" | "date" | "byte" | "binary" | "uuid" | "uri" | "email"
                | "password",
            ) => return Some(JsonType::String),
            _ => {}
        }
        let rules = &self.rules;
        let text = rules.pattern.is_some()
            || rules.min_length.is_some()
            || rules.max_length.is_some();
        text.then_some(JsonType::String)
    }

    /// Whether it says anything about values, `oneOf` and `anyOf` aside.
    pub(in crate::lower) fn has_own_shape(&self) -> bool {
        let bare_object = self.effective_type() == Some(JsonType::Object)
            && self.properties.is_empty()
            && self.patterns.is_empty()
            && !matches!(self.additional, Additional::Typed(_));
        self.effective_type().is_some() && !bare_object
    }
}

/// The one type of all values that are not null.
fn common_type(values: &[&Value]) -> Option<JsonType> {
    let mut common = None;
    for value in values {
        let this = match value {
            Value::Null => continue,
            Value::Bool(_) => JsonType::Boolean,
            Value::Number(number) if number.is_f64() => JsonType::Number,
            Value::Number(_) => JsonType::Integer,
            Value::String(_) => JsonType::String,
            Value::Array(_) => JsonType::Array,
            Value::Object(_) => JsonType::Object,
        };
        common = match (common, this) {
            (None, _) => Some(this),
            (Some(JsonType::Integer), JsonType::Number)
            | (Some(JsonType::Number), JsonType::Integer) => Some(JsonType::Number),
            (Some(before), _) if before == this => common,
            _ => return None,
        };
    }
    common
}
