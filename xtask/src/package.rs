//! `cargo xtask package`: what would be published, tried alone in an empty folder.

use crate::repository;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What is published, and what it needs is on the registry already.
pub(crate) const PUBLISHED: &str = "oasmith";

/// Folders that no user of the package needs.
const LEFT_OUT: [&str; 2] = ["tests/", "proptest-regressions/"];

/// What a build script that uses the library must not have to build.
const HEAVY: [&str; 5] = ["cc", "clap", "mimalloc", "rustls", "ureq"];

/// Runs the task.
pub(crate) fn run() -> Result<ExitCode> {
    library_is_light()?;
    check()?;
    eprintln!("{PUBLISHED}: the package alone generates what the checkout does");
    Ok(ExitCode::SUCCESS)
}

/// Fails if the library alone needs what only the command should.
fn library_is_light() -> Result<()> {
    let output = repository::cargo()
        .args(["tree", "--package", PUBLISHED, "--no-default-features"])
        .args(["--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
        .output()
        .context("cannot run cargo")?;
    let tree = String::from_utf8_lossy(&output.stdout);
    let names = || tree.lines().filter_map(|line| line.split(' ').next());
    if names().next() != Some(PUBLISHED) {
        bail!("`cargo tree` failed");
    }
    match names().find(|name| HEAVY.contains(name)) {
        Some(name) => bail!("without features, {PUBLISHED} still needs `{name}`"),
        None => Ok(()),
    }
}

/// Packs the generator, unpacks it into an empty folder, builds it there, and compares the
/// SDK that it makes with the committed one.
pub(crate) fn check() -> Result<()> {
    let room = Room::new()?;
    let package = room.unpack(&pack()?)?;
    for folder in LEFT_OUT {
        if package.join(folder).exists() {
            bail!("`{folder}` is in the package");
        }
    }
    copy_files(&repository::root().join("spec"), &room.folder.join("spec"))?;
    // A build folder that stays: the second time, only the package itself is built.
    let status = repository::cargo()
        .args(["run", "--quiet", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        .args(["--", "generate", "--config", "spec/oasmith.toml"])
        .env("CARGO_TARGET_DIR", repository::target().join("unpacked"))
        .current_dir(&room.folder)
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("the package alone cannot generate");
    }
    compare(&room.folder.join("generated"), &repository::root().join("generated"))
}

/// Packs the generator, and says where the archive is.
fn pack() -> Result<PathBuf> {
    let status = repository::cargo()
        .args([
            "package",
            "--quiet",
            "--no-verify",
            "--allow-dirty",
            "--package",
            PUBLISHED,
        ])
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("`cargo package` failed");
    }
    let name = format!("{PUBLISHED}-{}.crate", env!("CARGO_PKG_VERSION"));
    Ok(repository::target().join("package").join(name))
}

/// An empty folder outside the repository, gone when it is dropped.
struct Room {
    folder: PathBuf,
}

impl Room {
    fn new() -> Result<Self> {
        let name = format!("oasmith-package-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).context("cannot make an empty folder")?;
        Ok(Self { folder })
    }

    fn unpack(&self, archive: &Path) -> Result<PathBuf> {
        let status = Command::new("tar")
            .arg("-xzf")
            .arg(archive)
            .current_dir(&self.folder)
            .status()
            .context("cannot run tar")?;
        if !status.success() {
            bail!("cannot unpack {}", archive.display());
        }
        Ok(self.folder.join(archive.file_stem().context("the archive has no name")?))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // What stays is in the folder for temporary files.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Fails unless every file is the same in both folders; the list of files is one of them.
fn compare(made: &Path, committed: &Path) -> Result<()> {
    let mut open = vec![made.to_owned()];
    let mut count = 0_usize;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(made)?;
            if fs::read(&path)? != fs::read(committed.join(name))? {
                bail!("`{}` is not what the checkout generates", name.display());
            }
            count = count.saturating_add(1);
        }
    }
    if count < 2 || !made.join(".oasmith-files").exists() {
        bail!("nothing was generated");
    }
    Ok(())
}
