//! Compares what two versions of a crate offer to the code that uses them.
//!
//! Two things count: the Rust that users see (`surface`), and what their calls do on the
//! wire (`wire`). Code that names what is gone no longer compiles; a call that goes
//! elsewhere, or is refused now, compiles and fails, which is worse to find.

mod aspect;
mod markdown;
mod surface;
mod wire;

use crate::emit::SourceFile;
use crate::ir::Api;
use crate::name::{self, Named};
pub use aspect::Aspect;
pub use markdown::markdown;
use std::collections::{BTreeMap, BTreeSet};
pub use surface::Item;

/// What a change means for users, from nothing to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The crates are the same.
    None,
    /// Only what stands behind the names differs.
    Patch,
    /// Something is new or allows more; what was there is still there.
    Minor,
    /// Code compiles as before, and its calls may do something else.
    Wire,
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
            Self::Wire => "wire",
            Self::Major => "major",
        }
    }

    /// How the version number has to move (<https://semver.org>). For versions `0.y.z`,
    /// cargo takes `y` as major and `z` as minor. A change on the wire is a major one, so
    /// that nobody gets it without asking.
    #[must_use]
    pub fn version(self) -> Self {
        if self == Self::Wire { Self::Major } else { self }
    }
}

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path in the crate, such as `types::Pet::name`.
    pub path: String,
    /// What of its behaviour on the wire changed; nothing where its Rust did.
    pub aspect: Option<Aspect>,
    /// What it was; nothing where it is new.
    pub was: Option<Item>,
    /// What it is; nothing where it is gone.
    pub now: Option<Item>,
    /// What that means for users.
    pub step: Step,
}

impl Change {
    fn of_surface(path: String, was: Option<Item>, now: Option<Item>) -> Self {
        let step = match (&was, &now) {
            (None, _) => Step::Minor,
            (Some(was), Some(now)) if was.shape == now.shape => {
                // Arguments of the same types in another order.
                if was.signature == now.signature { Step::Minor } else { Step::Wire }
            }
            (Some(_), _) => Step::Major,
        };
        Self { path, aspect: None, was, now, step }
    }
}

/// A version of a crate.
#[derive(Clone, Debug, Default)]
pub struct Edition {
    files: Vec<SourceFile>,
    named: Named,
}

impl Edition {
    /// The crate of these files, which were made from this API.
    #[must_use]
    pub fn new(api: Api, files: Vec<SourceFile>) -> Self {
        Self { files, named: name::name(api) }
    }
}

/// What differs between two versions of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Things that differ, the worst first, then by path.
    pub changes: Vec<Change>,
    /// Files that differ, by path.
    pub files: BTreeSet<String>,
}

impl Comparison {
    /// The most that a change means.
    #[must_use]
    pub fn step(&self) -> Step {
        let otherwise = if self.files.is_empty() { Step::None } else { Step::Patch };
        self.changes.iter().map(|one| one.step).max().unwrap_or(otherwise)
    }

    /// How many changes mean this.
    #[must_use]
    pub fn count(&self, step: Step) -> usize {
        self.changes.iter().filter(|one| one.step == step).count()
    }
}

/// Compares an old version of a crate with a new one.
#[must_use]
pub fn compare(old: &Edition, new: &Edition) -> Comparison {
    let (before, after) = (surface::of(&old.files), surface::of(&new.files));
    let facts = [wire::facts(&old.named), wire::facts(&new.named)];
    let stays = |subject: &str| {
        subject == wire::CLIENT
            || (before.contains_key(subject) && after.contains_key(subject))
    };
    let [was, now] = &facts;
    let mut changes = wire::differences(was, now, stays);
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for path in paths {
        let (was, now) = (before.get(path), after.get(path));
        if was != now {
            let change = Change::of_surface(path.clone(), was.cloned(), now.cloned());
            changes.push(change);
        }
    }
    changes.sort_by(|one, other| {
        let (step, path, aspect) = (other.step, &one.path, &one.aspect);
        (step, path, aspect).cmp(&(one.step, &other.path, &other.aspect))
    });
    Comparison { changes, files: differing(&old.files, &new.files) }
}

fn differing(old: &[SourceFile], new: &[SourceFile]) -> BTreeSet<String> {
    let by_path = |files: &[SourceFile]| -> BTreeMap<String, String> {
        files.iter().map(|file| (file.path.clone(), file.text.clone())).collect()
    };
    let (old, new) = (by_path(old), by_path(new));
    let paths = old.keys().chain(new.keys());
    paths.filter(|path| old.get(*path) != new.get(*path)).cloned().collect()
}
