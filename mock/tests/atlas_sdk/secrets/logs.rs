//! Nothing that any crate below the SDK logs, at any level, holds a secret.

use super::{PROOFS, guarded, hides, secrets};
use crate::support::{JSON, answering, builder, checkpoints, client, started};
use atlas_sdk::runtime::RetryPolicy;
use mock::{Fault, FaultPlan, Reply};
use std::io;
use std::sync::{Arc, Mutex, OnceLock};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// What all tests of this program log, since a subscriber is one for a program.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Starts to listen, once.
    fn listening() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            tracing_subscriber::fmt()
                .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
                .with_span_events(FmtSpan::FULL)
                .with_ansi(false)
                .with_writer(log.clone())
                .init();
            log
        })
    }

    fn text(&self) -> String {
        let bytes = self.0.lock().expect("no test failed here");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no test failed here").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn spans_and_the_logs_of_all_crates_below_hold_no_secret() {
    let log = Log::listening();
    for proof in PROOFS {
        let faults = [
            None,
            Some(Fault::Status(503)),
            None,
            Some(Fault::ResetMidBody),
            None,
            Some(Fault::Reset),
            Some(Fault::Status(401)),
        ];
        let server = started(guarded().faults(FaultPlan::script(faults))).await;
        let patient = RetryPolicy::default()
            .waits(std::time::Duration::ZERO, std::time::Duration::ZERO);
        let client = proof
            .add(builder(&server).header("x-own", super::OWN_HEADER).retry(patient))
            .build()
            .expect("the client can be built");
        for _ in 0..4 {
            let _ = checkpoints(&client).page_num(3).await;
        }
        let secrets = secrets(&server);
        server.stop().await;
        let _ = checkpoints(&client).await;
        let text = log.text();
        hides(&text, &secrets);
        for part in [
            "http.client",
            "otel.kind=\"client\"",
            "http.request.method=GET",
            "url.template=\"/api/atlas/v2/groups/{groupId}/clusters/{clusterName}/\
             backupCheckpoints\"",
            "oasmith.operation=\"listGroupClusterBackupCheckpoints\"",
            "server.address=\"127.0.0.1\"",
            "http.request.resend_count=1",
            "http.response.status_code=503",
            "error.type=\"503\"",
            "http.response.status_code=200",
        ] {
            assert!(text.contains(part), "{part} is not in: {text}");
        }
    }
    // The crates below were heard too, so that their silence means something.
    let text = log.text();
    assert!(text.contains("reqwest"), "{text}");
    // What goes out in path and query is not for logs either.
    let own: Vec<&str> =
        text.lines().filter(|line| line.contains("http.client")).collect();
    assert!(
        !own.is_empty() && own.iter().all(|line| !line.contains("pageNum")),
        "{own:?}"
    );
}

#[tokio::test]
async fn a_deviation_is_a_warning_in_the_log() {
    let log = Log::listening();
    let odd = r#"{"results":[{"restorable":"odd-value"}],"totalCount":1}"#;
    let server = answering(Reply::new(200, JSON, odd)).await;
    let page =
        checkpoints(&client(&server)).await.expect("it is read as far as it goes");
    assert_eq!(page.deviations().len(), 1);
    let text = log.text();
    let line = text
        .lines()
        .find(|line| line.contains("WARN") && line.contains("odd-value"))
        .unwrap_or_default();
    for part in [
        "WARN",
        "/results/0/restorable",
        "a boolean",
        "listGroupClusterBackupCheckpoints",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
    server.stop().await;
}
