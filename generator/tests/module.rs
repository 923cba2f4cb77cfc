//! An SDK as a module: under any path, and by either way into a crate.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const PETS: &str = r##"openapi: 3.0.3
info: {title: Pets, version: "1", description: "Not a path: crate::types and `feature = \"mock\"`."}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets]
      parameters: [{name: kind, in: query, schema: {type: string, enum: ["crate::x", b]}}]
      responses:
        "200": {description: All., content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}}
        "404": {description: None., content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}}
components:
  schemas:
    Pet: {oneOf: [{type: object, title: Cat, properties: {lives: {type: integer}}}, {type: string}]}
"##;

/// Twice the same module in one crate, once from its folder and once by inclusion.
const HOST: &str = r#"//! A crate whose lints are strict, and hold for its own code.
/// A module above it.
pub mod deep {
    /// By its folder.
    pub mod api;
}
pub mod elsewhere {
    //! By inclusion.
    pub mod twice {
        //! As deep.
        include!("deep/api/mod.rs");
    }
}

/// A call of either.
///
/// # Errors
///
/// As any call.
pub async fn both(
    one: &deep::api::Client,
    other: &elsewhere::twice::Client,
) -> Result<usize, deep::api::Error> {
    let pets: Vec<deep::api::types::Pet> = one.pets().list_pets().await?.into_inner();
    let more = other.pets().list_pets().await.map_or(0, |pets| pets.len());
    Ok(pets.len() + more)
}
"#;

fn generate(room: &Path, layout: &str) -> Output {
    fs::write(room.join("pets.yaml"), PETS).unwrap();
    let settings = format!("input = \"pets.yaml\"\noutput = \"src/deep/api\"\n{layout}");
    fs::write(room.join("oasmith.toml"), settings).unwrap();
    Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .arg("generate")
        .current_dir(room)
        .output()
        .unwrap()
}

#[test]
fn a_module_compiles_wherever_it_stands() {
    let room = tempfile::tempdir().unwrap();
    let layout = "[layout]\nas = \"module\"\nfeatures = [\"mock\", \"serde\"]\n";
    let output = generate(room.path(), layout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let module = room.path().join("src").join("deep").join("api");
    let needs = fs::read_to_string(module.join("dependencies.toml")).unwrap();
    let manifest = format!(
        "[package]\nname = \"host\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n{}\n[lints.rust]\nwarnings = \"deny\"\nmissing_docs = \"deny\"\nunreachable_pub = \"deny\"\n",
        needs
            .lines()
            .filter(|line| !line.starts_with('#'))
            .fold(String::new(), |all, line| all + line + "\n"),
    );
    fs::write(room.path().join("Cargo.toml"), manifest).unwrap();
    fs::write(room.path().join("src").join("lib.rs"), HOST).unwrap();
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, room.path().join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(room.path())
        .env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/module"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // What the description says is no path.
    let operation = module.join("operations").join("pets").join("list_pets.rs");
    let text = fs::read_to_string(operation).unwrap();
    assert!(text.contains("(\"crate::x\", "), "{text}");
    // A second run has nothing to do.
    let again = generate(room.path(), layout);
    let told = String::from_utf8_lossy(&again.stderr);
    assert!(told.contains("0 files written"), "{told}");
}

#[test]
fn features_of_a_module_are_those_of_a_crate() {
    let room = tempfile::tempdir().unwrap();
    for (features, is_fine) in [("\"reqwest\", \"rustls\"", true), ("\"cli\"", false)] {
        let layout = format!("[layout]\nas = \"module\"\nfeatures = [{features}]\n");
        let output = generate(room.path(), &layout);
        assert_eq!(output.status.success(), is_fine, "{features}");
    }
    let needs = room.path().join("src/deep/api/dependencies.toml");
    let needs: toml::Table = fs::read_to_string(needs).unwrap().parse().unwrap();
    let features = needs["dependencies"]["reqwest"]["features"].to_string();
    assert!(features.contains("rustls"), "{features}");
}
