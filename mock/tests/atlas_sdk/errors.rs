//! Each fault comes out as what it was, with its bytes kept.

use crate::support::{
    JSON, answering, checkpoints, client, documented, server, started,
};
use atlas_sdk::Error;
use atlas_sdk::runtime::RequestOptions;
use atlas_sdk::types::ApiError;
use mock::{Fault, FaultPlan, Reply, When};

/// The status of an error, as a number.
fn status(error: &Error) -> Option<u16> {
    error.status().map(|status| status.as_u16())
}

/// The bytes that an error kept.
fn bytes(error: &Error) -> Option<&[u8]> {
    error.body().map(|body| &body[..])
}

#[tokio::test]
async fn each_documented_status_decodes_to_its_body() {
    for (code, reason, error_code) in [
        (401, "Unauthorized", "NOT_ORG_GROUP_CREATOR"),
        (403, "Forbidden", "CANNOT_CHANGE_GROUP_NAME"),
        (404, "Not Found", "RESOURCE_NOT_FOUND"),
        (410, "Gone", "VERSION_GONE"),
        (429, "Too Many Requests", "RATE_LIMITED"),
        (500, "Internal Server Error", "UNEXPECTED_ERROR"),
    ] {
        let server = documented(code).await;
        let error = checkpoints(&client(&server)).await.expect_err("the server says no");
        let Error::Api(kept) = &error else { panic!("{error:?}") };
        assert_eq!(status(&error), Some(code));
        let body = error.api_body::<ApiError>().expect("the body is the documented one");
        assert_eq!(kept.value::<ApiError>(), Some(body));
        assert_eq!(body.error, i32::from(code));
        assert_eq!(body.reason.as_deref(), Some(reason));
        assert_eq!(body.error_code.as_deref(), Some(error_code));
        assert!(body.detail.is_some());
        // The bytes are those that were decoded.
        let again: ApiError =
            serde_json::from_slice(&kept.body).expect("the bytes decode as well");
        assert_eq!(again, *body);
        assert_eq!(error.is_gone(), code == 410);
        assert_eq!(error.is_retryable(), matches!(code, 429 | 500));
        assert!(error.to_string().contains(&code.to_string()), "{error}");
        server.stop().await;
    }
}

#[tokio::test]
async fn the_documented_error_of_another_status_is_not_taken_for_it() {
    let server = documented(404).await;
    let error = checkpoints(&client(&server)).await.expect_err("the server says no");
    assert!(error.api_body::<atlas_sdk::types::Link>().is_none());
    server.stop().await;
}

