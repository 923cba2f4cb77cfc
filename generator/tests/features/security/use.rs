//! Credentials go where the scheme says, and nowhere else.

use crate::support::{answering, last};
use feature_security::auth::{
    ApiKey, Basic, Bearer, DigestKey, FileTokenStore, Secret, ServiceAccount,
};
use feature_security::runtime::RequestOptions;
use feature_security::{Client, ClientBuilder, Error};
use mock::{Credentials, DigestAlgorithm, Reply, Running};

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
    client.general().bearer().await.expect("it is taken");
    assert_eq!(last(&server).header("authorization").as_deref(), Some("Bearer b"));
    // Credentials that an operation does not ask for stay here.
    client.general().none().await.expect("it is taken");
    let request = last(&server);
    assert_eq!((request.header("authorization"), request.query), (None, None));
    assert_eq!(last(&server).cookies(), []);
}

fn with(server: &Running, credential: impl feature_security::auth::Credential) -> Client {
    client(server, |it| it.auth(credential))
}

#[tokio::test]
async fn a_service_account_trades_its_secret_for_a_token_and_gives_it_back() {
    let known = Credentials::any().client("my id", "s/ecret&");
    let server = crate::support::server(SPEC).credentials(known).start().await.expect("a server");
    let folder = std::env::temp_dir().join(format!("{}-tokens", std::process::id()));
    let account = || {
        ServiceAccount::new("my id", "s/ecret&")
            .revocation_url("/revoke")
            .store(FileTokenStore::new(&folder))
    };
    let one = account();
    let first = with(&server, one.clone());
    first.general().oauth().await.expect("it is taken");
    first.general().oauth().await.expect("it is taken");
    assert_eq!(server.token_requests(), 1);
    // Another process finds the token in the folder.
    with(&server, account()).general().oauth().await.expect("it is taken");
    assert_eq!(server.token_requests(), 1);
    // The server ends the token before its time: one more is asked for, and the call goes on.
    server.expire_tokens();
    first.general().oauth().await.expect("it is taken");
    assert_eq!(server.token_requests(), 2);
    let token = last(&server).header("authorization").expect("a token");
    one.revoke(&first).await.expect("the server takes it back");
    let with_it = client(&server, |it| {
        it.auth(Bearer::new(token.trim_start_matches("Bearer ")))
    });
    let error = with_it.general().oauth().await.expect_err("it is revoked");
    assert_eq!(error.status().expect("a status"), 401);
    std::fs::remove_dir_all(folder).expect("the folder can be removed");
}

#[tokio::test]
async fn a_wrong_secret_is_told_and_not_shown() {
    let known = Credentials::any().client("id", "right");
    let server = crate::support::server(SPEC).credentials(known).start().await.expect("a server");
    let client = with(&server, ServiceAccount::new("id", "hunter2"));
    let error = client.general().oauth().await.expect_err("it is refused");
    assert!(error.to_string().contains("invalid_client"), "{error}");
    assert!(!format!("{error:?} {client:?}").contains("hunter2"));
    // Nobody is asked again and again with a secret that is wrong.
    assert_eq!(server.token_requests(), 1);
}

#[tokio::test]
async fn digest_takes_two_turns_at_first_and_one_from_then_on() {
    for algorithm in [DigestAlgorithm::Md5, DigestAlgorithm::Sha256] {
        let server = crate::support::server(SPEC)
            .credentials(Credentials::any().user("public", "private"))
            .digest_algorithms(&[algorithm])
            .nonce_uses(5)
            .start()
            .await
            .expect("a server");
        let client = with(&server, DigestKey::new("public", "private"));
        let turns = async || {
            let before = server.journal().total();
            client.general().digest().await.expect("it is taken");
            server.journal().total() - before
        };
        assert_eq!(turns().await, 2);
        for count in 2..=5 {
            assert_eq!(turns().await, 1);
            let sent = last(&server).header("authorization").expect("an answer");
            assert!(sent.contains(&format!("nc=0000000{count}")), "{sent}");
        }
        // The nonce is used up: the server says that it is stale, and gives another.
        assert_eq!(turns().await, 2);
        server.expire_nonces();
        assert_eq!(turns().await, 2);
        let wrong = with(&server, DigestKey::new("public", "hunter2"));
        let before = server.journal().total();
        let error = wrong.general().digest().await.expect_err("the key is wrong");
        assert_eq!(error.status().expect("a status"), 401);
        assert_eq!(server.journal().total() - before, 2);
    }
}

