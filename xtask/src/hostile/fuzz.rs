//! Changed descriptions, tried by a process that is watched: it may not die, nor be silent
//! for long, nor take more than its memory.

use super::Arguments;
use super::worker::INPUT;
use crate::corpus::trial::Limits;
use crate::repository;
use anyhow::{Context, Result};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// No input takes longer.
const HANG: Duration = Duration::from_secs(20);
/// What the process may take, in MiB.
const MEBIBYTES: u64 = 2048;

/// How a watched process ended.
enum End {
    /// The time is over.
    Done,
    /// It was silent for too long.
    Hang,
    /// It died, and what it said.
    Died(String),
}

/// Tries for as long as was asked for; how many inputs broke something.
pub(super) fn run(arguments: &Arguments) -> Result<u64> {
    let folder = repository::target().join("hostile").join("fuzz");
    let findings = folder.join("findings");
    fs::create_dir_all(&findings)?;
    let start = Instant::now();
    let end = Duration::from_secs(arguments.seconds);
    let (mut tried, mut died, mut hung) = (0_u64, 0_u64, 0_u64);
    for round in 0_u64.. {
        let Some(left) = end.checked_sub(start.elapsed()) else { break };
        let seed = arguments.seed.wrapping_add(round.wrapping_mul(1_000_003));
        let mut child = spawn(&folder, arguments, seed)?;
        let (inputs, ended) = watch(&mut child, left)?;
        tried = tried.saturating_add(inputs);
        let words = match ended {
            End::Done => break,
            End::Hang => {
                hung = hung.saturating_add(1);
                format!("not done after {} s", HANG.as_secs())
            }
            End::Died(words) => {
                died = died.saturating_add(1);
                words
            }
        };
        let kept = findings.join(format!("{seed}-{}.json", inputs.saturating_sub(1)));
        fs::copy(folder.join(INPUT), &kept)?;
        println!("broken {}: {}", kept.display(), words.trim());
        if inputs == 0 {
            break;
        }
    }
    println!(
        "{tried} changed descriptions in {:.0} s: {died} panics or too much memory, {hung} hangs",
        start.elapsed().as_secs_f64()
    );
    Ok(died.saturating_add(hung))
}

fn spawn(folder: &Path, arguments: &Arguments, seed: u64) -> Result<Child> {
    let program = std::env::current_exe().context("this program has no path")?;
    // A call gets a stack of a gibibyte of addresses, which is not memory.
    let limits = Limits { seconds: 1_000_000, mebibytes: MEBIBYTES };
    let mut command = limits.command(&program);
    command.arg("hostile").args(&arguments.folders);
    command.args(["--seed", &seed.to_string(), "--worker"]).arg(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().context("cannot start the process that tries")
}

/// Watches it until it ends or the time is over; also how many inputs it began.
fn watch(child: &mut Child, left: Duration) -> Result<(u64, End)> {
    let start = Instant::now();
    let (sender, lines) = mpsc::channel();
    let pipe = child.stdout.take().context("no output")?;
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines() {
            if line.is_err() || sender.send(()).is_err() {
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
    let mut inputs = 0_u64;
    let ended = loop {
        if start.elapsed() > left {
            break End::Done;
        }
        match lines.recv_timeout(HANG) {
            Ok(()) => inputs = inputs.saturating_add(1),
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
    Ok((
        inputs,
        if matches!(ended, End::Died(_)) { End::Died(first(&said)) } else { ended },
    ))
}

fn stop(child: &Child) -> Result<()> {
    let pid = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM)
        .context("cannot end the process that tries")
}

fn first(text: &str) -> String {
    text.lines().filter(|line| !line.is_empty()).take(3).collect::<Vec<_>>().join(" / ")
}
