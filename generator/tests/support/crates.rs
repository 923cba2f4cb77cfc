//! The crates of the feature folders, built and used.
//!
//! All are members of one workspace below the build folder. Their tests are the modules of
//! one program, so that the server and the transport are linked once and not once a folder.

use crate::folders::Feature;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const USERS: &str = "users";
/// The feature that the guide calls, and the crate whose documentation is the guide.
const GUIDE: &str = "guide";
const GUIDE_CRATE: &str = "guide-examples";

/// What cargo said of the workspace.
#[derive(Clone, Debug, Default)]
struct Built {
    /// Errors and warnings, by the name of the feature that they are about.
    findings: BTreeMap<String, Vec<String>>,
    /// The program that holds all tests; none when it did not compile.
    program: Option<PathBuf>,
    /// All else that cargo said.
    told: String,
}

/// The workspace of the features' crates.
pub(crate) struct Crates {
    features: Vec<Feature>,
    home: PathBuf,
    built: OnceLock<Result<Built, String>>,
}

impl Crates {
    pub(crate) fn new(features: Vec<Feature>) -> Self {
        let home = build_folder().join("features");
        Self { features, home, built: OnceLock::new() }
    }

    /// That a feature's crate compiles, and without a warning.
    pub(crate) fn compiles(&self, feature: &Feature) -> Result<(), String> {
        match self.built()?.findings.get(&feature.name) {
            None if self.generated().any(|one| one.name == feature.name) => Ok(()),
            None => Err("it is not generated".to_owned()),
            Some(findings) => Err(findings.concat()),
        }
    }

