//! What comes back: several successes, documented errors, media types, nothing.

use crate::support::{answering, last, server};
use feature_responses::Client;
use feature_responses::operations::general::{DiscardOutput, MediaTypesOutput, RangesOutput, SeveralOutput};
use feature_responses::types::{Level, NotFound, Problem};
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
async fn a_body_of_which_nothing_is_said_may_be_missing() {
    let server = answering(SPEC, Reply::empty(202)).await;
    let answer = client(&server).general().accept().await.expect("a success");
    assert_eq!(answer.into_inner(), serde_json::Value::Null);
    let server = answering(SPEC, Reply::json(202, &json!({ "job": 1 }))).await;
    let answer = client(&server).general().accept().await.expect("a success");
    assert_eq!(answer.into_inner(), json!({ "job": 1 }));
    // So it is where there are several successes.
    let server = answering(SPEC, Reply::empty(200)).await;
    let answer = client(&server).general().discard().await.expect("a success");
    assert!(matches!(answer.into_inner(), DiscardOutput::Ok(serde_json::Value::Null)));
    // Where a body is described, one is missed.
    let server = answering(SPEC, Reply::empty(200)).await;
    let error = client(&server).general().same().await.expect_err("an error");
    assert!(error.to_string().contains("the body is empty"), "{error}");
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

#[tokio::test]
async fn each_media_type_is_a_case_of_its_own() {
    let server = answering(SPEC, Reply::new(200, "text/csv; header=present", "a,b\n1,2\n")).await;
    let found = client(&server).general().media_types().await.expect("a success");
    assert!(matches!(&*found, MediaTypesOutput::OkTextCsv(text) if text == "a,b\n1,2\n"));
    let server = answering(SPEC, Reply::new(200, "APPLICATION/PDF", &b"%PDF\xff\x00"[..])).await;
    let found = client(&server).general().media_types().await.expect("a success").into_inner();
    let MediaTypesOutput::OkPdf(pdf) = found else { panic!("{found:?}") };
    assert_eq!(pdf.collect(100).await.expect("it is read").0, &b"%PDF\xff\x00"[..]);
    let server = answering(SPEC, Reply::json(200, &json!({ "a": "x" }))).await;
    let found = client(&server).general().media_types().await.expect("a success");
    assert!(matches!(&*found, MediaTypesOutput::Ok(a) if a.a == "x"));
}

#[tokio::test]
async fn what_fits_a_range_is_read_as_it_says() {
    let ranges = async |reply| {
        let server = answering(SPEC, reply).await;
        client(&server).general().ranges().await.map(|found| found.into_inner())
    };
    let found = ranges(Reply::new(200, "application/hal+json", r#"{"a":"x"}"#)).await;
    assert!(matches!(found, Ok(RangesOutput::Ok(a)) if a.a == "x"));
    let found = ranges(Reply::new(200, "image/png", "pixels")).await.expect("a success");
    let RangesOutput::OkImageAny(image) = found else { panic!("{found:?}") };
    assert_eq!(image.collect(100).await.expect("it is read").0, "pixels");
    let found = ranges(Reply::new(200, "text/troff", "text")).await;
    assert!(matches!(found, Ok(RangesOutput::OkTextAny(text)) if text == "text"));
    let error = ranges(Reply::json(409, &json!({ "title": "no" }))).await.expect_err("an error");
    assert_eq!(error.api_body::<Problem>().and_then(|it| it.title.as_deref()), Some("no"));
}

#[tokio::test]
async fn bytes_of_any_kind() {
    let server = answering(SPEC, Reply::new(200, "application/octet-stream", &b"\x00\xff"[..])).await;
    let found = client(&server).general().bytes().await.expect("a success").into_inner();
    assert_eq!(found.collect(100).await.expect("it is read").0, &b"\x00\xff"[..]);
    let server = answering(SPEC, Reply::new(200, "font/woff2", "glyphs")).await;
    let found = client(&server).general().anything().await.expect("a success").into_inner();
    assert_eq!(found.collect(100).await.expect("it is read").0, "glyphs");
}

#[tokio::test]
async fn json_by_another_name() {
    let server = answering(SPEC, Reply::new(200, "text/json", r#"{"a":"x"}"#)).await;
    assert_eq!(client(&server).general().text_json().await.expect("a success").a, "x");
    let server = answering(SPEC, Reply::json(200, &json!({ "a": "x" }))).await;
    assert_eq!(client(&server).general().wild_json().await.expect("a success").a, "x");
    let server = answering(SPEC, Reply::json(200, &json!([1, { "b": null }]))).await;
    let found = client(&server).general().without_schema().await.expect("a success");
    assert_eq!(*found, json!([1, { "b": null }]));
    let server = answering(SPEC, Reply::json(200, &json!([{ "a": "x" }, { "a": "y" }]))).await;
    let found = client(&server).general().list().await.expect("a success");
    assert_eq!(found.iter().map(|a| a.a.as_str()).collect::<Vec<_>>(), ["x", "y"]);
}

#[tokio::test]
async fn a_redirect_that_is_documented_is_the_success() {
    let reply = Reply::empty(302).header("location", "/list");
    let server = answering(SPEC, reply).await;
    let found = client(&server).general().redirect().await.expect("a success");
    assert_eq!(found.status().as_u16(), 302);
    assert_eq!(found.headers().get("location").and_then(|it| it.to_str().ok()), Some("/list"));
    assert_eq!(server.journal().total(), 1);
}

#[tokio::test]
async fn statuses_that_nobody_registered() {
    let once = feature_responses::runtime::RetryPolicy::off();
    let server = answering(SPEC, Reply::json(520, &json!({ "title": "odd" }))).await;
    let client = Client::builder().base_url(server.base_url()).retry(once).build().expect("a client");
    let error = client.general().odd().await.expect_err("an error");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(520));
    assert_eq!(error.api_body::<Problem>().and_then(|it| it.title.as_deref()), Some("odd"));
    // The range of 5XX holds text.
    let server = answering(SPEC, Reply::new(599, "text/plain", "broken")).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let error = client.general().range().await.expect_err("an error");
    assert_eq!(error.api_body::<String>().map(String::as_str), Some("broken"));
}

#[tokio::test]
async fn errors_of_several_kinds_and_of_none() {
    let errors = async |reply| {
        let server = answering(SPEC, reply).await;
        client(&server).general().several_errors().await.expect_err("an error")
    };
    let error = errors(Reply::json(400, &json!({ "title": "bad" }))).await;
    assert_eq!(error.api_body::<Problem>().and_then(|it| it.title.as_deref()), Some("bad"));
    let error = errors(Reply::new(400, "text/plain", "bad")).await;
    assert_eq!(error.api_body::<String>().map(String::as_str), Some("bad"));
    let error = errors(Reply::empty(410)).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(410));
    // One that nobody described keeps its bytes.
    let error = errors(Reply::new(418, "text/html", "<p>teapot</p>")).await;
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"<p>teapot</p>"[..]));
}

#[tokio::test]
async fn an_answer_to_head_has_no_body() {
    let server = answering(SPEC, Reply::empty(200).header("x-total", "7")).await;
    let found = client(&server).general().head().await.expect("a success");
    assert_eq!(found.headers().get("x-total").and_then(|it| it.to_str().ok()), Some("7"));
}

#[tokio::test]
async fn texts_are_what_their_schema_says() {
    let text = |text: &str| Reply::new(200, "text/plain", text.to_owned());
    let server = answering(SPEC, text("42\n")).await;
    let count: i64 = client(&server).general().count_text().await.expect("a number").into_inner();
    assert_eq!(count, 42);
    let server = answering(SPEC, text("true")).await;
    let is_new: bool =
        client(&server).general().set_count(2.5).await.expect("a boolean").into_inner();
    assert!(is_new);
    assert_eq!(crate::support::text(&last(&server)), "2.5");
    let server = answering(SPEC, text("high")).await;
    let level = client(&server).general().level_text().await.expect("a level").into_inner();
    assert_eq!(level, Level::High);
    // One that is not known is kept, as everywhere.
    let server = answering(SPEC, text("higher")).await;
    let level = client(&server).general().level_text().await.expect("a level").into_inner();
    assert_eq!(level.to_string(), "higher");
    let server = answering(SPEC, text("many")).await;
    let error = client(&server).general().count_text().await.expect_err("no number");
    assert!(error.body().is_some_and(|body| body.as_ref() == b"many"), "{error}");
    let server = answering(SPEC, Reply::empty(204)).await;
    client(&server).general().set_level(Level::Low).await.expect("it is taken");
    assert_eq!(crate::support::text(&last(&server)), "low");
}
