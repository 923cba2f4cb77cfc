//! Values made up for people to read: the examples of the site.
//!
//! The same description always gives the same values. What the description has as an
//! example comes first.

mod pattern;

pub use pattern::matching;

use crate::ir::{Field, Kind, Parameter, Rest, Rules, Scalar, Told, TypeRef, Types};
use serde_json::{Map, Number, Value};

// Below this depth nothing optional is made, and below the second one nothing at all.
const MAX_OPTIONAL_DEPTH: u32 = 5;
const MAX_DEPTH: u32 = 30;

/// So many values are shown at most; then only what is required is made.
const BUDGET: u32 = 120;

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the server: without what is read-only.
    Sent,
    /// From the server: without what is write-only.
    Received,
}

/// A value of the type.
#[must_use]
pub fn value(types: &Types, ty: TypeRef, way: Way) -> Value {
    Maker { types, way, budget: BUDGET }.make(ty, &Rules::default(), "", 0)
}

/// A value for a parameter: its example, its default, or one made up.
#[must_use]
pub fn parameter(types: &Types, parameter: &Parameter) -> Value {
    let documented = parameter.example.clone().or_else(|| parameter.default.clone());
    documented.filter(|value| !value.is_null()).unwrap_or_else(|| {
        let mut maker = Maker { types, way: Way::Sent, budget: BUDGET };
        maker.make(parameter.ty, &parameter.rules, &parameter.wire_name, 1)
    })
}

struct Maker<'a> {
    types: &'a Types,
    way: Way,
    budget: u32,
}

impl Maker<'_> {
    fn make(&mut self, ty: TypeRef, rules: &Rules, name: &str, depth: u32) -> Value {
        self.budget = self.budget.saturating_sub(1);
        if depth > MAX_DEPTH || (ty.nullable && depth > MAX_OPTIONAL_DEPTH) {
            return Value::Null;
        }
        let types = self.types;
        let next = depth.saturating_add(1);
        match &types.get(ty.id).kind {
            Kind::Alias(inner) => self.make(*inner, rules, name, next),
            Kind::Struct(object) => {
                let mut members = Map::new();
                for field in &object.fields {
                    if self.is_wanted(field, depth) {
                        let made = self.field(field, next);
                        members.insert(field.wire_name.clone(), made);
                    }
                }
                if let Rest::Typed(rest) = object.rest
                    && self.goes_deeper(depth)
                {
                    let made = self.make(rest, &Rules::default(), "more", next);
                    members.entry("more").or_insert(made);
                }
                Value::Object(members)
            }
            Kind::Map(inner) => {
                let mut members = Map::new();
                if self.goes_deeper(depth) {
                    let made = self.make(*inner, &of_each(rules), name, next);
                    members.insert("key".to_owned(), made);
                }
                Value::Object(members)
            }
            Kind::List(item) => {
                let least = rules.min_items.unwrap_or(0).min(20);
                let count = if self.goes_deeper(depth) { least.max(1) } else { least };
                let rules = of_each(rules);
                (0..count).map(|_| self.make(*item, &rules, name, next)).collect()
            }
            Kind::StringEnum(values) => {
                values.first().map_or(Value::Null, |one| Value::from(one.wire.as_str()))
            }
            Kind::IntegerEnum(values) => {
                values.first().map_or(Value::Null, |one| Value::from(one.wire))
            }
            Kind::Union(union) => {
                let Some(variant) = union.variants.first() else { return Value::Null };
                let ty = TypeRef { id: variant.ty, nullable: false };
                let mut made = self.make(ty, rules, name, next);
                if let Told::Discriminator { property, mapping } = &union.how
                    && let Some((tag, _)) = mapping.iter().find(|(_, to)| *to == 0)
                    && let Value::Object(members) = &mut made
                    && members.get(property).is_none_or(Value::is_string)
                {
                    members.insert(property.clone(), Value::from(tag.as_str()));
                }
                made
            }
            Kind::Scalar(scalar) => made_scalar(*scalar, rules, name),
            Kind::Any => Value::from("any"),
            Kind::Never => Value::Null,
        }
    }

    fn is_wanted(&self, field: &Field, depth: u32) -> bool {
        let other_way = match self.way {
            Way::Sent => field.read_only,
            Way::Received => field.write_only,
        };
        let is_never = matches!(self.types.get(field.ty.id).kind, Kind::Never);
        !is_never && !other_way && (field.required || self.goes_deeper(depth))
    }

    fn goes_deeper(&self, depth: u32) -> bool {
        depth < MAX_OPTIONAL_DEPTH && self.budget > 0
    }

    fn field(&mut self, field: &Field, depth: u32) -> Value {
        let documented = field.example.clone().or_else(|| field.default.clone());
        documented.filter(|value| !value.is_null()).unwrap_or_else(|| {
            self.make(field.ty, &field.rules, &field.wire_name, depth)
        })
    }
}

