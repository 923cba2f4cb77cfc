//! The process that tries changed descriptions, one after the other. It says the number of
//! each before it tries it, so that whoever watches knows which one broke it.

use crate::corpus::discover::{self, Candidate};
use crate::mutate::{bytes, change};
use crate::repository;
use anyhow::{Context, Result};
use oasmith::config::Config;
use oasmith::diagnostic::{Diagnostics, RenderOptions, render, to_json_lines};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Larger descriptions are left out: it is the number of inputs that finds faults.
const MAX_BYTES: u64 = 60_000;
/// One input in so many has damaged bytes, one in so many odd texts.
const DAMAGED_EVERY: usize = 2;

/// The name of the file that holds the input that is being tried.
pub(super) const INPUT: &str = "input.json";

/// Tries changed descriptions until it is ended.
pub(super) fn run(folder: &Path, more: &[PathBuf], seed: u64) -> Result<ExitCode> {
    let root = repository::root();
    let mut folders: Vec<PathBuf> =
        ["generator/tests/features", "generator/tests/bad_input", "xtask/hostile"]
            .iter()
            .map(|name| root.join(name))
            .collect();
    folders.extend(more.iter().cloned());
    let mut candidates = discover::descriptions(&folders)?;
    candidates.retain(|candidate| candidate.bytes <= MAX_BYTES);
    // Those of the set that are slow by design would be all that is tried.
    candidates.retain(|candidate| !candidate.name.starts_with("copies"));
    let path = folder.join(INPUT);
    let mut out = std::io::stdout().lock();
    for number in 0_u64.. {
        let start = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number;
        let mut random = fastrand::Rng::with_seed(start);
        let original = random.choice(&candidates).context("there is no description")?;
        fs::write(&path, mutant(original, &mut random)?)?;
        writeln!(out, "{number}")?;
        out.flush()?;
        attempt(&path);
    }
    Ok(ExitCode::SUCCESS)
}

/// Everything from the file to names, and all that is shown of it.
fn attempt(path: &Path) {
    let mut diagnostics = Diagnostics::default();
    let described = oasmith::describe(path, &Config::default(), &mut diagnostics);
    if let Ok(described) = described {
        drop(oasmith::name::name(described.api));
    }
    drop(render(&diagnostics, RenderOptions::default()));
    drop(to_json_lines(&diagnostics));
}

fn mutant(original: &Candidate, random: &mut fastrand::Rng) -> Result<Vec<u8>> {
    let mut bytes = fs::read(&original.path)?;
    if random.usize(..DAMAGED_EVERY) == 0 {
        bytes::damage(&mut bytes, random);
        return Ok(bytes);
    }
    let Ok(mut root) = serde_norway::from_slice::<Value>(&bytes) else {
        bytes::damage(&mut bytes, random);
        return Ok(bytes);
    };
    change(&mut root, random.fork(), &mut Vec::new());
    let odd = random.usize(..4);
    for _ in 0..odd {
        put_odd_text(&mut root, random);
    }
    Ok(serde_json::to_vec(&root)?)
}

/// Texts that steer terminals, end literals and comments, or are no names.
const ODD: &[&str] = &[
    "",
    " ",
    "\u{1b}[2J",
    "\u{202e}a\u{2066}",
    "\0",
    "\r\nX: 1",
    "*/ } \"#\"; /*",
    "{{ x }} {% y %}",
    "漢字",
    "é́́",
    "r#type",
    "self",
    "_",
    "0",
    "-1",
    "a.b[c]/d~e%2f#g?h",
    "https://u:p@a.test",
    "../../x.yaml",
    "#/components/schemas/%00",
    "{",
    "}",
    "{}",
    "{{}}",
    "{a}{a}",
];

/// Puts an odd text in the place of a value or a key, somewhere.
fn put_odd_text(root: &mut Value, random: &mut fastrand::Rng) {
    let text = random.choice(ODD).copied().unwrap_or_default();
    let text = if random.usize(..8) == 0 { text.repeat(300) } else { text.to_owned() };
    let mut place = root;
    while has_parts(place) {
        let stop = random.usize(..6) == 0;
        let next = match place {
            Value::Object(map) => {
                let index = random.usize(..map.len());
                if stop && let Some(key) = map.keys().nth(index).cloned() {
                    let value = map.shift_remove(&key).unwrap_or_default();
                    map.insert(text, value);
                    return;
                }
                map.values_mut().nth(index)
            }
            Value::Array(items) => {
                let index = random.usize(..items.len());
                items.get_mut(index)
            }
            _ => None,
        };
        let Some(next) = next else { return };
        place = next;
    }
    *place = Value::String(text);
}

fn has_parts(value: &Value) -> bool {
    value.as_object().is_some_and(|map| !map.is_empty())
        || value.as_array().is_some_and(|items| !items.is_empty())
}
