//! XML goes through as text.

use crate::support::{answering, last, text};
use feature_xml::Client;
use mock::Reply;

const SPEC: &str = concat!(env!("FEATURES"), "/xml/spec.yaml");

#[tokio::test]
async fn xml_is_sent_and_received_as_it_is() {
    let book = "<book id=\"1\"><title>T</title><tags><tag>a</tag></tags></book>";
    let server = answering(SPEC, Reply::new(200, "application/xml", book)).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let found = client.general().book(book).await.expect("a success");
    assert_eq!(*found, book);
    let request = last(&server);
    assert_eq!(text(&request), book);
    assert_eq!(request.header("content-type").as_deref(), Some("application/xml"));
}
