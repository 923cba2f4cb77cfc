//! Changed inputs, tried by processes that are watched: they may not die, nor be silent for
//! long, nor take more than their memory.

use super::Arguments;
use crate::corpus::discover;
use crate::corpus::trial::Limits;
use crate::repository::{self, Build};
use anyhow::{Context, Result};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};
use targets::{DESCRIPTIONS, LIST};

/// No input, and no run of inputs between two signs of life, takes longer.
const HANG: Duration = Duration::from_secs(30);
/// What the process may take, in MiB.
const MEBIBYTES: u64 = 2048;
/// Larger descriptions are left out: it is the number of inputs that finds faults.
const MAX_BYTES: u64 = 30_000;
/// After so many findings, a target has told enough.
const MOST_FINDINGS: u64 = 10;

/// How a watched process ended.
enum End {
    /// The time is over.
    Done,
    /// It was silent for too long.
    Hang,
    /// It died, and what it said.
    Died(String),
}

/// The program that tries, and where it does.
struct Workshop {
    program: PathBuf,
    folder: PathBuf,
    seed: u64,
}

/// A number of inputs, and how many of them broke something.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    inputs: u64,
    broken: u64,
}

/// Tries for as long as was asked for; how many inputs broke something.
pub(super) fn run(arguments: &Arguments) -> Result<u64> {
    let folder = repository::target().join("hostile-inputs");
    fs::create_dir_all(folder.join("findings"))?;
    list(arguments, &folder)?;
    let build = if arguments.dev { Build::Development } else { Build::Release };
    let program = repository::build_targets(build)?;
    let workshop = Workshop { program, folder, seed: arguments.seed };
    let mut names: Vec<_> = targets::all().iter().map(|target| target.name).collect();
    if let Some(only) = &arguments.only {
        names.retain(|name| name == only);
        anyhow::ensure!(!names.is_empty(), "there is no target `{only}`");
    }
    // Descriptions are slow, and what the rest of the generator lives on: half of the time.
    let shares: u32 = names.iter().map(|name| share(name, names.len())).sum();
    let mut all = Tally::default();
    for name in &names {
        let time = Duration::from_secs(arguments.seconds)
            .saturating_mul(share(name, names.len()))
            .checked_div(shares)
            .unwrap_or_default();
        let start = Instant::now();
        let tally = workshop.attempt(name, time)?;
        println!(
            "{} {name}: {} inputs in {:.0} s, {} broken",
            if tally.broken > 0 { "broken" } else { "    ok" },
            tally.inputs,
            start.elapsed().as_secs_f64(),
            tally.broken,
        );
        if *name != DESCRIPTIONS {
            all.inputs = all.inputs.saturating_add(tally.inputs);
        } else {
            println!("{} loads of changed descriptions", tally.inputs);
        }
        all.broken = all.broken.saturating_add(tally.broken);
    }
    println!("{} other inputs, {} broken in all", all.inputs, all.broken);
    Ok(all.broken)
}

fn share(name: &str, count: usize) -> u32 {
    let others = u32::try_from(count.saturating_sub(1)).unwrap_or(1);
    if name == DESCRIPTIONS { others.max(1) } else { 1 }
}

/// Writes the list of the descriptions that are changed.
fn list(arguments: &Arguments, folder: &Path) -> Result<()> {
    let root = repository::root();
    let mut folders: Vec<PathBuf> =
        ["generator/tests/features", "generator/tests/bad_input", "xtask/hostile"]
            .iter()
            .map(|name| root.join(name))
            .collect();
    folders.extend(arguments.folders.iter().cloned());
    let mut candidates = discover::descriptions(&folders)?;
    candidates.retain(|candidate| candidate.bytes <= MAX_BYTES);
    // Those of the set that are slow by design would be all that is tried.
    candidates.retain(|candidate| !candidate.name.starts_with("copies"));
    let lines: Vec<String> =
        candidates.iter().map(|one| one.path.display().to_string()).collect();
    fs::write(folder.join(LIST), lines.join("\n")).context("cannot write the list")
}

