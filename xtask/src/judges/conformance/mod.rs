//! `cargo xtask conformance`: generated SDKs against the scenario server `@typespec/spector`
//! with the scenarios of `@typespec/http-specs`.
//!
//! The documents are those that `@typespec/openapi3` writes of the specifications. Every
//! operation is called through a generated SDK; the server checks the request, and what the
//! SDK makes of the answer is compared with what the server sent.

mod documents;
mod program;
mod samples;
mod scenario;
mod table;

use super::install::Store;
use super::process::{self, Service, free_port};
use crate::repository;
use anyhow::Result;
use documents::Emitted;
use scenario::Scenario;
use std::collections::BTreeMap;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// Call every scenario of @typespec/http-specs through a generated SDK.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask conformance
  cargo xtask conformance payload-multipart payload-pageable
  cargo xtask conformance --sample

The packages are installed by npm below target/judges. Of all specifications, the table in
docs/conformance.md is written anew. A scenario that does not pass, and is not listed in
xtask/conformance/known.txt, is a failure.")]
pub(crate) struct Arguments {
    /// Call the scenarios of these specifications only, such as `payload-multipart`.
    specifications: Vec<String>,
    /// Call a fixed sample, which takes less than three minutes.
    #[arg(long)]
    sample: bool,
}

/// The specifications of a sample.
const SAMPLE: &[&str] = &[
    "encode-datetime",
    "parameters-collection-format",
    "payload-multipart",
    "payload-pageable",
    "routes",
    "type-union",
];
/// Scenarios that are known not to pass, each with the reason.
const KNOWN: &str = include_str!("../../../conformance/known.txt");
/// How long the server may take to read all scenarios.
const START_LIMIT: Duration = Duration::from_secs(300);
/// How long all calls may take.
const LIMIT: Duration = Duration::from_secs(900);

/// What became of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    /// The server took the request, and the answer was read as it was sent.
    Passed,
    /// What went wrong.
    Failed(String),
    /// Why it was not called.
    NotCalled(String),
}

/// Runs the judge, prints what it said.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if Command::new("npm").arg("--version").output().is_err() {
        println!("conformance: skipped, npm is not installed");
        return Ok(ExitCode::SUCCESS);
    }
    let started = Instant::now();
    let store = Store { folder: repository::target().join("judges") };
    let wanted: Vec<&str> = match (arguments.sample, arguments.specifications.as_slice())
    {
        (true, _) => SAMPLE.to_vec(),
        (false, some) => some.iter().map(String::as_str).collect(),
    };
    let emitted = documents::emit(&store, &wanted)?;
    let outcomes = judge(&store, &emitted)?;
    let known = known();
    let failures = report(&outcomes, &known);
    if wanted.is_empty() {
        table::write(&emitted, &outcomes, &known)?;
    }
    println!("{:.0} s", started.elapsed().as_secs_f64());
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Calls all scenarios; gives what became of each, by name.
fn judge(store: &Store, emitted: &Emitted) -> Result<BTreeMap<String, Outcome>> {
    let mut outcomes = BTreeMap::new();
    let program = program::build(store, emitted, &mut outcomes)?;
    let port = free_port()?;
    let coverage = store.folder.join("conformance/coverage.json");
    let mut server = Command::new("node");
    // To show a difference in XML, the server asks a printer that cannot, and would end.
    server.arg("--unhandled-rejections=warn");
    server.arg(emitted.packages.join("node_modules/@typespec/spector/cmd/cli.mjs"));
    server
        .arg("serve")
        .arg(emitted.packages.join("node_modules/@typespec/http-specs/specs"));
    server.args(["--port", &port.to_string(), "--coverageFile"]).arg(coverage);
    let log = store.logs().join("conformance.server.log");
    let server = Service::start(&mut server, port, &log, START_LIMIT)?;
    let mut command = Command::new(program);
    command.env("ORIGIN", format!("http://localhost:{port}"));
    command.env("CASES", store.folder.join("conformance/cases.json"));
    command.env(
        "ASSETS",
        emitted.packages.join("node_modules/@typespec/http-specs/assets"),
    );
    let output = process::run(&mut command, &store.logs(), "conformance", LIMIT)?;
    server.stop()?;
    for line in output.lines() {
        let Some((word, rest)) = line.split_once(' ') else { continue };
        let (name, why) = rest.split_once(": ").unwrap_or((rest, ""));
        let outcome = match word {
            "ok" => Outcome::Passed,
            "failed" => Outcome::Failed(why.to_owned()),
            "skipped" => Outcome::NotCalled(why.to_owned()),
            _ => continue,
        };
        // One call that went wrong decides.
        if outcomes.get(name).is_none_or(|old| *old == Outcome::Passed) {
            outcomes.insert(name.to_owned(), outcome);
        }
    }
    Ok(outcomes)
}

/// The known scenarios and their reasons.
fn known() -> BTreeMap<&'static str, &'static str> {
    let lines = KNOWN.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": ")).collect()
}

/// Prints what did not pass, and the counts; gives how many failures are not known.
fn report(outcomes: &BTreeMap<String, Outcome>, known: &BTreeMap<&str, &str>) -> usize {
    let (mut passed, mut failed, mut left) = (0_usize, 0_usize, 0_usize);
    for (name, outcome) in outcomes {
        let (word, why, count) = match outcome {
            Outcome::Passed => {
                passed = passed.saturating_add(1);
                continue;
            }
            Outcome::Failed(why) if known.contains_key(name.as_str()) => {
                ("known     ", why, &mut left)
            }
            Outcome::Failed(why) => ("FAILED    ", why, &mut failed),
            Outcome::NotCalled(why) => ("not called", why, &mut left),
        };
        *count = count.saturating_add(1);
        println!("  {word} {name}: {why}");
    }
    let all = outcomes.len();
    println!("{all} scenarios: {passed} passed, {failed} failed, {left} listed");
    failed
}
