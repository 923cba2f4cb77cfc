//! Tokens, and where they are kept.

use super::Secret;
use crate::runtime::{BoxFuture, Error};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// An access token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// The token itself.
    pub secret: Secret,
    /// Until when it holds, as time since 1970; `None` where the server does not say.
    pub expires_at: Option<Duration>,
    /// How long it held from the start.
    pub lifetime: Option<Duration>,
}

/// No token is used within this span of its end: it could end on the way.
const LONGEST_MARGIN: Duration = Duration::from_secs(10);
/// A token this near to its end is replaced by the first call that comes, while the others
/// still use it.
const LONGEST_LEAD: Duration = Duration::from_secs(120);

impl Token {
    /// A token got now, with the lifetime that the server told.
    #[must_use]
    pub fn new(
        secret: impl Into<Secret>,
        now: Duration,
        lifetime: Option<Duration>,
    ) -> Self {
        let expires_at = lifetime.map(|lifetime| now.saturating_add(lifetime));
        Self { secret: secret.into(), expires_at, lifetime }
    }

    /// Whether it may still be sent.
    #[must_use]
    pub fn is_usable(&self, now: Duration) -> bool {
        self.lasts(now, LONGEST_MARGIN, 10)
    }

    /// Whether it holds for long enough that nobody need think of the next one.
    #[must_use]
    pub fn is_fresh(&self, now: Duration) -> bool {
        self.lasts(now, LONGEST_LEAD, 5)
    }

    /// Whether more than the margin is left; for short lives the margin is a share of it.
    fn lasts(&self, now: Duration, longest: Duration, share: u32) -> bool {
        let Some(end) = self.expires_at else { return true };
        let lifetime = self.lifetime.unwrap_or(Duration::MAX);
        let margin =
            lifetime.checked_div(share).map_or(longest, |part| part.min(longest));
        now.saturating_add(margin) < end
    }
}

/// Keeps tokens, so that they outlive a call, a client or a process.
///
/// The key tells tokens of different accounts, servers and scopes apart; it holds no
/// secret. Two calls for one key never run at once within one client.
pub trait TokenStore: Send + Sync + fmt::Debug {
    /// The token kept under the key.
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Token>, Error>>;

    /// Keeps a token in place of the last one.
    fn save<'a>(
        &'a self,
        key: &'a str,
        token: &'a Token,
    ) -> BoxFuture<'a, Result<(), Error>>;

    /// Forgets the token.
    fn remove<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), Error>>;
}

/// Keeps tokens as long as the credential lives.
#[derive(Debug, Default)]
pub struct MemoryTokenStore {
    tokens: Mutex<BTreeMap<String, Token>>,
}

impl MemoryTokenStore {
    fn with<R>(&self, work: impl FnOnce(&mut BTreeMap<String, Token>) -> R) -> R {
        work(&mut self.tokens.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl TokenStore for MemoryTokenStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Token>, Error>> {
        let token = self.with(|tokens| tokens.get(key).cloned());
        Box::pin(std::future::ready(Ok(token)))
    }

    fn save<'a>(
        &'a self,
        key: &'a str,
        token: &'a Token,
    ) -> BoxFuture<'a, Result<(), Error>> {
        self.with(|tokens| tokens.insert(key.to_owned(), token.clone()));
        Box::pin(std::future::ready(Ok(())))
    }

    fn remove<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        self.with(|tokens| tokens.remove(key));
        Box::pin(std::future::ready(Ok(())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_token_is_fresh_then_usable_then_neither() {
        let token = Token::new("t", seconds(1000), Some(seconds(3600)));
        let state = |at| (token.is_fresh(seconds(at)), token.is_usable(seconds(at)));
        assert_eq!(state(1000), (true, true));
        assert_eq!(state(4479), (true, true));
        assert_eq!(state(4480), (false, true));
        assert_eq!(state(4589), (false, true));
        assert_eq!(state(4590), (false, false));
        assert_eq!(state(u64::MAX), (false, false));
    }

    #[test]
    fn a_short_life_is_used_for_the_most_part() {
        let token = Token::new("t", seconds(0), Some(seconds(10)));
        assert!(token.is_fresh(seconds(7)) && !token.is_fresh(seconds(8)));
        assert!(token.is_usable(seconds(8)) && !token.is_usable(seconds(9)));
        let none = Token::new("t", seconds(0), Some(seconds(0)));
        assert!(!none.is_usable(seconds(0)));
        assert!(Token::new("t", seconds(0), None).is_fresh(seconds(u64::MAX)));
    }

    #[test]
    fn a_token_does_not_show_itself() {
        let text = format!("{:?}", Token::new("hunter2", seconds(0), None));
        assert!(text.contains("secret") && !text.contains("hunter2"), "{text}");
    }
}