// The rules of a list or map hold for each value in it, but for those on the list itself.
fn of_each(rules: &Rules) -> Rules {
    Rules { min_items: None, max_items: None, unique_items: false, ..rules.clone() }
}

fn made_scalar(scalar: Scalar, rules: &Rules, name: &str) -> Value {
    match scalar {
        Scalar::Boolean => Value::Bool(true),
        Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Int128 => {
            Value::Number(made_integer(rules))
        }
        Scalar::Float64 => {
            let bound = rules.minimum.clone().or_else(|| rules.maximum.clone());
            bound.or_else(|| Number::from_f64(1.5)).map_or(Value::Null, Value::Number)
        }
        Scalar::DateTime => Value::from("2025-03-12T09:30:00Z"),
        Scalar::Date => Value::from("2025-03-12"),
        Scalar::Base64 => Value::from("b2FzbWl0aA=="),
        Scalar::Binary => Value::from("bytes"),
        Scalar::String => Value::from(made_text(rules, name)),
    }
}

fn made_integer(rules: &Rules) -> Number {
    let whole = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_i64);
    let step = |on: bool| i64::from(on);
    let least = whole(&rules.minimum)
        .map(|least| least.saturating_add(step(rules.exclusive_minimum)));
    let most = whole(&rules.maximum)
        .map(|most| most.saturating_sub(step(rules.exclusive_maximum)));
    let made = 1.max(least.unwrap_or(1)).min(most.unwrap_or(i64::MAX));
    let multiple = whole(&rules.multiple_of).filter(|step| *step > 1);
    let up = multiple.and_then(|step| {
        let beyond = made.checked_rem_euclid(step)?;
        if beyond == 0 {
            Some(made)
        } else {
            made.checked_add(step.checked_sub(beyond)?)
        }
    });
    Number::from(up.unwrap_or(made))
}

fn made_text(rules: &Rules, name: &str) -> String {
    let least = rules.min_length.unwrap_or(0);
    let most = rules.max_length.unwrap_or(u64::MAX).max(least);
    let mut random = fastrand::Rng::with_seed(7);
    if let Some(wanted) = &rules.pattern
        && let Some(text) = matching(wanted, least, most, &mut random)
    {
        return text;
    }
    let text = if name.is_empty() { "text" } else { name };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let least = usize::try_from(least).unwrap_or(0).min(4_000);
    let mut made: String = text.chars().take(most).collect();
    let missing = least.saturating_sub(made.chars().count());
    made.extend(std::iter::repeat_n('x', missing));
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Type;

    #[test]
    fn made_values_keep_to_the_rules() {
        let rules = Rules {
            pattern: Some("^([a-f0-9]{24})$".to_owned()),
            min_length: Some(24),
            max_length: Some(24),
            ..Rules::default()
        };
        let text = made_text(&rules, "groupId");
        assert_eq!(text.len(), 24);
        assert!(text.bytes().all(|one| one.is_ascii_hexdigit()), "{text}");
        let rules = Rules {
            minimum: Some(3.into()),
            multiple_of: Some(5.into()),
            ..Rules::default()
        };
        assert_eq!(made_integer(&rules), Number::from(5));
    }

    #[test]
    fn a_type_that_requires_itself_ends() {
        let mut types = Types::default();
        let id = types.add(Type::any());
        types.get_mut(id).unwrap().kind = Kind::List(TypeRef { id, nullable: false });
        assert!(value(&types, TypeRef { id, nullable: false }, Way::Sent).is_array());
    }
}
