//! Counts that do not depend on the machine's load, against the committed ones.

use super::run::{PAGE, PAYLOADS, Program, Work};
use super::source::Source;
use crate::measure::measured;
use crate::repository;
use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// How much more than the committed count is too much.
const MOST: f64 = 1.03;

/// How often a work is done while instructions are counted.
const TIMES: u32 = 3;

/// What is committed in `xtask/bench/baseline.json`.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Baseline {
    /// The compiler and libraries that the instructions were counted with: others make
    /// other instructions.
    made_with: String,
    /// Instructions of one turn of a work.
    instructions: BTreeMap<String, u64>,
    /// What the SDK in generated/ is made of.
    source: BTreeMap<String, u64>,
}

/// Counts, and compares with the committed counts or writes them anew.
pub(super) fn run(bless: bool) -> Result<ExitCode> {
    let path = repository::root().join("xtask/bench/baseline.json");
    let committed: Baseline = match fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).context("baseline.json is wrong")?,
        Err(_) => Baseline::default(),
    };
    let mut now = Baseline { source: source()?, ..Baseline::default() };
    let mut is_worse = compare("source", &now.source, &committed.source);
    match Command::new("valgrind").arg("--version").output() {
        Err(_) => {
            println!("instructions: skipped, valgrind is not installed");
            now.made_with = committed.made_with.clone();
            now.instructions = committed.instructions.clone();
        }
        Ok(_) => {
            now.made_with = made_with()?;
            now.instructions = instructions()?;
            if now.made_with == committed.made_with || bless {
                is_worse |=
                    compare("instructions", &now.instructions, &committed.instructions);
            } else {
                compare("instructions", &now.instructions, &BTreeMap::new());
                println!(
                    "instructions: not compared, the committed ones were counted with {}",
                    committed.made_with
                );
            }
        }
    }
    if bless {
        let text = serde_json::to_string_pretty(&now)? + "\n";
        fs::write(&path, text).context("cannot write baseline.json")?;
        return Ok(ExitCode::SUCCESS);
    }
    if is_worse {
        eprintln!(
            "error: more than is committed; where that is worth it: cargo xtask bench --counts --bless"
        );
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints both; says whether any is too much.
fn compare(
    what: &str,
    now: &BTreeMap<String, u64>,
    committed: &BTreeMap<String, u64>,
) -> bool {
    let mut is_worse = false;
    for (name, count) in now {
        let Some(before) = committed.get(name) else {
            println!("{what}: {name}: {count}");
            continue;
        };
        let ratio = *count as f64 / *before as f64;
        let verdict = if ratio > MOST { ", too much" } else { "" };
        println!("{what}: {name}: {count}, committed {before}, {ratio:.3}{verdict}");
        is_worse |= ratio > MOST;
    }
    is_worse
}

fn source() -> Result<BTreeMap<String, u64>> {
    let (runtime, rest) = Source::of(&repository::root().join("generated"))?;
    let parts = [("runtime", runtime), ("generated", rest)];
    let counts = parts.into_iter().flat_map(|(part, source)| {
        [
            (format!("{part} items"), source.items),
            (format!("{part} impls"), source.impls),
            (format!("{part} bodies"), source.bodies),
        ]
    });
    Ok(counts.collect())
}

/// The compiler, and the libraries whose code is counted too.
fn made_with() -> Result<String> {
    let rustc = Command::new("rustc").arg("--version").output()?;
    let rustc = String::from_utf8_lossy(&rustc.stdout).trim().to_owned();
    Ok(format!("{rustc}, {}", std::env::consts::ARCH))
}

fn instructions() -> Result<BTreeMap<String, u64>> {
    let program = Program::new()?.build("", "counted")?;
    let mut all = vec![("call", PAGE)];
    all.extend(PAYLOADS.map(|payload| ("decode", payload)));
    all.extend(PAYLOADS.map(|payload| ("encode", payload)));
    let mut counts = BTreeMap::new();
    for (work, payload) in all {
        let of = |times| Work { who: "sdk", work, payload, times, server: "" };
        let (one, more) = (
            counted(&program, &of(1))?,
            counted(&program, &of(TIMES.saturating_add(1)))?,
        );
        let turn = more.saturating_sub(one) / u64::from(TIMES);
        counts.insert(format!("{work}, {payload}"), turn);
    }
    Ok(counts)
}

/// The instructions of a whole run, as callgrind counts them.
fn counted(program: &Path, work: &Work<'_>) -> Result<u64> {
    let out: PathBuf = repository::target().join("bench/callgrind.out");
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind");
    command.arg(format!("--callgrind-out-file={}", out.display()));
    command.arg(program).args(work.arguments());
    let measured = measured(&mut command)?;
    if measured.code != Some(0) {
        bail!("valgrind failed: {}", measured.stderr.trim());
    }
    let collected =
        measured.stderr.lines().find_map(|line| line.split_once("Collected : "));
    let (_, count) = collected.context("valgrind does not say what it counted")?;
    count.trim().parse().context("valgrind's count is no number")
}
