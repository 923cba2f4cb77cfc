//! What the programs that judges are asked with share: a line a case on standard output.

#![allow(dead_code, reason = "not every program uses all of it")]

use atlas_sdk::{Client, Error, types::PaginatedCheckpoints};

/// What a case came to; the text says what went wrong.
pub(crate) type Verdict = Result<(), String>;

/// Says what became of a case, on one line.
pub(crate) fn verdict(case: &str, found: Verdict) {
    match found {
        Ok(()) => println!("ok {case}"),
        Err(why) => println!("failed {case}: {}", why.replace('\n', " ")),
    }
}

/// An error with its causes.
pub(crate) fn told(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(one) = cause {
        text.push_str(&format!(": {one}"));
        cause = one.source();
    }
    text
}

/// Whether an error says this.
pub(crate) fn says(found: Result<PaginatedCheckpoints, Error>, what: &str) -> Verdict {
    match found {
        Ok(_) => Err("it was let in".to_owned()),
        Err(error) if told(&error).contains(what) => Ok(()),
        Err(error) => Err(told(&error)),
    }
}

/// An environment variable that the task sets.
pub(crate) fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// The one call that the SDK of this repository has. The name of the cluster tells the
/// judge which case it is.
pub(crate) async fn call(
    client: &Client,
    case: &str,
) -> Result<PaginatedCheckpoints, Error> {
    const GROUP: &str = "32b6e34b3d91647abb20e7b8";
    #[allow(deprecated, reason = "Atlas marks the whole endpoint as deprecated")]
    let request =
        client.legacy_backup().list_group_cluster_backup_checkpoints(GROUP, case);
    Ok(request.page_num(2).await?.into_inner())
}

/// Calls that must succeed, one after the other.
pub(crate) async fn in_a_row(client: &Client, case: &str, count: usize) -> Verdict {
    for number in 1..=count {
        let answer = call(client, case).await;
        counted(answer).map_err(|why| format!("call {number}: {why}"))?;
    }
    Ok(())
}

/// Calls that must succeed, all at the same time.
pub(crate) async fn at_once(
    client: &Client,
    case: &'static str,
    count: usize,
) -> Verdict {
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { counted(call(&client, case).await) })
        })
        .collect();
    for one in calls {
        one.await.map_err(|error: tokio::task::JoinError| error.to_string())??;
    }
    Ok(())
}

/// Whether the page is the one that judges send.
pub(crate) fn counted(answer: Result<PaginatedCheckpoints, Error>) -> Verdict {
    let page = answer.map_err(|error| told(&error))?;
    same(page.total_count, Some(7))
}

/// Whether two things are the same.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Verdict {
    if found == expected {
        return Ok(());
    }
    Err(format!("expected {expected:?}, found {found:?}"))
}
