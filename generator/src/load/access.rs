//! Which files a description may be made of, and how much is read of them.
//!
//! Descriptions come from strangers: a `$ref` must not be a way to read any file of the
//! machine, or to fill its memory.

use crate::document::disk::{self, NotRead};
use std::path::{Path, PathBuf};

/// All files of a description together have at most so many bytes, unless the user says
/// otherwise.
pub const MAX_TOTAL_BYTES: u64 = 256 << 20;

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of one file, in bytes.
    pub file: u64,
    /// Of all files of a description together, in bytes.
    pub total: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: disk::MAX_FILE_BYTES, total: MAX_TOTAL_BYTES }
    }
}

/// Why a file that a description refers to was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is in none of the folders that may be read.
    Outside,
    /// All files together would be larger than this.
    TotalTooLarge(u64),
    NotRead(NotRead),
}

/// The folders that may be read, and what may still be read of them.
pub(super) struct Access {
    roots: Vec<PathBuf>,
    limits: Limits,
    taken: u64,
}

impl Access {
    /// The folder of the description, and those that the user opened.
    pub(super) fn new(description: &Path, outside: &[PathBuf], limits: Limits) -> Self {
        let home = match description.parent() {
            Some(home) if home.as_os_str().is_empty() => Some(Path::new(".")),
            home => home,
        };
        // What comes through a pipe stands in no folder.
        let home = home.filter(|_| !disk::is_stream(description));
        let opened = outside.iter().map(PathBuf::as_path);
        let roots = home.into_iter().chain(opened);
        let roots = roots.filter_map(|root| root.canonicalize().ok()).collect();
        Self { roots, limits, taken: 0 }
    }

    /// The bytes of a file, if it may be read.
    pub(super) fn read(&mut self, path: &Path) -> Result<Vec<u8>, Refused> {
        let not_read = |error| Refused::NotRead(NotRead::from(error));
        let path = path.canonicalize().map_err(not_read)?;
        if !self.roots.iter().any(|root| path.starts_with(root)) {
            return Err(Refused::Outside);
        }
        let bytes =
            disk::read_regular(&path, self.limit()).map_err(|why| match why {
                NotRead::TooLarge(limit) if limit < self.limits.file => {
                    Refused::TotalTooLarge(self.limits.total)
                }
                other => Refused::NotRead(other),
            })?;
        self.took(bytes.len());
        Ok(bytes)
    }

    /// So many bytes may still be read of one file.
    pub(super) fn limit(&self) -> u64 {
        self.limits.file.min(self.limits.total.saturating_sub(self.taken))
    }

    /// Counts what was read.
    pub(super) fn took(&mut self, bytes: usize) {
        self.taken = self.taken.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }
}
