//! Which credentials are sent, and what becomes of them.

use super::{
    BASIC, BOTH_KEYS, COOKIE_KEY, GET, KEYS, OAUTH, PERHAPS, QUERY_KEY, Script, answer,
    assert_hides, chain, send,
};
use crate::runtime::auth::{
    ApiKey, Basic, Bearer, Credential, FileTokenStore, Secret, ServiceAccount,
};
use crate::runtime::{Api, Body, ClientBuilder, Error, Scheme, SchemeKind, Server};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A server that gives out `t1`, `t2`… that hold for the given time, and takes the tokens
/// that the test says.
fn token_server(
    lifetime: u64,
    takes: impl Fn(&str) -> bool + Send + Sync + 'static,
) -> (Script, Arc<AtomicUsize>) {
    let given = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&given);
    let script = Script::new(move |seen, _| {
        if seen.uri.path() == "/oauth/token" {
            let number = count.fetch_add(1, Ordering::SeqCst) + 1;
            let token = format!("t{number}");
            let answered = json!({"access_token": token, "token_type": "Bearer", "expires_in": lifetime});
            return answer(200, &[], &answered);
        }
        let token =
            seen.header("authorization").strip_prefix("Bearer ").unwrap_or_default();
        answer(if takes(token) { 200 } else { 401 }, &[], &json!({}))
    });
    (script, given)
}

fn account() -> ServiceAccount {
    ServiceAccount::new("my id", "hunter2&")
}

/// Where the token comes from when the description names it so.
async fn token_origin(
    described: &'static str,
    set: fn(ClientBuilder) -> ClientBuilder,
    account: ServiceAccount,
) -> String {
    let schemes = vec![Scheme {
        name: "account",
        kind: SchemeKind::OAuth2 { token_url: Some(described) },
    }];
    let api: &'static Api = Box::leak(Box::new(Api {
        title: "Things",
        version: "1",
        servers: &[Server { url: "https://api.example/v1", variables: &[] }],
        schemes: schemes.leak(),
        user_agent: "",
        secrets: crate::runtime::SecretNames::NONE,
    }));
    let (script, _) = token_server(3600, |_| true);
    let builder = set(ClientBuilder::new(api)).transport(script.clone()).auth(account);
    send(&builder.build().unwrap(), &OAUTH).await.unwrap();
    script.seen()[0].uri.to_string()
}

