//! Where edits are made: the objects of a description, by what they hold.

use serde_json::{Map, Value};

/// What an edit is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// The whole description.
    Root,
    /// A schema with `properties`.
    Object,
    /// A schema of a property.
    Property,
    /// A schema with `enum`.
    Enum,
    /// A schema with `oneOf` or `anyOf`.
    Union,
    /// A schema with `discriminator`.
    Tagged,
    Parameter,
    Operation,
    /// A map of responses.
    Responses,
    /// A security scheme.
    Scheme,
}

/// The pointers to all sites of a kind, in the order of the description.
pub(super) fn sites(root: &Value, site: Site) -> Vec<String> {
    let mut found = Vec::new();
    walk(root, &mut String::new(), &mut |pointer, map| {
        if is_site(pointer, map, site) {
            found.push(pointer.to_owned());
        }
    });
    found
}

fn walk(
    value: &Value,
    pointer: &mut String,
    visit: &mut impl FnMut(&str, &Map<String, Value>),
) {
    let length = pointer.len();
    match value {
        Value::Object(map) => {
            visit(pointer, map);
            for (key, below) in map.iter().filter(|(key, _)| !is_data(key)) {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                walk(below, pointer, visit);
                pointer.truncate(length);
            }
        }
        Value::Array(items) => {
            for (below, index) in items.iter().zip(0_usize..) {
                pointer.push_str(&format!("/{index}"));
                walk(below, pointer, visit);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

/// Values of users, which look like anything.
fn is_data(key: &str) -> bool {
    matches!(
        key,
        "example" | "examples" | "default" | "enum" | "callbacks" | "webhooks" | "links"
    ) || key.starts_with("x-")
}

fn is_site(pointer: &str, map: &Map<String, Value>, site: Site) -> bool {
    let (above, last) = pointer.rsplit_once('/').unwrap_or_default();
    let has_object = |key: &str| map.get(key).is_some_and(Value::is_object);
    let is_schema = |key: &str| last != "properties" && map.contains_key(key);
    match site {
        Site::Root => pointer.is_empty(),
        Site::Object => has_object("properties") && is_schema("properties"),
        Site::Property => above.ends_with("/properties") && !map.contains_key("$ref"),
        Site::Enum => is_schema("enum") && map.get("enum").is_some_and(Value::is_array),
        Site::Union => is_schema("oneOf") || is_schema("anyOf"),
        Site::Tagged => is_schema("discriminator") && has_object("discriminator"),
        Site::Parameter => {
            map.get("in").is_some_and(Value::is_string)
                && map.get("name").is_some_and(Value::is_string)
                && !map.contains_key("type")
        }
        Site::Operation => has_object("responses") && above.starts_with("/paths/"),
        Site::Responses => last == "responses" && above.starts_with("/paths/"),
        Site::Scheme => above == "/components/securitySchemes",
    }
}
