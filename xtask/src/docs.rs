//! `cargo xtask docs`: the site about the description in spec/.

use crate::repository;
use anyhow::{Context, Result};
use std::process::ExitCode;

/// Write the site about spec/ to target/docs.
#[derive(clap::Args, Default)]
#[command(after_help = "Examples:
  cargo xtask docs
  cargo xtask docs --serve")]
pub(crate) struct Arguments {
    /// Show it on this machine afterwards.
    #[arg(long)]
    serve: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    std::env::set_current_dir(repository::root())
        .context("cannot go to the top of the repository")?;
    let mut command =
        vec!["docs", "--config", "spec/oasmith.toml", "spec/atlas-checkpoints.yaml"];
    command.extend(["--out", "target/docs"]);
    if arguments.serve {
        command.push("--serve");
    }
    Ok(oasmith::cli::run_as("cargo xtask docs", &command))
}
