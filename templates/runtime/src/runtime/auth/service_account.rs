//! OAuth 2 client credentials (RFC 6749, 4.4).

use super::credential::{Sent, authorize, ready, sensitive};
use super::keys::{basic, from_env};
use super::token_cache::TokenCache;
use super::{Credential, MemoryTokenStore, Secret, Token, TokenStore, Way};
use crate::runtime::client::way;
use crate::runtime::resilience::{RetryPolicy, resolve, send_repeatedly, unix_time};
use crate::runtime::said;
use crate::runtime::{Body, BoxFuture, Client, Error, Scheme, SchemeKind};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A service account: an id and a secret that are traded for short-lived tokens.
///
/// A token is kept until shortly before its end, and asked for by one call only however
/// many need it; when the server refuses it, one more is asked for. Clones share their
/// tokens.
#[derive(Clone, Debug)]
pub struct ServiceAccount {
    id: String,
    secret: Secret,
    token_url: Option<String>,
    revocation_url: Option<String>,
    scopes: Option<String>,
    secret_in_body: bool,
    store: Arc<dyn TokenStore>,
    caches: Arc<Mutex<BTreeMap<String, Arc<TokenCache>>>>,
}

/// What the specification of forms lets stand (HTML, "application/x-www-form-urlencoded").
const FORM: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');
/// The longest answer of a token server that is read.
const LONGEST_ANSWER: usize = 1 << 16;
/// How long one attempt to get a token may take.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

impl ServiceAccount {
    /// The account with this id and secret.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token_url: None,
            revocation_url: None,
            scopes: None,
            secret_in_body: false,
            store: Arc::new(MemoryTokenStore::default()),
            caches: Arc::default(),
        }
    }

    /// The account whose id and secret are in these environment variables.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] when a variable is missing or empty.
    pub fn from_env_vars(id: &str, secret: &str) -> Result<Self, Error> {
        Ok(Self::new(from_env(id)?, from_env(secret)?))
    }

    /// Sets where tokens are asked for, in place of what the description says. A relative
    /// address starts at the API's base address.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sets where tokens are revoked (RFC 7009).
    #[must_use]
    pub fn revocation_url(mut self, url: impl Into<String>) -> Self {
        self.revocation_url = Some(url.into());
        self
    }

    /// Sets the scopes to ask for; without them the server decides.
    #[must_use]
    pub fn scopes<I>(mut self, scopes: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let scopes: Vec<_> =
            scopes.into_iter().map(|one| one.as_ref().to_owned()).collect();
        self.scopes = Some(scopes.join(" "));
        self
    }

    /// Sends id and secret in the body, for servers that do not take HTTP basic.
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        self.secret_in_body = true;
        self
    }

    /// Sets where tokens are kept, for instance a [`FileTokenStore`](super::FileTokenStore)
    /// that processes share. In memory without it.
    #[must_use]
    pub fn store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Arc::new(store);
        self.caches = Arc::default();
        self
    }

    /// Tells the server that the token is no longer needed (RFC 7009), on the client's way to
    /// it, and forgets the token. Does nothing where there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Credential`] when no revocation address was given, or the server refuses;
    /// the token is forgotten all the same.
    pub async fn revoke(&self, client: &Client) -> Result<(), Error> {
        let Some(address) = &self.revocation_url else {
            let text = "a service account needs `revocation_url` to revoke its token";
            return Err(Error::credential(text, None));
        };
        let way = way(client);
        let address = address_from(way.base_url, address)?;
        let caches: Vec<_> = self.caches().values().cloned().collect();
        for cache in caches {
            if let Some(token) = cache.take().await? {
                let form = [
                    ("token", token.secret.expose()),
                    ("token_type_hint", "access_token"),
                ];
                let request = self.request(address.clone(), &form)?;
                let (status, answer) = exchange(way, request).await?;
                if !status.is_success() {
                    return Err(self.refusal(
                        "did not revoke the token",
                        status,
                        &answer,
                    ));
                }
            }
        }
        Ok(())
    }

    fn caches(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<TokenCache>>> {
        self.caches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is known where tokens for a scheme come from.
    fn has_address(&self, scheme: &SchemeKind) -> bool {
        self.token_url.is_some() || described(scheme).is_some()
    }

    fn cache(&self, address: &http::Uri) -> Arc<TokenCache> {
        let scopes = self.scopes.as_deref().unwrap_or_default();
        let key = format!("{} {address} {scopes}", self.id);
        let mut caches = self.caches();
        let cache = caches
            .entry(key.clone())
            .or_insert_with(|| Arc::new(TokenCache::new(key, Arc::clone(&self.store))));
        Arc::clone(cache)
    }

    async fn token(
        &self,
        scheme: &'static Scheme,
        way: Way<'_>,
    ) -> Result<Token, Error> {
        let address = match (&self.token_url, described(&scheme.kind)) {
            (Some(own), _) => address_from(way.base_url, own)?,
            (None, Some(address)) => {
                way.to_described(address).ok_or_else(|| no_address(address))?
            }
            (None, None) => {
                let text =
                    format!("`{}` names no token address: set `token_url`", scheme.name);
                return Err(Error::credential(text, None));
            }
        };
        let cache = self.cache(&address);
        let ask = || -> BoxFuture<'_, _> { Box::pin(self.ask(address.clone(), way)) };
        cache.token(ask).await
    }

    async fn ask(&self, address: http::Uri, way: Way<'_>) -> Result<Token, Error> {
        let mut form = vec![("grant_type", "client_credentials")];
        if let Some(scopes) = &self.scopes {
            form.push(("scope", scopes));
        }
        let request = self.request(address, &form)?;
        let (status, answer) = exchange(way, request).await?;
        if !status.is_success() {
            return Err(self.refusal("gave no token", status, &answer));
        }
        read_token(&answer).ok_or_else(|| {
            self.refusal("gave an answer without a bearer token", status, &Bytes::new())
        })
    }

    /// A form for the token server, with id and secret.
    fn request(
        &self,
        address: http::Uri,
        form: &[(&str, &str)],
    ) -> Result<Request<Body>, Error> {
        let encode =
            |text: &str| utf8_percent_encode(text, FORM).to_string().replace("%20", "+");
        let mut body: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let (id, secret) = (encode(&self.id), encode(self.secret.expose()));
        let mut headers = HeaderMap::new();
        if self.secret_in_body {
            body.push(format!("client_id={id}"));
            body.push(format!("client_secret={secret}"));
        } else {
            headers.insert(header::AUTHORIZATION, sensitive(&basic(&id, &secret))?);
        }
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(header::CONTENT_TYPE, form_type);
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let mut request = Request::new(Body::from(body.join("&")));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = address;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// The error of a token server (RFC 6749, 5.2). Of its answer only the two fields that
    /// are meant to be read by people are told, and not the secret if they repeat it.
    fn refusal(&self, what: &str, status: StatusCode, answer: &Bytes) -> Error {
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        let field = |name: &str| answer.get(name).and_then(Value::as_str);
        let secret = self.secret.expose();
        let encoded = basic(&self.id, secret);
        let pair = format!("{}:{secret}", self.id);
        let secrets = [encoded.trim_start_matches("Basic "), &pair, secret];
        let mut text = format!("the token server {what}: {status}");
        for part in [field("error"), field("error_description")].into_iter().flatten() {
            text.push_str(", ");
            text.push_str(&said::short(&said::without(part, &secrets)));
        }
        Error::credential(text, None)
    }
}

impl Credential for ServiceAccount {
    fn describe(&self) -> &'static str {
        "a service account"
    }

    fn serves(&self, scheme: &SchemeKind) -> bool {
        matches!(scheme, SchemeKind::OAuth2 { .. } | SchemeKind::Bearer)
            && self.has_address(scheme)
    }

    fn apply<'a>(
        &'a self,
        request: &'a mut Request<Body>,
        scheme: &'static Scheme,
        way: Way<'a>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let token = self.token(scheme, way).await?;
            authorize(request, &format!("Bearer {}", token.secret.expose()))
        })
    }

    fn refused<'a>(&'a self, sent: &'a Sent, _: &'a HeaderMap) -> BoxFuture<'a, bool> {
        let token = sent_token(sent);
        let caches: Vec<_> = self.caches().values().cloned().collect();
        // Every cache hears of it: that which holds the token forgets it, and the rest have
        // nothing to say.
        let may_help = token.is_some_and(|token| {
            caches
                .iter()
                .map(|cache| cache.refuse(token))
                .fold(true, |all, one| all & one)
        });
        ready(may_help)
    }

    fn accepted(&self, sent: &Sent) {
        if let Some(token) = sent_token(sent) {
            self.caches().values().for_each(|cache| cache.accept(token));
        }
    }
}

