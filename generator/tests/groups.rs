//! A group of operations can be had alone: its feature compiles by itself, without a
//! warning, and without what only other groups need.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Three groups: `Loans` uses what `Books` and `People` have, and each has its own.
const LIBRARY: &str = r##"openapi: 3.0.3
info: {title: Library, version: "1"}
paths:
  /books:
    get:
      operationId: listBooks
      tags: [Books]
      responses:
        "200":
          description: The books.
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Book"}}}}
  /people/{id}:
    get:
      operationId: getPerson
      tags: [People]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: The person.
          content: {application/json: {schema: {$ref: "#/components/schemas/Person"}}}
  /loans:
    post:
      operationId: lend
      tags: [Mock]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Loan"}}}
      responses:
        "201": {description: Lent.}
components:
  schemas:
    Book: {type: object, properties: {title: {type: string}, shelf: {$ref: "#/components/schemas/Shelf"}}}
    Shelf: {type: object, properties: {row: {type: integer}}}
    Person: {type: object, properties: {name: {type: string}}}
    Loan: {type: object, properties: {book: {$ref: "#/components/schemas/Book"}, terms: {type: object, properties: {days: {type: integer}}}}}
    Unused: {type: object, properties: {loan: {$ref: "#/components/schemas/Loan"}}}
"##;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Checks the crate with these features; what the compiler says where it says anything.
fn check(crate_folder: &Path, features: &str, program: &str) -> Result<(), String> {
    let source = crate_folder.join("examples");
    fs::create_dir_all(&source).unwrap();
    fs::write(source.join("program.rs"), program).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| repository().join("target"), PathBuf::from);
    let output = Command::new(cargo)
        .current_dir(crate_folder)
        .env("CARGO_TARGET_DIR", target.join("groups"))
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-D warnings")
        .args(["check", "--quiet", "--lib", "--examples", "--no-default-features"])
        .args(["--features", features])
        .output()
        .unwrap();
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_group_compiles_alone_and_without_what_others_need() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("api.yaml"), LIBRARY).unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(["generate", "api.yaml", "--out", "library"])
        .current_dir(room.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let library = room.path().join("library");
    fs::copy(repository().join("Cargo.lock"), library.join("Cargo.lock")).unwrap();

    let program = |types: &str| {
        format!(
            "fn main() {{ let _ = library_sdk::Client::builder(); let _ = ({types}); }}"
        )
    };
    let there = [
        (
            "books",
            "library_sdk::types::Book::default(), library_sdk::types::Shelf::default()",
        ),
        ("people", "library_sdk::types::Person::default(), 0"),
        // A feature of every crate is called so.
        (
            "mock-group",
            "library_sdk::types::Loan::default(), library_sdk::types::Book::default()",
        ),
        (
            "all-groups",
            "library_sdk::types::Unused::default(), library_sdk::types::Person::default()",
        ),
        ("mock", "0, 0"),
    ];
    for (features, types) in there {
        let found = check(&library, features, &program(types));
        assert_eq!(found, Ok(()), "{features}");
    }
    for (features, absent) in [
        ("books", "Person"),
        ("people", "Book"),
        ("mock-group", "Person"),
        ("books", "Unused"),
    ] {
        let types = format!("library_sdk::types::{absent}::default(), 0");
        let found = check(&library, features, &program(&types)).unwrap_err();
        assert!(
            found.contains(&format!("cannot find `{absent}`")),
            "{features}: {found}"
        );
    }
}
