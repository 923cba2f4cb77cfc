//! Types that hold themselves, directly and through others.

use feature_recursion::types::{Forest, Node};
use serde_json::json;

#[test]
fn recursive_values_come_back_as_they_were() {
    let value = json!({
        "node": { "value": 1, "left": { "value": 2 }, "right": { "value": 3, "left": { "value": 4 } } },
        "listed": { "children": [{ "children": [] }, {}] },
        "expression": { "left": 1, "right": { "left": 2, "right": 3 } },
        "ping": { "pong": { "ping": { "pong": {} } } },
        "value": { "a": ["b", { "c": "d" }] },
        "impossible": { "again": { "note": "end" } }
    });
    let forest: Forest = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&forest).expect("it encodes"), value);
    let node = forest.node.as_ref().expect("the node is there");
    let left = node.left.as_ref().expect("its left is there");
    assert_eq!(left.value, 2);
    assert_eq!(forest, forest.clone());
}

#[test]
fn a_blank_recursive_type_is_finite() {
    assert!(Node::default().left.is_none());
}

#[test]
fn endless_depth_is_an_error_and_no_crash() {
    let text = format!("{}{}", r#"{"value":1,"left":"#.repeat(100_000), "null");
    assert!(serde_json::from_str::<Node>(&text).is_err());
}
