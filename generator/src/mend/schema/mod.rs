//! Repairs of schemas.

mod formats;
mod limits;
mod names;
mod patterns;
mod types;
mod values;

use super::shape;
use crate::diagnostic::Code;
use crate::dialect::{At, Report};
use patterns::Patterns;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// How many levels of JSON a schema may nest: a compiler follows no type deeper than 128.
pub(super) const MAX_DEPTH: usize = 100;

/// What the repairs of all schemas share.
pub(super) struct Mender {
    /// The names of `components/schemas`.
    components: BTreeSet<String>,
    patterns: Patterns,
}

impl Mender {
    /// A mender for the schemas of this document.
    pub(super) fn of(root: &Value) -> Self {
        let schemas =
            root.get("components").and_then(|components| components.get("schemas"));
        let names = schemas.and_then(Value::as_object).into_iter().flat_map(Map::keys);
        Self { components: names.cloned().collect(), patterns: Patterns::default() }
    }

    /// Repairs that look at values which are yet of the wrong shape.
    pub(super) fn before_shape(
        &self,
        map: &mut Map<String, Value>,
        at: &At<'_, '_>,
        report: &mut Report<'_>,
    ) {
        if at.depth() > MAX_DEPTH {
            let message =
                format!("schemas are nested more than {MAX_DEPTH} levels deep here");
            report.add(Code::TooDeep, &at.pointer(), message);
            *map = Map::new();
            return;
        }
        names::lift_required(map, at, report);
        self.separate_type(map);
    }

    /// `type: {…}` and `type: [{…}]` hold schemas.
    fn separate_type(&self, map: &mut Map<String, Value>) {
        if map.get("type").is_some_and(Value::is_object)
            && let Some(Value::Object(inner)) = map.shift_remove("type")
            // A property called `type` whose parent forgot its `properties`.
            && inner.contains_key("type")
            && !map.contains_key("properties")
        {
            map.insert("properties".to_owned(), json!({ "type": inner }));
        }
    }

    /// Repairs of what has the right shape.
    pub(super) fn after_shape(
        &mut self,
        map: &mut Map<String, Value>,
        at: &At<'_, '_>,
        report: &mut Report<'_>,
    ) {
        drop_empty(map, at, report);
        types::mend(map, &self.components, at, report);
        if map.contains_key("$ref") {
            return;
        }
        formats::widen(map);
        names::trim_properties(map, at, report);
        names::mend_discriminator(map, &self.components, at, report);
        values::mend(map, at, report);
        types::drop_inapplicable(map, at, report);
        limits::mend(map, at, report);
        formats::check(map, at, report);
        self.patterns.check(map, at, report);
    }
}

/// Members that are none say nothing.
fn drop_empty(map: &mut Map<String, Value>, at: &At<'_, '_>, report: &mut Report<'_>) {
    for key in ["allOf", "oneOf", "anyOf", "x-oasmith-prefix-items"] {
        if map.get(key).and_then(Value::as_array).is_some_and(Vec::is_empty) {
            map.shift_remove(key);
            let message = || format!("`{key}` is empty; it was left out");
            report.count(Code::BrokenPart, key, || at.pointer(), message);
        }
    }
    if map.get("readOnly") == Some(&Value::Bool(true))
        && map.get("writeOnly") == Some(&Value::Bool(true))
    {
        map.shift_remove("readOnly");
        map.shift_remove("writeOnly");
        let message = || {
            "`readOnly` and `writeOnly` exclude each other; both were left out".into()
        };
        report.count(Code::BrokenPart, "readOnly", || at.pointer(), message);
    }
    if let Some(Value::Object(docs)) = map.get("externalDocs")
        && !docs.contains_key("url")
    {
        map.shift_remove("externalDocs");
    }
}

/// The schema that a text in place of one stands for: a reference, a type, or any value.
pub(super) fn from_text(text: &str) -> Value {
    let text = text.trim();
    if text.starts_with("#/") {
        return json!({ "$ref": text });
    }
    match types::known(text) {
        Some(known) => Value::Object(known.keywords()),
        None => json!({}),
    }
}

/// The flag of a schema's key.
fn is_true(map: &Map<String, Value>, key: &str) -> bool {
    map.get(key).and_then(shape::flag) == Some(true)
}
