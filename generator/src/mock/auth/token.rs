//! The OAuth 2 token endpoint (RFC 6749, client credentials) and revocation (RFC 7009).

use super::basic;
use crate::ir::{Api, SchemeKind};
use crate::mock::Received;
use crate::mock::answer::Reply;
use crate::mock::route::base_path;
use crate::mock::state::State;
use http::{Method, header};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The tokens that were given out.
#[derive(Debug, Default)]
pub(crate) struct TokenDesk {
    inner: Mutex<Tokens>,
}

#[derive(Debug, Default)]
struct Tokens {
    ends: BTreeMap<String, Instant>,
    order: VecDeque<String>,
    /// When tokens were asked for, within the window of the rate limit.
    recent: VecDeque<Instant>,
    requests: u64,
    issued: u64,
}

const MAX_TOKENS: usize = 20_000;

impl TokenDesk {
    fn lock(&self) -> MutexGuard<'_, Tokens> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a token is good; `None` when it was not given out here.
    pub(super) fn is_alive(&self, token: &str) -> Option<bool> {
        self.lock().ends.get(token).map(|end| *end > Instant::now())
    }

    /// How often a token was asked for.
    pub(crate) fn requests(&self) -> u64 {
        self.lock().requests
    }

    /// Ends all tokens.
    pub(crate) fn expire(&self) {
        let now = Instant::now();
        self.lock().ends.values_mut().for_each(|end| *end = now);
    }

    fn revoke(&self, token: &str) {
        let now = Instant::now();
        if let Some(end) = self.lock().ends.get_mut(token) {
            *end = now;
        }
    }

    fn issue(&self, seed: u64, lifetime: Duration) -> String {
        let mut tokens = self.lock();
        tokens.issued = tokens.issued.saturating_add(1);
        let mut random = fastrand::Rng::with_seed(seed ^ tokens.issued.rotate_left(32));
        let token = format!("mock.{}.{:032x}", tokens.issued, random.u128(..));
        while tokens.order.len() >= MAX_TOKENS {
            if let Some(oldest) = tokens.order.pop_front() {
                tokens.ends.remove(&oldest);
            }
        }
        let now = Instant::now();
        tokens.ends.insert(token.clone(), now.checked_add(lifetime).unwrap_or(now));
        tokens.order.push_back(token.clone());
        token
    }

    /// Counts a request; the time to wait when it is one too many.
    fn count(&self, limit: Option<(usize, Duration)>) -> Option<Duration> {
        let mut tokens = self.lock();
        tokens.requests = tokens.requests.saturating_add(1);
        let (most, window) = limit?;
        while tokens.recent.front().is_some_and(|time| time.elapsed() >= window) {
            tokens.recent.pop_front();
        }
        if tokens.recent.len() >= most {
            let oldest = tokens.recent.front().map(Instant::elapsed).unwrap_or_default();
            return Some(window.saturating_sub(oldest));
        }
        tokens.recent.push_back(Instant::now());
        None
    }
}

/// Where tokens are given out and taken back.
#[derive(Debug, Default)]
pub(crate) struct TokenEndpoint {
    token_paths: BTreeSet<String>,
    revoke_paths: BTreeSet<String>,
}

impl TokenEndpoint {
    pub(crate) fn new(api: &Api) -> Self {
        let mut endpoint = Self::default();
        for scheme in &api.security_schemes {
            let SchemeKind::OAuth2 { token_url: Some(url), .. } = &scheme.kind else {
                continue;
            };
            for path in paths(api, url) {
                let revoke = match path.rsplit_once('/') {
                    Some((parent, _)) => format!("{parent}/revoke"),
                    None => "/revoke".to_owned(),
                };
                endpoint.revoke_paths.insert(revoke);
                endpoint.token_paths.insert(path);
            }
        }
        endpoint
    }

    /// A path at which tokens are given out.
    pub(crate) fn path(&self) -> Option<&str> {
        self.token_paths.first().map(String::as_str)
    }

    /// The answer, where the request is for this endpoint.
    pub(crate) fn answer(&self, state: &State, request: &Received) -> Option<Reply> {
        let is_token = self.token_paths.contains(&request.path);
        let is_revoke = self.revoke_paths.contains(&request.path);
        if request.method != Method::POST || !(is_token || is_revoke) {
            return None;
        }
        let answer =
            if is_token { token(state, request) } else { revoke(state, request) };
        let reply = answer.unwrap_or_else(|refusal| *refusal);
        Some(reply.header(header::CACHE_CONTROL.as_str(), "no-store"))
    }
}

