//! Installs judges from the package registries, below the build folder: nothing of the
//! system changes, and what is there is not fetched again.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a command that should be silent, and says what it said when it fails.
pub(super) fn run(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {shown}"))?;
    if !output.status.success() {
        bail!("{shown} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// Does something once: the marker says that it was done whole.
fn once(folder: &Path, install: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let marker = folder.join(".installed");
    if marker.exists() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    install(folder)?;
    fs::write(marker, "")?;
    Ok(())
}

/// Installs an npm package; gives the folder of its programs.
pub(super) fn npm(base: &Path, package: &str) -> Result<PathBuf> {
    let folder = base.join("npm").join(package.replace('/', "-"));
    once(&folder, |folder| {
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]);
        run(npm.arg(folder).arg(package))
    })?;
    Ok(folder.join("node_modules/.bin"))
}

/// Installs Python packages into an environment of their own; gives its programs' folder.
pub(super) fn python(base: &Path, packages: &[&str]) -> Result<PathBuf> {
    let folder = base.join("python").join(packages.join("-"));
    let programs = folder.join("bin");
    once(&folder, |folder| {
        run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
        run(Command::new(programs.join("pip")).args(["install", "--quiet"]).args(packages))
    })?;
    Ok(programs)
}

/// Unpacks Debian packages; gives the folder that stands for the root.
pub(super) fn debian(base: &Path, packages: &[&str]) -> Result<PathBuf> {
    let folder = base.join("debian").join(packages.join("-"));
    let root = folder.join("root");
    once(&folder, |folder| {
        run(Command::new("apt-get").arg("download").args(packages).current_dir(folder))?;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "deb") {
                run(Command::new("dpkg").arg("-x").arg(path).arg(&root))?;
            }
        }
        Ok(())
    })?;
    Ok(root)
}
