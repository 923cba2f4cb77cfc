//! Stoplight Prism, from npm: a mock that validates requests against a description. Every
//! operation whose request can be made up is sent through the generated SDK.

use super::driver::{self, Sdk};
use super::install::Store;
use super::process::{Service, free_port};
use super::verdict::{self, Verdict};
use anyhow::{Context, Result, anyhow};
use mock::Variety;
use oasmith::Described;
use oasmith::diagnostic::Diagnostics;
use oasmith::ir::{Api, Operation, StatusPattern};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const DRIVER: &str = include_str!("../../judges/prism.rs");
/// How long Prism may take to read a description: 4 MB of YAML take it half a minute.
const START_LIMIT: Duration = Duration::from_secs(150);
/// How long all requests may take.
const LIMIT: Duration = Duration::from_secs(240);
/// What is sent of each operation: what is required only, then all that there may be, then
/// some of it.
const VARIETIES: [(&str, Variety); 3] = [
    ("what is required", Variety::Sparse),
    ("everything", Variety::Full),
    ("some", Variety::Mixed),
];

/// Judges the requests of the SDK in generated/.
pub(super) fn judge_committed(
    store: &Store,
    description: &Path,
) -> Result<Vec<Verdict>> {
    judge(store, description, "committed", &driver::committed())
}

/// Judges the requests of an SDK that is generated for a description, where it is there.
pub(super) fn judge_generated(
    store: &Store,
    description: &Path,
) -> Result<Vec<Verdict>> {
    if !description.exists() {
        let why = format!("{} is not there", description.display());
        return Ok(vec![Verdict::skipped("all operations", why)]);
    }
    let sdk = driver::generate(store, description, "atlas")?;
    judge(store, description, "atlas", &sdk)
}

fn judge(
    store: &Store,
    description: &Path,
    name: &str,
    sdk: &Sdk,
) -> Result<Vec<Verdict>> {
    let package = store.npm("@stoplight/prism-cli", "5")?;
    let mut found = Diagnostics::default();
    let described =
        oasmith::describe(description, &oasmith::config::Config::default(), &mut found)
            .map_err(|_| anyhow!("{} cannot be generated", description.display()))?;
    let (samples, mut verdicts) = samples(&described);
    let kept = kept(&described.api);
    let samples_path = store.folder.join(format!("samples-{name}.json"));
    fs::write(&samples_path, serde_json::to_vec(&samples)?)?;
    let name = format!("prism-{name}");
    let program = driver::build(store, sdk, &name, &program(described.api)?)?;

    let port = free_port()?;
    let mut prism = Command::new("node");
    // The name of the file is not always on the search path as a program.
    prism.arg(package.join("node_modules/@stoplight/prism-cli/dist/index.js"));
    prism.args(["mock", "--errors", "--multiprocess=false", "--verboseLevel=error"]);
    let narrowed = store.folder.join(format!("prism-{name}.json"));
    fs::write(&narrowed, serde_json::to_vec(&one_version(description, &kept)?)?)?;
    prism.args(["--host", "127.0.0.1", "--port", &port.to_string()]).arg(narrowed);
    let log = store.logs().join(format!("{name}.server.log"));
    let server = Service::start(&mut prism, port, &log, START_LIMIT)?;
    let url = format!("http://127.0.0.1:{port}");
    let samples_path = samples_path.to_str().context("a path that is no text")?;
    let environment = [("BASE_URL", url.as_str()), ("SAMPLES", samples_path)];
    let mut program = driver::command(&program, &environment);
    verdicts.extend(verdict::of_program(&mut program, &name, &store.logs(), LIMIT)?);
    server.stop()?;
    Ok(verdicts)
}

/// What an SDK has of an operation.
struct Kept {
    media_types: BTreeSet<String>,
    statuses: BTreeSet<String>,
}

/// What the SDK has of each operation, by its id.
fn kept(api: &Api) -> BTreeMap<String, Kept> {
    let of = |operation: &Operation| {
        let responses = operation.responses.iter().flat_map(|one| &one.contents);
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let contents = bodies.chain(responses);
        let statuses = operation.responses.iter().filter_map(|one| match one.status {
            StatusPattern::Code(code) => Some(code.to_string()),
            StatusPattern::Range(_) | StatusPattern::Default => None,
        });
        Kept {
            media_types: contents.map(|content| content.media_type.clone()).collect(),
            statuses: statuses.collect(),
        }
    };
    api.operations.iter().map(|one| (one.id.clone(), of(one))).collect()
}

/// The description with one version of each operation, the SDK's. Prism reads of
/// `application/vnd.example.2025-03-12+json` no more than `json`, so that of several versions
/// it takes the first, whatever is asked for.
fn one_version(description: &Path, kept: &BTreeMap<String, Kept>) -> Result<Value> {
    let text = fs::read_to_string(description)?;
    let mut document: Value = serde_norway::from_str(&text)?;
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(|paths| paths.values_mut());
    for operation in
        items.filter_map(Value::as_object_mut).flat_map(|item| item.values_mut())
    {
        let id = operation.get("operationId").and_then(Value::as_str);
        let Some(kept) = id.and_then(|id| kept.get(id)) else { continue };
        if let Some(body) = operation.get_mut("requestBody") {
            narrow(body, kept);
        }
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        let Some(responses) = responses else { continue };
        responses.retain(|key, _| !key.starts_with('2') || kept.statuses.contains(key));
        responses.values_mut().for_each(|response| narrow(response, kept));
    }
    Ok(document)
}

/// Leaves of the media types of a body those that are kept, if any is.
fn narrow(owner: &mut Value, kept: &Kept) {
    let content = owner.get_mut("content").and_then(Value::as_object_mut);
    if let Some(content) = content
        && content.keys().any(|key| kept.media_types.contains(key))
    {
        content.retain(|key, _| kept.media_types.contains(key));
    }
}

/// The requests to send, each with the operation's id and the name of the case; and a
/// verdict for each that cannot be made up.
fn samples(described: &Described) -> (Vec<Value>, Vec<Verdict>) {
    let (mut samples, mut verdicts) = (Vec::new(), Vec::new());
    let document = Some(&described.document.root);
    for (index, operation) in described.api.operations.iter().enumerate() {
        let id = &operation.id;
        for (what, variety) in VARIETIES {
            let case = format!("{id}, {what}");
            match mock::sample(&described.api, document, index, variety, 1) {
                Ok(sample) => samples.push(json!([id, case, sample])),
                Err(why) => verdicts.push(Verdict::skipped(&case, why.to_string())),
            }
        }
    }
    (samples, verdicts)
}

/// The program, with a line for each operation.
fn program(api: Api) -> Result<String> {
    let named = oasmith::name::name(api);
    let mut text = DRIVER.to_owned();
    text.push_str("#[rustfmt::skip]\nstatic SENDERS: &[(&str, Sender)] = &[\n");
    for (operation, name) in named.api.operations.iter().zip(&named.names.operations) {
        let group = named.names.groups.iter().find(|group| {
            let index =
                named.api.operations.iter().position(|one| one.id == operation.id);
            index.is_some_and(|index| group.operations.contains(&index))
        });
        let group = group.context("an operation without a group")?;
        let (module, params) = (&group.module, &name.params);
        let id = &operation.id;
        writeln!(text, "    ({id:?}, send::<sdk::operations::{module}::{params}>),")?;
    }
    text.push_str("];\n");
    Ok(text)
}
