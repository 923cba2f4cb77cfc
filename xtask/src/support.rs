//! `cargo xtask support`: docs/support.md, laid out from the tables that the generator reads
//! descriptions by.

use crate::repository;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write docs/support.md: every construct, and what becomes of it.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail if the page is not up to date.
    #[arg(long)]
    check: bool,
}

fn page() -> PathBuf {
    repository::root().join("docs").join("support.md")
}

fn is_up_to_date() -> bool {
    fs::read_to_string(page())
        .is_ok_and(|text| text == oasmith::dialect::grammar::support_table())
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if is_up_to_date() {
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.check {
        eprintln!("error: docs/support.md is not up to date; run: cargo xtask support");
        return Ok(ExitCode::FAILURE);
    }
    fs::write(page(), oasmith::dialect::grammar::support_table())
        .context("cannot write docs/support.md")?;
    println!("docs/support.md written");
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_says_what_the_tables_say() {
        assert!(super::is_up_to_date(), "run: cargo xtask support");
    }
}
