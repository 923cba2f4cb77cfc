//! Any name becomes a Rust name, and the wire name stays what it was.

use feature_names::types;
use serde_json::json;

#[test]
fn every_property_keeps_its_own_name_on_the_wire() {
    let value = json!({
        "self": "1", "Self": "2", "super": "3", "crate": "4", "type": "5", "ref": "6",
        "async": true, "connectionString": "7", "connection_string": "8", "+1": 9, "-1": 10,
        "16x16": "11", ">=": 1.5, "=": 2.5, "≥": 3.5, "": "12", " ": "13", "_": "14",
        "__": "15", "@odata.type": "16", "x.y": "17", "이름": "18", "имя": "19", "🦀": "20",
        "unknown": "21", "sort": "-created_at", "session.status": "open",
        "session": { "status": "live" }, "beyond": "kept"
    });
    let found: types::OptionModel = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&found).expect("it encodes"), value);
}

#[test]
fn names_that_were_chosen_stand_for_what_the_document_calls_otherwise() {
    use feature_names::{Client, runtime::Open};
    let client = Client::builder().build().expect("the client can be built");
    let request = client.orders().do_it(types::OAuthThing::default()).to_request();
    assert_eq!(request.expect("it can be built").uri().path(), "/things");
    let request = client.r#mod().get("1").nested("2").to_request().expect("it can be built");
    assert_eq!(request.uri().query(), Some("a%5Bb%5D=2"));
    let mut thing = types::OptionModel::default();
    thing.thumbs_up = Some(1);
    thing.sort = Some(Open::Known(types::ResultModel::NewestFirst));
    let value = serde_json::to_value(&thing).expect("it encodes");
    assert_eq!(value, json!({ "+1": 1, "sort": "-created_at" }));
}
