//! One folder below `tests/features/` a construct: a small description, the source that is
//! expected of it, and a test that uses the crate as its user would.
//!
//! ```text
//! features/nullable/
//!   spec.yaml     the description
//!   oasmith.toml  configuration, where the construct needs any
//!   expected/     the generated source, the runtime left out
//!   use.rs        tests that use the crate, which is called `feature_nullable`
//! ```
//!
//! Drop a folder in, get four tests: `nullable::source`, `nullable::fmt`,
//! `nullable::compiles` and `nullable::use`. After a change that is meant to change the source, `cargo xtask bless`
//! writes `expected/` anew; read the difference before it is committed.

#![allow(clippy::expect_used, reason = "a test fails by a panic")]

#[path = "support/crates.rs"]
mod crates;
#[path = "support/folders.rs"]
mod folders;

use folders::Feature;
use libtest_mimic::{Arguments, Trial};
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("features");
    let mut features = folders::features(&folder).expect("the folder can be read");
    // Who asks for one folder does not wait for the crates of all.
    let asked = arguments.filter.as_deref().and_then(|filter| filter.split("::").next());
    if let Some(asked) = asked
        && features.iter().any(|feature| feature.name.contains(asked))
    {
        features.retain(|feature| feature.name.contains(asked));
    }
    let crates = Arc::new(crates::Crates::new(features.clone()));
    let mut trials = Vec::new();
    for feature in features {
        let name = feature.name.clone();
        let same = feature.clone();
        trials.push(Trial::test(format!("{name}::source"), move || {
            source(&same).map_err(Into::into)
        }));
        let same = feature.clone();
        trials.push(Trial::test(format!("{name}::fmt"), move || {
            formatted(&same).map_err(Into::into)
        }));
        let (crates_too, same) = (Arc::clone(&crates), feature.clone());
        trials.push(Trial::test(format!("{name}::compiles"), move || {
            crates_too.compiles(&same).map_err(Into::into)
        }));
        let crates_too = Arc::clone(&crates);
        trials.push(Trial::test(format!("{name}::use"), move || {
            if !feature.tests().exists() {
                return Err("use.rs is missing: nothing uses the crate".into());
            }
            crates_too.used(&feature).map_err(Into::into)
        }));
    }
    let crates_too = Arc::clone(&crates);
    trials.push(Trial::test("guide::examples", move || {
        crates_too.guide_examples().map_err(Into::into)
    }));
    libtest_mimic::run(&arguments, trials).exit()
}

/// Compares what is generated with what is expected.
fn source(feature: &Feature) -> Result<(), String> {
    let found = folders::own_source(&feature.generate()?);
    let expected =
        folders::read(&feature.expected()).map_err(|error| error.to_string())?;
    let mut differences = Vec::new();
    for name in expected.keys().filter(|name| !found.contains_key(*name)) {
        differences.push(format!("{name} is expected and not generated"));
    }
    for (name, text) in &found {
        match expected.get(name) {
            None => differences.push(format!("{name} is generated and not expected")),
            Some(expected) if expected == text => {}
            Some(expected) => {
                let changes = similar::TextDiff::from_lines(expected, text);
                let changes = changes.unified_diff().context_radius(2).to_string();
                differences.push(format!("{name}:\n{changes}"));
            }
        }
    }
    if differences.is_empty() {
        return Ok(());
    }
    differences.push("if that is meant: cargo xtask bless".to_owned());
    Err(differences.join("\n"))
}

/// `cargo fmt` in a user's workspace leaves the crate as it is.
fn formatted(feature: &Feature) -> Result<(), String> {
    if Command::new("rustfmt").arg("--version").output().is_err() {
        eprintln!("skipped: there is no rustfmt here");
        return Ok(());
    }
    let home = tempfile::tempdir().map_err(|error| error.to_string())?;
    for file in feature.generate()? {
        let path = home.path().join(&file.path);
        let folder = path.parent().unwrap_or(home.path());
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        fs::write(path, file.text).map_err(|error| error.to_string())?;
    }
    // As `cargo fmt` runs it: on the roots, which lead to all other files.
    let output = Command::new("rustfmt")
        .args(["--check", "--edition", "2024", "src/lib.rs", "src/main.rs"])
        .current_dir(home.path())
        .output()
        .map_err(|error| error.to_string())?;
    let differences = String::from_utf8_lossy(&output.stdout);
    let faults = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("{differences}{faults}")) }
}
