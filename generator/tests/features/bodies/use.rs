//! Request bodies of every kind, as they go over the wire.

use crate::support::{answering, json, last, text};
use feature_bodies::Client;
use feature_bodies::operations::general::EitherBody;
use feature_bodies::operations::general::form::FormRequest;
use feature_bodies::types::Meta;
use mock::{Reply, Running};

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
    client(&server).general().optional().body(Meta::default()).await.expect("taken");
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
