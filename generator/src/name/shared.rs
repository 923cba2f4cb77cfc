//! Inline enums with equal values, of different owners: one enum with a short name, of
//! which theirs are aliases. An API has few lists of values, and says each again and again.

use super::scope::Scope;
use super::types::{add_module, claim_component};
use super::{Chosen, Names, Shared, SharedEnum};
use crate::ir::{Api, EnumValue, Kind, Type, TypeId};
use std::collections::HashMap;

/// What makes two enums the same.
#[derive(PartialEq, Eq, Hash)]
enum Values<'a> {
    Texts(Vec<(&'a str, Option<&'a str>)>),
    Numbers(Vec<(i64, Option<&'a str>)>),
}

impl<'a> Values<'a> {
    fn of(kind: &'a Kind) -> Option<Self> {
        fn name<T>(value: &EnumValue<T>) -> Option<&str> {
            value.name.as_deref()
        }
        match kind {
            Kind::StringEnum(values) => {
                let values = values.iter().map(|one| (one.wire.as_str(), name(one)));
                Some(Self::Texts(values.collect()))
            }
            Kind::IntegerEnum(values) => {
                let values = values.iter().map(|one| (one.wire, name(one)));
                Some(Self::Numbers(values.collect()))
            }
            _ => None,
        }
    }
}

/// Finds the enums that several owners say, and names each in `files`, beside the
/// components. A component with the same values is what the others are aliases of.
pub(super) fn name_shared(
    api: &Api,
    chosen: &Chosen<'_>,
    names: &mut Names,
    files: &mut Scope,
) {
    let mut order: Vec<Vec<TypeId>> = Vec::new();
    let mut places: HashMap<Values<'_>, usize> = HashMap::new();
    for (id, ty) in api.types.iter() {
        let Some(values) = Values::of(&ty.kind) else { continue };
        let place = *places.entry(values).or_insert(order.len());
        match order.get_mut(place) {
            Some(ids) => ids.push(id),
            None => order.push(vec![id]),
        }
    }
    for ids in order {
        let (components, inline): (Vec<TypeId>, Vec<TypeId>) =
            ids.into_iter().partition(|id| api.types.get(*id).component);
        let shared = match (components.first(), inline.as_slice()) {
            (_, []) | (None, [_]) => continue,
            (Some(component), _) => Shared::Component(*component),
            (None, [first, ..]) => {
                let ty = api.types.get(*first);
                let ident = claim_component(
                    files,
                    last_word(ty),
                    ty,
                    chosen.shared_name(*first),
                );
                let module = add_module(names, &ident);
                names.shared.push(SharedEnum { ident, module, of: *first });
                Shared::Enum(names.shared.len() - 1)
            }
        };
        for id in inline {
            if let Some(name) = names.types.get_mut(id.index()) {
                name.shared = Some(shared);
            }
        }
    }
}

/// What the description calls the value: the last of its path that is a name.
fn last_word(ty: &Type) -> &str {
    let made_up = |word: &&String| !matches!(word.as_str(), "item" | "value" | "");
    ty.path.iter().rev().find(made_up).map_or("values", String::as_str)
}
