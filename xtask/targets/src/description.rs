//! A file as a description: everything from the file to names, and all that is shown of it.

use crate::{DESCRIPTIONS, Target};
use oasmith::config::Config;
use oasmith::diagnostic::{Diagnostics, RenderOptions, render, to_json_lines};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

pub(super) const TARGET: Target = Target {
    name: DESCRIPTIONS,
    seeds: &[include_bytes!("seed.yaml")],
    words: &[
        "$ref: ",
        "'#/components/schemas/A'",
        "type: ",
        "nullable: true",
        "allOf: []",
        "\n",
        ": ",
        "- ",
        "*a ",
        "&a ",
        "<<: ",
        "!!binary ",
        "{",
        "}",
        "[",
        "\"",
        "x-",
        "enum: [1, a, null]",
    ],
    run: describe,
};

/// A file of this process, for what is read from disk.
pub(super) fn place() -> &'static PathBuf {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    PLACE.get_or_init(|| {
        let folder = std::env::temp_dir().join("oasmith-targets");
        // Where the folder cannot be made, writing the file tells.
        let _ = fs::create_dir_all(&folder);
        folder.join(format!("{}.yaml", std::process::id()))
    })
}

fn describe(bytes: &[u8]) {
    let path = place();
    if fs::write(path, bytes).is_err() {
        return;
    }
    let mut diagnostics = Diagnostics::default();
    let described = oasmith::describe(path, &Config::default(), &mut diagnostics);
    if let Ok(described) = described {
        drop(oasmith::name::name(described.api));
    }
    drop(render(&diagnostics, RenderOptions::default()));
    drop(to_json_lines(&diagnostics));
}
