//! Where things are in this repository, and how its programs are run.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The top folder of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The build folder, which is not committed.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), PathBuf::from)
}

/// A call of the cargo that runs this task.
pub(crate) fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// How the generator is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// As for tests: what they have built already serves.
    Development,
    /// Optimised.
    Release,
}

/// Builds the command line of the generator, and says where it is.
pub(crate) fn build_generator(build: Build) -> Result<PathBuf> {
    // With the whole workspace, as for tests: features of libraries are then the same, and
    // nothing is built twice.
    let (arguments, folder): (&[&str], _) = match build {
        Build::Development => (&["--workspace", "--bin", "oasmith"], "debug"),
        Build::Release => (&["--package", "oasmith", "--release"], "release"),
    };
    build_program(arguments)?;
    Ok(target().join(folder).join(format!("oasmith{}", std::env::consts::EXE_SUFFIX)))
}

/// Builds the program that gives changed inputs to targets, and says where it is.
pub(crate) fn build_targets(build: Build) -> Result<PathBuf> {
    let (arguments, folder): (&[&str], _) = match build {
        Build::Development => (&["--workspace", "--bin", "targets"], "debug"),
        // As quick as a release, with the checks of a development build.
        Build::Release => (&["--package", "targets", "--profile", "hostile"], "hostile"),
    };
    build_program(arguments)?;
    Ok(target().join(folder).join(format!("targets{}", std::env::consts::EXE_SUFFIX)))
}

/// Builds a program that calls through the SDK, optimised, and says where it is.
pub(crate) fn build_caller(program: &str) -> Result<PathBuf> {
    build_program(&["--release", "--package", "callers", "--bin", program])?;
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    Ok(target().join("release").join(name))
}

fn build_program(arguments: &[&str]) -> Result<()> {
    let status = cargo()
        .args(["build", "--quiet"])
        .args(arguments)
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("`cargo build {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// Builds the generator and copies it into a folder, so that a long run is not changed by
/// a build in the meantime.
pub(crate) fn copy_generator(folder: &Path, build: Build) -> Result<PathBuf> {
    let built = build_generator(build)?;
    let copy = folder.join(built.file_name().context("the generator has no name")?);
    // A copy over a program that runs would fail.
    if copy.exists() {
        std::fs::remove_file(&copy)?;
    }
    std::fs::copy(&built, &copy).context("cannot copy the generator")?;
    Ok(copy)
}
