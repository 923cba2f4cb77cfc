//! `cargo xtask bench`: what an SDK costs to make, to compile and to use.

mod compile;
mod counts;
mod plain;
mod report;
mod run;
mod source;

use crate::repository;
use anyhow::{Context as _, Result};
use report::Report;
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// Compare an SDK with the same API by hand.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask bench
  cargo xtask bench --only calls,decode,encode --rounds 9
  cargo xtask bench --only generate,check,group ../shared/corpus/atlas/atlas-admin-v2.yaml
  cargo xtask bench --before ../base/target/release/oasmith ../shared/corpus/upstream/github.json
  cargo xtask bench --counts

By hand is serde's derive and plain async functions on reqwest. All costs are CPU seconds, user and
system. Both sides take turns, and the median of the rounds counts. The crates and the table as JSON
are left in target/bench.")]
pub(crate) struct Arguments {
    /// More descriptions to compile SDKs of, beside the one in spec/.
    descriptions: Vec<PathBuf>,
    /// The steps to measure; all when nothing is said.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Step>,
    /// Another build of the generator, whose crates are compiled in the same run.
    #[arg(long, value_name = "OASMITH")]
    before: Option<PathBuf>,
    /// How many rounds there are.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Only count instructions, function bodies and items; fail if there are more than
    /// xtask/bench/baseline.json says, by over 3 %.
    #[arg(long)]
    counts: bool,
    /// Write the counts to xtask/bench/baseline.json.
    #[arg(long, requires = "counts")]
    bless: bool,
}

/// A step that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
enum Step {
    /// Generating the crate.
    Generate,
    /// `cargo check`.
    Check,
    /// `cargo build`.
    Build,
    /// `cargo build --release`.
    Release,
    /// `cargo check` with one group of operations.
    Group,
    /// Calls over loopback.
    Calls,
    /// Reading JSON.
    Decode,
    /// Writing JSON.
    Encode,
}

impl Step {
    const ALL: [Self; 8] = [
        Self::Generate,
        Self::Check,
        Self::Build,
        Self::Release,
        Self::Group,
        Self::Calls,
        Self::Decode,
        Self::Encode,
    ];

    fn is_of_crates(self) -> bool {
        !matches!(self, Self::Calls | Self::Decode | Self::Encode)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Generate => "generate",
            Self::Check => "check",
            Self::Build => "build",
            Self::Release => "release build",
            Self::Group => "check, one group",
            Self::Calls => "calls",
            Self::Decode => "decode",
            Self::Encode => "encode",
        })
    }
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.counts {
        return counts::run(arguments.bless);
    }
    let all = if arguments.only.is_empty() { &Step::ALL[..] } else { &arguments.only };
    let (crates, work): (Vec<Step>, Vec<Step>) =
        all.iter().copied().partition(|step| step.is_of_crates());
    let mut report = Report { machine: machine(), ..Report::default() };
    if !crates.is_empty() {
        let before = arguments.before.as_ref();
        let before = before.map(std::path::absolute).transpose()?;
        let workshop =
            compile::Workshop::new(&crates, before.as_deref(), arguments.rounds)?;
        let own = repository::root().join("spec/atlas-checkpoints.yaml");
        for description in [&own].into_iter().chain(&arguments.descriptions) {
            let description = std::path::absolute(description)?;
            let (rows, sources) = workshop.rows(&description, &crates)?;
            report.compile.extend(rows);
            report.sources.extend(sources);
            eprintln!("{}: done", description.display());
        }
    }
    if !work.is_empty() {
        report.run = run::rows(&work, arguments.rounds)?;
    }
    let path = repository::target().join("bench/report.json");
    let json = serde_json::to_string_pretty(&report)?;
    std::fs::write(&path, json).context("cannot write the report")?;
    println!("{}", report.markdown());
    Ok(ExitCode::SUCCESS)
}

/// What the figures were taken on.
fn machine() -> Vec<(String, String)> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name"));
    let model =
        model.map_or("unknown", |line| line.trim_start_matches([' ', '\t', ':']));
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    vec![
        ("processor".to_owned(), format!("{processors} × {model}")),
        ("compiler".to_owned(), rustc.unwrap_or_default().trim().to_owned()),
        ("oasmith".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
    ]
}
