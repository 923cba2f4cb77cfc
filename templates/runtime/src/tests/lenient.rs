//! Answers that are not as described.

use super::fake::Fake;
use super::json::{lenient, written};
use super::sample::{API, Fault, List, Page, Pet, Thing};
use crate::runtime::json::{Side, encode};
use crate::runtime::style::Tree;
use crate::runtime::{
    ClientBuilder, DeviationKind, Error, RequestOptions, Rules, Value, validate,
};
use serde_json::{Value as Json, json};

/// Reads JSON that deviates, and looks that it is written again as it came.
fn back<T: Value + Default>(json: &Json) -> (T, Vec<String>) {
    let (value, deviations) = lenient::<T>(&json.to_string());
    assert_eq!(written(&value), *json);
    (value, deviations)
}

#[test]
fn what_is_missing_is_empty_and_not_written() {
    let (thing, deviations) = back::<Thing>(&json!({"owner": null}));
    assert_eq!(deviations, ["/id: missing"]);
    assert_eq!(thing.id, "");
    assert_eq!(thing.unknown.missing().collect::<Vec<_>>(), ["id"]);
    let copy = thing.clone();
    assert_eq!(copy, thing);
    assert_eq!(written(&copy), json!({"owner": null}));
    let mut set = thing;
    set.id = "abcd".into();
    assert_eq!(written(&set), json!({"id": "abcd", "owner": null}));
    assert_ne!(copy, set);
    // What a server left out is not held against its own rules when it goes back.
    assert!(validate(&copy, &Rules::NONE).is_ok());
    assert!(validate(&Thing::default(), &Rules::NONE).is_err());
}

#[test]
fn what_is_of_another_kind_is_nothing_and_kept() {
    let json = json!({
        "id": 7, "typeName": ["x"], "level": "high", "ratio": "0.5", "small": 3_000_000_000_i64,
        "owner": null, "next": "none", "labels": {"a": 1}, "parts": [{"id": "x", "owner": null}, 5],
        "note": {"deep": [1, null]},
    });
    let (thing, mut deviations) = back::<Thing>(&json);
    // In which order they came, another library of the build decides.
    deviations.sort();
    assert_eq!(
        deviations,
        [
            "/id: expected a string, found the number `7`",
            "/labels: expected a string for each of its values, found an object",
            "/level: expected an integer of 64 bits, found the text `high`",
            "/next: expected an object, found the text `none`",
            "/note: expected a string, found an object",
            "/parts: expected an object for each of its values, found a list",
            "/ratio: expected a number, found the text `0.5`",
            "/small: expected an integer of 32 bits, found the number `3000000000`",
            "/typeName: expected a string, found a list",
        ]
    );
    assert_eq!((&thing.kind, &thing.next, &thing.parts), (&None, &None, &None));
    assert_eq!(thing.unknown.get("ratio"), Some(&json!("0.5")));
    assert_eq!(thing.unknown.unfit().count(), 9);
    assert!(thing.unknown.is_empty(), "they are no undescribed properties");
    let mut set = thing;
    set.ratio = Some(0.5);
    set.unknown.forget_deviations();
    assert_eq!(written(&set), json!({"id": "", "ratio": 0.5, "owner": null}));
}

