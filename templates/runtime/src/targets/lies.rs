//! A server that says what the input says, over and over: whatever it says, a call ends after
//! a bounded number of requests, and shows no secret.

use super::Target;
use super::reads::Thing;
use crate::runtime;
use crate::runtime::auth::{Bearer, ServiceAccount};
use crate::runtime::{
    Any, Api, Body, BoxFuture, Call, Client, ClientBuilder, Error, EventStream, Format,
    Model, Operation, PageLimits, PageStyle, Paged, Pages, Parameter, Place, Received,
    Request, ResponseMedia, ResponseTable, Scheme, SchemeKind, SchemeUse, SecretNames,
    Server, Status, Style, Table, TableText, Transport, UNREAD, Unknown, Value, blank,
    model,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// The secret of every credential here.
const SECRET: &str = "hunter2hunter2";

/// The most requests that any call may make, whatever the server says: attempts, times
/// redirects, times challenges, each with the attempts to get a token.
const MOST_REQUESTS: usize = 4 * 11 * 3 * (1 + 4);
/// Pages that are read here before the caller is asked.
const MOST_PAGES: usize = 8;
/// Connections with events that are opened here.
const MOST_EVENTS: usize = 20;

pub(super) const ALL: &[Target] = &[
    Target {
        name: "answers",
        seeds: &[ANSWER, TEXT, EVENTS],
        words: WORDS,
        run: answers,
    },
    Target { name: "redirects", seeds: &[REDIRECT], words: WORDS, run: answers },
    Target { name: "retries", seeds: &[BUSY], words: WORDS, run: answers },
    Target { name: "tokens", seeds: &[TOKEN], words: WORDS, run: tokens },
    #[cfg(feature = "digest")]
    Target { name: "challenges", seeds: &[CHALLENGE], words: WORDS, run: challenges },
    Target { name: "pages", seeds: &[PAGE, LINK], words: WORDS, run: pages },
];

const ANSWER: &[u8] = b"200\ncontent-type: application/json\n\n{\"id\":\"a\",\"count\":1}\n---\n418\ncontent-type: text/plain\n\nno hunter2hunter2 aHVudGVyMmh1bnRlcjI= \x1b[2J";
const TEXT: &[u8] = b"200\ncontent-type: text/plain; charset=iso-8859-15\n\ncaf\xe9 \xa4\n---\n200\ncontent-type: application/xml\n\n<Thing><id>a</id></Thing>";
const EVENTS: &[u8] = b"200\ncontent-type: text/event-stream\n\nid: 1\nretry: 10\ndata: {\"a\":1}\n\n---\n200\ncontent-type: text/event-stream\n\nid: 2\ndata: x\n\n---\n204\n\n";
const REDIRECT: &[u8] = b"302\nlocation: /elsewhere?a=b\n\n---\n307\nlocation: https://other.test/\n\n---\n308\nlocation: //[::1]:8443/../x#y\n\n";
const BUSY: &[u8] = b"503\nretry-after: 120\n\n---\n429\nratelimit-limit: 10, 10;w=1\nratelimit-remaining: 0\nratelimit-reset: 50\n\n---\n503\nretry-after: Sun, 06 Nov 1994 08:49:37 GMT\n\n---\n408\ndeprecation: @1688169599\nsunset: Sat, 31 Dec 2018 23:59:59 GMT\nx-ratelimit-reset: 99999999999\n\n";
const TOKEN: &[u8] = b"200\n\n{\"access_token\":\"hunter2hunter2\",\"token_type\":\"Bearer\",\"expires_in\":1}\n---\n401\nwww-authenticate: Bearer error=\"invalid_token\"\n\n---\n400\n\n{\"error\":\"invalid_client\",\"error_description\":\"hunter2hunter2\"}";
#[cfg(feature = "digest")]
const CHALLENGE: &[u8] = b"401\nwww-authenticate: Digest realm=\"a\", qop=\"auth, auth-int\", algorithm=SHA-256, nonce=\"7ypf/xlj9XXwfDPEoM4URrv\", opaque=\"FQh\", charset=UTF-8, stale=true, Basic realm=\"b\", Negotiate abc==\n\n---\n401\nwww-authenticate: Digest realm=\"\\\"\", nonce=\"\", algorithm=MD5-sess\n\n";
const PAGE: &[u8] = b"200\n\n{\"results\":[1,2],\"next\":\"https://a.test/v1/things?cursor=2\",\"links\":[{\"rel\":\"next\",\"href\":\"?page=2\"}]}\n---\n200\n\n{\"results\":[],\"next\":\"c3\",\"links\":[]}\n---\n404\n\n";
const LINK: &[u8] = b"200\nlink: <https://a.test/v1/things?page=2>; rel=\"next last\"; title=\"a,\\\"b>\", </x>;rel=next;rel=prev, <\n\n{\"results\":[1]}";

const WORDS: &[&str] = &[
    "\n---\n",
    "\n\n",
    "200",
    "204",
    "301",
    "307",
    "401",
    "429",
    "503",
    "location: ",
    "www-authenticate: ",
    "retry-after: ",
    "link: ",
    "content-type: ",
    "set-cookie: a=b\n",
    "99999999999999999999",
    "-1",
    "nan",
    "\"",
    "\\",
    "<",
    ">",
    ";",
    "rel=next",
    "nonce=",
    "stale=true",
    "Digest ",
    "//",
    "..",
    "@",
    "%00",
    "[::1]",
    "http:",
    "\"next\":",
    "\"access_token\":",
    "\"expires_in\":1e400",
    "text/event-stream",
    "application/xml",
    "charset=utf-16",
    "hunter2hunter2",
    "aHVudGVyMmh1bnRlcjI",
    "\u{202e}",
    "\u{1b}",
];

/// What a future gives that waits for nothing; `None` where it would wait for ever.
pub(super) fn finished<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10_000 {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return Some(done);
        }
    }
    None
}

