//! Of several versions of a media type, the newest stable one is spoken.

use crate::support::{answering, json, last};
use feature_versions::Client;
use feature_versions::types::New;
use mock::Reply;

const SPEC: &str = concat!(env!("FEATURES"), "/versions/spec.yaml");

#[tokio::test]
async fn the_newest_stable_version_is_sent_and_asked_for() {
    let media_type = "application/vnd.example.2024-08-05+json";
    let server = answering(SPEC, Reply::new(200, media_type, r#"{"new":"n"}"#)).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let mut new = New::default();
    new.new = Some("n".to_owned());
    #[allow(deprecated, reason = "the description says that it goes away")]
    let found = client.general().create_thing(new.clone()).await.expect("a success");
    assert_eq!(*found, new);
    let request = last(&server);
    assert_eq!(request.header("content-type").as_deref(), Some(media_type));
    assert!(request.header("accept").is_some_and(|accept| accept.contains(media_type)));
    assert_eq!(json(&request), serde_json::json!({ "new": "n" }));
}

#[tokio::test]
async fn a_success_of_another_version_is_not_asked_for() {
    let server = answering(SPEC, Reply::empty(204)).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let () = client.general().delete_thing("7").await.expect("a success").into_inner();
    let accept = last(&server).header("accept").unwrap_or_default();
    assert!(!accept.contains("2023-01-01"), "{accept}");
}
