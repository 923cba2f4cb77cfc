//! Named properties, additional ones, and both.

use feature_maps::runtime::parse_webhook;
use feature_maps::types::Maps;
use serde_json::json;

#[test]
fn every_combination_comes_back_as_it_was() {
    let value = json!({
        "counts": { "a": 1, "b": 2 },
        "free": { "x": [1, "two", null] },
        "none": {},
        "nested": { "a": { "b": ["c"] } },
        "inline": { "a": { "size": 3 } },
        "both": { "id": "i", "more": 7 },
        "open": { "id": "i", "more": { "deep": true } },
        "closed": { "id": "i" },
        "directory": { "usr": { "bin": {} }, "etc": {} }
    });
    let maps: Maps = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&maps).expect("it encodes"), value);
    assert_eq!(maps.counts.as_ref().and_then(|counts| counts.get("b")), Some(&2));
    let both = maps.both.as_ref().expect("both is there");
    assert_eq!(both.id.as_deref(), Some("i"));
    assert_eq!(both.additional_properties.get("more"), Some(&7));
    let inline = maps.inline.as_ref().and_then(|inline| inline.get("a"));
    assert_eq!(inline.and_then(|entry| entry.size), Some(3));
}

#[test]
fn an_additional_property_of_the_wrong_type_is_named() {
    let found = parse_webhook::<Maps>(br#"{"both":{"more":"text"}}"#).expect("it is read");
    assert_eq!(found.deviations()[0].pointer(), "/both/more");
}
