//! `cargo xtask traffic`: bodies that servers really sent go through the generated types.
//!
//! A recording is a folder with a description (`openapi.json`) and `bodies.jsonl`: on each
//! line an object with `schema`, the pointer to a schema in the description, and `body`.

use crate::fidelity::{Journey, driver, is_about, is_same, types};
use crate::judges::Store;
use crate::repository;
use anyhow::{Context, Result};
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use oasmith::document::Pointer;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Send recorded bodies through the types of a generated crate.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask traffic                the webhooks that GitHub publishes as examples (npm)
  cargo xtask traffic recordings/shop")]
pub(crate) struct Arguments {
    /// A folder with openapi.json and bodies.jsonl; without it, npm packages are installed.
    folder: Option<PathBuf>,
    /// Show this many findings.
    #[arg(long, default_value_t = 20)]
    show: usize,
}

const DESCRIPTIONS: (&str, &str) = ("@octokit/openapi-webhooks", "12.1.0");
const EXAMPLES: (&str, &str) = ("@octokit/webhooks-examples", "7.6.1");

/// What came of all bodies.
#[derive(Default)]
struct Count {
    bodies: usize,
    /// Those whose schema has no type of its own.
    untyped: usize,
    /// Those that are as described, by the independent validator.
    valid: usize,
    decoded: usize,
    /// Those that a strict call would take.
    strict: usize,
    deviations: usize,
    findings: Vec<String>,
}

/// Each type and where its schema is, by the pointer to the schema.
type Types = BTreeMap<String, (String, Pointer)>;

/// Runs the task. The exit code is a failure where a body is refused, comes back changed, or
/// what is said of it is not so.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = match &arguments.folder {
        Some(folder) => folder.clone(),
        None => match recorded_webhooks() {
            Ok(folder) => folder,
            Err(error) => {
                println!("traffic: skipped, {error:#}");
                return Ok(ExitCode::SUCCESS);
            }
        },
    };
    let count = attempt(&folder)?;
    for finding in count.findings.iter().take(arguments.show) {
        println!("  {finding}");
    }
    let Count { bodies, untyped, valid, decoded, strict, deviations, .. } = count;
    println!(
        "{bodies} bodies, {untyped} of them without a type of their own, {valid} as described"
    );
    println!("{decoded} decoded, {strict} without a deviation, {deviations} deviations");
    println!("{} findings", count.findings.len());
    Ok(if count.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn attempt(folder: &Path) -> Result<Count> {
    let mut diagnostics = Diagnostics::default();
    let mut config = Config::default();
    config.package.name = Some(driver::PACKAGE.to_owned());
    let description = folder.join("openapi.json");
    let made = oasmith::generate(&description, &config, &mut diagnostics);
    let Ok((described, files)) = made else {
        anyhow::bail!("{} cannot be generated", description.display());
    };
    let types: Types = types(&described)
        .into_iter()
        .map(|one| (one.origin.to_string(), (one.ty, one.origin)))
        .collect();
    let mut count = Count::default();
    let mut journeys = Vec::new();
    let text = fs::read_to_string(folder.join("bodies.jsonl"))?;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut record: Value = serde_json::from_str(line).context("bodies.jsonl")?;
        let pointer = record.get("schema").and_then(Value::as_str).unwrap_or_default();
        let place = behind_references(&described.document.root, pointer);
        count.bodies = count.bodies.saturating_add(1);
        let Some((ty, _)) = types.get(&place) else {
            count.untyped = count.untyped.saturating_add(1);
            continue;
        };
        let value = record.get_mut("body").map(Value::take).unwrap_or_default();
        journeys.push((place, Journey { ty: ty.clone(), value, fault: None }));
    }
    judge(folder, &described, &files, &types, journeys, &mut count)?;
    Ok(count)
}

/// The pointer to the schema that a schema stands for.
fn behind_references(document: &Value, pointer: &str) -> String {
    let mut place = pointer.trim_start_matches('#').to_owned();
    for _ in 0..16 {
        let target = document.pointer(&place).and_then(|schema| schema.get("$ref"));
        match target.and_then(Value::as_str) {
            Some(target) => place = target.trim_start_matches('#').to_owned(),
            None => break,
        }
    }
    place
}

