//! A server for the checkpoints, and a client of it.

use atlas_sdk::auth::Bearer;
use atlas_sdk::operations::legacy_backup::ListGroupClusterBackupCheckpoints;
use atlas_sdk::runtime::RetryPolicy;
use atlas_sdk::{Client, ClientBuilder};
use mock::{Builder, Decision, Mock, Preference, Received, Reply, Running};
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use std::path::Path;

/// The project of the documented example.
pub(crate) const GROUP: &str = "32b6e34b3d91647abb20e7b8";

/// The media type of every answer.
pub(crate) const JSON: &str = "application/vnd.atlas.2025-03-12+json";

/// A server for `spec/atlas-checkpoints.yaml`, not started yet.
pub(crate) fn server() -> Builder {
    let spec =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/atlas-checkpoints.yaml");
    let mut found = Diagnostics::default();
    let described = oasmith::describe(&spec, &Config::default(), &mut found)
        .expect("our own description is valid");
    Mock::builder(described.api).document(described.document)
}

/// Starts a server.
pub(crate) async fn started(builder: Builder) -> Running {
    builder.start().await.expect("a port is free")
}

/// A server that gives this answer to every request that is as described.
pub(crate) async fn answering(reply: Reply) -> Running {
    started(server().hook(move |_| Decision::Reply(reply.clone()))).await
}

/// A server that gives the documented answer of this status.
pub(crate) async fn documented(status: u16) -> Running {
    let wanted = Preference { status: Some(status), ..Preference::default() };
    started(server().hook(move |_| Decision::Documented(wanted.clone()))).await
}

/// A client of the server without credentials and without retries.
pub(crate) fn builder(server: &Running) -> ClientBuilder {
    Client::builder().base_url(server.base_url()).retry(RetryPolicy::off())
}

/// A client of the server with a token.
pub(crate) fn client(server: &Running) -> Client {
    builder(server).auth(Bearer::new("token")).build().expect("the client can be built")
}

/// The call that all these tests make.
pub(crate) fn checkpoints(client: &Client) -> ListGroupClusterBackupCheckpoints {
    client.legacy_backup().list_group_cluster_backup_checkpoints(GROUP, "Cluster0")
}

/// The newest request, which the server found to be as described.
pub(crate) fn last(server: &Running) -> Received {
    let entry = server.journal().last().expect("the request arrived");
    assert_eq!(entry.violations, []);
    entry.request
}
