//! Parts of multipart bodies that are files because their schema allows anything.

use crate::ir::{Api, BodyFormat, Kind, MediaBody, Scalar, Type, TypeId};
use std::collections::HashSet;

/// Makes those parts bytes that are marked as files, unless their type stands elsewhere too.
pub(super) fn find(api: &mut Api) {
    let elsewhere = held_elsewhere(api);
    let mut fields: Vec<(TypeId, String)> = Vec::new();
    for content in multipart_bodies(api) {
        let marked = content.encoding.iter().filter(|(_, encoding)| encoding.file);
        let names: Vec<&String> = marked.map(|(name, _)| name).collect();
        if names.is_empty() {
            continue;
        }
        let Some(ty) = content.ty else { continue };
        let (id, _) = api.types.behind_aliases(ty.id);
        if !elsewhere.contains(&id) {
            fields.extend(names.into_iter().map(|name| (id, name.clone())));
        }
    }
    if fields.is_empty() {
        return;
    }
    let bytes = Type { kind: Kind::Scalar(Scalar::Binary), ..Type::any() };
    let bytes = api.types.add(bytes);
    let list = |nullable| Type {
        kind: Kind::List(crate::ir::TypeRef { id: bytes, nullable }),
        ..Type::any()
    };
    let list = api.types.add(list(false));
    for (id, name) in fields {
        let Kind::Struct(object) = &api.types.get(id).kind else { continue };
        let Some(field) = object.fields.iter().position(|one| one.wire_name == name)
        else {
            continue;
        };
        let held = object.fields.get(field).map(|field| field.ty.id);
        let instead = match held.map(|held| &api.types.behind_aliases(held).1.kind) {
            Some(Kind::Any) => bytes,
            Some(Kind::List(item))
                if matches!(api.types.behind_aliases(item.id).1.kind, Kind::Any) =>
            {
                list
            }
            _ => continue,
        };
        if let Some(Type { kind: Kind::Struct(object), .. }) = api.types.get_mut(id)
            && let Some(field) = object.fields.get_mut(field)
        {
            field.ty.id = instead;
        }
    }
}

fn multipart_bodies(api: &Api) -> impl Iterator<Item = &MediaBody> {
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let contents = bodies.flat_map(|body| &body.contents);
    contents.filter(|content| content.format == BodyFormat::Multipart)
}

/// The types that something else than multipart bodies holds.
fn held_elsewhere(api: &Api) -> HashSet<TypeId> {
    let mut found = HashSet::new();
    let mut add = |id: TypeId| found.insert(api.types.behind_aliases(id).0);
    for (_, ty) in api.types.iter() {
        if !matches!(ty.kind, Kind::Alias(_)) {
            ty.kind.each_type(&mut |held| {
                add(held.id);
            });
        }
    }
    let webhooks = api.webhooks.iter().filter_map(|webhook| webhook.body.as_ref());
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let sent = bodies.chain(webhooks).flat_map(|body| &body.contents);
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let came = responses.flat_map(|response| &response.contents);
    let sent = sent.filter(|content| content.format != BodyFormat::Multipart);
    sent.chain(came).filter_map(|content| content.ty).for_each(|ty| {
        add(ty.id);
    });
    found
}
