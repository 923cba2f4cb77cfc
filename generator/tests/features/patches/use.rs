//! Patches say by their media type what they mean: none stands for another. And the value
//! that Kubernetes calls `int-or-string`.

use crate::support::{answering, json, last};
use feature_patches::Client;
use feature_patches::operations::general::{PatchPodBody, PatchTypedBody};
use feature_patches::runtime::Nullable;
use feature_patches::types::inner::InnerPatch;
use feature_patches::types::thing::ThingPatch;
use feature_patches::types::{OnlyPatch, Step, pod::PodPatch, step::StepOp};
use mock::{Reply, Running};
use serde_json::json;
use std::collections::BTreeMap;

const SPEC: &str = concat!(env!("FEATURES"), "/patches/spec.yaml");

async fn started(reply: Reply) -> (Running, Client) {
    let server = answering(SPEC, reply).await;
    let client = Client::builder().base_url(server.base_url()).build();
    (server, client.expect("the client can be built"))
}

#[tokio::test]
async fn a_json_patch_is_a_list_though_its_schema_says_object() {
    let pod = json!({ "port": 8080, "ports": ["http", 1], "size": "50%" });
    let (server, client) = started(Reply::json(200, &pod)).await;
    let steps = json!([{ "op": "remove", "path": "/spec" }]);
    let body = PatchPodBody::JsonPatchJson(steps.clone());
    let found = client.general().patch_pod("p", body).await.expect("it is taken");
    assert_eq!(serde_json::to_value(&*found).expect("it encodes"), pod);
    let request = last(&server);
    assert_eq!(json(&request), steps);
    assert_eq!(request.header("content-type").as_deref(), Some("application/json-patch+json"));
}

#[tokio::test]
async fn each_kind_of_patch_can_be_chosen() {
    let (server, client) = started(Reply::json(200, &json!({}))).await;
    let patch = || BTreeMap::from([("spec".to_owned(), json!({ "a": null }))]);
    for (body, media_type) in [
        (PatchPodBody::MergePatchJson(patch()), "application/merge-patch+json"),
        (PatchPodBody::StrategicMergePatchJson(patch()), "application/strategic-merge-patch+json"),
    ] {
        client.general().patch_pod("p", body).await.expect("it is taken");
        let request = last(&server);
        assert_eq!(json(&request), json!({ "spec": { "a": null } }));
        assert_eq!(request.header("content-type").as_deref(), Some(media_type));
    }
}

#[tokio::test]
async fn a_patch_that_is_described_is_typed() {
    let (server, client) = started(Reply::empty(204)).await;
    let step = Step::new(StepOp::Remove, "/port");
    let steps = PatchTypedBody::JsonPatchJson(vec![step]);
    client.general().patch_typed("p", steps).await.expect("it is taken");
    assert_eq!(json(&last(&server)), json!([{ "op": "remove", "path": "/port" }]));
    let mut pod = PodPatch::default();
    pod.port = Some(Nullable::Value(8080.into()));
    let pod = PatchTypedBody::MergePatchJson(pod.into());
    client.general().patch_typed("p", pod).await.expect("it is taken");
    let request = last(&server);
    assert_eq!(json(&request), json!({ "port": 8080 }));
    assert_eq!(request.header("content-type").as_deref(), Some("application/merge-patch+json"));
}

#[tokio::test]
async fn null_takes_away_what_a_merge_patch_may_leave_out() {
    let (server, client) = started(Reply::empty(204)).await;
    let mut inner = InnerPatch::default();
    inner.size = Some(Nullable::Null);
    let mut thing = ThingPatch::new("k");
    thing.note = Some(Nullable::Null);
    thing.inner = Some(Nullable::Value(inner.into()));
    thing.parts = Some(Nullable::Value([("a".to_owned(), Nullable::Null)].into()));
    thing.list = Some(Nullable::Null);
    client.general().patch_thing("t", thing).await.expect("it is taken");
    let sent = json(&last(&server));
    let expected = json!({
        "kind": "k", "note": null, "inner": { "size": null }, "parts": { "a": null }, "list": null
    });
    assert_eq!(sent, expected);
    let mut only = OnlyPatch::default();
    only.note = Some(Nullable::Null);
    client.general().merge_only("t", only).await.expect("it is taken");
    assert_eq!(json(&last(&server)), json!({ "note": null }));
}
