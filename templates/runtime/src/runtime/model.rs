//! Objects with known properties, as tables.

use crate::runtime::{Rules, Value, Xml};

/// An object with known properties. Generated code implements it with two `match`es.
pub trait Model: Value {
    /// Its name and properties.
    fn table(&self) -> &'static Table;

    /// The value of the property with this index. The index after the last one is the
    /// rest: a map of all other properties.
    fn field(&self, index: usize) -> &dyn Value;

    /// The same, to change it.
    fn field_mut(&mut self, index: usize) -> &mut dyn Value;
}

/// The name and properties of a model.
#[derive(Debug)]
pub struct Table {
    /// The Rust name, for `Debug`.
    pub name: &'static str,
    /// The properties, in the description's order.
    pub fields: &'static [Field],
}

/// The index of a property. The search starts at `expected`, since properties mostly come
/// in the description's order.
pub(crate) fn find_field(
    fields: &[Field],
    name: &str,
    expected: usize,
) -> Option<usize> {
    let (before, after) = fields.split_at_checked(expected)?;
    let position = |fields: &[Field]| fields.iter().position(|field| field.name == name);
    match position(after) {
        Some(index) => index.checked_add(expected),
        None => position(before),
    }
}

/// A property.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: &'static str,
    /// The bits below.
    pub flags: u8,
    /// What its value must keep to; for lists and maps, also what each of their scalar
    /// items must.
    pub rules: Option<&'static Rules>,
    /// How it stands in XML; none: as an element of its name.
    pub xml: Option<&'static Xml>,
}

impl Field {
    /// It must be there.
    pub const REQUIRED: u8 = 1;
    /// Only the server sends it: left out of requests.
    pub const READ_ONLY: u8 = 2;
    /// Only the client sends it: never missed in an answer.
    pub const WRITE_ONLY: u8 = 4;
    /// Its value is not shown by `Debug`.
    pub const SECRET: u8 = 8;
    /// The description says not to use it.
    pub const DEPRECATED: u8 = 16;

    /// An optional property without rules.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, flags: 0, rules: None, xml: None }
    }

    /// The same, and it must be there.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.flags |= Self::REQUIRED;
        self
    }

    /// The same, and only the server sends it.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.flags |= Self::READ_ONLY;
        self
    }

    /// The same, and only the client sends it.
    #[must_use]
    pub const fn write_only(mut self) -> Self {
        self.flags |= Self::WRITE_ONLY;
        self
    }

    /// The same, and `Debug` does not show it.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.flags |= Self::SECRET;
        self
    }

    /// The same, and the description says not to use it.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.flags |= Self::DEPRECATED;
        self
    }

    /// The same with rules for its value.
    #[must_use]
    pub const fn rules(mut self, rules: &'static Rules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// The same, and this is how it stands in XML.
    #[must_use]
    pub const fn xml(mut self, xml: &'static Xml) -> Self {
        self.xml = Some(xml);
        self
    }

    /// The name of its element or attribute; for a list without an element of its own,
    /// that of each item.
    #[must_use]
    pub fn xml_name(&self) -> &'static str {
        let Some(xml) = self.xml else { return self.name };
        let own = if xml.name.is_empty() { self.name } else { xml.name };
        match xml.item {
            Some(item) if !(xml.wrapped || item.name.is_empty()) => item.name,
            _ => own,
        }
    }

    /// Whether it has this flag.
    #[must_use]
    pub fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// Gives a type that implements [`Model`] everything that follows from its table.
#[allow(unused_macros, reason = "an SDK uses those that its description needs")]
macro_rules! model {
    ($name:ident) => {
        impl $crate::runtime::Value for $name {
            fn view(&self) -> $crate::runtime::View<'_> {
                $crate::runtime::View::Model(self)
            }

            fn slot(&mut self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Model(self)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(
                &self,
                formatter: &mut ::std::fmt::Formatter<'_>,
            ) -> ::std::fmt::Result {
                $crate::runtime::debug(self, formatter)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::equal(self, other)
            }
        }

        $crate::runtime::serde_through_value!($name);
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use model;

/// `Serialize` and `Deserialize` for a value, through the shared loops.
macro_rules! serde_through_value {
    ($name:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::json::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let mut value = <Self as ::std::default::Default>::default();
                $crate::runtime::json::deserialize(&mut value, deserializer)?;
                ::std::result::Result::Ok(value)
            }
        }
    };
}
pub(crate) use serde_through_value;
