//! Bodies that are read while they are sent.

use super::{POST, Script, answer};
use crate::runtime::{Binary, Body, ByteStream};
use bytes::Bytes;
use http::Request;
use serde_json::json;

/// Sends a body until a server that is busy at first takes it; gives what came each time.
async fn send(body: Body) -> Vec<String> {
    let script = Script::new(|_, number| {
        answer(if number < 3 { 503 } else { 200 }, &[], &json!({}))
    });
    let mut request = Request::new(body);
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = "https://api.example/v1/things".parse().unwrap();
    script.client().send_raw(request, &POST).await.unwrap();
    script.seen().into_iter().map(|seen| seen.body).collect()
}

#[tokio::test(start_paused = true)]
async fn a_file_is_read_from_the_start_for_each_attempt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    let content = "0123456789".repeat(20_000);
    std::fs::write(&path, &content).unwrap();
    let stream = ByteStream::file(&path).unwrap();
    assert_eq!(stream.length(), Some(200_000));
    assert_eq!(send(Body::Stream(stream)).await, vec![content.clone(); 3]);

    assert!(Binary::file(folder.path().join("none")).is_err());
}

#[tokio::test(start_paused = true)]
async fn a_file_that_became_shorter_is_an_error_and_no_short_body() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, "0123456789").unwrap();
    let stream = ByteStream::file(&path).unwrap();
    std::fs::write(&path, "01234").unwrap();
    assert!(stream.collect(100).await.is_err());
    // What was written since is not sent beyond the length that was told.
    let stream = ByteStream::file(&path).unwrap();
    std::fs::write(&path, "0123456789").unwrap();
    assert_eq!(stream.collect(100).await.unwrap().0, "01234");
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_can_be_read_once_is_sent_once() {
    let once = ByteStream::new(ByteStream::from(Bytes::from("once")), Some(4));
    assert_eq!(send(Body::Stream(once)).await, ["once"]);
}