// A relative address is relative to the servers; real descriptions mean either way of
// reading one without a slash in front.
fn paths(api: &Api, url: &str) -> BTreeSet<String> {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    if let Some((_, rest)) = url.split_once("://") {
        let path = rest.split_once('/').map_or("", |(_, path)| path);
        return BTreeSet::from([format!("/{path}")]);
    }
    if url.starts_with('/') {
        return BTreeSet::from([url.to_owned()]);
    }
    let bases = api.servers.iter().map(base_path);
    bases.chain([String::new()]).map(|base| format!("{base}/{url}")).collect()
}

type Refused = Box<Reply>;

fn refused(status: u16, error: &str, description: &str) -> Refused {
    Box::new(Reply::json(
        status,
        &json!({ "error": error, "error_description": description }),
    ))
}

fn form(request: &Received) -> Result<BTreeMap<String, String>, Refused> {
    let media = request.header(header::CONTENT_TYPE.as_str()).unwrap_or_default();
    if !crate::mock::media::covers("application/x-www-form-urlencoded", &media) {
        return Err(refused(400, "invalid_request", "the body is not a form"));
    }
    let pairs = form_urlencoded::parse(&request.body);
    Ok(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
}

fn token(state: &State, request: &Received) -> Result<Reply, Refused> {
    if let Some(wait) = state.tokens.count(state.settings.token_limit) {
        let seconds = wait.as_secs().saturating_add(1).to_string();
        let reply = refused(429, "too_many_requests", "too many tokens were asked for");
        return Err(Box::new(reply.header("retry-after", &seconds)));
    }
    let form = form(request)?;
    match form.get("grant_type").map(String::as_str) {
        Some("client_credentials") => {}
        Some(_) => {
            let message = "only client_credentials is known here";
            return Err(refused(400, "unsupported_grant_type", message));
        }
        None => return Err(refused(400, "invalid_request", "grant_type is missing")),
    }
    client(state, request, &form)?;
    let lifetime = state.settings.token_lifetime;
    let mut body = json!({
        "access_token": state.tokens.issue(state.settings.seed, lifetime),
        "token_type": "Bearer",
        "expires_in": lifetime.as_secs(),
    });
    if let (Some(scope), Some(members)) = (form.get("scope"), body.as_object_mut()) {
        members.insert("scope".to_owned(), scope.as_str().into());
    }
    Ok(Reply::json(200, &body))
}

fn revoke(state: &State, request: &Received) -> Result<Reply, Refused> {
    let form = form(request)?;
    client(state, request, &form)?;
    match form.get("token") {
        Some(token) => {
            state.tokens.revoke(token);
            Ok(Reply::empty(200))
        }
        None => Err(refused(400, "invalid_request", "token is missing")),
    }
}

// HTTP basic, whose parts are form-encoded (RFC 6749, 2.3.1), or else fields of the form.
fn client(
    state: &State,
    request: &Received,
    form: &BTreeMap<String, String>,
) -> Result<(), Refused> {
    let wrong = |message: &str| {
        let reply = refused(401, "invalid_client", message);
        Box::new(reply.header("www-authenticate", "Basic realm=\"mock\""))
    };
    let basic = basic(request).ok();
    let fields = form.get("client_id").cloned().zip(form.get("client_secret").cloned());
    if basic.is_some() && form.contains_key("client_secret") {
        return Err(refused(
            400,
            "invalid_request",
            "the client proves itself in two ways",
        ));
    }
    let Some((id, secret)) = basic.clone().or(fields) else {
        return Err(wrong("the client's id and secret are missing"));
    };
    let known = &state.settings.credentials.clients;
    let decoded = basic.is_some().then(|| {
        (
            crate::mock::received::decode_query(&id),
            crate::mock::received::decode_query(&secret),
        )
    });
    let own = (id, secret);
    let matches =
        |pair: &(String, String)| *pair == own || decoded.as_ref() == Some(pair);
    if known.is_empty() || known.iter().any(matches) {
        return Ok(());
    }
    Err(wrong("the client's id or secret is wrong"))
}
