//! A broken rule is an error that names parameter and rule, before anything is sent.

use crate::support::{GROUP, builder, checkpoints, client, server, started};
use atlas_sdk::Error;

#[tokio::test]
async fn each_rule_is_checked_before_anything_is_sent() {
    let server = started(server()).await;
    let client = client(&server);
    let group = "^([a-f0-9]{24})$";
    let name = "^[a-zA-Z0-9][a-zA-Z0-9-]*$";
    let of = |group: &str, name: &str| {
        client.legacy_backup().list_group_cluster_backup_checkpoints(group, name)
    };
    for (call, parameter, rule) in [
        (checkpoints(&client).items_per_page(0), "itemsPerPage", "1"),
        (checkpoints(&client).items_per_page(501), "itemsPerPage", "500"),
        (checkpoints(&client).items_per_page(i64::MIN), "itemsPerPage", "1"),
        (checkpoints(&client).page_num(0), "pageNum", "1"),
        (checkpoints(&client).page_num(-1), "pageNum", "1"),
        (of("not-an-id", "Cluster0"), "groupId", group),
        (of("", "Cluster0"), "groupId", ""),
        // 23 and 25 digits, capitals, a line end that `$` lets pass in some languages.
        (of("32b6e34b3d91647abb20e7b", "Cluster0"), "groupId", group),
        (of("32b6e34b3d91647abb20e7b8a", "Cluster0"), "groupId", group),
        (of("32B6E34B3D91647ABB20E7B8", "Cluster0"), "groupId", group),
        (of("32b6e34b3d91647abb20e7b8\n", "Cluster0"), "groupId", group),
        (of(GROUP, "-x"), "clusterName", name),
        (of(GROUP, "a/../b"), "clusterName", name),
        (of(GROUP, "a_b"), "clusterName", name),
        (of(GROUP, ""), "clusterName", ""),
    ] {
        let told = call.to_request().expect_err("the rule is broken").to_string();
        let error = call.await.expect_err("the rule is broken");
        let Error::Argument(broken) = &error else { panic!("{error:?}") };
        assert_eq!(broken.parameter, parameter);
        assert!(broken.rule.contains(rule), "{error}");
        assert!(error.to_string().contains(parameter), "{error}");
        assert_eq!(error.to_string(), told);
        assert!(!error.is_retryable() && error.status().is_none());
    }
    assert_eq!(server.journal().total(), 0);
    server.stop().await;
}

#[tokio::test]
async fn a_missing_credential_is_told_before_anything_is_sent() {
    let server = started(server()).await;
    let client = builder(&server).build().expect("the client can be built");
    let error = checkpoints(&client).await.expect_err("there is no credential");
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    // It names all that would do.
    for what in ["ServiceAccount", "Bearer", "DigestKey"] {
        assert!(error.to_string().contains(what), "{error}");
    }
    assert_eq!(server.journal().total(), 0);
    server.stop().await;
}
