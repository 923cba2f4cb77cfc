//! What the server answers is what the caller sees, and nothing of it is lost.

use crate::support::{GROUP, JSON, answering, checkpoints, client, server, started};
use atlas_sdk::runtime::Open;
use atlas_sdk::types::checkpoint_part::CheckpointPartTypeName;
use atlas_sdk::types::{ApiError, Checkpoint, PaginatedCheckpoints};
use mock::Reply;
use serde_json::{Value, json};

#[tokio::test]
async fn the_documented_example_decodes_field_by_field_and_encodes_equal() {
    let server = started(server()).await;
    let page = checkpoints(&client(&server)).await.expect("the call succeeds");
    let base = "https://cloud.mongodb.com/api/atlas";
    let time = "2025-05-04T09:42:00Z";
    assert_eq!(page.total_count, Some(42));
    let link = &page.links.as_deref().unwrap_or_default()[0];
    assert_eq!((link.href.as_deref(), link.rel.as_deref()), (Some(base), Some("self")));
    let [checkpoint] = page.results.as_slice() else { panic!("{page:?}") };
    for id in [&checkpoint.id, &checkpoint.group_id, &checkpoint.cluster_id] {
        assert_eq!(id.as_deref(), Some(GROUP));
    }
    for moment in [&checkpoint.completed, &checkpoint.started, &checkpoint.timestamp] {
        assert_eq!(moment.as_ref().map(|moment| moment.as_str()), Some(time));
    }
    assert_eq!(checkpoint.restorable, Some(true));
    let [part] = checkpoint.parts.as_deref().unwrap_or_default() else {
        panic!("{page:?}")
    };
    assert_eq!(part.replica_set_name.as_deref(), Some("string"));
    assert_eq!(part.shard_name.as_deref(), Some("string"));
    assert_eq!(part.token_discovered, Some(true));
    assert_eq!(part.type_name, Some(CheckpointPartTypeName::ReplicaSet.into()));
    let token = part.token_timestamp.as_ref().expect("the token's time is there");
    assert_eq!(token.date.as_ref().map(|moment| moment.as_str()), Some(time));
    assert_eq!(token.increment, Some(1_199_145_600));

    let again = serde_json::to_value(&*page).expect("it encodes");
    let example =
        server.api().operations[0].responses[0].contents[0].examples[0].clone();
    assert_eq!(again, example);
    server.stop().await;
}

#[tokio::test]
async fn what_this_version_does_not_know_survives() {
    let body = json!({
        "results": [{ "parts": [{ "typeName": "A_LATER_KIND", "later": [1, null] }] }],
        "later": { "deep": true }
    });
    let server = answering(Reply::new(200, JSON, body.to_string())).await;
    let page =
        checkpoints(&client(&server)).await.expect("the call succeeds").into_inner();
    let part = &page.results[0].parts.as_deref().unwrap_or_default()[0];
    assert_eq!(part.type_name, Some(Open::Unknown("A_LATER_KIND".to_owned())));
    assert_eq!(serde_json::to_value(&page).expect("it encodes"), body);
    server.stop().await;
}

#[tokio::test]
async fn status_and_headers_stay_with_the_page() {
    let body = json!({ "results": [] }).to_string();
    let reply =
        Reply::new(200, "Application/Vnd.Atlas.2025-03-12+JSON; charset=utf-8", body)
            .header("RateLimit-Limit", "100")
            .header("RateLimit-Remaining", "7");
    let server = answering(reply).await;
    let page = checkpoints(&client(&server)).await.expect("the call succeeds");
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["ratelimit-remaining"], "7");
    server.stop().await;
}

#[test]
fn a_page_is_also_plain_serde() {
    let value: Value = json!({ "results": [], "totalCount": 0 });
    let page: PaginatedCheckpoints =
        serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&page).expect("it encodes"), value);
    // What a server sent that is not as described can be stored and read again, too.
    let value = json!({ "totalCount": "none" });
    let page: PaginatedCheckpoints =
        serde_json::from_value(value.clone()).expect("it is read as far as it goes");
    assert_eq!(serde_json::to_value(&page).expect("it encodes"), value);
}

#[tokio::test]
async fn an_envelope_is_opened() {
    let page = json!({ "results": [{ "id": GROUP }], "totalCount": 1 });
    let mut beside = page.clone();
    beside["status"] = json!(200);
    for body in [json!({ "status": 200, "content": page }), beside] {
        let server = answering(Reply::new(200, JSON, body.to_string())).await;
        let found = checkpoints(&client(&server)).envelope(true).await;
        let found = found.expect("the call succeeds");
        assert_eq!(found.status(), 200);
        assert_eq!(serde_json::to_value(&*found).expect("it encodes"), page);
        server.stop().await;
    }
    // The status in the envelope is the true one.
    let fault = json!({ "status": 404, "content": { "error": 404, "errorCode": "NO" } });
    let server = answering(Reply::new(200, JSON, fault.to_string())).await;
    let error = checkpoints(&client(&server)).envelope(true).await;
    let error = error.expect_err("there is nothing");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let body = error.api_body::<ApiError>().expect("the body is the documented one");
    assert_eq!(body.error_code.as_deref(), Some("NO"));
    server.stop().await;
}

#[tokio::test]
async fn what_was_read_can_be_written_and_read_again() {
    let server = started(server().collection(25)).await;
    let client = client(&server);
    let all = checkpoints(&client).items().try_collect().await.expect("they all come");
    assert_eq!(all.len(), 25);
    for checkpoint in all {
        let text = serde_json::to_string(&checkpoint).expect("it encodes");
        let again: Checkpoint = serde_json::from_str(&text).expect("it decodes");
        assert_eq!(again, checkpoint);
    }
    server.stop().await;
}
