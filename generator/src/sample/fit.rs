//! Whether a JSON value keeps to a type and its rules.

use crate::ir::{Kind, Rest, Rules, Scalar, Struct, Told, TypeRef, Types, Union};
use regex_lite::Regex;
use serde_json::{Number, Value};
use time::format_description::well_known::{Iso8601, Rfc3339};

/// What is wrong with a value, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// A JSON pointer from the value that was checked.
    pub(crate) at: String,
    /// What is wrong there.
    pub(crate) message: String,
}

/// Which way a value goes: properties may be for one way only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Request,
    Response,
}

/// Checks one value.
pub(crate) fn check(
    types: &Types,
    ty: TypeRef,
    rules: &Rules,
    value: &Value,
    direction: Direction,
) -> Vec<Finding> {
    let mut checker = Checker { types, direction, found: Vec::new(), steps: 100_000 };
    checker.value(&mut String::new(), ty, value, 0);
    if checker.found.is_empty() {
        checker.rules("", rules, value);
    }
    checker.found
}

struct Checker<'api> {
    types: &'api Types,
    direction: Direction,
    found: Vec<Finding>,
    // Bounds the work: unions of unions try everything.
    steps: u32,
}

const MAX_DEPTH: u32 = 200;

impl Checker<'_> {
    fn report(&mut self, at: &str, message: impl Into<String>) {
        self.found.push(Finding { at: at.to_owned(), message: message.into() });
    }

    fn value(&mut self, at: &mut String, ty: TypeRef, value: &Value, depth: u32) {
        self.steps = self.steps.saturating_sub(1);
        if depth > MAX_DEPTH || self.steps == 0 || (value.is_null() && ty.nullable) {
            return;
        }
        let next = depth.saturating_add(1);
        match &self.types.get(ty.id).kind {
            Kind::Alias(inner) => self.value(at, *inner, value, next),
            Kind::Struct(fields) => self.object(at, fields, value, next),
            Kind::Map(inner) => match value {
                Value::Object(members) => {
                    for (name, member) in members {
                        self.below(at, name, *inner, None, member, next);
                    }
                }
                other => self.wrong_kind(at, "an object", other),
            },
            Kind::List(inner) => match value {
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        self.below(at, &index.to_string(), *inner, None, item, next);
                    }
                }
                other => self.wrong_kind(at, "a list", other),
            },
            Kind::StringEnum(values) => match value.as_str() {
                Some(text) if values.iter().any(|one| one.wire == text) => {}
                Some(text) => {
                    let known: Vec<&str> =
                        values.iter().map(|one| one.wire.as_str()).collect();
                    self.report(at, format!("`{text}` is none of {}", known.join(", ")));
                }
                None => self.wrong_kind(at, "a string", value),
            },
            Kind::IntegerEnum(values) => match value.as_i64() {
                Some(number) if values.iter().any(|one| one.wire == number) => {}
                Some(number) => {
                    let known: Vec<String> =
                        values.iter().map(|one| one.wire.to_string()).collect();
                    self.report(at, format!("{number} is none of {}", known.join(", ")));
                }
                None => self.wrong_kind(at, "an integer", value),
            },
            Kind::Union(union) => self.union(at, union, value, next),
            Kind::Scalar(scalar) => self.scalar(at, *scalar, value),
            Kind::Any => {}
            Kind::Never => self.report(at, "no value at all is allowed here"),
        }
    }

    fn below(
        &mut self,
        at: &mut String,
        token: &str,
        ty: TypeRef,
        rules: Option<&Rules>,
        value: &Value,
        depth: u32,
    ) {
        let length = at.len();
        at.push('/');
        at.push_str(&token.replace('~', "~0").replace('/', "~1"));
        let before = self.found.len();
        self.value(at, ty, value, depth);
        // Rules are for values of the right type.
        if let Some(rules) = rules.filter(|_| self.found.len() == before) {
            self.rules(at, rules, value);
        }
        at.truncate(length);
    }

    fn object(&mut self, at: &mut String, known: &Struct, value: &Value, depth: u32) {
        let Value::Object(members) = value else {
            self.wrong_kind(at, "an object", value);
            return;
        };
        for field in &known.fields {
            let other_way = match self.direction {
                Direction::Request => field.read_only,
                Direction::Response => field.write_only,
            };
            match members.get(&field.wire_name) {
                Some(member) => {
                    let rules = Some(&field.rules);
                    self.below(at, &field.wire_name, field.ty, rules, member, depth);
                }
                None if field.required && !other_way => {
                    self.report(
                        at,
                        format!("the property `{}` is missing", field.wire_name),
                    );
                }
                None => {}
            }
        }
        if let Rest::Typed(rest) = known.rest {
            for (name, member) in members {
                if !known.fields.iter().any(|field| field.wire_name == *name) {
                    self.below(at, name, rest, None, member, depth);
                }
            }
        }
    }

    fn union(&mut self, at: &mut String, union: &Union, value: &Value, depth: u32) {
        let variant = |index: usize| {
            union.variants.get(index).map(|one| TypeRef { id: one.ty, nullable: false })
        };
        if let Told::Discriminator { property, mapping } = &union.how {
            let Some(tag) = value.get(property).and_then(tag_text) else {
                self.report(
                    at,
                    format!(
                        "the property `{property}`, which tells the kind, is missing"
                    ),
                );
                return;
            };
            let told =
                mapping.iter().find(|(name, _)| *name == tag).map(|(_, index)| *index);
            match told.and_then(variant) {
                Some(ty) => self.value(at, ty, value, depth),
                None => self
                    .report(at, format!("`{property}` is `{tag}`, which is not known")),
            }
            return;
        }
        let mut closest: Option<Vec<Finding>> = None;
        for ty in (0..union.variants.len()).filter_map(variant) {
            let mut inner = Checker {
                types: self.types,
                direction: self.direction,
                found: Vec::new(),
                steps: self.steps,
            };
            inner.value(at, ty, value, depth);
            self.steps = inner.steps;
            if inner.found.is_empty() {
                return;
            }
            if closest.as_ref().is_none_or(|before| inner.found.len() < before.len()) {
                closest = Some(inner.found);
            }
        }
        let closest = closest.unwrap_or_default();
        let reasons: Vec<String> = closest
            .iter()
            .take(3)
            .map(|one| format!("{} {}", one.at, one.message))
            .collect();
        self.report(
            at,
            format!("fits none of the alternatives ({})", reasons.join("; ")),
        );
    }

    fn scalar(&mut self, at: &str, scalar: Scalar, value: &Value) {
        match scalar {
            Scalar::Boolean if value.is_boolean() => {}
            Scalar::Boolean => self.wrong_kind(at, "a boolean", value),
            Scalar::Int32 => {
                self.integer(at, value, i128::from(i32::MIN), i128::from(i32::MAX))
            }
            Scalar::Int64 => {
                self.integer(at, value, i128::from(i64::MIN), i128::from(i64::MAX))
            }
            Scalar::UInt64 => self.integer(at, value, 0, i128::from(u64::MAX)),
            Scalar::Int128 => self.integer(at, value, i128::MIN, i128::MAX),
            Scalar::Float64 if value.is_number() => {}
            Scalar::Float64 => self.wrong_kind(at, "a number", value),
            Scalar::String | Scalar::Binary if value.is_string() => {}
            Scalar::String | Scalar::Binary => self.wrong_kind(at, "a string", value),
            Scalar::DateTime => {
                self.text(at, value, "a date and time (RFC 3339)", |text| {
                    time::OffsetDateTime::parse(text, &Rfc3339).is_ok()
                })
            }
            Scalar::Date => self.text(at, value, "a date (RFC 3339)", |text| {
                text.len() == 10 && time::Date::parse(text, &Iso8601::DATE).is_ok()
            }),
            Scalar::Base64 => self.text(at, value, "base64", is_base64),
        }
    }

    fn text(
        &mut self,
        at: &str,
        value: &Value,
        what: &str,
        fits: impl Fn(&str) -> bool,
    ) {
        match value.as_str() {
            Some(text) if fits(text) => {}
            Some(text) => self.report(at, format!("`{}` is not {what}", excerpt(text))),
            None => self.wrong_kind(at, "a string", value),
        }
    }

    fn integer(&mut self, at: &str, value: &Value, low: i128, high: i128) {
        match value.as_number().map(whole) {
            Some(Some(number)) if (low..=high).contains(&number) => {}
            Some(Some(number)) => {
                self.report(at, format!("{number} is out of range ({low} to {high})"));
            }
            Some(None) | None => self.wrong_kind(at, "an integer", value),
        }
    }

    fn wrong_kind(&mut self, at: &str, wanted: &str, value: &Value) {
        let shown = excerpt(&value.to_string());
        self.report(at, format!("should be {wanted}, is {shown}"));
    }

    fn rules(&mut self, at: &str, rules: &Rules, value: &Value) {
        match value {
            Value::Number(number) => self.number_rules(at, rules, number),
            Value::String(text) => self.text_rules(at, rules, text),
            Value::Array(items) => self.list_rules(at, rules, items),
            Value::Null | Value::Bool(_) | Value::Object(_) => {}
        }
    }

    fn number_rules(&mut self, at: &str, rules: &Rules, number: &Number) {
        use std::cmp::Ordering::{Equal, Greater, Less};
        if let Some(minimum) = &rules.minimum {
            match compare(number, minimum) {
                Less => self
                    .report(at, format!("{number} is less than the minimum {minimum}")),
                Equal if rules.exclusive_minimum => {
                    self.report(at, format!("{number} is not more than {minimum}"));
                }
                Equal | Greater => {}
            }
        }
        if let Some(maximum) = &rules.maximum {
            match compare(number, maximum) {
                Greater => {
                    self.report(
                        at,
                        format!("{number} is more than the maximum {maximum}"),
                    );
                }
                Equal if rules.exclusive_maximum => {
                    self.report(at, format!("{number} is not less than {maximum}"));
                }
                Equal | Less => {}
            }
        }
        if let Some(step) = &rules.multiple_of
            && !is_multiple(number, step)
        {
            self.report(at, format!("{number} is not a multiple of {step}"));
        }
    }

    fn text_rules(&mut self, at: &str, rules: &Rules, text: &str) {
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        if rules.min_length.is_some_and(|least| length < least) {
            let least = rules.min_length.unwrap_or_default();
            self.report(at, format!("has {length} characters, needs at least {least}"));
        }
        if rules.max_length.is_some_and(|most| length > most) {
            let most = rules.max_length.unwrap_or_default();
            self.report(at, format!("has {length} characters, may have {most}"));
        }
        if let Some(pattern) = &rules.pattern
            && Regex::new(pattern).is_ok_and(|regex| !regex.is_match(text))
        {
            self.report(at, format!("`{}` does not match {pattern}", excerpt(text)));
        }
    }

    fn list_rules(&mut self, at: &str, rules: &Rules, items: &[Value]) {
        let length = u64::try_from(items.len()).unwrap_or(u64::MAX);
        if rules.min_items.is_some_and(|least| length < least) {
            let least = rules.min_items.unwrap_or_default();
            self.report(at, format!("has {length} items, needs at least {least}"));
        }
        if rules.max_items.is_some_and(|most| length > most) {
            let most = rules.max_items.unwrap_or_default();
            self.report(at, format!("has {length} items, may have {most}"));
        }
        if rules.unique_items {
            let mut seen: Vec<String> = items.iter().map(Value::to_string).collect();
            seen.sort_unstable();
            let before = seen.len();
            seen.dedup();
            if seen.len() < before {
                self.report(at, "has an item twice");
            }
        }
    }
}

