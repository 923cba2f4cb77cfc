//! When a failed attempt is made again, and after how long.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Mutex;
use std::time::Duration;

/// How failed attempts are made again.
///
/// 429 and 503 are retried for every method, since they say that the request was not
/// carried out; other 5xx, 408 and faults of the transport only where doing it twice does
/// no harm (GET, HEAD, OPTIONS, TRACE, PUT, DELETE).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How many attempts there are in all; 1 means no retry.
    pub attempts: u32,
    /// The upper bound of the first wait; it doubles with each further one.
    pub first_wait: Duration,
    /// The upper bound of every wait that this side chooses.
    pub longest_wait: Duration,
    /// The longest wait that a server may ask for (`Retry-After`, `RateLimit-Reset`). A
    /// longer one ends the call with the server's answer.
    pub longest_told_wait: Duration,
    /// Whether the method counts as idempotent whatever it is. For APIs that document it.
    pub all_methods: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
            longest_told_wait: Duration::from_secs(60),
            all_methods: false,
        }
    }
}

impl RetryPolicy {
    /// No retries.
    #[must_use]
    pub fn off() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sets how many attempts there are in all; 1 means no retry.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the upper bounds of the first wait and of every wait.
    #[must_use]
    pub fn waits(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// Sets the longest wait that a server may ask for.
    #[must_use]
    pub fn longest_told_wait(mut self, longest: Duration) -> Self {
        self.longest_told_wait = longest;
        self
    }

    /// Whether a request with this method may be repeated after a fault that leaves open
    /// whether the server carried it out.
    pub(crate) fn is_repeatable(&self, method: &http::Method) -> bool {
        self.all_methods || method.is_idempotent()
    }

    /// Whether an answer with this status asks for another attempt.
    pub(crate) fn retries_status(
        &self,
        status: http::StatusCode,
        method: &http::Method,
    ) -> bool {
        match status.as_u16() {
            429 | 503 => true,
            // Not implemented, HTTP version, loop, network login: the same again next time.
            501 | 505 | 508 | 511 => false,
            408 | 500..=599 => self.is_repeatable(method),
            _ => false,
        }
    }

    /// The wait after the given number of failed attempts: full jitter, that is anything
    /// from zero to the bound, so that many clients do not come back at once.
    pub(crate) fn wait(&self, failed: u32) -> Duration {
        let doublings = failed.saturating_sub(1).min(31);
        let bound = self
            .first_wait
            .saturating_mul(1_u32.checked_shl(doublings).unwrap_or(u32::MAX))
            .min(self.longest_wait);
        bound.mul_f64(random_fraction())
    }
}

/// A number from 0 to 1. The standard library seeds each hasher state at random, which is
/// random enough for a wait and needs no further crate.
pub(crate) fn random_fraction() -> f64 {
    f64::from((random_bits() >> 32) as u32) / f64::from(u32::MAX)
}

/// Random bits, not for secrets.
pub(crate) fn random_bits() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Keeps retries from multiplying an outage: a bucket of tokens that retries empty and
/// successes fill up.
#[derive(Debug)]
pub struct RetryBudget {
    tokens: Mutex<u32>,
    capacity: u32,
}

/// What a retry takes out of the bucket.
const COST: u32 = 10;
/// What a success puts in.
const GAIN: u32 = 1;

impl Default for RetryBudget {
    /// Room for 100 retries without any success between them.
    fn default() -> Self {
        Self::new(100)
    }
}

impl RetryBudget {
    /// A full bucket for this many retries. Ten successes pay for one more.
    #[must_use]
    pub fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(COST);
        Self { tokens: Mutex::new(capacity), capacity }
    }

    /// Takes out what a retry costs; false when there is too little left.
    pub(crate) fn take(&self) -> bool {
        self.change(|tokens| tokens.checked_sub(COST))
    }

    /// Puts in what a success gains.
    pub(crate) fn put(&self) {
        self.change(|tokens| Some(tokens.saturating_add(GAIN).min(self.capacity)));
    }

    fn change(&self, next: impl FnOnce(u32) -> Option<u32>) -> bool {
        // A poisoned lock still holds a number: nothing in here can be half done.
        let mut tokens =
            self.tokens.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match next(*tokens) {
            Some(changed) => {
                *tokens = changed;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{Method, StatusCode};

    #[test]
    fn waits_stay_below_a_bound_that_doubles() {
        let policy = RetryPolicy::default()
            .waits(Duration::from_millis(100), Duration::from_millis(350));
        for (failed, bound) in [(1, 100), (2, 200), (3, 350), (40, 350)] {
            let waits: Vec<_> = (0..200).map(|_| policy.wait(failed)).collect();
            let longest = waits.iter().max().unwrap();
            assert!(*longest <= Duration::from_millis(bound), "{longest:?}");
            // Full jitter reaches far up and far down.
            assert!(*longest > Duration::from_millis(bound * 8 / 10), "{longest:?}");
            assert!(*waits.iter().min().unwrap() < Duration::from_millis(bound / 5));
        }
    }

    #[test]
    fn statuses_are_retried_by_what_they_say() {
        let policy = RetryPolicy::default();
        let retried = |status: u16, method: &Method| {
            policy.retries_status(StatusCode::from_u16(status).unwrap(), method)
        };
        for status in [429, 503] {
            assert!(retried(status, &Method::POST) && retried(status, &Method::GET));
        }
        for status in [500, 502, 504, 408, 599] {
            assert!(retried(status, &Method::GET), "{status}");
            assert!(retried(status, &Method::PUT), "{status}");
            assert!(!retried(status, &Method::POST), "{status}");
            assert!(!retried(status, &Method::PATCH), "{status}");
        }
        for status in [200, 301, 400, 401, 404, 409, 410, 501, 505] {
            assert!(!retried(status, &Method::GET), "{status}");
        }
    }

    #[test]
    fn a_budget_runs_dry_and_is_paid_back_by_successes() {
        let budget = RetryBudget::new(2);
        assert!(budget.take() && budget.take() && !budget.take());
        for _ in 0..9 {
            budget.put();
        }
        assert!(!budget.take());
        budget.put();
        assert!(budget.take() && !budget.take());
    }
}
