//! Much of what a description may hold and nobody expects: names of every kind, keywords that
//! no Rust type can say, media types in several spellings.

use feature_odd::runtime::Binary;
use feature_odd::types::{Deep, Id};
use feature_odd::{Client, types};
use serde_json::{Value, json};

fn there_and_back(value: Value) -> Deep {
    let found: Deep = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&found).expect("it encodes"), value);
    found
}

fn with(name: &str, value: Value) -> Value {
    let mut all = json!({ "t": 1, "f": [null], "": "e" });
    all[name] = value;
    all
}

#[test]
fn properties_of_every_spelling_are_told_apart() {
    let found = there_and_back(json!({
        "t": null, "f": false, "": "nothing", "nothere": [1],
        "$ref": "r", "a\nb": "ab", "r#type": "0", "type": "1", "Type": "2", "TYPE": "3",
        "_type": "4", "type_": "5", "required": true, "examples": "x",
        "properties": { "properties": { "properties": 1 } }
    }));
    assert_eq!((found.r_type.as_deref(), found.r#type.as_deref()), (Some("0"), Some("1")));
    assert_eq!((found.type_pascal.as_deref(), found.type_upper.as_deref()), (Some("2"), Some("3")));
    assert_eq!((found.underscore_type.as_deref(), found.type_underscore.as_deref()), (Some("4"), Some("5")));
    assert_eq!(found.unknown.get("nothere"), Some(&json!([1])));
}

#[test]
fn what_no_type_says_is_kept_as_it_came() {
    for (name, value) in [
        ("inner", json!({ "up": { "t": 0, "f": 0, "": "" } })),
        ("ifelse", json!({ "a": 1, "b": "b" })),
        ("dyn", json!({ "any": [1, "x"] })),
        ("tuple", json!(["x", 7])),
        ("contains", json!([1, "x", null])),
        ("constnull", json!(null)),
        ("constobj", json!({ "a": 1 })),
        ("constarr", json!([1, 2])),
        ("enumempty", json!("x")),
        ("enummix", json!(1.5)),
        ("notstr", json!(3)),
        ("emptyany", json!({ "x": null })),
        ("nullonly", json!(null)),
        ("media", json!("aGk=")),
        ("pn", json!({ "a": 1, "c": 2 })),
        ("pp", json!({ "a1": "x", "b1": 2, "c1": true })),
        ("items", json!([[[{ "t": 1, "f": 2, "": "" }]], []])),
    ] {
        there_and_back(with(name, value));
    }
    for value in [json!("s"), json!(3), json!(true), json!(["a"]), json!({ "k": "v" }), json!(null)] {
        there_and_back(with("many", value));
    }
}

#[test]
fn schemas_may_be_called_as_they_like() {
    let mut default = types::DefaultModel::default();
    default.new = Some("n".to_owned());
    assert_eq!(serde_json::to_value(&default).expect("it encodes")["new"], "n");
    let some: types::SomeModel = serde_json::from_value(json!({ "a": 1 })).expect("it decodes");
    assert_eq!(serde_json::to_value(some).expect("it encodes"), json!({ "a": 1 }));
    let list: types::VecModel = serde_json::from_value(json!([{ "v": [] }])).expect("it decodes");
    assert_eq!(list.len(), 1);
    let found = feature_odd::runtime::Open::<types::ErrModel>::from("ERR");
    assert!(found.known().is_some());
}

#[test]
fn a_request_with_parameters_of_every_kind() {
    let client = Client::builder().build().expect("the client can be built");
    let request = client
        .ab()
        .get_x()
        .filter_name(vec!["a".to_owned(), "b".to_owned()])
        .query_filter_name("one")
        .c([("k".to_owned(), "v".to_owned())].into())
        .when("2025-05-04".into())
        .to_request()
        .expect("it can be built");
    assert_eq!(request.uri().path(), "/alt/x");
    let query = request.uri().query().unwrap_or_default();
    for pair in ["filter%5Bname%5D%5B%5D=a", "filter%5Bname%5D%5B%5D=b", "filter%5Bname%5D=one", "when=2025-05-04"] {
        assert!(query.split('&').any(|one| one == pair), "{pair}: {query}");
    }
    assert_eq!(request.headers()["cookie"], "k=v");
    let request = client.general().get_id(Id::from("a/b".to_owned())).to_request();
    let request = request.expect("it can be built");
    assert_eq!(request.uri(), "https://a.test:8443/v2/a%2Fb");
    let image = client.general().get_x().body(Binary::from(vec![1, 2, 3])).to_request();
    let image = image.expect("it can be built");
    assert_eq!(image.method(), "PUT");
}
