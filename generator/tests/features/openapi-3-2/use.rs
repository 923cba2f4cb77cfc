//! What 3.2 has and 3.1 has not: more methods, a whole query, items of a stream.

use crate::support::{answering, json, last};
use feature_openapi_3_2::operations::general::search::SearchWhole;
use feature_openapi_3_2::{Client, types::Thing};
use mock::{Reply, Running};

const SPEC: &str = concat!(env!("FEATURES"), "/openapi-3-2/spec.yaml");

fn client(server: &Running) -> Client {
    Client::builder().base_url(server.base_url()).build().expect("a client")
}

#[test]
fn methods_of_ones_own() {
    let client = Client::builder().build().expect("a client");
    let request = client.parts().copy_thing().to_request().expect("it can be built");
    assert_eq!((request.method().as_str(), request.uri().path()), ("COPY", "/things"));
    let request = client.things().query_things(Thing::default()).to_request();
    assert_eq!(request.expect("it can be built").method(), "QUERY");
}

#[tokio::test]
async fn a_query_with_a_body_is_answered_by_lines() {
    let lines = "{\"name\":\"a\"}\n{\"name\":\"b\"}\n";
    let server = answering(SPEC, Reply::new(200, "application/jsonl", lines)).await;
    let mut wanted = Thing::default();
    wanted.name = Some("any".to_owned());
    let found = client(&server).things().query_things(wanted).await.expect("a success");
    let found = found.into_inner().into_items().try_collect().await.expect("all are read");
    let names: Vec<_> = found.into_iter().filter_map(|thing| thing.name).collect();
    assert_eq!(names, ["a", "b"]);
    let request = last(&server);
    assert_eq!((request.method.as_str(), json(&request)), ("QUERY", serde_json::json!({ "name": "any" })));
}

#[tokio::test]
async fn the_whole_query_is_one_parameter() {
    let server = answering(SPEC, Reply::empty(204)).await;
    let mut whole = SearchWhole::default();
    whole.q = Some("a b&c".to_owned());
    whole.n = Some(2);
    client(&server).general().search().whole(whole).await.expect("it is taken");
    let pairs = [("q".to_owned(), "a b&c".to_owned()), ("n".to_owned(), "2".to_owned())];
    assert_eq!(last(&server).query_pairs(), pairs);
}
