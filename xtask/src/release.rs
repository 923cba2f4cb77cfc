//! `cargo xtask release`: the version in Cargo.toml, published and tagged.

use crate::package::{self, PUBLISHED};
use crate::repository;
use anyhow::{Context, Result, bail};
use std::process::{Command, ExitCode};

/// Publish the version that Cargo.toml says, and tag it.
#[derive(clap::Args)]
#[command(after_help = "A release, step by step:
  1. Set `version` in [workspace.package] of Cargo.toml, and commit; .ci/run passes.
  2. cargo xtask release --dry-run    everything but publishing and tagging
  3. cargo xtask release              publishes with the token that `cargo login` stored
  4. git push --tags")]
pub(crate) struct Arguments {
    /// Check everything; publish and tag nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let tag = format!("v{}", env!("CARGO_PKG_VERSION"));
    if !git(&["status", "--porcelain"])?.is_empty() {
        bail!("there are changes that are not committed");
    }
    if !git(&["tag", "--list", &tag])?.is_empty() {
        bail!("{tag} was released: set another version in Cargo.toml");
    }
    package::check()?;
    let mut publish = repository::cargo();
    // The package was built alone just now.
    publish.args(["publish", "--no-verify", "--package", PUBLISHED]);
    if arguments.dry_run {
        publish.arg("--dry-run");
    }
    if !publish.status().context("cannot run cargo")?.success() {
        bail!("`cargo publish` failed");
    }
    if arguments.dry_run {
        eprintln!("{tag} can be released");
    } else {
        git(&["tag", "--annotate", &tag, "--message", &tag])?;
        eprintln!("{tag} is published and tagged; now: git push --tags");
    }
    Ok(ExitCode::SUCCESS)
}

/// What git prints.
fn git(arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(repository::root())
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        bail!("`git {}` failed", arguments.join(" "));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
