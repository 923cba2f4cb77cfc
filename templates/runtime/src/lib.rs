//! The crate around [`runtime`], so that it can be built, tested and documented alone.

pub mod runtime;

#[cfg(test)]
mod tests;
