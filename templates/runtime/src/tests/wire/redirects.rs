//! Redirects, and what goes along.

use super::{GET, OAUTH, OAUTH_POST, POST, QUERY_KEY, Script, Seen, answer, send};
use crate::runtime::auth::{ApiKey, Bearer};
use crate::runtime::{Body, Error};
use http::Response;
use serde_json::json;

const SECRET: &str = "hunter2";

/// Redirects the first request there.
fn to(
    status: u16,
    location: &'static str,
) -> impl Fn(&Seen, usize) -> Result<Response<Body>, Error> + Send + Sync {
    move |_, number| match number {
        1 => answer(status, &[("location", location)], &json!({})),
        _ => answer(200, &[], &json!({})),
    }
}

#[tokio::test(start_paused = true)]
async fn credentials_stay_with_their_origin() {
    for location in [
        "https://other.example/x",
        "https://api.example:444/x",
        "//other.example/x",
        "https://api.example.other.example/x",
        "https://API.example@other.example/x",
    ] {
        let script = Script::new(to(302, location));
        let builder =
            script.builder().auth(Bearer::new(SECRET)).auth(ApiKey::new(SECRET));
        let client = builder.header("x-own-key", SECRET).build().unwrap();
        let mut request = http::Request::new(Body::Empty);
        *request.uri_mut() = "https://api.example/v1/things".parse().unwrap();
        request.headers_mut().insert("x-own-key", SECRET.parse().unwrap());
        request.headers_mut().insert("cookie", SECRET.parse().unwrap());
        client.send_raw(request, &OAUTH).await.unwrap();
        let seen = script.seen();
        assert_eq!(seen[0].header("authorization"), "Bearer hunter2");
        for seen in &seen[1..] {
            assert!(!format!("{seen:?}").contains(SECRET), "{location}: {seen:?}");
            assert!(!seen.headers.contains_key("authorization"), "{location}: {seen:?}");
        }
        // A key in the query is not carried there either.
        let script = Script::new(to(307, location));
        let client = script.builder().auth(ApiKey::new(SECRET)).build().unwrap();
        send(&client, &QUERY_KEY).await.unwrap();
        for seen in &script.seen()[1..] {
            assert!(!format!("{seen:?}").contains(SECRET), "{location}: {seen:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn not_even_back_from_elsewhere() {
    let script = Script::new(|_, number| match number {
        1 => answer(302, &[("location", "https://other.example/")], &json!({})),
        2 => answer(302, &[("location", "https://api.example/v1/drop")], &json!({})),
        _ => answer(200, &[], &json!({})),
    });
    let client = script.builder().auth(Bearer::new(SECRET)).build().unwrap();
    send(&client, &OAUTH).await.unwrap();
    let sent: Vec<_> = script
        .seen()
        .iter()
        .map(|seen| seen.header("authorization").to_owned())
        .collect();
    assert_eq!(sent, ["Bearer hunter2", "", ""]);
}

#[tokio::test(start_paused = true)]
async fn on_the_same_origin_they_go_along() {
    let script = Script::new(to(307, "/v1/others?x=1#part"));
    let client = script.builder().auth(Bearer::new(SECRET)).build().unwrap();
    send(&client, &OAUTH_POST).await.unwrap();
    let seen = script.seen();
    assert_eq!(seen[1].uri, "https://api.example/v1/others?x=1");
    assert_eq!((seen[1].method.as_str(), seen[1].body.as_str()), ("POST", "{}"));
    assert_eq!(seen[1].header("authorization"), "Bearer hunter2");
}

#[tokio::test(start_paused = true)]
async fn a_body_does_not_leave_its_origin_and_https_stays() {
    let script = Script::new(to(307, "https://other.example/x"));
    let response = send(&script.client(), &POST).await.unwrap();
    assert_eq!((response.status().as_u16(), script.seen().len()), (307, 1));
    let script = Script::new(to(302, "http://api.example/x"));
    let response = send(&script.client(), &GET).await.unwrap();
    assert_eq!((response.status().as_u16(), script.seen().len()), (302, 1));
    // 303 asks to read.
    let script = Script::new(to(303, "/x"));
    send(&script.client(), &POST).await.unwrap();
    let seen = script.seen();
    assert_eq!((seen[1].method.as_str(), seen[1].body.as_str()), ("GET", ""));
}

#[tokio::test(start_paused = true)]
async fn circles_end() {
    let script = Script::new(|_, _| answer(302, &[("location", "/x")], &json!({})));
    let response = send(&script.client(), &GET).await.unwrap();
    assert_eq!((response.status().as_u16(), script.seen().len()), (302, 11));
}
