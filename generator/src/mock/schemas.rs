//! A second opinion on JSON bodies: an independent JSON Schema validator on the canonical
//! document.
//!
//! A 3.0 schema is close to JSON Schema draft 4. What differs is brought over here, and what
//! real descriptions get wrong by habit is judged mildly: `oneOf` counts as `anyOf` (but
//! where [`Manner::Strict`] is asked for), formats are not judged, and patterns only where
//! they are plain.

use crate::document::Pointer;
use crate::sample::{Direction, Finding};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The canonical document and the validators made of it so far.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    document: Option<Arc<Value>>,
    made: Mutex<BTreeMap<Pointer, Option<Arc<jsonschema::Validator>>>>,
}

const MAX_DEPTH: u32 = 100;

/// How a schema is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As people mean it.
    Mild,
    /// To the letter: exactly one of `oneOf` must hold.
    Strict,
}

impl Schemas {
    pub(crate) fn new(document: Option<Arc<Value>>) -> Self {
        Self { document, made: Mutex::default() }
    }

    /// Checks a value against the `schema` of the media type at `origin`. Finds nothing when
    /// there is no document, no schema, or one that no validator can be made of.
    pub(crate) fn check(
        &self,
        origin: &Pointer,
        value: &Value,
        direction: Direction,
    ) -> Vec<Finding> {
        let Some(document) = &self.document else { return Vec::new() };
        // The direction need not be part of the key: a media type is for one of them.
        let validator = {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            let make = || validator(document, origin, direction).map(Arc::new);
            made.entry(origin.clone()).or_insert_with(make).clone()
        };
        let Some(validator) = validator else { return Vec::new() };
        let errors = validator.iter_errors(value).take(20);
        errors
            .map(|error| Finding {
                at: error.instance_path().to_string(),
                message: error.masked().to_string(),
            })
            .collect()
    }
}

/// Tells which values are valid for the schema at this place of a canonical document, by a
/// validator that is independent of this repository. `None` where there is no schema, or
/// none that it understands.
#[must_use]
pub fn validity(
    document: &Value,
    schema: &Pointer,
) -> Option<impl Fn(&Value) -> bool + use<>> {
    let schema = document.pointer(&schema.to_string())?;
    let validator = validator_of(document, schema, Direction::Response, Manner::Mild)?;
    Some(move |value: &Value| validator.is_valid(value))
}

/// As [`validity`], with the JSON pointers to what is wrong with a value.
#[must_use]
pub fn violations(
    document: &Value,
    schema: &Pointer,
) -> Option<impl Fn(&Value) -> Vec<String> + use<>> {
    let schema = document.pointer(&schema.to_string())?;
    let validator = validator_of(document, schema, Direction::Response, Manner::Mild)?;
    Some(move |value: &Value| {
        let wrong = validator.iter_errors(value);
        wrong.map(|one| one.instance_path().to_string()).collect()
    })
}

/// Tells which values can be sent where the media type or parameter at `origin` is described,
/// its schema taken to the letter. What has no schema takes any.
pub(crate) fn sendable(
    document: &Value,
    origin: &Pointer,
) -> impl Fn(&Value) -> bool + use<> {
    let schema = document.pointer(&origin.child("schema").to_string());
    let validator = schema.and_then(|schema| {
        validator_of(document, schema, Direction::Request, Manner::Strict)
    });
    move |value: &Value| validator.as_ref().is_none_or(|one| one.is_valid(value))
}

fn validator(
    document: &Value,
    origin: &Pointer,
    direction: Direction,
) -> Option<jsonschema::Validator> {
    let schema = document.pointer(&origin.child("schema").to_string())?;
    validator_of(document, schema, direction, Manner::Mild)
}

fn validator_of(
    document: &Value,
    schema: &Value,
    direction: Direction,
    manner: Manner,
) -> Option<jsonschema::Validator> {
    let mut conversion = Conversion {
        document,
        direction,
        manner,
        names: BTreeMap::new(),
        open: Vec::new(),
    };
    let root = conversion.schema(schema, 0);
    let mut definitions = Map::new();
    while let Some((name, target)) = conversion.open.pop() {
        let converted = document
            .pointer(target.trim_start_matches('#'))
            .map_or_else(|| json!({}), |schema| conversion.schema(schema, 0));
        definitions.insert(name, converted);
    }
    let whole = json!({ "allOf": [root], "definitions": definitions });
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft4)
        .should_validate_formats(false)
        .offline()
        .build(&whole)
        .ok()
}

/// Brings schemas over to draft 4, and gathers those that are referred to.
struct Conversion<'doc> {
    document: &'doc Value,
    direction: Direction,
    manner: Manner,
    /// The name under `definitions` of each `$ref`.
    names: BTreeMap<String, String>,
    /// Names and `$ref`s that are still to be converted.
    open: Vec<(String, String)>,
}

