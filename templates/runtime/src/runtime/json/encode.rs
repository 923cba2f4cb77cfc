//! Values to JSON.

use super::DEEPEST;
use crate::runtime::{
    Any, Field, Map, Object, Unknown, Value, View, Written, came_otherwise, downcast,
    items, unknown_of, written,
};
use serde::ser::{Error as _, SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

/// Whom the JSON is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The server: what only it sends is left out.
    Server,
    /// Anyone: everything is written.
    Anyone,
}

/// The value as JSON text.
pub(crate) fn encode(
    value: &dyn Value,
    side: Side,
) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Encoder { view: &value.view(), side, depth: 0 })
}

/// The value as a JSON tree; `null` where JSON cannot say it.
pub(crate) fn to_any(view: View<'_>) -> Any {
    let encoder = Encoder { view: &view, side: Side::Anyone, depth: 0 };
    serde_json::to_value(encoder).unwrap_or_default()
}

/// What `Serialize` of every value does.
pub(crate) fn serialize<S: Serializer>(
    value: &dyn Value,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Encoder { view: &value.view(), side: Side::Anyone, depth: 0 }.serialize(serializer)
}

impl Serialize for dyn Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

/// A value on its way out.
#[derive(Clone, Copy)]
struct Encoder<'v, 'a> {
    /// By reference: copying what was only just written stalls the processor.
    view: &'v View<'a>,
    side: Side,
    depth: usize,
}

/// Integers up to here are exact as `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'a> Encoder<'_, 'a> {
    fn part<'p>(&self, view: &'p View<'a>) -> Encoder<'p, 'a> {
        Encoder { view, side: self.side, depth: self.depth.saturating_add(1) }
    }

    fn float<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
        if !number.is_finite() {
            return Err(S::Error::custom("JSON has no infinite numbers and no NaN"));
        }
        let whole = number.trunc() == number && number.abs() < EXACT;
        if whole && !(number == 0.0 && number.is_sign_negative()) {
            return serializer.serialize_i64(number as i64);
        }
        serializer.serialize_f64(number)
    }

    fn wide<S: Serializer>(number: i128, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(number) = i64::try_from(number) {
            serializer.serialize_i64(number)
        } else if let Ok(number) = u64::try_from(number) {
            serializer.serialize_u64(number)
        } else {
            serializer.serialize_i128(number)
        }
    }

    fn map<S: Serializer>(
        &self,
        map: &'a dyn Map,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        self.entries::<S>(map, &mut out)?;
        out.end()
    }

    fn entries<S: Serializer>(
        &self,
        map: &'a dyn Map,
        out: &mut S::SerializeMap,
    ) -> Result<(), S::Error> {
        if map.length() == 0 {
            return Ok(());
        }
        for (name, value) in map.entries() {
            let view = value.view();
            if !matches!(view, View::Absent) {
                out.serialize_entry(name, &self.part(&view))?;
            }
        }
        Ok(())
    }

    fn model<S: Serializer>(
        &self,
        model: &'a dyn Object,
        tags: &[(&str, &str)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let fields = model.table().fields();
        let last = model.field(fields.len());
        // Typed properties come before those that nobody described, where there are any.
        let (typed, unknown) = match downcast::<Unknown>(last) {
            Some(unknown) => (None, Some(unknown)),
            None => (Some(last.view()), unknown_of(model)),
        };
        let odd = unknown.map_or(&[][..], Unknown::odd);
        let has = |name: &str| match typed {
            Some(View::Map(typed)) => typed.find(name).is_some(),
            _ => unknown.is_some_and(|unknown| unknown.get(name).is_some()),
        };
        let mut out = serializer.serialize_map(None)?;
        for (property, tag) in tags {
            if came_otherwise(odd, property) {
                continue;
            }
            let declared = fields.iter().any(|field| field.name == *property);
            if !declared && !has(property) {
                out.serialize_entry(property, tag)?;
            }
        }
        for (index, field) in fields.iter().enumerate() {
            let view = model.field(index).view();
            let tag = tags.iter().find(|(property, _)| *property == field.name);
            if let (Some((_, tag)), View::Absent | View::Text("")) = (tag, view)
                && !came_otherwise(odd, field.name)
            {
                out.serialize_entry(field.name, tag)?;
                continue;
            }
            let hidden = self.side == Side::Server && field.is(Field::READ_ONLY);
            if hidden && tag.is_none() {
                continue;
            }
            if !odd.is_empty() {
                match written(odd, field.name, view) {
                    Written::Nothing => continue,
                    Written::Kept(came) => {
                        out.serialize_entry(field.name, came)?;
                        continue;
                    }
                    Written::Value => {}
                }
            }
            if matches!(view, View::Absent) {
                continue;
            }
            out.serialize_entry(field.name, &self.part(&view))?;
        }
        if let Some(View::Map(typed)) = typed {
            self.entries::<S>(typed, &mut out)?;
        }
        for (name, value) in unknown.into_iter().flat_map(Unknown::iter) {
            out.serialize_entry(name, value)?;
        }
        out.end()
    }

    /// A union is written as what it holds, and with the tag that tells which it is.
    fn union<S: Serializer>(
        &self,
        union: &'a dyn Object,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut tags = Vec::new();
        let mut union = union;
        loop {
            let (index, value) = union.active();
            let told = union.table().told();
            tags.extend(told.tag(index));
            match value.view() {
                View::Union(inner) if tags.len() < DEEPEST => union = inner,
                View::Model(model) => return self.model(model, &tags, serializer),
                view => return self.part(&view).serialize(serializer),
            }
        }
    }
}

impl Serialize for Encoder<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.depth > DEEPEST {
            return Err(S::Error::custom("the value is nested too deeply"));
        }
        match *self.view {
            View::Absent | View::Null => serializer.serialize_unit(),
            View::Bool(value) => serializer.serialize_bool(value),
            View::Integer(value) => serializer.serialize_i64(value),
            View::Wide(value) => Self::wide(value, serializer),
            View::Float(value) => Self::float(value, serializer),
            View::Text(value) => serializer.serialize_str(value),
            View::Any(value) => value.serialize(serializer),
            View::Binary(value) => match value.text() {
                Some(text) => serializer.serialize_str(text),
                None => Err(S::Error::custom(
                    "bytes that are not text have no place in JSON",
                )),
            },
            View::List(list) => {
                let mut out = serializer.serialize_seq(Some(list.length()))?;
                for item in items(list) {
                    out.serialize_element(&self.part(&item.view()))?;
                }
                out.end()
            }
            View::Map(map) => self.map(map, serializer),
            View::Model(model) => self.model(model, &[], serializer),
            View::Union(union) => self.union(union, serializer),
            View::Body(body) => self.part(&body.active().1.view()).serialize(serializer),
        }
    }
}
