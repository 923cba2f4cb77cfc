//! Path items and operations.

use super::parameters::{Place, body, convert_parameter, form, place};
use super::{Shared, responses, servers, texts};
use crate::diagnostic::Code;
use crate::dialect::moves::Moves;
use crate::dialect::report::Report;
use crate::document::Pointer;
use serde_json::{Map, Value, json};

const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The parameters of an item or operation, told apart.
#[derive(Default)]
struct Sorted {
    kept: Vec<Value>,
    bodies: Vec<(Pointer, Value)>,
    fields: Vec<(Pointer, Value)>,
}

/// Converts a path item in place.
pub(super) fn convert_item(
    item: &mut Map<String, Value>,
    at: &Pointer,
    shared: &Shared,
    moves: &mut Moves,
    report: &mut Report<'_>,
) {
    // What is said of a body for the whole path goes down to each operation.
    let of_item = sort(item.shift_remove("parameters"), at, shared, moves, report);
    if !of_item.kept.is_empty() {
        item.insert("parameters".to_owned(), Value::Array(of_item.kept.clone()));
    }
    for (key, operation) in item.iter_mut() {
        if METHODS.contains(&key.as_str())
            && let Value::Object(operation) = operation
        {
            let at = at.child(key.as_str());
            convert_operation(operation, &at, &of_item, shared, moves, report);
        }
    }
}

fn convert_operation(
    operation: &mut Map<String, Value>,
    at: &Pointer,
    of_item: &Sorted,
    shared: &Shared,
    moves: &mut Moves,
    report: &mut Report<'_>,
) {
    let consumes = own_or_shared(operation.shift_remove("consumes"), &shared.consumes);
    let produces = own_or_shared(operation.shift_remove("produces"), &shared.produces);
    let schemes = texts(operation.shift_remove("schemes"));
    if !schemes.is_empty()
        && schemes != shared.schemes
        && let Some(servers) = servers::servers(&shared.address, &schemes)
    {
        operation.insert("servers".to_owned(), servers);
    }
    let mut own = sort(operation.shift_remove("parameters"), at, shared, moves, report);
    if own.bodies.is_empty() && own.fields.is_empty() {
        own.bodies = of_item.bodies.clone();
        own.fields = of_item.fields.clone();
    }
    if !own.kept.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(own.kept));
    }
    if own.bodies.len() > 1 || (!own.bodies.is_empty() && !own.fields.is_empty()) {
        let message = "the operation has more than one body; the first one is used";
        report.add(Code::SeveralBodies, at, message);
    }
    if let Some((old, parameter)) = own.bodies.first() {
        let body = body(parameter, &consumes);
        move_schemas(&body, &old.child("schema"), at, moves, report);
        operation.insert("requestBody".to_owned(), body);
    } else if !own.fields.is_empty() {
        let fields: Vec<Value> =
            own.fields.iter().map(|(_, field)| field.clone()).collect();
        let body = form(&fields, &consumes);
        move_fields(&body, &own.fields, at, report);
        operation.insert("requestBody".to_owned(), body);
    }
    convert_responses(operation, at, &produces, shared, moves, report);
}

fn own_or_shared(own: Option<Value>, shared: &[String]) -> Vec<String> {
    let own = texts(own);
    if own.is_empty() { shared.to_vec() } else { own }
}

fn sort(
    list: Option<Value>,
    at: &Pointer,
    shared: &Shared,
    moves: &mut Moves,
    report: &mut Report<'_>,
) -> Sorted {
    let mut sorted = Sorted::default();
    let Some(Value::Array(list)) = list else { return sorted };
    let at = at.child("parameters");
    for (index, parameter) in list.into_iter().enumerate() {
        let old = at.item(index);
        let target = shared.resolve(&parameter);
        match place(target) {
            Place::Body => sorted.bodies.push((old, target.clone())),
            Place::Form => sorted.fields.push((old, target.clone())),
            Place::Other => {
                let inlined = !shared.others.is_empty()
                    && parameter
                        .get("$ref")
                        .and_then(Value::as_str)
                        .is_some_and(|reference| shared.others.contains_key(reference));
                let parameter = if inlined { target.clone() } else { parameter };
                if index != sorted.kept.len() {
                    moves.add(&old, at.item(sorted.kept.len()), report);
                }
                sorted.kept.push(convert_parameter(parameter));
            }
        }
    }
    sorted
}

fn move_schemas(
    body: &Value,
    old: &Pointer,
    operation: &Pointer,
    moves: &mut Moves,
    report: &mut Report<'_>,
) {
    let content = operation.child("requestBody").child("content");
    for media_type in
        body.get("content").and_then(Value::as_object).into_iter().flat_map(Map::keys)
    {
        moves.add(old, content.child(media_type.as_str()).child("schema"), report);
    }
}

fn move_fields(
    body: &Value,
    fields: &[(Pointer, Value)],
    operation: &Pointer,
    report: &mut Report<'_>,
) {
    let content = operation.child("requestBody").child("content");
    for media_type in
        body.get("content").and_then(Value::as_object).into_iter().flat_map(Map::keys)
    {
        let properties =
            content.child(media_type.as_str()).child("schema").child("properties");
        for (old, field) in fields {
            if let Some(name) = field.get("name").and_then(Value::as_str) {
                report.moved(old, properties.child(name));
            }
        }
    }
}

fn convert_responses(
    operation: &mut Map<String, Value>,
    at: &Pointer,
    produces: &[String],
    shared: &Shared,
    moves: &mut Moves,
    report: &mut Report<'_>,
) {
    let Some(Value::Object(responses)) = operation.get_mut("responses") else { return };
    let at = at.child("responses");
    for (status, response) in responses {
        // A shared response has the shared media types; where the operation has its own,
        // the response becomes the operation's.
        if produces != shared.produces
            && let Some(target) = response
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|reference| reference.strip_prefix("#/responses/"))
                .and_then(|name| shared.responses.get(name))
            && target.get("schema").is_some()
        {
            *response = target.clone();
        }
        let at = at.child(status.as_str());
        responses::convert(response, &at, &at, produces, moves, report);
    }
}

/// A form field or body that a 3.0 document wrote as a parameter, as the operation's body.
/// Says whether there were any.
pub(crate) fn lift_bodies(operation: &mut Map<String, Value>) -> bool {
    let Some(Value::Array(parameters)) = operation.get_mut("parameters") else {
        return false;
    };
    let mut bodies = Vec::new();
    let mut fields = Vec::new();
    parameters.retain(|parameter| match place(parameter) {
        Place::Body => {
            bodies.push(parameter.clone());
            false
        }
        Place::Form => {
            fields.push(parameter.clone());
            false
        }
        Place::Other => true,
    });
    let made = match bodies.first() {
        Some(parameter) => body(parameter, &[]),
        None if fields.is_empty() => return false,
        None => form(&fields, &[]),
    };
    operation.entry("requestBody").or_insert(json!(made));
    true
}
