//! Pages and items: each once.

use super::{Script, answer, operation};
use crate::runtime::{
    self, Any, Call, Client, Error, Model, Operation, PageLimits, PageStyle, Paged,
    Pages, Request, Table, TableText, UNREAD, Unknown, Value, model,
};
use serde_json::json;

macro_rules! style {
    ($params:ident, $builder:ident, $style:expr) => {
        #[derive(Default)]
        struct $params {
            page: Option<i64>,
            size: Option<i64>,
            cursor: Option<String>,
            envelope: Option<bool>,
            unknown: Unknown,
        }

        impl Model for $params {
            fn table() -> &'static Table {
                static TABLE: TableText = TableText {
                    name: stringify!($params),
                    text: "\"page\"\n\"size\"\n\"cursor\"\n\"envelope\"",
                    read: UNREAD,
                };
                TABLE.get()
            }

            fn field(&self, index: usize) -> &dyn Value {
                match index {
                    0 => &self.page,
                    1 => &self.size,
                    2 => &self.cursor,
                    3 => &self.envelope,
                    _ => &self.unknown,
                }
            }

            fn field_mut(&mut self, index: usize) -> &mut dyn Value {
                match index {
                    0 => &mut self.page,
                    1 => &mut self.size,
                    2 => &mut self.cursor,
                    3 => &mut self.envelope,
                    _ => &mut self.unknown,
                }
            }
        }

        model!($params);

        impl Request for $params {
            type Output = Any;

            fn operation() -> &'static Operation {
                static PAGES: Pages = Pages { style: $style, items: &["results"] };
                static OPERATION: Operation = Operation {
                    pages: Some(&PAGES),
                    ..operation("getThings", "GET", &[])
                };
                &OPERATION
            }
        }

        impl Paged for $params {
            type Item = Any;

            fn take_items(page: &mut Any) -> Vec<Any> {
                match page.get_mut("results").map(Any::take) {
                    Some(Any::Array(items)) => items,
                    _ => Vec::new(),
                }
            }
        }

        type $builder = Call<$params>;

        impl Call<$params> {
            /// The number of pages, for tests that need no more.
            async fn count_pages(self) -> usize {
                self.pages().try_collect().await.unwrap().len()
            }
        }
    };
}

style!(
    NumberParams,
    ByNumber,
    PageStyle::PageNumber { page: 0, size: Some(1), first: 1 }
);
style!(OffsetParams, ByOffset, PageStyle::Offset { offset: 0, limit: Some(1) });
style!(CursorParams, ByCursor, PageStyle::Cursor { cursor: 2, next: &["next"] });
style!(HeaderParams, ByHeader, PageStyle::LinkHeader);
style!(UrlParams, ByUrl, PageStyle::NextUrl { next: &["next"] });
style!(LinksParams, ByLinks, PageStyle::Links { links: &["links"] });

fn number(text: Option<String>) -> Option<usize> {
    text?.parse().ok()
}

/// A server with this many items, three a page, that understands every style.
fn server(count: usize) -> Script {
    Script::new(move |seen, request| {
        // One request in twenty meets a fault.
        match request % 60 {
            4 => return answer(429, &[("retry-after", "1")], &json!({})),
            24 => return answer(503, &[], &json!({})),
            44 => return Err(Error::transport("lost", None, true)),
            _ => {}
        }
        let start = number(seen.query("from"))
            .or_else(|| number(seen.query("cursor")))
            .or_else(|| number(seen.query("size")).and(number(seen.query("page"))))
            .unwrap_or_else(|| {
                number(seen.query("page")).map_or(0, |page| (page - 1) * 3)
            });
        let items: Vec<usize> = (start..count.min(start + 3)).collect();
        let mut page =
            json!({"results": items, "links": [{"rel": "self", "href": "/"}]});
        let next = start + 3;
        if next >= count {
            page["next"] = json!(null);
            return answer(200, &[], &page);
        }
        let address = format!("/v1/things?from={next}");
        page["next"] =
            json!(if seen.query("cursor").is_some() || seen.uri.query().is_none() {
                next.to_string()
            } else {
                address.clone()
            });
        page["links"] = json!([{"rel": "next", "href": address}]);
        let link = format!("<https://api.example{address}>; rel=\"next\"");
        answer(200, &[("link", &link)], &page)
    })
}