/// Gives the answers in turn, and begins anew.
#[derive(Clone)]
struct Liar {
    answers: Arc<Vec<(u16, HeaderMap, Bytes)>>,
    asked: Arc<AtomicUsize>,
    /// Whether the last request told the secret, so that the answer may repeat it.
    was_told: Arc<AtomicBool>,
    most: usize,
}

impl Liar {
    fn new(script: &[u8], most: usize) -> Self {
        let answers = parts(script, b"\n---\n").into_iter().map(answer).collect();
        let (asked, was_told) = (Arc::default(), Arc::default());
        Self { answers: Arc::new(answers), asked, was_told, most }
    }

    fn builder(&self) -> ClientBuilder {
        let limits = PageLimits::new().pages(MOST_PAGES as u64).empty_in_a_row(3);
        ClientBuilder::new(&API).transport(self.clone()).page_limits(limits)
    }
}

/// The parts of an input between these bytes.
fn parts<'a>(mut input: &'a [u8], between: &[u8]) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    while let Some(at) = input.windows(between.len()).position(|one| one == between) {
        let (part, rest) = input.split_at(at);
        found.push(part);
        input = rest.get(between.len()..).unwrap_or_default();
    }
    found.push(input);
    found
}

/// An answer as it is written: status, headers, an empty line, body.
fn answer(text: &[u8]) -> (u16, HeaderMap, Bytes) {
    let end = text.windows(2).position(|one| one == b"\n\n").unwrap_or(text.len());
    let (head, body) = text.split_at(end);
    let mut lines = head.split(|byte| *byte == b'\n');
    let status = lines.next().and_then(|line| std::str::from_utf8(line).ok());
    let status = status.and_then(|text| text.trim().parse().ok()).unwrap_or(200);
    let mut headers = HeaderMap::new();
    for line in lines {
        let Some(at) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = line.split_at(at);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        let name = HeaderName::from_bytes(name);
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    let body = body.get(2..).unwrap_or_default();
    (status, headers, Bytes::copy_from_slice(body))
}

impl Transport for Liar {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        let proof = request.headers().get(http::header::AUTHORIZATION);
        let proof = proof.and_then(|value| value.to_str().ok()).unwrap_or_default();
        // A longer credential that holds it is a secret as a whole.
        let was_told = proof.rsplit(' ').next() == Some(SECRET);
        self.was_told.store(was_told, Ordering::Relaxed);
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        assert!(number < self.most, "more than {} requests for one call", self.most);
        let count = self.answers.len().max(1);
        let found = self.answers.get(number % count).cloned();
        let (status, headers, body) = found.unwrap_or_default();
        let mut response = http::Response::new(Body::from(body));
        if let Ok(status) = http::StatusCode::from_u16(status) {
            *response.status_mut() = status;
        }
        *response.headers_mut() = headers;
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()> {
        assert!(wait <= Duration::from_secs(300), "a wait of {wait:?}");
        Box::pin(std::future::ready(()))
    }
}

static API: Api = Api {
    title: "Things",
    version: "1",
    servers: &[Server { url: "https://a.test/v1", variables: &[] }],
    schemes: &[
        Scheme { name: "bearer", kind: SchemeKind::Bearer },
        Scheme { name: "digest", kind: SchemeKind::Digest },
        Scheme {
            name: "account",
            kind: SchemeKind::OAuth2 { token_url: Some("/oauth/token") },
        },
    ],
    user_agent: "things/1.0",
    secrets: SecretNames::NONE,
};

const fn query(name: &'static str) -> Parameter {
    let (place, style) = (Place::Query, Style::Form);
    Parameter { name, place, style, explode: true, allow_reserved: false, nested: &[] }
}

static PARAMETERS: [Parameter; 3] = [query("page"), query("size"), query("cursor")];

static CONTENTS: [ResponseMedia; 4] = [
    media("application/json", Format::Json, blank::<Thing>),
    media("application/xml", Format::Xml(&XML), blank::<Thing>),
    media("text/plain", Format::Text, blank::<String>),
    media("text/event-stream", Format::EventStream, blank::<Any>),
];

static PAGE_CONTENTS: [ResponseMedia; 1] =
    [media("application/json", Format::Json, blank::<Any>)];

static RESPONSES: [ResponseTable; 1] =
    [ResponseTable { status: Status::Code(200), contents: &CONTENTS }];

static PAGE_RESPONSES: [ResponseTable; 1] =
    [ResponseTable { status: Status::Code(200), contents: &PAGE_CONTENTS }];

const fn operation(security: &'static [&'static [SchemeUse]]) -> Operation {
    Operation {
        id: "getThings",
        group: "Things",
        method: "GET",
        template: "/things",
        query: &[],
        parameters: &PARAMETERS,
        body: None,
        accept: "*/*",
        responses: &RESPONSES,
        security,
        servers: &[],
        deprecated: false,
        pages: None,
    }
}

