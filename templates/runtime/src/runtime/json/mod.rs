//! JSON both ways, through the tables of values: one piece of code for all types.

mod decode;
mod encode;
mod fit;

pub(crate) use decode::{Fault, decode, deserialize};
pub(crate) use encode::{Side, encode, serialize};

/// How deep values may hold each other, both ways.
pub(crate) const DEEPEST: usize = 128;
