//! Alternatives that booleans and numbers tell apart, and the names of values of which a
//! schema leaves some out.

use crate::support::{last, server};
use feature_values_that_tell::Client;
use feature_values_that_tell::types::all::{AllAnswer, AllInline, AllPartsItem};
use feature_values_that_tell::types::label::LabelType;
use feature_values_that_tell::types::row::RowType;
use feature_values_that_tell::types::{All, Bad, Label, Row};
use serde_json::{Value, json};

const SPEC: &str = concat!(env!("FEATURES"), "/values-that-tell/spec.yaml");

fn there_and_back(value: Value) -> All {
    let found: All = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&found).expect("it encodes"), value);
    found
}

#[test]
fn a_boolean_tells() {
    let found = there_and_back(json!({ "answer": { "ok": true } }));
    assert!(matches!(found.answer, Some(AllAnswer::Good(_))));
    let found = there_and_back(json!({ "answer": { "ok": false, "later": 1 } }));
    assert!(matches!(found.answer, Some(AllAnswer::Bad(bad)) if !bad.ok));
    let found = there_and_back(json!({ "inline": { "on": false, "level": 3 } }));
    assert!(matches!(found.inline, Some(AllInline::False(off)) if off.level == Some(3)));
}

#[test]
fn a_number_tells() {
    let parts = json!([{ "type": 3, "text": "a" }, { "type": 1 }, { "type": 2 }, { "type": 9 }]);
    let parts = there_and_back(json!({ "parts": parts })).parts.unwrap_or_default();
    let [label, row, button, other] = parts.as_slice() else { panic!("{parts:?}") };
    assert!(matches!(label, AllPartsItem::Label(it) if it.r#type == LabelType::Label));
    assert!(matches!(row, AllPartsItem::Row(it) if it.r#type == RowType::Row));
    assert!(matches!(button, AllPartsItem::Button(_)));
    assert!(matches!(other, AllPartsItem::Unknown(_)));
}

#[test]
fn a_number_and_a_text_that_look_alike_are_two() {
    there_and_back(json!({ "alike": { "v": 1 } }));
    there_and_back(json!({ "alike": { "v": "1" } }));
    there_and_back(json!({ "empty": "" }));
    there_and_back(json!({ "empty": { "a": 1 } }));
}

#[tokio::test]
async fn what_is_made_by_hand_goes_over_the_wire_as_it_is() {
    let server = server(SPEC).start().await.expect("the server starts");
    let client = Client::builder().base_url(server.base_url()).build();
    let client = client.expect("the client can be built");
    let mut all = All::default();
    all.answer = Some(Bad::default().into());
    all.parts = Some(vec![Row::default().into(), Label::default().into()]);
    client.general().echo(all).await.expect("it is taken");
    let expected = json!({ "answer": { "ok": false }, "parts": [{ "type": 1 }, { "type": 3 }] });
    assert_eq!(crate::support::json(&last(&server)), expected);
}
