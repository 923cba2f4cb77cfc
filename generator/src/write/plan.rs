//! What has to change in a folder.

use super::manifest::{FILE_NAME, Manifest, hash, is_inside};
use super::{Files, Written};
use std::path::Path;

/// The changes that bring a folder up to date.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files that are not there yet.
    pub(super) add: Vec<String>,
    /// Files of ours with other content.
    pub(super) replace: Vec<String>,
    /// Files of ours that are no longer needed.
    pub(super) remove: Vec<String>,
    /// What somebody else put where a file has to go.
    pub(super) in_the_way: Vec<String>,
    unchanged: usize,
}

impl Plan {
    pub(super) fn new(files: &Files, folder: &Path, manifest: &Manifest) -> Self {
        let mut plan = Self::default();
        for (path, text) in files {
            if !is_inside(path) || path == FILE_NAME {
                plan.in_the_way.push(path.clone());
                continue;
            }
            plan.place(path, text, folder, manifest);
        }
        for (path, written) in &manifest.hashes {
            let is_as_written = || {
                std::fs::read(folder.join(path)).is_ok_and(|now| hash(&now) == *written)
            };
            // One that somebody changed since is theirs by now.
            if !files.contains_key(path) && is_as_written() {
                plan.remove.push(path.clone());
            }
        }
        plan
    }

    fn place(&mut self, path: &str, text: &str, folder: &Path, manifest: &Manifest) {
        for (end, _) in path.match_indices('/') {
            let parent = path.get(..end).unwrap_or_default();
            let is_blocked = folder
                .join(parent)
                .symlink_metadata()
                .is_ok_and(|found| !found.is_dir());
            // A file of ours that turns into a folder is removed in the same step.
            if is_blocked && !manifest.hashes.contains_key(parent) {
                self.in_the_way.push(parent.to_owned());
                return;
            }
        }
        let place = folder.join(path);
        match place.symlink_metadata() {
            Err(_) => self.add.push(path.to_owned()),
            Ok(found) if !found.is_file() => self.in_the_way.push(path.to_owned()),
            Ok(_) => match std::fs::read(&place) {
                Ok(now) if now == text.as_bytes() => self.unchanged += 1,
                _ if manifest.hashes.contains_key(path) => {
                    self.replace.push(path.to_owned())
                }
                _ => self.in_the_way.push(path.to_owned()),
            },
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.add.is_empty() && self.replace.is_empty() && self.remove.is_empty()
    }

    pub(super) fn outcome(&self) -> Written {
        let mut written: Vec<String> =
            self.add.iter().chain(&self.replace).cloned().collect();
        written.sort_unstable();
        Written { written, unchanged: self.unchanged, removed: self.remove.clone() }
    }
}
