//! Compares what two versions of a crate offer to the code that uses them.
//!
//! What counts is the Rust that users see, not the description: a change there that leaves
//! names and types alone is a patch, whatever it says about the wire.

mod surface;

use crate::emit::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
pub use surface::Item;

/// How the version number has to move (<https://semver.org>). For versions `0.y.z`, cargo
/// takes `y` as major and `z` as minor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The crates are the same.
    None,
    /// Only what stands behind the names differs.
    Patch,
    /// Something is new; what was there is still there.
    Minor,
    /// Code that uses the crate may no longer compile.
    Major,
}

impl Step {
    /// Its name, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// Something public that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path in the crate, such as `types::Pet::name`.
    pub path: String,
    /// What it was; nothing where it is new.
    pub was: Option<Item>,
    /// What it is; nothing where it is gone.
    pub now: Option<Item>,
}

impl Change {
    /// What the change asks of the version number.
    #[must_use]
    pub fn step(&self) -> Step {
        match (&self.was, &self.now) {
            (None, _) => Step::Minor,
            (Some(was), Some(now)) if was.signature == now.signature => Step::Minor,
            (Some(_), _) => Step::Major,
        }
    }
}

/// What differs between two versions of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Public things that differ, those that break code first, then by path.
    pub changes: Vec<Change>,
    /// Files that differ, by path.
    pub files: BTreeSet<String>,
}

impl Comparison {
    /// What all changes together ask of the version number.
    #[must_use]
    pub fn step(&self) -> Step {
        let otherwise = if self.files.is_empty() { Step::None } else { Step::Patch };
        self.changes.iter().map(Change::step).max().unwrap_or(otherwise)
    }
}

/// Compares an old version of a crate with a new one.
#[must_use]
pub fn compare(old: &[SourceFile], new: &[SourceFile]) -> Comparison {
    let (before, mut after) = (surface::of(old), surface::of(new));
    let mut changes = Vec::new();
    for (path, was) in before {
        let now = after.remove(&path);
        if now.as_ref() != Some(&was) {
            changes.push(Change { path, was: Some(was), now });
        }
    }
    let new_items = after.into_iter();
    changes.extend(new_items.map(|(path, now)| Change {
        path,
        was: None,
        now: Some(now),
    }));
    changes
        .sort_by(|one, other| (other.step(), &one.path).cmp(&(one.step(), &other.path)));
    Comparison { changes, files: differing(old, new) }
}

fn differing(old: &[SourceFile], new: &[SourceFile]) -> BTreeSet<String> {
    let by_path = |files: &[SourceFile]| -> BTreeMap<String, String> {
        files.iter().map(|file| (file.path.clone(), file.text.clone())).collect()
    };
    let (old, new) = (by_path(old), by_path(new));
    let paths = old.keys().chain(new.keys());
    paths.filter(|path| old.get(*path) != new.get(*path)).cloned().collect()
}
