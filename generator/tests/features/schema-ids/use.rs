//! Schemas with an `$id`: references in them are relative to it, and anchors are their own.

use crate::support::{last, server};
use feature_schema_ids::Client;
use feature_schema_ids::types::{Named, Plain, Tree};
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/schema-ids/spec.yaml");

#[test]
fn references_start_from_the_schema_that_they_are_in() {
    let value = json!({
        "leaf": { "color": "red" },
        "next": { "children": [{ "leaf": { "color": "blue" } }] },
        "plain": { "again": { "size": "small" } }
    });
    let tree: Tree = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&tree).expect("it encodes"), value);
    let color = tree.leaf.and_then(|leaf| leaf.color);
    assert_eq!(color.as_deref(), Some("red"));
    let children = tree.next.and_then(|next| next.children).unwrap_or_default();
    let color = children.first().and_then(|child| child.leaf.as_ref()?.color.clone());
    assert_eq!(color.as_deref(), Some("blue"));
}

#[test]
fn an_anchor_belongs_to_its_schema() {
    let plain: Plain = serde_json::from_value(json!({ "size": "small" })).expect("it decodes");
    assert_eq!(plain.size.as_deref(), Some("small"));
    let named: Named = serde_json::from_value(json!({ "leaf": { "size": 3 } })).expect("decodes");
    assert_eq!(named.leaf.and_then(|leaf| leaf.size), Some(3));
}

#[tokio::test]
async fn a_schema_may_be_referred_to_by_its_id() {
    let server = server(SPEC).start().await.expect("the server starts");
    let client = Client::builder().base_url(server.base_url()).build();
    let mut named = Named::default();
    named.name = Some("oak".to_owned());
    client.expect("the client can be built").general().echo(named).await.expect("it is taken");
    assert_eq!(crate::support::json(&last(&server)), json!({ "name": "oak" }));
}
