//! One description: generated, compiled, measured.

use super::count;
use super::discover::Candidate;
use crate::measure::{Measured, measured};
use crate::repository;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What became of a description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// A crate was written, and it compiles without a warning (where that was asked for).
    Passed,
    /// The file is no description of an API: a part of one, or not OpenAPI at all.
    NotADescription,
    /// The generator wrote no crate and said why.
    #[default]
    Refused,
    /// The generator broke.
    Panicked,
    /// The generator took more time or memory than it may.
    OverLimit,
    /// Operations of the description are missing from the crate.
    OperationsMissing,
    /// The crate does not compile.
    DoesNotCompile,
    /// The crate compiles with warnings.
    Warns,
}

/// The record of one description.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Trial {
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
    /// The first lines of what went wrong.
    pub(crate) detail: String,
    pub(crate) dialect: String,
    /// Operations in the crate.
    pub(crate) operations: u64,
    /// Operations in the description, as other readers than the generator's count them;
    /// none when they cannot read it.
    #[serde(default)]
    pub(crate) counted: Option<u64>,
    pub(crate) types: u64,
    /// How often each code was reported.
    pub(crate) diagnostics: BTreeMap<String, u64>,
    pub(crate) generate_cpu_seconds: f64,
    pub(crate) generate_peak_mebibytes: f64,
    /// Lines of Rust outside the runtime.
    pub(crate) lines: u64,
    pub(crate) check_cpu_seconds: f64,
    pub(crate) check_peak_mebibytes: f64,
}

impl Trial {
    /// Holds the operations found in the crate's source against those that the generator
    /// speaks of, and those counted in the description.
    fn compare_operations(&mut self, written: u64, counted: Option<u64>) {
        self.counted = counted;
        let expected = counted.unwrap_or(0).max(self.operations);
        if written < expected {
            self.outcome = Outcome::OperationsMissing;
            self.detail = format!("{written} of {expected} operations are in the crate");
        }
    }
}

/// What trials are made with.
pub(crate) struct Workbench {
    /// The command line of the generator.
    pub(crate) generator: PathBuf,
    /// Where crates and build folders go.
    pub(crate) folder: PathBuf,
    /// Whether crates are compiled.
    pub(crate) check: bool,
    /// Whether by clippy.
    pub(crate) clippy: bool,
    /// Whether crates stay.
    pub(crate) keep: bool,
    /// What the generator may use.
    pub(crate) limits: Limits,
}

/// What the generator may use for one description.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Seconds by the clock; it is killed after that.
    pub(crate) seconds: u64,
    /// MiB of memory.
    pub(crate) mebibytes: u64,
}

impl Limits {
    /// A call of the program within these limits, by the tools of util-linux and
    /// coreutils. Addresses that are reserved but not used count with the first, so that
    /// it gets some more.
    pub(crate) fn command(self, program: &Path) -> Command {
        let bytes = self.mebibytes.saturating_add(2048).saturating_mul(1 << 20);
        let mut command = Command::new("prlimit");
        command.arg(format!("--as={bytes}")).arg("--core=0");
        command.args(["timeout", "--signal=KILL", &self.seconds.to_string()]);
        command.arg(program);
        command
    }
}

impl Workbench {
    /// Tries one description.
    pub(crate) fn attempt(&self, candidate: &Candidate, worker: usize) -> Result<Trial> {
        let name = candidate.name.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        let home = self.folder.join("crates").join(name);
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        fs::create_dir_all(&home)?;
        let mut command = self.limits.command(&self.generator);
        command.arg("generate").arg(&candidate.path).arg("--out").arg(&home);
        command.arg("--allow-outside").arg(candidate.searched());
        command.args(["--package", "corpus-sdk", "--message-format", "json"]);
        let generated = measured(&mut command)?;
        let mut trial = read_generated(&candidate.name, &generated);
        if trial.outcome == Outcome::Passed
            && trial.generate_peak_mebibytes > self.limits.mebibytes as f64
        {
            trial.outcome = Outcome::OverLimit;
        }
        if trial.outcome == Outcome::Passed {
            let (lines, operations) = count_lines(&home.join("src"))?;
            trial.lines = lines;
            trial.compare_operations(operations, count::operations(&candidate.path));
            if self.check && trial.outcome == Outcome::Passed {
                self.compile(&home, worker, &mut trial)?;
            }
        }
        if !self.keep {
            fs::remove_dir_all(&home)?;
        }
        Ok(trial)
    }

