use super::fake::Fake;
use super::sample::{API, Fault, LIST, List, Page};
use crate::runtime::{
    Body, ByteStream, Client, ClientBuilder, Error, RequestOptions, Response, Sending,
};
use bytes::Bytes;

const JSON: &str = "application/vnd.things.2025-03-12+json";
const PAGE: &str = r#"{"results":[{"id":"abcd","owner":null}],"totalCount":1}"#;

fn client(fake: &Fake) -> Client {
    fake.client(ClientBuilder::new(&API))
}

async fn call(fake: Fake) -> Result<Response<Page>, Error> {
    List::of(&client(&fake), "abc").await
}

#[tokio::test]
async fn a_page_comes_typed_with_its_headers() {
    for content_type in [
        JSON,
        "APPLICATION/Vnd.Things.2025-03-12+JSON; charset=utf-8",
        "application/json",
        "text/html",
        "",
    ] {
        let page = call(Fake::answering(200, content_type, PAGE)).await.unwrap();
        assert_eq!(page.results[0].id, "abcd", "{content_type}");
        assert_eq!(page.status(), 200);
        assert_eq!(page.request_id(), Some("r-1"));
        assert_eq!(page.into_inner().total, Some(1));
    }
}

#[tokio::test]
async fn a_success_that_is_not_documented_is_read_like_the_one_that_is() {
    assert_eq!(call(Fake::answering(203, JSON, PAGE)).await.unwrap().total, Some(1));
}

#[tokio::test]
async fn a_documented_error_is_typed() {
    for content_type in ["application/json", "text/html", "application/problem+json"] {
        let fake = Fake::answering(404, content_type, r#"{"errorCode":"NOT_FOUND"}"#);
        let error = call(fake).await.unwrap_err();
        assert_eq!(
            error.api_body::<Fault>().unwrap().code,
            "NOT_FOUND",
            "{content_type}"
        );
        assert_eq!(error.status().unwrap(), 404);
        assert_eq!(error.request_id(), Some("r-1"));
        assert!(!error.is_retryable());
    }
    let error = call(Fake::answering(429, "text/plain", "slow down")).await.unwrap_err();
    assert!(matches!(&error, Error::Api(_)), "{error:?}");
    assert!(error.api_body::<Fault>().is_none() && error.is_retryable());
    assert_eq!(error.body().unwrap(), "slow down");
}

#[tokio::test]
async fn an_undocumented_status_keeps_its_body() {
    let error = call(Fake::answering(502, "text/html", "<h1>Bad Gateway</h1>"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Undocumented(_)));
    assert_eq!(error.body().unwrap(), "<h1>Bad Gateway</h1>");
    assert!(error.is_retryable());
    assert!(
        error.to_string().ends_with("not documented: <h1>Bad Gateway</h1>"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("Gateway<"));
}

#[tokio::test]
async fn a_body_that_is_not_as_described_is_told_with_its_bytes() {
    let fake = Fake::answering(200, JSON, r#"{"results":[{"id":1}]}"#);
    let strict = fake.client(ClientBuilder::new(&API).strict(true));
    let error = List::of(&strict, "abc").send().await.unwrap_err();
    let Error::Decode(decode) = &error else { panic!("{error}") };
    assert_eq!(decode.path, "$.results[0].id");
    assert_eq!(decode.body, r#"{"results":[{"id":1}]}"#);
    let error = call(Fake::answering(200, "text/html", "<html>")).await.unwrap_err();
    assert!(error.to_string().contains("text/html"), "{error}");
    let error = call(Fake::answering(200, JSON, "")).await.unwrap_err();
    assert!(error.to_string().contains("empty"), "{error}");
    let error = call(Fake::answering(200, JSON, r#"{"results":["#)).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    let small = ClientBuilder::new(&API).body_cap(10);
    let client = Fake::answering(200, JSON, PAGE).client(small);
    let error = List::of(&client, "a").send().await.unwrap_err();
    assert!(error.to_string().contains("longer than 10 bytes"), "{error}");
}

#[tokio::test]
async fn faults_of_the_transport_come_through() {
    let fake = Fake::new(|| Err(Error::transport("no route", None, true)));
    let error = call(fake).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(_)) && error.is_retryable());
}

#[tokio::test]
async fn options_hold_for_one_call() {
    let fake = Fake::answering(200, JSON, PAGE);
    let client = client(&fake);
    let options = RequestOptions::new().header("Accept", "application/json").no_retry();
    List::of(&client, "a").options(options).send().await.unwrap();
    List::of(&client, "a").send().await.unwrap();
    let wrong = RequestOptions::new().header("x", "a\nb");
    assert!(List::of(&client, "a").options(wrong).send().await.is_err());
    let sent = fake.sent.lock().unwrap();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].headers["accept"], "application/json");
    assert_eq!(sent[1].headers["accept"], JSON);
}

#[tokio::test]
async fn streams_are_collected_up_to_a_cap() {
    let chunks = || ByteStream::from(Bytes::from_static(b"0123456789"));
    assert_eq!(
        chunks().collect(10).await.unwrap(),
        (Bytes::from_static(b"0123456789"), false)
    );
    assert_eq!(chunks().collect(4).await.unwrap(), (Bytes::from_static(b"0123"), true));
    let body = Body::from("abc".to_owned());
    assert_eq!(body.collect(2).await.unwrap(), (Bytes::from_static(b"ab"), true));
}

#[test]
fn calls_cross_threads_and_show_no_secrets() {
    fn is_send<T: Send>() {}
    is_send::<Sending<Page>>();
    is_send::<Client>();
    let client = client(&Fake::answering(200, JSON, PAGE));
    let options = RequestOptions::new().header("authorization", "Bearer hunter2");
    let shown = format!("{:?} {client:?}", List::of(&client, "a").options(options));
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(LIST.id, "listThings");
}
