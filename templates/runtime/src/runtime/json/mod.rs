//! JSON both ways, through the tables of values: one piece of code for all types.

mod decode;
mod encode;
mod fit;
mod place;
mod scan;

pub(crate) use decode::{Fault, decode, deserialize, read};
pub(crate) use encode::{Side, encode, serialize, to_any};
#[cfg(feature = "xml")]
pub(crate) use {decode::expected, place::Place};

/// How deep values may hold each other, both ways.
pub(crate) const DEEPEST: usize = 128;