#[tokio::test(start_paused = true)]
async fn token_addresses_follow_the_api_to_another_origin() {
    const OWN: &str = "http://127.0.0.1:8080/oauth/token";
    for described in ["/oauth/token", "https://api.example/oauth/token"] {
        for set in [
            (|one| one.origin("http://127.0.0.1:8080")) as fn(ClientBuilder) -> _,
            |one| one.base_url("http://127.0.0.1:8080/x"),
        ] {
            assert_eq!(token_origin(described, set, account()).await, OWN);
        }
        let stays = token_origin(described, |one| one, account()).await;
        assert_eq!(stays, "https://api.example/oauth/token");
    }
    // What never was the API's own stays where it is; the caller can set another.
    let elsewhere = "https://login.example/oauth/token";
    let origin = |one: ClientBuilder| one.origin("http://127.0.0.1:8080");
    assert_eq!(token_origin(elsewhere, origin, account()).await, elsewhere);
    let own = account().token_url("http://127.0.0.1:9/oauth/token");
    let found = token_origin(elsewhere, origin, own).await;
    assert_eq!(found, "http://127.0.0.1:9/oauth/token");
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_with_an_expired_token_ask_for_one() {
    // The first token is over as soon as it comes.
    let (script, given) = token_server(0, |_| true);
    let account = account();
    let client = script.builder().auth(account.clone()).build().unwrap();
    assert_eq!(send(&client, &OAUTH).await.unwrap().status(), 200);
    assert_eq!(given.load(Ordering::SeqCst), 1);

    let (script, given) = token_server(3600, |token| token != "old");
    let client = script.builder().auth(account).build().unwrap();
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { send(&client, &OAUTH).await.unwrap().status() })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    assert_eq!(given.load(Ordering::SeqCst), 1);
    assert_eq!(script.seen().len(), 1001);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_refusals_ask_for_one_new_token() {
    let (script, given) = token_server(3600, |token| token == "t2");
    let client = script.builder().auth(account()).build().unwrap();
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { send(&client, &OAUTH).await.unwrap().status() })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    assert_eq!(given.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_and_not_for_ever() {
    let (script, given) = token_server(3600, |_| false);
    let client = script.builder().auth(account()).build().unwrap();
    assert_eq!(send(&client, &OAUTH).await.unwrap().status(), 401);
    assert_eq!(given.load(Ordering::SeqCst), 2);
    // The server does not take this account's tokens: no more are asked for.
    assert_eq!(send(&client, &OAUTH).await.unwrap().status(), 401);
    assert_eq!(given.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_leaves_nothing_behind() {
    let (script, given) = token_server(3600, |_| true);
    let client = script.builder().auth(account()).build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { send(&client, &OAUTH).await }
    });
    tokio::task::yield_now().await;
    call.abort();
    assert!(call.await.is_err());
    assert_eq!(send(&client, &OAUTH).await.unwrap().status(), 200);
    assert!(given.load(Ordering::SeqCst) <= 2);
}

#[tokio::test(start_paused = true)]
async fn the_token_request_is_as_the_standard_says() {
    let (script, _) = token_server(3600, |_| true);
    let account = account().scopes(["a", "b c"]);
    let client = script.builder().auth(account).build().unwrap();
    send(&client, &OAUTH).await.unwrap();
    let seen = &script.seen()[0];
    assert_eq!(seen.uri, "https://api.example/oauth/token");
    assert_eq!(seen.body, "grant_type=client_credentials&scope=a+b+c");
    // Name and secret are form-encoded before they are joined: `my+id:hunter2%26`.
    assert_eq!(seen.header("authorization"), "Basic bXkraWQ6aHVudGVyMiUyNg==");
    assert_eq!(seen.header("content-type"), "application/x-www-form-urlencoded");
}

#[tokio::test(start_paused = true)]
async fn a_refusing_token_server_is_told_and_the_secret_is_not() {
    let script = Script::new(|_, _| {
        let body =
            json!({"error": "invalid_client", "error_description": "no such\nid"});
        answer(401, &[], &body)
    });
    let account = account();
    let client = script.builder().auth(account.clone()).build().unwrap();
    let error = send(&client, &OAUTH).await.unwrap_err();
    assert!(error.to_string().contains("invalid_client, no such\\u{a}id"), "{error}");
    assert_hides(
        "hunter2",
        &[chain(&error), format!("{account:?}"), format!("{client:?}")],
    );
}

/// What an error shows of an answer that repeats all of the request that it can.
#[tokio::test(start_paused = true)]
async fn an_answer_that_repeats_a_credential_does_not_show_it() {
    let script = Script::new(|seen, _| {
        let said = format!(
            "{:?} {} {}",
            seen.uri,
            seen.header("authorization"),
            seen.header("x-key")
        );
        let encoded = base64::Engine::encode(
            &base64::engine::general_purpose::STANDARD,
            "hunter2&more",
        );
        let body = Body::from(format!("hunter2&more {encoded} {said}"));
        Ok(http::Response::builder().status(418).body(body).unwrap())
    });
    let build = |builder: ClientBuilder| builder.build().unwrap();
    for (client, operation) in [
        (build(script.builder().auth(Basic::new("me", "hunter2&more"))), &BASIC),
        (build(script.builder().auth(ApiKey::new("hunter2&more"))), &QUERY_KEY),
        (build(script.builder().auth(ApiKey::new("hunter2&more"))), &KEYS),
        (build(script.builder().auth(Bearer::new("hunter2&more"))), &OAUTH),
    ] {
        let mut request = http::Request::new(Body::Empty);
        *request.uri_mut() = "https://api.example/v1/things".parse().unwrap();
        let error = client.call(request, operation).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("418") && text.contains("[secret]"), "{text}");
        let pair = "bWU6aHVudGVyMiZtb3Jl";
        for hidden in ["hunter2", "aHVudGVyMiZtb3Jl", pair] {
            assert!(!text.contains(hidden), "{}: {text}", operation.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn processes_share_a_token_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (script, given) = token_server(3600, |_| true);
    for _ in 0..3 {
        let account = account().store(FileTokenStore::new(folder.path()));
        let client = script.builder().auth(account).build().unwrap();
        send(&client, &OAUTH).await.unwrap();
    }
    assert_eq!(given.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn keys_go_where_the_description_says() {
    let script = Script::new(|_, _| answer(200, &[], &json!({})));
    let client = script
        .builder()
        .auth(ApiKey::new("k&1"))
        .auth(Basic::new("user", "pass"))
        .build()
        .unwrap();
    for operation in [&KEYS, &QUERY_KEY, &COOKIE_KEY, &BASIC, &GET, &PERHAPS] {
        send(&client, operation).await.unwrap();
    }
    let seen = script.seen();
    assert_eq!(seen[0].header("x-key"), "k&1");
    assert_eq!(seen[1].uri, "https://api.example/v1/things?key=k%261");
    assert_eq!(seen[2].header("cookie"), "session=k&1");
    assert_eq!(seen[3].header("authorization"), "Basic dXNlcjpwYXNz");
    // `security: []` means none; where it is optional, it is sent.
    assert!(
        !seen[4].headers.contains_key("authorization") && seen[4].uri.query().is_none()
    );
    assert_eq!(seen[5].header("authorization"), "Basic dXNlcjpwYXNz");
}

#[tokio::test(start_paused = true)]
async fn a_key_is_encoded_no_more_than_its_place_needs() {
    let script = Script::new(|_, _| answer(200, &[], &json!({})));
    let of = |key: &str| script.builder().auth(ApiKey::new(key)).build().unwrap();
    let key = "aZ9-._~ /?&=+%#";
    send(&of(key), &QUERY_KEY).await.unwrap();
    let sent = "key=aZ9-._~%20%2F%3F%26%3D%2B%25%23";
    assert_eq!(script.seen()[0].uri.query(), Some(sent));
    // An address that the server gave, such as a next page's, may hold it already.
    let mut request = http::Request::new(crate::runtime::Body::Empty);
    let next = "https://api.example/v1/things?a=1&key=old&&page=2";
    *request.uri_mut() = next.parse().unwrap();
    of("new").send_raw(request, &QUERY_KEY).await.unwrap();
    let sent = script.seen().pop().unwrap();
    assert_eq!(sent.uri, "https://api.example/v1/things?a=1&page=2&key=new");
    // A session out of a browser is encoded already.
    send(&of("s%3Aab_c.d=="), &COOKIE_KEY).await.unwrap();
    assert_eq!(script.seen()[2].header("cookie"), "session=s%3Aab_c.d==");
    for wrong in ["hunter2; admin=1", "hunter2,", "hunter 2", "hunter2\n"] {
        let error =
            send(&of(&format!("hunter2{wrong}")), &COOKIE_KEY).await.unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert_hides("hunter2", &[chain(&error)]);
    }
    assert_eq!(script.seen().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_given_back() {
    let (script, given) = token_server(3600, |_| true);
    let account = account().revocation_url("/oauth/revoke");
    let client = script.builder().auth(account.clone()).build().unwrap();
    // There is nothing to give back yet.
    account.revoke(&client).await.unwrap();
    assert!(script.seen().is_empty());
    send(&client, &OAUTH).await.unwrap();
    account.revoke(&client).await.unwrap();
    let revoked = script.seen().last().unwrap().clone();
    assert_eq!(revoked.uri, "https://api.example/oauth/revoke");
    assert_eq!(revoked.body, "token=t1&token_type_hint=access_token");
    assert_eq!(revoked.header("authorization"), "Basic bXkraWQ6aHVudGVyMiUyNg==");
    // The next call asks for another.
    send(&client, &OAUTH).await.unwrap();
    assert_eq!(given.load(Ordering::SeqCst), 2);
    let error = ServiceAccount::new("a", "b").revoke(&client).await;
    assert!(error.unwrap_err().to_string().contains("revocation_url"));
}

#[tokio::test(start_paused = true)]
async fn a_missing_credential_is_told_before_anything_is_sent() {
    let script = Script::new(|_, _| answer(200, &[], &json!({})));
    let error = send(&script.client(), &OAUTH).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    for part in ["oauthThings", "ServiceAccount", "Bearer", "account"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    // Two keys at once have to be told apart by name.
    let one = script.builder().auth(ApiKey::new("k")).build().unwrap();
    let error = send(&one, &BOTH_KEYS).await.unwrap_err();
    assert!(error.to_string().contains("auth_for(\"headerKey\""), "{error}");
    assert!(script.seen().is_empty());
    let both = script
        .builder()
        .auth_for("queryKey", ApiKey::new("q"))
        .auth_for("headerKey", ApiKey::new("h"))
        .build()
        .unwrap();
    send(&both, &BOTH_KEYS).await.unwrap();
    let seen = &script.seen()[0];
    assert_eq!((seen.header("x-key"), seen.uri.query()), ("h", Some("key=q")));
    send(&script.client(), &PERHAPS).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_token_can_be_fetched_for_each_request() {
    let script = Script::new(|_, _| answer(200, &[], &json!({})));
    let count = Arc::new(AtomicUsize::new(0));
    let bearer = Bearer::from_fn(move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move { Ok(Secret::new(format!("f{number}"))) }
    });
    let client = script.builder().auth(bearer).build().unwrap();
    send(&client, &OAUTH).await.unwrap();
    send(&client, &OAUTH).await.unwrap();
    assert_eq!(script.seen()[1].header("authorization"), "Bearer f1");
}

#[test]
fn no_credential_shows_its_secret() {
    let all: [&dyn Credential; 4] = [
        &Bearer::new("hunter2"),
        &Basic::new("user", "hunter2"),
        &ApiKey::new("hunter2"),
        &ServiceAccount::new("id", "hunter2"),
    ];
    assert_hides("hunter2", &all.map(|one| format!("{one:?} {one:#?}")));
}

#[cfg(feature = "digest")]
mod digest {
    use super::super::{DIGEST, Script, Seen, answer, assert_hides, send};
    use crate::runtime::auth::DigestKey;
    use serde_json::json;

    fn part(seen: &Seen, name: &str) -> String {
        let header = seen.header("authorization").to_owned();
        let find = |part: &str| {
            Some(part.trim().strip_prefix(name)?.strip_prefix('=')?.to_owned())
        };
        let value = header.trim_start_matches("Digest ").split(',').find_map(find);
        value.unwrap_or_default().trim_matches('"').to_owned()
    }

    #[tokio::test(start_paused = true)]
    async fn a_nonce_is_used_again_with_a_rising_count_until_it_is_stale() {
        let script = Script::new(|seen, number| {
            let md5 = |rest: &str| format!("Digest realm=\"r\", qop=\"auth\", {rest}");
            match (number, part(seen, "nonce").as_str()) {
                (1, _) => answer(
                    401,
                    &[
                        ("www-authenticate", &md5("nonce=\"m\"")),
                        ("www-authenticate", &md5("algorithm=SHA-256, nonce=\"one\"")),
                    ],
                    &json!({}),
                ),
                (4, "one") => {
                    let stale = md5("algorithm=SHA-256, nonce=\"two\", stale=true");
                    answer(401, &[("www-authenticate", &stale)], &json!({}))
                }
                (_, "one" | "two") => answer(200, &[], &json!({})),
                other => panic!("{other:?}"),
            }
        });
        let client =
            script.builder().auth(DigestKey::new("pub", "priv")).build().unwrap();
        for _ in 0..3 {
            assert_eq!(send(&client, &DIGEST).await.unwrap().status(), 200);
        }
        let turns: Vec<_> = script
            .seen()
            .iter()
            .map(|seen| (part(seen, "nonce"), part(seen, "nc")))
            .collect();
        let turn = |nonce: &str, count: &str| (nonce.to_owned(), count.to_owned());
        assert_eq!(
            turns,
            [
                turn("", ""),
                turn("one", "00000001"),
                turn("one", "00000002"),
                turn("one", "00000003"),
                turn("two", "00000001"),
            ]
        );
        let seen = &script.seen()[1];
        assert_eq!(
            (part(seen, "algorithm").as_str(), part(seen, "uri").as_str()),
            ("SHA-256", "/v1/things")
        );
    }

    #[tokio::test(start_paused = true)]
    async fn wrong_keys_are_told_after_two_turns() {
        let script = Script::new(|_, number| {
            let challenge =
                format!("Digest realm=\"r\", qop=\"auth\", nonce=\"n{number}\"");
            answer(401, &[("www-authenticate", &challenge)], &json!({}))
        });
        let key = DigestKey::new("pub", "hunter2");
        let client = script.builder().auth(key.clone()).build().unwrap();
        assert_eq!(send(&client, &DIGEST).await.unwrap().status(), 401);
        assert_eq!(script.seen().len(), 2);
        let seen: Vec<_> =
            script.seen().iter().map(|seen| format!("{seen:?}")).collect();
        assert_hides("hunter2", &seen);
        assert_hides("hunter2", &[format!("{key:?}")]);
    }
}
