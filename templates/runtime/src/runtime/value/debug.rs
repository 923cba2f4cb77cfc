//! `Debug` for every value: absent fields are left out, secrets are not shown.

use super::{Unknown, Value, View, is_unknown, items, unknown_of};
use crate::runtime::{Field, Object};
use std::fmt::{self, Debug as _};

/// Writes the value as `Debug`.
pub(crate) fn debug(
    value: &dyn Value,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match value.view() {
        View::Absent => formatter.write_str("None"),
        View::Null => formatter.write_str("null"),
        View::Bool(value) => value.fmt(formatter),
        View::Integer(value) => value.fmt(formatter),
        View::Wide(value) => value.fmt(formatter),
        View::Float(value) => value.fmt(formatter),
        View::Text(value) => value.fmt(formatter),
        View::Any(value) => value.fmt(formatter),
        View::Binary(value) => value.fmt(formatter),
        View::List(list) => formatter.debug_list().entries(items(list)).finish(),
        View::Map(map) => formatter.debug_map().entries(map.entries()).finish(),
        View::Model(model) => debug_model(model, formatter),
        View::Body(body) => debug(body.active().1, formatter),
        View::Union(union) => debug(union.active().1, formatter),
    }
}

fn debug_model(model: &dyn Object, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = model.table();
    let mut text = formatter.debug_struct(table.name);
    for (index, field) in table.fields().iter().enumerate() {
        let value = model.field(index);
        if matches!(value.view(), View::Absent) {
            continue;
        }
        if field.is(Field::SECRET) {
            text.field(field.name, &format_args!("[secret]"));
        } else {
            text.field(field.name, &value);
        }
    }
    for (name, came) in unknown_of(model).into_iter().flat_map(Unknown::unfit) {
        let is_secret = table
            .fields()
            .iter()
            .any(|field| field.name == name && field.is(Field::SECRET));
        match is_secret {
            true => text.field(name, &format_args!("[secret]")),
            false => text.field(name, &format_args!("[unfit] {came}")),
        };
    }
    let mut rest = table.fields().len();
    while let View::Map(map) = model.field(rest).view() {
        for (name, value) in map.entries() {
            text.field(name, &value);
        }
        if rest > table.fields().len() || is_unknown(model.field(rest)) {
            break;
        }
        rest = rest.saturating_add(1);
    }
    text.finish()
}
