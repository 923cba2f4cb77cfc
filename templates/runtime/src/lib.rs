//! The crate around [`runtime`], so that it can be built, tested and documented alone.

pub mod runtime;
pub mod targets;

#[cfg(test)]
mod tests;
