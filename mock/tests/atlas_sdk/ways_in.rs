//! What a user can put in the place of what the crate brings, and set for all calls or one.

use crate::support::{GROUP, JSON, builder, checkpoints, last, server, started};
use atlas_sdk::auth::Bearer;
use atlas_sdk::operations::legacy_backup::ListGroupClusterBackupCheckpointsParams;
use atlas_sdk::runtime::{
    Attempt, Body, BoxFuture, Context, Middleware, Next, Request as _, RequestOptions,
    RetryPolicy, Transport,
};
use atlas_sdk::{Client, ClientBuilder, Error};
use http::{Request, Response};
use mock::{Fault, FaultPlan, When};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

fn built(builder: ClientBuilder) -> Client {
    builder.auth(Bearer::new("token")).build().expect("the client can be built")
}

/// A `reqwest` client as the crate's own: it follows no redirects.
fn reqwest() -> reqwest::ClientBuilder {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none())
}

#[tokio::test]
async fn an_own_reqwest_client_carries_the_calls() {
    let server = started(server()).await;
    let headers = [("x-by".parse().expect("a name"), "mine".parse().expect("a value"))];
    let own = reqwest().default_headers(headers.into_iter().collect());
    let own = own.build().expect("the client can be built");
    let client = built(builder(&server).reqwest(own));
    checkpoints(&client).await.expect("the call succeeds");
    assert_eq!(last(&server).header("x-by").as_deref(), Some("mine"));
    server.stop().await;
}

#[tokio::test]
async fn a_proxy_carries_the_calls() {
    // The server stands in for the proxy: it gets requests for a host that there is not.
    let server = started(server()).await;
    let proxy = reqwest::Proxy::all(server.origin()).expect("that is an address");
    let own = reqwest().proxy(proxy).build().expect("the client can be built");
    let client = built(Client::builder().base_url("http://atlas.invalid").reqwest(own));
    checkpoints(&client).await.expect("the call succeeds");
    assert_eq!(last(&server).header("host").as_deref(), Some("atlas.invalid"));
    server.stop().await;
}

/// A transport that answers by itself and keeps what it was given.
#[derive(Clone, Default)]
struct Own(Arc<Mutex<Vec<String>>>);

