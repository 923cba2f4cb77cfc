//! Which files of a folder are ours: a list with hashes that lies among them.

use super::Files;
use super::lines::hash;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// The name of the list.
pub(super) const FILE_NAME: &str = ".oasmith-files";

const HEADER: &str =
    "# The files that oasmith wrote, with their SHA-256. Do not edit.\n";

/// The files of a crate, each with the hash of its content. While a change is under way a
/// file has two: what it was, and what it becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    hashes: BTreeMap<String, BTreeSet<String>>,
}

impl Manifest {
    /// The list of a folder; none when there is no such file.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(folder.join(FILE_NAME)).ok()?;
        let mut manifest = Self::default();
        for line in text.lines() {
            if let Some((hash, path)) = line.split_once("  ")
                && is_inside(path)
            {
                manifest.add(path, hash.to_owned());
            }
        }
        Some(manifest)
    }

    /// The list of files with this content.
    pub(super) fn of(files: &Files) -> Self {
        let mut manifest = Self::default();
        for (path, content) in files {
            manifest.add(path, hash(content.as_bytes()));
        }
        manifest
    }

    /// Says that a file with this hash is ours.
    pub(super) fn add(&mut self, path: &str, hash: String) {
        self.hashes.entry(path.to_owned()).or_default().insert(hash);
    }

    /// Both lists in one.
    pub(super) fn and(mut self, other: &Self) -> Self {
        for (path, hashes) in &other.hashes {
            self.hashes.entry(path.clone()).or_default().extend(hashes.iter().cloned());
        }
        self
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.hashes.keys().map(String::as_str)
    }

    pub(super) fn knows(&self, path: &str) -> bool {
        self.hashes.contains_key(path)
    }

    /// Whether this content is what was written to this path.
    pub(super) fn wrote(&self, path: &str, content: &[u8]) -> bool {
        self.hashes.get(path).is_some_and(|hashes| hashes.contains(&hash(content)))
    }

    /// The list as it is written.
    pub(super) fn text(&self) -> String {
        let mut text = HEADER.to_owned();
        for (path, hashes) in &self.hashes {
            for hash in hashes {
                // Writing to a string never fails.
                let _ = writeln!(text, "{hash}  {path}");
            }
        }
        text
    }
}

/// Whether a path stays below the folder it is relative to.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)))
}
