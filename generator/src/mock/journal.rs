//! What was asked of the server and what it answered.

use crate::mock::{Received, Violation, ViolationKind};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The operation name under which requests to the token endpoint are recorded.
pub const TOKEN_OPERATION: &str = "(token)";

/// One exchange.
#[derive(Clone, Debug)]
pub struct Entry {
    /// How many requests had arrived before this one.
    pub sequence: u64,
    /// The request.
    pub request: Received,
    /// The operation it is for; [`TOKEN_OPERATION`] for the token endpoint.
    pub operation: Option<String>,
    /// What it did that the description does not allow.
    pub violations: Vec<Violation>,
    /// The status answered; `None` when the connection was reset instead.
    pub status: Option<u16>,
    /// The fault that was injected, in the words of a fault plan.
    pub fault: Option<String>,
}

/// The exchanges so far, oldest first. Clones share what they hold.
///
/// The journal is bounded: the oldest entries are dropped when it is full.
#[derive(Clone, Debug)]
pub struct Journal {
    inner: Arc<Mutex<Inner>>,
    capacity: usize,
}

#[derive(Debug, Default)]
struct Inner {
    entries: VecDeque<Entry>,
    total: u64,
}

impl Journal {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { inner: Arc::default(), capacity }
    }

    pub(crate) fn record(&self, entry: Entry) {
        let mut inner = self.lock();
        inner.total = inner.total.saturating_add(1);
        if self.capacity == 0 {
            return;
        }
        while inner.entries.len() >= self.capacity {
            inner.entries.pop_front();
        }
        inner.entries.push_back(entry);
    }

    /// All entries that are kept.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.lock().entries.iter().cloned().collect()
    }

    /// The newest entry.
    #[must_use]
    pub fn last(&self) -> Option<Entry> {
        self.lock().entries.back().cloned()
    }

    /// The entries of one operation.
    #[must_use]
    pub fn of(&self, operation: &str) -> Vec<Entry> {
        let inner = self.lock();
        let of_it = |entry: &&Entry| entry.operation.as_deref() == Some(operation);
        inner.entries.iter().filter(of_it).cloned().collect()
    }

    /// All violations of the kept entries. A request that came without credentials is not
    /// among them: that is how digest callers ask for a challenge.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let inner = self.lock();
        let all = inner.entries.iter().flat_map(|entry| &entry.violations);
        all.filter(|one| one.kind != ViolationKind::Credentials).cloned().collect()
    }

    /// How many exchanges there were in all, those dropped included.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.lock().total
    }

    /// Forgets all entries, and counts from nothing.
    pub fn clear(&self) {
        *self.lock() = Inner::default();
    }

    // A panic while the lock was held cannot leave the list half-changed.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
