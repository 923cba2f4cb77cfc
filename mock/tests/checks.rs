//! Each kind of violation is seen, named and answered.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod common;

use common::*;
use mock::ViolationKind as Kinds;
use oasmith::ir::*;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

/// Operations with every kind of input.
fn api() -> Api {
    let mut maker = Maker::new();
    let text = maker.scalar(Scalar::String);
    let integer = maker.scalar(Scalar::Int32);
    let boolean = maker.scalar(Scalar::Boolean);
    let when = maker.scalar(Scalar::DateTime);
    let binary = maker.scalar(Scalar::Binary);
    let color = maker.strings(&["red", "green"]);
    let colors = maker.ty(Kind::List(color));
    let texts = maker.ty(Kind::List(text));

    let mut id = parameter("thingId", Place::Path, text);
    id.rules.pattern = Some("^[a-f0-9]{4}$".into());
    let mut limit = parameter("limit", Place::Query, integer);
    limit.rules.minimum = Some(1.into());
    limit.rules.maximum = Some(500.into());
    let mut trace = parameter("X-Trace", Place::Header, text);
    trace.rules.min_length = Some(3);
    let mut piped = parameter("piped", Place::Query, texts);
    (piped.style, piped.explode) = (Style::PipeDelimited, false);
    piped.rules.max_items = Some(2);
    let mut commas = parameter("commas", Place::Query, colors);
    commas.explode = false;
    let range = maker.object(vec![field("from", integer), field("to", integer)]);
    let mut filter = parameter("filter", Place::Query, range);
    filter.style = Style::DeepObject;
    let spread = maker.object(vec![field("north", boolean)]);
    let parameters = vec![
        id,
        limit,
        parameter("flag", Place::Query, boolean),
        parameter("since", Place::Query, when),
        parameter("color", Place::Query, colors),
        commas,
        piped,
        filter,
        parameter("side", Place::Query, spread),
        trace,
        parameter("visits", Place::Cookie, integer),
    ];
    let thing = maker.object(vec![required("name", text)]);
    let ok = || vec![response(200, vec![json_of(thing)])];
    maker.operation("getThing", "GET", "/things/{thingId}", parameters, ok());
    let mut code = parameter("code", Place::Query, integer);
    code.required = true;
    maker.operation("getCode", "GET", "/code", vec![code], ok());

    let mut count = field("count", integer);
    count.rules.multiple_of = Some(5.into());
    let mut made = required("made", when);
    made.read_only = true;
    let new =
        maker.object(vec![required("name", text), count, field("color", color), made]);
    let create = maker.operation("createThing", "POST", "/things", Vec::new(), ok());
    create.body = takes(vec![json_of(new)]);
    let submit = maker.operation("submit", "POST", "/submit", Vec::new(), ok());
    submit.body = takes(vec![content(
        "application/x-www-form-urlencoded",
        BodyFormat::Form,
        Some(new),
    )]);
    let files = maker.object(vec![required("file", binary), field("count", integer)]);
    let mut parts = content("multipart/form-data", BodyFormat::Multipart, Some(files));
    let image =
        PartEncoding { content_type: Some("image/*".into()), ..Default::default() };
    parts.encoding.push(("file".into(), image));
    let upload = maker.operation("upload", "POST", "/upload", Vec::new(), ok());
    upload.body = takes(vec![parts]);
    maker.api
}

#[tokio::test]
async fn a_request_as_described_is_accepted() {
    let site = Site::start(api()).await;
    let request = site
        .get("/things/00ff?commas=red,green")
        .query(&[("limit", "500"), ("flag", "true"), ("since", "2025-01-01T00:00:00Z")])
        .query(&[("color", "red"), ("color", "green")])
        .query(&[("piped", "a|b"), ("filter[from]", "1"), ("north", "false")])
        .header("x-trace", "abc")
        .header("cookie", "other=1; visits=3");
    let body = site.accepted(request).await;
    assert!(body["name"].is_string());
    let entry = site.last();
    assert_eq!(entry.operation.as_deref(), Some("getThing"));
    assert_eq!(entry.request.query_value("piped").as_deref(), Some("a|b"));
    assert_eq!(entry.status, Some(200));
    assert_eq!(site.server.journal().violations(), []);
}

#[tokio::test]
async fn path_and_method() {
    let site = Site::start(api()).await;
    is(
        &site.refused(site.get("/nothing"), 404).await,
        Kinds::Path,
        "/v1/nothing",
        "no operation",
    );
    let outside = site.client.get(format!("{}/things/00ff", site.server.origin()));
    is(&site.refused(outside, 404).await, Kinds::Path, "/things/00ff", "no operation");
    let put = site.request(Method::PUT, "/things/00ff");
    is(&site.refused(put, 405).await, Kinds::Method, "PUT", "GET");
    let response = site.request(Method::PUT, "/things/00ff").send().await.unwrap();
    assert_eq!(response.headers()["allow"], "GET");
    let head = site.request(Method::HEAD, "/things/00ff").send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(head.bytes().await.unwrap().len(), 0);
}

