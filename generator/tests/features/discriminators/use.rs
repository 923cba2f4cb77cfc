//! Discriminators as real descriptions have them: half mapped, inherited, nested, left out.

use feature_discriminators::types::{BlobOutput, Output, 
    All, Constant, Enumerated, Inherited, Nested, Node, Partial, Text, Untagged,
};
use serde_json::{Value, json};

fn there_and_back(value: Value) -> All {
    let found: All = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&found).expect("it encodes"), value);
    found
}

#[test]
fn a_variant_without_a_value_of_its_own_goes_by_its_name() {
    let found = there_and_back(json!({ "partial": { "kind": "words", "text": "t" } }));
    assert!(matches!(found.partial, Some(Partial::Text(_))));
    let found = there_and_back(json!({ "partial": { "kind": "Number", "number": 1 } }));
    assert!(matches!(found.partial, Some(Partial::Number(_))));
    let found = there_and_back(json!({ "partial": { "kind": "else", "number": 1 } }));
    assert!(matches!(found.partial, Some(Partial::Unknown(_))));
    there_and_back(json!({ "byFile": { "kind": "n", "number": 1.5 } }));
    there_and_back(json!({ "byFile": { "kind": "gone", "anything": [1] } }));
}

#[test]
fn a_tag_that_the_parent_declares() {
    for (tag, is_red) in [("red", true), ("crimson", true), ("blue", false)] {
        let found = there_and_back(json!({ "inherited": { "@type": tag, "red": 1 } }));
        assert_eq!(matches!(found.inherited, Some(Inherited::Red(_))), is_red, "{tag}");
    }
}

#[test]
fn a_parent_that_lists_its_children() {
    let found = there_and_back(json!({
        "node": { "type": "branch", "id": 1, "children": [
            { "type": "leaf", "value": "v" }, { "type": "branch", "children": [] }, { "type": "new" }
        ] }
    }));
    let Some(Node::Branch(branch)) = found.node else { panic!("no branch") };
    let children = branch.children.as_deref().unwrap_or_default();
    assert!(matches!(children, [Node::Leaf(_), Node::Branch(_), Node::Unknown(_)]));
}

#[test]
fn a_variant_that_is_a_union() {
    let found = there_and_back(json!({ "nested": { "kind": "flag", "on": true } }));
    assert!(matches!(found.nested, Some(Nested::Flag(_))));
    let found = there_and_back(json!({ "nested": { "kind": "words", "text": "t" } }));
    let Some(Nested::Partial(partial)) = found.nested else { panic!("{found:?}") };
    assert!(matches!(*partial, Partial::Text(_)));
    let found = there_and_back(json!({ "nested": { "kind": "Number", "number": 2 } }));
    let Some(Nested::Partial(partial)) = found.nested else { panic!("{found:?}") };
    assert!(matches!(*partial, Partial::Number(_)));
}

#[test]
fn a_tag_that_is_left_out_or_in_no_variant() {
    let found: Untagged = serde_json::from_value(json!({ "steps": 1 })).expect("it decodes");
    assert!(matches!(found, Untagged::Near(_)));
    // What the server left out is left out on the way back, too.
    let sent = serde_json::to_value(&found).expect("it encodes");
    assert_eq!(sent, json!({ "steps": 1 }));
    let found = there_and_back(json!({ "untagged": { "distance": "Far", "miles": 1 } }));
    assert!(matches!(found.untagged, Some(Untagged::Far(_))));
}

#[test]
fn tags_that_only_their_values_tell() {
    for op in ["add", "replace"] {
        let found = there_and_back(json!({ "enumerated": { "op": op, "value": "v" } }));
        assert!(matches!(found.enumerated, Some(Enumerated::WithOp(_))));
    }
    let found = there_and_back(json!({ "enumerated": { "op": "remove" } }));
    assert!(matches!(found.enumerated, Some(Enumerated::Remove(_))));
    let found = there_and_back(json!({ "constant": { "is": "b", "size": 1 } }));
    assert!(matches!(found.constant, Some(Constant::B(_))));
}

#[test]
fn in_lists_in_maps_and_perhaps_null() {
    there_and_back(json!({
        "listed": [{ "kind": "words" }, { "kind": "Number" }],
        "keyed": { "a": { "kind": "words", "text": "t" } },
        "perhaps": null
    }));
    there_and_back(json!({ "perhaps": { "kind": "Text", "text": "t" } }));
}

#[test]
fn a_variant_made_by_hand_is_sent_with_its_tag() {
    let mut text = Text::default();
    text.text = Some("t".to_owned());
    let sent = serde_json::to_value(Partial::from(text)).expect("it encodes");
    assert_eq!(sent, json!({ "kind": "words", "text": "t" }));
}

#[test]
fn an_alternative_may_say_its_tag_itself() {
    let found = there_and_back(json!({
        "output": { "type": "Example.Storage/Queue", "name": "n", "queue": "q" }
    }));
    assert!(matches!(found.output, Some(Output::QueueOutput(_))));
    let mut blob = BlobOutput::default();
    blob.container = Some("c".to_owned());
    let sent = serde_json::to_value(Output::from(blob)).expect("it encodes");
    assert_eq!(sent, json!({ "type": "Example.Storage/Blob", "container": "c" }));
}
