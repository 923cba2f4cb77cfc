//! Recorded bodies are judged: what deviates is told, and what is refused is a finding.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::fs;
use std::path::Path;
use std::process::Command;

const DESCRIPTION: &str = r##"{
  "openapi": "3.0.3", "info": { "title": "Recorded", "version": "1" }, "paths": {},
  "components": { "schemas": { "Thing": {
    "type": "object", "required": ["id"],
    "properties": { "id": { "type": "string" }, "size": { "type": "integer" } } } } }
}"##;

fn judged(name: &str, bodies: &[&str]) -> (bool, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("openapi.json"), DESCRIPTION).unwrap();
    let line = |body: &&str| {
        format!("{{\"schema\":\"/components/schemas/Thing\",\"body\":{body}}}\n")
    };
    let lines: String = bodies.iter().map(line).collect();
    fs::write(folder.join("bodies.jsonl"), lines).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .arg("traffic")
        .arg(&folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.success(), told)
}

#[test]
fn recorded_bodies_are_read_and_what_deviates_is_told() {
    let good = r#"{"id":"a","size":1,"more":[]}"#;
    let (passed, told) =
        judged("recorded", &[good, r#"{"id":null}"#, r#"{"size":"x"}"#]);
    assert!(passed, "{told}");
    assert!(told.contains("3 bodies, 0 of them without"), "{told}");
    assert!(told.contains("3 decoded, 1 without a deviation, 3 deviations"), "{told}");
    let (passed, told) = judged("refused", &[good, "[]"]);
    assert!(!passed && told.contains("1 findings"), "{told}");
}
