//! What is typed for bodies.

use crate::site::{Site, json, says};
use std::fs;

const ADD: [&str; 3] = ["api", "orderItems", "addOrder"];
const GOOD: &str = r#"{"name": "ab","secret":"s", "count":1.0,"payment":{"kind":"cash"}, "ratio":1.50}"#;

fn site() -> Site {
    Site::new(vec![json("{}")])
}

fn add(site: &Site, flags: &[&str]) -> String {
    site.run(&[&ADD, flags].concat()).good();
    site.seen().pop().unwrap().body
}

#[test]
fn the_users_own_json_is_sent() {
    let site = site();
    assert_eq!(add(&site, &["--body", GOOD]), GOOD);
    fs::write(site.folder().join("body.json"), GOOD).unwrap();
    assert_eq!(add(&site, &["--body", "@body.json"]), GOOD);
    site.piped(&[&ADD[..], &["--body", "-"]].concat(), GOOD).good();
    let sent = site.seen().pop().unwrap();
    assert_eq!(sent.body, GOOD);
    assert!(sent.headers.contains("content-type: application/json"), "{}", sent.headers);
}

#[test]
fn yaml_and_single_values_make_json() {
    let site = site();
    let yaml = "name: ab\nsecret: s\ncount: 2\npayment:\n  kind: cash\n";
    let json = r#"{"count":2,"name":"ab","payment":{"kind":"cash"},"secret":"s"}"#;
    assert_eq!(add(&site, &["--body", yaml]), json);
    let sets = [
        "--body",
        GOOD,
        "--set",
        "place.rooms[0].beds=3",
        "--set",
        "name=12",
        "--set",
        "payment.coins=4",
    ];
    let expected = r#"{"name":"12","secret":"s","count":1.0,"payment":{"kind":"cash","coins":4},"ratio":1.50,"place":{"rooms":[{"beds":3}]}}"#;
    assert_eq!(add(&site, &sets), expected);
    let alone = [
        "--set",
        "name=ab",
        "--set",
        "secret=s",
        "--set",
        "count=1",
        "--set",
        "payment.kind=cash",
    ];
    let expected = r#"{"name":"ab","secret":"s","count":1,"payment":{"kind":"cash"}}"#;
    assert_eq!(add(&site, &alone), expected);
}

#[test]
fn all_that_is_wrong_is_told_in_one_run() {
    let site = site();
    let body = r#"{"id":1,"name":"a","count":"x","when":"never","tags":["a",1,"c"],"place":{"city":null,"rooms":[{"beds":1.5}]},"payment":{"kind":"card"},"nmae":"b"}"#;
    let expected = [
        "--body: /secret is missing",
        "--body: /name must have at least 2 characters",
        "--body: /count must be a whole number, and is a text",
        "--body: /when \"never\" is not one of now, later",
        "--body: /tags must have at most 2 items",
        "--body: /tags/1 must be a text, and is a number",
        "--body: /place/city must not be null",
        "--body: /place/rooms/0/beds 1.5 is not a whole number",
        "--body: /payment/number is missing",
        "--body: /nmae is not described; did you mean name?",
    ];
    site.refuses(&[&ADD[..], &["--body", body]].concat(), 2, &expected);
    let done = site.run(&[&ADD[..], &["--body", body]].concat());
    assert_eq!(done.err.lines().count(), expected.len(), "{}", done.err);
    // Who knows better than the description says so.
    assert_eq!(add(&site, &["--no-check", "--body", body]), body);
}

#[test]
fn what_servers_mostly_take_is_sent_and_told() {
    let site = site();
    let body = GOOD.replacen('{', r#"{"id":1,"completely":"new","#, 1);
    let done = site.run(&[&ADD[..], &["--body", &body]].concat());
    let told = "warning: --body: /id is read-only: the server sets it\n\
                warning: --body: /completely is not described\n";
    assert_eq!(done.err, told);
    done.good();
    assert_eq!(site.only().body, body);
}

#[test]
fn wrong_bodies_are_one_line() {
    let site = site();
    for (flags, words) in [
        (vec![], "missing: --body <BODY>; --example prints one to start from"),
        (vec!["--body", "{"], "--body: is not valid JSON: EOF while parsing an object"),
        (vec!["--body", "word"], "--body: is not valid JSON"),
        (
            vec!["--body", "@none.json"],
            "--body: cannot read \"none.json\": No such file",
        ),
        (vec!["--body", "[]"], "--body: must be an object, and is a list"),
        (vec!["--body", "a: [b"], "--body: is not valid"),
        (vec!["--body", "{}", "--body", "{}"], "--body is given twice"),
        (vec!["--body", "--dry-run"], "--body needs a value"),
        (
            vec!["--body", GOOD, "--set", "count=x"],
            "--set count=x: \"x\" is not a whole",
        ),
        (vec!["--body", GOOD, "--set", "count"], "--set count: is written PATH=VALUE"),
        (
            vec!["--body", GOOD, "--set", "place[0]=1"],
            "--body: /place must be an object",
        ),
        (
            vec!["--body", GOOD, "--content-type", "text/csv"],
            "\"text/csv\" is not one of",
        ),
        (vec!["--body", r#"{"name":"ab","name":"ac"}"#], "/name is there twice"),
    ] {
        site.refuses(&[&ADD, &flags[..]].concat(), 2, &[words]);
    }
}

#[test]
fn a_body_to_start_from_is_one_that_can_be_sent() {
    let site = site();
    let example = site.run(&[&ADD[..], &["--example"]].concat()).good();
    assert!(example.contains("\"kind\": \"card\""), "{example}");
    let sent = add(&site, &["--body", &example]);
    assert_eq!(sent, example.trim());
}

#[test]
fn a_form_has_a_flag_for_each_part() {
    let site = Site::new(vec![says("204 No Content", "x: y", b"")]);
    let upload = ["api", "files", "upload"];
    fs::write(site.folder().join("data.bin"), b"bytes of mine").unwrap();
    let flags = ["--data", "@data.bin", "--note", "hello"];
    site.run(&[&upload[..], &flags].concat()).good();
    let sent = site.only();
    assert!(sent.headers.contains("content-type: multipart/form-data; boundary="));
    for words in ["bytes of mine", "filename=\"data.bin\"", "name=\"note\"", "hello"] {
        assert!(sent.body.contains(words), "{words}: {}", sent.body);
    }
    // What was not said is not sent.
    assert!(!sent.body.contains("count"), "{}", sent.body);
    for (flags, words) in [
        (&["--note", "hello"][..], "missing: --data <@FILE>"),
        (&["--data", "@none", "--count", "1"], "--data: cannot read \"none\""),
        (
            &["--data", "@data.bin", "--count", "x"],
            "--count: \"x\" is not a whole number",
        ),
        (
            &["--data", "@data.bin", "--note", "far too long"],
            "--note: \"far too long\" must",
        ),
        (&[], "missing: the body of upload"),
    ] {
        site.refuses(&[&upload, flags].concat(), 2, &[words]);
    }
}

#[test]
fn other_bodies_go_out_as_they_are() {
    let site = Site::new(vec![says("204 No Content", "x: y", b"")]);
    site.run(&["api", "files", "putNote", "--body", "{not json"]).good();
    let sent = site.only();
    assert_eq!(sent.body, "{not json");
    assert!(sent.headers.contains("content-type: text/plain"), "{}", sent.headers);
    site.run(&["api", "files", "putNote"]).good();
    assert_eq!(site.seen()[1].body, "");
}
