//! `cargo xtask soak`: many calls through the SDK, and the memory that they leave behind.

use crate::{describe, repository};
use anyhow::{Context, Result, bail, ensure};
use comfy_table::Table;
use mock::{Builder, Credentials, Fault, FaultPlan, Mock, Running, When};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Make many calls through the SDK on a bad network, and watch how much memory it takes.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask soak
  cargo xtask soak --calls 5000 --at-once 4

Fails when the SDK takes more memory at the end than at a fifth of the way, beyond a tenth
of it and 2 MiB, which is what allocators keep for themselves. Needs Linux's /proc.")]
pub(crate) struct Arguments {
    /// How many calls to make.
    #[arg(long, default_value_t = 100_000)]
    calls: usize,
    /// How many calls are under way at a time.
    #[arg(long, default_value_t = 16)]
    at_once: usize,
    /// How often the memory is looked at.
    #[arg(long, default_value_t = 20)]
    samples: usize,
}

/// The memory of the program after a number of calls.
#[derive(Clone, Copy)]
struct Sample {
    calls: usize,
    kibibytes: u64,
    time: Duration,
}

/// What allocators may keep beyond a tenth, in KiB.
const SLACK: u64 = 2048;

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    ensure!(arguments.samples >= 5, "at least 5 samples are needed to tell a trend");
    // The program is built first, so that its time is not counted.
    let program = repository::build_caller("soak")?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start threads")?;
    let server =
        runtime.block_on(server()?.start()).context("cannot listen on 127.0.0.1")?;
    let (samples, tally) = watch(&program, arguments, &server)?;
    let (requests, tokens) = (server.journal().total(), server.token_requests());
    runtime.block_on(server.stop());

    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_FULL_CONDENSED);
    table.set_header(["calls", "memory (RSS)", "seconds"]);
    for sample in &samples {
        table.add_row([
            sample.calls.to_string(),
            format!("{} KiB", sample.kibibytes),
            format!("{:.1}", sample.time.as_secs_f64()),
        ]);
    }
    println!("{table}\n{tally}\n{requests} requests, {tokens} of them for a token");
    judge(&samples)
}

/// A server that makes every kind of fault now and then, and whose tokens do not last.
fn server() -> Result<Builder> {
    let share = When::Probability(0.005);
    let now = Fault::TooManyRequests { retry_after: Duration::ZERO };
    let faults = [
        now,
        Fault::Status(503),
        Fault::Reset,
        Fault::ResetMidBody,
        Fault::Truncate,
        Fault::Html(502),
    ];
    let plan = faults
        .into_iter()
        .fold(FaultPlan::none(), |plan, fault| plan.with(fault, share));
    Ok(Mock::builder(describe::repository_spec()?.api)
        .collection(60)
        .credentials(Credentials::any().client("soak-client", "soak-secret"))
        .token_lifetime(Duration::from_secs(5))
        .journal_capacity(0)
        .faults(plan))
}

/// Runs the program and takes samples; gives its last words too.
fn watch(
    program: &Path,
    arguments: &Arguments,
    server: &Running,
) -> Result<(Vec<Sample>, String)> {
    let numbers = [arguments.calls, arguments.at_once, arguments.samples];
    let mut child = std::process::Command::new(program)
        .arg(server.base_url())
        .args(numbers.map(|number| number.to_string()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run the program that makes the calls")?;
    let watched = samples(&mut child);
    let status = child.wait().context("cannot wait for the program")?;
    let (samples, tally) = watched?;
    if !status.success() {
        bail!("the program that makes the calls failed");
    }
    Ok((samples, tally))
}

fn samples(child: &mut Child) -> Result<(Vec<Sample>, String)> {
    let started = Instant::now();
    let (mut input, output) =
        child.stdin.take().zip(child.stdout.take()).context("no pipe to the program")?;
    let mut samples = Vec::new();
    for line in BufReader::new(output).lines() {
        let line = line.context("cannot read what the program says")?;
        let Ok(calls) = line.parse() else { return Ok((samples, line)) };
        let (kibibytes, time) = (resident(child.id())?, started.elapsed());
        samples.push(Sample { calls, kibibytes, time });
        writeln!(input).context("the program has ended")?;
    }
    bail!("the program that makes the calls ended before its time")
}

/// The resident memory of a process, in KiB.
fn resident(process: u32) -> Result<u64> {
    let path = format!("/proc/{process}/status");
    let status = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {path}: the memory is not known"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.with_context(|| format!("{path} does not tell the memory"))
}

/// Says whether the memory is flat.
fn judge(samples: &[Sample]) -> Result<ExitCode> {
    let early = samples.get(samples.len() / 5).context("no samples")?;
    let last = samples.last().context("no samples")?;
    let bound =
        early.kibibytes.saturating_add(early.kibibytes / 10).saturating_add(SLACK);
    let verdict = format!(
        "{} KiB after {} calls, {} KiB after {}; the bound is {bound} KiB",
        early.kibibytes, early.calls, last.kibibytes, last.calls
    );
    if last.kibibytes > bound {
        bail!("the memory grows: {verdict}");
    }
    println!("flat: {verdict}");
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(grows: u64) -> Vec<Sample> {
        let sample = |number: u64| Sample {
            calls: 0,
            kibibytes: 9000_u64.saturating_add(grows.saturating_mul(number)),
            time: Duration::ZERO,
        };
        (0..20).map(sample).collect()
    }

    #[test]
    fn what_grows_on_fails() {
        assert!(judge(&samples(0)).is_ok());
        // 20 bytes a call, over 100,000 calls: within what allocators keep.
        assert!(judge(&samples(100)).is_ok());
        // 60 bytes a call.
        let error = judge(&samples(300)).err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("the memory grows")));
    }
}
