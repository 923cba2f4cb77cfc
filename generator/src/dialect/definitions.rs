//! `$defs` inside schemas become components.

use super::grammar::Kind;
use super::moves::Moves;
use super::report::Report;
use super::schema::{DYNAMIC, Later};
use super::walk::walk;
use crate::document::Pointer;
use serde_json::{Map, Value, json};

/// Puts the definitions that were taken out of schemas into `components/schemas`. Returns
/// the names that were added, for the walk to go on.
pub(super) fn place(
    root: &mut Map<String, Value>,
    definitions: Vec<(Pointer, String, Value)>,
    moves: &mut Moves,
    report: &mut Report<'_>,
) -> Vec<String> {
    let components = root.entry("components").or_insert_with(|| json!({}));
    let Value::Object(components) = components else { return Vec::new() };
    let schemas = components.entry("schemas").or_insert_with(|| json!({}));
    let Value::Object(schemas) = schemas else { return Vec::new() };
    let base = Pointer::root().child("components").child("schemas");
    let mut added = Vec::new();
    for (old, name, schema) in definitions {
        let name = free_name(schemas, &old, &name);
        moves.add(&old, base.child(name.as_str()), report);
        schemas.insert(name.clone(), schema);
        added.push(name);
    }
    added
}

/// The definition's own name, or with more of its path where that is taken.
fn free_name(schemas: &Map<String, Value>, old: &Pointer, name: &str) -> String {
    if !schemas.contains_key(name) {
        return name.to_owned();
    }
    let own = old.tokens().iter().map(String::as_str);
    let tokens: Vec<&str> = own
        .filter(|token| {
            !matches!(*token, "components" | "schemas" | "$defs" | "definitions")
        })
        .collect();
    let mut longer = tokens.join(".");
    while schemas.contains_key(&longer) {
        longer.push('_');
    }
    longer
}

/// Lets what was a `$dynamicRef` lead to the anchor of that name that was found first.
pub(super) fn resolve_dynamic(root: &mut Value, later: &Later, moves: &Moves) {
    walk(Kind::OpenApi, root, |_, value, _| {
        let Some(Value::String(reference)) = value.get_mut("$ref") else { return };
        let Some(name) = reference.strip_prefix(DYNAMIC) else { return };
        let anchor = later.anchors.iter().find(|(anchor, _)| anchor == name);
        *reference = match anchor {
            Some((_, pointer)) => {
                let now = format!("#{pointer}");
                moves.follow(&now).unwrap_or(now)
            }
            None => format!("#{name}"),
        };
    });
}
