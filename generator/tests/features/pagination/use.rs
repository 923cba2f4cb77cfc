//! Every style of pages gives every item once.

use crate::support::server;
use feature_pagination::Client;
use feature_pagination::operations::general::search::SearchRequest;
use mock::{Call, Decision, Reply};
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/pagination/spec.yaml");

#[tokio::test]
async fn each_item_arrives_once() {
    let server = server(SPEC).collection(45).page_size(10).start().await.expect("a server");
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let api = client.general();
    let found = [
        api.numbered().items().try_collect().await.expect("all items").len(),
        api.offset().items().try_collect().await.expect("all items").len(),
        api.cursor().items().try_collect().await.expect("all items").len(),
        api.linked().items().try_collect().await.expect("all items").len(),
        api.header_cursor().items().try_collect().await.expect("all items").len(),
        api.cursor_from_header().items().try_collect().await.expect("all items").len(),
        api.nested_cursor().items().try_collect().await.expect("all items").len(),
    ];
    assert_eq!(found, [45; 7]);
    assert_eq!(server.journal().violations(), []);
    assert!(server.journal().of("cursor").len() >= 5);
}

#[tokio::test]
async fn a_search_goes_on_by_addresses() {
    let page = |call: &Call<'_>| {
        let host = call.request.header("host").unwrap_or_default();
        let body = match call.request.path.as_str() {
            "/search" => json!({ "items": [{ "id": 1 }], "nextLink": format!("http://{host}/search/2") }),
            "/search/2" => json!({ "items": [{ "id": 2 }], "nextLink": "/search/3" }),
            _ => json!({ "items": [{ "id": 3 }] }),
        };
        Decision::Reply(Reply::json(200, &body))
    };
    let server = server(SPEC).hook(page).start().await.expect("a server");
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let mut body = SearchRequest::default();
    body.text = Some("all".into());
    let found = client.general().search(body).items().try_collect().await.expect("all items");
    assert_eq!(found.iter().map(|item| item.id).collect::<Vec<_>>(), [1, 2, 3]);
    let sent = |place: usize| {
        let entry = server.journal().entries().into_iter().nth(place).expect("a request");
        (entry.request.method.to_string(), entry.request.body.len(), entry.request.header("content-type"))
    };
    assert_eq!(sent(0).0, "POST");
    for place in [1, 2] {
        assert_eq!(sent(place), ("GET".to_owned(), 0, None));
    }
}
