//! What an SDK receives, as it stands in `templates/`: `build.rs` lists it.

include!(concat!(env!("OUT_DIR"), "/templates.rs"));
