//! Generating by a call of the library.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use oasmith::diagnostic::Code;
use oasmith::{Builder, write::Edited};
use std::fs;

const PETS: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets: {get: {operationId: listPets, tags: [Pets], responses: {'200': {description: ok}}}}
  /toys: {get: {operationId: listToys, tags: [Toys], responses: {'200': {description: ok}}}}
";

#[test]
fn what_was_set_counts_and_what_was_read_is_told() {
    let room = tempfile::tempdir().unwrap();
    let place = |name: &str| room.path().join(name);
    fs::write(place("pets.yaml"), PETS).unwrap();
    fs::write(place("o.toml"), "[package]\nname = \"one\"\nversion = \"2.0.0\"\n")
        .unwrap();
    fs::write(
        place("overlay.yaml"),
        "overlay: 1.0.0\ninfo: {title: More, version: '1'}\nactions: \
         [{target: $.info, update: {title: Zoo}}]\n",
    )
    .unwrap();
    let builder = Builder::new(place("pets.yaml"))
        .settings(place("o.toml"))
        .overlay(place("overlay.yaml"))
        .package("two")
        .exclude("listToys");
    let made = builder.clone().out_dir(place("sdk")).generate().unwrap();
    let mut read = vec![place("o.toml"), place("overlay.yaml"), place("pets.yaml")];
    read.sort();
    assert_eq!(made.read, read);
    let manifest = fs::read_to_string(place("sdk/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"two\"\nversion = \"2.0.0\""), "{manifest}");
    assert!(manifest.contains("Zoo"), "{manifest}");
    assert!(!place("sdk/src/operations/toys.rs").exists());
    // Files that were edited are kept, or not, as was said.
    fs::write(place("sdk/src/lib.rs"), "// Mine.\n").unwrap();
    let made = builder.clone().out_dir(place("sdk")).generate().unwrap();
    assert_eq!(
        (made.files.written.len(), &*made.files.kept),
        (0, &["src/lib.rs".to_owned()][..])
    );
    let made =
        builder.edited(Edited::Overwrite).out_dir(place("sdk")).generate().unwrap();
    assert_eq!(made.files.written, ["src/lib.rs"]);
}

#[test]
fn an_error_has_typed_findings_and_is_readable() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("pets.yaml");
    let broken = PETS.replace("openapi: 3.0.3", "openapi: 4.0.0");
    fs::write(&path, broken).unwrap();
    let error =
        Builder::new(&path).out_dir(room.path().join("sdk")).generate().unwrap_err();
    assert_eq!(error.diagnostics().all()[0].code, Code::UnknownVersion);
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(
            text.contains("error[OAS0201]") && text.contains("pets.yaml:1:"),
            "{text}"
        );
    }
    let strict = Builder::new(room.path().join("none.yaml")).strict();
    let error = strict.out_dir(room.path().join("sdk")).generate().unwrap_err();
    assert_eq!(error.diagnostics().all()[0].code, Code::FileUnreadable);
    assert!(!room.path().join("sdk").exists());
    let nowhere = Builder::new(&path).generate().unwrap_err();
    assert_eq!(nowhere.diagnostics().all()[0].code, Code::ConfigInvalid);
}
