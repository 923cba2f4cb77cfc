//! Parameters to text: every style of OpenAPI, safe for the place it goes to.

mod name_value;
mod percent;
mod tree;

pub(crate) use name_value::{PairValue, Pairs, empty_pair, pairs};
use percent::segments_text;
pub(crate) use percent::{cookie_text, encode, query_text};
pub(crate) use tree::Tree;

use crate::runtime::{Parameter, Style};

/// A path parameter's text, percent-encoded, so that no value adds a segment, unless the
/// template says that it may.
pub(crate) fn path_text(parameter: &Parameter, tree: &Tree) -> String {
    let tree = &tree.joined_whole(parameter.nested);
    let name = encode(parameter.name);
    match parameter.style {
        Style::Label => label(tree, parameter.explode),
        Style::Matrix => matrix(&name, tree, parameter.explode),
        _ if parameter.allow_reserved => simple(tree, parameter.explode, segments_text),
        _ => simple(tree, parameter.explode, encode),
    }
}

/// A header parameter's text. It is not percent-encoded.
pub(crate) fn header_text(parameter: &Parameter, tree: &Tree) -> String {
    let tree = &tree.joined_whole(parameter.nested);
    simple(tree, parameter.explode, str::to_owned)
}

/// `a`, `a,b`, `k,v,k,v` or `k=v,k=v`.
fn simple(tree: &Tree, explode: bool, encode: impl Fn(&str) -> String) -> String {
    match tree {
        Tree::Scalar(text) | Tree::Bare(text) => encode(text),
        Tree::Null => String::new(),
        Tree::List(items) => join(present(items).map(|item| encode(&item.text())), ","),
        Tree::Object(entries) => {
            let sign = if explode { "=" } else { "," };
            let entry = |(name, value): &(String, Tree)| {
                format!("{}{sign}{}", encode(name), encode(&value.text()))
            };
            join(named(entries).map(entry), ",")
        }
    }
}

/// `.a`, `.a,b`, `.a.b`, `.k,v,k,v` or `.k=v.k=v` (RFC 6570, 3.2.5).
fn label(tree: &Tree, explode: bool) -> String {
    let text = match tree {
        Tree::List(items) if explode => {
            join(present(items).map(|item| encode(&item.text())), ".")
        }
        Tree::Object(entries) if explode => {
            let entry = |(name, value): &(String, Tree)| {
                format!("{}={}", encode(name), encode(&value.text()))
            };
            join(named(entries).map(entry), ".")
        }
        _ => simple(tree, false, encode),
    };
    format!(".{text}")
}

/// `;n=a`, `;n=a,b`, `;n=a;n=b`, `;n=k,v` or `;k=v` (RFC 6570, 3.2.7).
fn matrix(name: &str, tree: &Tree, explode: bool) -> String {
    let pair = |name: &str, value: &str| match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    };
    match tree {
        Tree::List(items) if explode => {
            present(items).map(|item| pair(name, &encode(&item.text()))).collect()
        }
        Tree::Object(entries) if explode => named(entries)
            .map(|(name, value)| pair(&encode(name), &encode(&value.text())))
            .collect(),
        _ => pair(name, &simple(tree, false, encode)),
    }
}

/// The items that are not null.
fn present(items: &[Tree]) -> impl Iterator<Item = &Tree> {
    items.iter().filter(|item| !item.is_null())
}

/// The entries that are not null.
fn named(entries: &[(String, Tree)]) -> impl Iterator<Item = &(String, Tree)> {
    entries.iter().filter(|(_, value)| !value.is_null())
}

fn join(parts: impl Iterator<Item = String>, sign: &str) -> String {
    parts.collect::<Vec<_>>().join(sign)
}
