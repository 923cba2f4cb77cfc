//! `cargo xtask bless`: what is generated becomes what is expected.

#[path = "../../generator/tests/support/folders.rs"]
mod folders;

use crate::repository;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::process::ExitCode;

/// Writes `expected/` of every feature folder anew.
pub(crate) fn run() -> Result<ExitCode> {
    let folder = repository::root().join("generator").join("tests").join("features");
    let features = folders::features(&folder).context("cannot read the features")?;
    let mut changed = 0_usize;
    for feature in &features {
        let files = feature.generate();
        let files = files.map_err(|error| anyhow!("{}: {error}", feature.name))?;
        let (found, home) = (folders::own_source(&files), feature.expected());
        let expected = folders::read(&home)?;
        if found == expected {
            continue;
        }
        changed += 1;
        for path in expected.keys().filter(|path| !found.contains_key(*path)) {
            fs::remove_file(home.join(path))?;
        }
        for (path, text) in &found {
            let path = home.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&home))?;
            fs::write(path, text)?;
        }
        println!("{}", feature.name);
    }
    println!("{changed} of {} features changed", features.len());
    Ok(ExitCode::SUCCESS)
}