impl Workshop {
    /// Tries one target for some time. What breaks it is looked for again alone, and kept.
    fn attempt(&self, name: &str, time: Duration) -> Result<Tally> {
        // One description is slow enough to be told of; of the others, thousands a second.
        let every = if name == DESCRIPTIONS { 1 } else { 512 };
        let start = Instant::now();
        let mut tally = Tally::default();
        let mut from = 0_u64;
        while let Some(left) = time.checked_sub(start.elapsed()) {
            let mut child = self.spawn(name, from, every)?;
            let (last, ended) = watch(&mut child, left)?;
            let last = last.unwrap_or(from);
            let words = match ended {
                End::Done => {
                    tally.inputs = last;
                    break;
                }
                End::Hang => format!("not done after {} s", HANG.as_secs()),
                End::Died(words) => words,
            };
            let (number, words) = match every {
                1 => (last, words),
                _ => self.pin_down(name, last, every)?.unwrap_or((last, words)),
            };
            let kept = self
                .folder
                .join("findings")
                .join(format!("{name}-{}-{number}", self.seed));
            fs::copy(self.folder.join("input"), &kept).context("the input is lost")?;
            println!("broken {}: {}", kept.display(), words.trim());
            tally.broken = tally.broken.saturating_add(1);
            tally.inputs = number;
            if tally.broken >= MOST_FINDINGS {
                break;
            }
            from = number.saturating_add(1);
        }
        Ok(tally)
    }

    /// The number of the input that breaks a target, among those that come after this one.
    fn pin_down(
        &self,
        name: &str,
        from: u64,
        count: u64,
    ) -> Result<Option<(u64, String)>> {
        let mut child = self.spawn(name, from, 1)?;
        let left = HANG.saturating_mul(2).saturating_add(Duration::from_secs(count));
        let (last, ended) = watch(&mut child, left)?;
        Ok(match ended {
            End::Done => None,
            End::Hang => last.map(|last| (last, format!("not done after {HANG:?}"))),
            End::Died(words) => last.map(|last| (last, words)),
        })
    }

    fn spawn(&self, name: &str, from: u64, every: u64) -> Result<Child> {
        // A call gets a stack of a gibibyte of addresses, which is not memory.
        let limits = Limits { seconds: 1_000_000, mebibytes: MEBIBYTES };
        let mut command = limits.command(&self.program);
        command.args([name, &self.seed.to_string()]);
        command.args([from.to_string(), every.to_string()]).arg(&self.folder);
        command.env("TMPDIR", &self.folder).env("RUST_BACKTRACE", "0");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().context("cannot start the process that tries")
    }
}

/// Watches it until it ends or the time is over; also the last number that it said.
fn watch(child: &mut Child, left: Duration) -> Result<(Option<u64>, End)> {
    let start = Instant::now();
    let (sender, lines) = mpsc::channel();
    let pipe = child.stdout.take().context("no output")?;
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines() {
            let number = line.ok().and_then(|line| line.parse::<u64>().ok());
            if number.is_none_or(|number| sender.send(number).is_err()) {
                break;
            }
        }
    });
    let mut errors = child.stderr.take().context("no errors")?;
    let said = std::thread::spawn(move || {
        let mut text = Vec::new();
        let read = errors.read_to_end(&mut text);
        read.map(|_| String::from_utf8_lossy(&text).into_owned()).unwrap_or_default()
    });
    let mut last = None;
    let ended = loop {
        let Some(left) = left.checked_sub(start.elapsed()) else { break End::Done };
        match lines.recv_timeout(HANG.min(left)) {
            Ok(number) => last = Some(number),
            Err(RecvTimeoutError::Timeout) if left <= HANG => break End::Done,
            Err(RecvTimeoutError::Timeout) => break End::Hang,
            Err(RecvTimeoutError::Disconnected) => break End::Died(String::new()),
        }
    };
    // `timeout`, which is what was started, hands a signal on to what it runs.
    if !matches!(ended, End::Died(_)) {
        stop(child)?;
    }
    child.wait()?;
    let said = said.join().unwrap_or_default();
    let ended =
        if matches!(ended, End::Died(_)) { End::Died(first(&said)) } else { ended };
    Ok((last, ended))
}

fn stop(child: &Child) -> Result<()> {
    let pid = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM)
        .context("cannot end the process that tries")
}

fn first(text: &str) -> String {
    text.lines().filter(|line| !line.is_empty()).take(3).collect::<Vec<_>>().join(" / ")
}
