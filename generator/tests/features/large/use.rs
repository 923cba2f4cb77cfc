//! Sizes that real descriptions reach: values, properties, depth.

use feature_large::runtime::Open;
use feature_large::types::{Choice, Large};
use serde_json::{Value, json};

#[test]
fn a_thousand_values() {
    for index in [0, 1, 499, 999] {
        let text = format!("value_{index}");
        let choice: Open<Choice> = text.parse().expect("any text is a choice");
        assert!(choice.known().is_some(), "{text}");
        assert_eq!(choice.as_str(), text);
    }
    assert_eq!(Open::<Choice>::from("value_1000").known(), None);
}

#[test]
fn fifteen_hundred_properties() {
    let wide: serde_json::Map<String, Value> = (0..1500)
        .map(|index| {
            let value = [json!("t"), json!(index), json!(true), json!(0.5)];
            (format!("property{index}"), value[index % 4].clone())
        })
        .collect();
    let value = json!({ "wide": wide });
    let large: Large = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&large).expect("it encodes"), value);
    let wide = large.wide.expect("it is there");
    assert_eq!((wide.property1, wide.property1499), (Some(1), Some(0.5)));
    assert!(wide.unknown.is_empty());
}

#[test]
fn a_hundred_levels() {
    let (mut deep, mut lists) = (json!("end"), json!(1));
    for level in (1..=100).rev() {
        deep = json!({ (format!("d{level}")): deep });
        lists = json!([lists]);
    }
    let value = json!({ "deep": deep, "lists": lists });
    let large: Large = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&large).expect("it encodes"), value);
}