#[test]
fn one_odd_item_costs_nothing_else() {
    let json = json!({"results": [
        {"id": "abcd", "owner": null, "small": 1, "parts": [{"owner": "o", "ratio": []}]},
        {"id": "abce", "owner": null},
    ]});
    let (page, deviations) = back::<Page>(&json);
    let expected = [
        "/results/0/parts/0/ratio: expected a number, found a list",
        "/results/0/parts/0/id: missing",
    ];
    assert_eq!(deviations, expected);
    assert_eq!((page.results.len(), page.results[1].id.as_str()), (2, "abce"));
    // In a list that nothing holds, an odd item is empty.
    let (list, deviations) = lenient::<Vec<i64>>(r#"[1,"x",3]"#);
    assert_eq!(list, [1, 0, 3]);
    assert_eq!(deviations, ["/1: expected an integer of 64 bits, found the text `x`"]);
}

#[test]
fn a_second_value_of_a_name_takes_the_place_of_the_first() {
    let (thing, _) = lenient::<Thing>(r#"{"id":7,"id":"abcd","owner":null}"#);
    assert_eq!(written(&thing), json!({"id": "abcd", "owner": null}));
    let (thing, _) = lenient::<Thing>(r#"{"id":"abcd","id":7,"owner":null}"#);
    assert_eq!(written(&thing), json!({"id": 7, "owner": null}));
}

#[test]
fn a_number_that_no_type_holds_costs_nothing_else() {
    let text = r#"{"id":"abcd","owner":null,"ratio":1e999,"any":[1e999],"small":-1e30}"#;
    let (thing, deviations) = lenient::<Thing>(text);
    assert_eq!(thing.any, Some(json!(["1e999"])));
    let expected = [
        "/ratio: expected a number, found the number `1e999`",
        "/small: expected an integer of 32 bits, found the number `-1e30`",
    ];
    assert_eq!(deviations, expected);
}

#[test]
fn a_secret_is_not_shown() {
    let (thing, deviations) =
        lenient::<Thing>(r#"{"id":"a","owner":null,"password":771177}"#);
    assert_eq!(deviations, ["/password: expected a string, found a secret"]);
    let shown = format!("{thing:?}");
    assert!(!shown.contains("771177"), "{shown}");
    assert_eq!(written(&thing)["password"], 771_177);
}

#[test]
fn a_tag_that_was_not_sent_is_not_written() {
    let (pet, deviations) = back::<Pet>(&json!({"lives": 9}));
    assert!(matches!(&pet, Pet::Cat(cat) if cat.lives == 9), "{pet:?}");
    assert!(deviations.is_empty(), "{deviations:?}");
    let (pet, deviations) = back::<Pet>(&json!({"bark": true}));
    assert!(matches!(&pet, Pet::Dog(_)), "{pet:?}");
    assert_eq!(deviations, ["/petType: missing"]);
    let (pet, deviations) = back::<Pet>(&json!({"petType": "cat", "lives": "nine"}));
    assert!(matches!(&pet, Pet::Cat(_)), "{pet:?}");
    assert_eq!(deviations.len(), 1);
}

#[test]
fn what_only_the_server_sends_stays_out_of_requests() {
    let (thing, _) =
        lenient::<Thing>(r#"{"id":"abcd","owner":null,"at":5,"ratio":"x"}"#);
    let sent = String::from_utf8(encode(&thing, Side::Server).unwrap()).unwrap();
    assert_eq!(sent, r#"{"id":"abcd","ratio":"x","owner":null}"#);
}

async fn call(
    body: &'static str,
    status: u16,
    strict: bool,
) -> Result<Vec<String>, Error> {
    let fake = Fake::answering(status, "application/json", body);
    let client = fake.client(ClientBuilder::new(&API));
    let options = RequestOptions::new().strict(strict);
    let page = List::of(&client, "a").options(options).send().await?;
    Ok(page.deviations().iter().map(ToString::to_string).collect())
}

#[tokio::test]
async fn a_call_tells_what_deviates_and_fails_only_where_it_is_asked_to() {
    const ODD: &str = r#"{"results":[{"id":1,"owner":null},{"owner":null}]}"#;
    let found = [
        "/results/0/id: expected a string, found the number `1`",
        "/results/1/id: missing",
    ];
    assert_eq!(call(ODD, 200, false).await.unwrap(), found);
    let error = call(ODD, 200, true).await.unwrap_err();
    assert_eq!(error.deviations().len(), 2);
    assert_eq!(error.body().unwrap(), ODD);
    assert!(error.to_string().contains("/results/1/id: missing"), "{error}");
    assert!(call(r#"{"results":[]}"#, 200, true).await.unwrap().is_empty());
    // A body that is no object is none of this answer, however it is read.
    assert!(matches!(call("[]", 200, false).await.unwrap_err(), Error::Decode(_)));
}

#[tokio::test]
async fn an_error_body_that_deviates_is_still_typed() {
    let error = call(r#"{"errorCode":{"n":1}}"#, 404, false).await.unwrap_err();
    assert_eq!(error.api_body::<Fault>().unwrap().code, "");
    assert_eq!(error.deviations()[0].pointer(), "/errorCode");
    assert_eq!(error.deviations()[0].kind(), DeviationKind::Other);
    assert_eq!(
        written(error.api_body::<Fault>().unwrap()),
        json!({"errorCode": {"n": 1}})
    );
}

#[test]
fn a_thousand_deviations_are_told_and_all_are_kept() {
    let json = Json::Array(vec![json!({"id": 5, "owner": null}); 1500]);
    let (page, deviations) = back::<Page>(&json!({ "results": json }));
    assert_eq!((deviations.len(), page.results.len()), (1000, 1500));
}

#[test]
fn what_came_goes_into_forms_and_queries_too() {
    let (thing, _) = lenient::<Thing>(r#"{"ratio":"half","owner":"o"}"#);
    let Some(Tree::Object(entries)) = Tree::of(&thing) else { panic!("an object") };
    let names: Vec<_> = entries.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["ratio", "owner"], "nothing of `id`, which did not come");
    assert_eq!(entries[0].1, Tree::Scalar("half".into()));
}
