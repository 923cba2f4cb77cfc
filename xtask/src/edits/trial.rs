//! One edit: what `diff` says of it, and what is true.

use super::{calls, change::Edit, consumer};
use crate::repository;
use anyhow::{Context, Result, bail};
use oasmith::compare::{Edition, Step, compare};
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use oasmith::emit::SourceFile;
use oasmith::load::{LoadOptions, load};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// What came of an edit.
pub(super) enum Verdict {
    /// Nothing is generated for the edited description.
    Refused,
    Judged {
        said: Step,
        truth: Step,
        /// The worst that `diff` said.
        words: String,
        /// What the truth was seen by.
        evidence: String,
    },
}

/// The crate of a description before it is edited.
pub(super) struct Before {
    config: Config,
    edition: Edition,
    /// The program that uses it.
    program: String,
    features: String,
    package: String,
    /// What its calls did.
    printed: String,
}

/// Where crates are written and compiled: always in the same place, so that what an edit
/// leaves as it was is compiled once.
pub(super) struct Bench {
    folder: PathBuf,
}

/// The description as one tree.
pub(super) fn read(path: &Path) -> Result<Value> {
    let mut diagnostics = Diagnostics::default();
    let document = load(path, &LoadOptions::default(), &mut diagnostics);
    Ok(document.ok().with_context(|| format!("cannot read {}", path.display()))?.root)
}

impl Bench {
    pub(super) fn new(folder: &Path) -> Result<Self> {
        let user = folder.join("user").join("src");
        fs::create_dir_all(&user)?;
        let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"sdk\", \"user\"]\n\n[profile.dev]\ndebug = false\n";
        write(&folder.join("Cargo.toml"), workspace)?;
        fs::copy(repository::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self { folder: folder.to_path_buf() })
    }

    /// Generates, compiles and runs what an edit is compared with.
    pub(super) fn prepare(&self, path: &Path) -> Result<Before> {
        let mut diagnostics = Diagnostics::default();
        let settings = path.with_file_name(oasmith::config::FILE_NAME);
        let config = match settings.exists() {
            true => oasmith::config::read(&settings, &mut diagnostics)
                .ok()
                .context("settings")?,
            false => Config::default(),
        };
        let made =
            self.generate(&read(path)?, &config)?.context("nothing is generated")?;
        let (described, files) = made;
        let text = |path: &str| {
            files.iter().find(|one| one.path == path).map_or("", |one| &one.text)
        };
        let manifest: toml::Table = text("Cargo.toml").parse()?;
        let name = manifest.get("package").and_then(|one| one.get("name"));
        let package = name.and_then(toml::Value::as_str).unwrap_or_default().to_owned();
        let mut features = vec!["all-groups", "mock"];
        let first_feature =
            text("Cargo.toml").lines().find(|line| line.starts_with("default = "));
        for feature in ["digest", "xml"] {
            let quoted = format!("\"{feature}\"");
            if first_feature.is_some_and(|line| line.contains(&quoted)) {
                features.push(feature);
            }
        }
        let edition =
            Edition::new(described.api.clone(), neutral(&files, &described.hash));
        let named = oasmith::name::name(described.api);
        let credentials = calls::credentials(text("src/auth.rs"));
        let program = calls::source(&named, &credentials, &consumer::source(&files));
        let features = format!("{features:?}");
        let mut before = Before {
            config,
            edition,
            program,
            features,
            package,
            printed: String::new(),
        };
        let output = self.run(&before, &files)?;
        if !output.status.success() {
            bail!(
                "what uses the crate as it is fails:\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        before.printed = printed(&output);
        Ok(before)
    }

    /// Compares the verdict with the truth.
    pub(super) fn judge(&self, before: &Before, edit: &Edit) -> Result<Verdict> {
        let Some((described, files)) = self.generate(&edit.root, &before.config)? else {
            return Ok(Verdict::Refused);
        };
        let after = Edition::new(described.api, neutral(&files, &described.hash));
        let comparison = compare(&before.edition, &after);
        let words = comparison.changes.first().map_or_else(
            || "nothing".to_owned(),
            |one| {
                format!(
                    "{} {:?}",
                    one.path,
                    one.aspect.as_ref().map(ToString::to_string)
                )
            },
        );
        let output = self.run(before, &files)?;
        let (truth, evidence) = if output.status.success() {
            match difference(&before.printed, &printed(&output)) {
                Some(evidence) => (Step::Wire, evidence),
                None => (Step::None, String::new()),
            }
        } else {
            let errors = String::from_utf8_lossy(&output.stderr);
            let lines = errors.lines().filter(|line| line.contains("error"));
            (Step::Major, lines.take(3).collect::<Vec<_>>().join("\n    "))
        };
        Ok(Verdict::Judged { said: comparison.step(), truth, words, evidence })
    }

    fn generate(
        &self,
        root: &Value,
        config: &Config,
    ) -> Result<Option<(oasmith::Described, Vec<SourceFile>)>> {
        let path = self.folder.join("description.json");
        fs::write(&path, serde_json::to_vec_pretty(root)?)?;
        let mut diagnostics = Diagnostics::default();
        Ok(oasmith::generate(&path, config, &mut diagnostics).ok())
    }

    /// Compiles the program against these files, and runs it.
    fn run(&self, before: &Before, files: &[SourceFile]) -> Result<Output> {
        let sdk = self.folder.join("sdk");
        let mut wanted = BTreeSet::new();
        for file in files {
            let path = sdk.join(&file.path);
            write(&path, &file.text)?;
            wanted.insert(path);
        }
        remove_others(&sdk, &wanted)?;
        let user = self.folder.join("user");
        let Before { package, features, .. } = before;
        write(
            &user.join("Cargo.toml"),
            &format!(
                "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nhttp = \"1\"\nserde_json = \"1\"\nsdk = {{ path = \"../sdk\", package = \"{package}\", default-features = false, features = {features} }}\n"
            ),
        )?;
        write(&user.join("src").join("main.rs"), &before.program)?;
        let mut command = repository::cargo();
        command
            .args([
                "run",
                "--quiet",
                "--offline",
                "--package",
                "user",
                "--manifest-path",
            ])
            .arg(self.folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "1");
        command.output().context("cannot run cargo")
    }
}

/// Without what says only where the crate came from.
fn neutral(files: &[SourceFile], hash: &str) -> Vec<SourceFile> {
    let file = |file: &SourceFile| SourceFile {
        path: file.path.clone(),
        text: file.text.replace(hash, ""),
    };
    files.iter().map(file).collect()
}

/// Writes a file that is not so yet, so that it keeps its age otherwise.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().context("no folder")?)?;
    fs::write(path, text)?;
    Ok(())
}

fn remove_others(folder: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(&path, wanted)?;
        } else if !wanted.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The first line that is not as it was.
fn difference(before: &str, after: &str) -> Option<String> {
    let pairs = before
        .lines()
        .map(Some)
        .chain([None])
        .zip(after.lines().map(Some).chain([None]));
    pairs.into_iter().find(|(one, other)| one != other).map(|(one, other)| {
        format!("{}\n    now {}", one.unwrap_or("nothing"), other.unwrap_or("nothing"))
    })
}
