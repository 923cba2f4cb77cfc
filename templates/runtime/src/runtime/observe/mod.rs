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
#[cfg(feature = "tracing")]
pub(crate) use trace::Trace;
