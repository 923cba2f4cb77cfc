//! Errors hold no secret, neither in their text nor in what is behind them, whatever went
//! wrong; and hooks see calls without what proves them.

use super::{CLIENT_SECRET, PROOFS, TOKEN, everything, guarded, hides, secrets, shown};
use crate::support::{JSON, builder, checkpoints, server, started};
use atlas_sdk::auth::{Bearer, DigestKey, ServiceAccount};
use atlas_sdk::runtime::{Body, Hook, RequestOptions};
use atlas_sdk::{Client, Error};
use http::{Request, Response};
use mock::{Decision, Fault, FaultPlan, Reply, TOKEN_OPERATION, When};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[tokio::test]
async fn no_fault_of_a_call_tells_a_secret() {
    for proof in PROOFS {
        for fault in [
            Fault::Reset,
            Fault::ResetMidBody,
            Fault::Truncate,
            Fault::WrongContentType,
            Fault::Html(200),
            Fault::Html(502),
            Fault::EmptyBody,
            Fault::Status(401),
            Fault::Status(429),
            Fault::Status(500),
            Fault::Status(418),
            Fault::Latency(Duration::from_secs(5)),
        ] {
            let name = fault.to_string();
            let plan = FaultPlan::none().with(fault, When::Always);
            let server = started(guarded().faults(plan)).await;
            let call = checkpoints(&proof.client(&server));
            let limit = RequestOptions::new().timeout(Duration::from_millis(700));
            match call.options(limit).await {
                Ok(page) => assert_eq!(name, "content-type", "{page:?}"),
                Err(error) => hides(&everything(&error), &secrets(&server)),
            }
            assert!(server.journal().total() > 0, "{proof:?} {name}");
            server.stop().await;
        }
    }
}

#[tokio::test]
async fn no_fault_of_a_token_request_tells_a_secret() {
    for fault in [
        Fault::Status(400),
        Fault::Status(401),
        Fault::Html(200),
        Fault::EmptyBody,
        Fault::Truncate,
    ] {
        let plan = FaultPlan::none().with_for(TOKEN_OPERATION, fault, When::Always);
        let server = started(guarded().faults(plan)).await;
        let client = super::Proof::ServiceAccount.client(&server);
        let error = checkpoints(&client).await.expect_err("there is no token");
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert!(server.token_requests() > 0);
        hides(&everything(&error), &secrets(&server));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_or_refuses_is_told_without_a_secret() {
    for proof in PROOFS {
        let server = started(guarded()).await;
        let client = proof.client(&server);
        checkpoints(&client).await.expect("the server knows the caller");
        let secrets = secrets(&server);
        server.stop().await;
        let error = checkpoints(&client).await.expect_err("nobody listens");
        hides(&everything(&error), &secrets);
    }
    // Other secrets than the server knows.
    let server = started(guarded()).await;
    let wrong = "wrongsecret4e4e";
    for builder in [
        builder(&server).auth(ServiceAccount::new("account", wrong)),
        builder(&server).auth(DigestKey::new("public", wrong)),
        builder(&server).auth(Bearer::new(wrong)),
    ] {
        let client = builder.build().expect("the client can be built");
        let error = checkpoints(&client).await.expect_err("the server refuses");
        let mut secrets = secrets(&server);
        secrets.push(wrong.to_owned());
        hides(&everything(&error), &secrets);
    }
    server.stop().await;
}

#[tokio::test]
async fn a_token_server_that_repeats_the_secret_is_not_repeated() {
    // A token server that knows no better: the API of another server answers for it.
    let told =
        format!(r#"{{"error":"invalid","error_description":"no {CLIENT_SECRET}"}}"#);
    let reply = Reply::new(400, "application/json", told);
    let api = started(server().hook(move |_| Decision::Reply(reply.clone()))).await;
    let transport = Rerouted(api.base_url());
    let account = ServiceAccount::new("account", CLIENT_SECRET);
    let client = Client::builder()
        .base_url(api.base_url())
        .transport(transport)
        .auth(account)
        .build()
        .expect("the client can be built");
    let error = checkpoints(&client).await.expect_err("there is no token");
    let text = everything(&error);
    assert!(text.contains("no [secret]"), "{text}");
    hides(&text, &secrets(&api));
    api.stop().await;
}

/// Sends what is for the token address to the operation, whose answer the test sets.
struct Rerouted(String);

impl atlas_sdk::runtime::Transport for Rerouted {
    fn send(
        &self,
        mut request: Request<Body>,
    ) -> atlas_sdk::runtime::BoxFuture<'_, Result<Response<Body>, Error>> {
        let path = format!(
            "{}/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/clusters/C/backupCheckpoints",
            self.0
        );
        *request.method_mut() = http::Method::GET;
        *request.uri_mut() = path.parse().expect("an address");
        *request.body_mut() = Body::Empty;
        request.headers_mut().remove("content-type");
        request.headers_mut().insert("accept", JSON.parse().expect("a header"));
        let bearer = format!("Bearer {TOKEN}").parse().expect("a header");
        request.headers_mut().insert("authorization", bearer);
        Box::pin(async move {
            let transport = atlas_sdk::runtime::ReqwestTransport::new()?;
            atlas_sdk::runtime::Transport::send(&transport, request).await
        })
    }

    fn sleep(&self, duration: Duration) -> atlas_sdk::runtime::BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Keeps everything that a hook is shown, header values too.
#[derive(Clone, Default)]
struct Keeper(Arc<Mutex<Vec<String>>>);

impl Keeper {
    fn keep(&self, text: String) {
        self.0.lock().expect("no test failed here").push(text);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no test failed here").clone()
    }
}

impl Hook for Keeper {
    fn request(&self, request: &Request<Body>) {
        self.keep(shown(request));
        let values = request.headers().iter().filter(|(name, _)| *name != "x-own");
        self.keep(format!(
            "{} {:?}",
            request.uri(),
            values
                .map(|(name, value)| {
                    format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))
                })
                .collect::<Vec<_>>()
        ));
    }

    fn response(&self, response: &Response<Body>) {
        self.keep(shown(response));
    }

    fn failure(&self, error: &Error) {
        self.keep(everything(error));
    }
}

#[tokio::test]
async fn hooks_see_calls_without_what_proves_them() {
    for proof in PROOFS {
        let keeper = Keeper::default();
        let plan =
            FaultPlan::script([None, Some(Fault::Status(500)), Some(Fault::Reset)]);
        let server = started(guarded().faults(plan)).await;
        let client = proof
            .add(builder(&server).header("x-own", super::OWN_HEADER))
            .hook(keeper.clone())
            .build()
            .expect("the client can be built");
        for _ in 0..3 {
            let _ = checkpoints(&client).await;
        }
        let lines = keeper.lines();
        assert!(lines.len() >= 9, "{proof:?}: {lines:?}");
        let secrets = secrets(&server);
        lines.iter().for_each(|line| hides(line, &secrets));
        server.stop().await;
    }
}

#[tokio::test]
async fn the_answer_that_a_caller_prints_shows_no_header_of_the_server() {
    let cookie = "session=cookie66d1";
    let reply = Reply::new(200, JSON, r#"{"results":[]}"#).header("set-cookie", cookie);
    let server = started(guarded().hook(move |_| Decision::Reply(reply.clone()))).await;
    let page = checkpoints(&super::Proof::Bearer.client(&server)).await;
    let page = page.expect("the call succeeds");
    assert_eq!(page.header("set-cookie"), Some(cookie));
    hides(&shown(&page), &["cookie66d1".to_owned()]);
    server.stop().await;
}
