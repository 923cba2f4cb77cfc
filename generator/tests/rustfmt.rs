//! What is generated is laid out as rustfmt lays it out.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[test]
fn rustfmt_leaves_generated_code_as_it_is() -> std::io::Result<()> {
    let Ok(version) = Command::new("rustfmt").arg("--version").output() else {
        eprintln!("skipped: there is no rustfmt here");
        return Ok(());
    };
    assert!(version.status.success(), "{version:?}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Files::default();
    files.collect(&root.join("generated/src"))?;
    for feature in std::fs::read_dir(root.join("generator/tests/features"))? {
        files.collect(&feature?.path().join("expected"))?;
    }
    let (alone, parents) = (files.alone.len(), files.parents.len());
    assert!(alone > 100 && parents > 100, "{alone} files, {parents} with modules");
    expect_unchanged(rustfmt(&root).args(&files.alone).output()?, "");
    for file in &files.parents {
        let output = rustfmt(&root).stdin(File::open(file)?).output()?;
        expect_unchanged(output, &file.display().to_string());
    }
    Ok(())
}

/// rustfmt as it checks this repository.
fn rustfmt(root: &Path) -> Command {
    let mut command = Command::new("rustfmt");
    command.args(["--check", "--edition", "2024", "--config-path"]);
    command.arg(root.join("rustfmt.toml"));
    command
}

/// By its input, rustfmt answers a difference with success: what it prints decides.
fn expect_unchanged(output: Output, file: &str) {
    let differences = String::from_utf8_lossy(&output.stdout);
    let faults = String::from_utf8_lossy(&output.stderr);
    let is_unchanged = output.status.success() && output.stdout.is_empty();
    assert!(is_unchanged, "{file}\n{differences}{faults}");
}

/// Generated Rust files.
#[derive(Default)]
struct Files {
    /// Without modules in other files.
    alone: Vec<PathBuf>,
    /// With such modules. They go to rustfmt by its input, for which it follows no module:
    /// `expected/` holds only some of them.
    parents: Vec<PathBuf>,
}

impl Files {
    fn collect(&mut self, folder: &Path) -> std::io::Result<()> {
        let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                self.collect(&path)?;
            } else if path.extension().is_some_and(|one| one == "rs") {
                let text = std::fs::read_to_string(&path)?;
                let has_modules = text.lines().any(|line| {
                    let line = line.trim_start_matches("pub ");
                    line.starts_with("mod ") && line.ends_with(';')
                });
                if has_modules { &mut self.parents } else { &mut self.alone }.push(path);
            }
        }
        Ok(())
    }
}
