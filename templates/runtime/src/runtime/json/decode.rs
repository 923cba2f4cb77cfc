//! JSON to values.

use super::{DEEPEST, fit};
use crate::runtime::{
    Any, Field, List, Map, Object, Slot, Unknown, Value, downcast, find_field,
};
use serde::de::{
    DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// Why JSON is not the value that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where: `$.results[3].typeName`.
    pub(crate) path: String,
    /// What is wrong there.
    pub(crate) message: String,
}

/// Reads JSON text into an empty value.
pub(crate) fn decode(bytes: &[u8], value: &mut dyn Value) -> Result<(), Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Fault { path: "$".into(), message: error.to_string() })?;
    let mut track = Track::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Seed { value, track: &mut track }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end())
        .map_err(|error| track.fault(&error))
}

/// What `Deserialize` of every value does.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    value: &mut dyn Value,
    deserializer: D,
) -> Result<(), D::Error> {
    let mut track = Track::default();
    Seed { value, track: &mut track }.deserialize(deserializer).map_err(|error| {
        if track.path.is_empty() {
            return error;
        }
        let fault = track.fault(&error);
        D::Error::custom(format_args!("{}: {}", fault.path, fault.message))
    })
}

/// Where decoding is, and how it goes about it.
#[derive(Default)]
pub(super) struct Track {
    /// The way to a fault, innermost step first; filled only once there is one.
    path: Vec<Step>,
    /// Whether the fault is in a secret, whose text a message must not show.
    secret: bool,
    depth: usize,
    /// Whether unions may only try the variant that fits best. Set while a union tries
    /// its second best, so that nested ones do not multiply the attempts.
    pub(super) once: bool,
}

enum Step {
    Field(&'static str),
    Key(String),
    Index(usize),
}

impl Track {
    fn fault(&self, error: &dyn fmt::Display) -> Fault {
        let mut path = String::from("$");
        for step in self.path.iter().rev() {
            match step {
                Step::Field(name) => push_name(&mut path, name),
                Step::Key(name) => push_name(&mut path, name),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        let message = if self.secret {
            "a secret that is not of the described type".into()
        } else {
            error.to_string()
        };
        Fault { path, message }
    }

    fn enter<E: Error>(&mut self) -> Result<(), E> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            return Err(E::custom("nested too deeply"));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Reads a JSON tree into an empty value.
    pub(super) fn read(
        &mut self,
        value: &mut dyn Value,
        json: &Any,
    ) -> Result<(), serde_json::Error> {
        Seed { value, track: self }.deserialize(json)
    }

    /// Runs an attempt after which decoding goes on, whatever comes of it.
    pub(super) fn attempt(&mut self, value: &mut dyn Value, json: &Any) -> bool {
        let (steps, depth) = (self.path.len(), self.depth);
        let done = self.read(value, json).is_ok();
        if !done {
            self.path.truncate(steps);
            self.depth = depth;
            self.secret = false;
        }
        done
    }
}

fn push_name(path: &mut String, name: &str) {
    let plain =
        |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '$' | '@');
    if !name.is_empty() && name.chars().all(plain) {
        path.push('.');
        path.push_str(name);
    } else {
        path.push_str(&format!("[{name:?}]"));
    }
}

/// A value on its way in.
struct Seed<'a> {
    value: &'a mut dyn Value,
    track: &'a mut Track,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

/// Tells `null` from all else, which goes to the slot.
impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        if self.value.set_null() {
            return Ok(());
        }
        match self.value.slot() {
            // Servers whose empty lists are null pointers write them so.
            Slot::List(list) => list.reset(),
            Slot::Map(map) => map.reset(),
            Slot::Union(union) => {
                let unknown = union.table().variants();
                union.field_mut(unknown).set_null();
            }
            slot => {
                let expected = Filler { slot, track: self.track };
                return Err(E::invalid_type(Unexpected::Other("null"), &expected));
            }
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let filler = Filler { slot: self.value.slot(), track: self.track };
        match filler.slot {
            Slot::Nothing => IgnoredAny::deserialize(deserializer).map(|_| ()),
            Slot::Bool(_) => deserializer.deserialize_bool(filler),
            Slot::I32(_) | Slot::I64(_) | Slot::U64(_) | Slot::Integers(_) => {
                deserializer.deserialize_i64(filler)
            }
            Slot::I128(_) => deserializer.deserialize_i128(filler),
            Slot::F64(_) => deserializer.deserialize_f64(filler),
            Slot::Text(_) | Slot::Strings(_) | Slot::Binary(_) => {
                deserializer.deserialize_str(filler)
            }
            Slot::Any(value) => {
                *value = Any::deserialize(deserializer)?;
                Ok(())
            }
            Slot::List(_) => deserializer.deserialize_seq(filler),
            Slot::Map(_) | Slot::Model(_) => deserializer.deserialize_map(filler),
            Slot::Union(union) => fit::union(union, filler.track, deserializer),
            Slot::Body(body) => {
                let index = body.active().0;
                let value = body.field_mut(index);
                Seed { value, track: filler.track }.visit_some(deserializer)
            }
        }
    }
}

/// A slot that takes what comes, if it is of its kind.
struct Filler<'a> {
    slot: Slot<'a>,
    track: &'a mut Track,
}

