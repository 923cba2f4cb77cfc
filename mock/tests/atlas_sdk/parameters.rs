//! Every parameter goes out as documented, and not at all when it is not set.

use crate::support::{GROUP, JSON, checkpoints, client, last, server, started};
use atlas_sdk::operations::legacy_backup::{
    ListGroupClusterBackupCheckpoints, ListGroupClusterBackupCheckpointsParams,
};

/// The path of the documented example.
const PATH: &str =
    "/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/clusters/Cluster0/backupCheckpoints";

#[tokio::test]
async fn nothing_goes_out_that_was_not_set() {
    let server = started(server()).await;
    checkpoints(&client(&server)).await.expect("the call succeeds");
    let request = last(&server);
    assert_eq!(request.method, "GET");
    assert_eq!(request.path, PATH);
    assert_eq!(request.query, None);
    assert!(request.body.is_empty());
    assert_eq!(request.header("accept").as_deref(), Some(JSON));
    assert_eq!(request.header("authorization").as_deref(), Some("Bearer token"));
    // Nothing beside what a request must have, the name of the crate, and how the answer
    // may be compressed.
    let mut names: Vec<&str> =
        request.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["accept", "accept-encoding", "authorization", "host", "user-agent"]
    );
    server.stop().await;
}

#[tokio::test]
async fn each_parameter_goes_out_as_documented() {
    let server = started(server()).await;
    let client = client(&server);
    let call = || checkpoints(&client);
    for (call, query) in [
        (call().envelope(true), "envelope=true"),
        (call().envelope(false), "envelope=false"),
        (call().include_count(true), "includeCount=true"),
        (call().include_count(false), "includeCount=false"),
        (call().items_per_page(1), "itemsPerPage=1"),
        (call().items_per_page(500), "itemsPerPage=500"),
        (call().page_num(1), "pageNum=1"),
        (call().page_num(7), "pageNum=7"),
        (call().pretty(true), "pretty=true"),
        (call().pretty(false), "pretty=false"),
    ] {
        call.await.expect("the call succeeds");
        assert_eq!(last(&server).query.as_deref(), Some(query));
    }
    server.stop().await;
}

#[tokio::test]
async fn all_parameters_go_out_together_in_the_documented_order() {
    let server = started(server()).await;
    let call = checkpoints(&client(&server))
        .pretty(true)
        .page_num(2)
        .items_per_page(3)
        .include_count(false)
        .envelope(false);
    call.await.expect("the call succeeds");
    let query = "envelope=false&includeCount=false&itemsPerPage=3&pageNum=2&pretty=true";
    assert_eq!(last(&server).query.as_deref(), Some(query));
    server.stop().await;
}

#[tokio::test]
async fn each_cluster_name_that_the_rule_allows_is_a_path_of_its_own() {
    let server = started(server()).await;
    let client = client(&server);
    for name in ["a", "9", "Cluster-0", "a--", "Z9-z"] {
        client
            .legacy_backup()
            .list_group_cluster_backup_checkpoints(GROUP, name)
            .await
            .expect("the call succeeds");
        let path = PATH.replace("Cluster0", name);
        assert_eq!(last(&server).path, path);
    }
    server.stop().await;
}

#[test]
fn the_params_struct_makes_the_same_request_and_sends_nothing() {
    let client = atlas_sdk::Client::builder().build().expect("the client can be built");
    let mut params = ListGroupClusterBackupCheckpointsParams::new(GROUP, "Cluster0");
    params.page_num = Some(3);
    let stored = ListGroupClusterBackupCheckpoints::new(client.clone(), params.clone());
    let built = checkpoints(&client).page_num(3);
    for call in [&stored, &built] {
        let request = call.to_request().expect("the request can be built");
        assert_eq!(request.method(), "GET");
        let uri = format!("https://cloud.mongodb.com{PATH}?pageNum=3");
        assert_eq!(request.uri(), uri.as_str());
        assert_eq!(request.headers()["accept"], JSON);
    }
    assert_eq!(format!("{:?}", built.into_params()), format!("{params:?}"));
}

#[tokio::test]
async fn query_parameters_that_are_not_described_go_along() {
    let server = started(server()).await;
    let mut params = ListGroupClusterBackupCheckpointsParams::new(GROUP, "Cluster0");
    params.extra_query.insert("later & more".to_owned(), "a/b ü");
    let call = ListGroupClusterBackupCheckpoints::new(client(&server), params);
    // The server knows no such parameter and says so: what matters is that it arrived.
    let _ = call.await;
    let entry = server.journal().last().expect("the request arrived");
    let pair = ("later & more".to_owned(), "a/b ü".to_owned());
    assert_eq!(entry.request.query_pairs(), [pair]);
    server.stop().await;
}
