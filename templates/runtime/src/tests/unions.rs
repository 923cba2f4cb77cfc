use super::json::{lenient, read, written};
use super::sample::{Cat, Dog, Kind, Loose, Nest, Pet};
use serde_json::{Value as Json, json};

fn round(text: &str) -> (Pet, Json) {
    let pet: Pet = read(text).unwrap();
    let json = written(&pet);
    (pet, json)
}

#[test]
fn a_tag_tells_the_variant_wherever_it_stands() {
    for text in [r#"{"petType":"cat","lives":9}"#, r#"{"lives":9,"petType":"cat"}"#] {
        let (pet, json) = round(text);
        assert!(matches!(&pet, Pet::Cat(cat) if cat.lives == 9), "{pet:?}");
        assert_eq!(json, serde_json::from_str::<Json>(text).unwrap());
    }
    let (pet, json) = round(r#"{"petType":"kitten","lives":9}"#);
    assert!(matches!(pet, Pet::Cat(_)));
    assert_eq!(json["petType"], "kitten", "several tags of one variant are kept apart");
    let (pet, json) = round(r#"{"petType":"counts","a":1}"#);
    assert!(matches!(pet, Pet::Counts(_)));
    assert_eq!(json, json!({"petType": "counts", "a": 1}));
}

#[test]
fn a_tag_is_written_where_the_variant_has_none() {
    let cat = Pet::Cat(Cat { lives: 1, ..Cat::default() });
    assert_eq!(written(&cat), json!({"petType": "cat", "lives": 1}));
    let dog = Pet::Dog(Box::new(Dog { bark: Some(true), ..Dog::default() }));
    assert_eq!(written(&dog), json!({"petType": "dog", "bark": true}));
}

#[test]
fn an_unknown_tag_is_kept_as_it_is() {
    let (pet, deviations) = lenient::<Pet>(r#"{"petType":"fish","fins":[1,2]}"#);
    assert_eq!(
        deviations,
        [
            "the body: expected one of the described alternatives, found an object whose `petType` is `fish`"
        ]
    );
    let json = written(&pet);
    assert_eq!(pet, Pet::Unknown(json.clone()));
    assert_eq!(json, json!({"petType": "fish", "fins": [1, 2]}));
}

#[test]
fn a_fault_in_a_tagged_variant_names_its_place() {
    let (path, _) = read::<Pet>(r#"{"petType":"cat","lives":"x"}"#).unwrap_err();
    assert_eq!(path, "$.lives");
}

#[test]
fn the_best_match_wins() {
    let read = |json: Json| lenient::<Loose>(&json.to_string()).0;
    assert_eq!(read(json!("CONFIG_SERVER")), Loose::Kind(Kind::ConfigServer.into()));
    assert_eq!(read(json!(5)), Loose::Number(5));
    assert_eq!(read(json!(["a"])), Loose::Texts(vec!["a".into()]));
    assert_eq!(read(json!([1.5, 2])), Loose::Numbers(vec![1.5, 2.0]));
    assert!(matches!(read(json!({"id": "a"})), Loose::Thing(_)));
    assert_eq!(read(json!({"no": 1})), Loose::Unknown(json!({"no": 1})));
    assert_eq!(read(json!(true)), Loose::Unknown(json!(true)));
    assert_eq!(read(json!([1, "a"])), Loose::Unknown(json!([1, "a"])));
    for json in [json!("X"), json!([]), json!({"id": "a", "owner": null, "new": 1})] {
        assert_eq!(written(&read(json.clone())), json);
    }
}

#[test]
fn nested_unions_that_do_not_fit_take_no_exponential_time() {
    let mut json = json!({"list": [1, "not a number"]});
    for _ in 0..60 {
        json = json!({"inner": json, "extra": "e", "list": [1, "not a number"]});
    }
    let nest: Nest = read(&json.to_string()).unwrap();
    assert_eq!(written(&nest), json);
}
