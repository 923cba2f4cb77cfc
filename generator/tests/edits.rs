//! The description of the first SDK is edited, and the crate made anew: just the lines that
//! follow from the edit change.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn description() -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/atlas-checkpoints.yaml");
    fs::read_to_string(path).unwrap()
}

/// The crate of a description, the runtime and what holds the description's hash left out.
fn generated(text: &str) -> BTreeMap<String, String> {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("atlas-checkpoints.yaml");
    fs::write(&path, text).unwrap();
    let mut config = Config { strict: true, ..Config::default() };
    config.package.name = Some("atlas-sdk".to_owned());
    let mut diagnostics = Diagnostics::strict();
    let (_, files) = oasmith::generate(&path, &config, &mut diagnostics).unwrap();
    let kept = files.into_iter().filter(|file| {
        !file.path.starts_with("src/runtime/")
            && !["Cargo.toml", "src/lib.rs"].contains(&file.path.as_str())
    });
    kept.map(|file| (file.path, file.text)).collect()
}

/// Every line that an edit of the description adds or removes, by file.
fn changed(from: &str, to: &str) -> String {
    let old = description();
    assert_eq!(old.matches(from).count(), 1, "`{from}` is not there once");
    let (before, after) = (generated(&old), generated(&old.replace(from, to)));
    let mut report = String::new();
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort();
    paths.dedup();
    for path in paths {
        let text = |files: &BTreeMap<String, String>| {
            files.get(path).cloned().unwrap_or_default()
        };
        let (before, after) = (text(&before), text(&after));
        if before == after {
            continue;
        }
        writeln!(report, "{path}").unwrap();
        for change in TextDiff::from_lines(&before, &after).iter_all_changes() {
            let sign = match change.tag() {
                ChangeTag::Equal => continue,
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            write!(report, "  {sign} {}", change.value()).unwrap();
        }
    }
    report
}

#[test]
fn adding_a_parameter() {
    let edit = "        - $ref: \"#/components/parameters/pretty\"\n";
    let added = format!(
        "{edit}        - name: onlyRestorable\n          in: query\n          \
         description: Whether only those that can be restored to are returned.\n          \
         schema: {{type: boolean}}\n"
    );
    insta::assert_snapshot!(changed(edit, &added));
}

#[test]
fn renaming_a_field() {
    let edit = "        restorable:\n";
    insta::assert_snapshot!(changed(edit, "        canBeRestored:\n"));
}

#[test]
fn deleting_a_response() {
    let old = description();
    let start = old.find("        \"410\":\n").unwrap();
    let rest = old.get(start..).unwrap();
    let end = rest.get(1..).unwrap().find("\n        \"").unwrap() + 2;
    insta::assert_snapshot!(changed(rest.get(..end).unwrap(), ""));
}

/// Maps whose order is kept in the SDK: fields, and the preferred media type; and values of
/// the API, which the documentation shows as they are.
const KEEP_ORDER: [&str; 5] =
    ["properties", "content", "example", "examples", "default"];

/// The members of each map the other way round.
fn reversed(value: &Value, is_kept: bool) -> Value {
    match value {
        Value::Object(map) => {
            let mut members: Vec<(String, Value)> = map
                .iter()
                .map(|(key, value)| {
                    let is_value = key.starts_with("example") || key == "default";
                    let inner = match is_value {
                        true => value.clone(),
                        false => reversed(value, KEEP_ORDER.contains(&key.as_str())),
                    };
                    (key.clone(), inner)
                })
                .collect();
            if !is_kept {
                members.reverse();
            }
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => items.iter().map(|item| reversed(item, false)).collect(),
        other => other.clone(),
    }
}

#[test]
fn the_order_of_maps_and_the_layout_of_the_file_change_no_byte() {
    let written = description();
    let tree: Value = serde_yaml::from_str(&written).unwrap();
    let other = reversed(&tree, false);
    assert_ne!(tree.to_string(), other.to_string());
    let all = |text: &str| {
        let room = tempfile::tempdir().unwrap();
        let path = room.path().join("atlas-checkpoints.yaml");
        fs::write(&path, text).unwrap();
        let mut diagnostics = Diagnostics::strict();
        oasmith::generate(&path, &Config::default(), &mut diagnostics).unwrap().1
    };
    let expected = all(&written);
    // The same tree in another order, and the same text with a comment.
    for text in [other.to_string(), format!("# A comment.\n{written}")] {
        let files = all(&text);
        assert_eq!(expected.len(), files.len());
        for (one, file) in expected.iter().zip(files) {
            assert_eq!((&one.path, &one.text), (&file.path, &file.text));
        }
    }
}
