//! Path templates.

use crate::ir::{Parameter, PathPart, PathTemplate, Place};

/// Splits a template into text and parameters. Braces around something that is no
/// parameter are text.
pub(super) fn template(
    text: &str,
    query: Vec<(String, String)>,
    parameters: &[Parameter],
) -> PathTemplate {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
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
                    parts.push(PathPart::Text(std::mem::take(&mut plain)));
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
        parts.push(PathPart::Text(plain));
    }
    PathTemplate { text: text.to_owned(), parts, query }
}
