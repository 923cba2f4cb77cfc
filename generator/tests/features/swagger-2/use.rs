//! A 2.0 description: formats of collections, forms, files, answers.

use crate::support::{answering, last, text};
use feature_swagger_2::auth::ApiKey;
use feature_swagger_2::operations::general::{form::FormRequest, upload::UploadRequest};
use feature_swagger_2::runtime::Binary;
use feature_swagger_2::{Client, types};
use mock::Reply;
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/swagger-2/spec.yaml");

fn list() -> Vec<String> {
    vec!["a".to_owned(), "b".to_owned()]
}

#[tokio::test]
async fn each_collection_format() {
    let body = json!({ "id": 1, "name": null, "kind": "a" });
    let server = answering(SPEC, Reply::json(200, &body)).await;
    let client = Client::builder()
        .base_url(server.base_url())
        .auth_for("key", ApiKey::new("k"))
        .build()
        .expect("a client");
    let call = client.general().get_thing(1).csv(list()).ssv(list()).tsv(list());
    let found = call.pipes(list()).multi(list()).await.expect("a success");
    assert_eq!(serde_json::to_value(&*found).expect("it encodes"), body);
    assert_eq!(found.kind, Some(types::thing::ThingKind::A.into()));
    let request = last(&server);
    assert_eq!(request.path, "/v2/things/1");
    let found = request.query_pairs();
    let value = |name: &str| {
        let values = found.iter().filter(|(key, _)| key == name);
        values.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(value("csv"), ["a,b"]);
    assert_eq!(value("ssv"), ["a b"]);
    assert_eq!(value("tsv"), ["a\tb"]);
    assert_eq!(value("pipes"), ["a|b"]);
    assert_eq!(value("multi"), ["a", "b"]);
}

#[tokio::test]
async fn form_parameters_are_a_body() {
    let server = answering(SPEC, Reply::empty(204)).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let mut form = FormRequest::new("x");
    form.b = Some(2);
    client.general().form(form).await.expect("it is taken");
    assert_eq!(text(&last(&server)), "a=x&b=2");
}

#[tokio::test]
async fn a_file_goes_up() {
    let server = answering(SPEC, Reply::empty(204)).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let mut upload = UploadRequest::new(Binary::from("content").file_name("a.txt"));
    upload.note = Some("a note".to_owned());
    client.general().upload(upload).await.expect("it is taken");
    let request = last(&server);
    let media_type = request.header("content-type");
    assert!(media_type.is_some_and(|it| it.starts_with("multipart/form-data; boundary=")));
    let body = text(&request);
    assert!(body.contains("filename=\"a.txt\"") && body.contains("\r\n\r\ncontent\r\n"), "{body}");
    assert!(body.contains("\r\n\r\na note\r\n"), "{body}");
}

#[tokio::test]
async fn a_file_comes_down() {
    let reply = Reply::new(200, "application/octet-stream", &b"\x00\xff"[..]);
    let server = answering(SPEC, reply).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let found = client.general().download().await.expect("a success").into_inner();
    assert_eq!(found.collect(100).await.expect("it is read").0, &b"\x00\xff"[..]);
}

#[tokio::test]
async fn a_body_parameter_and_an_error_for_the_rest() {
    let fault = json!({ "message": "no" });
    let server = answering(SPEC, Reply::json(500, &fault)).await;
    let client = Client::builder()
        .base_url(server.base_url())
        .auth_for("key", ApiKey::new("k"))
        .retry(feature_swagger_2::runtime::RetryPolicy::off())
        .build()
        .expect("a client");
    let error = client.general().get_thing(1).await.expect_err("an error");
    assert_eq!(error.api_body::<types::Fault>().and_then(|it| it.message.as_deref()), Some("no"));
    let server = answering(SPEC, Reply::json(200, &json!({ "id": 2 }))).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let found = client.general().put_thing(1, types::Thing::new(2)).await.expect("a success");
    assert_eq!(found.id, 2);
    assert_eq!(text(&last(&server)), r#"{"id":2}"#);
}

#[test]
fn a_discriminator_by_name() {
    let value = json!({ "type": "Derived", "more": "m" });
    let base: types::Base = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&base).expect("it encodes"), value);
}
