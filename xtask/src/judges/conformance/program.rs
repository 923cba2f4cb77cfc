//! The SDKs, and the program that calls scenarios through them.

use super::documents::Emitted;
use super::scenario::{Exchange, Scenario};
use super::{Outcome, samples};
use crate::judges::install::Store;
use crate::judges::process;
use crate::repository::{cargo, root, target};
use anyhow::{Context, Result, anyhow, bail};
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use oasmith::ir::{Api, Output, OutputShape};
use oasmith::name::{Named, name};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

const MAIN: &str = include_str!("../../../conformance/main.rs");
const DRIVER: &str = include_str!("../../../conformance/driver.rs");
/// Values that the scenarios give in XML.
const VALUES: &str = include_str!("../../../conformance/values.json");
/// How long the compiler may take.
const BUILD_LIMIT: Duration = Duration::from_secs(1500);
/// The server of documents that have none of their own.
const PLAIN_SERVER: &str = "http://localhost:3000";

/// A description and its SDK.
struct Sdk {
    /// The Rust name of the crate.
    name: String,
    /// The specification that it is of alone.
    of: Option<String>,
    /// The version, where the specification has several.
    version: String,
    named: Named,
}

/// Generates the SDKs and builds the program; says what is not called, and why.
pub(super) fn build(
    store: &Store,
    emitted: &Emitted,
    outcomes: &mut BTreeMap<String, Outcome>,
) -> Result<PathBuf> {
    let home = store.folder.join("conformance/crates");
    let sdks = sdks(emitted, &home)?;
    let mut cases = Vec::new();
    let values: BTreeMap<String, Value> = serde_json::from_str(VALUES)?;
    for (scenario_name, scenario) in &emitted.scenarios {
        if is_by_hand(scenario_name, &scenario.specification) {
            continue;
        }
        match case(&sdks, scenario_name, scenario, values.get(scenario_name)) {
            Ok(mut found) => cases.append(&mut found),
            Err(why) => {
                outcomes.insert(scenario_name.clone(), Outcome::NotCalled(why));
            }
        }
    }
    fs::write(store.folder.join("conformance/cases.json"), serde_json::to_vec(&cases)?)?;
    write_program(&home, &sdks, emitted)?;
    let mut build = cargo();
    build.args(["build", "--quiet", "--manifest-path"]).arg(home.join("Cargo.toml"));
    build.args(["--package", "conformance"]);
    build.env("CARGO_TARGET_DIR", target().join("judges/conformance/target"));
    process::run(&mut build, &store.logs(), "build-conformance", BUILD_LIMIT)?;
    let file = format!("conformance{}", std::env::consts::EXE_SUFFIX);
    Ok(target().join("judges/conformance/target/debug").join(file))
}

/// The calls of a specification that are written by hand.
fn by_hand(specification: &str) -> PathBuf {
    root().join("xtask/conformance/by_hand").join(format!("{}.rs", rust(specification)))
}

fn is_by_hand(scenario: &str, specification: &str) -> bool {
    let text = fs::read_to_string(by_hand(specification)).unwrap_or_default();
    text.contains(&format!("\"{scenario}\""))
}

fn rust(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    name.to_lowercase().chars().map(plain).collect()
}

/// One SDK for all documents that go together, and one each for those that have servers,
/// credentials or versions of their own, or calls by hand, which need names that stay.
fn sdks(emitted: &Emitted, home: &Path) -> Result<Vec<Sdk>> {
    let mut sdks = Vec::new();
    let mut paths = Map::new();
    for (specification, written) in &emitted.written {
        let several = written.documents.len() > 1;
        for document in &written.documents {
            let place = format!("{specification}/{document}");
            let text = fs::read(emitted.folder.join(&place)).context(place.clone())?;
            let root: Value = serde_json::from_slice(&text).context(place.clone())?;
            let is_plain = root.pointer("/servers/0/url").and_then(Value::as_str)
                == Some(PLAIN_SERVER)
                && root.pointer("/components/securitySchemes").is_none();
            if is_plain && !several && !by_hand(specification).exists() {
                for path in root
                    .get("paths")
                    .and_then(Value::as_object)
                    .into_iter()
                    .flat_map(Map::keys)
                {
                    let pointer = path.replace('~', "~0").replace('/', "~1");
                    let pointer = percent(&pointer);
                    let target = format!("{place}#/paths/{pointer}");
                    paths.insert(path.clone(), json!({ "$ref": target }));
                }
                continue;
            }
            let version = document.strip_prefix("openapi.").unwrap_or_default();
            let version = version.trim_end_matches("json").trim_end_matches('.');
            let name = match several {
                true => rust(&format!("{specification}-{version}")),
                false => rust(specification),
            };
            let of = Some(specification.clone());
            sdks.push(sdk(home, &emitted.folder.join(&place), name, of, version)?);
        }
    }
    if !paths.is_empty() {
        let all = json!({
            "openapi": "3.1.0",
            "info": { "title": "All", "version": "1" },
            "servers": [{ "url": PLAIN_SERVER }],
            "paths": paths,
        });
        let path = emitted.folder.join("together.json");
        fs::write(&path, serde_json::to_vec_pretty(&all)?)?;
        sdks.push(sdk(home, &path, "together".to_owned(), None, "")?);
    }
    Ok(sdks)
}

