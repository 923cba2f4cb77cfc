//! A crate whose build script generates an SDK.

use std::path::Path;

/// Where the SDK is.
#[must_use]
pub fn sdk() -> &'static Path {
    Path::new(concat!(env!("OUT_DIR"), "/sdk"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_sdk_is_there_and_cargo_knows_what_it_was_made_of() {
        let manifest = fs::read_to_string(sdk().join("Cargo.toml")).unwrap();
        assert!(manifest.contains("name = \"pets-sdk\""), "{manifest}");
        assert!(sdk().join("src/operations/pets/get_pet.rs").exists());
        assert!(!sdk().join("src/operations/internal").exists());
        // What the script printed stands beside its folder.
        let printed = sdk().parent().unwrap().with_file_name("output");
        let printed = fs::read_to_string(printed).unwrap();
        for file in ["openapi/pets.yaml", "openapi/parts.yaml"] {
            let line = format!("cargo::rerun-if-changed={file}\n");
            assert!(printed.contains(&line), "{printed}");
        }
    }
}
