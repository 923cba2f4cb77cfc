//! Every parameter goes out as documented, and not at all when it is not set.

use crate::support::{GROUP, JSON, checkpoints, client, server};

#[tokio::test]
async fn nothing_goes_out_that_was_not_set() {
    let server = server().start().await.expect("a port is free");
    checkpoints(&client(&server)).await.expect("the call succeeds");
    let entry = server.journal().last().expect("the request arrived");
    assert_eq!(entry.violations, []);
    assert_eq!(entry.request.method, "GET");
    let path = format!("/api/atlas/v2/groups/{GROUP}/clusters/Cluster0/backupCheckpoints");
    assert_eq!(entry.request.path, path);
    assert_eq!(entry.request.query_pairs(), []);
    assert_eq!(entry.request.header("accept").as_deref(), Some(JSON));
    assert_eq!(entry.request.header("authorization").as_deref(), Some("Bearer token"));
    server.stop().await;
}

#[tokio::test]
async fn each_parameter_goes_out_as_documented() {
    let server = server().start().await.expect("a port is free");
    let client = client(&server);
    let call = || checkpoints(&client);
    for (call, name, value) in [
        (call().envelope(false), "envelope", "false"),
        (call().include_count(false), "includeCount", "false"),
        (call().items_per_page(1), "itemsPerPage", "1"),
        (call().items_per_page(500), "itemsPerPage", "500"),
        (call().page_num(7), "pageNum", "7"),
        (call().pretty(true), "pretty", "true"),
    ] {
        call.await.expect("the call succeeds");
        let entry = server.journal().last().expect("the request arrived");
        assert_eq!(entry.violations, []);
        assert_eq!(entry.request.query_pairs(), [(name.to_owned(), value.to_owned())]);
    }
    server.stop().await;
}

#[tokio::test]
async fn the_params_struct_makes_the_same_request() {
    use atlas_sdk::operations::legacy_backup::{
        ListGroupClusterBackupCheckpoints, ListGroupClusterBackupCheckpointsParams,
    };
    let client = atlas_sdk::Client::builder()
        .auth(atlas_sdk::auth::Bearer::new("token"))
        .build()
        .expect("the client can be built");
    let mut params = ListGroupClusterBackupCheckpointsParams::new(GROUP, "Cluster0");
    params.page_num = Some(3);
    let stored = ListGroupClusterBackupCheckpoints::new(client.clone(), params);
    let built = checkpoints(&client).page_num(3);
    let (stored, built) = (
        stored.to_request().expect("the request can be built"),
        built.to_request().expect("the request can be built"),
    );
    assert_eq!(stored.uri(), built.uri());
    assert_eq!(
        built.uri(),
        &format!(
            "https://cloud.mongodb.com/api/atlas/v2/groups/{GROUP}/clusters/Cluster0/\
             backupCheckpoints?pageNum=3"
        )[..]
    );
}
