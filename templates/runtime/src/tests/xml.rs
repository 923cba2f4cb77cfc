use super::sample::{Page, Thing};
use crate::runtime::xml::{self, encode};
use crate::runtime::{Value, Xml};
use serde_json::json;

const ROOT: Xml = Xml::NONE.name("page");

const PAGE: &str = "<?xml version='1.0'?><!DOCTYPE page [<!ENTITY a 'b'>]><page><!-- c --><results>\
    <id>abcd</id><typeName>SHARD</typeName><level>10</level><ratio>1e-3</ratio><owner>&#x41;&amp;</owner>\
    <parts><id>x</id><owner>y</owner></parts><any k='v'>t<deep/></any></results>\
    <totalCount> 42 </totalCount><more a='1'><b><![CDATA[<]]></b></more></page>";

fn read<T: Value + Default>(text: &str) -> Result<T, String> {
    let mut value = T::default();
    let read = xml::read(text, &mut value, &ROOT);
    read.map(|_| value).map_err(|fault| format!("{}: {}", fault.path, fault.message))
}

#[test]
fn what_is_read_is_written_again() {
    let page: Page = read(PAGE).unwrap();
    assert_eq!(page.total, Some(42));
    assert_eq!(page.results[0].ratio, Some(1e-3));
    let found = serde_json::to_value(&page).unwrap();
    assert_eq!(found["more"], json!({ "@a": "1", "b": "<" }));
    assert_eq!(found["results"][0]["owner"], "A&");
    assert_eq!(
        found["results"][0]["any"],
        json!({ "@k": "v", "deep": "", "#text": "t" })
    );
    let written = String::from_utf8(encode(&page, &ROOT).unwrap()).unwrap();
    assert_eq!(read::<Page>(&written).unwrap(), page);
}

#[test]
fn no_text_brings_it_down() {
    let signs =
        ["<", ">", "&", "'", "/", "]]>", "<!", "\u{0}", "é", "<a b=", "&#x110000;"];
    let mut read_well = 0;
    for (at, _) in PAGE.char_indices() {
        let (before, after) = PAGE.split_at(at);
        read_well += usize::from(read::<Page>(before).is_ok());
        for sign in signs {
            if let Ok(page) = read::<Page>(&format!("{before}{sign}{after}")) {
                read_well += 1;
                // What was read can be written, unless XML has no place for it.
                let _ = encode(&page, &ROOT);
            }
        }
    }
    assert!(read_well > 100, "{read_well}");
}

#[test]
fn nothing_is_expanded_and_nothing_grows() {
    let bomb =
        "<!DOCTYPE p [<!ENTITY a '1111111111'><!ENTITY b '&a;&a;&a;'>]><page>&b;</page>";
    assert!(read::<Page>(bomb).unwrap_err().contains("`&b;`"));
    let outside = "<!DOCTYPE p [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><page><totalCount>&a;</totalCount></page>";
    assert!(read::<Page>(outside).is_err());
    let deep = format!("<page><results>{}", "<parts>".repeat(100_000));
    assert!(read::<Page>(&deep).unwrap_err().contains("nested too deeply"));
}

#[test]
fn values_that_hold_each_other_too_deeply_are_not_written() {
    let mut thing = Thing::default();
    for _ in 0..1000 {
        let outer = Thing { next: Some(Box::new(thing)), ..Thing::default() };
        thing = outer;
    }
    let root = Xml::NONE.name("thing");
    assert!(encode(&thing, &root).unwrap_err().contains("deeply"));
    let mut any = json!("x");
    for _ in 0..1000 {
        any = json!({ "a": any });
    }
    let thing = Thing { any: Some(any), ..Thing::default() };
    assert!(encode(&thing, &root).unwrap_err().contains("deeply"));
}

#[test]
fn what_is_not_as_described_is_written_as_it_came() {
    let text = "<page><results><owner>o</owner><ratio>half</ratio></results></page>";
    let page: Page = read(text).unwrap();
    assert_eq!((page.results[0].ratio, page.results[0].id.as_str()), (None, ""));
    let written = String::from_utf8(encode(&page, &ROOT).unwrap()).unwrap();
    assert!(written.contains("<ratio>half</ratio>"), "{written}");
    assert!(!written.contains("<id"), "{written}");
}
