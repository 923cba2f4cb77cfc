//! The server of `oasmith::mock` under a name of its own, for the tests of this repository.

pub use oasmith::mock::*;

/// The examples of `docs/guide.md` compile, and those that need no network run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide.md")]
struct Guide;
