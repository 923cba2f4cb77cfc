//! Values for a type: made up, and checked. The mock server answers with them, and the
//! site shows them.

mod fit;
mod make;
mod pattern;

#[cfg(feature = "mock")]
pub(crate) use fit::Finding;
pub(crate) use fit::{Direction, check};
pub(crate) use make::Maker;
pub use make::Variety;
