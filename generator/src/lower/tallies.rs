//! Findings of which there may be thousands.

use crate::diagnostic::{Code, Diagnostics};
use crate::document::Pointer;
use indexmap::IndexMap;

/// Each finding once, with its first place and how often it was made.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    all: IndexMap<(Code, String), (Pointer, usize)>,
}

impl Tallies {
    /// Counts a finding; `message` is about one place.
    pub(super) fn add(
        &mut self,
        code: Code,
        message: String,
        at: impl FnOnce() -> Pointer,
    ) {
        let entry = self.all.entry((code, message)).or_insert_with(|| (at(), 0));
        entry.1 = entry.1.saturating_add(1);
    }

    /// Reports what was counted.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for ((code, message), (pointer, count)) in self.all {
            let message = match count {
                1 => message,
                _ => format!("{message} ({count} places, this is the first)"),
            };
            diagnostics.report(code, &pointer, message);
        }
    }
}
