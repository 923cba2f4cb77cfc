//! What 3.1 has and 3.0 has not.

use feature_openapi_3_1::types::Thing;
use feature_openapi_3_1::webhooks::parse_thing_made;
use serde_json::json;

#[test]
fn everything_new_comes_back_as_it_was() {
    let value = json!({
        "kind": "thing", "name": null, "id": 7, "either": null, "part": { "size": 1 },
        "pair": ["a", 1], "positive": 1, "data": "aGk=", "picture": "aGk=",
        "anything": [1, { "a": null }], "patterned": { "x-a": "b" }, "named": { "a": 1 },
        "local": { "here": true }, "anchored": { "there": false },
        "conditional": { "a": "1", "b": "2" }, "examples": "one", "nullOnly": null
    });
    let thing: Thing = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&thing).expect("it encodes"), value);
    assert_eq!(thing.local.as_ref().and_then(|local| local.here), Some(true));
    assert_eq!(thing.part.as_ref().and_then(|part| part.size), Some(1));
}

#[test]
fn null_and_absent_differ() {
    for value in [json!({ "kind": "thing", "name": null }), json!({ "kind": "thing" })] {
        let thing: Thing = serde_json::from_value(value.clone()).expect("it decodes");
        assert_eq!(serde_json::to_value(&thing).expect("it encodes"), value);
    }
}

#[test]
fn a_webhook_is_read() {
    let thing = parse_thing_made(br#"{"kind":"thing","positive":3}"#).expect("it is read");
    assert_eq!(thing.positive, Some(3));
}
