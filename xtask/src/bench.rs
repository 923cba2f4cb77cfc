//! `cargo xtask bench`: what the SDK costs beside the same work by hand.

use crate::measure::measured;
use crate::{describe, repository};
use anyhow::{Context, Result, bail};
use comfy_table::Table;
use mock::{Credentials, Mock};
use std::path::Path;
use std::process::{Command, ExitCode};

/// Compare calls, reading and writing through the SDK with the same by hand.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask bench
  cargo xtask bench --rounds 9

By hand is reqwest and serde's derive. Each program runs in turn, several rounds; the
cheapest round of each counts, less what starting it costs. CPU seconds, user and system.")]
pub(crate) struct Arguments {
    /// How many rounds there are.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How many calls a round makes.
    #[arg(long, default_value_t = 3000)]
    calls: u32,
    /// How many pages of 500 checkpoints a round reads, and how many it writes.
    #[arg(long, default_value_t = 300)]
    pages: u32,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let program = repository::build_caller("bench")?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start threads")?;
    let server = Mock::builder(describe::repository_spec()?.api)
        .collection(20)
        .credentials(Credentials::any().token("token"))
        .journal_capacity(0);
    let server =
        runtime.block_on(server.start()).context("cannot listen on 127.0.0.1")?;
    let bench = Bench { program: &program, server: server.base_url(), arguments };

    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_FULL_CONDENSED);
    table.set_header(["work", "SDK (CPU s)", "by hand (CPU s)", "ratio"]);
    for (work, times, words) in [
        ("calls", arguments.calls, "calls, 20 checkpoints each"),
        ("decode", arguments.pages, "pages of 500 read"),
        ("encode", arguments.pages, "pages of 500 written"),
    ] {
        let (sdk, hand) = bench.compare(work, times)?;
        table.add_row([
            format!("{times} {words}"),
            format!("{sdk:.3}"),
            format!("{hand:.3}"),
            format!("{:.3}", sdk / hand),
        ]);
    }
    runtime.block_on(server.stop());
    println!("{table}");
    Ok(ExitCode::SUCCESS)
}

struct Bench<'a> {
    program: &'a Path,
    server: String,
    arguments: &'a Arguments,
}

impl Bench<'_> {
    /// What the work costs through the SDK and by hand.
    fn compare(&self, work: &str, times: u32) -> Result<(f64, f64)> {
        let (mut start, mut sdk, mut hand) = (f64::MAX, f64::MAX, f64::MAX);
        for _ in 0..self.arguments.rounds.max(1) {
            start = start.min(self.once("sdk", "nothing", times)?);
            sdk = sdk.min(self.once("sdk", work, times)?);
            hand = hand.min(self.once("hand", work, times)?);
        }
        Ok((sdk - start, hand - start))
    }

    fn once(&self, who: &str, work: &str, times: u32) -> Result<f64> {
        let mut command = Command::new(self.program);
        command.args([who, work, &times.to_string(), &self.server]);
        let measured = measured(&mut command)?;
        if measured.code != Some(0) {
            bail!("{work} by {who} failed: {}", measured.stderr.trim());
        }
        Ok(measured.cpu_seconds)
    }
}