#[tokio::test]
async fn an_undocumented_status_keeps_its_bytes() {
    for code in [418, 451, 502, 599] {
        let reply = Reply::new(code, "text/plain", "short and stout")
            .header("x-request-id", "r1");
        let server = answering(reply).await;
        let error = checkpoints(&client(&server)).await.expect_err("the server says no");
        assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
        assert_eq!(status(&error), Some(code));
        assert_eq!(bytes(&error), Some(&b"short and stout"[..]));
        assert_eq!(error.request_id(), Some("r1"));
        assert_eq!(error.is_retryable(), code == 502);
        assert!(error.to_string().contains(&code.to_string()), "{error}");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_page_of_html_is_no_model() {
    let html = "<html><body>Bad gateway</body></html>";
    let server = answering(Reply::new(200, "text/html", html)).await;
    let error = checkpoints(&client(&server)).await.expect_err("that is no page");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("text/html"), "{error}");
    assert_eq!((status(&error), bytes(&error)), (Some(200), Some(html.as_bytes())));
    server.stop().await;

    // Documented status, other body: the status counts, and there is no value.
    let server = answering(Reply::new(500, "text/html", html)).await;
    let error = checkpoints(&client(&server)).await.expect_err("the server says no");
    let Error::Api(kept) = &error else { panic!("{error:?}") };
    assert!(kept.value.is_none() && error.api_body::<ApiError>().is_none());
    assert_eq!((status(&error), bytes(&error)), (Some(500), Some(html.as_bytes())));
    server.stop().await;

    // Neither of them documented.
    let server = answering(Reply::new(502, "text/html", html)).await;
    let error = checkpoints(&client(&server)).await.expect_err("the server says no");
    assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
    assert_eq!((status(&error), bytes(&error)), (Some(502), Some(html.as_bytes())));
    server.stop().await;
}

#[tokio::test]
async fn an_error_that_the_server_mislabels_is_still_read() {
    let body = r#"{"error":403,"errorCode":"NO"}"#;
    let server = answering(Reply::new(403, "text/html; charset=utf-8", body)).await;
    let error = checkpoints(&client(&server)).await.expect_err("the server says no");
    let read = error.api_body::<ApiError>().expect("it is JSON all the same");
    assert_eq!(read.error_code.as_deref(), Some("NO"));
    server.stop().await;
}

#[tokio::test]
async fn a_truncated_body_names_where_it_ends() {
    let text =
        r#"{"results":[{"id":"32b6e34b3d91647abb20e7b8","parts":[{"typeName":"REPL"#;
    let server = answering(Reply::new(200, JSON, text)).await;
    let error = checkpoints(&client(&server)).await.expect_err("that is half a page");
    let Error::Decode(broken) = &error else { panic!("{error:?}") };
    assert!(broken.path.contains("results[0].parts[0]"), "{error}");
    assert_eq!((status(&error), bytes(&error)), (Some(200), Some(text.as_bytes())));
    server.stop().await;
}

#[tokio::test]
async fn every_cut_of_the_documented_example_is_an_error() {
    let server = started(server()).await;
    let page = checkpoints(&client(&server)).await.expect("the call succeeds");
    let whole = serde_json::to_string(&*page).expect("it encodes");
    server.stop().await;
    for length in (1..whole.len()).step_by(37) {
        let text = whole[..length].to_owned();
        let server = answering(Reply::new(200, JSON, text.clone())).await;
        let error = checkpoints(&client(&server)).await.expect_err("it is cut");
        assert!(matches!(error, Error::Decode(_)), "{length}: {error:?}");
        assert_eq!(bytes(&error), Some(text.as_bytes()));
        server.stop().await;
    }
}

#[tokio::test]
async fn an_empty_body_is_no_page() {
    for reply in [Reply::new(200, JSON, ""), Reply::empty(200)] {
        let server = answering(reply).await;
        let error = checkpoints(&client(&server)).await.expect_err("there is nothing");
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert!(error.to_string().contains("empty"), "{error}");
        assert_eq!((status(&error), bytes(&error)), (Some(200), Some(&b""[..])));
        server.stop().await;
    }
}

#[tokio::test]
async fn an_error_without_a_body_is_still_the_documented_error() {
    let server = answering(Reply::empty(404)).await;
    let error = checkpoints(&client(&server)).await.expect_err("the server says no");
    let Error::Api(kept) = &error else { panic!("{error:?}") };
    assert!(kept.value.is_none() && kept.body.is_empty());
    server.stop().await;
}

#[tokio::test]
async fn a_value_of_the_wrong_type_is_named_by_its_path() {
    for (text, path) in [
        (r#"{"results":[{"restorable":"yes"}]}"#, "$.results[0].restorable"),
        (r#"{"results":{}}"#, "$.results"),
        (r#"{"results":[],"totalCount":4294967296}"#, "$.totalCount"),
        ("[]", "$"),
        ("{}", "results"),
    ] {
        let server = answering(Reply::new(200, JSON, text)).await;
        let call = checkpoints(&client(&server));
        let strict = call.options(RequestOptions::new().strict(true));
        let error = strict.await.expect_err("it does not fit");
        let Error::Decode(broken) = &error else { panic!("{error:?}") };
        let told = error.to_string();
        assert!(broken.path == path || told.contains(path), "{text}: {told}");
        assert_eq!(bytes(&error), Some(text.as_bytes()));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_keeps_what_came() {
    let plan = FaultPlan::none().with(Fault::ResetMidBody, When::Always);
    let server = started(server().faults(plan)).await;
    let error = checkpoints(&client(&server)).await.expect_err("it breaks off");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.is_retryable());
    assert_eq!(status(&error), Some(200));
    let kept = bytes(&error).expect("half of it came");
    assert!(kept.starts_with(b"{\"links\":[{") && !kept.ends_with(b"}"), "{error:?}");
    assert!(error.headers().is_some_and(|headers| headers.contains_key("content-type")));
    server.stop().await;
}

#[tokio::test]
async fn a_connection_that_is_reset_or_refused_is_a_fault_of_the_transport() {
    let plan = FaultPlan::none().with(Fault::Reset, When::Always);
    let server = started(server().faults(plan)).await;
    let client = client(&server);
    let reset = checkpoints(&client).await.expect_err("it is reset");
    server.stop().await;
    let refused = checkpoints(&client).await.expect_err("nobody listens");
    for error in [reset, refused] {
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert!(error.is_retryable() && error.status().is_none());
        let source = std::error::Error::source(&error).expect("the reason is kept");
        assert_ne!(source.to_string(), "");
    }
}
