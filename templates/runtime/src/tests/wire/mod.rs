//! How calls fare on a bad network, with credentials, over pages.

mod credentials;
mod paging;
mod redirects;
mod retries;
mod seen;
mod uploads;
#[cfg(feature = "mock")]
mod user_tests;

use crate::runtime::auth::Secret;
use crate::runtime::{
    Any, Api, Body, BoxFuture, Client, ClientBuilder, Error, Format, Operation,
    Parameter, Place, ResponseMedia, ResponseTable, Scheme, SchemeKind, SchemeUse,
    Server, Status, Style, Transport, blank,
};
use http::{HeaderMap, Method, Request, Response, Uri};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server saw of a request.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Seen {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(super) fn query(&self, name: &str) -> Option<String> {
        self.uri.query()?.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    }
}

type Play = dyn Fn(&Seen, usize) -> Result<Response<Body>, Error> + Send + Sync;

/// A server that follows a script: what it answers to a request and its number.
#[derive(Clone)]
pub(super) struct Script {
    play: Arc<Play>,
    seen: Arc<Mutex<Vec<Seen>>>,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl Script {
    pub(super) fn new(
        play: impl Fn(&Seen, usize) -> Result<Response<Body>, Error> + Send + Sync + 'static,
    ) -> Self {
        Self { play: Arc::new(play), seen: Arc::default(), waits: Arc::default() }
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(super) fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }

    pub(super) fn builder(&self) -> ClientBuilder {
        ClientBuilder::new(&API).transport(self.clone())
    }

    pub(super) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, Error>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let (body, _) = body.collect(1 << 20).await?;
            // Others get their turn, as on a network.
            tokio::task::yield_now().await;
            let seen = Seen {
                method: parts.method,
                uri: parts.uri,
                headers: parts.headers,
                body: String::from_utf8_lossy(&body).into_owned(),
            };
            let number = {
                let mut all = self.seen.lock().unwrap();
                all.push(seen.clone());
                all.len()
            };
            (self.play)(&seen, number)
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.waits.lock().unwrap().push(duration);
        Box::pin(tokio::time::sleep(duration))
    }
}

/// An answer with headers and a JSON body.
pub(super) fn answer(
    status: u16,
    headers: &[(&str, &str)],
    body: &Any,
) -> Result<Response<Body>, Error> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response = response.header("content-type", "application/json");
    Ok(response.body(Body::from(body.to_string())).unwrap())
}

/// Sends a request for an operation.
pub(super) async fn send(
    client: &Client,
    operation: &'static Operation,
) -> Result<Response<Body>, Error> {
    let mut request = Request::new(Body::from("{}".to_owned()));
    if operation.method == "GET" {
        *request.body_mut() = Body::Empty;
    }
    *request.method_mut() = operation.method.parse().unwrap();
    *request.uri_mut() = "https://api.example/v1/things".parse().unwrap();
    client.send_raw(request, operation).await
}

/// No text that a caller can see of a thing holds the secret.
pub(super) fn assert_hides(secret: &str, shown: &[String]) {
    for text in shown {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(!format!("{:?}", Secret::new(secret)).contains(secret));
}

/// An error as a log would show it, with all that is behind it.
pub(super) fn chain(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut next = std::error::Error::source(error);
    while let Some(source) = next {
        text.push_str(&format!(" {source} {source:?}"));
        next = source.source();
    }
    text
}

const fn query(name: &'static str) -> Parameter {
    let (place, style) = (Place::Query, Style::Form);
    Parameter { name, place, style, explode: true, allow_reserved: false, nested: &[] }
}

static PARAMETERS: [Parameter; 4] =
    [query("page"), query("size"), query("cursor"), query("envelope")];

const fn operation(
    id: &'static str,
    method: &'static str,
    security: &'static [&'static [SchemeUse]],
) -> Operation {
    Operation {
        id,
        group: "Things",
        method,
        template: "/things",
        query: &[],
        parameters: &PARAMETERS,
        body: None,
        accept: "application/json",
        responses: &[ResponseTable {
            status: Status::Code(200),
            contents: &[ResponseMedia {
                media_type: "application/json",
                format: Format::Json,
                blank: blank::<Any>,
            }],
        }],
        security,
        servers: &[],
        deprecated: false,
        pages: None,
    }
}

const fn scheme(scheme: usize) -> SchemeUse {
    SchemeUse { scheme, scopes: &[] }
}

pub(super) static GET: Operation = operation("getThings", "GET", &[]);
pub(super) static POST: Operation = operation("addThing", "POST", &[]);
static KEY: [Parameter; 1] = [Parameter {
    name: "Idempotency-Key",
    place: Place::Header,
    style: Style::Simple,
    explode: false,
    allow_reserved: false,
    nested: &[],
}];
pub(super) static KEYED: Operation =
    Operation { parameters: &KEY, ..operation("addThingOnce", "POST", &[]) };
pub(super) static OAUTH: Operation = operation("oauthThings", "GET", &[&[scheme(0)]]);
pub(super) static OAUTH_POST: Operation = operation("oauthAdd", "POST", &[&[scheme(0)]]);
#[cfg(feature = "digest")]
pub(super) static DIGEST: Operation = operation("digestThings", "GET", &[&[scheme(1)]]);
pub(super) static BASIC: Operation = operation("basicThings", "GET", &[&[scheme(2)]]);
pub(super) static KEYS: Operation =
    operation("keyThings", "GET", &[&[scheme(3)], &[scheme(4)], &[scheme(5)]]);
pub(super) static BOTH_KEYS: Operation =
    operation("bothThings", "GET", &[&[scheme(3), scheme(4)]]);
pub(super) static QUERY_KEY: Operation =
    operation("queryThings", "GET", &[&[scheme(4)]]);
pub(super) static COOKIE_KEY: Operation =
    operation("cookieThings", "GET", &[&[scheme(5)]]);
pub(super) static PERHAPS: Operation =
    operation("perhapsThings", "GET", &[&[], &[scheme(2)]]);

pub(super) static API: Api = Api {
    title: "Things",
    version: "1",
    servers: &[Server { url: "https://api.example/v1", variables: &[] }],
    schemes: &[
        Scheme {
            name: "account",
            kind: SchemeKind::OAuth2 { token_url: Some("/oauth/token") },
        },
        Scheme { name: "digest", kind: SchemeKind::Digest },
        Scheme { name: "basic", kind: SchemeKind::Basic },
        Scheme {
            name: "headerKey",
            kind: SchemeKind::ApiKey { place: Place::Header, name: "X-Key" },
        },
        Scheme {
            name: "queryKey",
            kind: SchemeKind::ApiKey { place: Place::Query, name: "key" },
        },
        Scheme {
            name: "cookieKey",
            kind: SchemeKind::ApiKey { place: Place::Cookie, name: "session" },
        },
    ],
    user_agent: "things/1.0",
    secrets: crate::runtime::SecretNames::NONE,
};
