//! Operations that are told apart by something other than the path, and names of resources
//! that are several segments of it, as large providers have them.

use crate::support::{answering, json, last, server};
use feature_resources::Client;
use feature_resources::operations::general::run::RunXTarget;
use feature_resources::operations::general::start::StartAction;
use feature_resources::operations::general::stop::StopAction;
use feature_resources::types::Job;
use mock::{Reply, Running};

const SPEC: &str = concat!(env!("FEATURES"), "/resources/spec.yaml");

async fn started() -> (Running, Client) {
    let server = server(SPEC).start().await.expect("the server starts");
    let client = Client::builder().base_url(server.base_url()).build();
    (server, client.expect("the client can be built"))
}

#[tokio::test]
async fn a_name_may_be_several_segments_where_the_template_says_so() {
    let (server, client) = started().await;
    let api = client.general();
    api.get_by_name("operations/a b/7").await.expect("it is found");
    assert_eq!(last(&server).path, "/v1/operations/a%20b/7");
    api.list_things("projects/p/places/x").await.expect("it is found");
    assert_eq!(last(&server).path, "/v1/projects/p/places/x/things");
    api.get_file("a/b.txt").await.expect("it is found");
    assert_eq!(last(&server).path, "/v1/files/a/b.txt");
    // Elsewhere a slash is part of the value.
    api.cancel("operations/7").await.expect("it is found");
    assert_eq!(last(&server).path, "/v1/operations%2F7:cancel");
}

#[test]
fn a_name_of_several_segments_cannot_leave_its_place() {
    let client = Client::builder().build().expect("the client can be built");
    let api = client.general();
    let request = api.get_file("a?b#c%2F").to_request().expect("it can be built");
    assert_eq!(request.uri().path(), "/v1/files/a%3Fb%23c%252F");
    assert_eq!(request.uri().query(), None);
    for name in ["..", "../x", "a/../../x", "a/..", "./a", "a/./b"] {
        assert!(api.get_file(name).to_request().is_err(), "{name}");
    }
}

#[tokio::test]
async fn a_colon_before_a_declared_name_is_a_variable() {
    let (server, client) = started().await;
    client.general().colons(7, "me").await.expect("it is found");
    assert_eq!(last(&server).path, "/v1/users/7/me/:literal");
}

#[tokio::test]
async fn what_tells_items_of_one_path_apart_is_not_sent_in_it() {
    let (server, client) = started().await;
    let api = client.general();
    api.get_object("b", "k").await.expect("it is found");
    assert_eq!(last(&server).target(), "/v1/b/k");
    api.get_object_acl("b", "k", true).await.expect("it is found");
    assert_eq!(last(&server).target(), "/v1/b/k?acl=true");
    api.start(StartAction::Start).await.expect("it is found");
    assert_eq!(last(&server).target(), "/v1/?Action=Start");
    api.stop(StopAction::Stop).await.expect("it is found");
    assert_eq!(last(&server).target(), "/v1/?Action=Stop");
    let ids: Vec<_> = server.journal().entries().into_iter().map(|it| it.operation).collect();
    let ids: Vec<&str> = ids.iter().flatten().map(String::as_str).collect();
    assert_eq!(ids, ["getObject", "getObjectAcl", "start", "stop"]);
}

#[tokio::test]
async fn json_by_a_name_of_the_providers_own_is_typed() {
    let server = answering(SPEC, Reply::json(200, &serde_json::json!({ "size": 3 }))).await;
    let client = Client::builder().base_url(server.base_url()).build();
    let client = client.expect("the client can be built");
    let call = client.general().run(RunXTarget::JobsRun, Job::new(3));
    let call = call.time_less("1").time_greater("2").header_time("3").time("0");
    let job = call.await.expect("it is found");
    assert_eq!(job.size, 3);
    let request = last(&server);
    assert_eq!(json(&request), serde_json::json!({ "size": 3 }));
    assert_eq!(request.target(), "/v1/?Time=0&Time%3C=1&Time%3E=2");
    assert_eq!(request.header("x-target").as_deref(), Some("Jobs.Run"));
    assert_eq!(request.header("time").as_deref(), Some("3"));
    let sent = request.header("content-type");
    assert_eq!(sent.as_deref(), Some("application/x-amz-json-1.1"));
}
