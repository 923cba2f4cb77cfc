//! Answers: examples, made-up values, preferences, hooks, streams and the envelope.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod common;

use common::*;
use mock::{Decision, Mock, Preference, Reply, Variety};
use oasmith::ir::*;
use serde_json::{Value, json};

fn api() -> Api {
    let mut maker = Maker::new();
    let text = maker.scalar(Scalar::String);
    let integer = maker.scalar(Scalar::Int64);
    let float = maker.scalar(Scalar::Float64);
    let boolean = maker.scalar(Scalar::Boolean);
    let when = maker.scalar(Scalar::DateTime);
    let day = maker.scalar(Scalar::Date);
    let bytes = maker.scalar(Scalar::Base64);
    let color = maker.strings(&["red", "green"]);
    let colors = maker.ty(Kind::List(color));

    let mut code = required("code", text);
    code.rules.pattern = Some("^[A-Z]{3}-[0-9]{2}$".into());
    let mut share = required("share", float);
    (share.rules.minimum, share.rules.maximum) = (Some(1.into()), Some(2.into()));
    let mut odd = required("odd", integer);
    (odd.rules.minimum, odd.rules.multiple_of) = (Some(7.into()), Some(10.into()));
    let mut both = required("both", colors);
    (both.rules.min_items, both.rules.unique_items) = (Some(2), true);
    let mut short = required("short", text);
    (short.rules.min_length, short.rules.max_length) = (Some(3), Some(3));
    let mut password = field("password", text);
    password.write_only = true;
    let cat = maker.object(vec![required("meow", boolean)]);
    let dog = maker.object(vec![required("bark", integer)]);
    let variant = |ty: TypeRef, name: &str| Variant {
        ty: ty.id,
        name: name.into(),
        docs: Docs::NONE,
    };
    let pet = maker.ty(Kind::Union(Union {
        variants: vec![variant(cat, "Cat"), variant(dog, "Dog")],
        how: Told::Discriminator {
            property: "kind".into(),
            mapping: vec![("cat".into(), 0), ("dog".into(), 1)],
        },
        otherwise: None,
    }));
    // A tree: each has a list of its own kind.
    let tree = maker.object(Vec::new());
    let children = maker.ty(Kind::List(tree));
    if let Some(Type { kind: Kind::Struct(fields), .. }) =
        maker.api.types.get_mut(tree.id)
    {
        fields.fields = vec![field("children", children), field("parent", tree)];
    }
    let all = maker.object(vec![
        code,
        share,
        odd,
        both,
        short,
        password,
        required("when", when),
        required("day", day),
        required("bytes", bytes),
        required("pet", pet),
        field("tree", tree),
        field("note", text),
    ]);
    let error = maker.object(vec![required("detail", text)]);
    let mut made = response(200, vec![json_of(all)]);
    made.headers.push(ResponseHeader {
        wire_name: "X-Left".into(),
        docs: Docs::NONE,
        required: true,
        ty: integer,
    });
    let mut missing = response(404, vec![json_of(error)]);
    missing.contents[0].examples = vec![json!({ "detail": "gone" })];
    let envelope = parameter("envelope", Place::Query, boolean);
    maker.operation("getMade", "GET", "/made", vec![envelope], vec![missing, made]);

    let mut shown = json_of(error);
    shown.examples = vec![json!({ "detail": "one" }), json!({ "detail": "two" })];
    let csv = content("text/csv", BodyFormat::Text, None);
    maker.operation(
        "getShown",
        "GET",
        "/shown",
        Vec::new(),
        vec![response(200, vec![shown, csv])],
    );
    maker.operation(
        "remove",
        "DELETE",
        "/shown",
        Vec::new(),
        vec![response(204, Vec::new())],
    );
    let events = content("text/event-stream", BodyFormat::EventStream, Some(error));
    maker.operation(
        "events",
        "GET",
        "/events",
        Vec::new(),
        vec![response(200, vec![events])],
    );
    let lines = content("application/x-ndjson", BodyFormat::JsonLines, Some(error));
    maker.operation(
        "lines",
        "GET",
        "/lines",
        Vec::new(),
        vec![response(200, vec![lines])],
    );
    let image = content("image/*", BodyFormat::Binary, None);
    maker.operation(
        "image",
        "GET",
        "/image",
        Vec::new(),
        vec![response(200, vec![image])],
    );
    maker.api
}

