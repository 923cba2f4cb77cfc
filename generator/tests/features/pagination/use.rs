//! Every style of pages gives every item once.

use crate::support::server;
use feature_pagination::Client;

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
    ];
    assert_eq!(found, [45; 4]);
    assert_eq!(server.journal().violations(), []);
    assert!(server.journal().of("cursor").len() >= 5);
}
