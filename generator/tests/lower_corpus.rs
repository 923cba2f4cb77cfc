//! Descriptions of the corpus go through lowering: nothing panics, no operation is lost,
//! and what later stages lean on holds.

#![allow(clippy::indexing_slicing, reason = "a test fails by a panic")]

use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use oasmith::dialect::to_3_0;
use oasmith::ir::check;
use oasmith::load::{LoadOptions, load};
use oasmith::lower::lower;
use oasmith::mend::{MendOptions, mend};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Larger files are left to `cargo xtask corpus`, and so are all but every third.
const LARGEST: u64 = 400_000;
const EVERY: usize = 3;

/// The corpus beside the repository, where there is one.
fn corpus() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .map(|folder| folder.join("shared/corpus"))
        .find(|folder| folder.is_dir())
}

fn descriptions(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let named =
                path.extension().is_some_and(|end| end == "json" || end == "yaml");
            if path.is_dir() {
                if !path.ends_with("multifile") {
                    waiting.push(path);
                }
            } else if named {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// How many operations a description in 3.0 shape has, counted without lowering.
fn operations(root: &serde_json::Value) -> usize {
    const METHODS: [&str; 9] =
        ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
    let items = root["paths"].as_object().into_iter().flatten();
    let items =
        items.filter(|(path, item)| path.starts_with('/') && item.get("$ref").is_none());
    let methods = items.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    methods.filter(|(key, _)| METHODS.contains(&key.as_str())).count()
}

#[test]
fn nothing_is_lost_and_what_must_hold_holds() {
    let Some(folder) = corpus() else {
        println!("skipped: there is no corpus beside the repository");
        return;
    };
    let whole = std::env::var_os("OASMITH_WHOLE_CORPUS").is_some();
    let sample =
        descriptions(&folder).into_iter().enumerate().filter(|(index, path)| {
            let size = path.metadata().map_or(0, |about| about.len());
            whole || (size <= LARGEST && index % EVERY == 0)
        });
    let mut faults = Vec::new();
    let mut slowest = (Duration::ZERO, PathBuf::new());
    let mut lowered = 0;
    for (_, path) in sample {
        let mut diagnostics = Diagnostics::default();
        let options = MendOptions { skip_invalid: true };
        let allow_outside = vec![folder.clone()];
        let reading = LoadOptions { allow_outside, ..LoadOptions::default() };
        let mended = load(&path, &reading, &mut diagnostics)
            .and_then(|document| to_3_0(document, &mut diagnostics))
            .and_then(|document| mend(document, &options, &mut diagnostics));
        let Ok(mended) = mended else { continue };
        let start = Instant::now();
        let api = lower(&mended.document, &Config::default(), &mut diagnostics);
        let took = start.elapsed();
        if took > slowest.0 {
            slowest = (took, path.clone());
        }
        let Ok(api) = api else {
            faults.push(format!("{}: stopped", path.display()));
            continue;
        };
        lowered += 1;
        faults.extend(
            check(&api).into_iter().map(|one| format!("{}: {one}", path.display())),
        );
        let expected = operations(&mended.document.root);
        if api.operations.len() < expected {
            faults.push(format!(
                "{}: {} of {expected} operations",
                path.display(),
                api.operations.len()
            ));
        }
    }
    println!("{lowered} lowered; slowest {:?} {}", slowest.0, slowest.1.display());
    assert!(lowered > 0);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
