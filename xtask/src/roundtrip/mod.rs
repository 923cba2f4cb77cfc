//! `cargo xtask roundtrip`: for each schema, the description's own examples and random
//! valid values go through the generated types, and must come back equal.
//!
//! Values are made from the canonical document and not from the IR, and an independent
//! JSON Schema validator says which of them are valid, so that a schema which `lower`
//! misread is found too.

mod driver;
mod instances;

use crate::corpus::discover;
use crate::repository;
use anyhow::Result;
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use serde_json::Value;
use std::path::PathBuf;
use std::process::ExitCode;

/// Send examples and random values through the types of generated crates.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask roundtrip generator/tests/features spec
  cargo xtask roundtrip ../shared/corpus --sample 10 --seed 7")]
pub(crate) struct Arguments {
    /// Folders (or single files) of descriptions.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// Take only this many, chosen by the seed.
    #[arg(long)]
    sample: Option<usize>,
    /// What the sample and the values are chosen by.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Take only descriptions whose name holds this text.
    #[arg(long)]
    only: Option<String>,
    /// Leave out descriptions of more than this many bytes.
    #[arg(long)]
    max_bytes: Option<u64>,
    /// How many values are made up for each schema.
    #[arg(long, default_value_t = 8)]
    values: usize,
    /// How many types of a description are tried at most.
    #[arg(long, default_value_t = 400)]
    types: usize,
}

/// A value on its way through a type.
struct Journey {
    /// The Rust type, from the top of the crate.
    ty: String,
    value: Value,
}

/// What came of a description.
#[derive(Default)]
struct Outcome {
    types: usize,
    values: usize,
    faults: Vec<String>,
}

/// Runs the task. The exit code is a failure when a value did not come back equal.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut candidates = discover::descriptions(&arguments.folders)?;
    if let Some(text) = &arguments.only {
        candidates.retain(|candidate| candidate.name.contains(text.as_str()));
    }
    if let Some(limit) = arguments.max_bytes {
        candidates.retain(|candidate| candidate.bytes <= limit);
    }
    if let Some(count) = arguments.sample {
        candidates = discover::sample(candidates, count, arguments.seed);
    }
    if candidates.is_empty() {
        println!("roundtrip: skipped, there is no description below the folders given");
        return Ok(ExitCode::SUCCESS);
    }
    let mut all = Outcome::default();
    for candidate in &candidates {
        let name = &candidate.name;
        let outcome = match attempt(arguments, candidate) {
            Ok(Some(outcome)) => outcome,
            Ok(None) => {
                println!("{name}: skipped, nothing is generated for it");
                continue;
            }
            Err(error) => {
                Outcome { faults: vec![format!("{error:#}")], ..Outcome::default() }
            }
        };
        let (types, values) = (outcome.types, outcome.values);
        println!(
            "{name}: {types} types, {values} values, {} faults",
            outcome.faults.len()
        );
        for fault in outcome.faults.iter().take(20) {
            println!("  {fault}");
        }
        all.types = all.types.saturating_add(types);
        all.values = all.values.saturating_add(values);
        all.faults.extend(outcome.faults);
    }
    let (count, faults) = (candidates.len(), all.faults.len());
    let (types, values) = (all.types, all.values);
    println!("{count} descriptions, {types} types, {values} values, {faults} faults");
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Tries one description; `None` where nothing is generated for it.
fn attempt(
    arguments: &Arguments,
    candidate: &discover::Candidate,
) -> Result<Option<Outcome>> {
    let mut diagnostics = Diagnostics::default();
    let settings = candidate.path.with_file_name(oasmith::config::FILE_NAME);
    let read = match settings.exists() {
        true => oasmith::config::read(&settings, &mut diagnostics),
        false => Ok(Config::default()),
    };
    let Ok(mut config) = read else { return Ok(None) };
    config.allow_outside.push(candidate.searched());
    config.package.name = Some(driver::PACKAGE.to_owned());
    let made = oasmith::generate(&candidate.path, &config, &mut diagnostics);
    let Ok((described, files)) = made else { return Ok(None) };
    let journeys = instances::journeys(&described, arguments);
    let mut outcome = Outcome { values: journeys.len(), ..Outcome::default() };
    let mut types: Vec<&str> = journeys.iter().map(|one| one.ty.as_str()).collect();
    types.dedup();
    outcome.types = types.len();
    if types.is_empty() {
        return Ok(Some(outcome));
    }
    let folder = repository::target().join("roundtrip");
    let answers = driver::run(&folder, &files, &types, &journeys)?;
    for (journey, answer) in journeys.iter().zip(answers) {
        let (ty, value) = (&journey.ty, &journey.value);
        match answer {
            Ok(back) if is_same(value, &back) => {}
            Ok(back) => {
                outcome.faults.push(format!("{ty}: {value} came back as {back}"));
            }
            Err(error) => {
                outcome.faults.push(format!("{ty}: {value} is refused: {error}"))
            }
        }
    }
    Ok(Some(outcome))
}

/// Whether two values mean the same: `3` and `3.0` do.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(name, one)| other.get(name).is_some_and(|it| is_same(one, it));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}
