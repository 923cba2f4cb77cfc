//! Properties that the description does not name.

use super::{Any, Map, Slot, Value, View};
use std::collections::BTreeMap;
use std::fmt;

/// Properties that the description does not name, kept as they came and sent back.
///
/// It is one word as long as it is empty.
#[derive(Clone, Default, PartialEq)]
#[expect(
    clippy::box_collection,
    reason = "nearly always empty: one word in every model"
)]
pub struct Unknown(Option<Box<BTreeMap<String, Any>>>);

impl Unknown {
    /// No properties.
    pub const EMPTY: Self = Self(None);

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |map| map.len())
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Any> {
        self.0.as_ref()?.get(name)
    }

    /// Sets the value of a name, and gives the one it had.
    pub fn insert(
        &mut self,
        name: impl Into<String>,
        value: impl Into<Any>,
    ) -> Option<Any> {
        self.0.get_or_insert_default().insert(name.into(), value.into())
    }

    /// Removes a name, and gives the value it had.
    pub fn remove(&mut self, name: &str) -> Option<Any> {
        self.0.as_mut()?.remove(name)
    }

    /// All of them, in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Any)> {
        self.0
            .iter()
            .flat_map(|map| map.iter())
            .map(|(name, value)| (name.as_str(), value))
    }
}

impl<N: Into<String>, V: Into<Any>> FromIterator<(N, V)> for Unknown {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let map: BTreeMap<String, Any> = entries
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        Self((!map.is_empty()).then(|| Box::new(map)))
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl Value for Unknown {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl Map for Unknown {
    fn length(&self) -> usize {
        self.len()
    }

    fn entries(&self) -> Vec<(&str, &dyn Value)> {
        self.iter().map(|(name, value)| (name, value as &dyn Value)).collect()
    }

    fn find(&self, name: &str) -> Option<&dyn Value> {
        match self.get(name) {
            Some(value) => Some(value),
            None => None,
        }
    }

    fn at(&mut self, name: String) -> &mut dyn Value {
        self.0.get_or_insert_default().entry(name).or_default()
    }

    fn reset(&mut self) {
        self.0 = None;
    }
}
