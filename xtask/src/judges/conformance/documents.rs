//! The packages, the documents that are emitted with them, and the scenarios.

use super::Scenario;
use crate::judges::install::Store;
use crate::judges::process;
use crate::repository;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Versions that go together: what they ask of one another excludes the newest ones.
const PACKAGES: &[&str] = &[
    "@typespec/spector@0.1.0-alpha.24-dev.2",
    "@typespec/http-specs@0.1.0-alpha.33-dev.3",
    "@typespec/compiler@1.16.0",
    "@typespec/http@1.16.0",
    "@typespec/json-schema@1.16.0",
    "@typespec/openapi@1.16.0",
    "@typespec/openapi3@1.16.0",
    "@typespec/events@0.86.0",
    "@typespec/rest@0.86.0",
    "@typespec/sse@0.86.0",
    "@typespec/streams@0.86.0",
    "@typespec/versioning@0.86.0",
    "@typespec/xml@0.86.0",
];
/// How long it may take to write all documents.
const LIMIT: Duration = Duration::from_secs(900);

/// What was written of a specification.
#[derive(Debug, Deserialize)]
pub(super) struct Written {
    /// The names of the documents, one a version.
    pub(super) documents: Vec<String>,
    /// What the emitter says that it cannot express.
    pub(super) losses: Vec<String>,
}

/// The documents and scenarios.
#[derive(Debug)]
pub(super) struct Emitted {
    /// The folder that `node_modules` is in.
    pub(super) packages: PathBuf,
    /// The folder of the documents.
    pub(super) folder: PathBuf,
    /// What was written, by specification.
    pub(super) written: BTreeMap<String, Written>,
    /// The scenarios of those specifications, by name.
    pub(super) scenarios: BTreeMap<String, Scenario>,
}

/// Installs the packages and emits the documents of the specifications; of all, where none
/// is named.
pub(super) fn emit(store: &Store, wanted: &[&str]) -> Result<Emitted> {
    let packages = store.npm_all("typespec", PACKAGES)?;
    let script = repository::root().join("xtask/conformance/emit.mjs");
    let text = fs::read_to_string(&script)?;
    let home = store.folder.join("conformance");
    // The documents of a version of the packages never change, but by the script.
    let is_of = |folder: &Path, mark: &str| {
        fs::read_to_string(folder.join("emitted-by")).is_ok_and(|old| old == mark)
    };
    let (all, some) = (home.join("all"), home.join("some"));
    let mark = format!("{text}{}", wanted.join(" "));
    let folder = if wanted.is_empty() || is_of(&all, &text) { all } else { some };
    if !is_of(&folder, &mark) && !is_of(&folder, &text) {
        fs::create_dir_all(&folder)?;
        let mut node = Command::new("node");
        node.arg(&script).arg(&packages).arg(&folder).args(wanted);
        process::run(&mut node, &store.logs(), "emit", LIMIT)?;
        fs::write(folder.join("emitted-by"), &mark)?;
    }
    let mut written: BTreeMap<String, Written> = read(&folder.join("documents.json"))?;
    written.retain(|name, _| wanted.is_empty() || wanted.contains(&name.as_str()));
    let mut scenarios: BTreeMap<String, Scenario> =
        read(&folder.join("scenarios.json"))?;
    scenarios.retain(|_, scenario| written.contains_key(&scenario.specification));
    Ok(Emitted { packages, folder: folder.join("documents"), written, scenarios })
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read(path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&text).with_context(|| path.display().to_string())
}