#[tokio::test]
async fn each_rule_of_a_parameter() {
    let site = Site::start(api()).await;
    let wrong = [
        ("limit=0", "limit", "less than the minimum 1"),
        ("limit=501", "limit", "more than the maximum 500"),
        ("limit=ten", "limit", "not an integer"),
        ("limit=1&limit=2", "limit", "more than once"),
        ("limit=99999999999", "limit", "out of range"),
        ("flag=yes", "flag", "not a boolean"),
        ("since=yesterday", "since", "not a date and time"),
        ("color=red&color=blue", "color", "`blue` is none of red, green"),
        ("commas=red,blue", "commas", "`blue` is none of"),
        ("piped=a%7Cb%7Cc", "piped", "may have 2"),
        ("filter[from]=x", "filter", "should be an integer"),
        ("north=1", "side", "not a boolean"),
    ];
    for (query, place, words) in wrong {
        let request = site.get(&format!("/things/00ff?{query}"));
        is(&site.refused(request, 400).await, Kinds::QueryParameter, place, words);
    }
    let unknown = site.get("/things/00ff?limits=1");
    is(
        &site.refused(unknown, 400).await,
        Kinds::UnknownQueryParameter,
        "limits",
        "is not a",
    );
    let path = site.get("/things/00fg");
    is(
        &site.refused(path, 400).await,
        Kinds::PathParameter,
        "thingId",
        "does not match",
    );
    let header = site.get("/things/00ff").header("x-trace", "ab");
    is(&site.refused(header, 400).await, Kinds::Header, "X-Trace", "at least 3");
    let cookie = site.get("/things/00ff").header("cookie", "visits=often");
    is(&site.refused(cookie, 400).await, Kinds::Cookie, "visits", "not an integer");
    is(
        &site.refused(site.get("/code"), 400).await,
        Kinds::QueryParameter,
        "code",
        "missing",
    );
}

#[tokio::test]
async fn several_violations_are_all_listed_and_the_gravest_decides() {
    let site = Site::start(api()).await;
    let request = site.get("/things/x?limit=0&flag=2").header("accept", "text/csv");
    assert_eq!(request.send().await.unwrap().status(), 406);
    let kinds: Vec<Kinds> = site.last().violations.iter().map(|one| one.kind).collect();
    let wanted = [
        Kinds::PathParameter,
        Kinds::QueryParameter,
        Kinds::QueryParameter,
        Kinds::Accept,
    ];
    assert_eq!(kinds, wanted);
}

#[tokio::test]
async fn accept() {
    let site = Site::start(api()).await;
    let request = site.get("/things/00ff").header("accept", "text/csv, image/*;q=0.5");
    is(&site.refused(request, 406).await, Kinds::Accept, "accept", "application/json");
    for good in ["*/*", "application/*", "text/csv, application/json;q=0.1"] {
        site.accepted(site.get("/things/00ff").header("accept", good)).await;
    }
}

#[tokio::test]
async fn json_bodies() {
    let site = Site::start(api()).await;
    let post = || site.request(Method::POST, "/things");
    site.accepted(post().json(&json!({ "name": "x", "count": 10, "more": 1 }))).await;
    is(&site.refused(post(), 400).await, Kinds::Body, "/", "required and missing");
    let missing = post().json(&json!({ "count": 10 }));
    is(&site.refused(missing, 400).await, Kinds::Body, "/", "`name` is missing");
    let wrong = post().json(&json!({ "name": 1 }));
    is(&site.refused(wrong, 400).await, Kinds::Body, "/name", "should be a string");
    let rule = post().json(&json!({ "name": "x", "count": 11 }));
    is(&site.refused(rule, 400).await, Kinds::Body, "/count", "multiple of 5");
    let value = post().json(&json!({ "name": "x", "color": "blue" }));
    is(&site.refused(value, 400).await, Kinds::Body, "/color", "none of");
    let broken = post().header("content-type", "application/json").body("{");
    is(&site.refused(broken, 400).await, Kinds::Body, "/", "not JSON");
    let text = post().header("content-type", "text/plain").body("{}");
    is(&site.refused(text, 415).await, Kinds::ContentType, "content-type", "text/plain");
    let untyped = post().body("{}");
    is(&site.refused(untyped, 415).await, Kinds::ContentType, "content-type", "none");
    let needless = site.request(Method::GET, "/things/00ff").body("x");
    is(&site.refused(needless, 400).await, Kinds::Body, "/", "takes none");
}

#[tokio::test]
async fn forms() {
    let site = Site::start(api()).await;
    let post = || site.request(Method::POST, "/submit");
    site.accepted(post().form(&[("name", "a b"), ("count", "5")])).await;
    let missing = post().form(&[("count", "5")]);
    is(&site.refused(missing, 400).await, Kinds::Body, "/", "`name` is missing");
    let wrong = post().form(&[("name", "x"), ("count", "five")]);
    is(&site.refused(wrong, 400).await, Kinds::Body, "/count", "not an integer");
}

#[tokio::test]
async fn multipart() {
    let site = Site::start(api()).await;
    let post = |form| site.request(Method::POST, "/upload").multipart(form);
    let image =
        || Part::bytes(vec![0, 255]).mime_str("image/png").unwrap().file_name("a.png");
    site.accepted(post(Form::new().part("file", image()).text("count", "5"))).await;
    let missing = post(Form::new().text("count", "5"));
    is(&site.refused(missing, 400).await, Kinds::Body, "/file", "part is missing");
    let twice = post(Form::new().part("file", image()).part("file", image()));
    is(&site.refused(twice, 400).await, Kinds::Body, "/file", "more than once");
    let number = post(Form::new().part("file", image()).text("count", "five"));
    is(&site.refused(number, 400).await, Kinds::Body, "/count", "not an integer");
    let kind =
        Form::new().part("file", Part::bytes(vec![1]).mime_str("text/csv").unwrap());
    is(&site.refused(post(kind), 400).await, Kinds::Body, "/file", "text/csv");
    let broken = site
        .request(Method::POST, "/upload")
        .header("content-type", "multipart/form-data; boundary=x")
        .body("--y\r\n");
    is(&site.refused(broken, 400).await, Kinds::Body, "/", "not multipart");
}
