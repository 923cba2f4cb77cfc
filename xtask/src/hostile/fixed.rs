//! The fixed set: each input in a process of its own, held to its bounds.

use super::room;
use crate::corpus::trial::Limits;
use crate::measure::{Measured, measured};
use crate::repository::{self, Build};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// MiB of addresses that the generator may reserve and not use.
const ADDRESSES: u64 = 4096;

/// An input, and what may become of it.
#[derive(Deserialize)]
struct Case {
    /// The description, in the folder of the set.
    input: String,
    /// The finding it gets, if it gets a certain one.
    code: Option<String>,
    /// How the generator ends.
    exit: i32,
    /// How long it may take by the clock.
    seconds: u64,
    /// How much memory, in MiB.
    mebibytes: u64,
    /// What must not be shown.
    #[serde(default)]
    absent: Vec<String>,
}

/// Tries all; how many broke.
pub(super) fn run(dev: bool) -> Result<u64> {
    let set = repository::root().join("xtask").join("hostile");
    let cases = fs::read_to_string(set.join("cases.json"))?;
    let cases: Vec<Case> = serde_json::from_str(&cases)?;
    let folder = repository::target().join("hostile-set");
    let here = folder.join("fixed");
    if here.exists() {
        fs::remove_dir_all(&here)?;
    }
    fs::create_dir_all(here.join("set").join("room"))?;
    for entry in fs::read_dir(&set)? {
        let entry = entry?;
        fs::copy(entry.path(), here.join("set").join(entry.file_name()))?;
    }
    // What links and paths lead to: outside of the set, and without a way back.
    let secret = here.join("secret");
    fs::write(&secret, "hunter2: : [\n")?;
    fs::write(here.join("Cargo.toml"), "[package]\nname = 'hunter2'\n")?;
    room::make(&here.join("set").join("room"), &secret)?;
    let build = if dev { Build::Development } else { Build::Release };
    let generator = repository::copy_generator(&folder, build)?;
    let mut broken = 0_u64;
    for case in &cases {
        let start = Instant::now();
        let ended = attempt(case, &generator, &here.join("set"))?;
        let fault = fault(case, &ended);
        println!(
            "{} {}: {:.1} s, {:.0} MiB{}",
            if fault.is_some() { "broken" } else { "    ok" },
            case.input,
            start.elapsed().as_secs_f64(),
            ended.peak_mebibytes,
            fault.as_ref().map(|words| format!(": {words}")).unwrap_or_default(),
        );
        broken = broken.saturating_add(u64::from(fault.is_some()));
    }
    println!("{} hostile inputs, {broken} broken", cases.len());
    Ok(broken)
}

fn attempt(case: &Case, generator: &Path, set: &Path) -> Result<Measured> {
    // Stacks are addresses that are reserved: what is really used is looked at afterwards.
    let mebibytes = case.mebibytes.saturating_add(ADDRESSES);
    let limits = Limits { seconds: case.seconds, mebibytes };
    let mut command = limits.command(generator);
    command.args(["list", &case.input, "--message-format", "json"]);
    command.current_dir(set);
    measured(&mut command).context("cannot run the generator")
}

/// What is wrong with how it ended.
fn fault(case: &Case, ended: &Measured) -> Option<String> {
    let shown = format!("{}{}", ended.stdout, ended.stderr);
    let first = || ended.stderr.lines().take(2).collect::<Vec<_>>().join(" / ");
    match ended.code {
        Some(137) => return Some(format!("not done after {} s", case.seconds)),
        code if code != Some(case.exit) => {
            return Some(format!("ended with {code:?}: {}", first()));
        }
        _ => {}
    }
    if let Some(code) = &case.code
        && !ended.stderr.contains(&format!("\"code\":\"{code}\""))
    {
        return Some(format!("no {code}, but: {}", first()));
    }
    if case.exit != 0 && !ended.stderr.contains("\"severity\":\"error\"") {
        return Some("no error says why".to_owned());
    }
    if let Some(text) = case.absent.iter().find(|text| shown.contains(text.as_str())) {
        return Some(format!("{text:?} is shown"));
    }
    let too_large = ended.peak_mebibytes > case.mebibytes as f64;
    too_large.then(|| format!("more than {} MiB", case.mebibytes))
}
