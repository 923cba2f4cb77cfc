//! Calls without end through `atlas-sdk`, in every way that a call can go: `cargo xtask soak`
//! runs this against a server of its own and watches how much memory it takes.
//!
//! Takes the server's address, how many calls to make, how many at a time and how many
//! samples to tell of; writes a line with the number of calls made so far for each sample.

#![allow(deprecated, reason = "Atlas marks the whole endpoint as deprecated")]

use anyhow::{Context, Result, bail};
use atlas_sdk::runtime::{RequestOptions, RetryPolicy};
use atlas_sdk::{Client, Error, auth::ServiceAccount};
use std::io::BufRead;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const PROJECT: &str = "32b6e34b3d91647abb20e7b8";

/// How calls ended.
#[derive(Default)]
struct Tally {
    pages: AtomicUsize,
    items: AtomicUsize,
    dropped: AtomicUsize,
    refused: AtomicUsize,
    failed: AtomicUsize,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [server, numbers @ ..] = arguments.as_slice() else { bail!("no server given") };
    let numbers: Vec<usize> = numbers
        .iter()
        .map(|number| number.parse())
        .collect::<Result<_, _>>()
        .context("not a number")?;
    let [calls, at_once, samples] = *numbers else { bail!("three numbers are needed") };

    let policy = RetryPolicy::default()
        .waits(Duration::from_millis(1), Duration::from_millis(10));
    let account = ServiceAccount::new("soak-client", "soak-secret");
    let client =
        Client::builder().base_url(server).auth(account).retry(policy).build()?;
    let tally = Arc::new(Tally::default());
    let mut made = 0_usize;
    for sample in 1..=samples.max(1) {
        let goal = calls.saturating_mul(sample).checked_div(samples.max(1)).unwrap_or(0);
        make_calls(&client, &tally, made..goal, at_once).await?;
        made = goal;
        println!("{made}");
        // Whoever watches takes the sample while nothing is under way, and says so.
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
    }
    let read = |count: &AtomicUsize| count.load(Ordering::Relaxed);
    println!(
        "{} pages, {} items by stream, {} calls dropped half-way, {} refused before \
         sending, {} failed in the end",
        read(&tally.pages),
        read(&tally.items),
        read(&tally.dropped),
        read(&tally.refused),
        read(&tally.failed),
    );
    Ok(())
}

/// Makes the calls with these numbers, some at a time.
async fn make_calls(
    client: &Client,
    tally: &Arc<Tally>,
    numbers: std::ops::Range<usize>,
    at_once: usize,
) -> Result<()> {
    let next = Arc::new(AtomicUsize::new(numbers.start));
    let workers: Vec<_> = (0..at_once.max(1))
        .map(|_| {
            let (client, tally, next) =
                (client.clone(), Arc::clone(tally), Arc::clone(&next));
            let end = numbers.end;
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= end {
                        return Ok::<(), Error>(());
                    }
                    make_call(&client, &tally, number).await?;
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await??;
    }
    Ok(())
}

/// One call; its number says which way it goes.
async fn make_call(client: &Client, tally: &Tally, number: usize) -> Result<(), Error> {
    let count = |counter: &AtomicUsize, by| {
        counter.fetch_add(by, Ordering::Relaxed);
    };
    let project = if number % 20 == 1 { "not a project" } else { PROJECT };
    let list = client
        .legacy_backup()
        .list_group_cluster_backup_checkpoints(project, "Cluster0")
        .items_per_page(5);
    let outcome = match number % 20 {
        0 => list
            .items()
            .at_most(12)
            .try_collect()
            .await
            .map(|items| count(&tally.items, items.len())),
        2 => {
            let call = list.send();
            // Long enough to be on its way, too short to be answered every time.
            match tokio::time::timeout(Duration::from_micros(300), call).await {
                Err(_) => {
                    count(&tally.dropped, 1);
                    Ok(())
                }
                Ok(answer) => answer.map(|_| count(&tally.pages, 1)),
            }
        }
        3 => {
            let options = RequestOptions::new().header("x-number", number.to_string());
            list.options(options).await.map(|_| count(&tally.pages, 1))
        }
        _ => list.await.map(|_| count(&tally.pages, 1)),
    };
    match outcome {
        Ok(()) => {}
        Err(Error::Argument(_)) => count(&tally.refused, 1),
        // The server makes faults on purpose: what is left of them after the retries, and
        // bodies that are cut short.
        Err(error) if error.is_retryable() || matches!(error, Error::Decode(_)) => {
            count(&tally.failed, 1);
        }
        Err(error) => return Err(error),
    }
    Ok(())
}