// JSON does not tell 1.0 from 1.
pub(super) fn whole(number: &Number) -> Option<i128> {
    if let Some(small) = number.as_i64() {
        return Some(i128::from(small));
    }
    if let Some(large) = number.as_u64() {
        return Some(i128::from(large));
    }
    let float = number.as_f64()?;
    if float.fract() == 0.0 { format!("{float:.0}").parse().ok() } else { None }
}

fn compare(left: &Number, right: &Number) -> std::cmp::Ordering {
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => {
            let (left, right) = (left.as_f64(), right.as_f64());
            left.unwrap_or(f64::NAN).total_cmp(&right.unwrap_or(f64::NAN))
        }
    }
}

fn is_multiple(number: &Number, step: &Number) -> bool {
    if let (Some(number), Some(step)) = (whole(number), whole(step)) {
        return step == 0 || number.checked_rem(step) == Some(0);
    }
    match (number.as_f64(), step.as_f64()) {
        (Some(number), Some(step)) if step > 0.0 => {
            let times = number / step;
            // 0.07 / 0.01 is not 7 in binary.
            (times - times.round()).abs() < 1e-9 * times.abs().max(1.0)
        }
        _ => true,
    }
}

/// A tag as it is compared.
fn tag_text(tag: &Value) -> Option<String> {
    match tag {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(tag.to_string()),
        _ => None,
    }
}

fn is_base64(text: &str) -> bool {
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};
    STANDARD.decode(text).is_ok() || URL_SAFE.decode(text).is_ok()
}

fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
