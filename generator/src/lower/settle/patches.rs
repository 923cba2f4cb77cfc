//! Bodies of `application/merge-patch+json`: null takes a property away (RFC 7396), so that
//! every one that may be absent may be null.

use crate::ir::{Api, Kind, MediaBody, RequestBody, Rest, Type, TypeId, TypeRef};
use std::collections::{HashMap, HashSet};

/// Gives those bodies types of their own, where their types stand elsewhere too.
pub(super) fn settle(api: &mut Api) {
    let patches: Vec<TypeRef> = request_bodies(api)
        .flat_map(|body| &body.contents)
        .filter(|content| is_patch(content))
        .filter_map(|content| content.ty)
        .collect();
    if patches.is_empty() {
        return;
    }
    let mut patched = Patched { shared: used_elsewhere(api), of: HashMap::new() };
    for ty in patches {
        patched.type_of(api, ty.id, DEEPEST);
    }
    let bodies = api.operations.iter_mut().filter_map(|one| one.body.as_mut());
    for content in bodies.flat_map(|body| &mut body.contents) {
        if is_patch(content)
            && let Some(ty) = &mut content.ty
            && let Some(id) = patched.of.get(&ty.id)
        {
            ty.id = *id;
        }
    }
}

/// How deep objects in objects are followed.
const DEEPEST: usize = 64;

fn request_bodies(api: &Api) -> impl Iterator<Item = &RequestBody> {
    api.operations.iter().filter_map(|operation| operation.body.as_ref())
}

fn is_patch(content: &MediaBody) -> bool {
    let essence = content.media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/merge-patch+json")
}

/// The types that anything else than those bodies leads to.
fn used_elsewhere(api: &Api) -> HashSet<TypeId> {
    let mut next: Vec<TypeId> = Vec::new();
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    for response in responses {
        next.extend(response.headers.iter().map(|header| header.ty.id));
        next.extend(response.contents.iter().filter_map(|one| one.ty).map(|ty| ty.id));
    }
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    next.extend(parameters.map(|parameter| parameter.ty.id));
    let webhooks = api.webhooks.iter().filter_map(|webhook| webhook.body.as_ref());
    let contents = request_bodies(api).chain(webhooks).flat_map(|body| &body.contents);
    let others = contents.filter(|content| !is_patch(content));
    next.extend(others.filter_map(|content| content.ty).map(|ty| ty.id));
    let mut found = HashSet::new();
    while let Some(id) = next.pop() {
        if found.insert(id) {
            api.types.get(id).kind.each_type(&mut |ty| next.push(ty.id));
        }
    }
    found
}

/// What became of types.
struct Patched {
    shared: HashSet<TypeId>,
    of: HashMap<TypeId, TypeId>,
}

impl Patched {
    /// The type of a patch of values of a type; lists are replaced whole, and so their items
    /// stay as they are.
    fn type_of(&mut self, api: &mut Api, id: TypeId, depth: usize) -> TypeId {
        if let Some(known) = self.of.get(&id) {
            return *known;
        }
        let Some(depth) = depth.checked_sub(1) else { return id };
        let (target, ty) = api.types.behind_aliases(id);
        let mut ty = ty.clone();
        if target != id {
            let new = self.type_of(api, target, depth);
            // Another name of a type that stays is that name.
            let new = if new == target { id } else { new };
            self.of.insert(id, new);
            return new;
        }
        let new = match ty.kind {
            Kind::Struct(_) | Kind::Map(_) if self.shared.contains(&id) => {
                let mut path = ty.path.clone();
                path.push("patch".to_owned());
                api.types.add(Type { path, component: false, ..ty.clone() })
            }
            Kind::Struct(_) | Kind::Map(_) => id,
            _ => {
                self.of.insert(id, id);
                return id;
            }
        };
        self.of.insert(id, new);
        let mut removable = |own: &mut Self, held: &mut TypeRef| {
            held.id = own.type_of(api, held.id, depth);
            held.nullable = true;
        };
        match &mut ty.kind {
            Kind::Struct(object) => {
                for field in object.fields.iter_mut().filter(|field| !field.read_only) {
                    let (must_be, nullable) = (field.required, field.ty.nullable);
                    removable(self, &mut field.ty);
                    field.ty.nullable = nullable || !must_be;
                }
                if let Rest::Typed(value) = &mut object.rest {
                    removable(self, value);
                }
            }
            Kind::Map(value) => removable(self, value),
            _ => {}
        }
        if let Some(slot) = api.types.get_mut(new) {
            slot.kind = ty.kind;
        }
        new
    }
}
