//! What judges say, case by case.

use super::process;
use crate::repository::{cargo, target};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It went as it should.
    Passed,
    /// It went as it should, and this was seen of the judge.
    Noted(String),
    /// What went wrong.
    Failed(String),
    /// Why it was not tried.
    Skipped(String),
}

/// One case and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) case: String,
    pub(super) outcome: Outcome,
}

impl Verdict {
    /// A case that passes when `found` is what was expected.
    pub(super) fn expect(case: &str, found: &str, expected: &str) -> Self {
        let outcome = if found == expected {
            Outcome::Passed
        } else {
            Outcome::Failed(format!("expected {expected}, found {found}"))
        };
        Self { case: case.to_owned(), outcome }
    }

    pub(super) fn failed(case: &str, why: impl Into<String>) -> Self {
        Self { case: case.to_owned(), outcome: Outcome::Failed(why.into()) }
    }

    pub(super) fn skipped(case: &str, why: impl Into<String>) -> Self {
        Self { case: case.to_owned(), outcome: Outcome::Skipped(why.into()) }
    }
}

/// How long the compiler may take for a program.
const BUILD_LIMIT: Duration = Duration::from_secs(300);

/// Builds an example of this package and runs it: a program that uses an SDK and says on
/// lines of their own what became of each case.
pub(super) fn of_example(
    name: &str,
    logs: &Path,
    environment: &[(&str, &str)],
    limit: Duration,
) -> Result<Vec<Verdict>> {
    let mut build = cargo();
    build.args(["build", "--quiet", "--package", "xtask", "--example", name]);
    process::run(&mut build, logs, &format!("build-{name}"), BUILD_LIMIT)?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let mut program = Command::new(target().join("debug/examples").join(file));
    program.envs(environment.iter().copied());
    of_program(&mut program, name, logs, limit)
}

/// Runs a program that says what became of each case.
pub(super) fn of_program(
    program: &mut Command,
    name: &str,
    logs: &Path,
    limit: Duration,
) -> Result<Vec<Verdict>> {
    let output = process::run(program, logs, name, limit)
        .with_context(|| format!("the program for {name}"))?;
    let verdicts = read(&output);
    if verdicts.is_empty() {
        bail!("the program for {name} tried no case");
    }
    Ok(verdicts)
}

/// Reads `ok CASE`, `noted CASE: WHAT`, `failed CASE: WHY` and `skipped CASE: WHY`.
fn read(output: &str) -> Vec<Verdict> {
    let reason = |text: &str, make: fn(String) -> Outcome| {
        let (case, why) = text.split_once(": ")?;
        Some(Verdict { case: case.to_owned(), outcome: make(why.to_owned()) })
    };
    let verdict = |line: &str| match line.split_once(' ')? {
        ("ok", case) => {
            Some(Verdict { case: case.to_owned(), outcome: Outcome::Passed })
        }
        ("noted", text) => reason(text, Outcome::Noted),
        ("failed", text) => reason(text, Outcome::Failed),
        ("skipped", text) => reason(text, Outcome::Skipped),
        _ => None,
    };
    output.lines().filter_map(verdict).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_read_from_lines() {
        let text = "noise\nok one\nfailed two: it did: not\nskipped three: no time\n";
        let one = Verdict { case: "one".into(), outcome: Outcome::Passed };
        let two = Verdict::failed("two", "it did: not");
        assert_eq!(read(text), [one, two, Verdict::skipped("three", "no time")]);
    }
}
