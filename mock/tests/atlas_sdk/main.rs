//! The SDK in `generated/` over real HTTP, against a server that checks each request.

mod bodies;
mod errors;
mod parameters;
mod rules;
mod support;