fn judge(
    folder: &Path,
    described: &oasmith::Described,
    files: &[oasmith::emit::SourceFile],
    types: &Types,
    journeys: Vec<(String, Journey)>,
    count: &mut Count,
) -> Result<()> {
    let name = folder.file_name().unwrap_or_default();
    let home = repository::target().join("traffic").join(name);
    let (places, journeys): (Vec<_>, Vec<_>) = journeys.into_iter().unzip();
    let mut used: Vec<&str> = journeys.iter().map(|one| one.ty.as_str()).collect();
    used.sort_unstable();
    used.dedup();
    let answers = driver::run(&home, files, &used, &journeys)?;
    let mut validators = BTreeMap::new();
    for ((place, journey), answer) in places.iter().zip(&journeys).zip(answers) {
        let Some((ty, origin)) = types.get(place) else { continue };
        let validator = validators
            .entry(place.clone())
            .or_insert_with(|| mock::violations(&described.document.root, origin));
        let wrong = validator.as_ref().map(|wrong| wrong(&journey.value));
        let valid = wrong.as_ref().is_some_and(Vec::is_empty);
        count.valid = count.valid.saturating_add(usize::from(valid));
        let back = match answer {
            Ok(back) => back,
            Err(error) => {
                count.findings.push(format!("{ty}: refused: {error}"));
                continue;
            }
        };
        count.decoded = count.decoded.saturating_add(1);
        let strict = back.deviations.is_empty();
        count.strict = count.strict.saturating_add(usize::from(strict));
        count.deviations = count.deviations.saturating_add(back.deviations.len());
        if !is_same(&journey.value, &back.value) {
            count.findings.push(format!("{ty}: came back changed"));
        }
        for deviation in &back.deviations {
            let is_so = wrong.as_ref().is_none_or(|wrong| {
                wrong.iter().any(|wrong| {
                    deviation.starts_with(wrong.as_str()) || is_about(deviation, wrong)
                })
            });
            if !is_so {
                count.findings.push(format!("{ty}: {deviation} is as described"));
            }
        }
    }
    Ok(())
}

/// The webhooks that GitHub publishes, as a recording.
fn recorded_webhooks() -> Result<PathBuf> {
    let store = Store { folder: repository::target().join("judges") };
    let description = store
        .npm(DESCRIPTIONS.0, DESCRIPTIONS.1)?
        .join("node_modules/@octokit/openapi-webhooks/generated/api.github.com.json");
    let examples = store
        .npm(EXAMPLES.0, EXAMPLES.1)?
        .join("node_modules/@octokit/webhooks-examples/api.github.com/index.json");
    let folder = repository::target().join("traffic").join("github-webhooks");
    fs::create_dir_all(&folder)?;
    fs::copy(&description, folder.join("openapi.json"))?;
    let described: Value = serde_json::from_slice(&fs::read(&description)?)?;
    let recorded: Value = serde_json::from_slice(&fs::read(&examples)?)?;
    let mut lines = String::new();
    for event in recorded.as_array().into_iter().flatten() {
        let name = event.get("name").and_then(Value::as_str).unwrap_or_default();
        for body in event.get("examples").and_then(Value::as_array).into_iter().flatten()
        {
            let schema = schema_of(&described, name, body);
            let line = json!({ "schema": schema, "body": body });
            let _infallible = writeln!(lines, "{line}");
        }
    }
    fs::write(folder.join("bodies.jsonl"), lines)?;
    Ok(folder)
}

/// Where the schema of an event is: by its name and action, or by its name alone.
fn schema_of(described: &Value, name: &str, body: &Value) -> String {
    let action = body.get("action").and_then(Value::as_str).unwrap_or_default();
    let key = |text: String| text.replace('_', "-");
    let webhooks = described.get("webhooks");
    let known =
        |key: &String| webhooks.is_some_and(|all| all.get(key.as_str()).is_some());
    let key =
        [key(format!("{name}-{action}")), key(name.to_owned())].into_iter().find(known);
    let Some(key) = key else { return String::new() };
    let schema =
        format!("/webhooks/{key}/post/requestBody/content/application~1json/schema");
    behind_references(described, &schema)
}
