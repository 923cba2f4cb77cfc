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
        Tree::Scalar(text) => vec![(name.to_owned(), PairValue::one(text.clone()))],
        Tree::List(items) if explode => items
            .iter()
            .map(|item| (name.to_owned(), PairValue::one(item.text())))
            .collect(),
        Tree::Object(entries) if explode => entries
            .iter()
            .map(|(name, value)| (name.clone(), PairValue::one(value.text())))
            .collect(),
        // A list of nothing cannot be told from one empty item: nothing is sent.
        Tree::List(items) if items.is_empty() => Vec::new(),
        Tree::Object(entries) if entries.is_empty() => Vec::new(),
        Tree::List(items) => {
            let parts = items.iter().map(Tree::text).collect();
            vec![(name.to_owned(), PairValue { parts, separator })]
        }
        Tree::Object(entries) => {
            let parts = entries
                .iter()
                .flat_map(|(name, value)| [name.clone(), value.text()])
                .collect();
            vec![(name.to_owned(), PairValue { parts, separator })]
        }
    }
}

/// `name[key]=value`, as deep as the value goes. The standard is silent on lists, so the
/// style says how they are written.
fn deep(name: String, tree: &Tree, style: Style, out: &mut Pairs) {
    match tree {
        Tree::Scalar(text) => out.push((name, PairValue::one(text.clone()))),
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let name = match (item, style) {
                    (Tree::Scalar(_), Style::DeepObject) => format!("{name}[]"),
                    (Tree::Scalar(_), Style::DeepObjectRepeated) => name.clone(),
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
