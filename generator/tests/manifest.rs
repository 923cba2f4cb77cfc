//! The manifest of a generated crate is its owner's, and cargo takes it.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const PETS: &str = r#"openapi: 3.0.3
info: {title: Pets, version: "1", license: {name: GPL-3.0-only}}
paths:
  /pets: {get: {operationId: listPets, tags: [Pets], responses: {"204": {description: Done.}}}}
"#;

/// Generates with these settings.
fn generate(room: &Path, settings: &str) -> Output {
    fs::write(room.join("pets.yaml"), PETS).unwrap();
    let text = format!("input = \"pets.yaml\"\noutput = \"sdk\"\n{settings}");
    fs::write(room.join("oasmith.toml"), text).unwrap();
    Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .arg("generate")
        .current_dir(room)
        .output()
        .unwrap()
}

fn manifest(settings: &str) -> toml::Table {
    let room = tempfile::tempdir().unwrap();
    let output = generate(room.path(), settings);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(room.path().join("sdk").join("Cargo.toml")).unwrap();
    text.parse().unwrap()
}

fn at<'a>(table: &'a toml::Table, path: &[&str]) -> Option<&'a toml::Value> {
    let (first, rest) = path.split_first()?;
    let start = table.get(*first)?;
    rest.iter().try_fold(start, |value, key| value.get(*key))
}

#[test]
fn no_licence_is_claimed_that_nobody_chose() {
    let room = tempfile::tempdir().unwrap();
    assert!(generate(room.path(), "").status.success());
    let sdk = room.path().join("sdk");
    let text = fs::read_to_string(sdk.join("Cargo.toml")).unwrap();
    assert!(!text.contains("license"), "{text}");
    let readme = fs::read_to_string(sdk.join("README.md")).unwrap();
    assert!(readme.contains("- Licence of the API: GPL-3.0-only\n"), "{readme}");
    let chosen = manifest("[package]\nlicense = \"MIT\"\n");
    assert_eq!(at(&chosen, &["package", "license"]).unwrap().as_str(), Some("MIT"));
}

#[test]
fn any_key_of_a_package_is_taken_over() {
    let made = manifest(
        "[package]\nkeywords = [\"pets\", \"sdk\"]\npublish = false\nauthors = [\"A \\\"B\\\" <a@b.test>\"]\nreadme = \"../MINE.md\"\nrust-version = \"1.90\"\n\
         [package.metadata.mine]\nkey = { deep = [1, 2] }\n\
         [dependencies]\nonce_cell = { version = \"1\", optional = true }\n\
         [features]\nfast = [\"dep:once_cell\"]\ndefault = [\"fast\"]\n",
    );
    let text = |path: &[&str]| at(&made, path).unwrap().to_string();
    assert_eq!(text(&["package", "keywords"]), "[\"pets\", \"sdk\"]");
    assert_eq!(text(&["package", "publish"]), "false");
    assert_eq!(text(&["package", "readme"]), "\"../MINE.md\"");
    assert_eq!(text(&["package", "rust-version"]), "\"1.90\"");
    assert_eq!(text(&["package", "metadata", "mine", "key", "deep"]), "[1, 2]");
    assert_eq!(text(&["dependencies", "once_cell", "version"]), "\"1\"");
    assert_eq!(text(&["features", "fast"]), "[\"dep:once_cell\"]");
    let default = at(&made, &["features", "default"]).unwrap().as_array().unwrap();
    assert!(default.iter().any(|one| one.as_str() == Some("fast")), "{default:?}");
    assert!(default.iter().any(|one| one.as_str() == Some("all-groups")), "{default:?}");
}

#[test]
fn docs_rs_shows_all_that_has_an_api_unless_told_otherwise() {
    let made = manifest("");
    let features =
        at(&made, &["package", "metadata", "docs", "rs", "features"]).unwrap();
    let known = made.get("features").unwrap();
    for feature in features.as_array().unwrap() {
        assert!(known.get(feature.as_str().unwrap()).is_some(), "{feature}");
    }
    let chosen = manifest("[package.metadata.docs.rs]\nall-features = true\n");
    let docs = at(&chosen, &["package", "metadata", "docs", "rs"]).unwrap();
    assert_eq!(docs.as_table().unwrap().len(), 1, "{docs}");
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_written() {
    for (settings, words) in [
        ("[package]\nname = \"std\"\n", "`std` cannot be the name of a crate"),
        ("[package]\nname = \"fn\"\n", "for instance `fn-sdk`"),
        ("[package]\nname = \"serde-json\"\n", "it depends on `serde-json`"),
        ("[package]\nkeyword = [\"a\"]\n", "did you mean `keywords`?"),
        ("[dependencies]\nhttp = \"0.2\"\n", "depends on `http` already"),
        ("[features]\nblocking = []\n", "has a feature `blocking` already"),
        ("[features]\npets = []\n", "has a feature `pets` already"),
    ] {
        let room = tempfile::tempdir().unwrap();
        let output = generate(room.path(), settings);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{settings}");
        assert!(told.contains(words), "{settings}: {told}");
        assert!(!room.path().join("sdk").exists());
    }
}

/// What `cargo publish` sends, as far as that needs no registry.
#[test]
fn cargo_packs_it() {
    let room = tempfile::tempdir().unwrap();
    let settings = "[package]\nlicense = \"MIT\"\nrepository = \"https://pets.test\"\nkeywords = [\"pets\"]\ncategories = [\"api-bindings\"]\n";
    assert!(generate(room.path(), settings).status.success());
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--offline", "--allow-dirty"])
        .current_dir(room.path().join("sdk"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !errors.contains("warning"), "{errors}");
    let list = String::from_utf8_lossy(&output.stdout);
    for file in ["Cargo.toml", "README.md", "src/lib.rs", "src/runtime/mod.rs"] {
        assert!(list.lines().any(|line| line == file), "{file} is not in {list}");
    }
    assert!(!list.contains(".oasmith-staging"), "{list}");
}
