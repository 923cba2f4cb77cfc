//! No secret goes to another origin, and none is shown.

use crate::support::{answering, server};
use feature_secrets::auth::{ApiKey, Basic};
use feature_secrets::runtime::{RequestOptions, RetryPolicy};
use feature_secrets::types::{Item, Login};
use feature_secrets::{Client, ClientBuilder, Error};
use mock::{Reply, Running};
use std::io;
use std::sync::{Arc, Mutex, OnceLock};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

const SPEC: &str = concat!(env!("FEATURES"), "/secrets/spec.yaml");
/// The secret of all credentials here, and what it is in base 64 after `name:`.
const SECRET: &str = "hiddenkey31f9";
const BASIC: &str = "bmFtZTpoaWRkZW5rZXkzMWY5";

fn builder(server: &Running) -> ClientBuilder {
    Client::builder()
        .base_url(server.base_url())
        .retry(RetryPolicy::off())
        .header("x-own", SECRET)
        .auth_for("headerKey", ApiKey::new(SECRET))
        .auth_for("queryKey", ApiKey::new(SECRET))
        .auth_for("cookieKey", ApiKey::new(SECRET))
        .auth_for("basic", Basic::new("name", SECRET))
}

fn client(server: &Running) -> Client {
    builder(server).build().expect("the client can be built")
}

/// What came of every operation: how many items, and the error that ended them.
async fn all(client: &Client) -> Vec<(usize, Option<Error>)> {
    let api = client.general();
    macro_rules! read {
        ($call:expr) => {{
            let (mut items, mut count) = ($call.items(), 0);
            loop {
                match items.try_next().await {
                    Ok(Some(Item { .. })) => count += 1,
                    Ok(None) => break (count, None),
                    Err(error) => break (count, Some(error)),
                }
            }
        }};
    }
    vec![
        read!(api.by_header()),
        read!(api.by_query()),
        read!(api.by_cookie()),
        read!(api.by_basic()),
    ]
}

/// An error as it may be shown, and all that is behind it.
fn everything(error: &Error) -> String {
    let mut told = String::new();
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(one) = next {
        told.push_str(&format!("{one} {one:?} {one:#?}\n"));
        next = one.source();
    }
    told
}

#[track_caller]
fn hides(text: &str) {
    let is_seen = [SECRET, BASIC].iter().any(|secret| text.contains(secret));
    assert!(!is_seen, "{text}");
}

/// An answer of every operation, whose next page is at this address.
fn page_with_next(next: &str, operation: &str) -> Reply {
    let link = format!("<{next}>; rel=\"next\"");
    let body = match operation {
        "byQuery" => serde_json::json!({ "items": [{ "id": 1 }], "next": next }),
        "byCookie" => serde_json::json!({
            "items": [{ "id": 1 }], "links": [{ "rel": "next", "href": next }]
        }),
        _ => serde_json::json!([{ "id": 1 }]),
    };
    Reply::json(200, &body).header("link", &link)
}

#[tokio::test]
async fn a_next_link_to_another_origin_is_not_followed() {
    let other = server(SPEC).start().await.expect("the server starts");
    for path in ["/by-header", "/by-query", "/by-cookie", "/by-basic"] {
        let next = format!("{}{path}?page=2", other.origin());
        let hook = move |call: &mock::Call<'_>| {
            mock::Decision::Reply(page_with_next(&next, call.operation))
        };
        let server = server(SPEC).hook(hook).start().await.expect("the server starts");
        for (items, error) in all(&client(&server)).await {
            // The page that has the link is good; what comes after it is told.
            assert_eq!(items, 1);
            let error = error.expect("the next page is not read");
            assert!(error.to_string().contains("another origin"), "{error}");
            hides(&everything(&error));
        }
        assert_eq!(server.journal().total(), 4);
        server.stop().await;
    }
    assert_eq!(other.journal().total(), 0);
    other.stop().await;
}

#[tokio::test]
async fn a_redirect_to_another_origin_takes_no_secret_along() {
    let other = server(SPEC).start().await.expect("the server starts");
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/by-header", other.origin());
        let reply = Reply::empty(status).header("location", &location);
        let server = answering(SPEC, reply).await;
        for (_, error) in all(&client(&server)).await {
            hides(&everything(&error.expect("the other server refuses")));
        }
        // They were there on the first origin.
        let sent = format!("{:?}", server.journal().entries());
        assert!(sent.contains(SECRET) && sent.contains(BASIC), "{sent}");
        server.stop().await;
    }
    let entries = other.journal().entries();
    assert_eq!(entries.len(), 20);
    hides(&format!("{entries:?}"));
    other.stop().await;
}

