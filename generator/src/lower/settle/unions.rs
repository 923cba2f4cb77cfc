//! Alternatives that turn out to be the same, or to hold each other.

use crate::ir::{
    Docs, EnumValue, Kind, Scalar, Told, Type, TypeId, TypeRef, Types, Union, Variant,
};
use std::collections::HashSet;

/// Makes unions smaller where they can be; whether any became something else.
pub(super) fn simplify(types: &mut Types) -> bool {
    let unions: Vec<TypeId> = types
        .iter()
        .filter(|(_, ty)| matches!(ty.kind, Kind::Union(_)))
        .map(|(id, _)| id)
        .collect();
    let mut changed = false;
    for id in unions {
        let Kind::Union(union) = types.get(id).kind.clone() else { continue };
        if let Some(kind) = simpler(union, types) {
            changed |= !matches!(kind, Kind::Union(_));
            if let Some(ty) = types.get_mut(id) {
                ty.kind = kind;
            }
        }
    }
    changed
}

/// What a union is with its doubled alternatives gone; `None` when nothing goes.
fn simpler(union: Union, types: &mut Types) -> Option<Kind> {
    if let Some(values) = merged_enum(&union, types) {
        return Some(Kind::StringEnum(values));
    }
    let mut kept: Vec<Option<Variant>> = union.variants.into_iter().map(Some).collect();
    let before = kept.len();
    let types_before: Vec<TypeId> = kept.iter().flatten().map(|one| one.ty).collect();
    drop_doubled(&mut kept);
    drop_any(&mut kept, types);
    join_scalars(&mut kept, types);
    if kept.iter().flatten().map(|one| one.ty).eq(types_before) {
        return None;
    }
    let mut places = Vec::with_capacity(before);
    let mut next = 0_usize;
    for variant in &kept {
        places.push(variant.is_some().then_some(next));
        next = next.saturating_add(usize::from(variant.is_some()));
    }
    let variants: Vec<Variant> = kept.into_iter().flatten().collect();
    Some(match variants.as_slice() {
        [] => Kind::Any,
        [only] => Kind::Alias(TypeRef { id: only.ty, nullable: false }),
        _ => {
            let place = |index: usize| places.get(index).copied().flatten();
            let otherwise = union.otherwise.and_then(place);
            Kind::Union(Union { variants, how: moved(union.how, &places), otherwise })
        }
    })
}

/// The mapping of a discriminator after alternatives moved.
fn moved(how: Told, places: &[Option<usize>]) -> Told {
    match how {
        Told::BestMatch => Told::BestMatch,
        Told::Discriminator { property, mapping } => {
            let place = |index: usize| places.get(index).copied().flatten();
            let mapping = mapping
                .into_iter()
                .filter_map(|(value, index)| Some((value, place(index)?)))
                .collect();
            Told::Discriminator { property, mapping }
        }
    }
}

/// Of several alternatives of one type, the first stays.
fn drop_doubled(kept: &mut [Option<Variant>]) {
    let mut seen = HashSet::new();
    for slot in kept {
        if slot.as_ref().is_some_and(|one| !seen.insert(one.ty)) {
            *slot = None;
        }
    }
}

/// Any value needs no alternative of its own: what fits no other is kept as it is. Where
/// it leaves fewer than two, the whole is any value.
fn drop_any(kept: &mut [Option<Variant>], types: &Types) {
    let is_any =
        |one: &Variant| matches!(types.behind_aliases(one.ty).1.kind, Kind::Any);
    if !kept.iter().flatten().any(is_any) {
        return;
    }
    let others = kept.iter().flatten().filter(|one| !is_any(one)).count();
    for slot in kept {
        if slot.as_ref().is_some_and(|one| is_any(one) == (others >= 2)) {
            *slot = None;
        }
    }
}

/// What scalars can be told apart by: the kind of JSON that they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    /// Apart from text in a multipart body; elsewhere they become text later.
    Bytes,
    Number,
    Boolean,
}

fn shape_of(scalar: Scalar) -> Shape {
    match scalar {
        Scalar::Boolean => Shape::Boolean,
        Scalar::Int32
        | Scalar::Int64
        | Scalar::UInt64
        | Scalar::Int128
        | Scalar::Float64 => Shape::Number,
        Scalar::String | Scalar::DateTime | Scalar::Date | Scalar::Base64 => Shape::Text,
        Scalar::Binary => Shape::Bytes,
    }
}

