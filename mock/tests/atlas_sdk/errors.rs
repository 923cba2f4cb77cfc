//! Each fault comes out as what it was, with its bytes kept.

use crate::support::{JSON, answering, checkpoints, client, server};
use atlas_sdk::Error;
use atlas_sdk::types::ApiError;
use mock::{Decision, Preference, Reply};

#[tokio::test]
async fn each_documented_status_decodes_to_its_body() {
    for (status, reason, code) in [
        (401, "Unauthorized", "NOT_ORG_GROUP_CREATOR"),
        (403, "Forbidden", "CANNOT_CHANGE_GROUP_NAME"),
        (404, "Not Found", "RESOURCE_NOT_FOUND"),
        (410, "Gone", "VERSION_GONE"),
        (429, "Too Many Requests", "RATE_LIMITED"),
        (500, "Internal Server Error", "UNEXPECTED_ERROR"),
    ] {
        let preference = Preference { status: Some(status), ..Preference::default() };
        let server = server()
            .hook(move |_| Decision::Documented(preference.clone()))
            .start()
            .await
            .expect("a port is free");
        let error = checkpoints(&client(&server)).await.expect_err("the server says no");
        assert!(matches!(error, Error::Api(_)), "{error:?}");
        assert_eq!(error.status().map(|found| found.as_u16()), Some(status));
        let body = error.api_body::<ApiError>().expect("the body is the documented one");
        assert_eq!(body.error, i32::from(status));
        assert_eq!(body.reason.as_deref(), Some(reason));
        assert_eq!(body.error_code.as_deref(), Some(code));
        assert_eq!(error.is_gone(), status == 410);
        server.stop().await;
    }
}

#[tokio::test]
async fn an_undocumented_status_keeps_its_bytes() {
    let server = answering(Reply::new(418, "text/plain", "short and stout")).await;
    let error = checkpoints(&client(&server)).await.expect_err("the server says no");
    assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(418));
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"short and stout"[..]));
    server.stop().await;
}

#[tokio::test]
async fn a_page_of_html_is_no_model() {
    let html = "<html><body>Bad gateway</body></html>";
    for status in [200, 500] {
        let server = answering(Reply::new(status, "text/html", html)).await;
        let error = checkpoints(&client(&server)).await.expect_err("that is no page");
        assert_eq!(error.status().map(|found| found.as_u16()), Some(status));
        assert_eq!(error.body().map(|body| &body[..]), Some(html.as_bytes()));
        assert!(error.api_body::<ApiError>().is_none());
        server.stop().await;
    }
}

#[tokio::test]
async fn a_truncated_body_names_where_it_ends() {
    let text = r#"{"results":[{"id":"32b6e34b3d91647abb20e7b8","parts":[{"typeName":"REPL"#;
    let server = answering(Reply::new(200, JSON, text)).await;
    let error = checkpoints(&client(&server)).await.expect_err("that is half a page");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("results[0].parts[0]"), "{error}");
    assert_eq!(error.body().map(|body| &body[..]), Some(text.as_bytes()));
    server.stop().await;
}

#[tokio::test]
async fn an_empty_body_is_no_page() {
    let server = answering(Reply::new(200, JSON, "")).await;
    let error = checkpoints(&client(&server)).await.expect_err("there is nothing");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.body().is_some_and(|body| body.is_empty()));
    server.stop().await;
}

#[tokio::test]
async fn a_value_of_the_wrong_type_is_named_by_its_path() {
    let server = answering(Reply::new(200, JSON, r#"{"results":[{"restorable":"yes"}]}"#)).await;
    let error = checkpoints(&client(&server)).await.expect_err("yes is no boolean");
    assert!(error.to_string().contains("results[0].restorable"), "{error}");
    server.stop().await;
}
