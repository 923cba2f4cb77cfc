//! What is expected of each description: what came out when the baseline was last written.
//!
//! Nothing of the corpus is committed, so that the baseline knows a description by a hash
//! of its path only; the report names it.

use super::discover::scatter;
use super::trial::{Outcome, Trial};
use crate::repository;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// What is expected of a description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Expected {
    outcome: Outcome,
    operations: u64,
    /// Why it is right that it does not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

type Baseline = BTreeMap<String, Expected>;

fn file() -> PathBuf {
    repository::root().join("xtask").join("corpus-baseline.json")
}

fn key(trial: &Trial) -> String {
    format!("{:016x}", scatter(trial.name.as_bytes(), 0))
}

fn read() -> Result<Baseline> {
    let file = file();
    if !file.exists() {
        return Ok(Baseline::new());
    }
    let text = fs::read_to_string(&file)?;
    serde_json::from_str(&text)
        .with_context(|| format!("cannot read {}", file.display()))
}

/// A line for each description that came out worse than expected.
pub(crate) fn regressions(trials: &[Trial]) -> Result<Vec<String>> {
    let baseline = read()?;
    Ok(trials.iter().filter_map(|trial| regression(&baseline, trial)).collect())
}

/// One that the baseline does not know is to pass. One that comes out better is no
/// regression: the baseline is written anew when it shall stay so.
fn regression(baseline: &Baseline, trial: &Trial) -> Option<String> {
    let found = trial.outcome;
    let name = &trial.name;
    let Some(expected) = baseline.get(&key(trial)) else {
        return (found != Outcome::Passed)
            .then(|| format!("{name}: not in the baseline, and {found:?}"));
    };
    if found != Outcome::Passed && found != expected.outcome {
        return Some(format!(
            "{name}: expected {:?}, found {found:?}",
            expected.outcome
        ));
    }
    (trial.operations < expected.operations).then(|| {
        let (before, now) = (expected.operations, trial.operations);
        format!("{name}: expected {before} operations, found {now}")
    })
}

/// Prints those that are not expected to pass, by name, each with the reason.
pub(crate) fn print_exceptions(trials: &[Trial]) -> Result<()> {
    let baseline = read()?;
    for trial in trials.iter().filter(|trial| trial.outcome != Outcome::Passed) {
        let known = baseline.get(&key(trial));
        let known = known.filter(|expected| expected.outcome == trial.outcome);
        let reason = known.and_then(|expected| expected.reason.as_deref());
        let reason = reason.unwrap_or("no reason is known: it is to be mended");
        println!("{:?}: {}: {reason}", trial.outcome, trial.name);
    }
    Ok(())
}

/// Writes the baseline anew; what was not tried stays. Reasons that are known are kept, new
/// ones are what the generator said.
pub(crate) fn write(trials: &[Trial]) -> Result<()> {
    let mut baseline = read()?;
    for trial in trials {
        let known = baseline.remove(&key(trial)).and_then(|expected| expected.reason);
        let said = || trial.detail.lines().next().unwrap_or_default().to_owned();
        let reason =
            (trial.outcome != Outcome::Passed).then(|| known.unwrap_or_else(said));
        let (outcome, operations) = (trial.outcome, trial.operations);
        baseline.insert(key(trial), Expected { outcome, operations, reason });
    }
    // A line each, so that a change shows what it is about.
    let lines: Result<Vec<String>, _> = baseline
        .iter()
        .map(|(key, expected)| {
            Ok(format!("\"{key}\":{}", serde_json::to_string(expected)?))
        })
        .collect::<Result<_, serde_json::Error>>();
    fs::write(file(), format!("{{\n{}\n}}\n", lines?.join(",\n")))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(outcome: Outcome, operations: u64) -> Trial {
        Trial { name: "a".to_owned(), outcome, operations, ..Trial::default() }
    }

    #[test]
    fn what_comes_out_worse_is_a_regression() {
        let reason = Some("broken on purpose".to_owned());
        let refused = Expected { outcome: Outcome::Refused, operations: 0, reason };
        let passed = Expected { outcome: Outcome::Passed, operations: 3, reason: None };
        for (expected, found, is_regression) in [
            (&passed, trial(Outcome::Passed, 3), false),
            (&passed, trial(Outcome::Passed, 4), false),
            (&passed, trial(Outcome::Passed, 2), true),
            (&passed, trial(Outcome::Warns, 3), true),
            (&refused, trial(Outcome::Refused, 0), false),
            (&refused, trial(Outcome::Passed, 1), false),
            (&refused, trial(Outcome::Panicked, 0), true),
        ] {
            let baseline = Baseline::from([(key(&found), expected.clone())]);
            let line = regression(&baseline, &found);
            assert_eq!(line.is_some(), is_regression, "{line:?}");
        }
        let unknown = regression(&Baseline::new(), &trial(Outcome::Refused, 0));
        assert!(unknown.is_some());
    }
}
