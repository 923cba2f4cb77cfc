//! What stands between a call and a bad day of the network: retries, time limits, redirects.
//!
//! Each is a [`Middleware`](crate::runtime::Middleware). From the outside in: [`Retry`]
//! (with the time limits of the whole call and of each attempt), `auth::Authorize`'s
//! neighbour [`Redirects`], then the credentials, then the transport.

mod limits;
mod redirects;
mod retry;
mod retry_policy;
mod time;

pub use limits::RateLimit;
pub use redirects::Redirects;
pub use retry::{Attempt, Retry};
pub use retry_policy::{RetryBudget, RetryPolicy};

pub(crate) use limits::told_wait;
pub(crate) use redirects::{Origin, OtherOrigin, is_harmless, resolve};
pub(crate) use retry::send_repeatedly;
pub(crate) use retry_policy::random_bits;
pub(crate) use time::{unix_time, within};
