//! Enums of strings and integers. Values that are not described are kept as they come.

use crate::runtime::{Slot, Value, View};
use std::convert::Infallible;
use std::fmt;
use std::hash::Hash;
use std::str::FromStr;

/// An enum of strings, all of whose values are described. Generated code implements it.
///
/// [`Open`] holds one of them, or a value that the description does not know.
pub trait StringEnum: Copy + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// Each value on the wire and as a variant.
    const VALUES: &'static [(&'static str, Self)];

    /// Its text on the wire.
    fn as_str(self) -> &'static str {
        Self::VALUES.iter().find(|(_, one)| *one == self).map_or("", |(text, _)| text)
    }
}

/// A value of an enum of strings, or a text that the description does not know, which is
/// kept and sent back.
///
/// It compares with the values of the enum and with texts, and is made from both.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Open<E> {
    /// A value that the description knows.
    Known(E),
    /// Any other.
    Unknown(String),
}

impl<E: StringEnum> Open<E> {
    /// The text on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(known) => known.as_str(),
            Self::Unknown(text) => text,
        }
    }

    /// The value, if the description knows it.
    pub fn known(&self) -> Option<E> {
        match self {
            Self::Known(known) => Some(*known),
            Self::Unknown(_) => None,
        }
    }
}

/// The value with this text, if it is described.
fn described<E: StringEnum>(text: &str) -> Option<E> {
    E::VALUES.iter().find(|(value, _)| *value == text).map(|(_, known)| *known)
}

/// A constant where only one value is described, and else no text.
impl<E: StringEnum> Default for Open<E> {
    fn default() -> Self {
        match E::VALUES {
            [(_, only)] => Self::Known(*only),
            _ => Self::Unknown(String::new()),
        }
    }
}

impl<E: StringEnum> From<E> for Open<E> {
    fn from(known: E) -> Self {
        Self::Known(known)
    }
}

impl<E: StringEnum> From<&str> for Open<E> {
    fn from(text: &str) -> Self {
        described(text).map_or_else(|| Self::Unknown(text.to_owned()), Self::Known)
    }
}

impl<E: StringEnum> From<String> for Open<E> {
    fn from(text: String) -> Self {
        described(&text).map_or_else(|| Self::Unknown(text), Self::Known)
    }
}

impl<E: StringEnum> FromStr for Open<E> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

impl<E: StringEnum> PartialEq<E> for Open<E> {
    fn eq(&self, other: &E) -> bool {
        matches!(self, Self::Known(known) if known == other)
    }
}

impl<E: StringEnum> PartialEq<str> for Open<E> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl<E: StringEnum> PartialEq<&str> for Open<E> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl<E: StringEnum> fmt::Debug for Open<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(known) => known.fmt(formatter),
            Self::Unknown(text) => formatter.debug_tuple("Unknown").field(text).finish(),
        }
    }
}

impl<E: StringEnum> fmt::Display for Open<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl<E: StringEnum> Value for Open<E> {
    fn view(&self) -> View<'_> {
        View::Text(self.as_str())
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Strings(self)
    }

    fn make_empty(&mut self) {
        *self = Self::default();
    }
}

/// An enum of strings that takes a text.
pub trait Strings {
    /// How many values are described.
    fn count(&self) -> usize;
    /// Whether this value is described.
    fn describes(&self, text: &str) -> bool;
    /// The values that are described.
    #[cfg(feature = "cli")]
    fn values(&self) -> Vec<&'static str>;
    /// Becomes the value with this text.
    fn set(&mut self, text: &str);
}

impl<E: StringEnum> Strings for Open<E> {
    fn count(&self) -> usize {
        E::VALUES.len()
    }

    fn describes(&self, text: &str) -> bool {
        described::<E>(text).is_some()
    }

    #[cfg(feature = "cli")]
    fn values(&self) -> Vec<&'static str> {
        E::VALUES.iter().map(|(text, _)| *text).collect()
    }

    fn set(&mut self, text: &str) {
        *self = text.into();
    }
}

/// An enum of integers, all of whose values are described. Generated code implements it.
///
/// [`OpenInteger`] holds one of them, or a value that the description does not know.
pub trait IntegerEnum: Copy + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// Each value on the wire and as a variant.
    const VALUES: &'static [(i64, Self)];

    /// Its number on the wire.
    fn as_i64(self) -> i64 {
        Self::VALUES
            .iter()
            .find(|(_, one)| *one == self)
            .map_or(0, |(number, _)| *number)
    }
}

