//! Callbacks are read into types; links are told in the documentation.

use feature_callbacks::Client;
use feature_callbacks::types::JobRequest;
use feature_callbacks::webhooks::{parse_start_job_finished, parse_start_job_progress};
use mock::Reply;
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/callbacks/spec.yaml");
const SOURCE: &str =
    concat!(env!("FEATURES"), "/callbacks/expected/operations/jobs.rs");

#[tokio::test]
async fn an_operation_with_callbacks_on_several_tags_is_called_as_any_other() {
    let answer = Reply::new(201, "application/json", r#"{"id":"7"}"#);
    let server = crate::support::answering(SPEC, answer).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("it is built");
    let request = JobRequest::new("https://example.org/done");
    let job = client.jobs().start_job(request).await.expect("a success").into_inner();
    assert_eq!(job.id, "7");
    let sent = crate::support::last(&server);
    assert_eq!(
        crate::support::json(&sent),
        json!({ "callbackUrl": "https://example.org/done" })
    );
}

#[test]
fn each_callback_of_an_operation_is_read_into_its_type() {
    let finished = parse_start_job_finished(br#"{"id":"7","failed":true}"#);
    assert_eq!(finished.expect("it is read").failed, Some(true));
    let progress = parse_start_job_progress(br#"{"percent":40}"#);
    assert_eq!(progress.expect("it is read").percent, 40);
    let progress = parse_start_job_progress(b"{}").expect("it is read as far as it goes");
    assert_eq!(progress.deviations()[0].to_string(), "/percent: missing");
}

#[test]
fn a_link_is_told_where_the_operation_is() {
    let source = std::fs::read_to_string(SOURCE).expect("the source is there");
    assert!(source.contains("Link `itself` to `getJob`."));
}
