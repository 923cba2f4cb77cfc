//! Credentials of every kind: missing, wrong, right and stale.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod common;

use common::*;
use digest_auth::{AuthContext, HttpMethod, WwwAuthenticateHeader};
use mock::{
    Builder, Credentials, DigestAlgorithm, Mock, TOKEN_OPERATION, ViolationKind,
};
use oasmith::ir::*;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::time::Duration;

/// One operation with these schemes as alternatives.
fn api(kinds: Vec<SchemeKind>) -> Api {
    let mut maker = Maker::new();
    let security = kinds
        .into_iter()
        .enumerate()
        .map(|(index, kind)| maker.scheme(&format!("s{index}"), kind));
    let security: Vec<SecurityRequirement> = security.collect();
    let text = maker.scalar(Scalar::String);
    let thing = maker.object(vec![field("name", text)]);
    let ok = vec![response(200, vec![json_of(thing)])];
    maker.operation("get", "GET", "/thing", Vec::new(), ok).security = security;
    maker.api
}

fn oauth() -> SchemeKind {
    let token_url = Some("https://login.example.com/api/oauth/token".into());
    SchemeKind::OAuth2 { token_url, scopes: Vec::new() }
}

fn key(place: Place, name: &str) -> SchemeKind {
    SchemeKind::ApiKey { place, name: name.into() }
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn api_keys_in_every_place() {
    let known = Credentials::any().key("secret");
    for place in [Place::Header, Place::Query, Place::Cookie] {
        let builder =
            Mock::builder(api(vec![key(place, "X-Key")])).credentials(known.clone());
        let site = Site::with(builder).await;
        let with = |key: &str| match place {
            Place::Query => site.get(&format!("/thing?X-Key={key}")),
            Place::Cookie => site.get("/thing").header("cookie", format!("X-Key={key}")),
            _ => site.get("/thing").header("x-key", key),
        };
        let violation = site.refused(site.get("/thing"), 401).await;
        is(&violation, ViolationKind::Credentials, "authorization", "missing");
        let violation = site.refused(with("other"), 401).await;
        is(&violation, ViolationKind::Credentials, "authorization", "wrong");
        site.accepted(with("secret")).await;
    }
}

#[tokio::test]
async fn basic_and_bearer() {
    let known = Credentials::any().user("ann", "pass:word").token("static");
    let api = api(vec![SchemeKind::Basic, SchemeKind::Bearer]);
    let site = Site::with(Mock::builder(api).credentials(known)).await;
    let response = site.get("/thing").send().await.unwrap();
    let challenges: Vec<_> =
        response.headers().get_all("www-authenticate").iter().collect();
    assert_eq!(challenges.len(), 2);
    site.accepted(site.get("/thing").basic_auth("ann", Some("pass:word"))).await;
    site.accepted(site.get("/thing").bearer_auth("static")).await;
    assert_eq!(status(site.get("/thing").basic_auth("ann", Some("word"))).await, 401);
    assert_eq!(status(site.get("/thing").bearer_auth("other")).await, 401);
}

#[tokio::test]
async fn schemes_that_are_needed_together() {
    let mut api = api(vec![SchemeKind::Basic, key(Place::Header, "X-Key")]);
    let both = SecurityRequirement { schemes: vec![(0, Vec::new()), (1, Vec::new())] };
    api.operations[0].security = vec![both];
    let site = Site::start(api).await;
    let basic = || site.get("/thing").basic_auth("a", Some("b"));
    assert_eq!(status(basic()).await, 401);
    assert_eq!(status(site.get("/thing").header("x-key", "k")).await, 401);
    assert_eq!(status(basic().header("x-key", "k")).await, 200);
}

fn token_site() -> Builder {
    Mock::builder(api(vec![oauth()]))
        .credentials(Credentials::any().client("id", "se/cret"))
        .token_lifetime(Duration::from_secs(60))
}

async fn ask(
    site: &Site,
    path: &str,
    form: &[(&str, &str)],
    basic: Option<&str>,
) -> Response {
    let url = format!("{}{path}", site.server.origin());
    let request = site.client.post(url).form(form);
    let request = match basic {
        Some(secret) => request.basic_auth("id", Some(secret)),
        None => request,
    };
    request.send().await.unwrap()
}

const TOKEN: &str = "/api/oauth/token";
const GRANT: (&str, &str) = ("grant_type", "client_credentials");

async fn token(site: &Site) -> String {
    let response = ask(site, TOKEN, &[GRANT], Some("se/cret")).await;
    assert_eq!(response.status(), 200);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 60);
    body["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn tokens_are_given_out_used_expired_and_revoked() {
    let site = Site::with(token_site()).await;
    assert_eq!(
        site.server.token_url().unwrap(),
        format!("{}{TOKEN}", site.server.origin())
    );
    assert_eq!(status(site.get("/thing").bearer_auth("guess")).await, 401);
    let (one, two) = (token(&site).await, token(&site).await);
    assert_ne!(one, two);
    assert_eq!(site.server.token_requests(), 2);
    assert_eq!(site.server.journal().of(TOKEN_OPERATION).len(), 2);
    assert_eq!(status(site.get("/thing").bearer_auth(&one)).await, 200);
    let revoke =
        ask(&site, "/api/oauth/revoke", &[("token", &one)], Some("se/cret")).await;
    assert_eq!(revoke.status(), 200);
    let violation = site.refused(site.get("/thing").bearer_auth(&one), 401).await;
    is(&violation, ViolationKind::Credentials, "authorization", "revoked");
    assert_eq!(status(site.get("/thing").bearer_auth(&two)).await, 200);
    site.server.expire_tokens();
    assert_eq!(status(site.get("/thing").bearer_auth(&two)).await, 401);
}

#[tokio::test]
async fn the_token_endpoint_is_strict() {
    let site = Site::with(token_site()).await;
    let fields = [GRANT, ("client_id", "id"), ("client_secret", "se/cret")];
    assert_eq!(ask(&site, TOKEN, &fields, None).await.status(), 200);
    // RFC 6749 wants the parts form-encoded, and many clients send them as they are.
    assert_eq!(ask(&site, TOKEN, &[GRANT], Some("se%2Fcret")).await.status(), 200);
    let error = async |form: &[(&str, &str)], basic, wanted: u16, name: &str| {
        let response = ask(&site, TOKEN, form, basic).await;
        assert_eq!(response.status(), wanted);
        assert_eq!(response.json::<Value>().await.unwrap()["error"], json!(name));
    };
    error(&[GRANT], Some("wrong"), 401, "invalid_client").await;
    error(&[GRANT], None, 401, "invalid_client").await;
    error(&[], Some("se/cret"), 400, "invalid_request").await;
    error(&[("grant_type", "password")], Some("se/cret"), 400, "unsupported_grant_type")
        .await;
    error(&fields, Some("se/cret"), 400, "invalid_request").await;
}

#[tokio::test]
async fn tokens_are_limited() {
    let site = Site::with(token_site().token_limit(2, Duration::from_secs(60))).await;
    token(&site).await;
    token(&site).await;
    let third = ask(&site, TOKEN, &[GRANT], Some("se/cret")).await;
    assert_eq!(third.status(), 429);
    let wait: u64 = third.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(site.server.token_requests(), 3);
}

fn digest_site(algorithm: DigestAlgorithm) -> Builder {
    Mock::builder(api(vec![SchemeKind::Digest]))
        .credentials(Credentials::any().user("public", "private"))
        .digest_algorithms(&[algorithm])
}

async fn challenge(site: &Site) -> WwwAuthenticateHeader {
    let response = site.get("/thing").send().await.unwrap();
    assert_eq!(response.status(), 401);
    digest_auth::parse(response.headers()["www-authenticate"].to_str().unwrap()).unwrap()
}

fn answered(
    site: &Site,
    prompt: &mut WwwAuthenticateHeader,
    password: &str,
) -> RequestBuilder {
    let mut context = AuthContext::new("public", password, "/v1/thing");
    context.method = HttpMethod::GET;
    let answer = prompt.respond(&context).unwrap().to_header_string();
    site.request(Method::GET, "/thing").header("authorization", answer)
}

#[tokio::test]
async fn digest_by_an_independent_client() {
    for algorithm in [DigestAlgorithm::Md5, DigestAlgorithm::Sha256] {
        let site = Site::with(digest_site(algorithm)).await;
        let mut prompt = challenge(&site).await;
        // The same nonce serves several requests, with a new counter each.
        for _ in 0..3 {
            site.accepted(answered(&site, &mut prompt, "private")).await;
        }
        let header = site.last().request.header("authorization").unwrap();
        assert!(header.contains("nc=00000003"), "{header}");
        let again = site.get("/thing").header("authorization", header);
        is(
            &site.refused(again, 401).await,
            ViolationKind::Credentials,
            "authorization",
            "nc",
        );
        assert_eq!(status(answered(&site, &mut prompt, "wrong")).await, 401);
        let elsewhere = answered(&site, &mut prompt, "private").query(&[("x", "1")]);
        assert_eq!(status(elsewhere).await, 401);
    }
}

#[tokio::test]
async fn a_used_up_nonce_is_stale() {
    let site = Site::with(digest_site(DigestAlgorithm::Md5).nonce_uses(1)).await;
    let mut prompt = challenge(&site).await;
    assert!(!prompt.stale);
    site.accepted(answered(&site, &mut prompt, "private")).await;
    let response = answered(&site, &mut prompt, "private").send().await.unwrap();
    assert_eq!(response.status(), 401);
    let header = response.headers()["www-authenticate"].to_str().unwrap().to_owned();
    let mut fresh = digest_auth::parse(&header).unwrap();
    assert!(fresh.stale, "{header}");
    site.accepted(answered(&site, &mut fresh, "private")).await;
    site.server.expire_nonces();
    assert_eq!(status(answered(&site, &mut fresh, "private")).await, 401);
}
