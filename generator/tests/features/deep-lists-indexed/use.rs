//! Lists in `deepObject` as the settings say: indexed.

use crate::support::{last, server};
use feature_deep_lists_indexed::Client;
use feature_deep_lists_indexed::operations::general::add_thing::AddThingRequest;
use feature_deep_lists_indexed::types::Filter;
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/deep-lists-indexed/spec.yaml");

const PAIRS: [&str; 5] = [
    "filter[tags][0]=a", "filter[tags][1]=b&c", "filter[lines][0][id]=i", "filter[lines][0][count]=1", "filter[lines][1][id]=j",
];

fn filter() -> Filter {
    serde_json::from_value(json!({
        "tags": ["a", "b&c"], "lines": [{ "id": "i", "count": 1 }, { "id": "j" }]
    }))
    .expect("it is a filter")
}

fn pairs(text: &str) -> Vec<String> {
    let pairs = text.split('&').map(|pair| {
        let text = pair.replace("%5B", "[").replace("%5D", "]");
        text.replace("%26", "&")
    });
    pairs.collect()
}

#[tokio::test]
async fn in_a_query() {
    let server = server(SPEC).start().await.expect("the server starts");
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let expand = vec!["x".to_owned()];
    client.general().things().filter(filter()).expand(expand).await.expect("it is taken");
    let expected: Vec<&str> = PAIRS.into_iter().chain(["expand[0]=x"]).collect();
    assert_eq!(pairs(last(&server).query.as_deref().unwrap_or_default()), expected);
}

#[tokio::test]
async fn in_a_form() {
    let server = server(SPEC).start().await.expect("the server starts");
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let mut body = AddThingRequest::default();
    body.filter = Some(filter().into());
    client.general().add_thing(body).await.expect("it is taken");
    assert_eq!(pairs(crate::support::text(&last(&server))), PAIRS);
}
