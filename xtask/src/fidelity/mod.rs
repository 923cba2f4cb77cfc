//! `cargo xtask fidelity`: for each schema, the description's own examples and random valid
//! values go through the generated types, and must come back equal, with nothing to say of
//! them. Then each of them goes once more with one fault in it: it must come back as it went,
//! and what is said of it must be about the fault.
//!
//! Values are made from the canonical document and not from the IR, and an independent
//! JSON Schema validator says which of them are valid, so that a schema which `lower`
//! misread is found too.

mod damage;
pub(crate) mod driver;
mod instances;
mod types;

pub(crate) use damage::is_about;
pub(crate) use types::types;

use crate::corpus::discover;
use crate::repository;
use anyhow::Result;
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use serde_json::Value;
use std::process::ExitCode;

/// Send examples and random values through the types of generated crates.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask fidelity generator/tests/features spec
  cargo xtask fidelity ../shared/corpus --sample 10 --seed 7")]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: discover::Selection,
    /// How many values are made up for each schema.
    #[arg(long, default_value_t = 8)]
    values: usize,
    /// How many types of a description are tried at most.
    #[arg(long, default_value_t = 400)]
    types: usize,
}

/// A value on its way through a type.
pub(crate) struct Journey {
    /// The Rust type, from the top of the crate.
    pub(crate) ty: String,
    pub(crate) value: Value,
    /// The pointer to what is wrong with it, if anything is.
    pub(crate) fault: Option<String>,
}

/// What a value came back as.
pub(crate) struct Returned {
    pub(crate) value: Value,
    /// Where it was said to deviate.
    pub(crate) deviations: Vec<String>,
}

/// What came of a description.
#[derive(Default)]
struct Outcome {
    types: usize,
    values: usize,
    /// How many values had a fault.
    damaged: usize,
    /// Of how many of these nothing was said: a rule, an enum's value or a name is no
    /// deviation.
    silent: usize,
    faults: Vec<String>,
}

impl Outcome {
    fn add(&mut self, other: Self) {
        self.types = self.types.saturating_add(other.types);
        self.values = self.values.saturating_add(other.values);
        self.damaged = self.damaged.saturating_add(other.damaged);
        self.silent = self.silent.saturating_add(other.silent);
        self.faults.extend(other.faults);
    }

    fn told(&self) -> String {
        let Self { types, values, damaged, silent, faults } = self;
        let faults = faults.len();
        format!(
            "{types} types, {values} values, {damaged} of them with a fault ({silent} unsaid), {faults} faults"
        )
    }
}

/// Runs the task. The exit code is a failure when a value did not come back equal.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let candidates = arguments.which.candidates()?;
    if candidates.is_empty() {
        println!("fidelity: skipped, there is no description below the folders given");
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
        println!("{name}: {}", outcome.told());
        for fault in outcome.faults.iter().take(20) {
            println!("  {fault}");
        }
        all.add(outcome);
    }
    println!("{} descriptions, {}", candidates.len(), all.told());
    Ok(if all.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
    let folder = repository::target().join("fidelity");
    let answers = driver::run(&folder, &files, &types, &journeys)?;
    for (journey, answer) in journeys.iter().zip(answers) {
        outcome.damaged =
            outcome.damaged.saturating_add(usize::from(journey.fault.is_some()));
        let is_silent = answer.as_ref().is_ok_and(|back| back.deviations.is_empty());
        if is_silent && journey.fault.is_some() {
            outcome.silent = outcome.silent.saturating_add(1);
        }
        outcome.faults.extend(judged(journey, answer));
    }
    Ok(Some(outcome))
}

/// What is wrong with what came back.
fn judged(journey: &Journey, answer: Result<Returned, String>) -> Option<String> {
    let Journey { ty, value, fault } = journey;
    let back = match answer {
        Ok(back) => back,
        Err(error) => return Some(format!("{ty}: {value} is refused: {error}")),
    };
    if !is_same(value, &back.value) {
        return Some(format!("{ty}: {value} came back as {}", back.value));
    }
    let said = &back.deviations;
    match fault {
        None if said.is_empty() => None,
        None => {
            Some(format!("{ty}: {value} is valid, and is said to deviate at {said:?}"))
        }
        Some(fault) => {
            let is_right =
                said.is_empty() || said.iter().any(|one| is_about(one, fault));
            (!is_right).then(|| {
                format!(
                    "{ty}: {value} is wrong at {fault}, and said to deviate at {said:?}"
                )
            })
        }
    }
}

/// Whether two values mean the same: `3` and `3.0` do.
pub(crate) fn is_same(one: &Value, other: &Value) -> bool {
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
