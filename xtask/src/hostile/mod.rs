//! `cargo xtask hostile`: descriptions that mean harm. A fixed set, each with its bounds,
//! and then mutants by the thousand inside of a process that is watched.

mod fixed;
mod fuzz;
mod room;
mod worker;

use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// Give the generator descriptions that mean harm: a fixed set with bounds on time and
/// memory, then changed descriptions for some time. Nothing may panic, hang or outgrow
/// its memory.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask hostile --seconds 120
  cargo xtask hostile --seconds 600 --seed 7 ../shared/corpus/directory")]
pub(crate) struct Arguments {
    /// Folders of descriptions to change beside those of this repository.
    folders: Vec<PathBuf>,
    /// How long descriptions are changed and tried; 0 tries the fixed set alone.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// What changes are chosen by.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Take the generator as tests build it: ready sooner, and several times slower.
    #[arg(long)]
    dev: bool,
    /// Only the process that tries changed descriptions, which this task starts itself.
    #[arg(long, hide = true)]
    worker: Option<PathBuf>,
}

/// Runs the task. The exit code is a failure when anything broke.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let Some(folder) = &arguments.worker {
        return worker::run(folder, &arguments.folders, arguments.seed);
    }
    let mut findings = fixed::run(arguments.dev)?;
    if arguments.seconds > 0 {
        findings = findings.saturating_add(fuzz::run(arguments)?);
    }
    Ok(if findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
