//! `cargo xtask sbom`: what a program or a crate is made of, as CycloneDX JSON. It says what
//! cargo says: the packages that are built for this machine with the default features, and
//! what each of them needs.

use crate::repository;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// List what the generator or an SDK is made of, as CycloneDX JSON.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask sbom > oasmith.cdx.json
  cargo xtask sbom --crate generated --out target/atlas-sdk.cdx.json")]
pub(crate) struct Arguments {
    /// The folder of the crate: the generator's, unless set, or any SDK's.
    #[arg(long = "crate", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Write to a file and not to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let own = repository::root().join("generator");
    let folder = arguments.folder.as_deref().unwrap_or(&own);
    let bill = bill(folder)?;
    let text = serde_json::to_string_pretty(&bill)? + "\n";
    match &arguments.out {
        Some(path) => {
            std::fs::write(path, text).context("cannot write the list")?;
            let components = bill.get("components").and_then(Value::as_array);
            println!(
                "{}: {} components",
                path.display(),
                components.map_or(0, Vec::len)
            );
        }
        None => print!("{text}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Name and version.
type Id = (String, String);

/// The list for the crate in a folder.
fn bill(folder: &Path) -> Result<Value> {
    let manifest = folder.join("Cargo.toml");
    let metadata: Value = serde_json::from_str(&cargo(&[
        "metadata".as_ref(),
        "--format-version=1".as_ref(),
        "--manifest-path".as_ref(),
        manifest.as_ref(),
    ])?)?;
    // `metadata` tells of all members of a workspace and all machines; `tree` of this crate
    // on this one, each package before what it needs, one level deeper.
    let tree = cargo(&[
        "tree".as_ref(),
        "--edges=normal,build".as_ref(),
        "--prefix=depth".as_ref(),
        "--no-dedupe".as_ref(),
        "--format= {p}".as_ref(),
        "--manifest-path".as_ref(),
        manifest.as_ref(),
    ])?;
    let (root, needs) = read_tree(&tree).context("cargo names no package")?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.context("cargo lists no packages")?;
    let found: BTreeMap<Id, &Value> =
        packages.iter().filter_map(|package| Some((id_of(package)?, package))).collect();
    let component = |id: &Id, kind: &str| component(id, found.get(id).copied(), kind);
    let has_program = found.get(&root).is_some_and(|package| has_program(package));
    let kind = if has_program { "application" } else { "library" };
    let components: Vec<Value> = needs
        .keys()
        .filter(|id| **id != root)
        .map(|id| component(id, "library"))
        .collect();
    let dependencies: Vec<Value> = needs
        .iter()
        .map(|(id, below)| {
            let below: Vec<String> = below.iter().map(reference).collect();
            json!({"ref": reference(id), "dependsOn": below})
        })
        .collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "tools": {"components": [{"type": "application", "name": "cargo xtask sbom"}]},
            "component": component(&root, kind),
        },
        "components": components,
        "dependencies": dependencies,
    }))
}

fn cargo(arguments: &[&std::ffi::OsStr]) -> Result<String> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program).args(arguments).output();
    let output = output.context("cannot run cargo")?;
    if !output.status.success() {
        bail!("cargo failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The packages of a tree, and what each of them needs; the first one is that of the crate.
fn read_tree(tree: &str) -> Option<(Id, BTreeMap<Id, BTreeSet<Id>>)> {
    let mut needs: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    let mut above: Vec<Id> = Vec::new();
    for line in tree.lines() {
        let (depth, package) = line.split_once(' ')?;
        let depth: usize = depth.parse().ok()?;
        let mut words = package.split(' ');
        let name = words.next()?.to_owned();
        let version = words.next()?.trim_start_matches('v').to_owned();
        above.truncate(depth);
        let id = (name, version);
        if let Some(user) = above.last() {
            needs.entry(user.clone()).or_default().insert(id.clone());
        }
        needs.entry(id.clone()).or_default();
        above.push(id);
    }
    Some((above.into_iter().next()?, needs))
}

fn id_of(package: &Value) -> Option<Id> {
    let text = |key| package.get(key).and_then(Value::as_str).map(str::to_owned);
    Some((text("name")?, text("version")?))
}

fn has_program(package: &Value) -> bool {
    let targets = package.get("targets").and_then(Value::as_array);
    let is_program = |target: &Value| {
        let kinds = target.get("kind").and_then(Value::as_array);
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "bin"))
    };
    targets.is_some_and(|targets| targets.iter().any(is_program))
}

