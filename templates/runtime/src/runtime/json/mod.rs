//! JSON both ways, through the tables of values: one piece of code for all types.

mod decode;
mod encode;
mod fault;
mod fit;
mod number;
mod place;
mod scan;
mod tally;

pub(crate) use decode::{decode, deserialize, read};
pub(crate) use encode::{Side, encode, serialize, to_any};
pub(crate) use fault::Fault;
#[cfg(feature = "xml")]
pub(crate) use {fault::expected, place::Place};

/// How deep values may hold each other, both ways.
pub(crate) const DEEPEST: usize = 128;
