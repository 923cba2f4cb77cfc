//! Pages of every style hold each item once.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod common;

use common::*;
use mock::Mock;
use oasmith::ir::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn property(name: &str) -> Vec<String> {
    vec![name.to_owned()]
}

/// An operation with pages of this style; its parameters come from `parameters`.
fn api(
    style: PageStyle,
    items: Vec<String>,
    parameters: impl Fn(&mut Maker) -> Vec<Parameter>,
) -> Api {
    let mut maker = Maker::new();
    let parameters = parameters(&mut maker);
    let text = maker.scalar(Scalar::String);
    let integer = maker.scalar(Scalar::Int32);
    let item = maker.object(vec![required("id", text)]);
    let list = maker.ty(Kind::List(item));
    let link = maker.object(vec![field("href", text), field("rel", text)]);
    let links = maker.ty(Kind::List(link));
    let page = if items.is_empty() {
        list
    } else {
        maker.object(vec![
            required("results", list),
            field("totalCount", integer),
            field("next", text),
            field("links", links),
        ])
    };
    let ok = vec![response(200, vec![json_of(page)])];
    let operation = maker.operation("list", "GET", "/list", parameters, ok);
    operation.pagination = Some(Pagination { style, items, item });
    maker.api
}

fn number(name: &'static str) -> impl Fn(&mut Maker) -> Parameter {
    move |maker| {
        let integer = maker.scalar(Scalar::Int32);
        parameter(name, Place::Query, integer)
    }
}

fn ids(body: &Value) -> Vec<String> {
    let list = body.get("results").unwrap_or(body).as_array().unwrap();
    list.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// Reads pages until `next` gives no further query, and checks that each item came once.
async fn read_all(
    api: Api,
    first: &str,
    next: impl Fn(&Value, Option<&str>, usize) -> Option<String>,
) -> Vec<usize> {
    let site = Site::with(Mock::builder(api).collection(25).page_size(10)).await;
    let mut seen = BTreeSet::new();
    let mut sizes = Vec::new();
    let mut url = format!("{}/list{first}", site.server.base_url());
    for turn in 1..20 {
        let response = site.client.get(&url).send().await.unwrap();
        assert_eq!(response.status(), 200, "{:?}", site.last().violations);
        let link =
            response.headers().get("link").map(|one| one.to_str().unwrap().to_owned());
        let body: Value = response.json().await.unwrap();
        let page = ids(&body);
        sizes.push(page.len());
        for id in page {
            assert!(seen.insert(id.clone()), "{id} came twice");
        }
        match next(&body, link.as_deref(), turn) {
            Some(address) if address.starts_with("http") => url = address,
            Some(query) => url = format!("{}/list{query}", site.server.base_url()),
            None => break,
        }
    }
    assert_eq!(seen.len(), 25);
    sizes
}

#[tokio::test]
async fn by_page_number() {
    let style = || PageStyle::PageNumber { page: 0, size: Some(1), first: 1 };
    let parameters =
        |maker: &mut Maker| vec![number("pageNum")(maker), number("size")(maker)];
    let sizes = read_all(
        api(style(), property("results"), parameters),
        "?size=5",
        |body, _, turn| {
            assert_eq!(body["totalCount"], 25);
            // Page 6 is past the end, and empty.
            (turn < 6).then(|| format!("?size=5&pageNum={}", turn + 1))
        },
    )
    .await;
    assert_eq!(sizes, [5, 5, 5, 5, 5, 0]);
    let zero = PageStyle::PageNumber { page: 0, size: None, first: 0 };
    let sizes = read_all(
        api(zero, property("results"), parameters),
        "?pageNum=0",
        |_, _, turn| (turn < 3).then(|| format!("?pageNum={turn}")),
    )
    .await;
    assert_eq!(sizes, [10, 10, 5]);
}

#[tokio::test]
async fn by_offset() {
    let style = PageStyle::Offset { offset: 0, limit: Some(1) };
    let parameters =
        |maker: &mut Maker| vec![number("offset")(maker), number("limit")(maker)];
    let sizes =
        read_all(api(style, Vec::new(), parameters), "?limit=7", |_, _, turn| {
            (turn < 4).then(|| format!("?limit=7&offset={}", turn * 7))
        })
        .await;
    assert_eq!(sizes, [7, 7, 7, 4]);
}

#[tokio::test]
async fn by_cursor() {
    let style = || PageStyle::Cursor { cursor: 0, next: property("next") };
    let parameters = |maker: &mut Maker| {
        let text = maker.scalar(Scalar::String);
        vec![parameter("cursor", Place::Query, text)]
    };
    let sizes =
        read_all(api(style(), property("results"), parameters), "", |body, _, _| {
            body.get("next").map(|token| format!("?cursor={}", token.as_str().unwrap()))
        })
        .await;
    assert_eq!(sizes, [10, 10, 5]);
    let site = Site::with(
        Mock::builder(api(style(), property("results"), parameters)).collection(3),
    )
    .await;
    assert_eq!(site.get("/list?cursor=made-up").send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn by_link_header() {
    let parameters =
        |maker: &mut Maker| vec![number("page")(maker), number("per_page")(maker)];
    let sizes = read_all(
        api(PageStyle::LinkHeader, Vec::new(), parameters),
        "?per_page=9",
        |_, link, _| {
            let next = link?.split(", ").find(|one| one.ends_with("rel=\"next\""))?;
            Some(next.trim_start_matches('<').split_once('>')?.0.to_owned())
        },
    )
    .await;
    assert_eq!(sizes, [9, 9, 7]);
}

#[tokio::test]
async fn by_address_in_the_page() {
    let style = PageStyle::NextUrl { next: property("next") };
    let sizes =
        read_all(api(style, property("results"), |_| Vec::new()), "", |body, _, _| {
            body.get("next").map(|next| next.as_str().unwrap().to_owned())
        })
        .await;
    assert_eq!(sizes, [10, 10, 5]);
}

#[tokio::test]
async fn by_list_of_links() {
    let style = PageStyle::Links { links: property("links") };
    let sizes =
        read_all(api(style, property("results"), |_| Vec::new()), "", |body, _, _| {
            let next =
                body["links"].as_array()?.iter().find(|link| link["rel"] == "next")?;
            Some(next["href"].as_str()?.to_owned())
        })
        .await;
    assert_eq!(sizes, [10, 10, 5]);
}

#[tokio::test]
async fn counts_and_envelopes_of_pages() {
    let style = PageStyle::PageNumber { page: 0, size: None, first: 1 };
    let api = api(style, property("results"), |maker| {
        let boolean = maker.scalar(Scalar::Boolean);
        let flag = |name: &str| parameter(name, Place::Query, boolean);
        vec![number("page")(maker), flag("includeCount"), flag("envelope")]
    });
    let site = Site::with(Mock::builder(api).collection(2)).await;
    let body = site.accepted(site.get("/list?includeCount=false&envelope=true")).await;
    assert_eq!(body.get("totalCount"), None);
    assert_eq!(body["status"], json!(200));
    assert_eq!(ids(&body).len(), 2);
}