fn expected(count: usize) -> Vec<Any> {
    (0..count).map(|item| json!(item)).collect()
}

/// Counts around full, short and empty last pages, and a long one.
const COUNTS: [usize; 7] = [0, 1, 3, 4, 6, 7, 300];

#[tokio::test(start_paused = true)]
async fn items_arrive_once_each_in_every_style() {
    for count in COUNTS {
        let all = expected(count);
        let client = || server(count).client();
        let items = ByNumber::new(client(), NumberParams::default()).items();
        assert_eq!(items.try_collect().await.unwrap(), all, "number {count}");
        let params =
            OffsetParams { size: Some(3), page: Some(0), ..OffsetParams::default() };
        let items = ByOffset::new(client(), params).items();
        assert_eq!(items.try_collect().await.unwrap(), all, "offset {count}");
        let items = ByCursor::new(client(), CursorParams::default()).items();
        assert_eq!(items.try_collect().await.unwrap(), all, "cursor {count}");
        let items = ByHeader::new(client(), HeaderParams::default()).items();
        assert_eq!(items.try_collect().await.unwrap(), all, "header {count}");
        let items = ByLinks::new(client(), LinksParams::default()).items();
        assert_eq!(items.try_collect().await.unwrap(), all, "links {count}");
    }
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_items_arrive_once_each_under_faults() {
    let script = server(10_000);
    let items = ByLinks::new(script.client(), LinksParams::default()).items();
    assert_eq!(items.try_collect().await.unwrap(), expected(10_000));
    assert!(script.seen().len() >= 3_334 + 3_334 / 20, "{}", script.seen().len());
}

#[tokio::test(start_paused = true)]
async fn there_are_as_many_pages_as_the_server_has() {
    let client = server(7).client();
    let pages = [
        ByNumber::new(client.clone(), NumberParams::default()).count_pages().await,
        ByOffset::new(
            client.clone(),
            OffsetParams { size: Some(3), page: Some(0), ..OffsetParams::default() },
        )
        .count_pages()
        .await,
        ByCursor::new(client.clone(), CursorParams::default()).count_pages().await,
        ByHeader::new(client.clone(), HeaderParams::default()).count_pages().await,
        ByLinks::new(client.clone(), LinksParams::default()).count_pages().await,
    ];
    assert_eq!(pages, [3; 5]);
    let last = json!({"results": [1], "next": ""});
    let script = Script::new(move |_, _| answer(200, &[], &last));
    assert_eq!(ByUrl::new(script.client(), UrlParams::default()).count_pages().await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_count_that_changes_while_reading_loses_nothing() {
    // A short page in the middle: the server filtered some away.
    let script = Script::new(|seen, _| {
        let pages = [json!([1, 2, 3]), json!([4]), json!([5, 6, 7]), json!([8])];
        let page = number(seen.query("page")).unwrap_or(1);
        match pages.get(page - 1) {
            Some(items) => answer(200, &[], &json!({"results": items})),
            // Some servers say so in place of an empty page.
            None => answer(404, &[], &json!({})),
        }
    });
    let items = ByNumber::new(script.client(), NumberParams::default()).items();
    assert_eq!(items.try_collect().await.unwrap().len(), 8);
    assert_eq!(script.seen().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn pages_come_whole_and_a_cap_asks_for_no_more() {
    let script = server(100);
    let mut pages = ByLinks::new(script.client(), LinksParams::default()).pages();
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(page["results"], json!([0, 1, 2]));
    drop(pages);
    let items = ByLinks::new(script.client(), LinksParams::default()).items().at_most(3);
    assert_eq!(items.try_collect().await.unwrap(), expected(3));
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_next_page_is_never_on_another_origin() {
    for next in
        ["https://evil.example/x?k=hunter2", "//evil.example/", "http://api.example/v1"]
    {
        let script = Script::new(move |_, _| {
            answer(200, &[], &json!({"results": [1], "next": next}))
        });
        let mut items = ByUrl::new(script.client(), UrlParams::default()).items();
        assert_eq!(items.try_next().await.unwrap(), Some(json!(1)));
        let error = items.try_next().await.unwrap_err();
        assert!(error.to_string().contains("another origin"), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
        assert_eq!(script.seen().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn circles_are_errors() {
    fn circle(client: impl Fn() -> Client) -> Vec<crate::runtime::Items<Any>> {
        vec![
            ByNumber::new(client(), NumberParams::default()).items(),
            ByOffset::new(client(), OffsetParams::default()).items(),
            ByCursor::new(client(), CursorParams::default()).items(),
            ByUrl::new(client(), UrlParams::default()).items(),
        ]
    }
    let client = || {
        Script::new(|_, _| answer(200, &[], &json!({"results": [1], "next": "7"})))
            .client()
    };
    for items in circle(client) {
        let error = items.try_collect().await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("already") || text.contains("twice"), "{text}");
    }
}

/// A server whose pages never end, each with this list and a cursor of its own.
fn endless(items: &'static [u32]) -> Script {
    Script::new(move |_, request| {
        answer(200, &[], &json!({"results": items, "next": format!("c{request}")}))
    })
}

#[tokio::test(start_paused = true)]
async fn empty_pages_without_end_come_back_to_the_caller_who_may_go_on() {
    let script = endless(&[]);
    let mut items = ByCursor::new(script.client(), CursorParams::default()).items();
    for round in 1..=2 {
        let error = items.try_next().await.unwrap_err();
        let Error::Limit(limit) = &error else { panic!("{error}") };
        let usual = u64::from(PageLimits::EMPTY_IN_A_ROW);
        assert_eq!(limit.pages, usual * round, "{error}");
        assert!(
            error.to_string().contains("100 pages in a row have no items"),
            "{error}"
        );
    }
    assert_eq!(script.seen().len(), 200);
    assert_eq!(script.seen()[100].query("cursor").as_deref(), Some("c100"));
    let limits = PageLimits::new().empty_in_a_row(3);
    let script = endless(&[]);
    let client = script.builder().page_limits(limits).build().unwrap();
    let items = ByUrl::new(client, UrlParams::default()).items();
    assert!(matches!(items.try_collect().await, Err(Error::Limit(_))));
    assert_eq!(script.seen().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn pages_without_end_come_back_to_the_caller_who_may_go_on() {
    let script = endless(&[1, 2]);
    let limits = PageLimits::new().pages(5);
    let client = script.builder().page_limits(limits).build().unwrap();
    let mut items = ByCursor::new(client, CursorParams::default()).items();
    for round in 1..=2 {
        for _ in 0..10 {
            assert!(items.try_next().await.unwrap().is_some());
        }
        let error = items.try_next().await.unwrap_err();
        assert!(error.to_string().contains("5 pages were read"), "{error}");
        assert_eq!(script.seen().len(), 5 * round);
    }
}

#[tokio::test(start_paused = true)]
async fn the_last_page_is_the_end_even_where_it_reaches_a_limit() {
    let script = server(6);
    let limits = PageLimits::new().pages(2);
    let client = script.builder().page_limits(limits).build().unwrap();
    let items = ByCursor::new(client, CursorParams::default()).items();
    assert_eq!(items.try_collect().await.unwrap(), expected(6));
}

#[tokio::test(start_paused = true)]
async fn an_envelope_is_opened() {
    for body in [
        json!({"status": 200, "results": [1]}),
        json!({"status": 200, "content": {"results": [1]}}),
    ] {
        let script = Script::new(move |_, _| answer(200, &[], &body));
        let params = LinksParams { envelope: Some(true), ..LinksParams::default() };
        let page = ByLinks::new(script.client(), params).await.unwrap();
        assert_eq!(*page, json!({"results": [1]}));
    }
    let script =
        Script::new(|_, _| answer(200, &[], &json!({"status": 410, "error": 410})));
    let params = LinksParams { envelope: Some(true), ..LinksParams::default() };
    let error = ByLinks::new(script.client(), params).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 410);
}