    /// Compiles the crate; the worker's build folder holds its dependencies ready-made.
    fn compile(&self, home: &Path, worker: usize, trial: &mut Trial) -> Result<()> {
        let target = self.folder.join(format!("target-{worker}"));
        fs::copy(repository::root().join("Cargo.lock"), home.join("Cargo.lock"))
            .context("cannot copy Cargo.lock")?;
        let manifest = home.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)?;
        fs::write(&manifest, format!("{text}\n[workspace]\n"))?;
        let mut command = repository::cargo();
        command.arg(if self.clippy { "clippy" } else { "check" });
        command.args(["--quiet", "--message-format", "short", "--manifest-path"]);
        command
            .arg(&manifest)
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_INCREMENTAL", "0");
        let mut checked = measured(&mut command)?;
        if checked.code == Some(0)
            && trial.check_cpu_seconds == 0.0
            && first_use(&target)?
        {
            // The first crate of a build folder pays for the dependencies: measure again.
            let library = home.join("src").join("lib.rs");
            fs::write(&library, fs::read_to_string(&library)? + "\n")?;
            checked = measured(&mut command)?;
        }
        trial.check_cpu_seconds = checked.cpu_seconds;
        trial.check_peak_mebibytes = checked.peak_mebibytes;
        let problems: Vec<&str> = checked.stderr.lines().collect();
        if checked.code != Some(0) {
            trial.outcome = Outcome::DoesNotCompile;
        } else if problems.iter().any(|line| line.contains("warning")) {
            trial.outcome = Outcome::Warns;
        }
        if trial.outcome != Outcome::Passed {
            trial.detail =
                problems.iter().take(6).copied().collect::<Vec<_>>().join("\n");
        }
        remove_artifacts(&target)
    }
}

/// Whether this build folder has not been used before; it counts as used from now on.
fn first_use(target: &Path) -> Result<bool> {
    let mark = target.join("used");
    if mark.exists() {
        return Ok(false);
    }
    fs::write(mark, "")?;
    Ok(true)
}

/// Removes what was built of generated crates; their dependencies stay.
fn remove_artifacts(target: &Path) -> Result<()> {
    for folder in ["debug/deps", "debug/.fingerprint", "debug/incremental"] {
        let folder = target.join(folder);
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.contains("corpus_sdk") || name.contains("corpus-sdk") {
                if entry.file_type()?.is_dir() {
                    fs::remove_dir_all(entry.path())?;
                } else {
                    fs::remove_file(entry.path())?;
                }
            }
        }
    }
    Ok(())
}

/// Reads what the generator printed: one JSON object a line, the summary last.
fn read_generated(name: &str, generated: &Measured) -> Trial {
    let mut trial = Trial {
        name: name.to_owned(),
        generate_cpu_seconds: generated.cpu_seconds,
        generate_peak_mebibytes: generated.peak_mebibytes,
        ..Trial::default()
    };
    let mut described = 0;
    for line in generated.stdout.lines() {
        let Ok(record) = serde_json::from_str::<Value>(line) else { continue };
        let number =
            |key: &str| record.get(key).and_then(Value::as_u64).unwrap_or_default();
        let text =
            |key: &str| record.get(key).and_then(Value::as_str).unwrap_or_default();
        if text("kind") == "summary" {
            text("dialect").clone_into(&mut trial.dialect);
            trial.operations = number("operations");
            trial.types = number("types");
            described = number("operations-described");
            continue;
        }
        *trial.diagnostics.entry(text("code").to_owned()).or_default() += 1;
        if text("severity") == "error" && trial.detail.lines().count() < 6 {
            trial.detail += &format!("{}: {}\n", text("code"), text("message"));
        }
    }
    let missing = described.saturating_sub(trial.operations);
    trial.outcome = match generated.code {
        Some(0) if missing > 0 => Outcome::OperationsMissing,
        Some(0) => Outcome::Passed,
        Some(1) if trial.diagnostics.contains_key("OAS0103") => Outcome::NotADescription,
        Some(1) => Outcome::Refused,
        // What `timeout` ends with when it has killed what it ran.
        Some(137) => Outcome::OverLimit,
        Some(_) | None => Outcome::Panicked,
    };
    if trial.outcome == Outcome::OperationsMissing {
        trial.detail = format!("{missing} of {described} operations are missing");
    }
    if trial.outcome == Outcome::Panicked {
        trial.detail = generated.stderr.lines().take(6).collect::<Vec<_>>().join("\n");
    }
    trial
}

/// What the source of a crate has once an operation.
const DECLARATION: &str = "static OPERATION: runtime::OperationText";

/// How many lines of Rust are below a folder, the runtime's not counted, and how many
/// operations are declared there.
fn count_lines(folder: &Path) -> Result<(u64, u64)> {
    let (mut lines, mut operations) = (0, 0);
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "runtime") {
                for entry in fs::read_dir(&path)? {
                    open.push(entry?.path());
                }
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            lines += u64::try_from(text.lines().count())?;
            let declared = text.matches(DECLARATION).count();
            operations += u64::try_from(declared)?;
        }
    }
    Ok((lines, operations))
}
