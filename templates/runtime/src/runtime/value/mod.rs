//! Values: what models, their fields, parameters and bodies are made of.
//!
//! A type that implements [`Value`] says only what it is ([`View`]) and where what comes
//! in is to be put ([`Slot`]). Everything else (JSON both ways, `Debug`, equality,
//! required properties, rules) is a loop over those, written and compiled once.

mod containers;
mod copy;
mod debug;
mod equal;
mod scalars;
mod unknown;

pub use containers::Nullable;
pub(crate) use copy::copy;
pub(crate) use debug::debug;
pub(crate) use equal::equal;
pub use unknown::Unknown;
pub(crate) use unknown::{Written, came_otherwise, written};

use crate::runtime::{Binary, Field, Integers, Object, Strings};
use std::any::Any as DynamicAny;
use std::fmt;

/// Any JSON value.
pub type Any = serde_json::Value;

/// Any value that can be sent or received.
pub trait Value: DynamicAny + Send + Sync {
    /// What it is.
    fn view(&self) -> View<'_>;

    /// Where what comes in is to be put. An absent value becomes an empty one.
    fn slot(&mut self) -> Slot<'_>;

    /// Takes a JSON `null`. `false`: that is no value of this type. What is only optional is
    /// not there then.
    fn set_null(&mut self) -> bool {
        false
    }

    /// Becomes the empty value of its type.
    fn make_empty(&mut self);
}

/// What a value is. Options, nullables and boxes are looked through.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Nothing: it is not written at all.
    Absent,
    /// JSON `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// An integer that may need more than 64 bits with a sign.
    Wide(i128),
    /// A floating-point number.
    Float(f64),
    /// Text; enums of strings too.
    Text(&'a str),
    /// Any JSON value.
    Any(&'a Any),
    /// Bytes.
    Binary(&'a Binary),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Map),
    /// An object with known properties.
    Model(&'a dyn Object),
    /// One of several types.
    Union(&'a dyn Object),
    /// A request body of one of several media types.
    Body(&'a dyn Object),
}

impl View<'_> {
    /// Whether it is what the empty value of most types is: nothing, zero, no text.
    pub(crate) fn is_blank(self) -> bool {
        match self {
            Self::Absent | Self::Null => true,
            Self::Bool(value) => !value,
            Self::Integer(value) => value == 0,
            Self::Wide(value) => value == 0,
            Self::Float(value) => value == 0.0,
            Self::Text(value) => value.is_empty(),
            Self::Any(value) => value.is_null(),
            Self::Binary(value) => value.text() == Some(""),
            Self::List(list) => list.length() == 0,
            Self::Map(map) => map.length() == 0,
            Self::Model(model) => (0..=model.table().fields().len().saturating_add(1))
                .all(|index| model.field(index).view().is_blank()),
            Self::Union(union) | Self::Body(union) => union.active().1.view().is_blank(),
        }
    }

    /// It as any JSON value; `null` where JSON cannot say it.
    pub(crate) fn to_any(self) -> Any {
        crate::runtime::json::to_any(self)
    }
}

/// Where what comes in is to be put.
pub enum Slot<'a> {
    /// Nowhere: it is read over.
    Nothing,
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// An integer of 32 bits.
    I32(&'a mut i32),
    /// An integer of 64 bits.
    I64(&'a mut i64),
    /// An integer of 64 bits without a sign.
    U64(&'a mut u64),
    /// An integer of 128 bits.
    I128(&'a mut i128),
    /// A floating-point number.
    F64(&'a mut f64),
    /// Text.
    Text(&'a mut String),
    /// An enum of strings.
    Strings(&'a mut dyn Strings),
    /// An enum of integers.
    Integers(&'a mut dyn Integers),
    /// Any JSON value.
    Any(&'a mut Any),
    /// Bytes.
    Binary(&'a mut Binary),
    /// A list.
    List(&'a mut dyn List),
    /// A map.
    Map(&'a mut dyn Map),
    /// An object with known properties.
    Model(&'a mut dyn Object),
    /// One of several types.
    Union(&'a mut dyn Object),
    /// A request body of one of several media types.
    Body(&'a mut dyn Object),
}

/// A list of values of one type.
pub trait List {
    /// How many there are.
    fn length(&self) -> usize;
    /// The item at an index.
    fn item(&self, index: usize) -> Option<&dyn Value>;
    /// Adds an empty item and hands it out.
    fn add(&mut self) -> Option<&mut dyn Value>;
    /// Removes all items.
    fn reset(&mut self);
}

/// Values of one type by name.
pub trait Map {
    /// How many there are.
    fn length(&self) -> usize;
    /// All of them, in order of their names.
    fn entries(&self) -> Vec<(&str, &dyn Value)>;
    /// The value of a name.
    fn find(&self, name: &str) -> Option<&dyn Value>;
    /// The value of a name, made if need be.
    fn at(&mut self, name: String) -> &mut dyn Value;
    /// Removes the value of a name.
    fn remove(&mut self, name: &str);
    /// Removes all values.
    fn reset(&mut self);
}

/// The items of a list.
pub(crate) fn items(list: &dyn List) -> impl Iterator<Item = &dyn Value> {
    (0..list.length()).map_while(|index| list.item(index))
}

impl fmt::Debug for dyn Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self, formatter)
    }
}

impl PartialEq for dyn Value {
    fn eq(&self, other: &Self) -> bool {
        equal(self, other)
    }
}

/// What a model keeps beside its described properties.
pub(crate) fn unknown_of(model: &dyn Object) -> Option<&Unknown> {
    downcast(model.field(model.table().fields().len().saturating_add(1)))
}

/// The same, to change it.
pub(crate) fn unknown_mut(model: &mut dyn Object) -> Option<&mut Unknown> {
    let index = model.table().fields().len().saturating_add(1);
    let any: &mut dyn DynamicAny = model.field_mut(index);
    any.downcast_mut()
}

/// Keeps what came for a property, or that nothing came, beside its field, which is empty.
pub(crate) fn keep(
    model: &mut dyn Object,
    index: usize,
    field: &'static Field,
    came: Option<Any>,
) {
    let empty = model.field(index).view();
    let empty = (!empty.is_blank()).then(|| empty.to_any());
    if let Some(unknown) = unknown_mut(model) {
        unknown.keep(field.name, came, empty);
    }
}

/// Whether these are the properties that the description does not name.
pub(crate) fn is_unknown(value: &dyn Value) -> bool {
    downcast::<Unknown>(value).is_some()
}

/// Makes an empty value, for [`ResponseMedia::blank`](crate::runtime::ResponseMedia::blank).
#[must_use]
pub fn blank<T: Value + Default>() -> Box<dyn Value> {
    Box::new(T::default())
}

/// The value as a `T`, if it is one.
#[must_use]
pub fn downcast<T: Value>(value: &dyn Value) -> Option<&T> {
    let any: &dyn DynamicAny = value;
    any.downcast_ref()
}

/// The value as a `T`, or the value again if it is none.
pub(crate) fn downcast_box<T: Value>(
    value: Box<dyn Value>,
) -> Result<Box<T>, Box<dyn Value>> {
    if downcast::<T>(&*value).is_none() {
        return Err(value);
    }
    let any: Box<dyn DynamicAny> = value;
    // It was looked at above; a blank of nothing stands in for what cannot be.
    any.downcast().map_err(|_| Box::new(()) as Box<dyn Value>)
}
