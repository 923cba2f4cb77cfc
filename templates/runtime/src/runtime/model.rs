//! Objects with known properties and values of one of several types, as tables.

use crate::runtime::{Rules, Slot, Value, View, Xml};

/// A struct, or an enum of types. Generated code implements it: a struct with `field` and
/// `field_mut`, an enum with `active` and `field_mut`.
pub trait Model: Default + Clone + Send + Sync + 'static {
    /// Its name, and its properties or variants.
    fn table() -> &'static Table;

    /// The value of the property with this index. After the last one come the properties
    /// that are not described, by name: as [`additional_properties`](Parts::Fields) where
    /// they have a type, and then as an [`Unknown`](crate::runtime::Unknown).
    fn field(&self, _index: usize) -> &dyn Value {
        self.active().1
    }

    /// The same, to change it. An enum becomes the variant with this index, which is empty;
    /// an index beyond the variants makes it an unknown value.
    fn field_mut(&mut self, index: usize) -> &mut dyn Value;

    /// The index of an enum's variant, and what it holds.
    fn active(&self) -> (usize, &dyn Value) {
        (0, self.field(0))
    }

    /// The model itself, out of the boxes around it.
    #[doc(hidden)]
    fn object(&self) -> &dyn Object {
        self
    }

    /// The same, to change it.
    #[doc(hidden)]
    fn object_mut(&mut self) -> &mut dyn Object {
        self
    }
}

impl<T: Model> Model for Box<T> {
    fn table() -> &'static Table {
        T::table()
    }

    fn field(&self, index: usize) -> &dyn Value {
        T::field(self, index)
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        T::field_mut(self, index)
    }

    fn active(&self) -> (usize, &dyn Value) {
        T::active(self)
    }

    fn object(&self) -> &dyn Object {
        T::object(self)
    }

    fn object_mut(&mut self) -> &mut dyn Object {
        T::object_mut(self)
    }
}

impl<T: Model> Value for T {
    fn view(&self) -> View<'_> {
        match T::table().parts {
            Parts::Fields(_) => View::Model(self.object()),
            Parts::Variants { .. } => View::Union(self.object()),
            Parts::Bodies => View::Body(self.object()),
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        match T::table().parts {
            Parts::Fields(_) => Slot::Model(self.object_mut()),
            Parts::Variants { .. } => Slot::Union(self.object_mut()),
            Parts::Bodies => Slot::Body(self.object_mut()),
        }
    }

    fn make_empty(&mut self) {
        *self = Self::default();
    }
}

/// A [`Model`] of any type.
pub trait Object: Value {
    /// As [`Model::table`].
    fn table(&self) -> &'static Table;
    /// As [`Model::field`].
    fn field(&self, index: usize) -> &dyn Value;
    /// As [`Model::field_mut`].
    fn field_mut(&mut self, index: usize) -> &mut dyn Value;
    /// As [`Model::active`].
    fn active(&self) -> (usize, &dyn Value);
}

impl<T: Model> Object for T {
    fn table(&self) -> &'static Table {
        T::table()
    }

    fn field(&self, index: usize) -> &dyn Value {
        Model::field(self, index)
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        Model::field_mut(self, index)
    }

    fn active(&self) -> (usize, &dyn Value) {
        Model::active(self)
    }
}

/// The name of a model and what it is made of.
#[derive(Debug)]
pub struct Table {
    /// The Rust name, for `Debug`.
    pub name: &'static str,
    /// What it is made of.
    pub parts: Parts,
}

/// What a model is made of.
#[derive(Debug)]
pub enum Parts {
    /// Properties, in the description's order.
    Fields(&'static [Field]),
    /// One of several types.
    Variants {
        /// How to tell which one a value is.
        told: Told,
        /// How many there are, the one for unknown values not counted.
        count: usize,
    },
    /// A request body of one of several media types.
    Bodies,
}

impl Table {
    /// The properties; none, if it is an enum.
    #[must_use]
    pub fn fields(&self) -> &'static [Field] {
        match self.parts {
            Parts::Fields(fields) => fields,
            Parts::Variants { .. } | Parts::Bodies => &[],
        }
    }

    /// How many variants an enum has, the one for unknown values not counted.
    #[must_use]
    pub fn variants(&self) -> usize {
        match self.parts {
            Parts::Variants { count, .. } => count,
            Parts::Fields(_) | Parts::Bodies => 0,
        }
    }

    /// How to tell the variants of an enum apart.
    #[must_use]
    pub fn told(&self) -> &Told {
        match &self.parts {
            Parts::Variants { told, .. } => told,
            Parts::Fields(_) | Parts::Bodies => &Told::BestMatch,
        }
    }
}

/// How to tell the variants of a union apart.
#[derive(Debug)]
pub enum Told {
    /// A property says which.
    Discriminator {
        /// The property's name.
        property: &'static str,
        /// Each value of the property and the index of its variant; the first of several
        /// values of one variant is the one that is written.
        mapping: &'static [(&'static str, usize)],
        /// The variant for all other values of the property.
        otherwise: Option<usize>,
    },
    /// The variant that fits best: right kind of JSON, required properties there, most
    /// properties known.
    BestMatch,
}

impl Told {
    /// The tag to write for a variant that does not hold one: the property and its value.
    pub(crate) fn tag(&self, variant: usize) -> Option<(&'static str, &'static str)> {
        match self {
            // What stands for all other tags holds its own.
            Self::Discriminator { otherwise, .. } if *otherwise == Some(variant) => None,
            Self::Discriminator { property, mapping, .. } => mapping
                .iter()
                .find(|(_, index)| *index == variant)
                .map(|(value, _)| (*property, *value)),
            Self::BestMatch => None,
        }
    }
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

/// Gives a type that implements [`Model`] what cannot be written once for all of them.
///
/// The macros name the runtime as their callers do: an SDK may be a module of a crate, and
/// `$crate` is that crate.
#[allow(unused_macros, reason = "an SDK uses those that its description needs")]
macro_rules! model {
    ($name:ident) => {
        runtime::parameters!($name);

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                runtime::equal(self, other)
            }
        }
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use model;

/// The same for parameters, which nobody compares.
#[allow(unused_macros, reason = "an SDK uses those that its description needs")]
macro_rules! parameters {
    ($name:ident) => {
        impl ::std::clone::Clone for $name {
            fn clone(&self) -> Self {
                runtime::copy(self)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(
                &self,
                formatter: &mut ::std::fmt::Formatter<'_>,
            ) -> ::std::fmt::Result {
                runtime::debug(self, formatter)
            }
        }

        #[cfg(feature = "serde")]
        runtime::serde_through_value!($name);
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use parameters;

/// The same for an enum of types: `Default` is an unknown value.
#[allow(unused_macros, reason = "an SDK uses those that its description needs")]
macro_rules! union {
    ($name:ident) => {
        runtime::model!($name);

        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::Unknown(runtime::Any::Null)
            }
        }
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use union;

/// `Serialize` and `Deserialize` for a value, through the shared loops.
macro_rules! serde_through_value {
    ($name:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                runtime::json::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let mut value = <Self as ::std::default::Default>::default();
                runtime::json::deserialize(&mut value, deserializer)?;
                ::std::result::Result::Ok(value)
            }
        }
    };
}
pub(crate) use serde_through_value;
