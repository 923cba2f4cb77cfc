//! What is sent again, when, and what is told in the end.

use super::{GET, KEYED, POST, Script, answer, send};
use crate::runtime::{
    Body, ByteStream, ClientBuilder, Error, RequestOptions, RetryBudget, RetryPolicy,
};
use crate::tests::sample;
use bytes::Bytes;
use futures_core::Stream;
use http::Response;
use serde_json::json;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

fn lost() -> Error {
    Error::transport("the connection broke off", None, true)
}

/// A chunk and then a lost connection.
struct Reset(bool);

impl Stream for Reset {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(match std::mem::replace(&mut self.0, true) {
            false => Ok(Bytes::from("{\"half\":")),
            true => Err(lost()),
        }))
    }
}

#[tokio::test(start_paused = true)]
async fn busy_servers_are_asked_again_whatever_the_method() {
    for status in [429, 503] {
        for operation in [&GET, &POST] {
            let script = Script::new(move |_, number| {
                answer(if number < 3 { status } else { 200 }, &[], &json!({}))
            });
            let response = send(&script.client(), operation).await.unwrap();
            assert_eq!((response.status().as_u16(), script.seen().len()), (200, 3));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_documented_idempotency_key_makes_any_request_repeatable() {
    for (operation, key, attempts) in
        [(&KEYED, Some("k"), 3), (&KEYED, None, 1), (&POST, Some("k"), 1)]
    {
        let mut request = http::Request::new(Body::Empty);
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = "https://api.example/v1/things".parse().unwrap();
        if let Some(key) = key {
            let key = http::HeaderValue::from_static(key);
            request.headers_mut().insert("idempotency-key", key);
        }
        let script = Script::new(|_, number| {
            answer(if number < 3 { 502 } else { 200 }, &[], &json!({}))
        });
        script.client().send_raw(request, operation).await.unwrap();
        let seen = script.seen();
        assert_eq!(seen.len(), attempts, "{}", operation.id);
        let sent = |one: &super::Seen| one.headers.get("idempotency-key").cloned();
        assert!(seen.iter().all(|one| sent(one) == seen.first().and_then(sent)));
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_done_is_repeated_only_where_that_does_no_harm() {
    for (operation, attempts) in [(&GET, 4), (&POST, 1)] {
        let script = Script::new(|_, _| answer(502, &[], &json!({"why": "gateway"})));
        let response = send(&script.client(), operation).await.unwrap();
        // What came in the end is told as what it was.
        assert_eq!((response.status().as_u16(), script.seen().len()), (502, attempts));

        let script = Script::new(|_, _| Err(lost()));
        let error = send(&script.client(), operation).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert_eq!(script.seen().len(), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_lost_in_the_middle_of_a_body_is_met_with_another_attempt() {
    let script = Script::new(|_, number| {
        if number < 3 {
            let body = Body::Stream(ByteStream::new(Reset(false), Some(20)));
            let response =
                Response::builder().header("content-type", "application/json");
            return Ok(response.body(body).unwrap());
        }
        answer(200, &[], &json!({"whole": true}))
    });
    let response = send(&script.client(), &GET).await.unwrap();
    let (bytes, _) = response.into_body().collect(100).await.unwrap();
    assert_eq!((&bytes[..], script.seen().len()), (&b"{\"whole\":true}"[..], 3));
}

#[tokio::test(start_paused = true)]
async fn the_server_says_how_long_to_wait() {
    let script = Script::new(|_, number| match number {
        1 => answer(429, &[("retry-after", "7")], &json!({})),
        2 => answer(
            429,
            &[("ratelimit-remaining", "0"), ("ratelimit-reset", "9")],
            &json!({}),
        ),
        _ => answer(200, &[], &json!({})),
    });
    send(&script.client(), &GET).await.unwrap();
    let waits = script.waits();
    assert!(waits[0] >= Duration::from_secs(7) && waits[0] < Duration::from_secs(8));
    assert!(waits[1] >= Duration::from_secs(9) && waits[1] < Duration::from_secs(10));
    // Longer than anyone wants to wait: the answer is handed on at once.
    let script = Script::new(|_, _| answer(429, &[("retry-after", "3600")], &json!({})));
    let response = send(&script.client(), &GET).await.unwrap();
    assert_eq!((response.status().as_u16(), script.waits().len()), (429, 0));
}

#[tokio::test(start_paused = true)]
async fn retries_can_be_turned_off_and_run_out_of_budget() {
    let busy = || Script::new(|_, _| answer(503, &[], &json!({})));
    let script = busy();
    let client = script.builder().retry(RetryPolicy::off()).build().unwrap();
    send(&client, &GET).await.unwrap();
    assert_eq!(script.seen().len(), 1);

    let script = busy();
    let budget = Arc::new(RetryBudget::new(5));
    let client = script.builder().retry_budget(budget).build().unwrap();
    for _ in 0..20 {
        send(&client, &GET).await.unwrap();
    }
    assert_eq!(script.seen().len(), 20 + 5);
}

#[tokio::test(start_paused = true)]
async fn limits_of_the_whole_call_and_of_each_attempt_hold() {
    /// Never answers.
    #[derive(Clone)]
    struct Silent(Script);
    impl crate::runtime::Transport for Silent {
        fn send(
            &self,
            request: http::Request<Body>,
        ) -> crate::runtime::BoxFuture<'_, Result<Response<Body>, Error>> {
            Box::pin(async move {
                let _ = self.0.send(request).await;
                std::future::pending().await
            })
        }

        fn sleep(&self, duration: Duration) -> crate::runtime::BoxFuture<'static, ()> {
            self.0.sleep(duration)
        }
    }
    let second = Duration::from_secs(1);
    let script = Script::new(|_, _| answer(200, &[], &json!({})));
    let builder = script.builder().transport(Silent(script.clone()));
    let client = builder.attempt_timeout(second).build().unwrap();
    let error = send(&client, &GET).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(script.seen().len(), 4);

    let script = Script::new(|_, _| answer(200, &[], &json!({})));
    let builder = script.builder().transport(Silent(script.clone()));
    let client = builder.timeout(second * 3).build().unwrap();
    let start = tokio::time::Instant::now();
    let error = send(&client, &GET).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!((start.elapsed(), script.seen().len()), (second * 3, 1));
}

/// A body without end, of which nothing more comes after the first 2 MiB.
struct Stuck(usize);

impl Stream for Stuck {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        let Some(left) = self.0.checked_sub(1) else { return Poll::Pending };
        self.0 = left;
        Poll::Ready(Some(Ok(Bytes::from(vec![b' '; 1 << 16]))))
    }
}

#[tokio::test(start_paused = true)]
async fn the_limit_of_a_call_holds_until_its_whole_body_is_there() {
    let script = Script::new(|_, _| {
        let body = Body::Stream(ByteStream::new(Stuck(32), Some(1 << 30)));
        let response = Response::builder().header("content-type", "application/json");
        Ok(response.body(body).unwrap())
    });
    let second = Duration::from_secs(1);
    let sample = ClientBuilder::new(&sample::API).transport(script.clone());
    let client = sample.timeout(second).build().unwrap();
    let start = tokio::time::Instant::now();
    let error = sample::List::of(&client, "abc").send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(start.elapsed(), second);
    // What holds for one call goes before what holds for all.
    let options = RequestOptions::new().timeout(second * 5);
    let call = sample::List::of(&client, "abc").options(options);
    let error = call.send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(start.elapsed(), second * 6);
}

#[tokio::test(start_paused = true)]
async fn a_call_may_have_a_policy_and_limits_of_its_own() {
    let script = Script::new(|_, _| answer(503, &[], &json!({})));
    let sample = ClientBuilder::new(&sample::API).transport(script.clone());
    let client = sample.build().unwrap();
    let policy = RetryPolicy::default().attempts(7);
    let call = sample::List::of(&client, "abc");
    call.options(RequestOptions::new().retry(policy)).send().await.unwrap_err();
    assert_eq!(script.seen().len(), 7);
    let call = sample::List::of(&client, "abc");
    call.options(RequestOptions::new().no_retry()).send().await.unwrap_err();
    assert_eq!(script.seen().len(), 8);

    let script = Script::new(|_, _| {
        let body = Body::Stream(ByteStream::new(Stuck(1), None));
        let response = Response::builder().header("content-type", "application/json");
        Ok(response.body(body).unwrap())
    });
    let sample = ClientBuilder::new(&sample::API).transport(script.clone());
    let options = RequestOptions::new()
        .attempt_timeout(Duration::from_secs(1))
        .retry(RetryPolicy { all_methods: true, ..RetryPolicy::default().attempts(2) });
    let call = sample::List::of(&sample.build().unwrap(), "abc").options(options);
    let error = call.send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(script.seen().len(), 2);
}
