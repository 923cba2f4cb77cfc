//! Reports findings at the places of the files, since the tree is being rebuilt meanwhile.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{Location, Pointer, SourceMap};
use std::collections::BTreeMap;

/// Where findings go.
pub(crate) struct Report<'d> {
    sources: &'d mut SourceMap,
    diagnostics: &'d mut Diagnostics,
    tallies: BTreeMap<(Code, String), usize>,
    first: Vec<Tally>,
}

/// A finding that is told once, however often it occurs.
struct Tally {
    code: Code,
    location: Location,
    message: String,
    count: usize,
}

impl<'d> Report<'d> {
    /// A report into `diagnostics`, with places from `sources`.
    pub(crate) fn new(
        sources: &'d mut SourceMap,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self { sources, diagnostics, tallies: BTreeMap::new(), first: Vec::new() }
    }

    /// Adds a finding about the value that stands at `at` now.
    pub(crate) fn add(&mut self, code: Code, at: &Pointer, message: impl Into<String>) {
        let place = Place::File(self.sources.locate(at));
        self.diagnostics.push(Diagnostic::new(code, place, message));
    }

    /// Counts a finding that is told once for each `key`, at its first place.
    pub(crate) fn count(
        &mut self,
        code: Code,
        key: &str,
        at: impl FnOnce() -> Pointer,
        message: impl FnOnce() -> String,
    ) {
        if let Some(tally) = self
            .tallies
            .get(&(code, key.to_owned()))
            .and_then(|index| self.first.get_mut(*index))
        {
            tally.count += 1;
            return;
        }
        self.tallies.insert((code, key.to_owned()), self.first.len());
        self.first.push(Tally {
            code,
            location: self.sources.locate(&at()),
            message: message(),
            count: 1,
        });
    }

    /// Says that what stood at `from` stands at `to` now.
    pub(crate) fn moved(&mut self, from: &Pointer, to: Pointer) {
        let location = self.sources.locate(from);
        self.sources.moved(to, location);
    }

    /// Tells what was counted.
    pub(crate) fn finish(self) {
        for tally in self.first {
            let message = match tally.count {
                1 => tally.message,
                count => format!("{} ({count} places)", tally.message),
            };
            let place = Place::File(tally.location);
            self.diagnostics.push(Diagnostic::new(tally.code, place, message));
        }
    }
}
