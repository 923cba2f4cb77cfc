//! Enums of strings and integers. Values that are not described are kept as they come.

use crate::runtime::Value;

/// The name and values of an enum of strings.
#[derive(Debug)]
pub struct EnumTable {
    /// The Rust name.
    pub name: &'static str,
    /// The values on the wire.
    pub values: &'static [&'static str],
}

/// An enum of strings. Generated code implements it.
pub trait StringEnum: Value + Sized {
    /// Its name and values.
    fn table(&self) -> &'static EnumTable;
    /// The index of the value in the table, or the text of an unknown one.
    fn known(&self) -> Result<usize, &str>;
    /// The value with this index.
    fn from_known(index: usize) -> Option<Self>;
    /// A value that is not described.
    fn from_unknown(text: String) -> Self;
}

/// An enum of strings that takes a text.
pub trait Strings {
    /// The values that are described.
    fn values(&self) -> &'static [&'static str];
    /// Becomes the value with this text.
    fn set(&mut self, text: &str);
}

/// The text of an enum's value.
#[allow(dead_code, reason = "an SDK uses those that its description needs")]
pub(crate) fn text_of<T: StringEnum>(value: &T) -> &str {
    match value.known() {
        Ok(index) => value.table().values.get(index).copied().unwrap_or_default(),
        Err(text) => text,
    }
}

/// The value with this text, known or not.
#[allow(dead_code, reason = "an SDK uses those that its description needs")]
pub(crate) fn parse<T: StringEnum>(table: &'static EnumTable, text: &str) -> T {
    let index = table.values.iter().position(|value| *value == text);
    index.and_then(T::from_known).unwrap_or_else(|| T::from_unknown(text.to_owned()))
}

/// Gives a type that implements [`StringEnum`] everything that follows from its table.
#[allow(unused_macros, reason = "an SDK uses those that its description needs")]
macro_rules! string_enum {
    ($name:ident) => {
        impl $name {
            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::runtime::text_of(self)
            }
        }

        impl $crate::runtime::Value for $name {
            fn view(&self) -> $crate::runtime::View<'_> {
                $crate::runtime::View::Text($crate::runtime::text_of(self))
            }

            fn slot(&mut self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Strings(self)
            }
        }

        impl $crate::runtime::Strings for $name {
            fn values(&self) -> &'static [&'static str] {
                $crate::runtime::StringEnum::table(self).values
            }

            fn set(&mut self, text: &str) {
                *self = $crate::runtime::parse(
                    $crate::runtime::StringEnum::table(self),
                    text,
                );
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
                let mut value = <Self as ::std::default::Default>::default();
                $crate::runtime::Strings::set(&mut value, text);
                value
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(
                text: &str,
            ) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        $crate::runtime::serde_through_value!($name);
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use string_enum;

/// The name and values of an enum of integers.
#[derive(Debug)]
pub struct IntegerTable {
    /// The Rust name.
    pub name: &'static str,
    /// The values on the wire.
    pub values: &'static [i64],
}

/// An enum of integers. Generated code implements it.
pub trait IntegerEnum: Value + Sized {
    /// Its name and values.
    fn table(&self) -> &'static IntegerTable;
    /// The index of the value in the table, or an unknown one.
    fn known(&self) -> Result<usize, i64>;
    /// The value with this index.
    fn from_known(index: usize) -> Option<Self>;
    /// A value that is not described.
    fn from_unknown(number: i64) -> Self;
}

/// An enum of integers that takes a number.
pub trait Integers {
    /// The values that are described.
    fn values(&self) -> &'static [i64];
    /// Becomes the value with this number.
    fn set(&mut self, number: i64);
}

/// The number of an enum's value.
#[allow(dead_code, reason = "an SDK uses those that its description needs")]
pub(crate) fn number_of<T: IntegerEnum>(value: &T) -> i64 {
    match value.known() {
        Ok(index) => value.table().values.get(index).copied().unwrap_or_default(),
        Err(number) => number,
    }
}

/// The value with this number, known or not.
#[allow(dead_code, reason = "an SDK uses those that its description needs")]
pub(crate) fn of_number<T: IntegerEnum>(table: &'static IntegerTable, number: i64) -> T {
    let index = table.values.iter().position(|value| *value == number);
    index.and_then(T::from_known).unwrap_or_else(|| T::from_unknown(number))
}

/// Gives a type that implements [`IntegerEnum`] everything that follows from its table.
#[allow(unused_macros, reason = "an SDK uses those that its description needs")]
macro_rules! integer_enum {
    ($name:ident) => {
        impl $name {
            /// The value on the wire.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                $crate::runtime::number_of(self)
            }
        }

        impl $crate::runtime::Value for $name {
            fn view(&self) -> $crate::runtime::View<'_> {
                $crate::runtime::View::Integer($crate::runtime::number_of(self))
            }

            fn slot(&mut self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Integers(self)
            }
        }

        impl $crate::runtime::Integers for $name {
            fn values(&self) -> &'static [i64] {
                $crate::runtime::IntegerEnum::table(self).values
            }

            fn set(&mut self, number: i64) {
                *self = $crate::runtime::of_number(
                    $crate::runtime::IntegerEnum::table(self),
                    number,
                );
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
                let mut value = <Self as ::std::default::Default>::default();
                $crate::runtime::Integers::set(&mut value, number);
                value
            }
        }

        $crate::runtime::serde_through_value!($name);
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use integer_enum;
