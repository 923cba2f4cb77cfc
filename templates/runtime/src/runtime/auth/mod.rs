//! Credentials, and how they get into requests.
//!
//! A client is given [`Credential`]s; [`Authorize`] picks those that an operation's
//! security requirements ask for and lets them put themselves into each request to the
//! API's own origin.

mod authorize;
mod credential;
#[cfg(feature = "digest")]
mod digest;
#[cfg(not(target_arch = "wasm32"))]
mod file_store;
mod keys;
mod secret;
mod service_account;
mod token;
mod token_cache;

pub use authorize::Authorize;
pub use credential::{Credential, Sent, Way};
#[cfg(feature = "digest")]
pub use digest::DigestKey;
#[cfg(not(target_arch = "wasm32"))]
pub use file_store::FileTokenStore;
pub use keys::{ApiKey, Basic, Bearer};
pub use secret::Secret;
pub use service_account::ServiceAccount;
pub use token::{MemoryTokenStore, Token, TokenStore};
