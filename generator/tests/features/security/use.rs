//! Credentials go where the scheme says, and nowhere else.

use crate::support::{answering, last};
use feature_security::auth::{ApiKey, Basic, Bearer};
use feature_security::{Client, ClientBuilder};
use mock::{Reply, Running};

const SPEC: &str = concat!(env!("FEATURES"), "/security/spec.yaml");

async fn server() -> Running {
    answering(SPEC, Reply::empty(204)).await
}

fn client(server: &Running, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    let builder = Client::builder().base_url(server.base_url());
    set(builder).build().expect("the client can be built")
}

#[tokio::test]
async fn a_key_in_a_header_and_none_where_none_is_asked() {
    let server = server().await;
    let client = client(&server, |it| it.auth_for("key", ApiKey::new("k")));
    client.general().global().await.expect("it is taken");
    assert_eq!(last(&server).header("x-key").as_deref(), Some("k"));
    client.general().none().await.expect("it is taken");
    assert_eq!(last(&server).header("x-key"), None);
}

#[tokio::test]
async fn a_missing_credential_is_an_error_before_sending() {
    let server = server().await;
    let client = client(&server, |it| it);
    let error = client.general().global().await.expect_err("nothing to show");
    assert!(error.to_string().contains("key"), "{error}");
    assert_eq!(server.journal().total(), 0);
    client.general().optional().await.expect("it does without");
}

#[tokio::test]
async fn both_and_either() {
    let server = server().await;
    let client = client(&server, |it| {
        it.auth_for("key", ApiKey::new("k")).auth_for("basic", Basic::new("u", "p"))
    });
    client.general().both().await.expect("it is taken");
    let request = last(&server);
    assert_eq!(request.header("x-key").as_deref(), Some("k"));
    assert_eq!(request.header("authorization").as_deref(), Some("Basic dTpw"));
    client.general().either().await.expect("it is taken");
    let request = last(&server);
    assert_eq!(request.header("authorization").as_deref(), Some("Basic dTpw"));
    assert_eq!((request.header("x-key"), request.query), (None, None));
}

#[tokio::test]
async fn keys_in_query_and_cookie_and_a_bearer_token() {
    let server = server().await;
    let client = client(&server, |it| {
        it.auth_for("queryKey", ApiKey::new("q"))
            .auth_for("cookieKey", ApiKey::new("c"))
            .auth_for("bearer", Bearer::new("b"))
    });
    client.general().either().await.expect("it is taken");
    assert_eq!(last(&server).query_pairs(), [("api_key".to_owned(), "q".to_owned())]);
    client.general().cookie().await.expect("it is taken");
    assert_eq!(last(&server).cookies(), [("session".to_owned(), "c".to_owned())]);
    client.general().optional().await.expect("it is taken");
    let authorization = last(&server).header("authorization");
    assert!(matches!(authorization.as_deref(), None | Some("Bearer b")), "{authorization:?}");
}
