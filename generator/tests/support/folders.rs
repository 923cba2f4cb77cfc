//! The feature folders and what is generated of them; `cargo xtask bless` reads this file
//! too, so that what it writes is what the tests compare.

use oasmith::diagnostic::{Diagnostics, Severity, Stopped};
use oasmith::emit::SourceFile;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A feature folder.
#[derive(Clone, Debug)]
pub(crate) struct Feature {
    /// The folder's name.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) folder: PathBuf,
}

/// All feature folders below `folder`, by name.
pub(crate) fn features(folder: &Path) -> io::Result<Vec<Feature>> {
    let mut features = Vec::new();
    for entry in fs::read_dir(folder)? {
        let folder = entry?.path();
        if folder.is_dir() {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            features.push(Feature { name: name.into_owned(), folder: folder.clone() });
        }
    }
    features.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(features)
}

impl Feature {
    /// The name of its crate.
    pub(crate) fn package(&self) -> String {
        format!("feature-{}", self.name)
    }

    /// The file of the description: `spec.yaml` or `spec.json`.
    fn description(&self) -> PathBuf {
        let json = self.folder.join("spec.json");
        if json.exists() { json } else { self.folder.join("spec.yaml") }
    }

    /// All files of its crate.
    pub(crate) fn generate(&self) -> Result<Vec<SourceFile>, String> {
        let mut diagnostics = Diagnostics::default();
        let made = self.generated(&mut diagnostics);
        let wrong = diagnostics
            .all()
            .iter()
            .filter(|one| made.is_err() && diagnostics.severity(one) == Severity::Error);
        let wrong: Vec<_> =
            wrong.map(|one| format!("{}: {}", one.code.name(), one.message)).collect();
        made.map_err(|Stopped| format!("nothing is generated: {}", wrong.join("; ")))
    }

    fn generated(
        &self,
        diagnostics: &mut Diagnostics,
    ) -> Result<Vec<SourceFile>, Stopped> {
        let settings = self.folder.join(oasmith::config::FILE_NAME);
        let mut config = match settings.exists() {
            true => oasmith::config::read(&settings, diagnostics)?,
            false => oasmith::config::Config::default(),
        };
        config.package.name = Some(self.package());
        Ok(oasmith::generate(&self.description(), &config, diagnostics)?.1)
    }

    /// Where its tests are.
    #[allow(dead_code, reason = "blessing runs no tests")]
    pub(crate) fn tests(&self) -> PathBuf {
        self.folder.join("use.rs")
    }

    /// Where the expected source is.
    pub(crate) fn expected(&self) -> PathBuf {
        self.folder.join("expected")
    }
}

/// The part of a crate that `expected/` holds: its source by path, without the runtime,
/// which is the same in all crates.
pub(crate) fn own_source(files: &[SourceFile]) -> BTreeMap<String, String> {
    let own = files.iter().filter_map(|file| {
        let path = file.path.strip_prefix("src/")?;
        let runtime = path.starts_with("runtime/") || path == "runtime.rs";
        (!runtime).then(|| (path.to_owned(), file.text.clone()))
    });
    own.collect()
}

/// The files below a folder, by path; none where there is no folder.
pub(crate) fn read(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                open.push(entry?.path());
            }
        } else if path.exists() {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(found)
}
