//! `cargo xtask codegen`: the SDK of this repository, made anew or compared.

use crate::repository;
use anyhow::{Context, Result};
use std::process::ExitCode;

/// Make the SDK in generated/ anew, as spec/oasmith.toml says.
#[derive(clap::Args, Default)]
#[command(after_help = "Examples:
  cargo xtask codegen
  cargo xtask codegen --check")]
pub(crate) struct Arguments {
    /// Write nothing; fail and show the difference if generated/ is not up to date.
    #[arg(long)]
    check: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    // Findings name files as they are seen from the top of the repository.
    std::env::set_current_dir(repository::root())
        .context("cannot go to the top of the repository")?;
    let mut command = vec!["generate", "--config", "spec/oasmith.toml"];
    if arguments.check {
        command.push("--check");
    }
    Ok(oasmith::cli::run_as("cargo xtask codegen", command))
}
