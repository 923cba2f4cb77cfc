//! A description full of mistakes still makes a crate that works.

use feature_mended::Client;
use feature_mended::types::Thing;
use serde_json::json;

#[test]
fn mistaken_schemas_read_what_servers_send() {
    let value = json!({
        "id": 1, "list": [1, "two"], "level": 2, "size": "xx", "look": "cat",
        "broken": "[", "nullable": null, "file": "f", "gone": { "any": true }
    });
    let thing: Thing = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&thing).expect("it encodes"), value);
    // `required: true` on the property itself.
    let found = feature_mended::runtime::parse_webhook::<Thing>(b"{}").expect("it is read");
    assert_eq!(found.deviations()[0].to_string(), "/id: missing");
}

#[test]
fn operations_without_ids_or_with_the_same_have_names() {
    let client = Client::builder().base_url("http://localhost").build().expect("a client");
    let api = client.general();
    let request = api.get_things_thing_id("7").to_request().expect("it can be built");
    assert_eq!(request.uri(), "http://localhost/things/7");
    let request = api.doubled().to_request().expect("it can be built");
    assert_eq!(request.method(), "GET");
    let request = api.without_responses().to_request().expect("it can be built");
    assert_eq!(request.method(), "PUT");
}
