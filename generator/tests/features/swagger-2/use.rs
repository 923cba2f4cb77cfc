//! A 2.0 description: formats of collections, forms, files, answers.

use crate::support::{answering, last, text};
use feature_swagger_2::auth::ApiKey;
use feature_swagger_2::operations::general::form::FormRequest;
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
    assert_eq!(found.kind, Some(types::thing::ThingKind::A));
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