static XML: crate::runtime::Xml = crate::runtime::Xml::NONE.name("Thing");

const fn media(
    media_type: &'static str,
    format: Format,
    blank: fn() -> Box<dyn Value>,
) -> ResponseMedia {
    ResponseMedia { media_type, format, blank }
}

/// What an answer repeats of the secret is not shown, nor anything that a terminal obeys.
fn check(error: &Error, liar: &Liar) {
    let text = error.to_string();
    if matches!(error, Error::Undocumented(_) | Error::Credential(_)) {
        assert!(!text.chars().any(char::is_control), "{text:?}");
        let is_hidden = !text.contains(SECRET) && !text.contains("aHVudGVyMmh1bnRlcjI");
        assert!(is_hidden || !liar.was_told.load(Ordering::Relaxed), "{text:?}");
    }
    let _ = (error.retry_after(), error.rate_limit(), error.request_id());
    let _ = (error.deprecation(), error.sunset(), error.is_retryable());
}

/// One call, and what it streams.
fn call(client: &Client, liar: &Liar, operation: &'static Operation) {
    let before = liar.asked.load(Ordering::Relaxed);
    let mut request = http::Request::new(Body::Empty);
    *request.uri_mut() = http::Uri::from_static("https://a.test/v1/things?x=1");
    let answer = finished(client.call(request, operation));
    let requests = liar.asked.load(Ordering::Relaxed) - before;
    assert!(requests <= MOST_REQUESTS, "{requests} requests for one call");
    let answer = match answer {
        Some(Ok(answer)) => answer,
        Some(Err(error)) => return check(&error, liar),
        None => panic!("it waits for what never comes"),
    };
    if let Received::Stream(stream) = answer.received {
        let mut events =
            EventStream::<Any>::new(stream).into_items().at_most(MOST_EVENTS);
        while let Some(Ok(Some(_))) = finished(events.try_next()) {}
    }
}

