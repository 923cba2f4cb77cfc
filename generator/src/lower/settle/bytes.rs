//! Raw bytes stand only in bodies and their parts: JSON has none.

use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Api, BodyFormat, Kind, Scalar, Type, TypeId};
use std::collections::{HashMap, HashSet};

/// Makes bytes text wherever they stand in something other than a multipart body.
pub(super) fn keep_in_bodies(api: &mut Api, diagnostics: &mut Diagnostics) {
    let parts = multipart_types(api);
    let mut text_of: HashMap<TypeId, TypeId> = HashMap::new();
    let all: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in all {
        let structured =
            matches!(api.types.get(id).kind, Kind::Struct(_) | Kind::Union(_));
        if !structured || parts.contains(&id) {
            continue;
        }
        let mut held = Vec::new();
        api.types.get(id).kind.each_type(&mut |ty| held.push(ty.id));
        held.retain(|ty| is_bytes(api, *ty));
        if held.is_empty() {
            continue;
        }
        for bytes in held {
            let text = as_text(api, bytes);
            text_of.insert(bytes, text);
        }
        let ty = api.types.get(id);
        let message =
            format!("raw bytes inside `{}` are text in the SDK", ty.path.join("."));
        diagnostics.report(Code::BytesInJson, &ty.origin, message);
        if let Some(ty) = api.types.get_mut(id) {
            ty.kind.each_type_mut(&mut |ty| {
                ty.id = text_of.get(&ty.id).copied().unwrap_or(ty.id);
            });
        }
    }
}

/// Whether a type is bytes, or lists or maps of bytes.
fn is_bytes(api: &Api, id: TypeId) -> bool {
    let mut id = id;
    for _ in 0..api.types.len() {
        match &api.types.get(id).kind {
            Kind::Scalar(Scalar::Binary) => return true,
            Kind::List(inner) | Kind::Map(inner) | Kind::Alias(inner) => id = inner.id,
            _ => return false,
        }
    }
    false
}

/// The same type with text in place of bytes, written in place.
fn as_text(api: &mut Api, id: TypeId) -> TypeId {
    let mut wrappings: Vec<Kind> = Vec::new();
    let mut at = id;
    for _ in 0..api.types.len() {
        match &api.types.get(at).kind {
            Kind::Alias(inner) => at = inner.id,
            Kind::List(inner) | Kind::Map(inner) => {
                let inner = inner.id;
                wrappings.push(api.types.get(at).kind.clone());
                at = inner;
            }
            _ => break,
        }
    }
    let mut text =
        api.types.add(Type { kind: Kind::Scalar(Scalar::String), ..Type::any() });
    for mut kind in wrappings.into_iter().rev() {
        kind.each_type_mut(&mut |ty| ty.id = text);
        text = api.types.add(Type { kind, ..Type::any() });
    }
    text
}

/// The types of multipart bodies, what they are unions of, and the unions among their
/// parts.
fn multipart_types(api: &Api) -> HashSet<TypeId> {
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let contents = bodies.flat_map(|body| &body.contents);
    let mut next: Vec<TypeId> = contents
        .filter(|content| content.format == BodyFormat::Multipart)
        .filter_map(|content| content.ty.map(|ty| ty.id))
        .collect();
    let mut found = HashSet::new();
    let mut parts = Vec::new();
    while let Some(id) = next.pop() {
        let (id, ty) = api.types.behind_aliases(id);
        if !found.insert(id) {
            continue;
        }
        match &ty.kind {
            Kind::Union(union) => {
                next.extend(union.variants.iter().map(|variant| variant.ty));
            }
            kind => kind.each_type(&mut |ty| parts.push(ty.id)),
        }
    }
    found.extend(parts.into_iter().filter_map(|part| union_of_parts(api, part)));
    found
}

/// The union that a part is, or that each item of its list is.
fn union_of_parts(api: &Api, part: TypeId) -> Option<TypeId> {
    let (mut id, mut ty) = api.types.behind_aliases(part);
    if let Kind::List(item) = &ty.kind {
        (id, ty) = api.types.behind_aliases(item.id);
    }
    matches!(ty.kind, Kind::Union(_)).then_some(id)
}
