//! Types that hold themselves.

use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Kind, TypeId, Types};

/// A value of a type that must hold another of the same type has no end. Such a step is
/// made optional.
pub(super) fn break_required_cycles(types: &mut Types, diagnostics: &mut Diagnostics) {
    for (id, index) in closing_steps(types) {
        let Some(Kind::Struct(object)) = types.get_mut(id).map(|ty| &mut ty.kind) else {
            continue;
        };
        if let Some(field) = object.fields.get_mut(index) {
            field.required = false;
            let message = format!(
                "`{}` is required, but no value could ever hold it; it is optional in the SDK",
                field.wire_name,
            );
            diagnostics.report(Code::RequiredCycle, &field.origin, message);
        }
    }
}

/// A step from a type to one that it holds: the index of the field or variant, and where
/// it leads.
type Steps = Vec<(usize, TypeId)>;

/// The types without which there is no value of a type.
fn needed(types: &Types, id: TypeId) -> Steps {
    let Kind::Struct(object) = &types.get(id).kind else { return Vec::new() };
    let fields = object.fields.iter().enumerate();
    let needed = fields.filter(|(_, field)| field.required && !field.ty.nullable);
    needed.map(|(index, field)| (index, types.behind_aliases(field.ty.id).0)).collect()
}

/// How far the walk is with a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    Unseen,
    Open,
    Done,
}

/// The steps that lead back to a type from which the walk came. Without them there is no
/// circle left. The walk is its own stack, since chains may be long.
fn closing_steps(types: &Types) -> Vec<(TypeId, usize)> {
    let mut walk = vec![Walk::Unseen; types.len()];
    let mut found = Vec::new();
    for (start, _) in types.iter() {
        if walk.get(start.index()) != Some(&Walk::Unseen) {
            continue;
        }
        let mut stack: Vec<(TypeId, std::vec::IntoIter<(usize, TypeId)>)> = Vec::new();
        set(&mut walk, start, Walk::Open);
        stack.push((start, needed(types, start).into_iter()));
        while let Some((id, rest)) = stack.last_mut() {
            let id = *id;
            let Some((index, next)) = rest.next() else {
                set(&mut walk, id, Walk::Done);
                stack.pop();
                continue;
            };
            match walk.get(next.index()) {
                Some(Walk::Open) => found.push((id, index)),
                Some(Walk::Unseen) => {
                    set(&mut walk, next, Walk::Open);
                    stack.push((next, needed(types, next).into_iter()));
                }
                Some(Walk::Done) | None => {}
            }
        }
    }
    found
}

fn set(walk: &mut [Walk], id: TypeId, to: Walk) {
    if let Some(slot) = walk.get_mut(id.index()) {
        *slot = to;
    }
}
