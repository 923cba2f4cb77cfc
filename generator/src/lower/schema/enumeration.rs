//! Lists of values.

use super::flat::{Flat, JsonType, ValueNote};
use super::scalar::integer_scalar;
use crate::diagnostic::Code;
use crate::ir::{Docs, EnumValue, Kind, Scalar};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use serde_json::{Number, Value};
use std::cmp::Ordering;
use std::collections::HashSet;
use std::hash::Hash;

impl<'a> Lowering<'a> {
    /// What a list of values is: an enum of strings or integers, or `None` where the SDK
    /// has only the values' type, which is reported.
    pub(super) fn enumeration(
        &mut self,
        flat: &mut Flat<'a>,
        at: &Node<'a>,
    ) -> Option<Kind> {
        let values = flat.values.take()?;
        let concrete = || values.iter().copied().filter(|value| !value.is_null());
        let expected = flat.effective_type();
        let strings: Option<Vec<&str>> = concrete().map(Value::as_str).collect();
        let integers: Option<Vec<i64>> = concrete().map(Value::as_i64).collect();
        match (strings, integers) {
            (Some(all), _) if all.is_empty() => None,
            (Some(all), _) if expected.is_none_or(|one| one == JsonType::String) => {
                let all = all.into_iter().map(str::to_owned).collect();
                Some(Kind::StringEnum(named_values(all, &values, flat)))
            }
            (_, Some(all)) if expected.is_none_or(|one| one == JsonType::Integer) => {
                Some(Kind::IntegerEnum(named_values(all, &values, flat)))
            }
            _ => {
                if expected == Some(JsonType::Boolean) && values.len() > 1 {
                    return None;
                }
                self.describe_values(flat, &values, at);
                let is_integer = expected == Some(JsonType::Integer);
                is_integer.then(|| Kind::Scalar(integer_for(flat, &values)))
            }
        }
    }

    /// Puts the values into the words, since the type cannot hold them.
    fn describe_values(
        &mut self,
        flat: &mut Flat<'a>,
        values: &[&Value],
        at: &Node<'a>,
    ) {
        let listed: Vec<String> =
            values.iter().map(|value| format!("`{value}`")).collect();
        let text = &mut flat.docs.description;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str("One of ");
        text.push_str(&listed.join(", "));
        text.push('.');
        let are = |test: fn(&Value) -> bool| {
            values.iter().all(|one| one.is_null() || test(one))
        };
        let message = if are(Value::is_boolean) {
            "a list of booleans is documented, not an enum"
        } else if are(Value::is_number) {
            "a list of numbers is documented, not an enum"
        } else {
            "a list of values of several types is documented, not an enum"
        };
        self.tally(Code::EnumApproximated, at, message.to_owned());
    }
}

/// The integer that holds all of these values.
fn integer_for(flat: &Flat<'_>, values: &[&Value]) -> Scalar {
    let numbers = || values.iter().filter_map(|value| value.as_number());
    let order = |one: &&Number, other: &&Number| {
        one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal)
    };
    let mut rules = flat.rules.clone();
    rules.minimum = numbers().min_by(order).cloned();
    rules.maximum = numbers().max_by(order).cloned();
    integer_scalar(flat.format.unwrap_or_default(), &rules)
}

/// The values, each once, with the names and words that stand beside them.
fn named_values<T: Clone + Eq + Hash>(
    wires: Vec<T>,
    values: &[&Value],
    flat: &Flat<'_>,
) -> Vec<EnumValue<T>> {
    let mut result: Vec<EnumValue<T>> = Vec::with_capacity(wires.len());
    let places = values.iter().enumerate().filter(|(_, value)| !value.is_null());
    let mut seen = HashSet::new();
    for (wire, (index, value)) in wires.into_iter().zip(places) {
        if !seen.insert(wire.clone()) {
            continue;
        }
        let (name, description) = value_note(index, value, &flat.value_notes);
        let docs = Docs { description: description.unwrap_or_default(), ..Docs::NONE };
        result.push(EnumValue { wire, name, docs });
    }
    result
}

/// The name and the words of one value: from lists beside `enum`, or objects keyed by the
/// value, or `x-ms-enum`.
fn value_note(
    index: usize,
    value: &Value,
    notes: &[ValueNote<'_>],
) -> (Option<String>, Option<String>) {
    let key = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut name = None;
    let mut words = None;
    let text =
        |value: &Value| value.as_str().map(str::to_owned).filter(|s| !s.is_empty());
    for ValueNote { key: kind, note, beside } in notes {
        if *kind == "x-ms-enum" {
            let entries = note.get("values").and_then(Value::as_array);
            let entry = entries
                .into_iter()
                .flatten()
                .find(|entry| entry.get("value") == Some(value));
            name = entry.and_then(|entry| entry.get("name")).and_then(text).or(name);
            words = entry
                .and_then(|entry| entry.get("description"))
                .and_then(text)
                .or(words);
            continue;
        }
        // Of a longer list of values, some may be left.
        let own = beside.and_then(Value::as_array);
        let index =
            own.map_or(Some(index), |own| own.iter().position(|one| one == value));
        let in_order = index.and_then(|index| note.get(index));
        let found = in_order.or_else(|| note.get(key.as_str())).and_then(text);
        if kind.to_ascii_lowercase().contains("description") {
            words = found.or(words);
        } else {
            name = found.or(name);
        }
    }
    (name, words)
}
