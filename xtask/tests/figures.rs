//! What the SDK promises in numbers, kept on a real connection: one token request for any
//! number of calls, and each item of a collection once however the network behaves.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]
#![allow(deprecated, reason = "Atlas marks the whole endpoint as deprecated")]

mod common;

use atlas_sdk::Client;
use atlas_sdk::auth::{MemoryTokenStore, ServiceAccount, Token, TokenStore};
use atlas_sdk::runtime::{BoxFuture, RetryPolicy};
use common::{LIST, PROJECT, client, server};
use mock::{Fault, FaultPlan, TOKEN_OPERATION, When};
use std::collections::BTreeSet;
use std::time::Duration;

/// Calls at the same time, all of which must fare well.
async fn call(client: &Client, calls: usize) {
    let tasks: Vec<_> = (0..calls)
        .map(|_| {
            let list = client
                .legacy_backup()
                .list_group_cluster_backup_checkpoints(PROJECT, "Cluster0");
            tokio::spawn(list.send())
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
}

/// The server has ended the token: every call is refused, and one asks for the next.
#[tokio::test]
async fn a_thousand_calls_with_a_token_that_was_ended_ask_for_one() {
    let server = server().start().await.unwrap();
    let client = client(&server).build().unwrap();
    call(&client, 1).await;
    assert_eq!(server.token_requests(), 1);
    server.expire_tokens();
    call(&client, 1000).await;
    assert_eq!(server.token_requests(), 2);
    assert_eq!(server.journal().violations(), []);
    server.stop().await;
}

/// A store that another process has left a token in, which is past its time by now.
#[derive(Debug, Default)]
struct OldToken {
    kept: MemoryTokenStore,
}

impl TokenStore for OldToken {
    fn load<'a>(
        &'a self,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<Token>, atlas_sdk::Error>> {
        Box::pin(async move {
            let old = Token::new("old", Duration::ZERO, Some(Duration::from_secs(3600)));
            Ok(self.kept.load(key).await?.or(Some(old)))
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a str,
        token: &'a Token,
    ) -> BoxFuture<'a, Result<(), atlas_sdk::Error>> {
        self.kept.save(key, token)
    }

    fn remove<'a>(
        &'a self,
        key: &'a str,
    ) -> BoxFuture<'a, Result<(), atlas_sdk::Error>> {
        self.kept.remove(key)
    }
}

/// The token is past its time: no call is sent with it, and one asks for the next.
#[tokio::test]
async fn a_thousand_calls_with_a_token_past_its_time_ask_for_one() {
    let server = server().start().await.unwrap();
    let account = ServiceAccount::new("id", "hunter2").store(OldToken::default());
    let client = Client::builder().base_url(server.base_url()).auth(account);
    call(&client.build().unwrap(), 1000).await;
    assert_eq!(server.token_requests(), 1);
    // The old token never left: no call was refused.
    assert_eq!(server.journal().of(LIST).len(), 1000);
    assert!(server.journal().of(LIST).iter().all(|entry| entry.status == Some(200)));
    server.stop().await;
}

/// Reads the whole collection under a plan of faults, in pages of 20, and gives back how
/// many faults there were.
async fn read_all(plan: FaultPlan, attempts: u32) -> usize {
    const ITEMS: usize = 10_000;
    let server = server().collection(ITEMS).faults(plan).seed(7).start().await.unwrap();
    let policy = RetryPolicy::default()
        .attempts(attempts)
        .waits(Duration::from_millis(2), Duration::from_millis(20));
    let client = client(&server).retry(policy).build().unwrap();
    let items = client
        .legacy_backup()
        .list_group_cluster_backup_checkpoints(PROJECT, "Cluster0")
        .items_per_page(20)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(items.len(), ITEMS);
    let ids: BTreeSet<_> =
        items.iter().map(|item| item.id.as_deref().unwrap()).collect();
    assert_eq!(ids.len(), ITEMS);
    assert_eq!(server.journal().violations(), []);
    let entries = server.journal().entries();
    assert!(
        entries.iter().any(|entry| entry.operation.as_deref() == Some(TOKEN_OPERATION))
    );
    server.stop().await;
    entries.iter().filter(|entry| entry.fault.is_some()).count()
}

/// A plan in which each of these faults hits this share of the requests.
fn plan(share: f64) -> FaultPlan {
    let now = Fault::TooManyRequests { retry_after: Duration::ZERO };
    [now, Fault::Status(503), Fault::Reset, Fault::ResetMidBody]
        .into_iter()
        .fold(FaultPlan::none(), |plan, fault| {
            plan.with(fault, When::Probability(share))
        })
}

/// One request in twenty fails: the SDK as it is set up without being told hides it.
#[tokio::test]
async fn ten_thousand_items_arrive_once_each_though_one_request_in_twenty_fails() {
    let faults = read_all(plan(0.05 / 4.0), RetryPolicy::default().attempts).await;
    assert!(faults > 15, "{faults}");
}

/// One in twenty of each kind, which is nearly one in five.
#[tokio::test]
async fn ten_thousand_items_arrive_once_each_though_one_request_in_five_fails() {
    let faults = read_all(plan(0.05), 8).await;
    assert!(faults > 80, "{faults}");
}
