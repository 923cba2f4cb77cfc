//! How well a value fits an alternative of a union.

use std::cmp::Reverse;

/// How well a value fits, in the order of what counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// What is of another kind, or a value that an enum does not have.
    pub(super) unfit: usize,
    /// Required properties that are missing.
    pub(super) missing: usize,
    /// How much is known, and how closely its types say what came.
    pub(super) known: usize,
}

impl Tally {
    pub(super) fn fits_better_than(self, other: Self) -> bool {
        let order = |tally: Self| (tally.unfit, tally.missing, Reverse(tally.known));
        order(self) < order(other)
    }

    pub(super) fn add(&mut self, part: Self) {
        self.unfit = self.unfit.saturating_add(part.unfit);
        self.missing = self.missing.saturating_add(part.missing);
        self.known = self.known.saturating_add(part.known);
    }
}

/// An alternative of a union that is being tried.
#[derive(Clone, Copy, Default)]
pub(super) struct Trial {
    /// How many models are around it.
    pub(super) around: usize,
    /// Whether a constant of it has another value.
    pub(super) is_alien: bool,
}

/// What was recorded and counted until some moment: deviations, holders and the tally.
pub(super) type Recorded = (usize, usize, Tally);
