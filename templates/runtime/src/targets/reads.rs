//! Readers of one text each.

use super::Target;
use super::lies::finished;
use crate::runtime;
use crate::runtime::json::read;
use crate::runtime::{
    Any, Base64, ByteStream, Date, DateTime, EventStream, Field, JsonLines, Model,
    Nullable, Number, Parts, Rules, Table, Unknown, Value, model, validate,
};
use bytes::Bytes;
use std::collections::BTreeMap;

/// A model with what models hold.
#[derive(Default)]
pub(super) struct Thing {
    id: String,
    count: Option<i64>,
    ratio: Option<f64>,
    wide: Option<i128>,
    at: Option<DateTime>,
    day: Option<Date>,
    bytes: Option<Base64>,
    note: Option<Nullable<String>>,
    parts: Option<Vec<Thing>>,
    labels: Option<BTreeMap<String, Vec<bool>>>,
    any: Option<Any>,
    next: Option<Box<Thing>>,
    unknown: Unknown,
}

const fn field(name: &'static str) -> Field {
    Field { name, flags: 0, rules: None, xml: None }
}

impl Model for Thing {
    fn table() -> &'static Table {
        const RULES: Rules = Rules {
            pattern: Some("^([a-z]+|[0-9]*)*$"),
            max_length: Some(5),
            ..Rules::NONE
        };
        const LIMITS: Rules =
            Rules { multiple_of: Some(Number::Float(0.1)), ..Rules::NONE };
        static TABLE: Table = Table {
            name: "Thing",
            parts: Parts::Fields(&[
                Field { flags: Field::REQUIRED, rules: Some(&RULES), ..field("id") },
                Field { rules: Some(&LIMITS), ..field("count") },
                Field { rules: Some(&LIMITS), ..field("ratio") },
                field("wide"),
                field("at"),
                field("day"),
                field("bytes"),
                field("note"),
                field("parts"),
                field("labels"),
                field("any"),
                field("next"),
            ]),
        };
        &TABLE
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.id,
            1 => &self.count,
            2 => &self.ratio,
            3 => &self.wide,
            4 => &self.at,
            5 => &self.day,
            6 => &self.bytes,
            7 => &self.note,
            8 => &self.parts,
            9 => &self.labels,
            10 => &self.any,
            11 => &self.next,
            _ => &self.unknown,
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.id,
            1 => &mut self.count,
            2 => &mut self.ratio,
            3 => &mut self.wide,
            4 => &mut self.at,
            5 => &mut self.day,
            6 => &mut self.bytes,
            7 => &mut self.note,
            8 => &mut self.parts,
            9 => &mut self.labels,
            10 => &mut self.any,
            11 => &mut self.next,
            _ => &mut self.unknown,
        }
    }
}

model!(Thing);

const JSON: &[u8] = br#"{"id":"abc","count":-1,"ratio":1e-3,"wide":170141183460469231731687303715884105727,
"at":"2024-02-29T23:59:60.5+23:59","day":"2024-02-29","bytes":"aGk=","note":null,
"parts":[{"id":"0","note":"\u00e9\ud83d\ude00"}],"labels":{"a":[true,false]},
"any":{"deep":[[[1.5e300,-0,"\\"]]]},"next":{"id":""},"more":[{}]}"#;

const XML: &[u8] = b"<?xml version='1.0' encoding='utf-8'?><!DOCTYPE t [<!ENTITY a 'b'>]><n:Thing xmlns:n='u'><id>abc</id><!-- c -->
<count> 42 </count><parts><id>&#x41;&amp;</id><day>2024-02-29</day></parts><parts/><any k='v'>t<deep/><![CDATA[<]]></any></n:Thing>";

const EVENTS: &[u8] = b"\xef\xbb\xbf: hello\r\nretry: 99999999999999999999\nid: 7\nevent: a\ndata: {\"id\":\ndata: 1}\n\n\rdata\n\ndata:x\r\r";

const LINES: &[u8] =
    b"{\"id\":\"a\"}\n\r\n {\"id\":\"b\"}\n\x1e{\"id\":\n\"c\"}\n[]\nnull\n{\"id\"";

