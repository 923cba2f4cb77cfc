//! `cargo xtask mutate`: descriptions that nobody has seen. Real ones are changed in the
//! ways that real ones go wrong, by a seeded choice, and then generated and compiled.

use crate::corpus::discover::{self, Candidate};
use crate::corpus::trial::{Limits, Outcome, Trial, Workbench};
use crate::repository::{self, Build};
use anyhow::{Context, Result};
use oasmith::diagnostic::Diagnostics;
use oasmith::load::{LoadOptions, load};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use targets::change::{change, damage};

/// Change real descriptions at random, generate and compile what comes of it, report what
/// breaks. Nothing may: not the generator, and not the crate it writes.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask mutate ../shared/corpus --sample 500 --seed 7
  cargo xtask mutate ../shared/corpus --seed 7 --from 41 --sample 1 --keep")]
pub(crate) struct Arguments {
    /// Folders (or single files) of descriptions.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// How many mutants.
    #[arg(long, default_value_t = 100)]
    sample: u64,
    /// What they are chosen by.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The number of the first; a mutant depends on the seed and its number alone.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Take only descriptions whose name holds this text.
    #[arg(long)]
    only: Option<String>,
    /// Leave out descriptions of more than this many bytes.
    #[arg(long, default_value_t = 150_000)]
    max_bytes: u64,
    /// Compile one crate in so many; 0 compiles none.
    #[arg(long, default_value_t = 3)]
    check_every: u64,
    /// Take the generator as tests build it: ready sooner, and several times slower.
    #[arg(long)]
    dev: bool,
    /// Keep the generated crates below `target/mutate/crates`.
    #[arg(long)]
    keep: bool,
}

