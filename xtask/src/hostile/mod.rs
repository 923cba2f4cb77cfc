//! `cargo xtask hostile`: inputs that mean harm. A fixed set of descriptions, each with its
//! bounds, and then changed inputs of every kind inside of processes that are watched.

mod fixed;
mod fuzz;
mod room;

use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// Give the generator and an SDK's runtime inputs that mean harm: a fixed set of descriptions
/// with bounds on time and memory, then for some time changed descriptions, and what servers
/// answer, with servers that lie. Nothing may panic, hang or outgrow its memory.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask hostile --seconds 120
  cargo xtask hostile --seconds 600 --seed 7 ../shared/corpus/directory
  cargo xtask hostile --seconds 60 --only challenges")]
pub(crate) struct Arguments {
    /// Folders of descriptions to change beside those of this repository.
    folders: Vec<PathBuf>,
    /// How long inputs are changed and tried; 0 tries the fixed set alone.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// What changes are chosen by.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Take the programs as tests build them: ready sooner, and several times slower.
    #[arg(long)]
    dev: bool,
    /// Only the target of this name, and not the fixed set.
    #[arg(long, value_name = "TARGET")]
    only: Option<String>,
}

/// Runs the task. The exit code is a failure when anything broke.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut findings = match arguments.only {
        Some(_) => 0,
        None => fixed::run(arguments.dev)?,
    };
    if arguments.seconds > 0 {
        findings = findings.saturating_add(fuzz::run(arguments)?);
    }
    Ok(if findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
