//! Which variant of a union a JSON value is.

use super::decode::{Track, fill_model, keeps_unknown};
use crate::runtime::{Any, Field, Object, Slot, Told, Value, find_field};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// How deep a value is looked into to compare variants.
const DEPTH: u8 = 4;

/// Reads a union.
pub(super) fn union<'de, D: Deserializer<'de>>(
    union: &mut dyn Object,
    track: &mut Track,
    deserializer: D,
) -> Result<(), D::Error> {
    match union.table().told() {
        Told::Discriminator { property, mapping, otherwise } => {
            let (property, otherwise) = (*property, *otherwise);
            let tagged = Tagged { union, track, property, mapping, otherwise };
            deserializer.deserialize_any(tagged)
        }
        Told::BestMatch => {
            let json = Any::deserialize(deserializer)?;
            best(union, track, json);
            Ok(())
        }
    }
}

/// A union that a property tells the variant of. Mostly that property comes first; then
/// the rest goes straight into the variant.
struct Tagged<'a> {
    union: &'a mut dyn Object,
    track: &'a mut Track,
    property: &'static str,
    mapping: &'static [(&'static str, usize)],
    otherwise: Option<usize>,
}

impl<'de> Visitor<'de> for Tagged<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut ahead: Vec<(String, Any)> = Vec::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value: Any = entries.next_value()?;
            let tag = (name == self.property).then(|| self.variant(&value));
            ahead.push((name, value));
            if let (Some(variant), Some(otherwise)) = (tag, self.otherwise) {
                let json = read_all(ahead, entries)?;
                self.fill_or(variant, otherwise, json);
                return Ok(());
            }
            match tag {
                Some(Some(index)) => return self.fill(index, ahead, entries),
                Some(None) => {
                    unknown(self.union, read_all(ahead, entries)?);
                    return Ok(());
                }
                None => {}
            }
        }
        let json: Any = ahead.into_iter().collect();
        let fitting = fitting(self.union, &json);
        // Without its tag, an object that several variants fit equally well is none of
        // them: the first would be written back with a tag that nobody sent.
        match fitting.as_slice() {
            [(one, _), (other, _), ..] if one == other => unknown(self.union, json),
            _ => first_of(fitting, self.union, self.track, json),
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        best(self.union, self.track, value.into());
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        best(self.union, self.track, value.into());
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        best(self.union, self.track, value.into());
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        best(self.union, self.track, value.into());
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        best(self.union, self.track, value.into());
        Ok(())
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let json =
            Any::deserialize(serde::de::value::SeqAccessDeserializer::new(items))?;
        best(self.union, self.track, json);
        Ok(())
    }
}

impl Tagged<'_> {
    /// The variant that a tag stands for. Tags that are numbers or booleans are compared
    /// as text.
    fn variant(&self, tag: &Any) -> Option<usize> {
        let text = match tag {
            Any::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mapped = self.mapping.iter().find(|(value, _)| *value == text);
        mapped.map(|(_, index)| *index)
    }

    /// Fills the variant that the tag stands for, if it takes the value, or else the one for
    /// all other tags: it is what they all build on.
    fn fill_or(self, variant: Option<usize>, otherwise: usize, json: Any) {
        for index in variant.into_iter().chain([otherwise]) {
            if self.track.attempt(self.union.field_mut(index), &json) {
                return;
            }
        }
        unknown(self.union, json);
    }

    fn fill<'de, A: MapAccess<'de>>(
        self,
        index: usize,
        mut ahead: Vec<(String, Any)>,
        entries: A,
    ) -> Result<(), A::Error> {
        let value = self.union.field_mut(index);
        if let Slot::Model(model) = value.slot() {
            // Other properties of a type of their own are no place for an undeclared tag.
            let fields = model.table().fields();
            if !keeps_unknown(model) && find_field(fields, self.property, 0).is_none() {
                ahead.pop();
            }
            return fill_model(model, ahead, entries, self.track);
        }
        let json = read_all(ahead, entries)?;
        self.track.read(value, &json).map_err(A::Error::custom)
    }
}

fn read_all<'de, A: MapAccess<'de>>(
    ahead: Vec<(String, Any)>,
    mut entries: A,
) -> Result<Any, A::Error> {
    let mut all: serde_json::Map<String, Any> = ahead.into_iter().collect();
    while let Some((name, value)) = entries.next_entry()? {
        all.insert(name, value);
    }
    Ok(Any::Object(all))
}

fn unknown(union: &mut dyn Object, json: Any) {
    let index = union.table().variants();
    if let Slot::Any(slot) = union.field_mut(index).slot() {
        *slot = json;
    }
}

