//! Credentials that are a text: bearer tokens, names with passwords, API keys.

use super::credential::{authorize, ready, sensitive};
use super::{Credential, Secret, Way};
use crate::runtime::style::encode;
use crate::runtime::{Body, BoxFuture, Error, Place, Scheme, SchemeKind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::{HeaderName, Request, Uri, header};
use std::fmt;
use std::sync::Arc;

/// A bearer token (RFC 6750), fixed or fetched for each request.
#[derive(Clone)]
pub struct Bearer {
    token: BearerToken,
}

#[derive(Clone)]
enum BearerToken {
    Fixed(Secret),
    Fetched(Arc<dyn Fn() -> TokenFuture + Send + Sync>),
}

type TokenFuture = BoxFuture<'static, Result<Secret, Error>>;

impl Bearer {
    /// A fixed token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self { token: BearerToken::Fixed(token.into()) }
    }

    /// A token out of an environment variable.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] when the variable is missing or empty.
    pub fn from_env_var(variable: &str) -> Result<Self, Error> {
        Ok(Self::new(from_env(variable)?))
    }

    /// A token that is asked for before each request, for instance from a cache of one's own.
    pub fn from_fn<F, T>(fetch: F) -> Self
    where
        F: Fn() -> T + Send + Sync + 'static,
        T: Future<Output = Result<Secret, Error>> + crate::runtime::MaybeSend + 'static,
    {
        let fetch = move || -> TokenFuture { Box::pin(fetch()) };
        Self { token: BearerToken::Fetched(Arc::new(fetch)) }
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Bearer([secret])")
    }
}

impl Credential for Bearer {
    fn describe(&self) -> &'static str {
        "a bearer token"
    }

    fn serves(&self, scheme: &SchemeKind) -> bool {
        matches!(scheme, SchemeKind::Bearer | SchemeKind::OAuth2 { .. })
    }

    fn apply<'a>(
        &'a self,
        request: &'a mut Request<Body>,
        _: &'static Scheme,
        _: Way<'a>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        match &self.token {
            BearerToken::Fixed(token) => {
                ready(authorize(request, &format!("Bearer {}", token.expose())))
            }
            BearerToken::Fetched(fetch) => Box::pin(async move {
                let token = fetch().await?;
                authorize(request, &format!("Bearer {}", token.expose()))
            }),
        }
    }
}

/// A name and a password (RFC 7617).
#[derive(Clone, Debug)]
pub struct Basic {
    user: String,
    password: Secret,
}

impl Basic {
    /// The name and the password, which may be empty.
    pub fn new(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { user: user.into(), password: password.into() }
    }

    /// Both out of environment variables.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] when a variable is missing or empty.
    pub fn from_env_vars(user: &str, password: &str) -> Result<Self, Error> {
        Ok(Self::new(from_env(user)?, from_env(password)?))
    }
}

/// The value of the `Authorization` header for a name and a password.
pub(super) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("{user}:{password}")))
}

impl Credential for Basic {
    fn describe(&self) -> &'static str {
        "a name with a password"
    }

    fn serves(&self, scheme: &SchemeKind) -> bool {
        *scheme == SchemeKind::Basic
    }

    fn apply<'a>(
        &'a self,
        request: &'a mut Request<Body>,
        _: &'static Scheme,
        _: Way<'a>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        if self.user.contains(':') {
            let text = "the name of a basic credential must not hold a colon";
            return ready(Err(Error::credential(text, None)));
        }
        ready(authorize(request, &basic(&self.user, self.password.expose())))
    }
}

/// A key that goes where the description says: into a header, the query or a cookie, or after
/// the name of a scheme into `Authorization`.
#[derive(Clone, Debug)]
pub struct ApiKey {
    key: Secret,
    header: Option<String>,
}

impl ApiKey {
    /// A key for a place that the description tells.
    pub fn new(key: impl Into<Secret>) -> Self {
        Self { key: key.into(), header: None }
    }

    /// A key for a header, where the description does not tell it.
    pub fn in_header(name: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self { key: key.into(), header: Some(name.into()) }
    }