/// A value of an enum of integers, or a number that the description does not know, which
/// is kept and sent back.
///
/// It compares with the values of the enum and with numbers, and is made from both.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpenInteger<E> {
    /// A value that the description knows.
    Known(E),
    /// Any other.
    Unknown(i64),
}

impl<E: IntegerEnum> OpenInteger<E> {
    /// The number on the wire.
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Known(known) => known.as_i64(),
            Self::Unknown(number) => *number,
        }
    }

    /// The value, if the description knows it.
    pub fn known(&self) -> Option<E> {
        match self {
            Self::Known(known) => Some(*known),
            Self::Unknown(_) => None,
        }
    }
}

/// The value with this number, if it is described.
fn numbered<E: IntegerEnum>(number: i64) -> Option<E> {
    E::VALUES.iter().find(|(value, _)| *value == number).map(|(_, known)| *known)
}

/// A constant where only one value is described, and else 0, known or not.
impl<E: IntegerEnum> Default for OpenInteger<E> {
    fn default() -> Self {
        match E::VALUES {
            [(_, only)] => Self::Known(*only),
            _ => Self::from(0),
        }
    }
}

impl<E: IntegerEnum> From<E> for OpenInteger<E> {
    fn from(known: E) -> Self {
        Self::Known(known)
    }
}

impl<E: IntegerEnum> From<i64> for OpenInteger<E> {
    fn from(number: i64) -> Self {
        numbered(number).map_or(Self::Unknown(number), Self::Known)
    }
}

impl<E: IntegerEnum> PartialEq<E> for OpenInteger<E> {
    fn eq(&self, other: &E) -> bool {
        matches!(self, Self::Known(known) if known == other)
    }
}

impl<E: IntegerEnum> PartialEq<i64> for OpenInteger<E> {
    fn eq(&self, other: &i64) -> bool {
        self.as_i64() == *other
    }
}

impl<E: IntegerEnum> fmt::Debug for OpenInteger<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(known) => known.fmt(formatter),
            Self::Unknown(number) => {
                formatter.debug_tuple("Unknown").field(number).finish()
            }
        }
    }
}

impl<E: IntegerEnum> fmt::Display for OpenInteger<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_i64().fmt(formatter)
    }
}

impl<E: IntegerEnum> Value for OpenInteger<E> {
    fn view(&self) -> View<'_> {
        View::Integer(self.as_i64())
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Integers(self)
    }

    fn make_empty(&mut self) {
        *self = Self::default();
    }
}

/// An enum of integers that takes a number.
pub trait Integers {
    /// How many values are described.
    fn count(&self) -> usize;
    /// Whether this value is described.
    fn describes(&self, number: i64) -> bool;
    /// The values that are described.
    #[cfg(feature = "cli")]
    fn values(&self) -> Vec<i64>;
    /// Becomes the value with this number.
    fn set(&mut self, number: i64);
}

impl<E: IntegerEnum> Integers for OpenInteger<E> {
    fn count(&self) -> usize {
        E::VALUES.len()
    }

    fn describes(&self, number: i64) -> bool {
        numbered::<E>(number).is_some()
    }

    #[cfg(feature = "cli")]
    fn values(&self) -> Vec<i64> {
        E::VALUES.iter().map(|(number, _)| *number).collect()
    }

    fn set(&mut self, number: i64) {
        *self = number.into();
    }
}

/// `Serialize` and `Deserialize` for what is generic, through the shared loops.
macro_rules! serde_through_generic {
    ($name:ident: $bound:path) => {
        impl<E: $bound> serde::Serialize for $name<E> {
            fn serialize<S: serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                crate::runtime::json::serialize(self, serializer)
            }
        }

        impl<'de, E: $bound> serde::Deserialize<'de> for $name<E> {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let mut value = Self::default();
                crate::runtime::json::deserialize(&mut value, deserializer)?;
                Ok(value)
            }
        }
    };
}

serde_through_generic!(Open: StringEnum);
serde_through_generic!(OpenInteger: IntegerEnum);
