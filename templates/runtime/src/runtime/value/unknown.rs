//! Properties that the description does not name.

use super::{Any, Map, Slot, Value, View};
use std::collections::BTreeMap;
use std::fmt;

/// What a model holds beside its described properties: those that the description does not
/// name, and what a server sent that is not as described. It is kept as it came and sent
/// back.
///
/// It is one word as long as it is empty.
#[derive(Clone, Default, PartialEq)]
pub struct Unknown(Option<Box<Kept>>);

/// What is there, where anything is.
#[derive(Clone, Default, PartialEq)]
struct Kept {
    properties: BTreeMap<String, Any>,
    odd: Vec<Odd>,
}

/// A described property that came otherwise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Odd {
    name: &'static str,
    /// What came; `None`: nothing, where something is required.
    came: Option<Any>,
    /// The empty value that stands in the field since, where that is not simply nothing.
    empty: Option<Any>,
}

/// What is written of a property.
pub(crate) enum Written<'a> {
    /// Nothing.
    Nothing,
    /// What the server sent.
    Kept(&'a Any),
    /// The field's value.
    Value,
}

impl Odd {
    /// What is written of a property that came otherwise: what came, as long as nobody
    /// changed the field.
    fn written(&self, view: View<'_>) -> Written<'_> {
        let is_unchanged = match &self.empty {
            None => view.is_blank(),
            Some(empty) => view.to_any() == *empty,
        };
        match &self.came {
            _ if !is_unchanged => Written::Value,
            Some(came) => Written::Kept(came),
            None => Written::Nothing,
        }
    }
}

impl Unknown {
    /// No properties.
    pub const EMPTY: Self = Self(None);

    /// Whether there are no properties that the description does not name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many properties there are that the description does not name.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |kept| kept.properties.len())
    }

    /// The value of a name: that of a property that the description does not name, or what
    /// came for one whose value is not as described.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Any> {
        let kept = self.0.as_ref()?;
        let odd = || kept.odd.iter().find(|odd| odd.name == name)?.came.as_ref();
        kept.properties.get(name).or_else(odd)
    }

    /// Sets the value of a name, and gives the one it had.
    pub fn insert(
        &mut self,
        name: impl Into<String>,
        value: impl Into<Any>,
    ) -> Option<Any> {
        self.0.get_or_insert_default().properties.insert(name.into(), value.into())
    }

    /// Removes a name, and gives the value it had.
    pub fn remove(&mut self, name: &str) -> Option<Any> {
        self.0.as_mut()?.properties.remove(name)
    }

    /// The properties that the description does not name, in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Any)> {
        self.0
            .iter()
            .flat_map(|kept| kept.properties.iter())
            .map(|(name, value)| (name.as_str(), value))
    }

    /// The described properties whose value is not as described, with what came: it is sent
    /// back as long as the field is not set.
    pub fn unfit(&self) -> impl Iterator<Item = (&'static str, &Any)> {
        self.odd().iter().filter_map(|odd| Some((odd.name, odd.came.as_ref()?)))
    }

    /// The required properties that did not come: they are not sent as long as the field is
    /// not set.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        self.odd().iter().filter(|odd| odd.came.is_none()).map(|odd| odd.name)
    }

    /// Forgets what came for described properties, and which of them did not come: from now
    /// on the fields are all that is sent of them.
    pub fn forget_deviations(&mut self) {
        if let Some(kept) = &mut self.0 {
            kept.odd.clear();
        }
    }

    pub(crate) fn odd(&self) -> &[Odd] {
        self.0.as_ref().map_or(&[], |kept| &kept.odd)
    }

    /// Keeps what came for a property, or that nothing came, and what its field is since.
    pub(crate) fn keep(
        &mut self,
        name: &'static str,
        came: Option<Any>,
        empty: Option<Any>,
    ) {
        self.forget(name);
        self.0.get_or_insert_default().odd.push(Odd { name, came, empty });
    }

    /// Forgets what came for a property.
    pub(crate) fn forget(&mut self, name: &str) {
        if let Some(kept) = &mut self.0 {
            kept.odd.retain(|odd| odd.name != name);
        }
    }
}

/// What is written of a property whose field holds this.
pub(crate) fn written<'a>(odd: &'a [Odd], name: &str, view: View<'_>) -> Written<'a> {
    match odd.iter().find(|odd| odd.name == name) {
        None => Written::Value,
        Some(odd) => odd.written(view),
    }
}

/// Whether a property did not come, or not as described.
pub(crate) fn came_otherwise(odd: &[Odd], name: &str) -> bool {
    odd.iter().any(|odd| odd.name == name)
}

impl<N: Into<String>, V: Into<Any>> FromIterator<(N, V)> for Unknown {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let map: BTreeMap<String, Any> = entries
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        let kept = Kept { properties: map, odd: Vec::new() };
        Self((!kept.properties.is_empty()).then(|| Box::new(kept)))
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

    fn make_empty(&mut self) {
        *self = Self::default();
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
        match self.0.as_ref()?.properties.get(name) {
            Some(value) => Some(value),
            None => None,
        }
    }

    fn at(&mut self, name: String) -> &mut dyn Value {
        self.0.get_or_insert_default().properties.entry(name).or_default()
    }

    fn remove(&mut self, name: &str) {
        Self::remove(self, name);
    }

    fn reset(&mut self) {
        self.0 = None;
    }
}
