//! The unit tests of a user of the SDK, who needs no server: the feature `mock`.

use crate::support::{GROUP, checkpoints};
use atlas_sdk::operations::legacy_backup::ListGroupClusterBackupCheckpointsParams as Params;
use atlas_sdk::runtime::testing::Mock;
use atlas_sdk::types::{ApiError, Checkpoint, PaginatedCheckpoints};
use atlas_sdk::{Client, Error};
use http::{HeaderMap, StatusCode};

/// The code of a user: how many checkpoints can be restored.
async fn restorable(client: &Client) -> Result<usize, Error> {
    let all = checkpoints(client).items_per_page(2).items().try_collect().await?;
    Ok(all.iter().filter(|one| one.restorable == Some(true)).count())
}

fn params(page: Option<i64>) -> Params {
    let mut params = Params::new(GROUP, "Cluster0");
    params.items_per_page = Some(2);
    params.page_num = page;
    params
}

fn page(restorable: &[bool]) -> PaginatedCheckpoints {
    let mut page = PaginatedCheckpoints::default();
    for (one, number) in restorable.iter().zip(0_u64..) {
        let mut checkpoint = Checkpoint::default();
        checkpoint.id = Some(format!("{number:024x}"));
        checkpoint.restorable = Some(*one);
        page.results.push(checkpoint);
    }
    page
}

fn client(mock: &Mock) -> Client {
    mock.client(Client::builder()).expect("the client can be built")
}

#[tokio::test]
async fn pages_are_answered_with_models() {
    let mock = Mock::new();
    let answers = [
        (params(None), page(&[true, false])),
        (params(Some(2)), page(&[true])),
        (params(Some(3)), page(&[])),
    ];
    for (params, page) in answers {
        mock.expect::<Params>().with(params).answer(&page).expect("it can be expected");
    }
    assert_eq!(restorable(&client(&mock)).await.expect("all pages come"), 2);
    mock.verify().expect("everything came");
}

#[tokio::test]
async fn an_error_is_answered_with_its_model() {
    let mock = Mock::new();
    let mut body = ApiError::default();
    body.error = 403;
    body.error_code = Some("NO_ROLE".to_owned());
    mock.expect::<Params>()
        .answer_status(StatusCode::FORBIDDEN, &body)
        .expect("it can be expected");
    let error = restorable(&client(&mock)).await.expect_err("it is forbidden");
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    assert_eq!(error.api_body::<ApiError>(), Some(&body));
    mock.verify().expect("everything came");
}

#[tokio::test]
async fn a_fault_of_the_network_and_any_bytes_are_answered() {
    let mock = Mock::new();
    let lost = || Err(Error::transport("lost", None, true));
    mock.expect::<Params>().answer_with(lost).expect("it can be expected");
    mock.expect::<Params>()
        .answer_raw(StatusCode::OK, HeaderMap::new(), "no JSON")
        .expect("it can be expected");
    let client = client(&mock);
    let error = restorable(&client).await.expect_err("it is lost");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    let error = restorable(&client).await.expect_err("that is no page");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    mock.verify().expect("everything came");
}

#[tokio::test]
async fn what_nobody_expected_and_what_never_came_are_told() {
    let mock = Mock::new();
    mock.expect::<Params>()
        .with(params(Some(9)))
        .times(2)
        .answer(&page(&[]))
        .expect("it can be expected");
    let error = restorable(&client(&mock)).await.expect_err("nobody expected it");
    assert!(error.to_string().contains("was not expected"), "{error}");
    let told = mock.verify().expect_err("it went otherwise");
    assert!(told.contains("expected 2 more times"), "{told}");
    assert!(told.contains("itemsPerPage=2"), "{told}");
}

#[tokio::test]
async fn the_rules_hold_here_too() {
    let mock = Mock::new();
    let error = checkpoints(&client(&mock)).page_num(0).await;
    assert!(matches!(error, Err(Error::Argument(_))), "{error:?}");
    mock.verify().expect("nothing was sent");
}
