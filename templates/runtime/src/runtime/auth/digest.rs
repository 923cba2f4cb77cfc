//! HTTP digest (RFC 7616), the sums by the `http-auth` crate.

use super::credential::{Sent, authorize, ready};
use super::keys::from_env;
use super::{Credential, Secret, Way};
use crate::runtime::resilience::Origin;
use crate::runtime::{Body, BoxFuture, Error, Scheme, SchemeKind};
use http::{HeaderMap, Request, header};
use http_auth::digest::Algorithm;
use http_auth::{DigestClient, PasswordParams, parse_challenges};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A pair of keys, or a name and a password, for HTTP digest.
///
/// The server's nonce is used again with a rising count, so that only the first request
/// and those after a stale nonce take two turns. Clones share it.
#[derive(Clone)]
pub struct DigestKey {
    public: String,
    private: Secret,
    sessions: Arc<Mutex<Vec<(Origin, DigestClient)>>>,
}

/// How many servers a key is used with at the same time.
const MOST_SESSIONS: usize = 16;

impl DigestKey {
    /// The public key (name) and the private key (password).
    pub fn new(public: impl Into<String>, private: impl Into<Secret>) -> Self {
        Self { public: public.into(), private: private.into(), sessions: Arc::default() }
    }

    /// Both out of environment variables.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] when a variable is missing or empty.
    pub fn from_env_vars(public: &str, private: &str) -> Result<Self, Error> {
        Ok(Self::new(from_env(public)?, from_env(private)?))
    }

    fn sessions(&self) -> MutexGuard<'_, Vec<(Origin, DigestClient)>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &mut Request<Body>) -> Result<(), Error> {
        let Some(origin) = Origin::of(request.uri()) else { return Ok(()) };
        let body = match request.body() {
            Body::Empty => Some(&[][..]),
            Body::Bytes(bytes) => Some(&bytes[..]),
            Body::Stream(_) => None,
        };
        let mut params = PasswordParams {
            username: &self.public,
            password: self.private.expose(),
            uri: request.uri().path_and_query().map_or("/", |path| path.as_str()),
            method: request.method().as_str(),
            // Without a body only `qop=auth` is chosen, which every server knows how to check.
            body: None,
        };
        let text = {
            let mut sessions = self.sessions();
            let found = sessions.iter_mut().find(|(known, _)| *known == origin);
            // The first request goes without: the answer to it tells the nonce.
            let Some((_, session)) = found else { return Ok(()) };
            session.respond(&params).or_else(|_| {
                params.body = body;
                session.respond(&params)
            })
        };
        let text = text.map_err(|reason| {
            Error::credential(
                format!("cannot answer the digest challenge: {reason}"),
                None,
            )
        })?;
        authorize(request, &text)
    }

    fn learn(&self, sent: &Sent, answer: &HeaderMap) -> bool {
        let (Some(origin), Some(challenge)) = (Origin::of(&sent.uri), challenge(answer))
        else {
            return false;
        };
        let sent_nonce = parameter_of(sent, "nonce");
        let mut sessions = self.sessions();
        let found = sessions.iter().position(|(known, _)| *known == origin);
        let known =
            found.and_then(|at| sessions.get(at)).map(|(_, session)| session.nonce());
        // Refused at the first use of a nonce, the keys are wrong; later, the nonce may be
        // too old even if the server does not say `stale`.
        let is_first_use = parameter_of(sent, "nc") == Some("00000001");
        let may_help = sent_nonce.is_none() || challenge.stale() || !is_first_use;
        // Another call may have put a newer nonce there by now.
        let is_current = known.is_none() || known == sent_nonce;
        if is_current {
            if let Some(at) = found {
                sessions.swap_remove(at);
            }
            if sessions.len() >= MOST_SESSIONS {
                sessions.remove(0);
            }
            sessions.push((origin, challenge));
        }
        may_help
    }
}

impl fmt::Debug for DigestKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DigestKey")
            .field("public", &self.public)
            .field("private", &self.private)
            .finish_non_exhaustive()
    }
}

impl Credential for DigestKey {
    fn describe(&self) -> &'static str {
        "a digest key"
    }

    fn serves(&self, scheme: &SchemeKind) -> bool {
        *scheme == SchemeKind::Digest
    }

    fn apply<'a>(
        &'a self,
        request: &'a mut Request<Body>,
        _: &'static Scheme,
        _: Way<'a>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        ready(self.answer(request))
    }

    fn refused<'a>(
        &'a self,
        sent: &'a Sent,
        answer: &'a HeaderMap,
    ) -> BoxFuture<'a, bool> {
        ready(self.learn(sent, answer))
    }
}

/// The best digest challenge among all that the answer holds.
fn challenge(answer: &HeaderMap) -> Option<DigestClient> {
    let values = answer.get_all(header::WWW_AUTHENTICATE).iter();
    values
        .filter_map(|value| parse_challenges(value.to_str().ok()?).ok())
        .flatten()
        .filter_map(|challenge| DigestClient::try_from(&challenge).ok())
        .max_by_key(|client| match client.algorithm() {
            Algorithm::Sha256 => 2,
            Algorithm::Md5 => 0,
            _ => 1,
        })
}

/// A parameter of the `Authorization` header that was sent.
fn parameter_of<'a>(sent: &'a Sent, name: &str) -> Option<&'a str> {
    let header = sent.authorization.as_ref()?.to_str().ok()?;
    header.split(", ").find_map(|part| {
        let (key, value) = part.split_once('=')?;
        (key.trim() == name).then(|| value.trim_matches('"'))
    })
}
