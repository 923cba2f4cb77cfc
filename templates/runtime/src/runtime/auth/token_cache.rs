//! One token for any number of calls.

use super::{Token, TokenStore};
use crate::runtime::resilience::unix_time;
use crate::runtime::{BoxFuture, Error};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Holds the token of one account at one server, and sees to it that only one call at a time
/// asks for the next.
///
/// Those that wait take what the one gets, be it a token or an error. When the one is
/// dropped, another of those that wait takes its place: nothing is left behind.
#[derive(Debug)]
pub(super) struct TokenCache {
    key: String,
    store: Arc<dyn TokenStore>,
    state: Mutex<State>,
    /// Held by the one call that asks.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    token: Option<Token>,
    /// The last token that the server refused: not to be taken from the store again.
    refused: Option<Token>,
    /// Whether that was the token before the next one.
    was_refused: bool,
    /// Whether the token came in place of a refused one and has not been taken since: a
    /// refusal is then not its fault.
    is_doubtful: bool,
    /// How many requests for a token have failed, and how the last one did.
    failures: u64,
    failure: Option<Arc<Error>>,
    /// Before this time no call asks ahead of need: the last one that did failed.
    not_ahead_before: Duration,
}

/// How long to let a token server rest that failed while the token still holds.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(10);

impl TokenCache {
    pub(super) fn new(key: String, store: Arc<dyn TokenStore>) -> Self {
        let state = Mutex::default();
        Self { key, store, state, asking: tokio::sync::Mutex::new(()) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token, asked for with `ask` where there is none that holds.
    pub(super) async fn token<'a>(
        &self,
        ask: impl Fn() -> BoxFuture<'a, Result<Token, Error>>,
    ) -> Result<Token, Error> {
        let now = unix_time();
        let (token, seen, not_ahead_before) = {
            let state = self.state();
            (state.token.clone(), state.failures, state.not_ahead_before)
        };
        if let Some(token) = token.filter(|token| token.is_usable(now)) {
            if token.is_fresh(now) || now < not_ahead_before {
                return Ok(token);
            }
            // The first that comes asks ahead of need; the others go on with what they have.
            let Ok(_asking) = self.asking.try_lock() else { return Ok(token) };
            return Ok(self.renew(&ask).await.unwrap_or_else(|_| {
                self.state().not_ahead_before = now.saturating_add(REST_AFTER_FAILURE);
                token
            }));
        }
        let _asking = self.asking.lock().await;
        match self.found_after_waiting(now, seen) {
            Some(found) => found,
            None => self.renew(&ask).await,
        }
    }

    /// What the call before this one got, while this one waited for its turn.
    fn found_after_waiting(
        &self,
        now: Duration,
        failures_seen: u64,
    ) -> Option<Result<Token, Error>> {
        let state = self.state();
        if let Some(token) = state.token.clone().filter(|token| token.is_usable(now)) {
            return Some(Ok(token));
        }
        let failure =
            state.failure.clone().filter(|_| state.failures != failures_seen)?;
        Some(Err(shared(failure)))
    }

    /// Takes the token that another process has put into the store, or asks for a new one.
    async fn renew<'a>(
        &self,
        ask: &impl Fn() -> BoxFuture<'a, Result<Token, Error>>,
    ) -> Result<Token, Error> {
        match self.renewed(ask).await {
            Ok(token) => {
                let mut state = self.state();
                state.is_doubtful = std::mem::take(&mut state.was_refused);
                state.token = Some(token.clone());
                Ok(token)
            }
            Err(error) => {
                let error = Arc::new(error);
                let mut state = self.state();
                state.failures = state.failures.wrapping_add(1);
                state.failure = Some(Arc::clone(&error));
                Err(shared(error))
            }
        }
    }

    async fn renewed<'a>(
        &self,
        ask: &impl Fn() -> BoxFuture<'a, Result<Token, Error>>,
    ) -> Result<Token, Error> {
        let stored = self.store.load(&self.key).await?;
        let refused = self.state().refused.clone();
        let is_good = |token: &Token| {
            token.is_fresh(unix_time())
                && refused.as_ref().is_none_or(|refused| refused.secret != token.secret)
        };
        if let Some(token) = stored.filter(is_good) {
            return Ok(token);
        }
        let token = ask().await?;
        self.store.save(&self.key, &token).await?;
        Ok(token)
    }

    /// Learns that the server refused a token. Says whether another one may fare better.
    pub(super) fn refuse(&self, sent: &str) -> bool {
        let mut state = self.state();
        match state.token.take_if(|token| token.secret.expose() == sent) {
            // It came in place of a refused one and never did any good: the next would not.
            Some(token) if state.is_doubtful => {
                state.token = Some(token);
                false
            }
            Some(token) => {
                state.refused = Some(token);
                state.was_refused = true;
                true
            }
            // Another call has replaced it by now, or is about to.
            None => true,
        }
    }

    /// Learns that the server took a token.
    pub(super) fn accept(&self, sent: &str) {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|token| token.secret.expose() == sent) {
            state.is_doubtful = false;
        }
    }

    /// Hands out the token for good: it is kept no longer.
    pub(super) async fn take(&self) -> Result<Option<Token>, Error> {
        let _asking = self.asking.lock().await;
        let held = self.state().token.take();
        let token = match held {
            Some(token) => Some(token),
            None => self.store.load(&self.key).await?,
        };
        self.store.remove(&self.key).await?;
        Ok(token)
    }
}

/// An error for each of those that waited for the same answer.
fn shared(error: Arc<Error>) -> Error {
    let message = error.to_string();
    let has_source = std::error::Error::source(&*error).is_some();
    Error::credential(message, has_source.then(|| Box::new(SharedSource(error)).into()))
}

/// What is behind an error that several hold.
#[derive(Debug)]
struct SharedSource(Arc<Error>);

impl std::fmt::Display for SharedSource {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::error::Error::source(&*self.0)
            .map_or(Ok(()), |source| write!(formatter, "{source}"))
    }
}

impl std::error::Error for SharedSource {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&*self.0)?.source()
    }
}
