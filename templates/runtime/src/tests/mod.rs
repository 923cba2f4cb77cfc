//! What generated code looks like, written by hand, and what it must do.

#![allow(unreachable_pub, reason = "generated types are public in an SDK")]

mod calls;
mod fake;
mod json;
mod lenient;
mod parameters;
mod sample;
#[cfg(feature = "reqwest")]
mod silence;
mod unions;
mod wire;
#[cfg(all(feature = "serde", feature = "xml"))]
mod xml;