impl Filler<'_> {
    fn integer<E: Error>(self, number: i128) -> Result<(), E> {
        let fits = match self.slot {
            Slot::I32(slot) => {
                i32::try_from(number).map(|number| *slot = number).is_ok()
            }
            Slot::I64(slot) => {
                i64::try_from(number).map(|number| *slot = number).is_ok()
            }
            Slot::U64(slot) => {
                u64::try_from(number).map(|number| *slot = number).is_ok()
            }
            Slot::Integers(slot) => {
                i64::try_from(number).map(|number| slot.set(number)).is_ok()
            }
            Slot::I128(slot) => {
                *slot = number;
                true
            }
            Slot::F64(slot) => {
                *slot = number as f64;
                true
            }
            _ => {
                let unexpected = Unexpected::Other("an integer");
                return Err(E::invalid_type(unexpected, &self));
            }
        };
        if fits {
            Ok(())
        } else {
            Err(E::custom(format_args!("{number} is out of range")))
        }
    }
}

/// Whole numbers below this are exact as `i128`.
const WHOLE: f64 = 1e30;

impl<'de> Visitor<'de> for Filler<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.slot {
            Slot::Nothing => "nothing",
            Slot::Bool(_) => "a boolean",
            Slot::I32(_)
            | Slot::I64(_)
            | Slot::U64(_)
            | Slot::I128(_)
            | Slot::Integers(_) => "an integer",
            Slot::F64(_) => "a number",
            Slot::Text(_) | Slot::Strings(_) | Slot::Binary(_) => "a string",
            Slot::Any(_) | Slot::Union(_) | Slot::Body(_) => "a value",
            Slot::List(_) => "a list",
            Slot::Map(_) | Slot::Model(_) => "an object",
        })
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        match self.slot {
            Slot::Bool(slot) => {
                *slot = value;
                Ok(())
            }
            _ => Err(E::invalid_type(Unexpected::Bool(value), &self)),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        if let Slot::I64(slot) = self.slot {
            *slot = value;
            return Ok(());
        }
        self.integer(i128::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.integer(i128::from(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.integer(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if let Slot::F64(slot) = self.slot {
            *slot = value;
            return Ok(());
        }
        // `1.0` is an integer too.
        if value.trunc() == value && value.abs() < WHOLE {
            return self.integer(value as i128);
        }
        Err(E::invalid_type(Unexpected::Float(value), &self))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        match self.slot {
            // Room for just the text: growing an empty one takes longer.
            Slot::Text(slot) => *slot = value.to_owned(),
            Slot::Strings(slot) => slot.set(value),
            Slot::Binary(slot) => *slot = value.to_owned().into(),
            _ => return Err(E::invalid_type(Unexpected::Str(value), &self)),
        }
        Ok(())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        match self.slot {
            Slot::Text(slot) => *slot = value,
            _ => return self.visit_str(&value),
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        match self.slot {
            Slot::List(list) => {
                self.track.enter()?;
                fill_list(list, items, self.track)?;
                self.track.leave();
                Ok(())
            }
            _ => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        let track = self.track;
        track.enter()?;
        match self.slot {
            Slot::Model(model) => fill_model(model, Vec::new(), entries, track)?,
            Slot::Map(map) => fill_map(map, entries, track)?,
            slot => {
                return Err(A::Error::invalid_type(
                    Unexpected::Map,
                    &Filler { slot, track },
                ));
            }
        }
        track.leave();
        Ok(())
    }
}

fn fill_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    mut items: A,
    track: &mut Track,
) -> Result<(), A::Error> {
    list.reset();
    for index in 0.. {
        let item = Item { list, track };
        match items.next_element_seed(item) {
            Ok(Some(())) => {}
            Ok(None) => break,
            Err(error) => {
                track.path.push(Step::Index(index));
                return Err(error);
            }
        }
    }
    Ok(())
}

/// A list that gets one more item, if there is one.
struct Item<'a> {
    list: &'a mut dyn List,
    track: &'a mut Track,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.list.add() {
            Some(value) => Seed { value, track: self.track }.deserialize(deserializer),
            None => Err(D::Error::custom("the list takes no items")),
        }
    }
}

fn fill_map<'de, A: MapAccess<'de>>(
    map: &mut dyn Map,
    mut entries: A,
    track: &mut Track,
) -> Result<(), A::Error> {
    map.reset();
    while let Some(name) = entries.next_key::<String>()? {
        let value = map.at(name.clone());
        entries.next_value_seed(Seed { value, track }).inspect_err(|_| {
            track.path.push(Step::Key(name));
        })?;
    }
    Ok(())
}

/// Fills a model from entries that were read ahead, and then from the others.
pub(super) fn fill_model<'de, A: MapAccess<'de>>(
    model: &mut dyn Object,
    ahead: Vec<(String, Any)>,
    mut entries: A,
    track: &mut Track,
) -> Result<(), A::Error> {
    let fields = model.table().fields();
    let mut seen = Seen::default();
    let mut expected = 0;
    for (name, value) in ahead {
        let index = find_field(fields, &name, expected);
        expected = index.map_or(expected, |index| index.saturating_add(1));
        let key = index.map_or(Key::Other(name), Key::Field);
        take(model, key, &mut seen, track, |seed| {
            seed.deserialize(value).map_err(A::Error::custom)
        })?;
    }
    loop {
        let Some(key) = entries.next_key_seed(KeySeed { fields, expected })? else {
            break;
        };
        if let Key::Field(index) = key {
            expected = index.saturating_add(1);
        }
        take(model, key, &mut seen, track, |seed| entries.next_value_seed(seed))?;
    }
    let missing = fields.iter().enumerate().find(|(index, field)| {
        field.is(Field::REQUIRED) && !field.is(Field::WRITE_ONLY) && !seen.has(*index)
    });
    match missing {
        Some((_, field)) => Err(A::Error::custom(format_args!(
            "required property `{}` is missing",
            field.name
        ))),
        None => Ok(()),
    }
}

/// One entry into the field or the rest of a model.
fn take<E>(
    model: &mut dyn Object,
    key: Key,
    seen: &mut Seen,
    track: &mut Track,
    read: impl FnOnce(Seed<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let fields = model.table().fields();
    match key {
        Key::Field(index) => {
            seen.set(index);
            let value = model.field_mut(index);
            read(Seed { value, track }).inspect_err(|_| {
                if let Some(field) = fields.get(index) {
                    track.secret |= field.is(Field::SECRET);
                    track.path.push(Step::Field(field.name));
                }
            })
        }
        Key::Other(name) => match model.field_mut(fields.len()).slot() {
            Slot::Map(rest) => read(Seed { value: rest.at(name.clone()), track })
                .inspect_err(|_| track.path.push(Step::Key(name))),
            _ => read(Seed { value: &mut (), track }),
        },
    }
}

/// Whether a model keeps properties it does not know as they come.
pub(super) fn keeps_unknown(model: &dyn Object) -> bool {
    downcast::<Unknown>(model.field(model.table().fields().len())).is_some()
}

/// The name of an entry: that of a known property, or another.
enum Key {
    Field(usize),
    Other(String),
}

/// Finds a property's name without copying it.
#[derive(Clone, Copy)]
struct KeySeed {
    fields: &'static [Field],
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        let found = find_field(self.fields, name, self.expected);
        Ok(found.map_or_else(|| Key::Other(name.to_owned()), Key::Field))
    }
}

/// Which properties came.
#[derive(Default)]
struct Seen {
    low: u64,
    high: Vec<u64>,
}

impl Seen {
    fn set(&mut self, index: usize) {
        let (word, bit) = (index / 64, 1 << (index % 64));
        let Some(beyond) = word.checked_sub(1) else {
            self.low |= bit;
            return;
        };
        if self.high.len() < word {
            self.high.resize(word, 0);
        }
        if let Some(bits) = self.high.get_mut(beyond) {
            *bits |= bit;
        }
    }

    fn has(&self, index: usize) -> bool {
        let (word, bit) = (index / 64, 1 << (index % 64));
        let bits = match word.checked_sub(1) {
            None => self.low,
            Some(beyond) => self.high.get(beyond).copied().unwrap_or_default(),
        };
        bits & bit != 0
    }
}
