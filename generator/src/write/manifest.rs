//! Which files of a folder are ours: a list with hashes that lies among them.

use super::Files;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The name of the list.
pub(super) const FILE_NAME: &str = ".oasmith-files";

const HEADER: &str =
    "# The files that oasmith wrote, with their SHA-256. Do not edit.\n";

/// The files written last time, each with the hash of its content.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) hashes: BTreeMap<String, String>,
}

impl Manifest {
    /// The list of a folder; empty when there is none.
    pub(super) fn read(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join(FILE_NAME)).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.split_once("  "));
        let ours = lines.filter(|(_, path)| is_inside(path));
        Self {
            hashes: ours
                .map(|(hash, path)| (path.to_owned(), hash.to_owned()))
                .collect(),
        }
    }

    /// The text of the list of these files.
    pub(super) fn text(files: &Files) -> String {
        let mut text = HEADER.to_owned();
        for (path, content) in files {
            let _ = writeln!(text, "{}  {path}", hash(content.as_bytes()));
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

/// SHA-256 in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
