//! What calls, reading and writing cost through an SDK, beside the same by hand.

use super::Step;
use super::report::{RunRow, Turn, median};
use crate::measure::{Measured, measured};
use crate::repository;
use anyhow::{Context as _, Result, bail};
use mock::Mock;
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The kinds of JSON that are read and written.
pub(super) const PAYLOADS: [&str; 5] =
    ["long list", "deep objects", "big strings", "unknown fields", "numbers"];

/// A list as short as pages are; it is what calls bring.
pub(super) const PAGE: &str = "short list";

/// The bytes of JSON that a round reads or writes.
const BYTES: usize = 60_000_000;

/// How many calls a round makes.
const CALLS: u32 = 3000;

/// How often a work is done where allocations are counted.
const COUNTED: u32 = 4;

/// The program that does the work, in several builds.
pub(super) struct Program {
    home: PathBuf,
    target: PathBuf,
}

impl Program {
    /// Generates the SDK of the payloads and writes the program.
    pub(super) fn new() -> Result<Self> {
        let folder = repository::target().join("bench");
        let sources = repository::root().join("xtask/bench");
        let mut config = Config::default();
        config.package.name = Some("payloads-sdk".to_owned());
        let mut found = Diagnostics::default();
        let made =
            oasmith::generate(&sources.join("payloads.yaml"), &config, &mut found);
        let Ok((_, files)) = made else { bail!("xtask/bench/payloads.yaml is wrong") };
        for file in files {
            save(&folder.join("payloads-sdk").join(file.path), &file.text)?;
        }
        let home = folder.join("program");
        for name in ["main.rs", "hand.rs", "payloads.rs"] {
            let text = fs::read_to_string(sources.join("program").join(name))?;
            save(&home.join(name), &text)?;
        }
        let manifest = fs::read_to_string(sources.join("program/manifest.toml"))?;
        save(&home.join("Cargo.toml"), &manifest)?;
        // The versions of libraries that this repository is tested with.
        fs::copy(repository::root().join("Cargo.lock"), home.join("Cargo.lock"))?;
        Ok(Self { home, target: folder.join("target") })
    }

    /// Builds it, optimised, and copies it to a name of its own.
    pub(super) fn build(&self, features: &str, copy: &str) -> Result<PathBuf> {
        let mut command = repository::cargo();
        command.current_dir(&self.home).env("CARGO_TARGET_DIR", &self.target);
        command.args(["build", "--release", "--features", features]);
        done(measured(&mut command)?, "the program of the bench")?;
        let suffix = std::env::consts::EXE_SUFFIX;
        let built = self.target.join("release").join(format!("program{suffix}"));
        let copy = self.home.join(format!("{copy}{suffix}"));
        if copy.exists() {
            fs::remove_file(&copy)?;
        }
        fs::copy(&built, &copy).context("cannot copy the program")?;
        Ok(copy)
    }
}

/// Writes a file unless it is there already: what did not change is not built anew.
fn save(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn done(measured: Measured, what: &str) -> Result<Measured> {
    if measured.code != Some(0) {
        bail!("{what} failed: {}", measured.stderr.trim());
    }
    Ok(measured)
}

/// A run of the program.
#[derive(Clone, Copy)]
pub(super) struct Work<'a> {
    pub(super) who: &'a str,
    pub(super) work: &'a str,
    pub(super) payload: &'a str,
    pub(super) times: u32,
    pub(super) server: &'a str,
}

impl Work<'_> {
    pub(super) fn arguments(&self) -> [String; 5] {
        [self.who, self.work, self.payload, &self.times.to_string(), self.server]
            .map(str::to_owned)
    }

    fn run(&self, program: &Path) -> Result<Measured> {
        let measured = measured(Command::new(program).args(self.arguments()))?;
        done(measured, &format!("{} by {}", self.work, self.who))
    }

    /// Microseconds of each turn, less what starting the program takes.
    fn microseconds(&self, program: &Path) -> Result<f64> {
        let start = Work { work: "nothing", ..*self }.run(program)?.cpu_seconds;
        let all = self.run(program)?.cpu_seconds;
        Ok((all - start) * 1e6 / f64::from(self.times.max(1)))
    }

    /// How often memory is asked for in a turn.
    fn allocations(&self, program: &Path) -> Result<f64> {
        Work { times: COUNTED, ..*self }.number(program, "allocations ")
    }

    fn number(&self, program: &Path, label: &str) -> Result<f64> {
        let printed = self.run(program)?.stdout;
        let number = printed.lines().find_map(|line| line.strip_prefix(label));
        number.context("the program does not say")?.parse().context("no number")
    }
}

/// The rows of calls, reading and writing.
pub(super) fn rows(steps: &[Step], rounds: usize) -> Result<Vec<RunRow>> {
    let program = Program::new()?;
    let plain = program.build("network", "timed")?;
    let counting = program.build("network,count", "counting")?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start threads")?;
    let description = repository::root().join("xtask/bench/payloads.yaml");
    let mut found = Diagnostics::default();
    let described = oasmith::describe(&description, &Config::default(), &mut found);
    let Ok(described) = described else { bail!("xtask/bench/payloads.yaml is wrong") };
    let server = Mock::builder(described.api).collection(20).journal_capacity(0);
    let server =
        runtime.block_on(server.start()).context("cannot listen on 127.0.0.1")?;
    let bench =
        Bench { plain, counting, server: server.base_url(), rounds: rounds.max(1) };
    let mut rows = Vec::new();
    for step in steps {
        match step {
            Step::Calls => rows.push(bench.row("send", PAGE)?),
            Step::Decode => {
                for payload in PAYLOADS {
                    rows.push(bench.row("decode", payload)?);
                }
            }
            Step::Encode => {
                for payload in PAYLOADS {
                    rows.push(bench.row("encode", payload)?);
                }
            }
            _ => {}
        }
    }
    runtime.block_on(server.stop());
    Ok(rows)
}

struct Bench {
    plain: PathBuf,
    counting: PathBuf,
    server: String,
    rounds: usize,
}

impl Bench {
    fn row(&self, work: &str, payload: &str) -> Result<RunRow> {
        let of = |who, times| Work { who, work, payload, times, server: &self.server };
        let nothing = Work { work: "nothing", ..of("sdk", 0) };
        let bytes = nothing.number(&self.plain, "bytes ")? as usize;
        let times = u32::try_from(BYTES / bytes.max(1)).unwrap_or(CALLS).max(1);
        let times = if work == "send" { CALLS } else { times };
        let (mut sdk, mut hand, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..self.rounds {
            let one = of("sdk", times).microseconds(&self.plain)?;
            let other = of("hand", times).microseconds(&self.plain)?;
            sdk.push(one);
            hand.push(other);
            ratios.push(one / other);
        }
        let turn = |all, who| -> Result<Turn> {
            let allocations = of(who, COUNTED).allocations(&self.counting)?;
            Ok(Turn { microseconds: median(all), allocations })
        };
        Ok(RunRow {
            work: if work == "send" { "call" } else { work }.to_owned(),
            payload: payload.to_owned(),
            bytes: (work != "send").then_some(bytes),
            sdk: turn(sdk, "sdk")?,
            by_hand: turn(hand, "hand")?,
            ratio: median(ratios),
        })
    }
}
