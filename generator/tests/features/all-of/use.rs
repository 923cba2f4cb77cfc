//! `allOf` becomes one flat struct.

use feature_all_of::runtime::parse_webhook;
use feature_all_of::types::{Described, Employee, WithUnion};
use serde_json::json;

#[test]
fn members_are_flat() {
    let value = json!({
        "name": "Ada", "created": "2025-05-04T09:42:00Z", "number": 7,
        "manager": { "name": "Bob", "number": 1 }
    });
    let employee: Employee = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(employee.name, "Ada");
    assert_eq!(employee.number, 7);
    assert_eq!(employee.manager.as_ref().map(|boss| boss.name.as_str()), Some("Bob"));
    assert_eq!(serde_json::to_value(&employee).expect("it encodes"), value);
}

#[test]
fn what_any_member_requires_is_required() {
    let found = parse_webhook::<Employee>(br#"{"name":"Ada"}"#).expect("it is read");
    assert_eq!(found.deviations()[0].to_string(), "/number: missing");
}

#[test]
fn a_described_reference_is_the_type_itself() {
    let value = json!({ "boss": { "name": "Ada" }, "sibling": { "name": "Bob" } });
    let described: Described = serde_json::from_value(value).expect("it decodes");
    assert_eq!(described.boss, described.boss.clone());
    assert_eq!(described.sibling.map(|person| person.name).as_deref(), Some("Bob"));
}

#[test]
fn a_union_within_keeps_every_property() {
    for value in [
        json!({ "created": "2025-05-04T09:42:00Z", "left": "l" }),
        json!({ "created": "2025-05-04T09:42:00Z", "right": 1 }),
    ] {
        let found: WithUnion = serde_json::from_value(value.clone()).expect("it decodes");
        assert_eq!(serde_json::to_value(&found).expect("it encodes"), value);
    }
}

#[test]
fn members_of_different_kinds_take_any_value() {
    use feature_all_of::types::{NumberAndText, ObjectAndText, Renamed};
    for value in [json!({ "a": "x" }), json!("text"), json!(1)] {
        let one: ObjectAndText = serde_json::from_value(value.clone()).expect("it decodes");
        assert_eq!(serde_json::to_value(&one).expect("it encodes"), value);
        let other: NumberAndText = serde_json::from_value(value.clone()).expect("it decodes");
        assert_eq!(serde_json::to_value(&other).expect("it encodes"), value);
    }
    let renamed: Renamed =
        serde_json::from_value(json!({ "created": "2025-05-04T09:42:00Z" })).expect("it decodes");
    assert!(renamed.created.is_some());
}
