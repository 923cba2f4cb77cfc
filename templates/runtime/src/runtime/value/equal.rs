//! Equality of values.

use super::unknown::Odd;
use super::{Unknown, Value, View, items, unknown_of};
use crate::runtime::Object;

/// Whether two values are equal: of the same shape, with equal parts.
pub(crate) fn equal(one: &dyn Value, other: &dyn Value) -> bool {
    match (one.view(), other.view()) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Bool(one), View::Bool(other)) => one == other,
        (View::Integer(one), View::Integer(other)) => one == other,
        (View::Wide(one), View::Wide(other)) => one == other,
        (View::Float(one), View::Float(other)) => one == other,
        (View::Text(one), View::Text(other)) => one == other,
        (View::Any(one), View::Any(other)) => one == other,
        (View::Binary(one), View::Binary(other)) => one == other,
        (View::List(one), View::List(other)) => {
            one.length() == other.length()
                && items(one).zip(items(other)).all(|(one, other)| equal(one, other))
        }
        (View::Map(one), View::Map(other)) => {
            one.length() == other.length()
                && one.entries().into_iter().all(|(name, value)| {
                    other.find(name).is_some_and(|other| equal(value, other))
                })
        }
        (View::Model(one), View::Model(other)) => {
            let table = one.table();
            std::ptr::eq(table, other.table())
                && (0..=table.fields().len().saturating_add(1))
                    .all(|index| equal(one.field(index), other.field(index)))
                && odd(one) == odd(other)
        }
        (View::Union(one), View::Union(other)) => {
            let ((one_index, one_value), (other_index, other_value)) =
                (one.active(), other.active());
            std::ptr::eq(one.table(), other.table())
                && one_index == other_index
                && equal(one_value, other_value)
        }
        (View::Body(one), View::Body(other)) => {
            let ((one, one_value), (other, other_value)) =
                (one.active(), other.active());
            one == other && equal(one_value, other_value)
        }
        _ => false,
    }
}

/// What came otherwise than described, and is sent back so.
fn odd(model: &dyn Object) -> &[Odd] {
    unknown_of(model).map_or(&[], Unknown::odd)
}
