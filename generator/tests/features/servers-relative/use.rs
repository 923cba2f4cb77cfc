//! Relative servers need the address that the description came from; whole ones do not.

use feature_servers_relative::{Client, ClientBuilder};

fn built(builder: ClientBuilder) -> Client {
    builder.build().expect("the client can be built")
}

#[test]
fn a_relative_server_alone_says_what_is_missing() {
    let client = built(Client::builder());
    let error = client.general().from_root().to_request().expect_err("there is no address");
    assert!(error.to_string().contains("base_url"), "{error}");
}

#[test]
fn a_base_address_is_taken_as_it_is() {
    for base in ["http://localhost:8080/api/v1", "http://localhost:8080/api/v1/"] {
        let client = built(Client::builder().base_url(base));
        let request = client.general().from_root().to_request().expect("it can be built");
        assert_eq!(request.uri(), "http://localhost:8080/api/v1/things");
    }
}

#[test]
fn an_operation_with_a_whole_server_needs_no_base_address() {
    let client = built(Client::builder());
    let request = client.general().from_operation().to_request().expect("it can be built");
    assert_eq!(request.uri(), "https://eu.example.org/live/elsewhere");
    let client = built(Client::builder().base_url("http://localhost"));
    let request = client.general().from_path().to_request().expect("it can be built");
    assert_eq!(request.uri().path().trim_start_matches("/other"), "/elsewhere");
}
