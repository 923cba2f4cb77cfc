//! What an SDK receives, as it stands in `templates/`: `build.rs` lists it.

#![cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "the commented settings are written by the command")
)]

include!(concat!(env!("OUT_DIR"), "/templates.rs"));
