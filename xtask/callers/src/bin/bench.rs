//! The same work through `atlas-sdk` and by hand: `cargo xtask bench` runs this once for each
//! and compares what it costs.
//!
//! Takes what to do (`sdk` or `hand`), which work (`nothing`, `calls`, `decode`, `encode`),
//! how often, and the server's address.

#![allow(deprecated, reason = "Atlas marks the whole endpoint as deprecated")]

use anyhow::{Context, Result, bail};
use atlas_sdk::types::PaginatedCheckpoints;
use atlas_sdk::{Client, auth::Bearer};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::hint::black_box;

const PROJECT: &str = "32b6e34b3d91647abb20e7b8";
const MEDIA_TYPE: &str = "application/vnd.atlas.2025-03-12+json";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [who, work, times, server] = arguments.as_slice() else {
        bail!("who, which work, how often and the server are needed")
    };
    let times: u32 = times.parse().context("how often is no number")?;
    // One and the same page, whatever the server: of as many checkpoints as Atlas gives.
    let text = page_text(500)?;
    match (who.as_str(), work.as_str()) {
        (_, "nothing") => Ok(()),
        ("sdk", "calls") => calls_by_sdk(server, times).await,
        ("hand", "calls") => calls_by_hand(server, times).await,
        // What the SDK does with the body of an answer.
        ("sdk", "decode") => decode(&text, times, |body| {
            Ok(atlas_sdk::runtime::parse_webhook::<PaginatedCheckpoints>(body)?)
        }),
        ("hand", "decode") => {
            decode(&text, times, |body| Ok(serde_json::from_slice::<Page>(body)?))
        }
        ("sdk", "encode") => encode::<PaginatedCheckpoints>(&text, times),
        ("hand", "encode") => encode::<Page>(&text, times),
        _ => bail!("no such work"),
    }
}

async fn calls_by_sdk(server: &str, times: u32) -> Result<()> {
    let client =
        Client::builder().base_url(server).auth(Bearer::new("token")).build()?;
    for _ in 0..times {
        let page = client
            .legacy_backup()
            .list_group_cluster_backup_checkpoints(PROJECT, "Cluster0")
            .items_per_page(20)
            .await?;
        black_box(page.into_inner().results.len());
    }
    Ok(())
}

async fn calls_by_hand(server: &str, times: u32) -> Result<()> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let path = format!(
        "{server}/api/atlas/v2/groups/{PROJECT}/clusters/Cluster0/backupCheckpoints"
    );
    for _ in 0..times {
        let response = client
            .get(format!("{path}?itemsPerPage=20"))
            .header("accept", MEDIA_TYPE)
            .header("user-agent", "by-hand/1.0")
            .bearer_auth("token")
            .send()
            .await?
            .error_for_status()?;
        let page: Page = serde_json::from_slice(&response.bytes().await?)?;
        black_box(page.results.len());
    }
    Ok(())
}

fn decode<T>(text: &str, times: u32, read: impl Fn(&[u8]) -> Result<T>) -> Result<()> {
    for _ in 0..times {
        black_box(read(black_box(text.as_bytes()))?);
    }
    Ok(())
}

fn encode<T: DeserializeOwned + Serialize>(text: &str, times: u32) -> Result<()> {
    let page: T = serde_json::from_str(text)?;
    for _ in 0..times {
        black_box(serde_json::to_vec(black_box(&page))?);
    }
    Ok(())
}

/// A page of this many checkpoints.
fn page_text(checkpoints: usize) -> Result<String> {
    let link = || Link {
        href: Some("https://cloud.mongodb.com/api/atlas".into()),
        rel: Some("self".into()),
    };
    let checkpoint = |number: usize| Checkpoint {
        cluster_id: Some(PROJECT.to_owned()),
        completed: Some("2025-05-04T09:42:00Z".to_owned()),
        group_id: Some(PROJECT.to_owned()),
        id: Some(format!("{number:024x}")),
        links: Some(vec![link()]),
        parts: Some(vec![Part {
            replica_set_name: Some("atlas-abc-shard-0".to_owned()),
            shard_name: Some("shard-0".to_owned()),
            token_discovered: Some(true),
            token_timestamp: Some(TokenTimestamp {
                date: Some("2025-05-04T09:42:00Z".to_owned()),
                increment: Some(1_199_145_600),
            }),
            type_name: Some(TypeName::ReplicaSet),
        }]),
        restorable: Some(true),
        started: Some("2025-05-04T09:42:00Z".to_owned()),
        timestamp: Some("2025-05-04T09:42:00Z".to_owned()),
    };
    let page = Page {
        links: Some(vec![link()]),
        results: (0..checkpoints).map(checkpoint).collect(),
        total_count: i32::try_from(checkpoints).ok(),
    };
    Ok(serde_json::to_string(&page)?)
}

// What one writes by hand: what this API has, and nothing of what it may get.

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Vec<Link>>,
    results: Vec<Checkpoint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_count: Option<i32>,
}

#[derive(Serialize, Deserialize)]
struct Link {
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rel: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Checkpoint {
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Vec<Link>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<Part>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restorable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    #[serde(skip_serializing_if = "Option::is_none")]
    replica_set_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shard_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_discovered: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_timestamp: Option<TokenTimestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    type_name: Option<TypeName>,
}

#[derive(Serialize, Deserialize)]
struct TokenTimestamp {
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    increment: Option<i32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum TypeName {
    ReplicaSet,
    ConfigServer,
    ConfigServerReplicaSet,
}