#[tokio::test]
async fn a_body_is_not_carried_to_another_origin() {
    let other = server(SPEC).start().await.expect("the server starts");
    for status in [307, 308] {
        let location = format!("{}/login", other.origin());
        let reply = Reply::empty(status).header("location", &location);
        let server = answering(SPEC, reply).await;
        let login = Login::new("name", SECRET);
        let error = client(&server).general().login(login).await;
        hides(&everything(&error.expect_err("it is not followed")));
        server.stop().await;
    }
    assert_eq!(other.journal().total(), 0);
    other.stop().await;
}

#[tokio::test]
async fn an_address_with_a_key_is_not_told() {
    let server = server(SPEC).start().await.expect("the server starts");
    let client = client(&server);
    server.stop().await;
    for (_, error) in all(&client).await {
        let error = error.expect("nobody listens");
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        hides(&everything(&error));
    }
}

#[tokio::test]
async fn what_is_secret_by_the_description_is_not_shown() {
    let server = server(SPEC).start().await.expect("the server starts");
    let mut login = Login::new("name", SECRET);
    login.access_token = Some(SECRET.to_owned());
    hides(&format!("{login:?} {login:#?}"));
    let client = client(&server);
    hides(&format!("{client:?} {client:#?} {:?}", builder(&server)));
    let call = client.general().login(login.clone()).pin(SECRET);
    hides(&format!("{call:?} {call:#?}"));
    // A broken rule names the parameter, not the value.
    let error = call.await.expect_err("that is no number");
    assert!(error.to_string().contains("pin"), "{error}");
    hides(&everything(&error));
    login.password = format!("{SECRET}{SECRET}");
    let checked = RequestOptions::new().validate_body(true);
    let error = client.general().login(login).options(checked).await;
    let error = error.expect_err("that is too long");
    assert!(error.to_string().contains("password"), "{error}");
    hides(&everything(&error));
    assert_eq!(server.journal().total(), 0);
    server.stop().await;
}

/// What every crate of this program logs, at any level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Starts to listen, once: a subscriber is one for a program.
    fn listening() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            tracing_subscriber::fmt()
                .with_max_level(LevelFilter::TRACE)
                .with_ansi(false)
                .with_writer(log.clone())
                .init();
            log
        })
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("nobody panicked")).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn nothing_is_logged_at_any_level() {
    let log = Log::listening();
    let hook = |call: &mock::Call<'_>| match call.operation {
        "login" => mock::Decision::Reply(Reply::empty(204)),
        operation => {
            let next = format!("/{operation}?page=2");
            mock::Decision::Reply(page_with_next(&next, operation))
        }
    };
    let server = server(SPEC).hook(hook).start().await.expect("the server starts");
    let client = client(&server);
    let _ = all(&client).await;
    client.general().login(Login::new("name", SECRET)).pin("1234567").await.expect("a success");
    // The secrets were there, and somebody logged something.
    let sent = format!("{:?}", server.journal().entries());
    assert!(sent.contains(SECRET) && sent.contains(BASIC), "{sent}");
    server.stop().await;
    let text = log.text();
    assert!(text.contains("TRACE") || text.contains("DEBUG"), "nothing was logged: {text}");
    hides(&text);
    assert!(!text.contains("1234567"), "{text}");
}

#[tokio::test]
async fn a_parameter_that_is_a_secret_is_hidden_wherever_it_comes_back() {
    let said = serde_json::json!({
        "said": "no pin 1234567, that is MTIzNDU2Nw, nor with eDoxMjM0NTY3 nor upload31f9",
        "pin": "7654321", "nextPageToken": "shown",
    });
    let server = answering(SPEC, Reply::json(418, &said)).await;
    let call = client(&server).general().login(Login::new("name", SECRET));
    let call = call.pin("1234567").x_upload_token("upload31f9");
    let request = format!("{:?}", call.to_request().expect("it can be built").headers());
    assert!(!request.contains("upload31f9"), "{request}");
    let error = call.await.expect_err("it is refused").to_string();
    for hidden in ["1234567", "MTIzNDU2Nw", "eDoxMjM0NTY3", "upload31f9", "7654321"] {
        assert!(!error.contains(hidden), "{hidden}: {error}");
    }
    assert!(error.contains("no pin [secret], that is [secret], nor"), "{error}");
    assert!(error.contains("\"nextPageToken\":\"shown\""), "{error}");
    server.stop().await;
}
