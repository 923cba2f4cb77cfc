//! The crates of the feature folders: generated, compared, and used.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A feature folder.
#[derive(Clone, Debug)]
pub(crate) struct Feature {
    pub(crate) name: String,
    folder: PathBuf,
}

impl Feature {
    fn package(&self) -> String {
        format!("feature-{}", self.name)
    }
}

/// All feature folders, by name.
pub(crate) fn features() -> Vec<Feature> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("features");
    let entries = fs::read_dir(&folder).expect("the folder of features is there");
    let mut features: Vec<Feature> = entries
        .map(|entry| entry.expect("the folder of features can be read").path())
        .filter(|path| path.is_dir())
        .map(|folder| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Feature { name, folder }
        })
        .collect();
    features.sort_by(|left, right| left.name.cmp(&right.name));
    features
}

/// One workspace below the build folder with a crate a feature, so that they share their
/// dependencies.
pub(crate) struct Crates {
    features: Vec<Feature>,
    home: PathBuf,
    ready: OnceLock<Result<(), String>>,
}

impl Crates {
    pub(crate) fn new(features: Vec<Feature>) -> Self {
        let home = build_folder().join("features");
        Self { features, home, ready: OnceLock::new() }
    }

    /// Compares what is generated with what is expected; writes `expected/` anew when
    /// `OASMITH_BLESS` is set.
    pub(crate) fn source(&self, feature: &Feature) -> Result<(), String> {
        self.ready()?;
        let found = sources(&self.home.join(&feature.name).join("src"))?;
        let folder = feature.folder.join("expected");
        if std::env::var_os("OASMITH_BLESS").is_some() {
            return bless(&folder, &found).map_err(|error| error.to_string());
        }
        let expected = sources(&folder)?;
        let mut differences = Vec::new();
        for name in expected.keys().filter(|name| !found.contains_key(*name)) {
            differences.push(format!("{name} is expected and not generated"));
        }
        for (name, text) in &found {
            match expected.get(name) {
                None => differences.push(format!("{name} is generated and not expected")),
                Some(expected) if expected == text => {}
                Some(expected) => {
                    let changes = similar::TextDiff::from_lines(expected, text);
                    let changes = changes.unified_diff().context_radius(2).to_string();
                    differences.push(format!("{name}:\n{changes}"));
                }
            }
        }
        if differences.is_empty() {
            return Ok(());
        }
        differences.push("if that is meant: cargo xtask bless".to_owned());
        Err(differences.join("\n"))
    }

    /// Runs the feature's own test against its crate. Warnings of the crate are failures.
    pub(crate) fn used(&self, feature: &Feature) -> Result<(), String> {
        self.ready()?;
        let output = cargo(&self.home)
            .args(["test", "--quiet", "--package", &feature.package()])
            .env("OASMITH_FEATURE_SPEC", feature.folder.join("spec.yaml"))
            .output()
            .map_err(|error| error.to_string())?;
        let printed = String::from_utf8_lossy(&output.stderr);
        let told = String::from_utf8_lossy(&output.stdout);
        if output.status.success() && !printed.contains("warning:") {
            return Ok(());
        }
        Err(format!("{told}\n{printed}"))
    }

    /// Generates all crates and builds their tests, once, whichever test asks first.
    fn ready(&self) -> Result<(), String> {
        self.ready.get_or_init(|| self.prepare().map_err(|error| error.to_string())).clone()
    }

    fn prepare(&self) -> io::Result<()> {
        fs::create_dir_all(&self.home)?;
        self.remove_strangers()?;
        let members: Vec<String> =
            self.features.iter().map(|feature| format!("    {:?},\n", feature.name)).collect();
        let workspace = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n[profile.dev]\ndebug = \
             \"line-tables-only\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n",
            members.concat()
        );
        write_if_new(&self.home.join("Cargo.toml"), &workspace)?;
        let lock = fs::read_to_string(repository().join("Cargo.lock"))?;
        if !self.home.join("Cargo.lock").exists() {
            fs::write(self.home.join("Cargo.lock"), lock)?;
        }
        for feature in &self.features {
            self.generate(feature)?;
        }
        Ok(())
    }

    /// A folder of a feature that is no more would break the workspace.
    fn remove_strangers(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.home)? {
            let path = entry?.path();
            let known = self.features.iter().any(|one| path.ends_with(&one.name));
            if path.is_dir() && !known && !path.ends_with("target") {
                fs::remove_dir_all(path)?;
            }
        }
        Ok(())
    }

    fn generate(&self, feature: &Feature) -> io::Result<()> {
        let home = self.home.join(&feature.name);
        let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
        command.current_dir(&feature.folder).args(["generate", "spec.yaml", "--out"]);
        command.arg(&home).args(["--package", &feature.package()]);
        if feature.folder.join("oasmith.toml").exists() {
            command.args(["--config", "oasmith.toml"]);
        }
        // What the last run added to the manifest is not the generator's.
        let manifest = home.join("Cargo.toml");
        let kept = home.join("generated.toml");
        if kept.exists() {
            fs::copy(&kept, &manifest)?;
        }
        let output = command.output()?;
        if !output.status.success() {
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(format!("{}: {told}", feature.name)));
        }
        fs::copy(&manifest, &kept)?;
        let extra = format!(
            "\n[dev-dependencies]\nmock = {{ path = {:?} }}\noasmith = {{ path = {:?} }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n",
            repository().join("mock"),
            repository().join("generator"),
        );
        let text = fs::read_to_string(&manifest)? + &extra;
        fs::write(&manifest, text)?;
        fs::create_dir_all(home.join("tests"))?;
        let test = fs::read_to_string(feature.folder.join("use.rs"))?;
        write_if_new(&home.join("tests").join("use.rs"), &test)?;
        fs::create_dir_all(home.join("tests").join("serve"))?;
        write_if_new(&home.join("tests").join("serve").join("mod.rs"), include_str!("serve.rs"))
    }
}

fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

fn build_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| repository().join("target"), PathBuf::from)
}

fn cargo(home: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(home).env("CARGO_TARGET_DIR", build_folder());
    command
}

/// Files keep their time when nothing changed, so that nothing is built again.
fn write_if_new(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text)
}

/// The Rust files below a folder by their paths, those of the runtime left out.
fn sources(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            if path != folder.join("runtime") {
                let entries = fs::read_dir(&path).map_err(|error| error.to_string())?;
                for entry in entries {
                    open.push(entry.map_err(|error| error.to_string())?.path());
                }
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
            found.insert(name.to_string_lossy().replace('\\', "/"), text);
        }
    }
    Ok(found)
}

fn bless(folder: &Path, found: &BTreeMap<String, String>) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (name, text) in found {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}
