//! Request bodies of every kind, as they go over the wire.

use crate::support::{answering, json, last, text};
use feature_bodies::Client;
use feature_bodies::runtime::{Binary, ByteStream};
use feature_bodies::operations::general::upload::UploadRequest;
use feature_bodies::operations::general::EitherBody;
use feature_bodies::operations::general::form::FormRequest;
use feature_bodies::types::{Meta, meta::MetaPatch};
use mock::{Fault, FaultPlan, Reply, Running};

const SPEC: &str = concat!(env!("FEATURES"), "/bodies/spec.yaml");

async fn server() -> Running {
    answering(SPEC, Reply::empty(204)).await
}

fn client(server: &Running) -> Client {
    Client::builder().base_url(server.base_url()).build().expect("the client can be built")
}

#[tokio::test]
async fn a_form_keeps_to_its_encoding() {
    let server = server().await;
    let mut form = FormRequest::new("a b&c");
    form.tags = Some(vec!["x".to_owned(), "y".to_owned()]);
    form.commas = Some(vec!["1".to_owned(), "2".to_owned()]);
    client(&server).general().form(form).await.expect("it is taken");
    let request = last(&server);
    let pairs: Vec<_> = text(&request).split('&').collect();
    assert!(pairs.contains(&"tags=x") && pairs.contains(&"tags=y"), "{pairs:?}");
    assert!(pairs.iter().any(|pair| pair.starts_with("commas=1")), "{pairs:?}");
    let name = pairs.iter().find_map(|pair| pair.strip_prefix("name="));
    assert!(matches!(name, Some("a+b%26c" | "a%20b%26c")), "{name:?}");
}

#[tokio::test]
async fn text_is_sent_as_it_is() {
    let server = server().await;
    client(&server).general().text("héllo").await.expect("it is taken");
    let request = last(&server);
    assert_eq!(text(&request), "héllo");
    assert!(request.header("content-type").is_some_and(|it| it.starts_with("text/plain")));
}

#[tokio::test]
async fn one_of_several_media_types() {
    let server = server().await;
    let mut meta = Meta::default();
    meta.size = Some(3);
    client(&server).general().either().body(EitherBody::from(meta)).await.expect("taken");
    let request = last(&server);
    assert_eq!(request.header("content-type").as_deref(), Some("application/json"));
    assert_eq!(json(&request), serde_json::json!({ "size": 3 }));
    let words = EitherBody::from("words".to_owned());
    client(&server).general().either().body(words).await.expect("taken");
    assert_eq!(text(&last(&server)), "words");
}

#[tokio::test]
async fn an_optional_body_may_be_left_out() {
    let server = server().await;
    client(&server).general().optional().await.expect("it is taken");
    let request = last(&server);
    assert!(request.body.is_empty() && request.header("content-type").is_none());
    client(&server).general().optional().body(MetaPatch::default()).await.expect("taken");
    let request = last(&server);
    let media_type = request.header("content-type");
    assert_eq!(media_type.as_deref(), Some("application/merge-patch+json"));
    assert_eq!(text(&request), "{}");
}

#[tokio::test]
async fn a_body_on_delete() {
    let server = server().await;
    client(&server).general().on_delete(vec!["a".to_owned()]).await.expect("it is taken");
    assert_eq!(json(&last(&server)), serde_json::json!(["a"]));
}

/// A file of 200,000 bytes in a folder of this test's own.
fn file(name: &str) -> (std::path::PathBuf, String) {
    let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
    let content = "0123456789".repeat(20_000);
    std::fs::write(&path, &content).expect("the file can be written");
    (path, content)
}

/// The server is busy at first: what is sent again is sent whole.
fn busy() -> FaultPlan {
    FaultPlan::script([Some(Fault::Status(503)), None])
}

#[tokio::test]
async fn files_from_disk_go_into_a_multipart_body_and_are_sent_again() {
    let server = crate::support::server(SPEC).faults(busy()).start().await.expect("a server");
    let (path, content) = file("upload.png");
    let mut form = UploadRequest::new(Binary::file(&path).expect("the file is there"));
    let more = Binary::from("more").file_name("b \"1\".txt").content_type("text/plain");
    form.files = Some(vec![more, Binary::from("less")]);
    form.note = Some("a note".to_owned());
    let mut meta = Meta::default();
    meta.size = Some(3);
    form.meta = Some(meta.into());
    client(&server).general().upload(form).await.expect("it is taken");
    std::fs::remove_file(path).expect("the file can be removed");
    assert_eq!(server.journal().violations(), []);
    assert_eq!(server.journal().total(), 2);
    for entry in server.journal().entries() {
        let request = entry.request;
        let length = request.header("content-length").expect("a length");
        assert_eq!(length, request.body.len().to_string());
        let body = text(&request);
        assert!(body.contains(&content));
        for part in [
            "name=\"file\"; filename=\"",
            "Content-Type: image/png\r\n",
            "name=\"files\"; filename=\"b %221%22.txt\"\r\nContent-Type: text/plain\r\n\r\nmore\r\n",
            "name=\"files\"; filename=\"files\"",
            "name=\"note\"\r\n\r\na note\r\n",
            "name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"size\":3}\r\n",
        ] {
            assert!(body.contains(part), "{part}");
        }
    }
}

