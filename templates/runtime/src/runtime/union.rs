//! Values of one of several types.

use crate::runtime::Value;

/// The name and variants of a union.
#[derive(Debug)]
pub struct UnionTable {
    /// The Rust name.
    pub name: &'static str,
    /// How to tell which variant a value is.
    pub how: Told,
    /// How many variants there are, the one for unknown values not counted.
    pub variants: usize,
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
    },
    /// The variant that fits best: right kind of JSON, required properties there, most
    /// properties known.
    BestMatch,
}

impl Told {
    /// The tag to write for a variant that does not hold one: the property and its value.
    pub(crate) fn tag(&self, variant: usize) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Discriminator { property, mapping } => mapping
                .iter()
                .find(|(_, index)| *index == variant)
                .map(|(value, _)| (*property, *value)),
            Self::BestMatch => None,
        }
    }
}

/// A value of one of several types. Generated code implements it.
pub trait Union: Value {
    /// Its name and variants.
    fn table(&self) -> &'static UnionTable;
    /// The index of the variant (`variants` for an unknown value) and what it holds.
    fn active(&self) -> (usize, &dyn Value);
    /// Makes an empty variant active and hands out what it holds; an index beyond the
    /// variants makes it an unknown value, an [`Any`](crate::runtime::Any).
    fn select(&mut self, index: usize) -> &mut dyn Value;
}

/// Gives a type that implements [`Union`] everything that follows from its table.
#[allow(unused_macros, reason = "an SDK uses those that its description needs")]
macro_rules! union {
    ($name:ident) => {
        impl $crate::runtime::Value for $name {
            fn view(&self) -> $crate::runtime::View<'_> {
                $crate::runtime::View::Union(self)
            }

            fn slot(&mut self) -> $crate::runtime::Slot<'_> {
                $crate::runtime::Slot::Union(self)
            }
        }

        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::Unknown($crate::runtime::Any::Null)
            }
        }

        $crate::runtime::serde_through_value!($name);
    };
}
#[allow(unused_imports, reason = "as above")]
pub(crate) use union;
