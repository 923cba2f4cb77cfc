//! The tasks of this repository: `cargo xtask --help`.

mod corpus;
mod repository;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The tasks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Generate every description below some folders, compile the crates, report.
    Corpus(corpus::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Corpus(arguments) => corpus::run(&arguments),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