#[tokio::test]
async fn a_body_is_streamed_from_disk_or_from_anywhere() {
    let server = crate::support::server(SPEC).faults(busy()).start().await.expect("a server");
    let (path, content) = file("stream.bin");
    let file = Binary::file(&path).expect("the file is there");
    client(&server).general().bytes(file).await.expect("it is taken");
    std::fs::remove_file(path).expect("the file can be removed");
    for entry in server.journal().entries() {
        assert_eq!(text(&entry.request), content);
        assert_eq!(entry.request.header("content-length").as_deref(), Some("200000"));
    }
    // A stream of unknown length goes out in chunks.
    let chunks = ["one ", "two ", "three"].map(|chunk| Ok(chunk.into()));
    let stream = ByteStream::new(futures_util::stream::iter(chunks), None);
    client(&server).general().bytes(stream).await.expect("it is taken");
    let request = last(&server);
    assert_eq!(text(&request), "one two three");
    assert_eq!(request.header("transfer-encoding").as_deref(), Some("chunked"));
    assert_eq!(request.header("content-type").as_deref(), Some("application/octet-stream"));
}

#[tokio::test]
async fn a_list_that_is_not_exploded_is_one_pair() {
    let server = server().await;
    let mut form = FormRequest::new("n");
    form.commas = Some(vec!["1".to_owned(), "2,3".to_owned()]);
    client(&server).general().form(form).await.expect("it is taken");
    let body = text(&last(&server)).to_owned();
    assert!(matches!(body.as_str(), "name=n&commas=1,2%2C3" | "name=n&commas=1%2C2%2C3"), "{body}");
}

/// The parts of a multipart body: the head of each in lower case, and what follows it.
fn parts(request: &mock::Received) -> Vec<(String, String)> {
    let media_type = request.header("content-type").expect("a content type");
    let (start, boundary) = media_type.split_once("; boundary=").expect("a boundary");
    assert_eq!(start, "multipart/form-data");
    let body = text(request);
    let whole = body.strip_suffix(&format!("--{boundary}--\r\n")).expect("it ends well");
    let line = format!("--{boundary}\r\n");
    let pieces = whole.split(line.as_str()).skip(1);
    let part = |piece: &str| {
        let (head, content) = piece.split_once("\r\n\r\n").expect("a head");
        (head.to_lowercase(), content.strip_suffix("\r\n").expect("an end").to_owned())
    };
    pieces.map(part).collect()
}

#[tokio::test]
async fn a_multipart_body_has_a_part_for_each_file_and_value() {
    let server = server().await;
    let picture = Binary::from("pixels").file_name("a \"b\".png");
    let mut upload = UploadRequest::new(picture);
    let plain = Binary::from("one").content_type("text/csv");
    upload.files = Some(vec![plain, Binary::from("two").file_name("two.txt")]);
    upload.note = Some("héllo\r\nworld".to_owned());
    let mut meta = Meta::default();
    meta.size = Some(3);
    upload.meta = Some(meta.into());
    client(&server).general().upload(upload).await.expect("it is taken");
    let parts = parts(&last(&server));
    let contents: Vec<_> = parts.iter().map(|(_, content)| content.as_str()).collect();
    assert_eq!(contents, ["pixels", "one", "two", "héllo\r\nworld", r#"{"size":3}"#]);
    let heads: Vec<_> = parts.iter().map(|(head, _)| head.as_str()).collect();
    let [file, one, two, note, meta] = heads.as_slice() else { panic!("{heads:?}") };
    assert!(file.contains("name=\"file\"") && file.contains("content-type: image/png"), "{file}");
    assert!(file.contains("filename=\"a %22b%22.png\"") || file.contains(r#"a \"b\".png"#), "{file}");
    assert!(one.contains("name=\"files\"") && one.contains("content-type: text/csv"), "{one}");
    assert!(one.contains("filename="), "a file has a name: {one}");
    assert!(two.contains("name=\"files\"") && two.contains("filename=\"two.txt\""), "{two}");
    assert!(two.contains("content-type: application/octet-stream"), "{two}");
    assert!(note.contains("name=\"note\"") && !note.contains("filename"), "{note}");
    assert!(meta.contains("name=\"meta\"") && meta.contains("content-type: application/json"), "{meta}");
}

#[tokio::test]
async fn bytes_are_sent_as_they_are() {
    let server = server().await;
    let bytes: Vec<u8> = (0..=255).collect();
    client(&server).general().bytes(bytes.clone()).await.expect("it is taken");
    let request = last(&server);
    assert_eq!(request.header("content-type").as_deref(), Some("application/octet-stream"));
    assert_eq!(request.body, bytes);
}

#[tokio::test]
async fn a_body_without_a_schema_is_any_json() {
    let server = server().await;
    let body = serde_json::json!({ "any": [1, null] });
    client(&server).general().without_schema(body.clone()).await.expect("it is taken");
    assert_eq!(json(&last(&server)), body);
}
