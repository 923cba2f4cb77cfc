//! What extensions say about an operation that its reader wants to know.

use crate::lower::node::Node;
use serde_json::Value;

/// Words in the name of an extension that tells what a caller needs.
const NEEDS: [&str; 4] = ["role", "permission", "privilege", "entitlement"];

/// Whether an extension of an operation is used.
pub(super) fn is_read(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.ends_with("sunset") || NEEDS.iter().any(|word| key.contains(word))
}

/// Roles, permissions and the like.
pub(super) fn needs(node: &Node<'_>) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    for (key, node) in node.members().filter(|(key, _)| key.starts_with("x-")) {
        let lower = key.to_ascii_lowercase();
        if NEEDS.iter().any(|word| lower.contains(word))
            && let Some(text) = listed(node.value)
        {
            facts.push((label(key), text));
        }
    }
    facts
}

/// The date of an extension whose name ends in `sunset`.
pub(super) fn sunset(node: &Node<'_>) -> Option<String> {
    let mut dates = node.members().filter_map(|(key, node)| {
        let sunset =
            key.starts_with("x-") && key.to_ascii_lowercase().ends_with("sunset");
        let date = node.value.as_str().filter(|_| sunset)?;
        date.starts_with(|first: char| first.is_ascii_digit()).then(|| date.to_owned())
    });
    dates.next()
}

/// Text, or a list of texts or of objects with a name.
fn listed(value: &Value) -> Option<String> {
    let named = |value: &Value| -> Option<String> {
        let names = ["displayName", "title", "name", "id"];
        let text = match value {
            Value::Object(object) => {
                names.iter().find_map(|name| object.get(*name)?.as_str())
            }
            other => other.as_str(),
        };
        text.map(str::to_owned)
    };
    match value {
        Value::Array(items) => {
            let names: Vec<String> = items.iter().filter_map(named).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        other => named(other),
    }
}

/// `x-rolesRequired` as `Roles required`.
fn label(key: &str) -> String {
    let key = key.strip_prefix("x-").unwrap_or(key);
    let mut label = String::with_capacity(key.len());
    for (index, letter) in key.chars().enumerate() {
        if index == 0 {
            label.extend(letter.to_uppercase());
        } else if letter == '-' || letter == '_' {
            label.push(' ');
        } else if letter.is_uppercase() && !label.ends_with(char::is_uppercase) {
            label.push(' ');
            label.extend(letter.to_lowercase());
        } else {
            label.push(letter);
        }
    }
    label
}
