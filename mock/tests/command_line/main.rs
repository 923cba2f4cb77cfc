//! The command line of a generated SDK, as a process, against a server that says what it is
//! told to.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod accounts;
mod around;
mod bodies;
mod inputs;
mod outputs;
mod site;
mod words;
