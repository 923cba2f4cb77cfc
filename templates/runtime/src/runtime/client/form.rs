//! Bodies of `application/x-www-form-urlencoded`.

use crate::runtime::style::{Tree, pairs, query_text};
use crate::runtime::{Error, RequestMedia, Style, Value};

/// The pairs of a form. Lists are repeated names, objects and lists in lists JSON text,
/// unless the description gives them a style.
pub(crate) fn form_body(
    media: &RequestMedia,
    value: &dyn Value,
) -> Result<String, Error> {
    let entries = match Tree::of(value) {
        Some(Tree::Object(entries)) => entries,
        None => Vec::new(),
        Some(_) => {
            return Err(Error::argument("body".into(), "must be an object for a form"));
        }
    };
    let mut text = String::new();
    for (name, tree) in &entries {
        let encoding = media.encoding.iter().find(|encoding| encoding.name == name);
        let content_type = encoding.and_then(|encoding| encoding.content_type);
        let is_json = super::media::written_as(content_type, tree.is_structured())
            .is_some_and(super::media::is_json);
        let allow_reserved = encoding.is_some_and(|encoding| encoding.allow_reserved);
        let styled = encoding.filter(|encoding| encoding.has_style());
        let bare_object = matches!(tree, Tree::Object(_)) && styled.is_none();
        let pairs = match styled.or(encoding) {
            _ if is_json || bare_object => {
                pairs(name, &Tree::Scalar(tree.json_text()), Style::Form, true)
            }
            Some(encoding) => encoding.pairs(tree),
            None => pairs(name, tree, Style::Form, true),
        };
        for (name, value) in pairs {
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(&query_text(&name, false));
            text.push('=');
            text.push_str(&value.encoded(|part| query_text(part, allow_reserved)));
        }
    }
    Ok(text)
}
