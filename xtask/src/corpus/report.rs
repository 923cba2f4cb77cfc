//! The table that people read, and the state that a resumed run goes on from.

use super::trial::{Outcome, Trial};
use anyhow::Result;
use comfy_table::Table;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Notes one result, so that a run that is cut short can go on.
pub(crate) fn append_state(state: &Path, trial: &Trial) -> Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(state)?;
    writeln!(file, "{}", serde_json::to_string(trial)?)?;
    Ok(())
}

/// The results that an earlier run noted; a last line cut short is passed over.
pub(crate) fn read_state(state: &Path) -> Result<BTreeMap<String, Trial>> {
    if !state.exists() {
        return Ok(BTreeMap::new());
    }
    let text = fs::read_to_string(state)?;
    let trials =
        text.lines().filter_map(|line| serde_json::from_str::<Trial>(line).ok());
    Ok(trials.map(|trial| (trial.name.clone(), trial)).collect())
}

/// Prints a row a description, the diagnostics by code, the slowest, and the totals.
pub(crate) fn print(trials: &[Trial]) {
    println!("{}", rows(trials));
    let mut slowest: Vec<&Trial> = trials.iter().collect();
    let cost = |trial: &Trial| trial.check_cpu_seconds + trial.generate_cpu_seconds;
    slowest.sort_by(|left, right| cost(right).total_cmp(&cost(left)));
    println!("slowest:");
    for trial in slowest.iter().take(10) {
        println!(
            "  {:6.2} s check, {:5.2} s generate, {:7} lines  {}",
            trial.check_cpu_seconds, trial.generate_cpu_seconds, trial.lines, trial.name
        );
    }
    let mut codes: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (code, count) in trials.iter().flat_map(|trial| &trial.diagnostics) {
        let entry = codes.entry(code).or_default();
        entry.0 += count;
        entry.1 += 1;
    }
    println!("diagnostics by code:");
    for (code, (count, descriptions)) in codes {
        println!("  {code}: {count} in {descriptions} descriptions");
    }
    for trial in trials.iter().filter(|trial| trial.outcome != Outcome::Passed) {
        println!("{:?}: {}", trial.outcome, trial.name);
        for line in trial.detail.lines() {
            println!("    {line}");
        }
    }
    totals(trials);
}

fn rows(trials: &[Trial]) -> Table {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::NOTHING);
    table.set_header([
        "description",
        "dialect",
        "operations",
        "types",
        "diagnostics",
        "generate s",
        "MiB",
        "lines",
        "check s",
        "outcome",
    ]);
    for trial in trials {
        table.add_row([
            trial.name.clone(),
            trial.dialect.clone(),
            trial.operations.to_string(),
            trial.types.to_string(),
            trial.diagnostics.values().sum::<u64>().to_string(),
            format!("{:.2}", trial.generate_cpu_seconds),
            format!("{:.0}", trial.generate_peak_mebibytes),
            trial.lines.to_string(),
            format!("{:.2}", trial.check_cpu_seconds),
            format!("{:?}", trial.outcome),
        ]);
    }
    table
}

fn totals(trials: &[Trial]) {
    let count = |outcome| trials.iter().filter(|trial| trial.outcome == outcome).count();
    let described = trials.len() - count(Outcome::NotADescription);
    println!(
        "{described} descriptions: {} passed, {} refused, {} panicked, {} over the limits, {} with operations \
         missing, {} do not compile, {} warn; {} files are no description",
        count(Outcome::Passed),
        count(Outcome::Refused),
        count(Outcome::Panicked),
        count(Outcome::OverLimit),
        count(Outcome::OperationsMissing),
        count(Outcome::DoesNotCompile),
        count(Outcome::Warns),
        count(Outcome::NotADescription),
    );
    let counted = trials.iter().filter(|trial| trial.counted.is_some()).count();
    println!(
        "operations were counted apart in {counted} of {}; all of them are in the crates \
         that passed",
        trials.len()
    );
    let sum = |read: fn(&Trial) -> f64| trials.iter().map(read).sum::<f64>();
    println!(
        "{} operations, {} types, {} lines; {:.1} CPU s to generate, {:.1} CPU s to check",
        trials.iter().map(|trial| trial.operations).sum::<u64>(),
        trials.iter().map(|trial| trial.types).sum::<u64>(),
        trials.iter().map(|trial| trial.lines).sum::<u64>(),
        sum(|trial| trial.generate_cpu_seconds),
        sum(|trial| trial.check_cpu_seconds),
    );
}