fn answers(input: &[u8]) {
    static OPERATION: Operation = operation(&[&[SchemeUse { scheme: 0, scopes: &[] }]]);
    // Each event may be the first one of a connection, which five may precede in vain.
    let most = MOST_REQUESTS * (1 + MOST_EVENTS * 6);
    let liar = Liar::new(input, most);
    if let Ok(client) = liar.builder().auth(Bearer::new(SECRET)).build() {
        call(&client, &liar, &OPERATION);
    }
}

fn tokens(input: &[u8]) {
    static OPERATION: Operation = operation(&[&[SchemeUse { scheme: 2, scopes: &[] }]]);
    let liar = Liar::new(input, MOST_REQUESTS * (1 + MOST_EVENTS * 6));
    let account = ServiceAccount::new("me", SECRET);
    if let Ok(client) = liar.builder().auth(account).build() {
        call(&client, &liar, &OPERATION);
    }
}

#[cfg(feature = "digest")]
fn challenges(input: &[u8]) {
    static OPERATION: Operation = operation(&[&[SchemeUse { scheme: 1, scopes: &[] }]]);
    let liar = Liar::new(input, MOST_REQUESTS * (1 + MOST_EVENTS * 6));
    let key = crate::runtime::auth::DigestKey::new("me", SECRET);
    if let Ok(client) = liar.builder().auth(key).build() {
        call(&client, &liar, &OPERATION);
        call(&client, &liar, &OPERATION);
    }
}

macro_rules! paged {
    ($params:ident, $style:expr) => {
        #[derive(Default)]
        struct $params {
            page: Option<i64>,
            size: Option<i64>,
            cursor: Option<String>,
            unknown: Unknown,
        }

        impl Model for $params {
            fn table() -> &'static Table {
                static TABLE: TableText = TableText {
                    name: stringify!($params),
                    text: "\"page\"\n\"size\"\n\"cursor\"",
                    read: UNREAD,
                };
                TABLE.get()
            }

            fn field(&self, index: usize) -> &dyn Value {
                match index {
                    0 => &self.page,
                    1 => &self.size,
                    2 => &self.cursor,
                    _ => &self.unknown,
                }
            }

            fn field_mut(&mut self, index: usize) -> &mut dyn Value {
                match index {
                    0 => &mut self.page,
                    1 => &mut self.size,
                    2 => &mut self.cursor,
                    _ => &mut self.unknown,
                }
            }
        }

        model!($params);

        impl Request for $params {
            type Output = Any;

            fn operation() -> &'static Operation {
                static PAGES: Pages = Pages { style: $style, items: &["results"] };
                static OPERATION: Operation = Operation {
                    responses: &PAGE_RESPONSES,
                    pages: Some(&PAGES),
                    ..operation(&[])
                };
                &OPERATION
            }
        }

        impl Paged for $params {
            type Item = Any;

            fn take_items(page: &mut Any) -> Vec<Any> {
                match page.get_mut("results").map(Any::take) {
                    Some(Any::Array(items)) => items,
                    _ => Vec::new(),
                }
            }
        }
    };
}

paged!(ByNumber, PageStyle::PageNumber { page: 0, size: Some(1), first: 1 });
paged!(ByOffset, PageStyle::Offset { offset: 0, limit: Some(1) });
paged!(ByCursor, PageStyle::Cursor { cursor: 2, next: &["next"] });
paged!(ByHeader, PageStyle::LinkHeader);
paged!(ByUrl, PageStyle::NextUrl { next: &["next"] });
paged!(ByLinks, PageStyle::Links { links: &["links"] });

/// A walk to its end, or to where the caller is asked.
fn walk<P: Paged<Item = Any> + Default>(input: &[u8]) {
    let liar = Liar::new(input, MOST_REQUESTS * MOST_PAGES);
    let Ok(client) = liar.builder().build() else { return };
    let mut items = Call::<P>::new(client, P::default()).items();
    loop {
        match finished(items.try_next()) {
            Some(Ok(Some(_))) => {}
            Some(Ok(None)) => break,
            Some(Err(error)) => break check(&error, &liar),
            None => panic!("it waits for what never comes"),
        }
    }
}

fn pages(input: &[u8]) {
    walk::<ByNumber>(input);
    walk::<ByOffset>(input);
    walk::<ByCursor>(input);
    walk::<ByHeader>(input);
    walk::<ByUrl>(input);
    walk::<ByLinks>(input);
}
