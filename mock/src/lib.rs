//! The server of `oasmith::mock` under a name of its own, for the tests of this repository.

pub use oasmith::mock::*;
