//! Enums are open: what a later server adds is kept and given back.

use feature_enums::runtime::{Open, OpenInteger, StringEnum as _};
use feature_enums::types::{Color, Enums, Level};
use serde_json::json;

#[test]
fn known_and_unknown_values_survive() {
    let value = json!({
        "color": "red", "colors": ["green", "ultraviolet"], "level": -1,
        "byColor": { "a": "blue" }, "truth": true, "ratio": 0.5, "mixed": "two",
        "single": "only", "symbols": "a-b", "open": "anything"
    });
    let enums: Enums = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(enums.color, Some(Color::Red.into()));
    assert_eq!(enums.level, Some(Level::Below.into()));
    let colors = enums.colors.as_deref().unwrap_or_default();
    assert_eq!(colors, [Color::Green.into(), Open::Unknown("ultraviolet".to_owned())]);
    assert!(matches!(colors, [Open::Known(Color::Green), Open::Unknown(_)]));
    assert_eq!(serde_json::to_value(&enums).expect("it encodes"), value);

    let level: OpenInteger<Level> =
        serde_json::from_value(json!(99)).expect("it decodes");
    assert_eq!(level, OpenInteger::Unknown(99));
    assert_eq!(level, 99);
    assert_eq!(serde_json::to_value(&level).expect("it encodes"), json!(99));
}

#[test]
fn text_and_enum_turn_into_each_other() {
    assert_eq!(Color::Blue.as_str(), "blue");
    assert_eq!(Open::from(Color::Blue).to_string(), "blue");
    assert_eq!(Open::from("green"), Color::Green);
    assert_eq!("green".parse(), Ok(Open::Known(Color::Green)));
    assert_eq!(Open::<Color>::from("mauve"), "mauve");
    assert_eq!(Open::<Color>::from("blue").known(), Some(Color::Blue));
}

#[test]
fn every_symbol_has_a_variant_of_its_own() {
    for symbol in ["", "*", "a b", "a-b", "a_b", "é", "100%"] {
        let value = json!({ "symbols": symbol });
        let enums: Enums = serde_json::from_value(value.clone()).expect("it decodes");
        let told = format!("{:?}", enums.symbols);
        assert!(!told.contains("Unknown"), "{symbol:?} is {told}");
        assert_eq!(serde_json::to_value(&enums).expect("it encodes"), value);
    }
}

#[test]
fn case_variants_and_versions_are_values_of_their_own() {
    for value in ["ASC", "asc", "Asc", "a.s.c", "1.0", "1.10", "10", "110"] {
        let value = json!({ "cases": value });
        let enums: Enums = serde_json::from_value(value.clone()).expect("it decodes");
        assert!(!format!("{:?}", enums.cases).contains("Unknown"), "{value}");
        assert_eq!(serde_json::to_value(&enums).expect("it encodes"), value);
    }
}

#[test]
fn null_numbers_and_values_of_any_kind_come_back() {
    for value in [
        json!({ "withNull": null }),
        json!({ "withNull": "no", "onlyNull": null }),
        json!({ "large": i64::MIN }),
        json!({ "large": i64::MAX, "beyond": 1 }),
        json!({ "beyond": u64::MAX }),
        json!({ "numbersAsText": "2", "doubled": "two", "empty": "any" }),
        json!({ "objects": { "a": 1 } }),
        json!({ "objects": [1] }),
        json!({ "mixed": null }),
        json!({ "mixed": 1 }),
        json!({ "mixed": true }),
        json!({ "lists": ["x", "z"] }),
        json!({ "ratio": 1 }),
        json!({ "truth": false }),
        json!({ "described": "m" }),
    ] {
        let enums: Enums = serde_json::from_value(value.clone()).expect("it decodes");
        assert_eq!(serde_json::to_value(&enums).expect("it encodes"), value);
    }
}

#[test]
fn names_of_variants_may_be_given() {
    use feature_enums::types::enums::EnumsDescribed;
    assert_eq!(EnumsDescribed::Medium.as_str(), "m");
}
