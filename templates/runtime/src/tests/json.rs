use super::sample::{Counts, Kind, Level, Page, Thing};
use crate::runtime::json::{self, Side, decode, encode};
use crate::runtime::{Nullable, Open, Rules, Value, validate};
use serde_json::{Value as Json, json};

pub(super) fn read<T: Value + Default>(text: &str) -> Result<T, (String, String)> {
    let mut value = T::default();
    decode(text.as_bytes(), &mut value).map(|()| value).map_err(|f| (f.path, f.message))
}

/// As answers are read: the value, and each deviation in words.
pub(super) fn lenient<T: Value + Default>(text: &str) -> (T, Vec<String>) {
    let mut value = T::default();
    let deviations = json::read(text.as_bytes(), &mut value).unwrap();
    (value, deviations.iter().map(ToString::to_string).collect())
}

pub(super) fn written(value: &dyn Value) -> Json {
    serde_json::from_slice(&encode(value, Side::Anyone).unwrap()).unwrap()
}

#[test]
fn whole_values_come_back_equal() {
    let given = json!({
        "results": [{
            "id": "abcd", "typeName": "REPLICA_SET", "level": 10, "at": "2025-05-04T09:42:00Z",
            "ratio": 0.1, "note": null, "owner": "me", "parts": [{"id": "x", "owner": null}],
            "labels": {"a": "b"}, "wide": 7, "small": -3, "any": {"deep": [1, null]},
            "next": {"id": "y", "owner": null}, "later": {"new": [true]},
        }],
        "totalCount": 42, "links": [],
    });
    let page: Page = read(&given.to_string()).unwrap();
    assert_eq!(written(&page), given);
    let thing = &page.results[0];
    assert_eq!(thing.kind, Some(Kind::ReplicaSet.into()));
    assert_eq!(thing.level, Some(Level::High.into()));
    assert_eq!(thing.note, Some(Nullable::Null));
    assert_eq!(page.clone(), page);
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    let text = r#"{"id":"a","owner":null,"typeName":null}"#;
    let (thing, deviations) = lenient::<Thing>(text);
    assert_eq!(deviations, ["/typeName: expected a string, found null"]);
    assert_eq!((&thing.note, &thing.owner), (&None, &Nullable::Null));
    assert_eq!(thing.kind, None, "a null for what is only optional is nothing");
    assert_eq!(written(&thing), serde_json::from_str::<Json>(text).unwrap());
    let thing: Thing = read(r#"{"id":"a","note":"n","owner":"o"}"#).unwrap();
    assert_eq!(thing.note, Some(Nullable::Value("n".into())));
}

#[test]
fn unknown_enum_values_are_kept() {
    let text = r#"{"id":"a","typeName":"SHARD","level":3,"owner":null}"#;
    let thing: Thing = read(text).unwrap();
    assert_eq!(thing.kind, Some("SHARD".into()));
    assert_eq!(thing.level, Some(3.into()));
    assert_eq!(written(&thing), serde_json::from_str::<Json>(text).unwrap());
    assert_eq!(Open::from("CONFIG_SERVER"), Kind::ConfigServer);
    assert_eq!(Open::from(Kind::ConfigServer).to_string(), "CONFIG_SERVER");
}

#[test]
fn numbers_keep_every_digit() {
    for number in ["0.1", "1e300", "5e-324", "-0.0", "123456.789", "0.30000000000000004"]
    {
        let thing: Thing = read(&format!(r#"{{"id":"a","ratio":{number}}}"#)).unwrap();
        let exact: f64 = number.parse().unwrap();
        assert_eq!(thing.ratio.unwrap().to_bits(), exact.to_bits());
        let again: Thing = read(&written(&thing).to_string()).unwrap();
        assert_eq!(again.ratio.unwrap().to_bits(), exact.to_bits());
    }
    let text =
        r#"{"id":"a","ratio":2.0,"wide":170141183460469231731687303715884105727}"#;
    let thing: Thing = read(text).unwrap();
    assert_eq!(thing.wide, Some(i128::MAX));
    let text = String::from_utf8(encode(&thing, Side::Anyone).unwrap()).unwrap();
    assert!(
        text.contains(r#""ratio":2,"#),
        "a whole float is written as an integer: {text}"
    );
    assert!(text.contains("170141183460469231731687303715884105727"), "{text}");
    let thing: Thing = read(r#"{"id":"a","small":7.0}"#).unwrap();
    assert_eq!(thing.small, Some(7));
}

#[test]
fn a_fault_names_its_place() {
    let cases = [
        (r#"{"results":[{"id":"a"},{"id":5}]}"#, "$.results[1].id"),
        (
            r#"{"results":[{"id":"a","parts":[{"id":"b","typeName":1}]}]}"#,
            "$.results[0].parts[0].typeName",
        ),
        (r#"{"results":[{"id":"a","labels":{"x.y":1}}]}"#, "$.results[0].labels"),
        (r#"{"results":[{"id":"a","small":3000000000}]}"#, "$.results[0].small"),
        (r#"{"results":[{"id":"a","small":1.5}]}"#, "$.results[0].small"),
        (r#"{"results":[{"id":null}]}"#, "$.results[0].id"),
        (r#"{"results":[{}]}"#, "$.results[0]"),
        (r#"{"totalCount":1}"#, "$"),
        (r#"{"results":[]} x"#, "$"),
        (r#"[]"#, "$"),
    ];
    for (text, path) in cases {
        assert_eq!(read::<Page>(text).unwrap_err().0, path, "{text}");
    }
    let (path, message) =
        read::<Thing>(r#"{"id":"a","password":{"x":"hunter2"}}"#).unwrap_err();
    assert_eq!(path, "$.password");
    assert!(!message.contains("hunter2"));
}

#[cfg(feature = "serde")]
#[test]
fn serde_reads_and_writes_the_same() {
    let given = json!({ "results": [{ "id": "a", "owner": null }], "later": 1 });
    let page: Page = serde_json::from_value(given.clone()).unwrap();
    assert_eq!(serde_json::to_value(&page).unwrap(), given);
    // What was received and stored can be read again.
    let odd = r#"{"results":[{"id":5,"owner":null}]}"#;
    let page: Page = serde_json::from_str(odd).unwrap();
    assert_eq!(serde_json::to_string(&page).unwrap(), odd);
    let error = serde_json::from_str::<Page>("[]").unwrap_err();
    assert!(error.to_string().contains("expected an object, found a list"), "{error}");
}

#[test]
fn a_list_that_is_null_is_empty() {
    let (page, deviations) = lenient::<Page>(r#"{"results":null}"#);
    assert!(page.results.is_empty());
    assert_eq!(deviations, ["/results: expected a list, found null"]);
    assert_eq!(written(&page), json!({"results": null}));
}

#[test]
fn typed_additional_properties_are_read() {
    let counts: Counts = read(r#"{"name":"n","a":1,"b":2}"#).unwrap();
    assert_eq!(counts.additional_properties.get("b"), Some(&2));
    assert_eq!(read::<Counts>(r#"{"a":"x"}"#).unwrap_err().0, "$.a");
    assert_eq!(written(&counts), json!({"name": "n", "a": 1, "b": 2}));
}

#[test]
fn deep_json_is_an_error() {
    let deep = format!("{}{}", r#"{"id":"a","next":"#.repeat(5000), "}".repeat(5000));
    assert!(read::<Thing>(&deep).is_err());
    assert!(read::<Thing>(&"[".repeat(100_000)).is_err());
    let fair = format!(
        "{}{{\"id\":\"a\"}}{}",
        r#"{"id":"a","next":"#.repeat(120),
        "}".repeat(120)
    );
    read::<Thing>(&fair).unwrap();
    let mut thing = Thing::default();
    for _ in 0..1000 {
        thing = Thing { next: Some(Box::new(thing)), ..Thing::default() };
    }
    assert!(encode(&thing, Side::Anyone).is_err());
}

#[test]
fn requests_leave_out_what_only_the_server_sends() {
    let mut thing =
        Thing { id: "a".into(), at: Some("2025-05-04".into()), ..Thing::default() };
    thing.password = Some("hunter2".into());
    let text = String::from_utf8(encode(&thing, Side::Server).unwrap()).unwrap();
    assert_eq!(text, r#"{"id":"a","owner":null,"password":"hunter2"}"#);
    let shown = format!("{thing:?}");
    assert!(!shown.contains("hunter2") && shown.contains("[secret]"), "{shown}");
    thing.ratio = Some(f64::NAN);
    assert!(encode(&thing, Side::Server).is_err());
}

#[test]
fn rules_name_the_place_and_the_rule() {
    let page: Page =
        read(r#"{"results":[{"id":"abcd"},{"id":"x"}],"totalCount":1}"#).unwrap();
    let broken = validate(&page, &Rules::NONE).unwrap_err();
    assert_eq!(broken.path, "results[1].id");
    assert_eq!(broken.rule, "must match `^[a-f0-9]{4}$`");
    let page: Page = read(r#"{"results":[],"totalCount":-1}"#).unwrap();
    assert_eq!(validate(&page, &Rules::NONE).unwrap_err().rule, "must be at least 0");
}

#[test]
fn lists_of_values_or_null_are_serde_values_too() {
    let json = r#"[1,null,{"a":[null]}]"#;
    let list: Vec<Nullable<Json>> = serde_json::from_str(json).unwrap();
    assert!(matches!(list.as_slice(), [Nullable::Value(_), Nullable::Null, _]));
    assert_eq!(serde_json::to_string(&list).unwrap(), json);
    let map: std::collections::BTreeMap<String, Nullable<i64>> =
        serde_json::from_str(r#"{"a":null,"b":2}"#).unwrap();
    assert_eq!(map["b"], Nullable::Value(2));
    assert!(serde_json::from_str::<Nullable<i64>>("\"x\"").is_err());
}
