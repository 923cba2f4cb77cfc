//! Calls from code that is not async: the feature `blocking`.

use crate::support::{builder, checkpoints, server, started};
use atlas_sdk::auth::{Bearer, DigestKey, ServiceAccount};
use atlas_sdk::{ClientBuilder, Error};
use mock::{Builder, Running};
use std::time::Duration;

/// A server on threads of its own, for a test that is not async.
fn beside(server: Builder) -> (tokio::runtime::Runtime, Running) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let server = runtime.block_on(started(server));
    (runtime, server)
}

#[test]
fn calls_items_and_errors_where_the_code_is_not_async() {
    let (runtime, server) = beside(server().collection(45).page_size(20));
    let with: [fn(ClientBuilder) -> ClientBuilder; 3] = [
        |it| it.auth(Bearer::new("token")),
        |it| it.auth(DigestKey::new("public", "private")),
        |it| it.auth(ServiceAccount::new("id", "secret")),
    ];
    for add in with {
        let client = add(builder(&server)).build().expect("the client can be built");
        let page = checkpoints(&client).items_per_page(7).send_blocking();
        assert_eq!(page.expect("the call succeeds").results.len(), 7);
        let items = checkpoints(&client).items_per_page(20).items().into_blocking();
        let items: Vec<_> = items.map(|item| item.expect("it comes")).collect();
        assert_eq!(items.len(), 45);
        let error = checkpoints(&client).page_num(0).send_blocking();
        assert!(matches!(error, Err(Error::Argument(_))), "{error:?}");
    }
    runtime.block_on(server.stop());
    let client = Bearer::new("token");
    let client =
        atlas_sdk::Client::builder().base_url("http://127.0.0.1:1").auth(client);
    let client = client.retry(atlas_sdk::runtime::RetryPolicy::off());
    let client = client.build().expect("the client can be built");
    let mut items = checkpoints(&client).items().into_blocking();
    assert!(matches!(items.next(), Some(Err(Error::Transport(_)))));
    assert!(items.next().is_none(), "an error ends it");
}

#[test]
fn many_threads_share_a_client() {
    let (runtime, server) = beside(server());
    let client = builder(&server).auth(ServiceAccount::new("id", "secret"));
    let client = client.timeout(Duration::from_secs(60)).build();
    let client = client.expect("the client can be built");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    checkpoints(&client).send_blocking().expect("the call succeeds");
                }
            });
        }
    });
    assert_eq!(server.token_requests(), 1);
    assert_eq!(server.journal().of("listGroupClusterBackupCheckpoints").len(), 40);
    runtime.block_on(server.stop());
}

#[tokio::test]
async fn a_blocking_call_inside_async_code_is_an_error_and_no_deadlock() {
    let server = started(server()).await;
    let client = builder(&server).auth(Bearer::new("token")).build();
    let client = client.expect("the client can be built");
    let error = checkpoints(&client).send_blocking().expect_err("await it instead");
    assert!(matches!(error, Error::Build(_)), "{error:?}");
    assert!(error.to_string().contains("await"), "{error}");
    assert_eq!(server.journal().total(), 0);
    server.stop().await;
}