#[tokio::test]
async fn made_up_values_keep_to_types_and_rules() {
    for seed in 0..20 {
        let site = Site::with(Mock::builder(api()).seed(seed)).await;
        let response = site.get("/made").send().await.unwrap();
        assert!(response.headers()["x-left"].to_str().unwrap().parse::<i64>().is_ok());
        let body: Value = response.json().await.unwrap();
        let code = body["code"].as_str().unwrap();
        assert!(code.len() == 6 && code.as_bytes()[3] == b'-', "{code}");
        assert!((1.0..=2.0).contains(&body["share"].as_f64().unwrap()));
        let odd = body["odd"].as_i64().unwrap();
        assert!(odd >= 7 && odd % 10 == 0, "{odd}");
        let both = body["both"].as_array().unwrap();
        assert!(both.len() == 2 && both[0] != both[1]);
        assert_eq!(body["short"].as_str().unwrap().len(), 3);
        assert_eq!(body.get("password"), None);
        assert_eq!(body["when"].as_str().unwrap().len(), 20);
        assert_eq!(body["day"].as_str().unwrap().len(), 10);
        match body["pet"]["kind"].as_str().unwrap() {
            "cat" => assert!(body["pet"]["meow"].is_boolean()),
            "dog" => assert!(body["pet"]["bark"].is_number()),
            other => panic!("{other}"),
        }
        assert!(body["tree"]["children"].is_array());
        let again = Site::with(Mock::builder(api()).seed(seed)).await;
        assert_eq!(again.accepted(again.get("/made")).await, body);
    }
    let site = Site::with(Mock::builder(api()).variety(Variety::Sparse)).await;
    let body = site.accepted(site.get("/made")).await;
    assert_eq!(body.get("note"), None);
}

#[tokio::test]
async fn examples_and_preferences() {
    let site = Site::start(api()).await;
    assert_eq!(site.accepted(site.get("/shown")).await, json!({ "detail": "one" }));
    let second = site.get("/shown").header("prefer", "example=1");
    assert_eq!(site.accepted(second).await, json!({ "detail": "two" }));
    let dynamic =
        site.accepted(site.get("/shown").header("prefer", "dynamic=true")).await;
    assert_ne!(dynamic, json!({ "detail": "one" }));
    let missing = site.get("/made").header("prefer", "status=404").send().await.unwrap();
    assert_eq!(missing.status(), 404);
    assert_eq!(missing.json::<Value>().await.unwrap(), json!({ "detail": "gone" }));
    let csv = site.get("/shown").header("accept", "text/csv").send().await.unwrap();
    assert_eq!(csv.headers()["content-type"], "text/csv");
    let image = site.get("/image").send().await.unwrap();
    assert_eq!(image.headers()["content-type"], "image/png");
    let removed = site.request(reqwest::Method::DELETE, "/shown").send().await.unwrap();
    assert_eq!(removed.status(), 204);
    assert_eq!(removed.bytes().await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_hook_decides() {
    let builder = Mock::builder(api()).hook(|call| match call.operation {
        "getShown" => Decision::Reply(Reply::json(299, &json!({ "by": "hook" }))),
        "getMade" => {
            Decision::Documented(Preference { status: Some(404), ..Default::default() })
        }
        _ => Decision::Usual,
    });
    let site = Site::with(builder).await;
    let shown = site.get("/shown").send().await.unwrap();
    assert_eq!(shown.status(), 299);
    assert_eq!(shown.json::<Value>().await.unwrap(), json!({ "by": "hook" }));
    assert_eq!(site.get("/made").send().await.unwrap().status(), 404);
    assert_eq!(site.get("/lines").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_envelope_holds_the_true_status() {
    let site = Site::start(api()).await;
    let plain = site.accepted(site.get("/made?envelope=false")).await;
    let wrapped = site.accepted(site.get("/made?envelope=true")).await;
    assert_eq!(wrapped, json!({ "status": 200, "content": plain }));
    let error = site.get("/made?envelope=true").header("prefer", "status=404");
    let body = site.accepted(error).await;
    assert_eq!(body, json!({ "status": 404, "content": { "detail": "gone" } }));
}

#[tokio::test]
async fn streams_come_item_by_item() {
    let site = Site::with(Mock::builder(api()).stream_items(4)).await;
    let lines = site.get("/lines").send().await.unwrap();
    assert_eq!(lines.headers()["content-type"], "application/x-ndjson");
    assert_eq!(lines.headers().get("content-length"), None);
    let text = lines.text().await.unwrap();
    let items: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(items.len(), 4);
    let events = site.get("/events").send().await.unwrap().text().await.unwrap();
    let ids: Vec<&str> =
        events.lines().filter_map(|line| line.strip_prefix("id: ")).collect();
    assert_eq!(ids, ["1", "2", "3", "4"]);
    let rest = site.get("/events").header("last-event-id", "3").send().await.unwrap();
    assert!(rest.text().await.unwrap().starts_with("id: 4\ndata: {"));
}

#[tokio::test]
async fn the_journal_is_bounded_and_in_order() {
    let site = Site::with(Mock::builder(api()).journal_capacity(3)).await;
    for _ in 0..5 {
        site.accepted(site.get("/shown")).await;
    }
    let journal = site.server.journal();
    let sequence: Vec<u64> =
        journal.entries().iter().map(|entry| entry.sequence).collect();
    assert_eq!(sequence, [2, 3, 4]);
    assert_eq!(journal.total(), 5);
    assert_eq!(journal.of("getShown").len(), 3);
    journal.clear();
    assert_eq!(journal.total(), 0);
}

#[tokio::test]
async fn a_stopped_server_is_gone() {
    let Site { server, client } = Site::start(api()).await;
    let url = format!("{}/shown", server.base_url());
    assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
    server.stop().await;
    assert!(client.get(&url).send().await.unwrap_err().is_connect());
}
