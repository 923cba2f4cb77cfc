//! What is generated is laid out as rustfmt lays it out.

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn rustfmt_leaves_generated_code_as_it_is() -> std::io::Result<()> {
    let Ok(version) = Command::new("rustfmt").arg("--version").output() else {
        eprintln!("skipped: there is no rustfmt here");
        return Ok(());
    };
    assert!(version.status.success(), "{version:?}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    collect(&root.join("generated/src"), &mut files)?;
    let features = root.join("generator/tests/features");
    for feature in std::fs::read_dir(features)? {
        collect(&feature?.path().join("expected"), &mut files)?;
    }
    assert!(files.len() > 100, "{} files", files.len());
    let checked = Command::new("rustfmt")
        .args(["--check", "--edition", "2024", "--config-path"])
        .arg(root.join("rustfmt.toml"))
        .args(&files)
        .output()?;
    let differences = String::from_utf8_lossy(&checked.stdout);
    let faults = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{differences}{faults}");
    Ok(())
}

/// The Rust files without modules of their own in other files: rustfmt would look for them
/// where `expected/` holds only some.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|one| one == "rs") {
            let text = std::fs::read_to_string(&path)?;
            let is_module = |line: &str| {
                let line = line.trim_start_matches("pub ");
                line.starts_with("mod ") && line.ends_with(';')
            };
            let here = path.components().any(|part| part.as_os_str() == "generated");
            if here || !text.lines().any(is_module) {
                files.push(path);
            }
        }
    }
    Ok(())
}
