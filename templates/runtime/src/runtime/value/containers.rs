//! What values stand in: options, nullables, boxes, lists and maps.

use super::{List, Map, Slot, Value, View};
use std::collections::BTreeMap;

/// A value or JSON `null`.
///
/// An optional and nullable field is `Option<Nullable<T>>`: not there, `null` and a value
/// are three things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nullable<T> {
    /// `null`.
    #[default]
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if it is not `null`.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The value, if it is not `null`.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Value + Default> serde::Serialize for Nullable<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::runtime::json::serialize(self, serializer)
    }
}

impl<'de, T: Value + Default> serde::Deserialize<'de> for Nullable<T> {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
        let mut value = Self::Null;
        crate::runtime::json::deserialize(&mut value, deserializer)?;
        Ok(value)
    }
}

impl<T: Value + Default> Value for Nullable<T> {
    fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        if self.is_null() {
            *self = Self::Value(T::default());
        }
        match self {
            Self::Value(value) => value.slot(),
            Self::Null => Slot::Nothing,
        }
    }

    fn set_null(&mut self) -> bool {
        *self = Self::Null;
        true
    }

    fn make_empty(&mut self) {
        *self = Self::default();
    }
}

impl<T: Value + Default> Value for Option<T> {
    fn view(&self) -> View<'_> {
        match self {
            None => View::Absent,
            Some(value) => value.view(),
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        self.get_or_insert_default().slot()
    }

    fn set_null(&mut self) -> bool {
        let mut value = T::default();
        let is_value = value.set_null();
        *self = is_value.then_some(value);
        is_value
    }

    fn make_empty(&mut self) {
        *self = Self::default();
    }
}

impl<T: Value + Default> Value for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }

    fn make_empty(&mut self) {
        *self = Self::default();
    }
}

impl<T: Value + Default> List for Vec<T> {
    fn length(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<&dyn Value> {
        match self.get(index) {
            Some(item) => Some(item),
            None => None,
        }
    }

    fn add(&mut self) -> Option<&mut dyn Value> {
        self.push(T::default());
        match self.last_mut() {
            Some(item) => Some(item),
            None => None,
        }
    }

    fn reset(&mut self) {
        self.clear();
    }
}

impl<T: Value + Default> Value for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }

    fn make_empty(&mut self) {
        *self = Self::default();
    }
}

impl<T: Value + Default> Map for BTreeMap<String, T> {
    fn length(&self) -> usize {
        self.len()
    }

    fn entries(&self) -> Vec<(&str, &dyn Value)> {
        self.iter().map(|(name, value)| (name.as_str(), value as &dyn Value)).collect()
    }

    fn find(&self, name: &str) -> Option<&dyn Value> {
        match self.get(name) {
            Some(value) => Some(value),
            None => None,
        }
    }

    fn at(&mut self, name: String) -> &mut dyn Value {
        self.entry(name).or_default()
    }

    fn remove(&mut self, name: &str) {
        BTreeMap::remove(self, name);
    }

    fn reset(&mut self) {
        self.clear();
    }
}
