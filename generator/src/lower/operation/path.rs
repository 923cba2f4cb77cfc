//! Path templates.

use crate::ir::{Parameter, PathPart, PathTemplate, Place};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What no path of an address may hold as it is (RFC 3986); `%` only where it escapes
/// something already.
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Splits a template into text and parameters. Braces around something that is no
/// parameter are text. What follows a `#` only tells items of one path apart.
pub(super) fn template(
    text: &str,
    query: Vec<(String, String)>,
    parameters: &[Parameter],
) -> PathTemplate {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = without_fragment(text);
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        let position = after.split_once('}').and_then(|(name, tail)| {
            let is_it =
                |one: &Parameter| one.place == Place::Path && one.wire_name == name;
            Some((parameters.iter().position(is_it)?, tail))
        });
        match position {
            Some((index, tail)) => {
                if !plain.is_empty() {
                    parts.push(PathPart::Text(encoded(&plain)));
                    plain.clear();
                }
                parts.push(PathPart::Parameter(index));
                rest = tail;
            }
            None => {
                plain.push('{');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        parts.push(PathPart::Text(encoded(&plain)));
    }
    PathTemplate { text: text.to_owned(), parts, query }
}

/// A template up to the first `#` that is in no variable's name.
fn without_fragment(text: &str) -> &str {
    let mut inside = false;
    let end = text.find(|letter| {
        inside = letter == '{' || (inside && letter != '}');
        letter == '#' && !inside
    });
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The text as it can be sent.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_PATHS).to_string()
}
