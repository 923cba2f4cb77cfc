//! JSON as it was written: the order of names and the digits of numbers are kept.

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A JSON value as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    /// The digits.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// How deep values are followed.
const DEEPEST: usize = 100;

impl Node {
    /// Reads JSON text.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let raw: &RawValue =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        Self::of(raw, DEEPEST)
    }

    fn of(raw: &RawValue, depth: usize) -> Result<Self, String> {
        let text = raw.get().trim();
        let Some(depth) = depth.checked_sub(1) else {
            return Err("nested too deeply".to_owned());
        };
        let wrong = |error: serde_json::Error| error.to_string();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let entries = entries(text).map_err(wrong)?;
                let entry = |(name, value): (String, Box<RawValue>)| {
                    Self::of(&value, depth).map(|value| (name, value))
                };
                Self::Object(entries.into_iter().map(entry).collect::<Result<_, _>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).map_err(wrong)?;
                let item = |item: &RawValue| Self::of(item, depth);
                Self::List(items.into_iter().map(item).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text).map_err(wrong)?),
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'n') => Self::Null,
            _ => Self::Number(text.to_owned()),
        })
    }

    /// What another library made.
    pub(super) fn from_json(json: &serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(*value),
            serde_json::Value::Number(number) => Self::Number(number.to_string()),
            serde_json::Value::String(text) => Self::Text(text.clone()),
            serde_json::Value::Array(items) => {
                Self::List(items.iter().map(Self::from_json).collect())
            }
            serde_json::Value::Object(entries) => Self::Object(
                entries
                    .iter()
                    .map(|(name, value)| (name.clone(), Self::from_json(value)))
                    .collect(),
            ),
        }
    }

    /// The value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => {
                entries.iter().find(|(one, _)| one == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The value at a path of names.
    pub(super) fn at<'a>(
        &self,
        path: impl IntoIterator<Item = &'a str>,
    ) -> Option<&Self> {
        path.into_iter().try_fold(self, |node, name| match node {
            Self::List(items) => items.get(name.parse::<usize>().ok()?),
            _ => node.get(name),
        })
    }

    /// What it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// On one line.
    pub(super) fn compact(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, &Layout::Compact, 0);
        text
    }

    /// On many lines.
    pub(super) fn pretty(&self, is_coloured: bool) -> String {
        let mut text = String::new();
        self.write(&mut text, &Layout::Pretty { is_coloured }, 0);
        text
    }

    fn write(&self, out: &mut String, layout: &Layout, depth: usize) {
        match self {
            Self::Null => layout.word(out, "null", Colour::Word),
            Self::Bool(value) => {
                layout.word(out, if *value { "true" } else { "false" }, Colour::Word);
            }
            Self::Number(digits) => layout.word(out, digits, Colour::Number),
            Self::Text(text) => layout.word(out, &quoted(text), Colour::Text),
            Self::List(items) => {
                out.push('[');
                let inner = depth.saturating_add(1);
                for (index, item) in items.iter().enumerate() {
                    layout.next(out, index, inner);
                    item.write(out, layout, inner);
                }
                layout.end(out, items.is_empty(), depth);
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                let inner = depth.saturating_add(1);
                for (index, (name, value)) in entries.iter().enumerate() {
                    layout.next(out, index, inner);
                    layout.word(out, &quoted(name), Colour::Name);
                    out.push(':');
                    if matches!(layout, Layout::Pretty { .. }) {
                        out.push(' ');
                    }
                    value.write(out, layout, inner);
                }
                layout.end(out, entries.is_empty(), depth);
                out.push('}');
            }
        }
    }
}

enum Layout {
    Compact,
    Pretty { is_coloured: bool },
}

enum Colour {
    Name,
    Text,
    Number,
    Word,
}

impl Layout {
    fn word(&self, out: &mut String, word: &str, colour: Colour) {
        if !matches!(self, Self::Pretty { is_coloured: true }) {
            return out.push_str(word);
        }
        let code = match colour {
            Colour::Name => "34;1",
            Colour::Text => "32",
            Colour::Number => "36",
            Colour::Word => "33",
        };
        out.push_str(&format!("\u{1b}[{code}m{word}\u{1b}[0m"));
    }

    fn next(&self, out: &mut String, index: usize, depth: usize) {
        if index > 0 {
            out.push(',');
        }
        self.line(out, depth);
    }

    fn end(&self, out: &mut String, is_empty: bool, depth: usize) {
        if !is_empty {
            self.line(out, depth);
        }
    }

    fn line(&self, out: &mut String, depth: usize) {
        if let Self::Pretty { .. } = self {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        }
    }
}

/// A JSON string. What a terminal would obey stays escaped.
pub(super) fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap_or_default();
    let is_odd = |one: char| one == '\u{7f}' || ('\u{80}'..='\u{9f}').contains(&one);
    if !json.contains(is_odd) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for one in json.chars() {
        if is_odd(one) {
            out.push_str(&format!("\\u{:04x}", u32::from(one)));
        } else {
            out.push(one);
        }
    }
    out
}

/// The entries of an object, in order.
pub(super) fn entries(
    text: &str,
) -> Result<Vec<(String, Box<RawValue>)>, serde_json::Error> {
    struct Entries;

    impl<'de> Visitor<'de> for Entries {
        type Value = Vec<(String, Box<RawValue>)>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(
            self,
            mut map: A,
        ) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }

    serde_json::Deserializer::from_str(text).deserialize_map(Entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_digits_stay() {
        let text =
            r#"{"b":1.10,"a":[123456789012345678901234567890,{"x":null}],"c":"é\n"}"#;
        let node = Node::parse(text).unwrap();
        assert_eq!(node.compact(), text);
        assert_eq!(node.at(["a", "1", "x"]), Some(&Node::Null));
        assert_eq!(
            Node::parse("{\"a\":[]}").unwrap().pretty(false),
            "{\n  \"a\": []\n}"
        );
        assert!(Node::parse(&"[".repeat(10_000)).is_err());
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(Node::parse(&deep).is_err());
    }
}
