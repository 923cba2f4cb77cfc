//! The target that the environment variable `OASMITH_TARGET` names; all of them without it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;
use targets::Target;

fuzz_target!(|bytes: &[u8]| {
    static CHOSEN: OnceLock<Vec<Target>> = OnceLock::new();
    let chosen = CHOSEN.get_or_init(|| match std::env::var("OASMITH_TARGET") {
        Ok(name) => targets::find(&name).into_iter().collect(),
        Err(_) => targets::all(),
    });
    assert!(!chosen.is_empty(), "there is no such target");
    for target in chosen {
        (target.run)(bytes);
    }
});
