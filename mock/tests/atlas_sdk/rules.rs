//! A broken rule is an error that names parameter and rule, before anything is sent.

use crate::support::{GROUP, checkpoints, client, server};
use atlas_sdk::Error;

#[tokio::test]
async fn each_rule_is_checked_before_anything_is_sent() {
    let server = server().start().await.expect("a port is free");
    let client = client(&server);
    let backup = client.legacy_backup();
    for (call, parameter, rule) in [
        (checkpoints(&client).items_per_page(0), "itemsPerPage", "1"),
        (checkpoints(&client).items_per_page(501), "itemsPerPage", "500"),
        (checkpoints(&client).page_num(0), "pageNum", "1"),
        (
            backup.list_group_cluster_backup_checkpoints("not-an-id", "Cluster0"),
            "groupId",
            "^([a-f0-9]{24})$",
        ),
        (
            backup.list_group_cluster_backup_checkpoints(GROUP, "-x"),
            "clusterName",
            "^[a-zA-Z0-9][a-zA-Z0-9-]*$",
        ),
        (backup.list_group_cluster_backup_checkpoints(GROUP, ""), "clusterName", ""),
    ] {
        let error = call.await.expect_err("the rule is broken");
        let Error::Argument(broken) = &error else { panic!("{error:?}") };
        assert_eq!(broken.parameter, parameter);
        assert!(broken.rule.contains(rule), "{error}");
    }
    assert_eq!(server.journal().total(), 0);
    server.stop().await;
}
