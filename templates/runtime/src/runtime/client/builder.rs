//! How a client is set up.

use super::{Client, Inner};
use crate::runtime::auth::{Authorize, Credential};
use crate::runtime::observe::{Hook, Hooks};
use crate::runtime::resilience::{is_harmless, resolve};
use crate::runtime::{
    Api, Error, EventRules, Middleware, PageLimits, Redirects, Retry, RetryBudget,
    RetryPolicy, Server, Transport,
};
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How much of a body is read into memory unless the user says otherwise.
const BODY_CAP: usize = 256 << 20;

/// Sets up a [`Client`]. What is wrong with the settings is told by
/// [`build`](Self::build).
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<String>,
    origin: Option<String>,
    server: usize,
    variables: Vec<(String, String)>,
    headers: HeaderMap,
    bad_header: Option<String>,
    authorize: Authorize,
    transport: Option<Arc<dyn Transport>>,
    middleware: Vec<Arc<dyn Middleware>>,
    hooks: Vec<Arc<dyn Middleware>>,
    retry: RetryPolicy,
    budget: Option<Arc<RetryBudget>>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    redirects: Option<u32>,
    body_cap: usize,
    page_limits: PageLimits,
    event_rules: EventRules,
    validate_bodies: bool,
    strict: bool,
}

