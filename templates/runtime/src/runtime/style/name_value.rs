//! Parameters that become pairs of name and value: in queries, forms and cookies.

use super::Tree;
use crate::runtime::Style;

/// Pairs of name and value, not yet encoded; the value is in parts that go out with a
/// separator between them.
pub(crate) type Pairs = Vec<(String, PairValue)>;

/// The value of a pair.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PairValue {
    parts: Vec<String>,
    /// What stands between the parts, as it is sent.
    separator: &'static str,
}

impl PairValue {
    /// The value where nothing is encoded.
    pub(crate) fn plain(&self) -> String {
        let separator = match self.separator {
            "%20" => " ",
            "%7C" => "|",
            "%09" => "\t",
            other => other,
        };
        self.parts.join(separator)
    }

    fn one(text: String) -> Self {
        Self { parts: vec![text], separator: "" }
    }

    /// The value with each part encoded.
    pub(crate) fn encoded(&self, encode: impl Fn(&str) -> String) -> String {
        let parts: Vec<String> = self.parts.iter().map(|part| encode(part)).collect();
        parts.join(self.separator)
    }
}

/// The pairs of a parameter.
pub(crate) fn pairs(name: &str, tree: &Tree, style: Style, explode: bool) -> Pairs {
    if style.is_deep_object() {
        let mut out = Vec::new();
        deep(name.to_owned(), tree, style, &mut out);
        return out;
    }
    let separator = match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        Style::TabDelimited => "%09",
        _ => ",",
    };
    match tree {
        Tree::Null => Vec::new(),
        Tree::Scalar(text) | Tree::Bare(text) => {
            vec![(name.to_owned(), PairValue::one(text.clone()))]
        }
        Tree::List(items) if explode => items
            .iter()
            .filter(|item| !item.is_null())
            .map(|item| (name.to_owned(), PairValue::one(item.text())))
            .collect(),
        Tree::Object(entries) if explode => entries
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), PairValue::one(value.text())))
            .collect(),
        Tree::List(items) => {
            let items = items.iter().filter(|item| !item.is_null());
            joined(name, items.map(Tree::text).collect(), separator)
        }
        Tree::Object(entries) => {
            let entries = entries.iter().filter(|(_, value)| !value.is_null());
            let parts = entries.flat_map(|(name, value)| [name.clone(), value.text()]);
            joined(name, parts.collect(), separator)
        }
    }
}

/// A list of nothing cannot be told from one empty item: nothing is sent, unless
/// [`empty_pair`] is.
fn joined(name: &str, parts: Vec<String>, separator: &'static str) -> Pairs {
    if parts.is_empty() {
        return Vec::new();
    }
    vec![(name.to_owned(), PairValue { parts, separator })]
}

/// What says that a list is empty, where it must be there: its name without a value.
pub(crate) fn empty_pair(name: &str, tree: &Tree, style: Style) -> Option<Pairs> {
    if !matches!(tree, Tree::List(_)) {
        return None;
    }
    let name = match style {
        Style::DeepObject => format!("{name}[]"),
        _ => name.to_owned(),
    };
    Some(vec![(name, PairValue::one(String::new()))])
}

/// `name[key]=value`, as deep as the value goes. The standard is silent on lists, so the
/// style says how they are written.
fn deep(name: String, tree: &Tree, style: Style, out: &mut Pairs) {
    match tree {
        Tree::Null => {}
        Tree::Scalar(text) | Tree::Bare(text) => {
            out.push((name, PairValue::one(text.clone())));
        }
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let name = match (item, style) {
                    (Tree::Scalar(_) | Tree::Bare(_), Style::DeepObject) => {
                        format!("{name}[]")
                    }
                    (Tree::Scalar(_) | Tree::Bare(_), Style::DeepObjectRepeated) => {
                        name.clone()
                    }
                    _ => format!("{name}[{index}]"),
                };
                deep(name, item, style, out);
            }
        }
        Tree::Object(entries) => {
            for (key, value) in entries {
                deep(format!("{name}[{key}]"), value, style, out);
            }
        }
    }
}