#[tokio::test]
async fn a_bearer_token_may_come_from_a_function() {
    let server = server().await;
    let count = std::sync::atomic::AtomicU32::new(0);
    let bearer = Bearer::from_fn(move || {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        async move { Ok(Secret::new(format!("t{number}"))) }
    });
    let client = client(&server, |it| it.auth(bearer));
    for number in 0..2 {
        client.general().oauth().await.expect("it is taken");
        let sent = last(&server).header("authorization");
        assert_eq!(sent.as_deref(), Some(format!("Bearer t{number}").as_str()));
    }
}

#[tokio::test]
async fn a_token_and_a_key_together_or_a_cookie() {
    let server = server().await;
    let both = client(&server, |it| {
        it.auth_for("oauth", Bearer::new("t")).auth_for("key", ApiKey::new("k"))
    });
    both.general().mutual().await.expect("it is taken");
    let request = last(&server);
    assert_eq!(request.header("authorization").as_deref(), Some("Bearer t"));
    assert_eq!(request.header("x-key").as_deref(), Some("k"));
    assert_eq!(request.cookies(), []);
    // Half of the first way is none; the second one it is.
    let half = client(&server, |it| {
        it.auth_for("oauth", Bearer::new("t")).auth_for("cookieKey", ApiKey::new("c"))
    });
    half.general().mutual().await.expect("it is taken");
    let request = last(&server);
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.cookies(), [("session".to_owned(), "c".to_owned())]);
}

#[tokio::test]
async fn schemes_that_nobody_knows_or_declared() {
    let server = server().await;
    // One that is not declared cannot be met, and is left out.
    client(&server, |it| it).general().undeclared().await.expect("it is taken");
    // A token serves where only the way to get it is described.
    let client = client(&server, |it| {
        it.auth_for("oidc", Bearer::new("t")).auth_for("strange", ApiKey::in_header("authorization", "HOBA x"))
    });
    client.general().oidc().await.expect("it is taken");
    assert_eq!(last(&server).header("authorization").as_deref(), Some("Bearer t"));
    client.general().strange().await.expect("it is taken");
    assert_eq!(last(&server).header("authorization").as_deref(), Some("HOBA x"));
}

#[tokio::test]
async fn a_scheme_of_the_apis_own_takes_a_key() {
    let server = server().await;
    for key in ["x", "HOBA x"] {
        let client = client(&server, |it| it.auth(ApiKey::new(key)));
        client.general().strange().await.expect("it is taken");
        let sent = last(&server).header("authorization").unwrap_or_default();
        assert!(sent.eq_ignore_ascii_case("hoba x"), "{sent}");
    }
}

#[tokio::test]
async fn what_the_caller_puts_into_the_request_counts() {
    let server = server().await;
    let none = client(&server, |it| it);
    let with = |name: &str, value: &str| RequestOptions::new().header(name, value);
    let own = with("Authorization", "hoba mine");
    none.general().strange().options(own).await.expect("it is taken");
    assert_eq!(last(&server).header("authorization").as_deref(), Some("hoba mine"));
    none.general().global().options(with("x-key", "k")).await.expect("it is taken");
    none.general().bearer().options(with("Authorization", "Bearer t")).await.expect("it is taken");
    none.general().cookie().options(with("Cookie", "a=b; session=c")).await.expect("it is taken");
    assert_eq!(last(&server).header("cookie").as_deref(), Some("a=b; session=c"));
    // Another header than the one that is asked for is none.
    let error = none.general().global().options(with("x-other", "k")).await;
    assert!(matches!(error, Err(Error::Credential(_))), "{error:?}");
    let client = client(&server, |it| it.header("x-key", "k"));
    client.general().global().await.expect("it is taken");
    assert_eq!(last(&server).header("x-key").as_deref(), Some("k"));
}

#[tokio::test]
async fn a_parameter_named_like_a_key_goes_beside_it_or_gives_way() {
    let server = server().await;
    let client = client(&server, |it| {
        it.auth_for("queryKey", ApiKey::new("q")).auth_for("key", ApiKey::new("k"))
    });
    client.general().same_name().await.expect("it is taken");
    assert_eq!(last(&server).query_pairs(), [("api_key".to_owned(), "q".to_owned())]);
}
