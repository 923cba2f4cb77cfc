//! Installs judges from the package registries, by name, below the build folder: nothing of
//! the system changes, and what is there is not fetched again.

use super::process::run;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long one installation may take.
const LIMIT: Duration = Duration::from_secs(150);

/// Where judges are installed.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) folder: PathBuf,
}

impl Store {
    /// Where the output of commands is kept.
    pub(crate) fn logs(&self) -> PathBuf {
        self.folder.join("logs")
    }

    /// Does something once: the marker says that it was done whole.
    fn once(
        &self,
        name: &str,
        install: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        let marker = folder.join(".installed");
        if marker.exists() {
            return Ok(folder);
        }
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        install(&folder)?;
        fs::write(marker, "")?;
        Ok(folder)
    }

    /// Installs a package of npm; gives the folder that its programs are below.
    pub(crate) fn npm(&self, package: &str, version: &str) -> Result<PathBuf> {
        let name = package.replace(['/', '@'], "-");
        self.npm_all(&name, &[&format!("{package}@{version}")])
    }

    /// Installs packages of npm, in the versions that they are named with, whatever they ask
    /// of one another.
    pub(crate) fn npm_all(&self, name: &str, packages: &[&str]) -> Result<PathBuf> {
        let name = format!("npm-{name}");
        self.once(&name, |folder| {
            fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error"]);
            if packages.len() > 1 {
                npm.arg("--legacy-peer-deps");
            }
            npm.args(packages).current_dir(folder);
            run(&mut npm, &self.logs(), &name, LIMIT).map(drop)
        })
        .with_context(|| format!("the npm packages {packages:?} cannot be installed"))
    }

    /// Installs packages of PyPI; gives the folder for `PYTHONPATH`.
    pub(super) fn python(&self, name: &str, packages: &[&str]) -> Result<PathBuf> {
        let name = format!("python-{name}");
        self.once(&name, |folder| {
            let mut pip = Command::new("python3");
            pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
            pip.arg("--target").arg(folder).args(packages);
            run(&mut pip, &self.logs(), &name, LIMIT).map(drop)
        })
        .with_context(|| format!("the Python packages {packages:?} cannot be installed"))
    }

    /// Unpacks a Debian package and what it needs beyond what the system has; gives the
    /// folder that stands for the root. It has nothing in it where all is there already.
    pub(crate) fn debian(&self, package: &str) -> Result<PathBuf> {
        let name = format!("debian-{package}");
        self.once(&name, |folder| self.unpack(folder, &name, package))
            .map(|folder| folder.join("root"))
            .with_context(|| {
                format!("the Debian package `{package}` cannot be installed")
            })
    }

    fn unpack(&self, folder: &Path, name: &str, package: &str) -> Result<()> {
        let archives = folder.join("archives");
        fs::create_dir_all(archives.join("partial"))?;
        fs::create_dir_all(folder.join("root"))?;
        let logs = self.logs();
        let download = || {
            let mut apt = Command::new("apt-get");
            apt.args(["install", "--download-only", "--yes"]);
            apt.args(["--no-install-recommends", "-o", "Debug::NoLocking=1", "-o"]);
            apt.arg(format!("Dir::Cache::archives={}", archives.display())).arg(package);
            run(&mut apt, &logs, name, LIMIT)
        };
        if download().is_err() {
            // A machine that is new has no list of packages, or an old one that names
            // versions which are no longer there.
            let mut apt = Command::new("apt-get");
            let update = run(apt.arg("update"), &logs, "apt-get-update", LIMIT);
            download().with_context(|| match update {
                Ok(_) => "`apt-get update` has not helped".to_owned(),
                Err(error) => format!("the list of packages cannot be renewed: {error}"),
            })?;
        }
        for entry in fs::read_dir(&archives)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "deb") {
                let mut dpkg = Command::new("dpkg");
                dpkg.arg("-x").arg(path).arg(folder.join("root"));
                run(&mut dpkg, &logs, "dpkg", LIMIT)?;
            }
        }
        Ok(())
    }
}
