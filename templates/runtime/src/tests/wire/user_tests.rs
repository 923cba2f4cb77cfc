//! The mock, as a user's unit tests have it.

use super::super::sample::{API, List, ListParams};
use crate::runtime::testing::Mock;
use crate::runtime::{ClientBuilder, Error};
use http::StatusCode;

fn params(group: &str) -> ListParams {
    ListParams { group: group.into(), ..ListParams::default() }
}

#[tokio::test]
async fn calls_get_the_answers_that_they_were_promised() {
    let mock = Mock::new();
    let client = mock.client(ClientBuilder::new(&API)).unwrap();
    let page = serde_json::json!({"results": [], "totalCount": 7});
    let fault = serde_json::json!({"error": 404});
    mock.expect::<ListParams>().with(params("abc")).times(2).answer(&page).unwrap();
    mock.expect::<ListParams>()
        .with(params("none"))
        .answer_status(StatusCode::NOT_FOUND, &fault)
        .unwrap();
    let lost = || Err(Error::transport("lost", None, true));
    mock.expect::<ListParams>().with(params("lost")).answer_with(lost).unwrap();

    assert_eq!(List::of(&client, "abc").await.unwrap().total, Some(7));
    let error = List::of(&client, "none").await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    let error = List::of(&client, "lost").await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    // One call is still to come.
    assert!(mock.verify().unwrap_err().contains("1 more"));
    List::of(&client, "abc").await.unwrap();
    mock.verify().unwrap();
}

#[tokio::test]
async fn a_call_that_nobody_expected_is_told() {
    let mock = Mock::new();
    let client = mock.client(ClientBuilder::new(&API)).unwrap();
    let page = serde_json::json!({"results": []});
    mock.expect::<ListParams>().with(params("abc")).answer(&page).unwrap();
    let error = List::of(&client, "other").await.unwrap_err();
    assert!(error.to_string().contains("was not expected"), "{error}");
    let told = mock.verify().unwrap_err();
    assert!(told.contains("/groups/other/things") && told.contains("1 more"), "{told}");
}