fn sent_token(sent: &Sent) -> Option<&str> {
    sent.authorization.as_ref()?.to_str().ok()?.strip_prefix("Bearer ")
}

fn address_from(base_url: &str, address: &str) -> Result<http::Uri, Error> {
    resolve(base_url, address).ok_or_else(|| no_address(address))
}

fn no_address(address: &str) -> Error {
    Error::credential(format!("`{address}` is no http(s) address for tokens"), None)
}

/// Where the description says that tokens come from.
fn described(scheme: &SchemeKind) -> Option<&'static str> {
    match scheme {
        SchemeKind::OAuth2 { token_url } => *token_url,
        _ => None,
    }
}

/// Sends a request to the token server, which may be repeated whatever the method: the worst
/// it does is to leave a token unused.
async fn exchange(
    way: Way<'_>,
    request: Request<Body>,
) -> Result<(StatusCode, Bytes), Error> {
    let policy = RetryPolicy { all_methods: true, ..RetryPolicy::default() };
    let failed = |error| {
        Error::credential("the token server cannot be reached", Some(Box::new(error)))
    };
    let response = send_repeatedly(way.transport, request, policy, ATTEMPT_TIMEOUT)
        .await
        .map_err(failed)?;
    let status = response.status();
    let (answer, _) =
        response.into_body().collect(LONGEST_ANSWER).await.map_err(failed)?;
    Ok((status, answer))
}

fn read_token(answer: &Bytes) -> Option<Token> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    let kind = answer.get("token_type").and_then(Value::as_str).unwrap_or("bearer");
    if !kind.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let secret = answer.get("access_token")?.as_str().filter(|text| !text.is_empty())?;
    // A number by the standard; some servers send it as a text.
    let lifetime = answer.get("expires_in").and_then(|value| {
        let number = value.as_f64().or_else(|| value.as_str()?.parse().ok())?;
        Duration::try_from_secs_f64(number).ok()
    });
    Some(Token::new(secret, unix_time(), lifetime))
}
