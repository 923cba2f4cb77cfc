//! A value as texts in lists and objects: what styles are written from.

use crate::runtime::json::{Side, encode};
use crate::runtime::{
    Any, Field, Map, Object, Unknown, Value, View, Written, items, unknown_of, written,
};

/// A value as texts in lists and objects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// A text.
    Scalar(String),
    /// A number or boolean: its text is its JSON too.
    Bare(String),
    /// Null: no style has a form for it, so that it is left out (RFC 6570, 2.3).
    Null,
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// How deep values are followed; what is deeper is left out.
const DEEPEST: usize = 64;

impl Tree {
    /// The tree of a value; `None` where there is none.
    pub(crate) fn of(value: &dyn Value) -> Option<Self> {
        Self::build(value, DEEPEST)
    }

    /// The value as JSON text; `None` where there is none.
    pub(crate) fn json(value: &dyn Value) -> Result<Option<Self>, String> {
        if matches!(value.view(), View::Absent) {
            return Ok(None);
        }
        let bytes = encode(value, Side::Server).map_err(|error| error.to_string())?;
        let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
        Ok(Some(Self::Scalar(text)))
    }

    fn build(value: &dyn Value, depth: usize) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let text = match value.view() {
            View::Absent => return None,
            View::Null => return Some(Self::Null),
            View::Bool(value) => return Some(Self::Bare(value.to_string())),
            View::Integer(value) => return Some(Self::Bare(value.to_string())),
            View::Wide(value) => return Some(Self::Bare(value.to_string())),
            View::Float(value) if value.is_finite() => {
                return Some(Self::Bare(value.to_string()));
            }
            View::Float(value) => value.to_string(),
            View::Text(value) => value.to_owned(),
            View::Binary(value) => value.text().unwrap_or_default().to_owned(),
            View::Any(value) => return Some(Self::any(value, depth)),
            View::List(list) => {
                let items = items(list).filter_map(|item| Self::build(item, depth));
                return Some(Self::List(items.collect()));
            }
            View::Map(map) => return Some(Self::Object(Self::entries(map, depth))),
            View::Model(model) => return Some(Self::model(model, depth)),
            View::Body(body) => return Self::build(body.active().1, depth),
            View::Union(union) => {
                let (index, value) = union.active();
                let mut tree = Self::build(value, depth)?;
                if let (Self::Object(entries), Some((name, tag))) =
                    (&mut tree, union.table().told().tag(index))
                {
                    put_tag(entries, name, tag);
                }
                return Some(tree);
            }
        };
        Some(Self::Scalar(text))
    }

    fn model(model: &dyn Object, depth: usize) -> Self {
        let fields = model.table().fields();
        let odd = unknown_of(model).map_or(&[][..], Unknown::odd);
        let mut entries: Vec<_> = fields
            .iter()
            .enumerate()
            .filter(|(_, field)| !field.is(Field::READ_ONLY))
            .filter_map(|(index, field)| {
                let value = model.field(index);
                let tree = match written(odd, field.name, value.view()) {
                    Written::Nothing => return None,
                    Written::Kept(came) => Self::any(came, depth),
                    Written::Value => Self::build(value, depth)?,
                };
                Some((field.name.to_owned(), tree))
            })
            .collect();
        if let View::Map(rest) = model.field(fields.len()).view() {
            entries.extend(Self::entries(rest, depth));
        }
        Self::Object(entries)
    }

    fn entries(map: &dyn Map, depth: usize) -> Vec<(String, Self)> {
        let entry = |(name, value): (&str, _)| {
            Some((name.to_owned(), Self::build(value, depth)?))
        };
        map.entries().into_iter().filter_map(entry).collect()
    }

    fn any(value: &Any, depth: usize) -> Self {
        let Some(depth) = depth.checked_sub(1) else {
            return Self::Scalar(String::new());
        };
        match value {
            Any::String(text) => Self::Scalar(text.clone()),
            Any::Array(items) => {
                Self::List(items.iter().map(|item| Self::any(item, depth)).collect())
            }
            Any::Object(entries) => {
                let entry = |(name, value): (&String, _)| {
                    (name.clone(), Self::any(value, depth))
                };
                Self::Object(entries.iter().map(entry).collect())
            }
            Any::Null => Self::Null,
            other => Self::Bare(other.to_string()),
        }
    }

    /// The whole as one text. A list or object has none of its own inside another, where
    /// the styles are silent: it is written as JSON.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Scalar(text) | Self::Bare(text) => text.clone(),
            Self::Null => String::new(),
            nested => nested.json_text(),
        }
    }

    /// The same with the lists inside as one text each, their items with the text between
    /// them that is given for their depth. Without any, nothing is changed.
    pub(crate) fn joined(&self, between: &[&str]) -> Self {
        match (self, between) {
            (Self::List(items), [_, ..]) => {
                let items = items.iter().filter(|item| !item.is_null());
                Self::List(items.map(|item| item.joined_whole(between)).collect())
            }
            _ => self.clone(),
        }
    }

    /// The same where a list itself is one text too.
    pub(crate) fn joined_whole(&self, between: &[&str]) -> Self {
        match (self, between) {
            (Self::List(items), [between, deeper @ ..]) => {
                let items = items.iter().filter(|item| !item.is_null());
                let items = items.map(|item| item.joined_whole(deeper).text());
                Self::Scalar(items.collect::<Vec<_>>().join(between))
            }
            _ => self.clone(),
        }
    }

    /// The whole as JSON text.
    pub(crate) fn json_text(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) {
        match self {
            Self::Scalar(text) => quote(text, out),
            Self::Bare(text) => out.push_str(text),
            Self::Null => out.push_str("null"),
            Self::List(items) => {
                let mut sign = '[';
                for item in items {
                    out.push(std::mem::replace(&mut sign, ','));
                    item.write_json(out);
                }
                out.push_str(if sign == '[' { "[]" } else { "]" });
            }
            Self::Object(entries) => {
                let mut sign = '{';
                for (name, value) in entries {
                    out.push(std::mem::replace(&mut sign, ','));
                    quote(name, out);
                    out.push(':');
                    value.write_json(out);
                }
                out.push_str(if sign == '{' { "{}" } else { "}" });
            }
        }
    }

    /// Whether it is a list or an object.
    pub(crate) fn is_structured(&self) -> bool {
        matches!(self, Self::List(_) | Self::Object(_))
    }

    /// Whether it is null.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is a list or object of nothing.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Scalar(_) | Self::Bare(_) => false,
            Self::Null => true,
            Self::List(items) => items.is_empty(),
            Self::Object(entries) => entries.is_empty(),
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push_str(&Any::String(text.to_owned()).to_string());
}

/// Puts the tag of a union's variant where the value says none.
fn put_tag(entries: &mut Vec<(String, Tree)>, name: &str, tag: &str) {
    let tag = Tree::Scalar(tag.to_owned());
    let Some((_, said)) = entries.iter_mut().find(|(known, _)| known == name) else {
        entries.insert(0, (name.to_owned(), tag));
        return;
    };
    if *said == Tree::Scalar(String::new()) {
        *said = tag;
    }
}
