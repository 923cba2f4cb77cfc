//! Types that hold themselves.

use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Kind, TypeId, Types};
use std::collections::HashSet;

/// How many types may hold each other by value: the compiler works out how a type lies in
/// memory from the inside out, and gives up where one goes too deep.
const MOST_NESTED: u32 = 16;

/// Marks what must stand on the heap: of each circle of types that hold each other by
/// value, the step that closes it; and of each long chain of them, a step here and there.
pub(super) fn mark(types: &mut Types) {
    let walked = walk(types, held);
    let long = long_steps(types, &walked);
    for (id, index) in walked.closing.into_iter().chain(long) {
        match types.get_mut(id).map(|ty| &mut ty.kind) {
            Some(Kind::Struct(object)) => {
                if let Some(field) = object.fields.get_mut(index) {
                    field.boxed = true;
                }
            }
            Some(Kind::Union(union)) => {
                if let Some(variant) = union.variants.get_mut(index) {
                    variant.boxed = true;
                }
            }
            _ => {}
        }
    }
}

/// A value of a type that must hold another of the same type has no end. Such a step is
/// made optional.
pub(super) fn break_required_cycles(types: &mut Types, diagnostics: &mut Diagnostics) {
    for (id, index) in walk(types, needed).closing {
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

/// The types that a type holds by value; lists and maps hold theirs elsewhere.
fn held(types: &Types, id: TypeId) -> Steps {
    let lead = |id: TypeId| types.behind_aliases(id).0;
    match &types.get(id).kind {
        Kind::Struct(object) => {
            let fields = object.fields.iter().enumerate();
            fields.map(|(index, field)| (index, lead(field.ty.id))).collect()
        }
        Kind::Union(union) => {
            let variants = union.variants.iter().enumerate();
            variants.map(|(index, variant)| (index, lead(variant.ty))).collect()
        }
        _ => Vec::new(),
    }
}

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

/// All types, walked.
struct Walked {
    /// The steps that lead back to a type from which the walk came. Without them there is
    /// no circle left.
    closing: Vec<(TypeId, usize)>,
    /// The types, each after all that it leads to but by those steps.
    order: Vec<TypeId>,
}

/// Follows the steps. The walk is its own stack, since chains may be long.
fn walk(types: &Types, steps: impl Fn(&Types, TypeId) -> Steps) -> Walked {
    let mut walk = vec![Walk::Unseen; types.len()];
    let mut walked = Walked { closing: Vec::new(), order: Vec::new() };
    for (start, _) in types.iter() {
        if walk.get(start.index()) != Some(&Walk::Unseen) {
            continue;
        }
        let mut stack: Vec<(TypeId, std::vec::IntoIter<(usize, TypeId)>)> = Vec::new();
        set(&mut walk, start, Walk::Open);
        stack.push((start, steps(types, start).into_iter()));
        while let Some((id, rest)) = stack.last_mut() {
            let id = *id;
            let Some((index, next)) = rest.next() else {
                set(&mut walk, id, Walk::Done);
                walked.order.push(id);
                stack.pop();
                continue;
            };
            match walk.get(next.index()) {
                Some(Walk::Open) => walked.closing.push((id, index)),
                Some(Walk::Unseen) => {
                    set(&mut walk, next, Walk::Open);
                    stack.push((next, steps(types, next).into_iter()));
                }
                Some(Walk::Done) | None => {}
            }
        }
    }
    walked
}

/// The steps to types that hold as many others in each other as may be.
fn long_steps(types: &Types, walked: &Walked) -> Vec<(TypeId, usize)> {
    let closing: HashSet<_> = walked.closing.iter().copied().collect();
    let mut heights = vec![0_u32; types.len()];
    let mut found = Vec::new();
    for id in &walked.order {
        let mut height = 0;
        for (index, next) in held(types, *id) {
            let below = heights.get(next.index()).copied().unwrap_or(0);
            if closing.contains(&(*id, index)) {
                continue;
            }
            if below >= MOST_NESTED {
                found.push((*id, index));
            } else {
                height = height.max(below.saturating_add(1));
            }
        }
        set(&mut heights, *id, height);
    }
    found
}

fn set<T>(all: &mut [T], id: TypeId, to: T) {
    if let Some(slot) = all.get_mut(id.index()) {
        *slot = to;
    }
}