    /// A key out of an environment variable, for a place that the description tells.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] when the variable is missing or empty.
    pub fn from_env_var(variable: &str) -> Result<Self, Error> {
        Ok(Self::new(from_env(variable)?))
    }

    fn put(&self, request: &mut Request<Body>, scheme: &Scheme) -> Result<(), Error> {
        if let (None, SchemeKind::Http(name)) = (&self.header, &scheme.kind) {
            let key = self.key.expose();
            // Some keep the key with the name before it.
            let has_name = key
                .split_once(' ')
                .is_some_and(|(first, _)| first.eq_ignore_ascii_case(name));
            let text = if has_name { key.to_owned() } else { format!("{name} {key}") };
            return authorize(request, &text);
        }
        let (place, name) = match (&self.header, &scheme.kind) {
            (Some(name), _) => (Place::Header, name.as_str()),
            (None, SchemeKind::ApiKey { place, name }) => (*place, *name),
            (None, _) => (Place::Header, header::AUTHORIZATION.as_str()),
        };
        match place {
            Place::Query => add_to_query(request, name, self.key.expose()),
            Place::Cookie => add_cookie(request, name, self.key.expose()),
            Place::Header | Place::Path => {
                let name: HeaderName = name.parse().map_err(|_| {
                    Error::credential(format!("`{name}` cannot name a header"), None)
                })?;
                let value = sensitive(self.key.expose())?;
                request.headers_mut().insert(name, value);
                Ok(())
            }
        }
    }
}

impl Credential for ApiKey {
    fn describe(&self) -> &'static str {
        "an API key"
    }

    fn serves(&self, scheme: &SchemeKind) -> bool {
        match (&self.header, scheme) {
            (None, SchemeKind::ApiKey { .. } | SchemeKind::Http(_))
            | (Some(_), SchemeKind::Other(_)) => true,
            (Some(header), SchemeKind::ApiKey { place: Place::Header, name }) => {
                header.eq_ignore_ascii_case(name)
            }
            _ => false,
        }
    }

    fn apply<'a>(
        &'a self,
        request: &'a mut Request<Body>,
        scheme: &'static Scheme,
        _: Way<'a>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        ready(self.put(request, scheme))
    }
}

/// The value of an environment variable.
pub(super) fn from_env(variable: &str) -> Result<String, Error> {
    let value = std::env::var(variable).unwrap_or_default();
    if value.is_empty() {
        let text = format!("the environment variable {variable} is not set");
        return Err(Error::credential(text, None));
    }
    Ok(value)
}

fn add_to_query(
    request: &mut Request<Body>,
    name: &str,
    key: &str,
) -> Result<(), Error> {
    let uri = request.uri();
    // The address of a next page may hold the key already.
    let name = encode(name);
    let is_other =
        |pair: &&str| pair.split('=').next() != Some(&name) && !pair.is_empty();
    let others = uri.query().unwrap_or_default().split('&').filter(is_other);
    let own = format!("{name}={}", encode(key));
    let query: Vec<&str> = others.chain([own.as_str()]).collect();
    let path = format!("{}?{}", uri.path(), query.join("&"));
    let mut parts = uri.clone().into_parts();
    // The error's own text could hold the key.
    let failed = || Error::credential("the request's address cannot hold the key", None);
    parts.path_and_query = Some(path.parse().map_err(|_| failed())?);
    *request.uri_mut() = Uri::from_parts(parts).map_err(|_| failed())?;
    Ok(())
}

/// Adds a cookie. Its value goes out as it is: what comes out of a browser is encoded
/// already.
fn add_cookie(request: &mut Request<Body>, name: &str, key: &str) -> Result<(), Error> {
    if key.contains([';', ',', ' ', '"', '\\']) {
        let text = "a credential holds characters that a cookie cannot";
        return Err(Error::credential(text, None));
    }
    let others = request.headers().get(header::COOKIE);
    let others = others.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let joint = if others.is_empty() { "" } else { "; " };
    let value = sensitive(&format!("{others}{joint}{name}={key}"))?;
    request.headers_mut().insert(header::COOKIE, value);
    Ok(())
}
