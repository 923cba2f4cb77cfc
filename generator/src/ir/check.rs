//! What must hold for every API that later stages get.

use super::{
    Api, Kind, Operation, Output, PageStyle, PathPart, Place, Told, Type, TypeId, Types,
    Union,
};
use std::collections::HashSet;

/// What does not hold, in words; empty when all does. For tests of what makes an [`Api`].
#[must_use]
pub fn check(api: &Api) -> Vec<String> {
    let mut faults = Vec::new();
    for (id, ty) in api.types.iter() {
        check_type(&api.types, id, ty, &mut faults);
    }
    let mut ids = HashSet::new();
    for operation in &api.operations {
        if !ids.insert(&operation.id) {
            faults.push(format!("two operations are called `{}`", operation.id));
        }
        for fault in operation_faults(api, operation) {
            faults.push(format!("operation `{}`: {fault}", operation.id));
        }
    }
    faults
}

fn check_type(types: &Types, id: TypeId, ty: &Type, faults: &mut Vec<String>) {
    let name = ty.path.join(".");
    ty.kind.each_type(&mut |inner| {
        if inner.id.index() >= types.len() {
            faults.push(format!("`{name}` refers to a type that is not there"));
        }
    });
    match &ty.kind {
        Kind::Struct(object) => {
            let mut names = HashSet::new();
            for field in &object.fields {
                if !names.insert(&field.wire_name) {
                    faults
                        .push(format!("`{name}` has two fields `{}`", field.wire_name));
                }
            }
        }
        Kind::Union(union) => faults.extend(union_faults(&name, union)),
        Kind::Alias(_) | Kind::List(_) | Kind::Map(_) => {
            if is_endless(types, id) {
                faults.push(format!("`{name}` is made of nothing but itself"));
            }
        }
        Kind::StringEnum(values) => {
            let distinct: HashSet<_> = values.iter().map(|value| &value.wire).collect();
            if distinct.len() != values.len() {
                faults.push(format!("`{name}` has a value twice"));
            }
        }
        Kind::IntegerEnum(values) => {
            let distinct: HashSet<_> = values.iter().map(|value| value.wire).collect();
            if distinct.len() != values.len() {
                faults.push(format!("`{name}` has a value twice"));
            }
        }
        Kind::Scalar(_) | Kind::Any | Kind::Never => {}
    }
}

fn union_faults(name: &str, union: &Union) -> Vec<String> {
    let mut faults = Vec::new();
    let distinct: HashSet<TypeId> = union.variants.iter().map(|one| one.ty).collect();
    if union.variants.len() < 2 {
        faults.push(format!("the union `{name}` has fewer than two alternatives"));
    }
    if distinct.len() != union.variants.len() {
        faults.push(format!("the union `{name}` has an alternative twice"));
    }
    if union.otherwise.is_some_and(|index| index >= union.variants.len()) {
        faults.push(format!("the union `{name}` falls back on what is not there"));
    }
    if let Told::Discriminator { mapping, .. } = &union.how {
        let values: HashSet<&String> = mapping.iter().map(|(value, _)| value).collect();
        if values.len() != mapping.len() {
            faults.push(format!("the union `{name}` maps a value twice"));
        }
        if mapping.iter().any(|(_, index)| *index >= union.variants.len()) {
            faults.push(format!(
                "the union `{name}` maps to an alternative that is not there"
            ));
        }
    }
    faults
}

/// Whether a chain of aliases, lists and maps leads back to where it began.
fn is_endless(types: &Types, start: TypeId) -> bool {
    let mut at = start;
    for _ in 0..types.len() {
        match &types.get(at).kind {
            Kind::Alias(inner) | Kind::List(inner) | Kind::Map(inner) => at = inner.id,
            _ => return false,
        }
        if at == start {
            return true;
        }
    }
    false
}

fn operation_faults(api: &Api, operation: &Operation) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |holds: bool, words: &str| {
        if !holds {
            faults.push(words.to_owned());
        }
    };
    let parameter = |index: usize| operation.parameters.get(index);
    fault(operation.group.0 < api.groups.len(), "its group is not there");
    let mut names = HashSet::new();
    for one in &operation.parameters {
        fault(names.insert((one.place, &one.wire_name)), "a parameter is there twice");
        fault(one.ty.id.index() < api.types.len(), "a parameter's type is not there");
    }
    for part in &operation.path.parts {
        if let PathPart::Parameter(index) = part {
            let place = parameter(*index).map(|one| one.place);
            fault(
                place == Some(Place::Path),
                "its path holds what is no path parameter",
            );
        }
    }
    for (scheme, _) in operation.security.iter().flat_map(|one| &one.schemes) {
        fault(*scheme < api.security_schemes.len(), "a security scheme is not there");
    }
    if let Output::Many(cases) = &operation.output {
        for case in cases {
            let response = operation.responses.get(case.response);
            let contents = response.map_or(0, |response| response.contents.len());
            let content = case.content.is_none_or(|content| content < contents);
            fault(response.is_some() && content, "a case of its output is not there");
        }
        fault(cases.len() > 1, "its output has several cases, but only one");
    }
    if let Some(pagination) = &operation.pagination {
        let used: Vec<usize> = match &pagination.style {
            PageStyle::PageNumber { page, size, .. } => {
                size.iter().chain([page]).copied().collect()
            }
            PageStyle::Offset { offset, limit } => {
                limit.iter().chain([offset]).copied().collect()
            }
            PageStyle::Cursor { cursor, .. }
            | PageStyle::HeaderCursor { cursor, .. } => {
                vec![*cursor]
            }
            PageStyle::LinkHeader
            | PageStyle::NextUrl { .. }
            | PageStyle::Links { .. } => Vec::new(),
        };
        for index in used {
            let place = parameter(index).map(|one| one.place);
            fault(place == Some(Place::Query), "it pages by what is no query parameter");
        }
    }
    faults
}