/// The scalar that holds both.
fn wider(one: Scalar, other: Scalar) -> Scalar {
    let rank = |scalar| match scalar {
        Scalar::Int32 => 0,
        Scalar::Int64 => 1,
        Scalar::UInt64 | Scalar::Int128 => 2,
        _ => 3,
    };
    if one == other {
        return one;
    }
    match (shape_of(one), rank(one).max(rank(other))) {
        (Shape::Boolean, _) => Scalar::Boolean,
        (Shape::Bytes, _) => Scalar::Binary,
        (Shape::Text, _) => Scalar::String,
        (Shape::Number, 1) => Scalar::Int64,
        (Shape::Number, 2) => Scalar::Int128,
        (Shape::Number, _) => Scalar::Float64,
    }
}

/// Scalars of one kind of JSON become one alternative; beside an enum of that kind, which
/// keeps values that it does not know, they need none.
fn join_scalars(kept: &mut [Option<Variant>], types: &mut Types) {
    for shape in [Shape::Text, Shape::Bytes, Shape::Number, Shape::Boolean] {
        let mut scalars: Vec<(usize, Scalar)> = Vec::new();
        let mut has_enum = false;
        for (index, variant) in kept.iter().enumerate() {
            let Some(variant) = variant else { continue };
            match &types.behind_aliases(variant.ty).1.kind {
                Kind::Scalar(scalar) if shape_of(*scalar) == shape => {
                    scalars.push((index, *scalar));
                }
                Kind::StringEnum(_) => has_enum |= shape == Shape::Text,
                Kind::IntegerEnum(_) => has_enum |= shape == Shape::Number,
                _ => {}
            }
        }
        let Some((first, scalar)) = scalars.first().copied() else { continue };
        if !has_enum && keep_integers_apart(kept, &scalars, types) {
            continue;
        }
        let joined = scalars.iter().map(|(_, one)| *one).fold(scalar, wider);
        let absorbed = has_enum && joined != Scalar::Float64;
        for (index, _) in &scalars {
            if (*index != first || absorbed)
                && let Some(slot) = kept.get_mut(*index)
            {
                *slot = None;
            }
        }
        if !absorbed
            && joined != scalar
            && let Some(Some(variant)) = kept.get_mut(first)
        {
            variant.ty = types.add(Type { kind: Kind::Scalar(joined), ..Type::any() });
        }
    }
}

/// Integers beside numbers keep an alternative of their own, before that of the numbers: a
/// float would lose digits of what is beyond 2^53. Says whether there are both.
fn keep_integers_apart(
    kept: &mut [Option<Variant>],
    scalars: &[(usize, Scalar)],
    types: &mut Types,
) -> bool {
    let is_float = |one: &&(usize, Scalar)| one.1 == Scalar::Float64;
    let Some((float, _)) = scalars.iter().find(is_float).copied() else { return false };
    let is_integer = |one: &&(usize, Scalar)| {
        shape_of(one.1) == Shape::Number && one.1 != Scalar::Float64
    };
    let Some((integer, _)) = scalars.iter().find(is_integer).copied() else {
        return false;
    };
    for (index, _) in scalars {
        if ![float, integer].contains(index)
            && let Some(slot) = kept.get_mut(*index)
        {
            *slot = None;
        }
    }
    // Every integer that JSON is read with goes in, so that none falls to the float.
    if let Some(Some(variant)) = kept.get_mut(integer) {
        let kind = &types.behind_aliases(variant.ty).1.kind;
        if !matches!(kind, Kind::Scalar(Scalar::Int128)) {
            variant.ty =
                types.add(Type { kind: Kind::Scalar(Scalar::Int128), ..Type::any() });
        }
    }
    if float < integer {
        kept.swap(float, integer);
    }
    true
}

/// One enum out of alternatives that all are enums of strings written in place (often one
/// value each, with words), plain text beside them or not.
fn merged_enum(union: &Union, types: &Types) -> Option<Vec<EnumValue<String>>> {
    let mut merged: Vec<EnumValue<String>> = Vec::new();
    let mut known = HashSet::new();
    for variant in &union.variants {
        let ty = types.get(variant.ty);
        let values = match &ty.kind {
            Kind::StringEnum(values) if !ty.component => values,
            Kind::Scalar(scalar)
                if !ty.component && shape_of(*scalar) == Shape::Text =>
            {
                continue;
            }
            _ => return None,
        };
        for value in values {
            if !known.insert(value.wire.as_str()) {
                continue;
            }
            let mut value = value.clone();
            if values.len() == 1 && value.docs == Docs::NONE {
                value.docs = Docs { summary: String::new(), ..variant.docs.clone() };
                let title =
                    Some(&variant.docs.summary).filter(|title| !title.is_empty());
                value.name = value.name.or(title.cloned());
            }
            merged.push(value);
        }
    }
    (!merged.is_empty()).then_some(merged)
}
