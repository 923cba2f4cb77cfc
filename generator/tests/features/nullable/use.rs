//! Absent, null and a value are three things, and stay so on the way back.

use feature_nullable::runtime::parse_webhook;
use feature_nullable::runtime::Nullable;
use feature_nullable::types::Note;
use serde_json::json;

fn there_and_back(value: serde_json::Value) -> Note {
    let note: Note = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&note).expect("it encodes"), value);
    note
}

#[test]
fn absent_null_and_a_value_are_told_apart() {
    let note = there_and_back(json!({ "plain": "p", "nullable": null }));
    assert_eq!(note.nullable, Nullable::Null);
    assert!(note.optional_nullable.is_none());

    let note = there_and_back(json!({
        "plain": "p", "nullable": "n", "optionalNullable": null
    }));
    assert_eq!(note.nullable, Nullable::Value("n".to_owned()));
    assert_eq!(note.optional_nullable, Some(Nullable::Null));

    let note = there_and_back(json!({
        "plain": "p", "nullable": "n", "optionalNullable": "o", "optional": "x"
    }));
    assert_eq!(note.optional_nullable, Some(Nullable::Value("o".to_owned())));
    assert_eq!(note.optional.as_deref(), Some("x"));
}

#[test]
fn null_is_kept_in_lists_maps_references_and_unions() {
    there_and_back(json!({
        "plain": "p", "nullable": "n",
        "reference": null, "nullableComponent": null, "choice": null,
        "choiceWithNull": null, "either": null, "untyped": null,
        "list": [1, null, 3], "map": { "a": "x", "b": null }
    }));
    there_and_back(json!({
        "plain": "p", "nullable": "n",
        "reference": { "value": 1 }, "nullableComponent": { "value": 2 }, "choice": "a",
        "choiceWithNull": "b", "either": { "value": 3 }, "untyped": [1]
    }));
}

#[test]
fn what_is_required_must_be_there() {
    let found = parse_webhook::<Note>(br#"{"plain":"p"}"#).expect("it is read");
    assert_eq!(found.deviations()[0].to_string(), "/nullable: missing");
}

#[test]
fn null_for_what_is_optional_and_never_null_is_read_as_absent() {
    let note: Note =
        serde_json::from_value(json!({ "plain": "p", "nullable": null, "optional": null }))
            .expect("it decodes");
    assert_eq!(note.optional, None);
}
