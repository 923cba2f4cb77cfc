//! Copies of models.

use super::{Slot, Value, View, items, unknown_mut, unknown_of};
use crate::runtime::{Model, Object, Parts};

/// A copy of a model.
pub(crate) fn copy<T: Model>(from: &T) -> T {
    let mut to = T::default();
    copy_object(from.object(), to.object_mut());
    to
}

fn copy_object(from: &dyn Object, to: &mut dyn Object) {
    if !matches!(from.table().parts, Parts::Fields(_)) {
        let (index, value) = from.active();
        copy_value(value, to.field_mut(index));
        return;
    }
    // After the properties, what is not described: typed, and then unknown.
    let last = from.table().fields().len().saturating_add(1);
    for index in 0..=last {
        let value = from.field(index);
        match value.view() {
            View::Absent => {}
            View::Map(map) if map.length() == 0 => {}
            _ => copy_value(value, to.field_mut(index)),
        }
    }
    if let Some(from) = unknown_of(from).filter(|unknown| !unknown.odd().is_empty())
        && let Some(to) = unknown_mut(to)
    {
        to.clone_from(from);
    }
}

/// Copies a value into an empty one of its type.
fn copy_value(from: &dyn Value, to: &mut dyn Value) {
    let view = from.view();
    if matches!(view, View::Null) {
        to.set_null();
        return;
    }
    if matches!(view, View::Absent) {
        return;
    }
    match (view, to.slot()) {
        (View::Bool(from), Slot::Bool(to)) => *to = from,
        (View::Integer(from), Slot::I32(to)) => *to = from.try_into().unwrap_or(*to),
        (View::Integer(from), Slot::I64(to)) => *to = from,
        (View::Integer(from), Slot::Integers(to)) => to.set(from),
        (View::Wide(from), Slot::U64(to)) => *to = from.try_into().unwrap_or(*to),
        (View::Wide(from), Slot::I128(to)) => *to = from,
        (View::Float(from), Slot::F64(to)) => *to = from,
        (View::Text(from), Slot::Text(to)) => *to = from.to_owned(),
        (View::Text(from), Slot::Strings(to)) => to.set(from),
        (View::Any(from), Slot::Any(to)) => to.clone_from(from),
        (View::Binary(from), Slot::Binary(to)) => to.clone_from(from),
        (View::List(from), Slot::List(to)) => {
            for item in items(from) {
                if let Some(to) = to.add() {
                    copy_value(item, to);
                }
            }
        }
        (View::Map(from), Slot::Map(to)) => {
            for (name, value) in from.entries() {
                copy_value(value, to.at(name.to_owned()));
            }
        }
        (View::Model(from), Slot::Model(to))
        | (View::Union(from), Slot::Union(to))
        | (View::Body(from), Slot::Body(to)) => copy_object(from, to),
        _ => {}
    }
}
