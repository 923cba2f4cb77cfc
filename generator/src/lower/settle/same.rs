//! Types without an item of their own: equal ones are one.

use super::Forward;
use crate::ir::{Api, Kind, Scalar, TypeRef};
use std::collections::HashMap;

/// What a type that is written in place consists of.
#[derive(PartialEq, Eq, Hash)]
enum Plain {
    Scalar(Scalar),
    List(TypeRef),
    Map(TypeRef),
    Any,
    Never,
}

/// Makes equal lists, maps and scalars one type each, and uses what an inline alias stands
/// for in its place.
pub(super) fn merge_plain(api: &mut Api) {
    // Lists of lists become equal when their items have: once more for each level.
    loop {
        let mut forward = Forward::new(&api.types);
        let mut first = HashMap::new();
        for (id, ty) in api.types.iter().filter(|(_, ty)| !ty.component) {
            let plain = match &ty.kind {
                Kind::Alias(target) => {
                    forward.set(id, target.id);
                    continue;
                }
                Kind::Scalar(scalar) => Plain::Scalar(*scalar),
                Kind::List(item) => Plain::List(*item),
                Kind::Map(value) => Plain::Map(*value),
                Kind::Any => Plain::Any,
                Kind::Never => Plain::Never,
                Kind::Struct(_)
                | Kind::StringEnum(_)
                | Kind::IntegerEnum(_)
                | Kind::Union(_) => continue,
            };
            forward.set(id, *first.entry(plain).or_insert(id));
        }
        if !forward.apply(api) {
            return;
        }
    }
}
