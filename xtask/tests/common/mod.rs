//! What the tests of the SDK share: a server for its description, and a client.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]
#![allow(unreachable_pub, reason = "a module of several test crates")]

use atlas_sdk::auth::ServiceAccount;
use atlas_sdk::runtime::RetryPolicy;
use atlas_sdk::{Client, ClientBuilder};
use mock::{Builder, Credentials, Mock, Running};
use oasmith::diagnostic::Diagnostics;
use std::path::Path;
use std::time::Duration;

pub const PROJECT: &str = "32b6e34b3d91647abb20e7b8";
pub const LIST: &str = "listGroupClusterBackupCheckpoints";

/// A server for the description that the SDK was made from.
pub fn server() -> Builder {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/atlas-checkpoints.yaml");
    let mut found = Diagnostics::default();
    let config = oasmith::config::Config::default();
    let described = oasmith::describe(&path, &config, &mut found).unwrap();
    Mock::builder(described.api).credentials(Credentials::any().client("id", "hunter2"))
}

pub fn client(server: &Running) -> ClientBuilder {
    let policy = RetryPolicy::default()
        .waits(Duration::from_millis(2), Duration::from_millis(20));
    Client::builder()
        .base_url(server.base_url())
        .auth(ServiceAccount::new("id", "hunter2"))
        .retry(policy)
}
