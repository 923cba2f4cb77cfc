//! What 3.2 has and 3.1 has not: more methods.

use feature_openapi_3_2::{Client, types::Thing};

#[test]
fn methods_of_ones_own() {
    let client = Client::builder().build().expect("a client");
    let request = client.parts().copy_thing().to_request().expect("it can be built");
    assert_eq!((request.method().as_str(), request.uri().path()), ("COPY", "/things"));
    let request = client.things().query_things(Thing::default()).to_request();
    assert_eq!(request.expect("it can be built").method(), "QUERY");
}
