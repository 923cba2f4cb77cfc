//! What is expected of each description: to pass, unless the committed baseline gives the
//! reason why it cannot.

use super::trial::{Outcome, Trial};
use crate::repository;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// A description that does not pass, and why that is right.
#[derive(Debug, Serialize, Deserialize)]
struct Exception {
    outcome: Outcome,
    reason: String,
}

fn file() -> PathBuf {
    repository::root().join("xtask").join("corpus-baseline.json")
}

fn read() -> Result<BTreeMap<String, Exception>> {
    let file = file();
    if !file.exists() {
        return Ok(BTreeMap::new());
    }
    let text = fs::read_to_string(&file)?;
    serde_json::from_str(&text)
        .with_context(|| format!("cannot read {}", file.display()))
}

/// A line for each description that came out otherwise than expected.
pub(crate) fn regressions(trials: &[Trial]) -> Result<Vec<String>> {
    let exceptions = read()?;
    Ok(trials
        .iter()
        .filter_map(|trial| {
            let expected = exceptions
                .get(&trial.name)
                .map_or(Outcome::Passed, |known| known.outcome);
            let found = trial.outcome;
            (found != expected).then(|| {
                format!("{}: expected {expected:?}, found {found:?}", trial.name)
            })
        })
        .collect())
}

/// Writes the baseline anew. Reasons that are known are kept, new ones are to be written
/// by hand.
pub(crate) fn write(trials: &[Trial]) -> Result<()> {
    let mut exceptions = read()?;
    for trial in trials {
        let known = exceptions.remove(&trial.name);
        if trial.outcome != Outcome::Passed {
            let first = trial.detail.lines().next().unwrap_or_default().to_owned();
            let reason = known.map_or(first, |known| known.reason);
            exceptions.insert(
                trial.name.clone(),
                Exception { outcome: trial.outcome, reason },
            );
        }
    }
    fs::write(file(), serde_json::to_string_pretty(&exceptions)? + "\n")?;
    Ok(())
}
