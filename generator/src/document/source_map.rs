//! Where each part of a document came from.

use super::Pointer;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// One file of a description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// The text of one file, kept to show lines of it in diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFileText {
    /// The path as the user would write it.
    pub path: PathBuf,
    /// The whole text.
    pub text: Arc<str>,
    /// Whether lines of it may be shown. Not of a file that turned out to be no
    /// description: it may hold what is nobody's business.
    pub quotable: bool,
}

/// A place in a file of the description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// Which file.
    pub file: FileId,
    /// Which value inside that file.
    pub pointer: Pointer,
}

/// From pointers into the document to places in its files.
///
/// Only what moved is stored: the place of any other value follows from its nearest moved
/// ancestor. Stages that move a subtree call [`SourceMap::moved`].
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFileText>,
    moved: BTreeMap<Pointer, Location>,
}

impl SourceMap {
    /// Adds a file; the first one added is the root file.
    pub fn add_file(&mut self, file: SourceFileText) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file with this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFileText> {
        self.files.get(usize::try_from(id.0).ok()?)
    }

    /// All files, the root file first.
    #[must_use]
    pub fn files(&self) -> &[SourceFileText] {
        &self.files
    }

    /// Says that what stands at `now` in the document came from `location`.
    pub fn moved(&mut self, now: Pointer, location: Location) {
        self.moved.insert(now, location);
    }

    /// The place in a file of the value at `pointer` in the document.
    #[must_use]
    pub fn locate(&self, pointer: &Pointer) -> Location {
        let mut ancestor = pointer.clone();
        let mut below = Vec::new();
        loop {
            if let Some(found) = self.moved.get(&ancestor) {
                let mut location = found.clone();
                for token in below.into_iter().rev() {
                    location.pointer.push(token);
                }
                return location;
            }
            match ancestor.pop() {
                Some(token) => below.push(token),
                None => {
                    return Location { file: FileId(0), pointer: pointer.clone() };
                }
            }
        }
    }
}
