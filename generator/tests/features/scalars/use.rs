//! Values without parts keep every digit and every character.

use feature_scalars::types::Scalars;
use serde_json::{Value, json};

fn there_and_back(value: &Value) -> Scalars {
    let found: Scalars = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(&serde_json::to_value(&found).expect("it encodes"), value);
    found
}

#[test]
fn all_of_them_come_back_as_they_were() {
    let value = json!({
        "flag": true, "text": "t", "small": -1, "large": 9_007_199_254_740_993_i64,
        "unsigned": u64::MAX, "huge": i64::MIN, "real": 0.1, "single": 16_777_217.5,
        "step": 0.01, "moment": "2025-05-04T09:42:00.000+02:00", "day": "2025-05-04",
        "clock": "09:42:00", "span": "PT1M", "price": "1.10",
        "identity": "67e55044-10b1-426f-9247-bb680e5fe0c8", "invented": "x",
        "numberText": "12345678901234567890", "data": "aGk=", "password": "secret",
        "anything": [1, { "a": null }], "free": { "a": 1 }, "defaulted": 8, "lying": 9
    });
    let found = there_and_back(&value);
    assert_eq!(found.large, Some(9_007_199_254_740_993));
    assert_eq!(found.unsigned, Some(u64::MAX));
    assert_eq!(found.moment.as_ref().map(|moment| moment.as_str()), Some("2025-05-04T09:42:00.000+02:00"));
}

#[test]
fn a_time_without_zone_is_kept_and_not_refused() {
    there_and_back(&json!({ "flag": true, "text": "t", "moment": "2025-05-04 09:42" }));
}

#[test]
fn whole_numbers_may_come_with_a_point() {
    let found: Scalars = serde_json::from_str(r#"{"flag":true,"text":"t","small":3.0}"#).expect("it decodes");
    assert_eq!(found.small, Some(3));
    let found: Scalars = serde_json::from_str(r#"{"flag":true,"text":"t","real":3}"#).expect("it decodes");
    assert_eq!(serde_json::to_string(&found).expect("it encodes"), r#"{"flag":true,"text":"t","real":3}"#);
}

#[test]
fn a_default_is_not_made_up() {
    let found: Scalars = serde_json::from_value(json!({ "flag": true, "text": "t" })).expect("it decodes");
    assert_eq!(found.defaulted, None);
}

#[test]
fn a_secret_is_not_shown() {
    let found: Scalars =
        serde_json::from_value(json!({ "flag": true, "text": "t", "password": "hunter2" })).expect("it decodes");
    assert!(!format!("{found:?}").contains("hunter2"));
}

#[test]
fn a_default_of_an_object_or_a_choice_is_words_too() {
    let found = there_and_back(&json!({
        "flag": true, "text": "t", "defaultObject": {}, "defaultList": [], "defaultChoice": 3
    }));
    assert_eq!(found.default_object.and_then(|object| object.a), None);
    let found = there_and_back(&json!({ "flag": true, "text": "t", "defaultChoice": "auto" }));
    assert_eq!((found.default_object, found.default_list), (None, None));
}
