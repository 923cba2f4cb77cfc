//! One folder below `tests/features/` a construct: a small description, the source that is
//! expected of it, and a test that uses the crate as its user would.
//!
//! ```text
//! features/nullable/
//!   spec.yaml     the description
//!   oasmith.toml  configuration, where the construct needs any
//!   expected/     the generated source, the runtime left out
//!   use.rs        a test file of the generated crate
//! ```
//!
//! Drop a folder in, get two tests: `nullable::source` and `nullable::use`. After a change
//! that is meant to change the source, `cargo xtask bless` writes `expected/` anew; read
//! the difference before it is committed.

#[path = "support/crates.rs"]
mod crates;

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let features = crates::features();
    let crates = Arc::new(crates::Crates::new(features.clone()));
    let mut trials = Vec::new();
    for feature in features {
        let (source, user) = (Arc::clone(&crates), Arc::clone(&crates));
        let (name, same) = (feature.name.clone(), feature.clone());
        trials.push(Trial::test(format!("{name}::source"), move || {
            source.source(&same).map_err(Into::into)
        }));
        trials.push(Trial::test(format!("{name}::use"), move || {
            user.used(&feature).map_err(Into::into)
        }));
    }
    libtest_mimic::run(&arguments, trials).exit()
}