pub(super) const ALL: &[Target] = &[
    Target {
        name: "json",
        seeds: &[JSON, b"[1,2,[3,{}],\"\"]", b"-1.0E+400"],
        words: &[
            "null",
            "true",
            "1e999",
            "-0",
            "\\ud800",
            "\\u0000",
            "[",
            "{\"a\":",
            "\"id\":",
            "\"next\":{",
            "\"parts\":[",
            "99999999999999999999999999999999999999999",
        ],
        run: json,
    },
    Target {
        name: "xml",
        seeds: &[XML],
        words: &[
            "<",
            "/>",
            "&",
            "&#0;",
            "<![CDATA[",
            "]]>",
            "<!--",
            "<?",
            "xmlns='",
            "<id>",
        ],
        run: xml,
    },
    Target {
        name: "events",
        seeds: &[EVENTS],
        words: &["\r", "\n", "\r\n", "data:", "id:\0", "retry: -1", "\u{feff}", ":"],
        run: events,
    },
    Target {
        name: "lines",
        seeds: &[LINES],
        words: &["\n", "\r\n", "\u{1e}", "{}", "\u{1e}\u{1e}"],
        run: lines,
    },
];

fn json(bytes: &[u8]) {
    let mut thing = Thing::default();
    if read(bytes, &mut thing).is_ok() {
        let _ = validate(&thing, &Rules::NONE);
        let _ = format!("{thing:?}");
        // What was read can be written, and is read the same.
        if let Ok(written) = serde_json::to_vec(&thing as &dyn Value) {
            let mut again = Thing::default();
            let known = read(&written, &mut again);
            assert!(known.is_ok(), "{}", String::from_utf8_lossy(&written));
            assert!(again == thing, "{thing:?} {again:?}");
        }
    }
    let mut any = Any::Null;
    let known = read(bytes, &mut any);
    // What another library reads is read, and is the same.
    if let Ok(other) = serde_json::from_slice::<Any>(bytes) {
        assert!(known.is_ok() && any == other, "{known:?} {any} {other}");
    }
}

#[cfg(feature = "xml")]
const ROOT: crate::runtime::Xml = crate::runtime::Xml::NONE.name("Thing");

#[cfg(feature = "xml")]
fn xml(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut thing = Thing::default();
    if crate::runtime::xml::read(text, &mut thing, &ROOT).is_ok() {
        let _ = crate::runtime::xml::encode(&thing, &ROOT);
    }
}

#[cfg(not(feature = "xml"))]
fn xml(_: &[u8]) {}

/// The input in two portions, at a place that it chooses itself.
fn portions(bytes: &[u8]) -> [&[u8]; 2] {
    let place = bytes.first().map_or(0, |first| usize::from(*first));
    let (one, other) = bytes.split_at(place.min(bytes.len()));
    [one, other]
}

/// A stream of these chunks.
fn stream(chunks: &[&[u8]]) -> ByteStream {
    let chunks: Vec<Bytes> =
        chunks.iter().map(|chunk| Bytes::copy_from_slice(chunk)).collect();
    let mut chunks = chunks.into_iter();
    let next = move |_: &mut std::task::Context<'_>| {
        std::task::Poll::Ready(chunks.next().map(Ok))
    };
    ByteStream::new(FromFn(next), None)
}

/// A stream out of a function.
struct FromFn<F>(F);

impl<F, T> futures_core::Stream for FromFn<F>
where
    F: FnMut(&mut std::task::Context<'_>) -> std::task::Poll<Option<T>> + Unpin,
{
    type Item = T;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<T>> {
        (self.0)(context)
    }
}

fn events(bytes: &[u8]) {
    let read = |chunks: &[&[u8]]| {
        let mut events = EventStream::<Any>::new(stream(chunks)).into_items();
        let mut found = Vec::new();
        while let Some(Ok(Some(event))) = finished(events.try_next()) {
            found.push(format!("{event:?}"));
        }
        found
    };
    assert!(read(&[bytes]) == read(&portions(bytes)), "portions say something else");
}

fn lines(bytes: &[u8]) {
    let read = |chunks: &[&[u8]]| {
        let mut lines = JsonLines::<Thing>::new(stream(chunks)).into_items();
        let mut found = Vec::new();
        while let Some(Ok(Some(thing))) = finished(lines.try_next()) {
            found.push(format!("{thing:?}"));
        }
        found
    };
    assert!(read(&[bytes]) == read(&portions(bytes)), "portions say something else");
}
