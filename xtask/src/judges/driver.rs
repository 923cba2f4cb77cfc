//! Programs that use a generated SDK against a judge.

use super::install::run;
use crate::repository::{build_generator, cargo, target};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) case: String,
    /// What went wrong, if anything did.
    pub(super) fault: Option<String>,
}

/// Where everything of the judges is kept.
pub(super) fn home() -> PathBuf {
    target().join("judges")
}

/// Generates an SDK for a description, and gives the folder of its crate.
pub(super) fn generate(description: &Path, name: &str) -> Result<PathBuf> {
    let folder = home().join("sdk").join(name);
    let generator = build_generator()?;
    run(Command::new(generator).arg("generate").arg(description).arg("--out").arg(&folder))?;
    Ok(folder)
}

/// Builds and runs a program that uses the SDK, under the name `sdk`, and says of each case
/// on a line of its own `ok CASE` or `failed CASE: WHY`.
pub(super) fn ask(
    name: &str,
    sdk: &Path,
    program: &str,
    environment: &[(&str, &str)],
) -> Result<Vec<Verdict>> {
    let folder = home().join("driver").join(name);
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest(name, sdk)?)?;
    fs::write(folder.join("src/main.rs"), program)?;
    let output = cargo()
        .args(["run", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", home().join("target"))
        .envs(environment.iter().copied())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    let verdicts = verdicts(&String::from_utf8_lossy(&output.stdout));
    if !output.status.success() || verdicts.is_empty() {
        bail!("the program for {name} ended with {} after {} cases", output.status, verdicts.len());
    }
    Ok(verdicts)
}

fn manifest(name: &str, sdk: &Path) -> Result<String> {
    let text = fs::read_to_string(sdk.join("Cargo.toml"))?;
    let package = text
        .lines()
        .find_map(|line| line.strip_prefix("name = "))
        .context("the SDK's Cargo.toml has no name")?;
    let path = sdk.display();
    Ok(format!(
        "[package]\nname = \"judge-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         publish = false\n\n[dependencies]\n\
         futures-util = {{ version = \"0.3\", default-features = false, features = [\"std\"] }}\n\
         sdk = {{ package = {package}, path = \"{path}\" }}\n\
         serde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"full\"] }}\n\n[workspace]\n"
    ))
}

fn verdicts(output: &str) -> Vec<Verdict> {
    let verdict = |line: &str| {
        if let Some(case) = line.strip_prefix("ok ") {
            return Some(Verdict { case: case.to_owned(), fault: None });
        }
        let (case, fault) = line.strip_prefix("failed ")?.split_once(": ")?;
        Some(Verdict { case: case.to_owned(), fault: Some(fault.to_owned()) })
    };
    output.lines().filter_map(verdict).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_read_from_lines() {
        let found = verdicts("noise\nok one\nfailed two: it did: not\n");
        let one = Verdict { case: "one".into(), fault: None };
        let two = Verdict { case: "two".into(), fault: Some("it did: not".into()) };
        assert_eq!(found, [one, two]);
    }
}
