//! What servers announce, and what is behind an error: for callers that act on it.

use crate::support::{
    JSON, answering, checkpoints, client, documented, server, started,
};
use atlas_sdk::Error;
use atlas_sdk::runtime::Deprecation;
use mock::{Fault, FaultPlan, Reply, TOKEN_OPERATION, When};
use std::time::{Duration, SystemTime};

/// `Sun, 06 Nov 1994 08:49:37 GMT`, as RFC 9110 has it.
const DAY: Duration = Duration::from_secs(784_111_777);
const DAY_TEXT: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

#[tokio::test]
async fn the_end_of_things_is_told_with_answers_and_errors() {
    let day = SystemTime::UNIX_EPOCH + DAY;
    for (deprecation, since) in [
        ("@784111777", Some(Some(day))),
        (DAY_TEXT, Some(Some(day))),
        ("true", Some(None)),
        ("false", None),
    ] {
        let with = |reply: Reply| {
            reply.header("deprecation", deprecation).header("sunset", DAY_TEXT)
        };
        let server = answering(with(Reply::new(200, JSON, r#"{"results":[]}"#))).await;
        let page = checkpoints(&client(&server)).await.expect("the call succeeds");
        let found = page.deprecation().map(|Deprecation { since, .. }| since);
        assert_eq!((found, page.sunset()), (since, Some(day)));
        server.stop().await;
        let server = answering(with(Reply::empty(410))).await;
        let error = checkpoints(&client(&server)).await.expect_err("it is gone");
        let found = error.deprecation().map(|Deprecation { since, .. }| since);
        assert_eq!((found, error.sunset()), (since, Some(day)));
        assert!(error.is_gone());
        server.stop().await;
    }
    let server = answering(Reply::new(200, JSON, r#"{"results":[]}"#)).await;
    let page = checkpoints(&client(&server)).await.expect("the call succeeds");
    assert_eq!((page.deprecation(), page.sunset()), (None, None));
    server.stop().await;
}

#[tokio::test]
async fn a_version_that_is_gone_is_told_from_all_else() {
    for status in [401, 403, 404, 410, 429, 500] {
        let server = documented(status).await;
        let error = checkpoints(&client(&server)).await.expect_err("the server says no");
        assert_eq!(error.is_gone(), status == 410, "{status}");
        server.stop().await;
    }
}

#[tokio::test]
async fn limits_are_told_with_answers_and_errors() {
    let with = |reply: Reply| {
        let reply = reply.header("ratelimit-limit", "100");
        reply.header("ratelimit-remaining", "0").header("retry-after", "7")
    };
    let server = answering(with(Reply::new(200, JSON, r#"{"results":[]}"#))).await;
    let page = checkpoints(&client(&server)).await.expect("the call succeeds");
    let limit = page.rate_limit().expect("the server tells it");
    assert_eq!((limit.limit, limit.remaining), (Some(100), Some(0)));
    server.stop().await;
    let server = answering(with(Reply::empty(429))).await;
    let error = checkpoints(&client(&server)).await.expect_err("too many");
    let limit = error.rate_limit().expect("the server tells it");
    assert_eq!((limit.limit, limit.remaining), (Some(100), Some(0)));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert!(error.is_retryable());
    server.stop().await;
}

/// How many errors stand behind this one.
fn depth(error: &Error) -> usize {
    std::iter::successors(std::error::Error::source(error), |one| one.source()).count()
}

#[tokio::test]
async fn what_is_behind_an_error_can_be_asked_for() {
    let server = started(server()).await;
    let client = client(&server);
    server.stop().await;
    let error = checkpoints(&client).await.expect_err("nobody listens");
    assert_eq!(error.to_string(), "the server could not be reached");
    assert!(depth(&error) >= 2, "{error:?}");
    // Down to the system's own error.
    let behind =
        std::iter::successors(std::error::Error::source(&error), |one| one.source());
    let refused = behind.filter_map(|one| one.downcast_ref::<std::io::Error>());
    let kinds: Vec<_> = refused.map(std::io::Error::kind).collect();
    assert!(kinds.contains(&std::io::ErrorKind::ConnectionRefused), "{kinds:?}");
}

#[tokio::test]
async fn a_token_that_cannot_be_had_says_why() {
    let plan = FaultPlan::none().with_for(TOKEN_OPERATION, Fault::Reset, When::Always);
    let server = started(server().faults(plan)).await;
    let account = atlas_sdk::auth::ServiceAccount::new("id", "secret");
    let client = crate::support::builder(&server).auth(account).build();
    let client = client.expect("the client can be built");
    let error = checkpoints(&client).await.expect_err("there is no token");
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    assert!(depth(&error) >= 1, "{error:?}");
    assert_eq!(server.journal().of("listGroupClusterBackupCheckpoints").len(), 0);
    server.stop().await;
}

#[tokio::test]
async fn errors_of_an_answer_have_nothing_behind_them() {
    let server = documented(404).await;
    let error = checkpoints(&client(&server)).await.expect_err("the server says no");
    assert_eq!(depth(&error), 0);
    server.stop().await;
    let error = checkpoints(&client(&documented(404).await)).page_num(0).await;
    assert_eq!(depth(&error.expect_err("a broken rule")), 0);
}
