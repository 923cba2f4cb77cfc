//! The SDK in `generated/` over real HTTP, against a server that checks each request: what a
//! user of the crate has, and from where a user stands.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by a panic"
)]
#![allow(deprecated, reason = "the description marks the whole endpoint as deprecated")]

mod blocking;
mod bodies;
mod errors;
mod notices;
mod parameters;
mod rules;
mod secrets;
mod support;
mod user_tests;
mod ways_in;
