//! Lists the legacy backup checkpoints of a cluster: what a user of `atlas-sdk` writes.
//!
//! `cargo xtask demo` runs it against a server of its own. Against Atlas:
//!
//! ```sh
//! export MONGODB_ATLAS_CLIENT_ID=… MONGODB_ATLAS_CLIENT_SECRET=…
//! cargo run --package xtask --example checkpoints -- GROUP_ID CLUSTER_NAME
//! ```

use anyhow::Result;
use atlas_sdk::types::Checkpoint;
use atlas_sdk::{Client, auth::ServiceAccount};
use comfy_table::Table;
use std::fmt::Display;

/// The variable that names another server than Atlas.
const SERVER: &str = "ATLAS_BASE_URL";

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let group =
        arguments.next().unwrap_or_else(|| "32b6e34b3d91647abb20e7b8".to_owned());
    let cluster = arguments.next().unwrap_or_else(|| "Cluster0".to_owned());

    let mut client = Client::builder().auth(ServiceAccount::from_env()?);
    if let Ok(server) = std::env::var(SERVER) {
        client = client.base_url(server);
    }
    let client = client.build()?;

    #[allow(deprecated, reason = "Atlas marks the whole endpoint as deprecated")]
    let request = client
        .legacy_backup()
        .list_group_cluster_backup_checkpoints(group, cluster)
        .items_per_page(5);
    let mut checkpoints = request.items();

    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_FULL_CONDENSED);
    table.set_header(["checkpoint", "started", "completed", "restorable", "parts"]);
    let mut count = 0_usize;
    while let Some(checkpoint) = checkpoints.try_next().await? {
        table.add_row(row(&checkpoint));
        count = count.saturating_add(1);
    }
    println!("{table}\n{count} checkpoints");
    Ok(())
}

fn row(checkpoint: &Checkpoint) -> [String; 5] {
    let parts = checkpoint.parts.iter().flatten();
    let kinds: Vec<&str> = parts
        .filter_map(|part| part.type_name.as_ref())
        .map(|kind| kind.as_str())
        .collect();
    [
        text(checkpoint.id.as_ref()),
        text(checkpoint.started.as_ref()),
        text(checkpoint.completed.as_ref()),
        text(checkpoint.restorable.as_ref()),
        kinds.join(", "),
    ]
}

fn text(value: Option<&impl Display>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}
