//! Whether a request carries the credentials that its operation needs.

mod digest;
mod token;

pub use digest::DigestAlgorithm;
pub(crate) use digest::NonceDesk;
pub(crate) use token::{TokenDesk, TokenEndpoint};

use crate::ir::{Operation, Place, SchemeKind, SecurityScheme};
use crate::mock::Received;
use crate::mock::state::State;
use base64::Engine;
use http::header::AUTHORIZATION;
use std::fmt;

/// What the server knows of its callers. Where it knows nothing of a kind, any well-formed
/// credentials of that kind will do.
#[derive(Clone, Default)]
pub struct Credentials {
    clients: Vec<(String, String)>,
    users: Vec<(String, String)>,
    tokens: Vec<String>,
    keys: Vec<String>,
}

impl Credentials {
    /// Any well-formed credentials will do.
    #[must_use]
    pub fn any() -> Self {
        Self::default()
    }

    /// Adds an OAuth 2 client: id and secret.
    #[must_use]
    pub fn client(mut self, id: &str, secret: &str) -> Self {
        self.clients.push((id.to_owned(), secret.to_owned()));
        self
    }

    /// Adds a user for HTTP basic and digest: name and password.
    #[must_use]
    pub fn user(mut self, name: &str, password: &str) -> Self {
        self.users.push((name.to_owned(), password.to_owned()));
        self
    }

    /// Adds a bearer token that does not come from the token endpoint.
    #[must_use]
    pub fn token(mut self, token: &str) -> Self {
        self.tokens.push(token.to_owned());
        self
    }

    /// Adds an API key.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.keys.push(key.to_owned());
        self
    }

    fn password(&self, user: &str) -> Option<&str> {
        self.users
            .iter()
            .find(|(name, _)| name == user)
            .map(|(_, password)| password.as_str())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("clients", &self.clients.len())
            .field("users", &self.users.len())
            .field("tokens", &self.tokens.len())
            .field("keys", &self.keys.len())
            .finish()
    }
}

/// Why credentials are refused, and the challenges to answer with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) message: String,
    pub(crate) challenges: Vec<String>,
}

/// Why one scheme is not satisfied.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Reason {
    message: String,
    /// Whether a digest was right in all but its nonce.
    stale: bool,
}

impl Reason {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), stale: false }
    }
}

/// Checks the credentials for an operation.
pub(crate) fn verify(
    state: &State,
    operation: &Operation,
    request: &Received,
) -> Result<(), Refusal> {
    let mut messages = Vec::new();
    let mut stale = false;
    let mut used: Vec<&SecurityScheme> = Vec::new();
    for requirement in &operation.security {
        let mut satisfied = true;
        for (index, _) in &requirement.schemes {
            let Some(scheme) = state.api.security_schemes.get(*index) else { continue };
            if !used.iter().any(|one| one.name == scheme.name) {
                used.push(scheme);
            }
            if let Err(reason) = scheme_satisfied(state, scheme, request) {
                satisfied = false;
                stale |= reason.stale;
                messages.push(format!("{}: {}", scheme.name, reason.message));
            }
        }
        if satisfied {
            return Ok(());
        }
    }
    if operation.security.is_empty() {
        return Ok(());
    }
    messages.dedup();
    let challenges =
        used.iter().flat_map(|scheme| challenges(state, scheme, stale)).collect();
    Err(Refusal { message: messages.join("; "), challenges })
}

fn scheme_satisfied(
    state: &State,
    scheme: &SecurityScheme,
    request: &Received,
) -> Result<(), Reason> {
    match &scheme.kind {
        SchemeKind::ApiKey { place, name } => api_key(state, *place, name, request),
        SchemeKind::Basic => {
            let (user, password) = basic(request)?;
            let known = &state.settings.credentials;
            match known.password(&user) {
                _ if known.users.is_empty() => Ok(()),
                Some(expected) if expected == password => Ok(()),
                _ => Err(Reason::new("the user name or password is wrong")),
            }
        }
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => bearer(state, request),
        SchemeKind::Digest => digest::verify(state, request),
        SchemeKind::Http(scheme) => authorization(request, scheme).map(drop),
        SchemeKind::Other(_) => Ok(()),
    }
}

fn api_key(
    state: &State,
    place: Place,
    name: &str,
    request: &Received,
) -> Result<(), Reason> {
    let sent = match place {
        Place::Query => request.query_value(name),
        Place::Cookie => {
            let mut cookies = request.cookies().into_iter();
            cookies.find(|(key, _)| key == name).map(|(_, value)| value)
        }
        Place::Header | Place::Path => request.header(name),
    };
    let sent =
        sent.ok_or_else(|| Reason::new(format!("the key `{name}` is missing")))?;
    let known = &state.settings.credentials.keys;
    if sent.is_empty() || !(known.is_empty() || known.contains(&sent)) {
        return Err(Reason::new(format!("the key `{name}` is wrong")));
    }
    Ok(())
}

/// The credentials after the scheme's name in the `Authorization` header.
fn authorization(request: &Received, scheme: &str) -> Result<String, Reason> {
    let missing = || Reason::new(format!("{scheme} credentials are missing"));
    let lines = request.headers.get_all(AUTHORIZATION);
    let found = lines.iter().find_map(|line| {
        let (name, rest) = line.to_str().ok()?.trim().split_once(' ')?;
        name.eq_ignore_ascii_case(scheme).then(|| rest.trim().to_owned())
    });
    found.ok_or_else(missing)
}

fn basic(request: &Received) -> Result<(String, String), Reason> {
    let wrong =
        || Reason::new("the basic credentials are not base64 of `user:password`");
    let text = authorization(request, "Basic")?;
    let bytes =
        base64::engine::general_purpose::STANDARD.decode(text).map_err(|_| wrong())?;
    let text = String::from_utf8(bytes).map_err(|_| wrong())?;
    let (user, password) = text.split_once(':').ok_or_else(wrong)?;
    Ok((user.to_owned(), password.to_owned()))
}

fn bearer(state: &State, request: &Received) -> Result<(), Reason> {
    let token = authorization(request, "Bearer")?;
    let known = &state.settings.credentials;
    match state.tokens.is_alive(&token) {
        Some(true) => Ok(()),
        Some(false) => Err(Reason::new("the token has expired or was revoked")),
        None if known.tokens.contains(&token) => Ok(()),
        None if known.tokens.is_empty()
            && known.clients.is_empty()
            && !token.is_empty() =>
        {
            Ok(())
        }
        None => Err(Reason::new("the token is not known")),
    }
}

fn challenges(state: &State, scheme: &SecurityScheme, stale: bool) -> Vec<String> {
    match &scheme.kind {
        SchemeKind::Digest => digest::challenges(state, stale),
        SchemeKind::Basic => vec!["Basic realm=\"mock\", charset=\"UTF-8\"".to_owned()],
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => {
            vec!["Bearer realm=\"mock\", error=\"invalid_token\"".to_owned()]
        }
        SchemeKind::Http(scheme) => vec![scheme.clone()],
        SchemeKind::ApiKey { .. } | SchemeKind::Other(_) => Vec::new(),
    }
}
