//! Programs that use an SDK which is generated here and now: crates of their own, below the
//! build folder, with the dependencies that this repository has built already.

use super::install::Store;
use super::process;
use crate::repository::{cargo, root, target};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

/// How long the compiler may take for a program and its SDK.
const BUILD_LIMIT: Duration = Duration::from_secs(420);
/// The package that is generated.
const PACKAGE: &str = "judged-sdk";

/// A generated crate.
pub(super) struct Sdk {
    folder: PathBuf,
    package: &'static str,
}

/// The SDK of this repository.
pub(super) fn committed() -> Sdk {
    Sdk { folder: root().join("generated"), package: "atlas-sdk" }
}

/// Generates an SDK for a description.
pub(super) fn generate(store: &Store, description: &Path, name: &str) -> Result<Sdk> {
    let folder = store.folder.join("sdk").join(name);
    let (from, to) = (description.display().to_string(), folder.display().to_string());
    let arguments = ["generate", &from, "--out", &to, "--package", PACKAGE];
    if oasmith::cli::run_as("cargo xtask judges", arguments) != ExitCode::SUCCESS {
        bail!("no SDK can be generated for {from}");
    }
    Ok(Sdk { folder, package: PACKAGE })
}

/// Builds a program that uses the SDK under the name `sdk`, and says where it is.
pub(super) fn build(
    store: &Store,
    sdk: &Sdk,
    name: &str,
    program: &str,
) -> Result<PathBuf> {
    let folder = store.folder.join("driver").join(name);
    fs::create_dir_all(folder.join("src"))?;
    write_changed(&folder.join("Cargo.toml"), &manifest(name, sdk))?;
    write_changed(&folder.join("src/main.rs"), program)?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .context("cannot copy Cargo.lock")?;
    let mut build = cargo();
    build.args(["build", "--quiet", "--manifest-path"]).arg(folder.join("Cargo.toml"));
    build.env("CARGO_TARGET_DIR", target());
    process::run(&mut build, &store.logs(), &format!("build-{name}"), BUILD_LIMIT)?;
    let file = format!("judge-{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(target().join("debug").join(file))
}

/// Runs a built program within a time.
pub(super) fn command(program: &Path, environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(program);
    command.envs(environment.iter().copied());
    command
}

/// Leaves a file alone that is as it should be, so that it is not compiled again.
fn write_changed(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text)?;
    }
    Ok(())
}

fn manifest(name: &str, sdk: &Sdk) -> String {
    let (package, path) = (sdk.package, sdk.folder.display());
    format!(
        "[package]\nname = \"judge-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         publish = false\n\n\
         [dependencies]\n\
         bytes = \"1\"\n\
         http = \"1\"\n\
         sdk = {{ package = \"{package}\", path = \"{path}\", features = [\"serde\"] }}\n\
         serde = \"1\"\n\
         serde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"time\"] }}\n\n\
         [profile.dev]\ndebug = false\n\n\
         [workspace]\n"
    )
}