/// More than this is a finding.
const LIMITS: Limits = Limits { seconds: 60, mebibytes: 4096 };
/// One mutant in so many has damaged bytes in place of changed values.
const DAMAGED_EVERY: usize = 6;
/// Runs the task. The exit code is a failure when anything broke.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut candidates = discover::descriptions(&arguments.folders)?;
    candidates.retain(|candidate| {
        let named =
            arguments.only.as_ref().is_none_or(|text| candidate.name.contains(text));
        named && candidate.bytes <= arguments.max_bytes
    });
    if candidates.is_empty() {
        println!("mutate: skipped, there is no description below the folders given");
        return Ok(ExitCode::SUCCESS);
    }
    let folder = repository::target().join("mutate");
    fs::create_dir_all(folder.join("findings"))?;
    let build = if arguments.dev { Build::Development } else { Build::Release };
    let generator = repository::copy_generator(&folder, build)?;
    let bench = |check| Workbench {
        generator: generator.clone(),
        folder: folder.clone(),
        check,
        clippy: false,
        keep: arguments.keep,
        limits: LIMITS,
    };
    let (quick, thorough) = (bench(false), bench(true));
    let mut tally = Tally::default();
    for number in arguments.from..arguments.from.saturating_add(arguments.sample) {
        let mutant = mutant(&candidates, arguments.seed, number, &folder)?;
        let check =
            arguments.check_every != 0 && number.is_multiple_of(arguments.check_every);
        let bench = if check { &thorough } else { &quick };
        let trial = bench.attempt(&mutant.candidate, 0)?;
        tally.note(&mutant, &trial, check, &folder)?;
    }
    tally.print();
    Ok(if tally.findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A changed description.
struct Mutant {
    candidate: Candidate,
    /// The description that was changed.
    of: String,
    /// What was done to it.
    changes: Vec<String>,
}

/// The mutant of this number: a description, changed by dice that the number starts.
fn mutant(
    candidates: &[Candidate],
    seed: u64,
    number: u64,
    folder: &Path,
) -> Result<Mutant> {
    let start = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number;
    let mut random = fastrand::Rng::with_seed(start);
    let original = random.choice(candidates).context("there is no description")?;
    let mut changes = Vec::new();
    let extension = original.path.extension().unwrap_or_default().to_string_lossy();
    let damaged = random.usize(..DAMAGED_EVERY) == 0;
    let (name, bytes) = if damaged {
        let mut bytes = fs::read(&original.path)?;
        damage(&mut bytes, &mut random);
        changes.push("damaged bytes".to_owned());
        (format!("{seed}-{number}.{extension}"), bytes)
    } else {
        let mut root = read(original)?;
        change(&mut root, random, &mut changes);
        (format!("{seed}-{number}.json"), serde_json::to_vec_pretty(&root)?)
    };
    let path = folder.join(&name);
    fs::write(&path, &bytes)?;
    let bytes = u64::try_from(bytes.len())?;
    let of = original.name.clone();
    Ok(Mutant { candidate: Candidate { name, path, bytes }, of, changes })
}

/// A description as one tree, its files together; null when it cannot be read.
fn read(original: &Candidate) -> Result<Value> {
    let mut diagnostics = Diagnostics::default();
    let allow_outside = vec![original.searched()];
    let options = LoadOptions { allow_outside, ..LoadOptions::default() };
    let document = load(&original.path, &options, &mut diagnostics);
    Ok(document.map_or(Value::Null, |document| document.root))
}

/// What came of the mutants.
#[derive(Default)]
struct Tally {
    mutants: u64,
    compiled: u64,
    findings: u64,
    outcomes: BTreeMap<String, u64>,
    /// How often each error refused a description.
    refusals: BTreeMap<String, u64>,
    most_seconds: f64,
    most_mebibytes: f64,
}

impl Tally {
    /// Counts a mutant; what broke is printed at once and kept.
    fn note(
        &mut self,
        mutant: &Mutant,
        trial: &Trial,
        check: bool,
        folder: &Path,
    ) -> Result<()> {
        let outcome = format!("{:?}", trial.outcome);
        self.mutants = self.mutants.saturating_add(1);
        let accepted = !matches!(
            trial.outcome,
            Outcome::Refused | Outcome::NotADescription | Outcome::Panicked
        );
        self.compiled = self.compiled.saturating_add(u64::from(check && accepted));
        let count = self.outcomes.entry(outcome.clone()).or_default();
        *count = count.saturating_add(1);
        if trial.outcome == Outcome::Refused {
            for line in trial.detail.lines() {
                let code = line.split(':').next().unwrap_or_default().to_owned();
                let count = self.refusals.entry(code).or_default();
                *count = count.saturating_add(1);
            }
        }
        self.most_seconds = self.most_seconds.max(trial.generate_cpu_seconds);
        self.most_mebibytes = self.most_mebibytes.max(trial.generate_peak_mebibytes);
        let path = &mutant.candidate.path;
        let fine = matches!(
            trial.outcome,
            Outcome::Passed | Outcome::Refused | Outcome::NotADescription
        );
        let silent = trial.outcome == Outcome::Refused && trial.detail.is_empty();
        if fine && !silent {
            fs::remove_file(path)?;
            return Ok(());
        }
        self.findings = self.findings.saturating_add(1);
        let kept = folder.join("findings").join(&mutant.candidate.name);
        fs::rename(path, &kept)?;
        println!("{outcome}: {} of {}", kept.display(), mutant.of);
        for line in trial.detail.lines() {
            println!("    {line}");
        }
        fs::write(kept.with_extension("txt"), mutant.changes.join("\n"))?;
        Ok(())
    }

    fn print(&self) {
        println!(
            "{} mutants, {} compiled: {} findings; at most {:.1} CPU s and {:.0} MiB to generate",
            self.mutants,
            self.compiled,
            self.findings,
            self.most_seconds,
            self.most_mebibytes
        );
        for (outcome, count) in &self.outcomes {
            println!("  {outcome}: {count}");
        }
        for (code, count) in &self.refusals {
            println!("  refused by {code}: {count}");
        }
    }
}