impl Transport for Own {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, Error>> {
        let text = format!("{} {}", request.method(), request.uri());
        self.0.lock().expect("no test failed here").push(text);
        let mut response = Response::new(Body::from(r#"{"results":[]}"#.to_owned()));
        response.headers_mut().insert("content-type", JSON.parse().expect("a value"));
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn an_own_transport_carries_the_calls() {
    let own = Own::default();
    let client = built(Client::builder().transport(own.clone()));
    let page = checkpoints(&client).page_num(2).await.expect("the call succeeds");
    assert_eq!(page.results, []);
    let seen = own.0.lock().expect("no test failed here").clone();
    let path =
        format!("/api/atlas/v2/groups/{GROUP}/clusters/Cluster0/backupCheckpoints");
    assert_eq!(seen, [format!("GET https://cloud.mongodb.com{path}?pageNum=2")]);
}

/// A middleware that leaves its name in a header and counts.
#[derive(Clone)]
struct Named(&'static str, Arc<Mutex<Vec<String>>>);

impl Middleware for Named {
    fn handle<'a>(
        &'a self,
        mut request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<Body>, Error>> {
        let context = request.extensions().get::<Context>().expect("calls have it");
        assert_eq!(context.operation.id, "listGroupClusterBackupCheckpoints");
        assert_eq!(request.headers().get("authorization"), None);
        assert_eq!(request.extensions().get::<Attempt>(), None);
        self.1.lock().expect("no test failed here").push(self.0.to_owned());
        let value = self.0.parse().expect("a value");
        request.headers_mut().append("x-passed", value);
        Box::pin(async move {
            let mut response = next.run(request).await?;
            let value = self.0.parse().expect("a value");
            response.headers_mut().append("x-back", value);
            Ok(response)
        })
    }
}

#[tokio::test]
async fn middleware_stands_around_the_call_with_all_its_attempts() {
    let plan = FaultPlan::none().with(Fault::Status(503), When::First(2));
    let server = started(server().faults(plan)).await;
    let seen = Arc::default();
    let patient = RetryPolicy::default().waits(Duration::ZERO, Duration::ZERO);
    let client = built(
        builder(&server)
            .retry(patient)
            .middleware(Named("inner", Arc::clone(&seen)))
            .middleware(Named("outer", Arc::clone(&seen))),
    );
    let page = checkpoints(&client).await.expect("the third attempt succeeds");
    assert_eq!(*seen.lock().expect("no test failed here"), ["outer", "inner"]);
    assert_eq!(server.journal().total(), 3);
    assert_eq!(last(&server).header("x-passed").as_deref(), Some("outer, inner"));
    let back: Vec<_> = page.headers().get_all("x-back").iter().collect();
    assert_eq!(back, ["inner", "outer"]);
    server.stop().await;
}

/// A middleware that lets nothing pass.
struct Refusing;

impl Middleware for Refusing {
    fn handle<'a>(
        &'a self,
        _: Request<Body>,
        _: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<Body>, Error>> {
        Box::pin(std::future::ready(Err(Error::transport("not today", None, false))))
    }
}

#[tokio::test]
async fn middleware_may_refuse_a_call() {
    let server = started(server()).await;
    let client = built(builder(&server).middleware(Refusing));
    let error = checkpoints(&client).await.expect_err("nothing passes");
    assert_eq!(error.to_string(), "not today");
    assert_eq!(server.journal().total(), 0);
    server.stop().await;
}

#[tokio::test]
async fn the_base_address_may_have_a_path_and_a_slash() {
    for (base, address) in [
        ("http://127.0.0.1:1", "http://127.0.0.1:1/api/atlas/v2/"),
        ("http://127.0.0.1:1/", "http://127.0.0.1:1/api/atlas/v2/"),
        ("https://proxy.example/atlas", "https://proxy.example/atlas/api/atlas/v2/"),
        ("https://proxy.example/atlas/", "https://proxy.example/atlas/api/atlas/v2/"),
        ("http://[::1]:8080", "http://[::1]:8080/api/atlas/v2/"),
    ] {
        let client = built(Client::builder().base_url(base));
        assert_eq!(client.base_url(), Some(base));
        let request = checkpoints(&client).to_request().expect("it can be built");
        assert!(request.uri().to_string().starts_with(address), "{}", request.uri());
    }
    for base in
        ["", "atlas", "/api", "ftp://x", "http://", "http://x/?a=b", "http://u@x"]
    {
        let error = Client::builder().base_url(base).build();
        let error = error.expect_err("that is no address for a client");
        assert!(matches!(error, Error::Build(_)), "{base}: {error:?}");
    }
}

#[test]
fn a_server_or_variable_that_is_not_described_is_told() {
    let error = Client::builder().server(1).build().expect_err("there is one server");
    assert!(error.to_string().contains("no server 1"), "{error}");
    let error = Client::builder().server_variable("region", "eu").build();
    let error = error.expect_err("the server has no variables");
    assert!(error.to_string().contains("region"), "{error}");
}

#[tokio::test]
async fn headers_are_set_for_all_calls_or_for_one() {
    let server = started(server()).await;
    let client = built(builder(&server).header("x-team", "one").header("x-all", "yes"));
    checkpoints(&client).await.expect("the call succeeds");
    let request = last(&server);
    assert_eq!(request.header("x-team").as_deref(), Some("one"));
    let agent = request.header("user-agent");
    assert_eq!(agent.as_deref(), Some("atlas-sdk/0.1.0"));
    let options = RequestOptions::new().header("x-team", "two").header("x-one", "once");
    checkpoints(&client).options(options).await.expect("the call succeeds");
    let request = last(&server);
    for (name, value) in [("x-team", "two"), ("x-all", "yes"), ("x-one", "once")] {
        assert_eq!(request.header(name).as_deref(), Some(value));
    }
    checkpoints(&client).await.expect("the call succeeds");
    assert_eq!(last(&server).header("x-one"), None);

    let client = built(builder(&server).user_agent("backup-report/2"));
    checkpoints(&client).await.expect("the call succeeds");
    let agent = last(&server).header("user-agent");
    assert_eq!(agent.as_deref(), Some("backup-report/2"));
    server.stop().await;
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_told_before_sending() {
    let server = started(server()).await;
    let error = builder(&server).header("x y", "z").build().expect_err("a space");
    assert!(error.to_string().contains("x y"), "{error}");
    let options = RequestOptions::new().header("x-line", "a\r\nb: c");
    let error = checkpoints(&built(builder(&server))).options(options).await;
    let error = error.expect_err("a line end");
    assert!(error.to_string().contains("x-line"), "{error}");
    assert_eq!(server.journal().total(), 0);
    server.stop().await;
}

#[tokio::test]
async fn limits_and_retries_are_set_for_all_calls_or_for_one() {
    let plan =
        FaultPlan::none().with(Fault::Latency(Duration::from_secs(20)), When::Always);
    let slow = started(server().faults(plan)).await;
    let limit = Duration::from_millis(150);
    let for_all = built(builder(&slow).timeout(limit));
    let for_one = checkpoints(&built(builder(&slow)));
    let for_one = for_one.options(RequestOptions::new().timeout(limit));
    for call in [checkpoints(&for_all), for_one] {
        let begun = Instant::now();
        let error = call.await.expect_err("it takes too long");
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
        assert!(error.is_retryable() && begun.elapsed() < Duration::from_secs(10));
    }
    let attempts = RequestOptions::new()
        .attempt_timeout(limit)
        .retry(RetryPolicy::default().attempts(3).waits(Duration::ZERO, Duration::ZERO));
    slow.journal().clear();
    let error = checkpoints(&for_all_without_limit(&slow)).options(attempts).await;
    assert!(matches!(error, Err(Error::Timeout(_))), "{error:?}");
    assert_eq!(slow.journal().total(), 3);
    slow.stop().await;

    let plan = FaultPlan::none().with(Fault::Status(503), When::Always);
    let busy = started(server().faults(plan)).await;
    let patient = RetryPolicy::default().waits(Duration::ZERO, Duration::ZERO);
    let client = built(builder(&busy).retry(patient));
    checkpoints(&client).await.expect_err("it stays busy");
    assert_eq!(busy.journal().total(), 4);
    let once = RequestOptions::new().no_retry();
    checkpoints(&client).options(once).await.expect_err("it stays busy");
    assert_eq!(busy.journal().total(), 5);
    busy.stop().await;
}

fn for_all_without_limit(server: &mock::Running) -> Client {
    built(builder(server))
}

#[tokio::test]
async fn any_request_can_be_sent_the_way_of_an_operation() {
    let server = started(server()).await;
    let client = built(builder(&server));
    let operation = ListGroupClusterBackupCheckpointsParams::operation();
    let mut request = checkpoints(&client).to_request().expect("it can be built");
    request.headers_mut().insert("x-more", "yes".parse().expect("a value"));
    let response = client.send_raw(request, operation).await.expect("it is answered");
    assert_eq!(response.status(), 200);
    let request = last(&server);
    assert_eq!(request.header("x-more").as_deref(), Some("yes"));
    assert_eq!(request.header("authorization").as_deref(), Some("Bearer token"));
    server.stop().await;
}