impl Conversion<'_> {
    fn schema(&mut self, schema: &Value, depth: u32) -> Value {
        let Value::Object(members) = schema else { return json!({}) };
        if depth > MAX_DEPTH {
            return json!({});
        }
        if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
            return json!({ "$ref": format!("#/definitions/{}", self.name(reference)) });
        }
        let next = depth.saturating_add(1);
        let mut converted = Map::new();
        for (key, value) in members {
            let new = match key.as_str() {
                "type" | "minimum" | "maximum" | "exclusiveMinimum"
                | "exclusiveMaximum" | "multipleOf" | "minLength" | "maxLength"
                | "minItems" | "maxItems" | "uniqueItems" | "minProperties"
                | "maxProperties" | "enum" => value.clone(),
                "pattern" if value.as_str().is_some_and(is_plain) => value.clone(),
                "items" if members.contains_key("x-oasmith-prefix-items") => continue,
                "items" | "not" => self.schema(value, next),
                "additionalProperties" if value.is_boolean() => value.clone(),
                "additionalProperties" => self.schema(value, next),
                "properties" => self.properties(value, next),
                "x-oasmith-unchecked-pattern" if self.manner == Manner::Strict => {
                    converted.insert("pattern".to_owned(), value.clone());
                    continue;
                }
                "x-oasmith-pattern-properties" => {
                    let patterns = self.properties(value, next);
                    converted.insert("patternProperties".to_owned(), patterns);
                    continue;
                }
                "x-oasmith-prefix-items" => {
                    let list = value.as_array().into_iter().flatten();
                    let places = list.map(|one| self.schema(one, next)).collect();
                    // In draft 4, `items` is the list, and `additionalItems` what follows.
                    if let Some(rest) = members.get("items") {
                        let rest = self.schema(rest, next);
                        converted.insert("additionalItems".to_owned(), rest);
                    }
                    converted.insert("items".to_owned(), Value::Array(places));
                    continue;
                }
                "required" => self.required(value, members.get("properties")),
                "allOf" | "anyOf" | "oneOf" => {
                    let list = value.as_array().into_iter().flatten();
                    Value::Array(list.map(|one| self.schema(one, next)).collect())
                }
                _ => continue,
            };
            let empty = matches!(&new, Value::Array(list) if list.is_empty());
            match key.as_str() {
                _ if empty => {}
                "oneOf" if self.manner == Manner::Strict => {
                    converted.insert(key.clone(), new);
                }
                "oneOf" if members.contains_key("anyOf") => {
                    converted.insert("allOf".to_owned(), json!([{ "anyOf": new }]));
                }
                "oneOf" => {
                    converted.insert("anyOf".to_owned(), new);
                }
                _ => {
                    converted.insert(key.clone(), new);
                }
            }
        }
        if members.get("nullable") == Some(&Value::Bool(true)) {
            return json!({ "anyOf": [{ "enum": [null] }, converted] });
        }
        Value::Object(converted)
    }

    fn name(&mut self, reference: &str) -> String {
        if let Some(known) = self.names.get(reference) {
            return known.clone();
        }
        let name = format!("s{}", self.names.len());
        self.names.insert(reference.to_owned(), name.clone());
        self.open.push((name.clone(), reference.to_owned()));
        name
    }

    fn properties(&mut self, properties: &Value, depth: u32) -> Value {
        let members = properties.as_object().into_iter().flatten();
        Value::Object(
            members.map(|(name, one)| (name.clone(), self.schema(one, depth))).collect(),
        )
    }

    // A property that only the other side sends is not required of this one. Whether one is
    // so cannot be told here where another member of an `allOf` describes it: left out.
    fn required(&self, required: &Value, properties: Option<&Value>) -> Value {
        let flag = match self.direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        };
        let names = required.as_array().into_iter().flatten();
        let kept = names.filter(|name| {
            let property = name.as_str().and_then(|name| properties?.get(name));
            property.is_some_and(|property| !self.has_flag(property, flag, 0))
        });
        Value::Array(kept.cloned().collect())
    }

    fn has_flag(&self, schema: &Value, flag: &str, depth: u32) -> bool {
        if depth > 8 {
            return false;
        }
        let next = depth.saturating_add(1);
        let target = schema.get("$ref").and_then(Value::as_str);
        let target =
            target.and_then(|it| self.document.pointer(it.trim_start_matches('#')));
        schema.get(flag) == Some(&Value::Bool(true))
            || target.is_some_and(|target| self.has_flag(target, flag, next))
            || schema
                .get("allOf")
                .and_then(Value::as_array)
                .is_some_and(|all| all.iter().any(|one| self.has_flag(one, flag, next)))
    }
}

// What the small engine takes means the same to all engines.
fn is_plain(pattern: &str) -> bool {
    regex_lite::Regex::new(pattern).is_ok()
}