    /// Runs a feature's own tests.
    pub(crate) fn used(&self, feature: &Feature) -> Result<(), String> {
        let built = self.built()?;
        let Some(program) = &built.program else {
            let others: Vec<_> = built.findings.keys().map(String::as_str).collect();
            return Err(format!(
                "the program of all features' tests is not built; see {}\n{}",
                others.join(", "),
                built.told
            ));
        };
        let output = Command::new(program)
            .arg(format!("{}::", module(feature)))
            .current_dir(&feature.folder)
            .output()
            .map_err(|error| error.to_string())?;
        let told = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            return Err(told.into_owned());
        }
        match told.contains("running 0 tests") {
            true => Err("there is no use.rs with a test in it".to_owned()),
            false => Ok(()),
        }
    }

    /// Compiles the examples of docs/guide.md, and runs those that need no server.
    pub(crate) fn guide_examples(&self) -> Result<(), String> {
        self.built()?;
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(program)
            .current_dir(&self.home)
            .env("CARGO_TARGET_DIR", self.home.join("target"))
            .args(["test", "--doc", "--quiet", "--package", GUIDE_CRATE])
            .output()
            .map_err(|error| error.to_string())?;
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told).into_owned();
        match output.status.success() && !told.contains("running 0 tests") {
            true => Ok(()),
            false => Err(told),
        }
    }

    /// A crate that has the guide for its documentation, and what the guide names.
    fn guide(&self) -> BTreeMap<String, String> {
        let sdk = self.home.join(GUIDE);
        let manifest = format!(
            "[package]\nname = {GUIDE_CRATE:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n\
             photos-sdk = {{ package = \"feature-{GUIDE}\", path = {sdk:?}, \
             features = [\"blocking\", \"mock\", \"tracing\"] }}\n\
             reqwest = {{ version = \"0.13\", default-features = false }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"time\"] }}\n\
             tracing-subscriber = {{ version = \"0.3\", default-features = false, \
             features = [\"fmt\", \"std\"] }}\n"
        );
        let guide = repository().join("docs").join("guide.md");
        BTreeMap::from([
            ("Cargo.toml".to_owned(), manifest),
            ("src/lib.rs".to_owned(), format!("#![doc = include_str!({guide:?})]\n")),
        ])
    }

    /// Generates and builds everything, once, whichever test asks first.
    fn built(&self) -> Result<&Built, String> {
        let build = || self.prepare().and_then(|()| self.build());
        self.built.get_or_init(build).as_ref().map_err(Clone::clone)
    }

    fn prepare(&self) -> Result<(), String> {
        fs::create_dir_all(&self.home).map_err(|error| error.to_string())?;
        let mut members = format!("    {USERS:?},\n    {GUIDE_CRATE:?},\n");
        for feature in &self.features {
            // Why one cannot be generated is told by its first test.
            let files = feature.generate().unwrap_or_default();
            if !files.is_empty() {
                let _ = writeln!(members, "    {:?},", feature.name);
            }
            let files = files.into_iter().map(|file| (file.path, file.text)).collect();
            replace(&self.home.join(&feature.name), &files)?;
        }
        let users = BTreeMap::from([
            ("Cargo.toml".to_owned(), self.users_manifest()?),
            ("src/lib.rs".to_owned(), self.users_source()),
        ]);
        replace(&self.home.join(USERS), &users)?;
        replace(&self.home.join(GUIDE_CRATE), &self.guide())?;
        // Little of the time goes into tests that run: compile fast.
        let workspace = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n"
        );
        write_if_new(&self.home.join("Cargo.toml"), &workspace)?;
        self.lock()
    }

    /// The versions are those of the repository, so that nothing else is fetched.
    fn lock(&self) -> Result<(), String> {
        let lock = repository().join("Cargo.lock");
        let lock = fs::read_to_string(lock).map_err(|error| error.to_string())?;
        let copied = self.home.join("Cargo.lock.copied");
        if fs::read_to_string(&copied).is_ok_and(|old| old == lock) {
            return Ok(());
        }
        write_if_new(&self.home.join("Cargo.lock"), &lock)?;
        write_if_new(&copied, &lock)
    }

    /// The features that have a crate.
    fn generated(&self) -> impl Iterator<Item = &Feature> {
        let has_crate = |feature: &&Feature| {
            self.home.join(&feature.name).join("Cargo.toml").exists()
        };
        self.features.iter().filter(has_crate)
    }

    fn users_manifest(&self) -> Result<String, String> {
        let repository = repository();
        let mut manifest = format!(
            "[package]\nname = {USERS:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dev-dependencies]\nmock = {{ path = {:?} }}\noasmith = {{ path = {:?} }}\n\
             bytes = \"1\"\nfutures-util = {{ version = \"0.3\", default-features = false }}\n\
             http = \"1\"\nserde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"time\"] }}\n\
             tracing-subscriber = {{ version = \"0.3\", default-features = false, \
             features = [\"fmt\", \"std\", \"tracing-log\"] }}\n",
            repository.join("mock"),
            repository.join("generator"),
        );
        for feature in self.generated() {
            let path = self.home.join(&feature.name);
            // The server speaks plain HTTP: without TLS, there is much less to compile.
            // Values are compared as JSON.
            let features: Vec<_> = default_features(&path.join("Cargo.toml"))?
                .into_iter()
                .filter(|one| one != "rustls" && one != "native-tls")
                .chain(["serde".to_owned()])
                .collect();
            let _ = writeln!(
                manifest,
                "{} = {{ path = {path:?}, default-features = false, features = {features:?} }}",
                feature.package()
            );
        }
        Ok(manifest)
    }

    fn users_source(&self) -> String {
        let support = repository()
            .join("generator")
            .join("tests")
            .join("support")
            .join("users.rs");
        let mut source =
            format!("#![cfg(test)]\n\n#[path = {support:?}]\nmod support;\n");
        for feature in self.generated() {
            let path = feature.tests();
            if path.exists() {
                let _ = writeln!(source, "#[path = {path:?}]\nmod {};", module(feature));
            }
        }
        source
    }

    fn build(&self) -> Result<Built, String> {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(program)
            .current_dir(&self.home)
            .env("CARGO_TARGET_DIR", self.home.join("target"))
            .env("FEATURES", repository().join("generator/tests/features"))
            .args(["build", "--package", USERS, "--tests", "--keep-going", "--quiet"])
            .args(["--message-format", "json"])
            .output()
            .map_err(|error| error.to_string())?;
        let mut built = Built {
            told: String::from_utf8_lossy(&output.stderr).into_owned(),
            ..Built::default()
        };
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Ok(message) = serde_json::from_str::<Value>(line) {
                self.take(&message, &mut built);
            }
        }
        if built.program.is_none() && built.findings.is_empty() {
            return Err(built.told);
        }
        Ok(built)
    }

    /// Takes one of cargo's messages in.
    fn take(&self, message: &Value, built: &mut Built) {
        if let Some(program) = message.get("executable").and_then(Value::as_str) {
            built.program = Some(PathBuf::from(program));
        }
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
        let Some(rendered) = text("/message/rendered") else { return };
        let manifest = Path::new(text("/manifest_path").unwrap_or_default());
        let spans = message.pointer("/message/spans").and_then(Value::as_array);
        let mut files = spans.into_iter().flatten().filter_map(|span| {
            span.get("file_name").and_then(Value::as_str).map(PathBuf::from)
        });
        let about = self.features.iter().find(|feature| {
            manifest.starts_with(self.home.join(&feature.name))
                || files.any(|file| file.starts_with(&feature.folder))
        });
        match about {
            Some(feature) => built
                .findings
                .entry(feature.name.clone())
                .or_default()
                .push(rendered.to_owned()),
            None if manifest.starts_with(&self.home) => built.told.push_str(rendered),
            // Of the repository's own crates.
            None => {}
        }
    }
}

/// The module of a feature's tests.
fn module(feature: &Feature) -> String {
    feature.name.replace('-', "_")
}

/// The default features in a manifest.
fn default_features(manifest: &Path) -> Result<Vec<String>, String> {
    let text = fs::read_to_string(manifest).map_err(|error| error.to_string())?;
    let manifest: toml::Table =
        toml::from_str(&text).map_err(|error| error.to_string())?;
    let features = manifest.get("features").and_then(|features| features.get("default"));
    let features = features.and_then(toml::Value::as_array).into_iter().flatten();
    Ok(features.filter_map(|one| one.as_str().map(str::to_owned)).collect())
}

fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

fn build_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| repository().join("target"), PathBuf::from)
}

/// Makes a folder hold these files only.
fn replace(folder: &Path, files: &BTreeMap<String, String>) -> Result<(), String> {
    let old = crate::folders::read(folder).map_err(|error| error.to_string())?;
    for path in old.keys().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(folder.join(path)).map_err(|error| error.to_string())?;
    }
    for (path, text) in files {
        write_if_new(&folder.join(path), text)?;
    }
    Ok(())
}

/// Files keep their time when nothing changed, so that nothing is built again.
fn write_if_new(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    fs::write(path, text).map_err(|error| error.to_string())
}
