//! What hooks, spans and answers show, and what they do not.

use super::{OAUTH, QUERY_KEY, Script, answer, assert_hides, send};
use crate::runtime::auth::{ApiKey, Bearer};
use crate::runtime::{Attempt, Body, Error, Hook};
use http::{Request, Response};
use serde_json::json;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn note(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Hook for Log {
    fn request(&self, request: &Request<Body>) {
        let attempt = request.extensions().get::<Attempt>().unwrap().0;
        self.note(format!("{attempt} {request:?}"));
    }

    fn response(&self, response: &Response<Body>) {
        self.note(format!("{response:?}"));
    }

    fn failure(&self, error: &Error) {
        self.note(format!("{error:?}"));
    }
}

fn busy_once() -> Script {
    Script::new(|_, number| answer(if number == 1 { 503 } else { 200 }, &[], &json!({})))
}

#[tokio::test(start_paused = true)]
async fn a_hook_sees_every_attempt_and_no_credential() {
    let (script, log) = (busy_once(), Log::default());
    let builder = script.builder().hook(log.clone());
    let client = builder
        .auth(Bearer::new("hunter2"))
        .auth(ApiKey::new("hunter2"))
        .build()
        .unwrap();
    send(&client, &OAUTH).await.unwrap();
    send(&client, &QUERY_KEY).await.unwrap();
    let lines = log.lines();
    assert_eq!(lines.len(), 6);
    assert!(lines[0].starts_with("1 ") && lines[2].starts_with("2 "), "{lines:?}");
    assert!(lines[1].contains("503") && lines[3].contains("200"), "{lines:?}");
    assert_hides("hunter2", &lines);
    // They were there all the same.
    assert!(format!("{:?}", script.seen()[2].uri).contains("hunter2"));
    // What is sent is marked, so that a log of the whole request hides it too.
    assert_hides("hunter2", &[format!("{:?}", script.seen()[0].headers)]);
}

#[cfg(feature = "tracing")]
mod spans {
    use super::*;
    use std::fmt;
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    thread_local! {
        /// What this thread, which is this test, has seen.
        static SEEN: Log = Log::default();
    }

    /// Takes the spans of all threads, each to its own log. A subscriber of one thread alone
    /// may miss spans: whether anybody wants those of a place in the code is remembered for
    /// all threads, and other tests come by while nobody does.
    struct Everyone;

    impl Visit for Log {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            self.note(format!("{}={value:?}", field.name()));
        }
    }

    impl Subscriber for Everyone {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut SEEN.with(Log::clone));
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut SEEN.with(Log::clone));
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            event.record(&mut SEEN.with(Log::clone));
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    #[tokio::test(start_paused = true)]
    async fn spans_have_the_usual_names_and_no_secrets() {
        tracing::subscriber::set_global_default(Everyone).unwrap();
        let log = SEEN.with(Log::clone);
        let client = busy_once().builder().auth(ApiKey::new("hunter2")).build().unwrap();
        send(&client, &QUERY_KEY).await.unwrap();
        let lines = log.lines();
        for line in [
            "http.request.method=GET",
            "url.template=\"/things\"",
            "server.address=\"api.example\"",
            "http.response.status_code=503",
            "http.request.resend_count=1",
            "http.response.status_code=200",
        ] {
            assert!(lines.iter().any(|seen| seen == line), "{line}: {lines:?}");
        }
        assert_hides("hunter2", &lines);
    }
}

#[cfg(feature = "blocking")]
#[test]
fn a_stream_is_read_where_the_code_is_not_async() {
    let text = bytes::Bytes::from("1\n2\n3");
    let lines = crate::runtime::JsonLines::<crate::runtime::Any>::new(text.into());
    let items: Vec<_> = lines.into_items().into_blocking().map(Result::unwrap).collect();
    assert_eq!(items, [json!(1), json!(2), json!(3)]);
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn a_blocking_call_inside_async_code_is_an_error() {
    let text = bytes::Bytes::from("1\n");
    let lines = crate::runtime::JsonLines::<crate::runtime::Any>::new(text.into());
    let mut items = lines.into_items().into_blocking();
    assert!(matches!(items.next(), Some(Err(Error::Build(_)))));
    assert!(items.next().is_none());
}