impl ClientBuilder {
    /// Starts a client of this API.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            origin: None,
            server: 0,
            variables: Vec::new(),
            headers: HeaderMap::new(),
            bad_header: None,
            authorize: Authorize::default(),
            transport: None,
            middleware: Vec::new(),
            hooks: Vec::new(),
            retry: RetryPolicy::default(),
            budget: None,
            timeout: None,
            attempt_timeout: None,
            redirects: None,
            body_cap: BODY_CAP,
            page_limits: PageLimits::new(),
            event_rules: EventRules::new(),
            validate_bodies: false,
            strict: false,
        }
    }

    /// Sets the address of the API; the servers of the description are not used then, but for
    /// those of single operations that are a path alone: it goes onto the origin of this one.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets scheme, host and port for all calls, for instance `http://127.0.0.1:8080`. Every
    /// server of the description, and the address of tokens that is on one of them, keeps its
    /// path and goes to that origin.
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// Takes the server with this index in the description.
    pub fn server(mut self, index: usize) -> Self {
        self.server = index;
        self
    }

    /// Sets a variable of the servers' addresses.
    pub fn server_variable(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Sets what requests say they come from.
    pub fn user_agent(self, user_agent: impl AsRef<str>) -> Self {
        self.header("user-agent", user_agent)
    }

    /// Sends a header with each request.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match own_header(name.as_ref(), value.as_ref()) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(name) => self.bad_header = Some(name),
        }
        self
    }

    /// Adds a credential, for every scheme of the description that it serves.
    pub fn auth(mut self, credential: impl Credential) -> Self {
        self.authorize.add(credential);
        self
    }

    /// Adds a credential for the security scheme of this name in the description.
    pub fn auth_for(
        mut self,
        scheme: impl Into<String>,
        credential: impl Credential,
    ) -> Self {
        self.authorize.add_for(scheme, credential);
        self
    }

    /// Sets what carries requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Carries requests with this `reqwest` client. It should follow no redirects by
    /// itself: this crate does, without taking credentials elsewhere.
    #[cfg(feature = "reqwest")]
    pub fn reqwest(self, client: reqwest::Client) -> Self {
        self.transport(crate::runtime::ReqwestTransport::from(client))
    }

    /// Puts a middleware around what was added before it.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.insert(0, Arc::new(middleware));
        self
    }

    /// Shows every attempt and its answer to a hook, without credentials.
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Arc::new(Hooks(hook)));
        self
    }

    /// The API that the client will be of.
    #[must_use]
    pub fn api(&self) -> &'static Api {
        self.api
    }

    /// Sets how failed attempts are made again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Shares a budget of retries with other clients of the same service.
    pub fn retry_budget(mut self, budget: Arc<RetryBudget>) -> Self {
        self.budget = Some(budget);
        self
    }

    /// How long a call may take, all attempts together, until its output is there. What is
    /// read from an output that is a stream takes its own time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long one attempt may take. Of a body longer than 1 MiB the first part counts: the
    /// rest is read within the call's own limit.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// How many redirects are followed in a row; 10 unless set.
    pub fn redirects(mut self, most: u32) -> Self {
        self.redirects = Some(most);
        self
    }

    /// How many bytes of a body are read into memory at most; 256 MiB unless set. It does
    /// not hold for outputs that are streams.
    pub fn body_cap(mut self, bytes: usize) -> Self {
        self.body_cap = bytes;
        self
    }

    /// How many pages are read, and how many empty ones in a row, before a walk over them
    /// asks its caller with [`Error::Limit`].
    pub fn page_limits(mut self, limits: PageLimits) -> Self {
        self.page_limits = limits;
        self
    }

    /// How streams of events end, and whether finished ones are taken up again.
    pub fn event_rules(mut self, rules: EventRules) -> Self {
        self.event_rules = rules;
        self
    }

    /// Whether request bodies are checked against their documented rules before they are
    /// sent; they are not unless set. Parameters always are.
    pub fn validate_bodies(mut self, validate: bool) -> Self {
        self.validate_bodies = validate;
        self
    }

    /// Makes an error of each answer that deviates from the description
    /// ([`Error::Decode`], which names every deviation). Else answers are read as far as they
    /// go, and [`Response::deviations`](crate::runtime::Response::deviations) names them.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A setting cannot be used, or there is nothing to carry requests with.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(name) = self.bad_header {
            return Err(Error::build(
                format!("`{name}` is not a header that can be sent"),
                None,
            ));
        }
        let is_own_url = self.base_url.is_some();
        let origin =
            self.origin.take().map(|origin| only_origin(&origin)).transpose()?;
        let base_url = match self.base_url.take() {
            Some(url) => Some(absolute(&url, None)?),
            None => {
                let base = origin.as_deref();
                described_url(self.api, self.server, &self.variables, base)?
            }
        };
        let base_url = match &origin {
            Some(origin) => Some(moved(base_url.as_deref().unwrap_or_default(), origin)),
            None => base_url,
        };
        let own_origin = origin.clone().or_else(|| {
            let base = base_url.as_deref().filter(|_| is_own_url)?;
            Some(origin_text(base).into())
        });
        if let Ok(agent) = HeaderValue::from_str(self.api.user_agent) {
            self.headers.entry(header::USER_AGENT).or_insert(agent);
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let mut retry = Retry::new(self.retry);
        if let Some(budget) = self.budget {
            retry = retry.budget(budget);
        }
        let mut middleware = self.middleware;
        middleware.push(Arc::new(retry));
        middleware.push(Arc::new(
            self.redirects.map_or_else(Redirects::default, Redirects::new),
        ));
        #[cfg(feature = "tracing")]
        middleware.push(Arc::new(crate::runtime::observe::Trace));
        middleware.extend(self.hooks);
        middleware.push(Arc::new(self.authorize));
        Ok(Client {
            inner: Arc::new(Inner {
                api: self.api,
                base_url,
                is_own_url,
                origin,
                own_origin,
                variables: self.variables,
                headers: self.headers,
                transport,
                middleware,
                timeout: self.timeout,
                attempt_timeout: self.attempt_timeout,
                body_cap: self.body_cap,
                page_limits: self.page_limits,
                event_rules: self.event_rules,
                validate_bodies: self.validate_bodies,
                strict: self.strict,
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("api", &self.api.title)
            .field("base_url", &self.base_url.as_deref().map(without_secrets))
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("authorize", &self.authorize)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(crate::runtime::ReqwestTransport::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Err(Error::build(
        "there is no transport: give one, or turn on the feature `reqwest`",
        None,
    ))
}

/// The address of a described server; `None` if it is not a whole one.
fn described_url(
    api: &Api,
    index: usize,
    variables: &[(String, String)],
    base: Option<&str>,
) -> Result<Option<Arc<str>>, Error> {
    let Some(server) = api.servers.get(index) else {
        let is_missing = index > 0;
        let error = || Error::build(format!("the API has no server {index}"), None);
        return if is_missing { Err(error()) } else { Ok(None) };
    };
    let known = |name: &String| server.variables.iter().any(|one| one.name == name);
    if let Some((name, _)) = variables.iter().find(|(name, _)| !known(name)) {
        return Err(Error::build(format!("the server has no variable `{name}`"), None));
    }
    Ok(absolute(&fill(server, variables)?, base).ok())
}

/// A server's address with its variables filled in.
pub(crate) fn fill(
    server: &Server,
    given: &[(String, String)],
) -> Result<String, Error> {
    let mut url = server.url.to_owned();
    for variable in server.variables {
        let value = given
            .iter()
            .rev()
            .find(|(name, _)| name == variable.name)
            .map_or(variable.default, |(_, value)| value.as_str());
        if !variable.values.is_empty() && !variable.values.contains(&value) {
            return Err(Error::build(
                format!("`{}` must be one of {:?}", variable.name, variable.values),
                None,
            ));
        }
        url = url.replace(&format!("{{{}}}", variable.name), value);
    }
    Ok(url)
}

/// A whole http address; a path alone goes onto the origin of `base`.
pub(super) fn absolute(url: &str, base: Option<&str>) -> Result<Arc<str>, Error> {
    let shown = without_secrets(url);
    let wrong =
        |source| Error::build(format!("`{shown}` is not an http address"), source);
    let whole = match base.and_then(|base| Uri::try_from(base).ok()) {
        Some(base) if url.starts_with('/') && is_path(url) => {
            format!("{}{url}", origin_text(&base.to_string()))
        }
        Some(base) if is_path(url) => {
            resolve(&base.to_string(), url).ok_or_else(|| wrong(None))?.to_string()
        }
        _ => url.to_owned(),
    };
    let uri =
        Uri::try_from(whole.as_str()).map_err(|error| wrong(Some(error.into())))?;
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        let text = "holds a name or a password: give them as a credential";
        return Err(Error::build(format!("`{shown}` {text}"), None));
    }
    let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
    let is_plain = is_http
        && uri.host().is_some_and(|host| !host.is_empty())
        && uri.query().is_none();
    if is_plain { Ok(whole.into()) } else { Err(wrong(None)) }
}

/// Whether a server's address is a path alone.
pub(super) fn is_path(url: &str) -> bool {
    !url.contains("://") && !url.starts_with("//")
}

/// Scheme, host and port of a whole address, as they are written.
fn origin_text(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at.saturating_add(3));
    let rest = url.get(start..).unwrap_or_default();
    let length = rest.find('/').unwrap_or(rest.len());
    url.get(..start.saturating_add(length)).unwrap_or(url)
}

/// The path of an address, on another origin.
pub(super) fn moved(url: &str, origin: &str) -> Arc<str> {
    let path = url.strip_prefix(origin_text(url)).unwrap_or_default();
    format!("{origin}{path}").into()
}

/// An address that is nothing but an origin.
fn only_origin(url: &str) -> Result<Arc<str>, Error> {
    let whole = absolute(url, None)?;
    let origin = origin_text(&whole);
    if !matches!(whole.get(origin.len()..), Some("" | "/")) {
        let text = "has a path: an origin is scheme, host and port alone";
        return Err(Error::build(format!("`{}` {text}", without_secrets(url)), None));
    }
    Ok(origin.into())
}

/// An address without what may be a password or a key in it: what stands before an `@`, and
/// the query.
fn without_secrets(url: &str) -> String {
    let address = url.split(['?', '#']).next().unwrap_or_default();
    match (address.rsplit_once('@'), address.split_once("//")) {
        (Some((_, host)), Some((scheme, _))) => format!("{scheme}//…@{host}"),
        (Some((_, host)), None) => format!("…@{host}"),
        (None, _) => address.to_owned(),
    }
}

/// A header that the caller sets; the name alone where it cannot be sent. It may hold a
/// secret, and is marked so unless it is known to hold none: then no `Debug` shows it.
pub(crate) fn own_header(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), String> {
    let parts = HeaderName::try_from(name)
        .ok()
        .zip(HeaderValue::from_bytes(value.as_bytes()).ok());
    let (name, mut value) = parts.ok_or_else(|| name.to_owned())?;
    value.set_sensitive(!is_harmless(&name));
    Ok((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::{Body, BoxFuture, Operation};

    struct Silent;

    impl Transport for Silent {
        fn send(
            &self,
            _: http::Request<Body>,
        ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
            Box::pin(std::future::pending())
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::pending())
        }
    }

    const fn at(url: &'static str) -> Server {
        Server { url, variables: &[] }
    }

    static WHOLE: Api = Api {
        title: "",
        version: "",
        servers: &[at("https://api.example/api/v1"), at("/only/path")],
        schemes: &[],
        user_agent: "",
        secrets: crate::runtime::SecretNames::NONE,
    };
    static RELATIVE: Api = Api {
        title: "",
        version: "",
        servers: &[at("/api/v1")],
        schemes: &[],
        user_agent: "",
        secrets: crate::runtime::SecretNames::NONE,
    };
    static PLAIN: Operation = Operation::NONE;
    static OWN_PATH: Operation =
        Operation { servers: &[at("/api/v2")], ..Operation::NONE };
    static UP: Operation = Operation { servers: &[at("../up")], ..Operation::NONE };
    static OWN_WHOLE: Operation =
        Operation { servers: &[at("https://up.example:9/up")], ..Operation::NONE };

    /// The addresses of the three operations.
    fn bases(builder: ClientBuilder) -> Vec<String> {
        let client = builder.transport(Silent).build().unwrap();
        [&PLAIN, &OWN_PATH, &OWN_WHOLE]
            .iter()
            .map(|operation| client.base_of(operation).unwrap().to_string())
            .collect()
    }

    #[test]
    fn every_server_keeps_its_path_on_another_origin() {
        let expected = ["/api/v1", "/api/v2", "/up"]
            .map(|path| format!("http://127.0.0.1:8080{path}"));
        for api in [&WHOLE, &RELATIVE] {
            for origin in ["http://127.0.0.1:8080", "http://127.0.0.1:8080/"] {
                let builder = ClientBuilder::new(api).origin(origin);
                assert_eq!(bases(builder), expected);
            }
        }
        let nowhere = ClientBuilder::new(&RELATIVE).transport(Silent).build().unwrap();
        let error = nowhere.base_of(&OWN_PATH).unwrap_err();
        assert!(error.to_string().contains("give `base_url`"), "{error}");
        let builder = ClientBuilder::new(&WHOLE).base_url("http://a.example/x/y/z");
        let client = builder.transport(Silent).build().unwrap();
        assert_eq!(&*client.base_of(&UP).unwrap(), "http://a.example/x/up");
        let second = ClientBuilder::new(&WHOLE).server(1).origin("http://[::1]:8");
        assert_eq!(bases(second)[0], "http://[::1]:8/only/path");
        let both = ClientBuilder::new(&WHOLE)
            .base_url("http://a.example/x")
            .origin("http://b.example");
        assert_eq!(bases(both)[0], "http://b.example/x");
        for wrong in ["http://a.example/x", "a.example", "http://a.example?x", ""] {
            let builder = ClientBuilder::new(&WHOLE).origin(wrong).transport(Silent);
            assert!(matches!(builder.build(), Err(Error::Build(_))), "{wrong}");
        }
    }

    #[test]
    fn a_base_address_stands_for_all_servers_but_paths_of_operations() {
        let base = "http://127.0.0.1:8080/proxy/api/v1";
        for api in [&WHOLE, &RELATIVE] {
            let found = bases(ClientBuilder::new(api).base_url(base));
            assert_eq!(found, [base, "http://127.0.0.1:8080/api/v2", base]);
        }
        let described = bases(ClientBuilder::new(&WHOLE));
        let expected = [
            "https://api.example/api/v1",
            "https://api.example/api/v2",
            "https://up.example:9/up",
        ];
        assert_eq!(described, expected);
    }
}