/// The address of a package (purl), by which the list refers to it.
fn reference((name, version): &Id) -> String {
    format!("pkg:cargo/{name}@{version}")
}

fn component(id: &Id, package: Option<&Value>, kind: &str) -> Value {
    let text = |key| package?.get(key).and_then(Value::as_str);
    let fixed = json!({
        "type": kind,
        "bom-ref": reference(id),
        "name": id.0,
        "version": id.1,
        "purl": reference(id),
    });
    // Older manifests part alternatives by a slash.
    let licenses = text("license").map(|license| {
        let expression = license.replace('/', " OR ").replace("  ", " ");
        ("licenses".to_owned(), json!([{ "expression": expression }]))
    });
    let references = text("repository").map(|repository| {
        let address = json!([{ "type": "vcs", "url": repository }]);
        ("externalReferences".to_owned(), address)
    });
    let known = fixed.as_object().cloned().unwrap_or_default();
    known.into_iter().chain(licenses).chain(references).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    /// The shape that CycloneDX 1.5 asks for, as far as it is used here.
    fn check(bill: &Value) {
        assert_eq!(bill["bomFormat"], "CycloneDX");
        assert_eq!(bill["specVersion"], "1.5");
        let root = &bill["metadata"]["component"];
        let mut references = BTreeSet::new();
        for component in bill["components"].as_array().unwrap().iter().chain([root]) {
            for key in ["type", "bom-ref", "name", "version", "purl"] {
                assert!(!component[key].as_str().unwrap().is_empty(), "{component}");
            }
            assert!(references.insert(component["bom-ref"].as_str().unwrap()));
        }
        let dependencies = bill["dependencies"].as_array().unwrap();
        assert_eq!(dependencies.len(), references.len());
        for entry in dependencies {
            assert!(references.contains(entry["ref"].as_str().unwrap()));
            for below in entry["dependsOn"].as_array().unwrap() {
                assert!(references.contains(below.as_str().unwrap()), "{below}");
            }
        }
    }

    #[test]
    fn the_generator_and_the_sdk_are_listed_with_what_they_need() {
        let of = |name: &str| bill(&repository::root().join(name)).unwrap();
        let (generator, sdk) = (of("generator"), of("generated"));
        check(&generator);
        check(&sdk);
        assert_eq!(generator["metadata"]["component"]["name"], "oasmith");
        assert_eq!(generator["metadata"]["component"]["type"], "application");
        let names = |bill: &Value| -> BTreeSet<String> {
            let all = bill["components"].as_array().unwrap();
            all.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        assert!(names(&generator).contains("prettyplease"));
        assert!(names(&sdk).contains("reqwest") && !names(&sdk).contains("clap"));
        // Every package of others says its licence.
        for component in sdk["components"].as_array().unwrap() {
            assert!(component["licenses"].is_array(), "{component}");
        }
    }

    #[test]
    fn a_tree_is_read_with_its_edges() {
        let tree = "0 a v1.0.0 (/here)\n1 b v2.0.0\n2 c v3.0.0\n1 c v3.0.0\n";
        let (root, needs) = read_tree(tree).unwrap();
        let id = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        assert_eq!(root, id("a", "1.0.0"));
        assert_eq!(needs[&root], [id("b", "2.0.0"), id("c", "3.0.0")].into());
        assert_eq!(needs[&id("b", "2.0.0")], [id("c", "3.0.0")].into());
    }
}
