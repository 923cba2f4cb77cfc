//! Swagger 2.0 to the shape of OpenAPI 3.0.
//!
//! Only the structure moves here: schemas go to their new places as they are, and
//! [`super::schema`] sees to them afterwards as it does for every version.

mod operations;
mod parameters;
mod responses;
mod security;
mod servers;

pub(crate) use operations::lift_bodies;
pub(crate) use parameters::lift_schema;
pub(crate) use security::convert_scheme;

use super::moves::Moves;
use super::report::Report;
use crate::document::Pointer;
use parameters::{Place, convert_parameter};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the operations of a 2.0 document share.
pub(super) struct Shared {
    /// Media types that requests have where an operation says nothing.
    consumes: Vec<String>,
    /// Media types that responses have where an operation says nothing.
    produces: Vec<String>,
    /// The URL schemes of all operations.
    schemes: Vec<String>,
    /// `parameters` as they were written.
    parameters: Map<String, Value>,
    /// `responses` as they were written.
    responses: Map<String, Value>,
    /// Parameters that references elsewhere than to `parameters` lead to.
    others: BTreeMap<String, Value>,
    /// `host` and `basePath`.
    address: servers::Address,
}

/// Brings a 2.0 document to 3.0 shape.
pub(super) fn convert(root: &mut Map<String, Value>, report: &mut Report<'_>) -> Moves {
    let others = parameters::odd_targets(root);
    let shared = Shared {
        consumes: texts(root.shift_remove("consumes")),
        produces: texts(root.shift_remove("produces")),
        schemes: texts(root.shift_remove("schemes")),
        parameters: object(root.shift_remove("parameters")),
        responses: object(root.shift_remove("responses")),
        others,
        address: servers::Address::take(root),
    };
    let mut moves = Moves::default();
    if let Some(servers) = servers::servers(&shared.address, &shared.schemes) {
        root.insert("servers".to_owned(), servers);
    }
    convert_components(root, &shared, &mut moves, report);
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        let at = Pointer::root().child("paths");
        for (path, item) in paths {
            if let Value::Object(item) = item {
                let at = at.child(path.as_str());
                operations::convert_item(item, &at, &shared, &mut moves, report);
            }
        }
    }
    moves
}

fn convert_components(
    root: &mut Map<String, Value>,
    shared: &Shared,
    moves: &mut Moves,
    report: &mut Report<'_>,
) {
    let mut components = object(root.shift_remove("components"));
    let base = Pointer::root().child("components");
    if let Some(definitions) = root.shift_remove("definitions") {
        moves.add(&Pointer::root().child("definitions"), base.child("schemas"), report);
        components.insert("schemas".to_owned(), definitions);
    }
    let mut parameters = Map::new();
    let mut bodies = Map::new();
    for (name, parameter) in &shared.parameters {
        let old = Pointer::root().child("parameters").child(name.as_str());
        match parameters::place(parameter) {
            Place::Body => {
                let new = base.child("requestBodies").child(name.as_str());
                let body = parameters::body(parameter, &shared.consumes);
                moves.add(&old, new, report);
                bodies.insert(name.clone(), body);
            }
            Place::Form => {}
            Place::Other => {
                moves.add(&old, base.child("parameters").child(name.as_str()), report);
                parameters.insert(name.clone(), convert_parameter(parameter.clone()));
            }
        }
    }
    let mut responses = Map::new();
    for (name, response) in &shared.responses {
        let old = Pointer::root().child("responses").child(name.as_str());
        let new = base.child("responses").child(name.as_str());
        let mut response = response.clone();
        moves.add(&old, new.clone(), report);
        responses::convert(&mut response, &old, &new, &shared.produces, moves, report);
        responses.insert(name.clone(), response);
    }
    for (key, map) in
        [("parameters", parameters), ("requestBodies", bodies), ("responses", responses)]
    {
        if !map.is_empty() {
            components.insert(key.to_owned(), Value::Object(map));
        }
    }
    if let Some(Value::Object(schemes)) = root.shift_remove("securityDefinitions") {
        let old = Pointer::root().child("securityDefinitions");
        moves.add(&old, base.child("securitySchemes"), report);
        let schemes: Map<String, Value> = schemes
            .into_iter()
            .map(|(name, scheme)| (name, security::convert_scheme(scheme)))
            .collect();
        components.insert("securitySchemes".to_owned(), Value::Object(schemes));
    }
    if !components.is_empty() {
        root.insert("components".to_owned(), Value::Object(components));
    }
}

/// The object, or an empty one.
fn object(value: Option<Value>) -> Map<String, Value> {
    match value {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// The strings of a list, trimmed; a single string counts as a list of one.
pub(super) fn texts(value: Option<Value>) -> Vec<String> {
    let items = match value {
        Some(Value::Array(items)) => items,
        Some(text @ Value::String(_)) => vec![text],
        _ => Vec::new(),
    };
    let texts =
        items.iter().filter_map(Value::as_str).map(|text| text.trim().to_owned());
    let mut distinct = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !distinct.contains(&text) {
            distinct.push(text);
        }
    }
    distinct
}

/// `{media type: {schema}}` for each media type.
fn content(media_types: &[String], schema: &Value) -> Value {
    let of = |media_type: &String| (media_type.clone(), json!({ "schema": schema }));
    Value::Object(media_types.iter().map(of).collect())
}
