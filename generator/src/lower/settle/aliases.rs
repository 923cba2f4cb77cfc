//! Names that stand for themselves.

use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Kind, TypeId, Types};

/// Breaks circles of types that are only written in place: an alias of itself, a list of
/// itself. No Rust type can be spelled for them, so one step becomes any value.
pub(super) fn break_cycles(types: &mut Types, diagnostics: &mut Diagnostics) {
    // Each such type leads to one other, so that a walk from each, marked with where it
    // began, finds every circle once.
    let mut walked: Vec<Option<TypeId>> = vec![None; types.len()];
    let starts: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    for start in starts {
        let mut before = None;
        let mut at = start;
        while let Some(mark) = walked.get_mut(at.index()) {
            if *mark == Some(start)
                && let Some(last) = before
            {
                cut(types, last, at, diagnostics);
                break;
            }
            if mark.is_some() {
                break;
            }
            *mark = Some(start);
            let Some(next) = only_part(types, at) else { break };
            before = Some(at);
            at = next;
        }
    }
}

fn only_part(types: &Types, id: TypeId) -> Option<TypeId> {
    match &types.get(id).kind {
        Kind::List(inner) | Kind::Map(inner) | Kind::Alias(inner) => Some(inner.id),
        _ => None,
    }
}

/// Cuts the circle where `last` leads back to `first`.
fn cut(types: &mut Types, last: TypeId, first: TypeId, diagnostics: &mut Diagnostics) {
    let mut at = first;
    let mut only_aliases = true;
    for _ in 0..types.len() {
        only_aliases &= matches!(types.get(at).kind, Kind::Alias(_));
        match only_part(types, at) {
            Some(next) if at != last => at = next,
            _ => break,
        }
    }
    let named = types.get(first);
    let name = named.path.join(".");
    let (code, message) = if only_aliases {
        (
            Code::SchemaAliasCycle,
            format!("`{name}` refers only to itself; any value is allowed"),
        )
    } else {
        (
            Code::EndlessList,
            format!(
                "`{name}` contains only lists or maps of itself; any value is allowed inside"
            ),
        )
    };
    diagnostics.report(code, &named.origin, message);
    let any = types.add(crate::ir::Type::any());
    if let Some(ty) = types.get_mut(last) {
        match &mut ty.kind {
            Kind::List(inner) | Kind::Map(inner) => {
                inner.id = any;
                inner.nullable = false;
            }
            kind => *kind = Kind::Any,
        }
    }
}