fn percent(pointer: &str) -> String {
    let escape = |letter: char| match letter {
        '{' => "%7B".to_owned(),
        '}' => "%7D".to_owned(),
        '%' => "%25".to_owned(),
        ' ' => "%20".to_owned(),
        other => other.to_string(),
    };
    pointer.chars().map(escape).collect()
}

fn sdk(
    home: &Path,
    description: &Path,
    name_of: String,
    of: Option<String>,
    version: &str,
) -> Result<Sdk> {
    let folder = home.join(&name_of);
    let (from, to) = (description.display().to_string(), folder.display().to_string());
    let package = format!("sdk_{name_of}");
    let arguments = ["generate", &from, "--out", &to, "--package", &package, "--force"];
    if oasmith::cli::run_as("cargo xtask conformance", arguments) != ExitCode::SUCCESS {
        bail!("no SDK can be generated for {from}");
    }
    let mut found = Diagnostics::default();
    let described = oasmith::describe(description, &Config::default(), &mut found)
        .map_err(|_| anyhow!("{from} cannot be generated"))?;
    let named = name(described.api);
    Ok(Sdk { name: name_of, of, version: version.to_owned(), named })
}

/// The calls of a scenario.
fn case(
    sdks: &[Sdk],
    scenario_name: &str,
    scenario: &Scenario,
    value: Option<&Value>,
) -> Result<Vec<Value>, String> {
    let mut cases = Vec::new();
    for exchange in &scenario.apis {
        let (sdk, index, path) = chosen(sdks, &scenario.specification, exchange)
            .ok_or_else(|| {
                format!("no operation for {} {}", exchange.method, exchange.uri)
            })?;
        let api = &sdk.named.api;
        let operation =
            api.operations.get(index).ok_or_else(|| "no such operation".to_owned())?;
        if sender(api, index).is_none() {
            return Err("it has several kinds of answers".to_owned());
        }
        let mut exchange = exchange.clone();
        let mut given = None;
        if let (Some(value), Some(_)) = (value, &exchange.request.body) {
            exchange.request.body = None;
            given = Some(value.clone());
        }
        let mut sample = samples::sample(api, operation, &path, &exchange)?;
        if let (Some(given), Some(members)) = (given, sample.as_object_mut()) {
            members.insert("body".to_owned(), given);
        }
        let expected = match (&exchange.response.body, value) {
            (Some(_), Some(value)) => value.clone(),
            (Some(body), None) => match body.base64() {
                Some(bytes) => json!({ "$bytes": bytes }),
                None => body.value().ok_or("its answer cannot be read")?,
            },
            (None, _) => Value::Null,
        };
        cases.push(json!({
            "scenario": scenario_name,
            "sdk": sdk.name,
            "operation": index,
            "sample": sample,
            "status": exchange.response.status,
            "expected": expected,
        }));
    }
    Ok(cases)
}

/// The SDK and operation for an exchange, and the texts of its path parameters.
fn chosen<'a>(
    sdks: &'a [Sdk],
    specification: &str,
    exchange: &Exchange,
) -> Option<(&'a Sdk, usize, samples::Texts<'a>)> {
    let own = || sdks.iter().filter(|sdk| sdk.of.as_deref() == Some(specification));
    let query = exchange.request.query.iter().flat_map(|query| query.values());
    let texts: Vec<&str> =
        query.filter_map(Value::as_str).chain([&*exchange.uri]).collect();
    let is_said = |sdk: &&Sdk| {
        let marks = [format!(":{}/", sdk.version), format!("/{}", sdk.version)];
        !sdk.version.is_empty()
            && texts.iter().any(|text| {
                *text == sdk.version
                    || text.contains(&marks[0])
                    || text.ends_with(&marks[1])
            })
    };
    let said = own().filter(is_said);
    let newest: Vec<&Sdk> = own().collect();
    let together = sdks.iter().filter(|sdk| sdk.of.is_none());
    let mut order = said.chain(newest.into_iter().rev()).chain(together);
    order.find_map(|sdk| {
        let (index, path) = samples::operation(&sdk.named.api, exchange)?;
        Some((sdk, index, path))
    })
}

