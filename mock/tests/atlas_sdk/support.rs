//! A server for the checkpoints, and a client of it.

use atlas_sdk::Client;
use atlas_sdk::auth::Bearer;
use atlas_sdk::operations::legacy_backup::ListGroupClusterBackupCheckpoints;
use mock::{Builder, Decision, Mock, Reply, Running};
use oasmith::diagnostic::Diagnostics;
use std::path::Path;

/// The project of the documented example.
pub(crate) const GROUP: &str = "32b6e34b3d91647abb20e7b8";

/// The media type of every successful answer.
pub(crate) const JSON: &str = "application/vnd.atlas.2025-03-12+json";

/// A server for `spec/atlas-checkpoints.yaml`, not started yet.
pub(crate) fn server() -> Builder {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/atlas-checkpoints.yaml");
    let mut found = Diagnostics::default();
    let description = oasmith::describe(&spec, &mut found).expect("our own spec is valid");
    Mock::builder(description.api)
}

/// A server that gives this answer to every request that is as described.
pub(crate) async fn answering(reply: Reply) -> Running {
    let hook = move |_: &mock::Call<'_>| Decision::Reply(reply.clone());
    server().hook(hook).start().await.expect("a port is free")
}

/// A client of the server, with credentials and without retries.
pub(crate) fn client(server: &Running) -> Client {
    Client::builder()
        .base_url(server.base_url())
        .auth(Bearer::new("token"))
        .retries(0)
        .build()
        .expect("the client can be built")
}

/// The call that all these tests make.
pub(crate) fn checkpoints(client: &Client) -> ListGroupClusterBackupCheckpoints {
    client.legacy_backup().list_group_cluster_backup_checkpoints(GROUP, "Cluster0")
}
