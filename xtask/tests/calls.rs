//! Calls that are given up, and answers in an envelope, on a real connection.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]
#![allow(deprecated, reason = "Atlas marks the whole endpoint as deprecated")]

mod common;

use atlas_sdk::Client;
use atlas_sdk::operations::legacy_backup::ListGroupClusterBackupCheckpoints;
use common::{LIST, PROJECT, client, server};
use mock::{Fault, FaultPlan, TOKEN_OPERATION, When};
use std::time::{Duration, Instant};

fn list(client: &Client) -> ListGroupClusterBackupCheckpoints {
    client.legacy_backup().list_group_cluster_backup_checkpoints(PROJECT, "Cluster0")
}

/// The call that asks for the token is given up while the others wait for it: one of them
/// asks in its place.
#[tokio::test]
async fn a_call_that_is_given_up_while_it_asks_for_a_token_holds_nobody_up() {
    let slow = Fault::Latency(Duration::from_secs(30));
    let plan = FaultPlan::none().with_for(TOKEN_OPERATION, slow, When::First(1));
    let server = server().faults(plan).start().await.unwrap();
    let client = client(&server).build().unwrap();
    let started = Instant::now();
    let asking = tokio::spawn(list(&client).send());
    while server.token_requests() == 0 && started.elapsed() < Duration::from_secs(10) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let waiting: Vec<_> = (0..20).map(|_| tokio::spawn(list(&client).send())).collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    asking.abort();
    assert!(asking.await.unwrap_err().is_cancelled());
    for call in waiting {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.token_requests(), 2);
    assert!(started.elapsed() < Duration::from_secs(25), "{:?}", started.elapsed());
}

#[tokio::test]
async fn calls_that_are_given_up_leave_nothing_behind() {
    let slow = Fault::Latency(Duration::from_secs(30));
    let plan = FaultPlan::none().with(slow, When::First(50));
    let server = server().faults(plan).start().await.unwrap();
    let client = client(&server).build().unwrap();
    let calls = (0..50).map(|_| {
        let call = list(&client).send();
        tokio::spawn(tokio::time::timeout(Duration::from_millis(500), call))
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        assert!(call.await.unwrap().is_err(), "nobody was answered");
    }
    let arrived = server.journal().of(LIST).len();
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(10) {
        // Those that did not reach the server in time leave a slow answer to these.
        let call = tokio::time::timeout(Duration::from_secs(1), list(&client).send());
        if call.await.is_ok_and(|answer| answer.is_ok()) {
            break;
        }
    }
    assert!(started.elapsed() < Duration::from_secs(10), "{arrived} arrived");
    // Nobody goes on with the calls that were given up.
    let before = server.journal().total();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(server.journal().total(), before);
}

/// `envelope=true` is for callers that see no status: this one sees the same either way.
#[tokio::test]
async fn an_envelope_changes_nothing_for_the_caller() {
    let gone = FaultPlan::none().with(Fault::Status(404), When::Nth(3));
    let server = server().collection(120).faults(gone).start().await.unwrap();
    let client = client(&server).build().unwrap();
    let plain = list(&client).items_per_page(50).await.unwrap().into_inner();
    let opened = list(&client).items_per_page(50).envelope(true).await.unwrap();
    assert_eq!(opened.status(), 200);
    // But for the links, which hold the query.
    assert!(opened.results == plain.results && opened.total_count == plain.total_count);
    assert!(opened.unknown.is_empty(), "{:?}", opened.unknown);
    assert_eq!(plain.results.len(), 50);
    let query = server.journal().last().unwrap().request.query;
    assert_eq!(query.as_deref(), Some("envelope=true&itemsPerPage=50"));
    let error = list(&client).envelope(true).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert!(error.api_body::<atlas_sdk::types::ApiError>().is_some(), "{error:?}");
    let items = list(&client).items_per_page(50).envelope(true).items();
    assert_eq!(items.try_collect().await.unwrap().len(), 120);
    assert_eq!(server.journal().violations(), []);
}
