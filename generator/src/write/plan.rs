//! What has to change in a folder.

use super::lines::are_same;
use super::manifest::{FILE_NAME, Manifest, is_inside};
use super::version::{self, with_version_of};
use super::{Edited, Files, Written};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// A file that gets this text.
#[derive(Debug)]
pub(super) struct Change<'a> {
    pub(super) text: Cow<'a, str>,
    /// What is there now; none where there is no file yet.
    pub(super) before: Option<Vec<u8>>,
}

/// The changes that bring a folder up to date.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// Files that are new or get another content, by path.
    pub(super) changes: BTreeMap<&'a str, Change<'a>>,
    /// Files of ours that are no longer needed, with their content.
    pub(super) remove: BTreeMap<String, Vec<u8>>,
    /// Files of ours that somebody edited, and that stay as they are.
    pub(super) kept: Vec<String>,
    /// What somebody else put where a file has to go.
    pub(super) in_the_way: Vec<String>,
    unchanged: usize,
}

/// What is known of a folder, and what may be done there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground<'a> {
    pub(super) folder: &'a Path,
    pub(super) manifest: &'a Manifest,
    pub(super) edited: Edited,
}

impl<'a> Plan<'a> {
    pub(super) fn new(files: &'a Files, ground: Ground<'_>) -> Self {
        let mut plan = Self::default();
        let mut folders = BTreeMap::new();
        for (path, text) in files {
            if !is_inside(path) || path == FILE_NAME {
                plan.in_the_way.push(path.clone());
            } else if let Some(blocked) = blocked(path, ground, &mut folders) {
                plan.in_the_way.push(blocked.to_owned());
            } else {
                plan.place(path, text, ground);
            }
        }
        let old = ground.manifest.paths().filter(|path| !files.contains_key(*path));
        for path in old {
            let Ok(now) = fs::read(ground.folder.join(path)) else { continue };
            let is_edited = !ground.manifest.wrote(path, &now);
            if is_edited && ground.edited == Edited::Keep {
                plan.kept.push(path.to_owned());
            } else {
                plan.remove.insert(path.to_owned(), now);
            }
        }
        plan
    }

    fn place(&mut self, path: &'a str, text: &'a str, ground: Ground<'_>) {
        let place = ground.folder.join(path);
        let now = match fs::read(&place) {
            Ok(now) if place.is_symlink() => {
                // Written through a link, a file elsewhere would change.
                if now != text.as_bytes() {
                    return self.in_the_way.push(path.to_owned());
                }
                now
            }
            Ok(now) => now,
            Err(error) if error.kind() == ErrorKind::NotFound && !place.is_symlink() => {
                let change = Change { text: Cow::Borrowed(text), before: None };
                self.changes.insert(path, change);
                return;
            }
            Err(error) if is_under_a_file(&error) => {
                let change = Change { text: Cow::Borrowed(text), before: None };
                self.changes.insert(path, change);
                return;
            }
            Err(_) => return self.in_the_way.push(path.to_owned()),
        };
        self.replace(path, text, now, ground);
    }

    fn replace(
        &mut self,
        path: &'a str,
        text: &'a str,
        now: Vec<u8>,
        ground: Ground<'_>,
    ) {
        let manifest = ground.manifest;
        if are_same(&now, text.as_bytes()) {
            self.unchanged = self.unchanged.saturating_add(1);
        } else if manifest.wrote(path, &now)
            || (manifest.knows(path) && ground.edited == Edited::Overwrite)
        {
            let change = Change { text: Cow::Borrowed(text), before: Some(now) };
            self.changes.insert(path, change);
        } else if let Some(text) = other_version(path, text, &now, manifest) {
            if are_same(&now, text.as_bytes()) {
                self.unchanged = self.unchanged.saturating_add(1);
            } else {
                let change = Change { text: Cow::Owned(text), before: Some(now) };
                self.changes.insert(path, change);
            }
        } else if manifest.knows(path) {
            self.kept.push(path.to_owned());
        } else {
            self.in_the_way.push(path.to_owned());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.remove.is_empty()
    }

    pub(super) fn outcome(&self) -> Written {
        Written {
            written: self.changes.keys().map(|path| (*path).to_owned()).collect(),
            unchanged: self.unchanged,
            removed: self.remove.keys().cloned().collect(),
            kept: self.kept.clone(),
        }
    }
}

/// What the crate's manifest is to hold if all that a person edited there is its version.
fn other_version(
    path: &str,
    wanted: &str,
    now: &[u8],
    manifest: &Manifest,
) -> Option<String> {
    if path != version::FILE {
        return None;
    }
    let now = std::str::from_utf8(now).ok()?;
    let with_ours = with_version_of(now, wanted)?;
    manifest
        .wrote(path, with_ours.as_bytes())
        .then(|| with_version_of(wanted, now))
        .flatten()
}

/// The part of a path that is no folder, and none of our files that make way for one.
fn blocked<'path>(
    path: &'path str,
    ground: Ground<'_>,
    known: &mut BTreeMap<&'path str, bool>,
) -> Option<&'path str> {
    path.match_indices('/').find_map(|(end, _)| {
        let parent = path.get(..end).unwrap_or_default();
        let is_blocked = *known.entry(parent).or_insert_with(|| {
            let found = ground.folder.join(parent).symlink_metadata();
            found.is_ok_and(|found| !found.is_dir()) && !is_leaving(parent, ground)
        });
        is_blocked.then_some(parent)
    })
}

/// Whether a file in the place of a folder is ours to remove.
fn is_leaving(path: &str, ground: Ground<'_>) -> bool {
    let is_as_written = || {
        fs::read(ground.folder.join(path))
            .is_ok_and(|now| ground.manifest.wrote(path, &now))
    };
    ground.manifest.knows(path)
        && (ground.edited == Edited::Overwrite || is_as_written())
}

/// Whether a file is not there because one of the folders above it is a file.
fn is_under_a_file(error: &std::io::Error) -> bool {
    error.kind() == ErrorKind::NotADirectory
}
