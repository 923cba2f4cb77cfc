//! Inline types of one owner that are written out several times.

use super::Forward;
use crate::ir::{Api, Field, Kind, Rest, Told, Type, TypeId};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Makes inline types of the same owner and structure one type, named after the first.
pub(super) fn merge(api: &mut Api) {
    // What holds them becomes equal when they are one: once more for each level.
    loop {
        let mut forward = Forward::new(&api.types);
        let mut groups: HashMap<(&str, u64), Vec<TypeId>> = HashMap::new();
        for (id, ty) in api.types.iter() {
            let Some(owner) = ty.path.first().filter(|_| !ty.component && ty.is_item())
            else {
                continue;
            };
            let group = groups.entry((owner.as_str(), outline(&ty.kind))).or_default();
            match group.iter().find(|other| is_same(api.types.get(**other), ty)) {
                Some(first) => forward.set(id, *first),
                None => group.push(id),
            }
        }
        if !forward.apply(api) {
            return;
        }
    }
}

/// A number that is equal for equal types, and cheap.
fn outline(kind: &Kind) -> u64 {
    let mut hasher = DefaultHasher::new();
    std::mem::discriminant(kind).hash(&mut hasher);
    match kind {
        Kind::Struct(object) => {
            for field in &object.fields {
                field.wire_name.hash(&mut hasher);
                field.ty.hash(&mut hasher);
            }
        }
        Kind::StringEnum(values) => {
            values.iter().for_each(|one| one.wire.hash(&mut hasher))
        }
        Kind::IntegerEnum(values) => {
            values.iter().for_each(|one| one.wire.hash(&mut hasher))
        }
        Kind::Union(union) => {
            union.variants.iter().for_each(|one| one.ty.hash(&mut hasher))
        }
        _ => {}
    }
    hasher.finish()
}

fn is_same(one: &Type, other: &Type) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::Struct(one), Kind::Struct(other)) => {
            let rest = match (one.rest, other.rest) {
                (Rest::Unknown, Rest::Unknown) => true,
                (Rest::Typed(one), Rest::Typed(other)) => one == other,
                _ => false,
            };
            rest && one.fields.len() == other.fields.len()
                && one.fields.iter().zip(&other.fields).all(|(a, b)| is_same_field(a, b))
        }
        (Kind::StringEnum(one), Kind::StringEnum(other)) => one == other,
        (Kind::IntegerEnum(one), Kind::IntegerEnum(other)) => one == other,
        (Kind::Union(one), Kind::Union(other)) => {
            let types = |union: &crate::ir::Union| -> Vec<TypeId> {
                union.variants.iter().map(|variant| variant.ty).collect()
            };
            let how = match (&one.how, &other.how) {
                (Told::BestMatch, Told::BestMatch) => true,
                (
                    Told::Discriminator { property: a, mapping: b },
                    Told::Discriminator { property: c, mapping: d },
                ) => a == c && b == d,
                _ => false,
            };
            how && one.otherwise == other.otherwise && types(one) == types(other)
        }
        _ => false,
    }
}

fn is_same_field(one: &Field, other: &Field) -> bool {
    // The words count too: they would be lost for one of the two.
    one.wire_name == other.wire_name
        && one.ty == other.ty
        && one.docs == other.docs
        && one.rules == other.rules
        && one.xml == other.xml
        && one.default == other.default
        && one.required == other.required
        && one.constant == other.constant
        && one.read_only == other.read_only
        && one.write_only == other.write_only
        && one.secret == other.secret
        && one.deprecated == other.deprecated
}
