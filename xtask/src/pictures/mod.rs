//! `cargo xtask pictures`: what README.md shows, made of what is there now.

mod terminal;

use crate::judges::install::Store;
use crate::judges::site;
use crate::repository::{cargo, root, target};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Make the pictures in docs/pictures/ anew: the command line, and a page of the site.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask pictures
  cargo xtask pictures --program target/debug/atlas

The page is taken by Chromium, with two fonts of Debian that are unpacked below
target/judges where apt-get is there.")]
pub(crate) struct Arguments {
    /// The command line that is shown; without it, that of generated/ is built.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Only the page.
    #[arg(long, conflicts_with = "program")]
    page: bool,
}

/// What is typed in the picture of the command line, after the program's name.
const TYPED: [&str; 4] =
    ["api", "legacyBackup", "listGroupClusterBackupCheckpoints", "--help"];

/// Pictures are part of the repository: they are kept small.
const MOST_BYTES: u64 = 200_000;

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = root().join("docs").join("pictures");
    fs::create_dir_all(&folder)?;
    let mut made = vec![page(&folder, "light")?, page(&folder, "dark")?];
    if !arguments.page {
        made.push(command_line(&folder, arguments.program.as_deref())?);
    }
    for picture in made {
        let size = fs::metadata(&picture)?.len();
        println!("{}: {size} bytes", picture.display());
        if size > MOST_BYTES {
            bail!("{} is larger than {MOST_BYTES} bytes", picture.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What the command line prints, as a picture of a terminal.
fn command_line(folder: &Path, program: Option<&Path>) -> Result<PathBuf> {
    let mut command = match program {
        Some(program) => Command::new(program),
        None => {
            let mut cargo = cargo();
            cargo.args(["run", "--quiet", "--package", "atlas-sdk"]);
            cargo.args(["--features", "cli", "--"]);
            cargo
        }
    };
    let output = command
        .args(TYPED)
        .env("CLICOLOR_FORCE", "1")
        .env("COLUMNS", terminal::COLUMNS.to_string())
        .output()
        .context("cannot run the command line")?;
    if !output.status.success() {
        bail!("it failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let typed = format!("atlas {}", TYPED.join(" "));
    let text = String::from_utf8_lossy(&output.stdout);
    let picture = folder.join("command-line.svg");
    fs::write(&picture, terminal::svg(&typed, &text))?;
    Ok(picture)
}

/// The page of the documented operation, as a browser shows it.
fn page(folder: &Path, theme: &str) -> Result<PathBuf> {
    let browser =
        site::browser().context("no browser is installed, such as chromium")?;
    let home = target().join("judges").join("sites").join("pictures");
    site::write(&root().join("spec/atlas-checkpoints.yaml"), &home)?;
    let page = home.join("operations").join("listGroupClusterBackupCheckpoints.html");
    if theme == "dark" {
        let text = fs::read_to_string(&page)?;
        let dark =
            text.replace("<html lang=\"en\">", "<html lang=\"en\" data-theme=\"dark\">");
        fs::write(&page, dark)?;
    }
    let picture = folder.join(format!("page-{theme}.png"));
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]);
    command.args(["--window-size=1360,860", "--force-device-scale-factor=1"]);
    command.arg(format!("--screenshot={}", picture.display())).arg(page);
    if let Some(fonts) = fonts() {
        command.env("XDG_DATA_HOME", fonts);
    }
    let output = command.output().context("cannot run the browser")?;
    if !output.status.success() {
        bail!("the browser failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(picture)
}

/// The folder that has the fonts which pages ask for first, where they can be had.
fn fonts() -> Option<PathBuf> {
    let store = Store { folder: target().join("judges") };
    let share = |package: &str| {
        store.debian(package).ok().map(|folder| folder.join("usr").join("share"))
    };
    let (sans, mono) = (share("fonts-inter")?, share("fonts-jetbrains-mono")?);
    let both = store.folder.join("fonts");
    for (from, name) in [(sans, "sans"), (mono, "mono")] {
        // Where all is installed already, there is nothing to unpack.
        copy(&from.join("fonts"), &both.join("fonts").join(name)).ok()?;
    }
    Some(both)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::copy(from, to)?;
        }
    }
    Ok(())
}
