//! Checks of path, query, headers and cookies.

use super::read::{Manner, Sent, Shape, read, shape};
use crate::ir::{Api, Operation, Parameter, Place, SchemeKind, Style};
use crate::mock::received::{Received, decode_query};
use crate::mock::{Violation, ViolationKind};
use crate::sample::{Direction, check};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The values of an operation's parameters, by their index; only those that are sound.
pub(crate) type Values = BTreeMap<usize, Value>;

/// Checks all parameters of an operation.
pub(crate) fn parameters(
    api: &Api,
    operation: &Operation,
    path: &BTreeMap<usize, String>,
    request: &Received,
    violations: &mut Vec<Violation>,
) -> Values {
    let mut values = Values::new();
    let query: Vec<(String, String)> = request
        .raw_query_pairs()
        .map(|(name, value)| (decode_query(name), value.to_owned()))
        .collect();
    let cookies = request.cookies();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let sent = match parameter.place {
            Place::Path => path.get(&index).map(|text| one(text.clone())),
            Place::Header if is_reserved_header(&parameter.wire_name) => continue,
            Place::Header => request.header(&parameter.wire_name).map(one),
            Place::Query => spread(api, parameter, &query),
            Place::Cookie => spread(api, parameter, &cookies),
        };
        let kind = kind(parameter.place);
        match sent {
            Some(sent) => match one_value(api, parameter, &sent) {
                Ok(value) => {
                    values.insert(index, value);
                }
                Err(messages) => {
                    violations.extend(messages.into_iter().map(|message| {
                        Violation::new(kind, &parameter.wire_name, message)
                    }))
                }
            },
            None if parameter.required => {
                let message = "is required and missing";
                violations.push(Violation::new(kind, &parameter.wire_name, message));
            }
            None => {}
        }
    }
    unknown_query(api, operation, &query, violations);
    values
}

fn kind(place: Place) -> ViolationKind {
    match place {
        Place::Path => ViolationKind::PathParameter,
        Place::Query => ViolationKind::QueryParameter,
        Place::Header => ViolationKind::Header,
        Place::Cookie => ViolationKind::Cookie,
    }
}

// OpenAPI says to ignore header parameters of these names.
fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .contains(&name.to_ascii_lowercase().as_str())
}

fn one(text: String) -> Sent {
    Sent { values: vec![text], members: Vec::new() }
}

fn one_value(
    api: &Api,
    parameter: &Parameter,
    sent: &Sent,
) -> Result<Value, Vec<String>> {
    let manner = Manner {
        name: &parameter.wire_name,
        place: parameter.place,
        style: parameter.style,
        explode: parameter.explode,
        nested: &parameter.nested,
    };
    let value =
        read(&api.types, parameter.ty, manner, sent).map_err(|message| vec![message])?;
    let found =
        check(&api.types, parameter.ty, &parameter.rules, &value, Direction::Request);
    if found.is_empty() {
        return Ok(value);
    }
    let message = |at: &str, message: String| {
        if at.is_empty() { message } else { format!("{at}: {message}") }
    };
    Err(found.into_iter().map(|one| message(&one.at, one.message)).collect())
}

/// Gathers the pairs that belong to a parameter; `None` when there are none.
fn spread(api: &Api, parameter: &Parameter, pairs: &[(String, String)]) -> Option<Sent> {
    let mut sent = Sent::default();
    for (name, value) in pairs {
        match owner(api, parameter, name) {
            Some(Owned::Value) => sent.values.push(value.clone()),
            Some(Owned::Member(member)) => sent.members.push((member, value.clone())),
            None => {}
        }
    }
    (sent != Sent::default()).then_some(sent)
}

enum Owned {
    Value,
    Member(String),
}

// Whether a pair of this name belongs to the parameter, and as what.
fn owner(api: &Api, parameter: &Parameter, name: &str) -> Option<Owned> {
    let own = parameter.wire_name.as_str();
    if parameter.style.is_deep_object() {
        let rest = name.strip_prefix(own)?;
        let is_item = rest.is_empty() && parameter.style == Style::DeepObjectRepeated;
        return (is_item || rest.starts_with('['))
            .then(|| Owned::Member(rest.to_owned()));
    }
    if let Shape::Object(known, _) = shape(&api.types, parameter.ty)
        && parameter.style == Style::Form
        && parameter.explode
    {
        let is_member = known.is_some_and(|known| {
            known.fields.iter().any(|field| field.wire_name == name)
        });
        return is_member.then(|| Owned::Member(name.to_owned()));
    }
    // Some clients write brackets after the name of a list; the description has to say so.
    (name == own).then_some(Owned::Value)
}

fn unknown_query(
    api: &Api,
    operation: &Operation,
    query: &[(String, String)],
    violations: &mut Vec<Violation>,
) {
    let in_query =
        || operation.parameters.iter().filter(|one| one.place == Place::Query);
    // An exploded object with free members may have members of any name.
    let open = in_query().any(|parameter| {
        parameter.style == Style::Form
            && parameter.explode
            && matches!(
                shape(&api.types, parameter.ty),
                Shape::Object(None, _) | Shape::Object(_, Some(_))
            )
    });
    if open {
        return;
    }
    let mut reported = BTreeSet::new();
    for (name, _) in query {
        let known = in_query().any(|parameter| owner(api, parameter, name).is_some())
            || is_key(api, operation, name)
            || operation.path.query.iter().any(|(fixed, _)| fixed == name)
            // The server's own links may carry this one.
            || (operation.pagination.is_some() && name == crate::mock::answer::POSITION);
        if !known && reported.insert(name) {
            let message = "is not a query parameter of this operation";
            let kind = ViolationKind::UnknownQueryParameter;
            violations.push(Violation::new(kind, name, message));
        }
    }
}

// Whether an API key of this operation goes under this name.
fn is_key(api: &Api, operation: &Operation, name: &str) -> bool {
    let used = operation.security.iter().flat_map(|requirement| &requirement.schemes);
    used.filter_map(|(index, _)| api.security_schemes.get(*index)).any(|scheme| {
        matches!(&scheme.kind, SchemeKind::ApiKey { place: Place::Query, name: key } if key == name)
    })
}
