//! `cargo xtask corpus`: every description below some folders becomes a crate, and every
//! crate is compiled. The measure of the promise that any real description works.

mod baseline;
mod count;
pub(crate) mod discover;
mod report;
pub(crate) mod trial;

use crate::repository::{self, Build};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use trial::{Limits, Trial, Workbench};

/// Generate every description below some folders, compile the crates, report.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask corpus ../shared/corpus
  cargo xtask corpus ../shared/corpus --sample 20 --seed 7
  cargo xtask corpus ../shared/corpus --only github --keep")]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: discover::Selection,
    /// Generate only, compile nothing.
    #[arg(long)]
    no_check: bool,
    /// Run clippy in place of `cargo check`.
    #[arg(long)]
    clippy: bool,
    /// How many descriptions at a time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Go on with the last run that did not end, and do not repeat what it did.
    #[arg(long)]
    resume: bool,
    /// Take the generator as tests build it: ready sooner, and several times slower.
    #[arg(long)]
    dev: bool,
    /// Keep the generated crates below `target/corpus/crates`.
    #[arg(long)]
    keep: bool,
    /// Where the report goes, as JSON.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Write what came out as the new baseline.
    #[arg(long)]
    bless: bool,
}

/// A description that takes more is counted as one that broke the generator.
const LIMITS: Limits = Limits { seconds: 300, mebibytes: 8192 };

/// Runs the task. The exit code is a failure when a description that is expected to pass
/// does not.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = repository::target().join("corpus");
    fs::create_dir_all(&folder)?;
    let mut candidates = arguments.which.candidates()?;
    if candidates.is_empty() {
        println!("corpus: skipped, there is no description below the folders given");
        return Ok(ExitCode::SUCCESS);
    }

    let state = folder.join("state.jsonl");
    let mut done = BTreeMap::new();
    if arguments.resume {
        done = report::read_state(&state)?;
    } else if state.exists() {
        fs::remove_file(&state).context("cannot remove the state of the last run")?;
    }
    candidates.retain(|candidate| !done.contains_key(&candidate.name));

    let build = if arguments.dev { Build::Development } else { Build::Release };
    let bench = Workbench {
        generator: repository::copy_generator(&folder, build)?,
        folder,
        check: !arguments.no_check,
        clippy: arguments.clippy,
        keep: arguments.keep,
        limits: LIMITS,
    };
    let trials = try_all(&bench, &candidates, arguments.jobs.max(1), &state)?;
    done.extend(trials.into_iter().map(|trial| (trial.name.clone(), trial)));

    let trials: Vec<Trial> = done.into_values().collect();
    report::print(&trials);
    for (name, count) in discover::fragments(&arguments.which.folders)? {
        println!(
            "no description: {name}: {count} files that name no version: parts, or data"
        );
    }
    baseline::print_exceptions(&trials)?;
    let file =
        arguments.report.clone().unwrap_or_else(|| bench.folder.join("report.json"));
    fs::write(&file, serde_json::to_string_pretty(&trials)?)
        .with_context(|| format!("cannot write {}", file.display()))?;
    println!("report: {}", file.display());

    if arguments.bless {
        baseline::write(&trials)?;
        return Ok(ExitCode::SUCCESS);
    }
    let regressions = baseline::regressions(&trials)?;
    for line in &regressions {
        println!("regression: {line}");
    }
    Ok(if regressions.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Tries the candidates with some workers, each with a build folder of its own, and notes
/// each result in the state file as it comes.
fn try_all(
    bench: &Workbench,
    candidates: &[discover::Candidate],
    jobs: usize,
    state: &std::path::Path,
) -> Result<Vec<Trial>> {
    let bar = ProgressBar::new(u64::try_from(candidates.len())?);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {msg}")?);
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Result<Trial>>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for worker in 0..jobs {
            let (bar, next, results) = (&bar, &next, &results);
            scope.spawn(move || {
                while let Some(candidate) =
                    candidates.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    bar.set_message(candidate.name.clone());
                    let result = bench
                        .attempt(candidate, worker)
                        .and_then(|trial| {
                            report::append_state(state, &trial).map(|()| trial)
                        })
                        .with_context(|| candidate.name.clone());
                    bar.inc(1);
                    if let Ok(mut results) = results.lock() {
                        results.push(result);
                    }
                }
            });
        }
    });
    bar.finish_and_clear();
    let results = results
        .into_inner()
        .map_err(|_| anyhow::anyhow!("a worker of the corpus run failed"))?;
    results.into_iter().collect()
}
