//! `cargo xtask wasm`: whether the SDK builds for browsers, where that can be told.

use crate::repository;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, ExitCode};

const TARGET: &str = "wasm32-unknown-unknown";

/// What a browser has a use for; blocking calls and the command line are not among it.
const FEATURES: [&str; 3] =
    ["--no-default-features", "--features", "reqwest,rustls,digest,time,mock,tracing"];

/// Checks the SDK for browsers, or says that it is unchecked.
pub(crate) fn run() -> Result<ExitCode> {
    if !is_installed()? {
        println!(
            "{TARGET}: unchecked, since the target is not installed \
             (rustup target add {TARGET})"
        );
        return Ok(ExitCode::SUCCESS);
    }
    for package in ["oasmith-runtime", "atlas-sdk"] {
        let status = repository::cargo()
            .args(["check", "--quiet", "--lib", "--target", TARGET])
            .args(["--package", package])
            .args(FEATURES)
            .status()
            .context("cannot run cargo")?;
        if !status.success() {
            bail!("{package} does not build for {TARGET}");
        }
        println!("{TARGET}: {package} builds");
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the compiler that cargo would take has the target's standard library.
fn is_installed() -> Result<bool> {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(program)
        .current_dir(repository::root())
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .context("cannot run rustc")?;
    let folder = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success() && Path::new(folder.trim()).is_dir())
}