/// The function of the driver that calls an operation.
fn sender(api: &Api, index: usize) -> Option<&'static str> {
    let Output::One(shape) = api.operations.get(index)?.output else { return None };
    match shape {
        OutputShape::Nothing | OutputShape::Typed(_) | OutputShape::Text => {
            Some("typed")
        }
        OutputShape::Bytes => Some("bytes"),
        OutputShape::JsonLines(_) => Some("lines"),
        OutputShape::Events(_) => None,
    }
}

fn write_program(home: &Path, sdks: &[Sdk], emitted: &Emitted) -> Result<()> {
    let source = home.join("program/src");
    fs::create_dir_all(&source)?;
    let mut main = MAIN.to_owned();
    let mut dependencies = String::new();
    let mut call = String::new();
    for sdk in sdks {
        let name = &sdk.name;
        write_changed(&source.join(format!("{name}.rs")), &driver(sdk)?)?;
        writeln!(main, "mod {name};")?;
        writeln!(
            call,
            "        {name:?} => {name}::call(origin, operation, sample).await,"
        )?;
        writeln!(
            dependencies,
            "sdk_{name} = {{ path = {:?}, default-features = false, features = {:?} }}",
            home.join(name),
            features(&home.join(name))?
        )?;
    }
    let mut hands = String::new();
    for specification in emitted.written.keys() {
        let path = by_hand(specification);
        if path.exists() {
            let module = format!("by_hand_{}", rust(specification));
            writeln!(main, "#[path = {path:?}]\nmod {module};")?;
            writeln!(hands, "    {module}::run(origin).await;")?;
        }
    }
    writeln!(
        main,
        "async fn call(sdk: &str, origin: &str, operation: usize, sample: &str) -> Answer {{\n    \
         match sdk {{\n{call}        _ => Err(Failure::Other(\"no such SDK\".to_owned())),\n    }}\n}}\n\n\
         async fn by_hand(origin: &str) {{\n    let _ = origin;\n{hands}}}"
    )?;
    write_changed(&source.join("main.rs"), &main)?;
    let members: Vec<String> = sdks
        .iter()
        .map(|sdk| format!("{:?}", sdk.name))
        .chain(["\"program\"".into()])
        .collect();
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
        members.join(", ")
    );
    write_changed(&home.join("Cargo.toml"), &workspace)?;
    let manifest = format!(
        "[package]\nname = \"conformance\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         publish = false\n\n[dependencies]\nbase64 = \"0.22\"\nbytes = \"1\"\nfutures-util = \
         {{ version = \"0.3\", default-features = false }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n{dependencies}"
    );
    write_changed(&home.join("program/Cargo.toml"), &manifest)?;
    fs::copy(root().join("Cargo.lock"), home.join("Cargo.lock"))?;
    Ok(())
}

/// The features of a crate that are on. The server speaks plain HTTP: without TLS, there is
/// much less to compile.
fn features(sdk: &Path) -> Result<Vec<&'static str>> {
    let manifest = fs::read_to_string(sdk.join("Cargo.toml"))?;
    let default = manifest.lines().find(|line| line.starts_with("default = "));
    let mut features = vec!["all-groups", "reqwest", "serde"];
    if default.is_some_and(|line| line.contains("\"xml\"")) {
        features.push("xml");
    }
    Ok(features)
}

/// What calls the operations of an SDK.
fn driver(sdk: &Sdk) -> Result<String> {
    let Named { api, names } = &sdk.named;
    let mut text = format!("use sdk_{} as sdk;\n\n{DRIVER}", sdk.name);
    text.push_str("#[rustfmt::skip]\nstatic SENDERS: &[(usize, Sender)] = &[\n");
    for (index, name) in names.operations.iter().enumerate() {
        let group = names.groups.iter().find(|group| group.operations.contains(&index));
        let group = group.context("an operation without a group")?;
        if let Some(sender) = sender(api, index) {
            let (module, params) = (&group.module, &name.params);
            let inferred = if sender == "lines" { ", _" } else { "" };
            writeln!(
                text,
                "    ({index}, |client, sample| Box::pin({sender}::<sdk::operations::{module}::{params}{inferred}>(client, sample))),"
            )?;
        }
    }
    text.push_str("];\n");
    Ok(text)
}

/// Leaves a file alone that is as it should be, so that it is not compiled again.
fn write_changed(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text)?;
    }
    Ok(())
}
