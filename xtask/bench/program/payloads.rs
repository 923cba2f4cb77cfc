//! The payloads: the same JSON text for both sides.

use crate::hand::{
    Article, Entry, Forest, Kind, Link, Page, Part, Point, Row, Series, Table, Token, Tree,
};
use serde_json::json;

/// The text of a payload.
pub fn text(name: &str) -> Option<String> {
    let text = match name {
        "short list" => serde_json::to_string(&list(20)),
        "long list" => serde_json::to_string(&list(500)),
        "deep objects" => serde_json::to_string(&forest()),
        "big strings" => serde_json::to_string(&article()),
        "unknown fields" => serde_json::to_string(&table()),
        "numbers" => serde_json::to_string(&series()),
        _ => return None,
    };
    text.ok()
}

fn list(length: usize) -> Page {
    let date = || Some("2025-05-04T09:42:00Z".to_owned());
    let entry = |number: usize| Entry {
        id: format!("{number:024x}"),
        group_id: Some("32b6e34b3d91647abb20e7b8".to_owned()),
        created: date(),
        finished: date(),
        size: i64::try_from(number * 1_048_573).ok(),
        restorable: Some(number % 3 == 0),
        kind: Some(match number % 3 {
            0 => Kind::ReplicaSet,
            1 => Kind::ConfigServer,
            _ => Kind::Shard,
        }),
        links: Some(vec![Link {
            href: Some("https://api.example.com/v2/entries".to_owned()),
            rel: Some("self".to_owned()),
        }]),
        parts: Some(vec![Part {
            replica_set_name: Some("abc-shard-0".to_owned()),
            shard_name: Some("shard-0".to_owned()),
            token_discovered: Some(true),
            token: Some(Token { date: date(), increment: Some(1_199_145_600) }),
        }]),
    };
    Page { items: (0..length).map(entry).collect(), total: i32::try_from(length).ok() }
}

fn forest() -> Forest {
    let tree = |_| {
        let mut tree = None;
        for depth in (0..60).rev() {
            let child = tree.take().map(Box::new);
            tree = Some(Tree { name: format!("level {depth}"), depth: Some(depth), child });
        }
        tree
    };
    Forest { trees: (0..40).filter_map(tree).collect() }
}

fn article() -> Article {
    let line = "Plain words, with a \"quotation\" now and then, and — rarely — other signs.\n";
    let notes = (0..40).map(|note| format!("{note}: {}", line.repeat(30)));
    Article { title: "Big strings".to_owned(), text: line.repeat(1500), notes: Some(notes.collect()) }
}

fn table() -> Table {
    let row = |number: usize| Row {
        id: format!("{number}"),
        name: Some(format!("row {number}")),
        rest: (0..12)
            .map(|column| {
                let value = match column % 4 {
                    0 => json!(format!("value {column}")),
                    1 => json!(number * column),
                    2 => json!({"a": true, "b": [1, 2, 3]}),
                    _ => json!(null),
                };
                (format!("column{column}"), value)
            })
            .collect(),
    };
    Table { rows: (0..300).map(row).collect() }
}

fn series() -> Series {
    let float = |number: i32| f64::from(number) * 1.237_891 + 0.1;
    let point = |number: i32| Point { x: float(number), y: float(-number), weight: Some(number) };
    Series {
        values: Some((0..3000).map(float).collect()),
        counts: Some((0..3000).map(|number| number * 982_451_653).collect()),
        points: Some((0..1000).map(point).collect()),
    }
}
