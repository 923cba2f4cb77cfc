//! What comes back: several successes, documented errors, media types, nothing.

use crate::support::{answering, server};
use feature_responses::Client;
use feature_responses::operations::general::SeveralOutput;
use feature_responses::types::{NotFound, Problem};
use mock::{Call, Decision, Fault, FaultPlan, Reply, Running, When};
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/responses/spec.yaml");

fn client(server: &Running) -> Client {
    Client::builder().base_url(server.base_url()).build().expect("the client can be built")
}

#[tokio::test]
async fn each_success_is_a_case() {
    let server = answering(SPEC, Reply::json(200, &json!({ "a": "x" }))).await;
    let found = client(&server).general().several().await.expect("a success");
    assert!(matches!(&*found, SeveralOutput::Ok(a) if a.a == "x"));
    let server = answering(SPEC, Reply::json(201, &json!({ "b": 7 }))).await;
    let found = client(&server).general().several().await.expect("a success");
    assert!(matches!(&*found, SeveralOutput::Created(b) if b.b == 7));
    let server = answering(SPEC, Reply::empty(204)).await;
    let found = client(&server).general().several().await.expect("a success");
    assert!(matches!(&*found, SeveralOutput::NoContent));
}

#[tokio::test]
async fn each_error_has_its_own_body() {
    let server = answering(SPEC, Reply::json(404, &json!({ "missing": "it" }))).await;
    let error = client(&server).general().several().await.expect_err("an error");
    assert_eq!(error.api_body::<NotFound>().map(|body| body.missing.as_str()), Some("it"));
    for status in [409, 418] {
        let reply = Reply::json(status, &json!({ "title": "no" }));
        let server = answering(SPEC, reply).await;
        let error = client(&server).general().several().await.expect_err("an error");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        let title = error.api_body::<Problem>().and_then(|body| body.title.clone());
        assert_eq!(title.as_deref(), Some("no"));
    }
}

#[tokio::test]
async fn one_shape_is_no_enum_whatever_the_status() {
    for status in [200, 201] {
        let server = answering(SPEC, Reply::json(status, &json!({ "a": "x" }))).await;
        let found = client(&server).general().same().await.expect("a success");
        assert_eq!(found.a, "x");
    }
    let server = answering(SPEC, Reply::json(206, &json!({ "a": "x" }))).await;
    assert_eq!(client(&server).general().range().await.expect("a success").a, "x");
    assert_eq!(client(&server).general().only_default().await.expect("a success").a, "x");
}

#[tokio::test]
async fn a_vendor_type_with_parameters_is_json() {
    let media_type = "application/vnd.example+json;version=1";
    let server = answering(SPEC, Reply::new(200, media_type, r#"{"a":"x"}"#)).await;
    assert_eq!(client(&server).general().vendor().await.expect("a success").a, "x");
}

#[tokio::test]
async fn text_and_nothing() {
    let server = answering(SPEC, Reply::new(200, "text/plain", "héllo")).await;
    assert_eq!(*client(&server).general().text().await.expect("a success"), "héllo");
    let server = answering(SPEC, Reply::empty(204)).await;
    client(&server).general().none().await.expect("a success");
    // The description gives the 204 a media type; no body can come with it.
    let () = client(&server).general().remove().await.expect("a success").into_inner();
}

#[tokio::test]
async fn a_compressed_file_is_bytes_and_its_download_tells_how_far_it_is() {
    // Whatever its type says, the file is not opened: what is saved is what was sent.
    let file: Vec<u8> = [0x1f, 0x8b, 8, 0].into_iter().chain((0..200_000).map(|n| n as u8)).collect();
    let media_type = "application/vnd.example.2023-02-01+gzip";
    let server = answering(SPEC, Reply::new(200, media_type, file.clone())).await;
    let stream = client(&server).general().archive().await.expect("a success").into_inner();
    let (mut saved, mut told) = (Vec::new(), Vec::new());
    let progress = |done, all| told.push((done, all));
    assert_eq!(stream.save_to(&mut saved, progress).await.expect("all of it"), 200_004);
    assert_eq!(saved, file);
    assert!(told.windows(2).all(|pair| pair[0].0 < pair[1].0), "{told:?}");
    assert_eq!(told.last(), Some(&(200_004, Some(200_004))));
}

#[tokio::test]
async fn a_download_that_breaks_off_is_an_error_and_no_short_file() {
    let broken = FaultPlan::none().with(Fault::ResetMidBody, When::Always);
    let reply = Reply::new(200, "application/octet-stream", vec![7; 4 << 20]);
    let hook = move |_: &Call<'_>| Decision::Reply(reply.clone());
    let server = server(SPEC).hook(hook).faults(broken).start().await.expect("a server");
    let stream = client(&server).general().bytes().await.expect("a success").into_inner();
    let mut saved = Vec::new();
    let error = stream.save_to(&mut saved, |_, _| {}).await.expect_err("half of it");
    assert!(error.is_retryable(), "{error:?}");
    assert!(saved.len() < 4 << 20);
}
