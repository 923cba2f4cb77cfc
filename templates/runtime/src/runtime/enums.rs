//! Enums of strings and integers. Values that are not described are kept as they come.

use crate::runtime::Value;

/// An enum of strings. Generated code implements it.
pub trait StringEnum: Value + Clone + PartialEq {
    /// Each value on the wire and as a variant.
    const VALUES: &'static [(&'static str, Self)];
    /// The text of a value that is not described.
    fn unknown(&self) -> Option<&str>;
    /// A value that is not described.
    fn from_unknown(value: String) -> Self;

    /// Its text on the wire.
    fn text(&self) -> &str {
        let described = || Self::VALUES.iter().find(|(_, one)| one == self);
        match self.unknown() {
            Some(text) => text,
            None => described().map_or("", |(text, _)| text),
        }
    }
}

/// An enum of strings that takes a text.
pub trait Strings {
    /// How many values are described.
    fn count(&self) -> usize;
    /// Whether this value is described.
    fn describes(&self, text: &str) -> bool;
    /// Becomes the value with this text.
    fn set(&mut self, text: &str);
}

impl<T: StringEnum> Strings for T {
    fn count(&self) -> usize {
        T::VALUES.len()
    }

    fn describes(&self, text: &str) -> bool {
        T::VALUES.iter().any(|(value, _)| *value == text)
    }

    fn set(&mut self, text: &str) {
        *self = parse(text);
    }
}

/// The value with this text, known or not.
pub(crate) fn parse<T: StringEnum>(text: &str) -> T {
    match T::VALUES.iter().find(|(value, _)| *value == text) {
        Some((_, known)) => known.clone(),
        None => T::from_unknown(text.to_owned()),
    }
}

/// Gives a type that implements [`StringEnum`] everything that follows from its table.
#[allow(unused_macros, reason = "an SDK uses those that its description needs")]
macro_rules! string_enum {
    ($name:ident) => {
        impl $name {
            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::runtime::StringEnum::text(self)
            }
        }

        impl $crate::runtime::Value for $name {
            fn view(&self) -> $crate::runtime::View<'_> {
                $crate::runtime::View::Text($crate::runtime::StringEnum::text(self))
            }

            fn slot(&mut self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Strings(self)
            }
        }

        impl ::std::default::Default for $name {
            fn default() -> Self {
                <Self as $crate::runtime::StringEnum>::from_unknown(
                    ::std::string::String::new(),
                )
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(
                &self,
                formatter: &mut ::std::fmt::Formatter<'_>,
            ) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::runtime::parse(text)
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::runtime::parse(&text)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(
                text: &str,
            ) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok($crate::runtime::parse(text))
            }
        }

        $crate::runtime::serde_through_value!($name);
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use string_enum;

/// An enum of integers. Generated code implements it.
pub trait IntegerEnum: Value + Clone + PartialEq {
    /// Each value on the wire and as a variant.
    const VALUES: &'static [(i64, Self)];
    /// The number of a value that is not described.
    fn unknown(&self) -> Option<i64>;
    /// A value that is not described.
    fn from_unknown(value: i64) -> Self;

    /// Its number on the wire.
    fn number(&self) -> i64 {
        let described = || Self::VALUES.iter().find(|(_, one)| one == self);
        match self.unknown() {
            Some(number) => number,
            None => described().map_or(0, |(number, _)| *number),
        }
    }
}

/// An enum of integers that takes a number.
pub trait Integers {
    /// How many values are described.
    fn count(&self) -> usize;
    /// Whether this value is described.
    fn describes(&self, number: i64) -> bool;
    /// Becomes the value with this number.
    fn set(&mut self, number: i64);
}

impl<T: IntegerEnum> Integers for T {
    fn count(&self) -> usize {
        T::VALUES.len()
    }

    fn describes(&self, number: i64) -> bool {
        T::VALUES.iter().any(|(value, _)| *value == number)
    }

    fn set(&mut self, number: i64) {
        *self = of_number(number);
    }
}

/// The value with this number, known or not.
pub(crate) fn of_number<T: IntegerEnum>(number: i64) -> T {
    match T::VALUES.iter().find(|(value, _)| *value == number) {
        Some((_, known)) => known.clone(),
        None => T::from_unknown(number),
    }
}

/// Gives a type that implements [`IntegerEnum`] everything that follows from its table.
#[allow(unused_macros, reason = "an SDK uses those that its description needs")]
macro_rules! integer_enum {
    ($name:ident) => {
        impl $name {
            /// The value on the wire.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                $crate::runtime::IntegerEnum::number(self)
            }
        }

        impl $crate::runtime::Value for $name {
            fn view(&self) -> $crate::runtime::View<'_> {
                $crate::runtime::View::Integer($crate::runtime::IntegerEnum::number(
                    self,
                ))
            }

            fn slot(&mut self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Integers(self)
            }
        }

        impl ::std::default::Default for $name {
            fn default() -> Self {
                <Self as $crate::runtime::IntegerEnum>::from_unknown(0)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(
                &self,
                formatter: &mut ::std::fmt::Formatter<'_>,
            ) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }

        impl ::std::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                $crate::runtime::of_number(number)
            }
        }

        $crate::runtime::serde_through_value!($name);
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use integer_enum;
