//! A description that says nowhere where its API is.

use crate::support::{answering, last};
use feature_servers_none::Client;
use mock::Reply;

const SPEC: &str = concat!(env!("FEATURES"), "/servers-none/spec.yaml");

#[tokio::test]
async fn the_address_is_given_by_the_user() {
    let server = answering(SPEC, Reply::empty(204)).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    client.general().things().await.expect("it is taken");
    assert_eq!(last(&server).path, "/things");
}

#[test]
fn without_it_the_error_says_so() {
    let client = Client::builder().build().expect("a client");
    let error = client.general().things().to_request().expect_err("there is no address");
    assert!(error.to_string().contains("base_url"), "{error}");
}
