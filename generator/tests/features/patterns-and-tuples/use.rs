//! Properties told by a pattern of their names, and lists with a type a place.

use feature_patterns_and_tuples::Client;
use feature_patterns_and_tuples::types::everything::EverythingRowItem;
use feature_patterns_and_tuples::types::{Beside, Everything};
use mock::Reply;
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use serde_json::{Value, json};

const SPEC: &str = concat!(env!("FEATURES"), "/patterns-and-tuples/spec.yaml");

fn there_and_back(value: Value) -> Everything {
    let found: Everything = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&found).expect("it encodes"), value);
    found
}

#[test]
fn one_pattern_types_the_values_of_a_map() {
    let found = there_and_back(json!({ "headers": { "x-a": "1", "x-b": "2" } }));
    let headers = found.headers.expect("they are there");
    assert_eq!(headers.get("x-b").map(String::as_str), Some("2"));
}

#[test]
fn several_patterns_and_names_beside_properties_are_kept() {
    there_and_back(json!({ "several": { "s-a": "text", "n-b": 7 } }));
    let found = there_and_back(json!({ "beside": { "id": "b", "n-a": 1 } }));
    assert_eq!(found.beside.map(|beside| beside.id).as_deref(), Some("b"));
}

#[test]
fn a_tuple_is_a_list_and_each_place_has_its_type() {
    let found = there_and_back(json!({ "position": [1.5, -2.25] }));
    assert_eq!(found.position, Some(vec![1.5, -2.25]));
    there_and_back(json!({ "cell": ["a", { "id": "b" }] }));
    let found = there_and_back(json!({ "row": ["first", 2, 3] }));
    let row = found.row.expect("it is there");
    assert!(matches!(row.first(), Some(EverythingRowItem::Place1(text)) if text == "first"));
    assert!(matches!(row.last(), Some(EverythingRowItem::Place2(3))));
}

#[tokio::test]
async fn they_go_over_the_wire_as_described() {
    let answer = Reply::new(200, "application/json", r#"{"counts":{"a":1}}"#);
    let server = crate::support::answering(SPEC, answer).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("it is built");
    let mut body = Everything::default();
    body.position = Some(vec![0.5, 1.5]);
    body.beside = Some(Beside::new("b").into());
    body.several = Some([("s-a".to_owned(), json!("1"))].into());
    let answer = client.general().echo(body).await.expect("a success").into_inner();
    assert_eq!(answer.counts.and_then(|counts| counts.get("a").copied()), Some(1));
    assert_eq!(
        crate::support::json(&crate::support::last(&server)),
        json!({ "several": { "s-a": "1" }, "beside": { "id": "b" }, "position": [0.5, 1.5] })
    );
}

/// Keys of the generator's own are nothing that the description's author knows.
#[test]
fn a_diagnostic_names_the_keyword_that_was_written() {
    let mut diagnostics = Diagnostics::default();
    let described =
        oasmith::describe(SPEC.as_ref(), &Config::default(), &mut diagnostics);
    assert!(described.is_ok());
    let told: Vec<_> = diagnostics.all().iter().map(|one| one.message.as_str()).collect();
    assert!(told.iter().any(|one| one.contains("`propertyNames` has no effect")), "{told:?}");
    assert!(!told.iter().any(|one| one.contains("x-oasmith-")), "{told:?}");
}
