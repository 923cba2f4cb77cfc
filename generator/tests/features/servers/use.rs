//! Where requests go: variables, relative addresses, paths and operations of their own.

use feature_servers::{Client, ClientBuilder};

fn built(builder: ClientBuilder) -> Client {
    builder.build().expect("the client can be built")
}

#[test]
fn variables_have_defaults_and_can_be_set() {
    let client = built(Client::builder());
    let request = client.general().from_root().to_request().expect("it can be built");
    assert_eq!(request.uri(), "http://localhost:8080/v1/api");
    let client = built(Client::builder().server_variable("port", "8443"));
    let request = client.general().from_root().to_request().expect("it can be built");
    assert_eq!(request.uri(), "http://localhost:8443/v1/api");
}

#[test]
fn a_path_and_an_operation_may_have_servers_of_their_own() {
    let client = built(Client::builder());
    let request = client.general().from_path().to_request().expect("it can be built");
    assert_eq!(request.uri(), "http://localhost:9/path-level/path");
    let request = client.general().from_operation().to_request().expect("it can be built");
    assert_eq!(request.uri(), "http://localhost:9/operation-level/path");
}

#[test]
fn any_described_server_can_be_taken() {
    let client = built(Client::builder().server_variable("host", "api.example.org"));
    let request = client.general().from_root().to_request().expect("it can be built");
    assert_eq!(request.uri(), "http://api.example.org:8080/v1/api");
    assert!(Client::builder().server(9).build().is_err());
    assert!(Client::builder().server_variable("nothing", "x").build().is_err());
}

#[test]
fn a_base_address_of_ones_own_replaces_them_all() {
    let client = built(Client::builder().base_url("http://localhost:1/mine"));
    for request in [
        client.general().from_root().to_request(),
        client.general().from_path().to_request(),
        client.general().from_operation().to_request(),
    ] {
        let uri = request.expect("it can be built").uri().to_string();
        assert!(uri.starts_with("http://localhost:1/mine/"), "{uri}");
    }
}
