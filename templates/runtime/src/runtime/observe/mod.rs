//! What can be seen of calls: hooks, spans, and what servers announce.
//!
//! Hooks and spans stand before credentials are added, so that they cannot show any.

mod hooks;
mod notices;
#[cfg(feature = "tracing")]
mod trace;

pub use hooks::Hook;
pub use notices::Deprecation;

pub(crate) use hooks::Hooks;

use crate::runtime::Deviation;

/// Tells that an answer to an operation, or an item of one (then the operation is not
/// known), deviates from the description.
#[cfg_attr(
    not(feature = "tracing"),
    expect(unused_variables, reason = "nobody listens")
)]
pub(crate) fn deviation(operation: &str, deviation: &Deviation) {
    #[cfg(feature = "tracing")]
    tracing::warn!(
        oasmith.operation = operation,
        pointer = deviation.pointer(),
        expected = deviation.expected(),
        found = deviation.found(),
        "the server deviates from its description"
    );
}
#[cfg(feature = "tracing")]
pub(crate) use trace::Trace;
