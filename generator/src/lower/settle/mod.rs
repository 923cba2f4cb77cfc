//! From types as they were placed to types as the SDK has them: what turned out to be the
//! same becomes one, and what cannot exist is mended.

mod aliases;
mod bytes;
mod cycles;
mod duplicates;
mod files;
mod patches;
mod same;
mod tags;
mod unions;
mod xml;

use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Kind, TypeId, Types};

/// Brings the types of an API to their final shape.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    aliases::break_cycles(&mut api.types, diagnostics);
    simplify(api);
    // Unions that collapsed are aliases now, of which there may be new circles.
    aliases::break_cycles(&mut api.types, diagnostics);
    files::find(api);
    bytes::keep_in_bodies(api, diagnostics);
    // Bytes that are text now may be the same as an alternative beside them.
    simplify(api);
    aliases::break_cycles(&mut api.types, diagnostics);
    xml::settle(api, diagnostics);
    patches::settle(api);
    duplicates::merge(api);
    drop_needless_nulls(api);
    cycles::break_required_cycles(&mut api.types, diagnostics);
    drop_unused(api);
    tags::mark(api);
}

fn simplify(api: &mut Api) {
    loop {
        same::merge_plain(api);
        if !unions::simplify(&mut api.types) {
            break;
        }
    }
}

/// A value about which nothing is known may be null anyway.
fn drop_needless_nulls(api: &mut Api) {
    let any: Vec<bool> = api
        .types
        .iter()
        .map(|(id, _)| matches!(api.types.behind_aliases(id).1.kind, Kind::Any))
        .collect();
    let is_any = |id: TypeId| any.get(id.index()).copied().unwrap_or_default();
    each_use(api, &mut |ty| ty.nullable &= !is_any(ty.id));
}

/// Calls `visit` with every use of a type there is.
fn each_use(api: &mut Api, visit: &mut impl FnMut(&mut crate::ir::TypeRef)) {
    for ty in api.types.iter_mut() {
        ty.kind.each_type_mut(visit);
    }
    api.each_root_mut(visit);
}

/// Inline types that nothing uses any more go; components stay.
fn drop_unused(api: &mut Api) {
    let mut used = vec![false; api.types.len()];
    let mut next: Vec<TypeId> = Vec::new();
    next.extend(api.types.iter().filter(|(_, ty)| ty.component).map(|(id, _)| id));
    api.each_root_mut(&mut |ty| next.push(ty.id));
    while let Some(id) = next.pop() {
        if let Some(flag) = used.get_mut(id.index()).filter(|flag| !**flag) {
            *flag = true;
            api.types.get(id).kind.each_type(&mut |ty| next.push(ty.id));
        }
    }
    let is_used = |id: TypeId| used.get(id.index()).copied().unwrap_or_default();
    let moved = api.types.retain(is_used);
    each_use(api, &mut |ty| {
        if let Some(Some(new)) = moved.get(ty.id.index()) {
            ty.id = *new;
        }
    });
}

/// Which of two types that are the same is named by the other: `forward[id]` is what to
/// use in place of `id`.
struct Forward {
    to: Vec<TypeId>,
}

impl Forward {
    /// Every type as itself.
    fn new(types: &Types) -> Self {
        Self { to: types.iter().map(|(id, _)| id).collect() }
    }

    /// Says to use `new` in place of `old`.
    fn set(&mut self, old: TypeId, new: TypeId) {
        if let Some(slot) = self.to.get_mut(old.index()) {
            *slot = new;
        }
    }

    /// Follows all steps from `id`, which never go around in a circle.
    fn last(&self, id: TypeId) -> TypeId {
        let mut id = id;
        for _ in 0..self.to.len() {
            match self.to.get(id.index()) {
                Some(next) if *next != id => id = *next,
                _ => break,
            }
        }
        id
    }

    /// Puts the new in place of the old everywhere; whether anything changed.
    fn apply(&self, api: &mut Api) -> bool {
        let mut changed = false;
        each_use(api, &mut |ty| {
            let new = self.last(ty.id);
            changed |= new != ty.id;
            ty.id = new;
        });
        changed
    }
}