/// Fills the variant that fits best; where none fits, the value is kept as it is.
fn best(union: &mut dyn Object, track: &mut Track, json: Any) {
    first_of(fitting(union, &json), union, track, json);
}

/// The variants that a value fits, each with how well, the best first.
fn fitting(union: &mut dyn Object, json: &Any) -> Vec<(usize, usize)> {
    let mut fitting: Vec<(usize, usize)> = (0..union.table().variants())
        .filter_map(|index| Some((rank(json, union.field_mut(index), DEPTH)?, index)))
        .collect();
    // The sort is stable: of equals, the first stays first.
    fitting.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    fitting
}

/// Fills the first of these variants that takes the value.
fn first_of(
    fitting: Vec<(usize, usize)>,
    union: &mut dyn Object,
    track: &mut Track,
    json: Any,
) {
    let once = track.once;
    for (_, index) in fitting {
        if track.attempt(union.field_mut(index), &json) {
            track.once = once;
            return;
        }
        if once {
            break;
        }
        track.once = true;
    }
    track.once = once;
    unknown(union, json);
}

/// How well a JSON value fits an empty value; `None`: not at all.
fn rank(json: &Any, value: &mut dyn Value, depth: u8) -> Option<usize> {
    let Some(depth) = depth.checked_sub(1) else { return Some(0) };
    if json.is_null() {
        return value.set_null().then_some(1);
    }
    match (value.slot(), json) {
        (Slot::Any(_), _) => Some(0),
        (Slot::Bool(_), Any::Bool(_)) => Some(1),
        (Slot::Text(_) | Slot::Binary(_), Any::String(_)) => Some(1),
        (Slot::Strings(slot), Any::String(text)) => {
            rank_enum(slot.count(), slot.describes(text))
        }
        (Slot::Integers(slot), Any::Number(number)) => {
            let known = slot.describes(whole(number)?.try_into().ok()?);
            rank_enum(slot.count(), known)
        }
        (Slot::I32(_), Any::Number(number)) => {
            i32::try_from(whole(number)?).ok().map(|_| 2)
        }
        (Slot::I64(_), Any::Number(number)) => {
            i64::try_from(whole(number)?).ok().map(|_| 2)
        }
        (Slot::U64(_), Any::Number(number)) => {
            u64::try_from(whole(number)?).ok().map(|_| 2)
        }
        (Slot::I128(_), Any::Number(number)) => whole(number).map(|_| 2),
        (Slot::F64(_), Any::Number(_)) => Some(1),
        (Slot::List(list), Any::Array(items)) => match (items.first(), list.add()) {
            (Some(json), Some(item)) => rank(json, item, depth),
            _ => Some(0),
        },
        (Slot::Map(map), Any::Object(entries)) => match entries.iter().next() {
            Some((name, json)) => rank(json, map.at(name.clone()), depth).map(|_| 0),
            None => Some(0),
        },
        (Slot::Model(model), Any::Object(entries)) => rank_model(entries, model, depth),
        (Slot::Union(union), json) => (0..union.table().variants())
            .filter_map(|index| rank(json, union.field_mut(index), depth))
            .max(),
        _ => None,
    }
}

/// A value that an enum does not know is possible, unless the enum is a constant.
fn rank_enum(values: usize, known: bool) -> Option<usize> {
    match (known, values) {
        (true, _) => Some(3),
        (false, 1) => None,
        (false, _) => Some(0),
    }
}

fn whole(number: &serde_json::Number) -> Option<i128> {
    if let Some(number) = number.as_i64() {
        return Some(number.into());
    }
    if let Some(number) = number.as_u64() {
        return Some(number.into());
    }
    let number = number.as_f64()?;
    (number.trunc() == number && number.abs() < 1e30).then_some(number as i128)
}

/// The required properties must be there and known ones of the right kind; the more are
/// known, the better.
fn rank_model(
    entries: &serde_json::Map<String, Any>,
    model: &mut dyn Object,
    depth: u8,
) -> Option<usize> {
    let fields = model.table().fields();
    let needed =
        |field: &&Field| field.is(Field::REQUIRED) && !field.is(Field::WRITE_ONLY);
    if fields.iter().filter(needed).any(|field| !entries.contains_key(field.name)) {
        return None;
    }
    let mut known: usize = 0;
    let mut expected = 0;
    for (name, json) in entries {
        let Some(index) = find_field(fields, name, expected) else { continue };
        expected = index.saturating_add(1);
        // A property counts more than how well its value fits.
        let value = rank(json, model.field_mut(index), depth)?;
        known = known.saturating_add(8).saturating_add(value.min(7));
    }
    Some(known.saturating_add(1))
}
