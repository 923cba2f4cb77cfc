//! Every complete document of the corpus goes through dialect and mend without an error.

use oasmith::diagnostic::{Code, Diagnostics, Severity};
use oasmith::load::{LoadOptions, load};
use oasmith::mend::{MendOptions, mend};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

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
            if path.is_dir() {
                // One description of many files is for the tests of loading.
                if !path.ends_with("multifile") && !path.ends_with("petstore-separate") {
                    waiting.push(path);
                }
            } else if path.extension().is_some_and(|end| end == "json" || end == "yaml")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_complete_document_passes() {
    let Some(folder) = corpus() else {
        println!("skipped: there is no corpus beside the repository");
        return;
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut failed = Vec::new();
    let mut slowest = (Duration::ZERO, PathBuf::new());
    let mut documents = 0;
    for path in descriptions(&folder) {
        let mut diagnostics = Diagnostics::default();
        let allow_outside = vec![folder.clone()];
        let options = LoadOptions { allow_outside, ..LoadOptions::default() };
        let Ok(document) = load(&path, &options, &mut diagnostics) else {
            // A fragment of a description is none.
            if diagnostics.all().iter().any(|one| one.code != Code::NotOpenApi) {
                failed.push(format!("{}: cannot be loaded", path.display()));
            }
            continue;
        };
        documents += 1;
        let start = Instant::now();
        let mended =
            oasmith::dialect::to_3_0(document, &mut diagnostics).and_then(|document| {
                mend(document, &MendOptions::default(), &mut diagnostics)
            });
        slowest = slowest.max((start.elapsed(), path.clone()));
        for one in diagnostics.all() {
            *counts.entry(one.code.name()).or_default() += 1;
            if one.code.severity() == Severity::Error
                || one.code == Code::UnreadableComponent
            {
                failed.push(format!("{}: {}", path.display(), one.message));
            }
            if std::env::var("OASMITH_SHOW").as_deref() == Ok(one.code.name()) {
                println!("{}: {:?} {}", path.display(), one.place, one.message);
            }
        }
        if mended.is_err() {
            failed.push(format!("{}: stopped", path.display()));
        }
    }
    println!(
        "{documents} documents; slowest {slowest:?}; findings by code: {counts:#?}"
    );
    assert!(failed.is_empty(), "{failed:#?}");
}
