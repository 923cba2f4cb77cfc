//! What an SDK receives, as it stands in `templates/`: `build.rs` lists it.

#![cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "the command writes the commented settings and the site")
)]

include!(concat!(env!("OUT_DIR"), "/templates.rs"));
