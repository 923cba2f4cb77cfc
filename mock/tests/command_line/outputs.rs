//! What is shown of answers.

use crate::site::{Done, Site, json, says};
use serde_json::Value;
use std::process::Stdio;

const LIST: [&str; 3] = ["api", "orderItems", "listOrders"];
const GET: [&str; 4] = ["api", "orderItems", "getOrder", "--orderId=1"];
/// What no model would write like this.
const ODD: &str = "{\"z\": 1.10,  \"id\":12345678901234567890123, \"more\":null}";
const PAGE: &str =
    r#"{"items":[{"id":1,"name":"one","place":{"city":"a"}},{"id":2,"name":"t,o"}]}"#;

fn shown(body: &str, flags: &[&str]) -> String {
    let site = Site::new(vec![json(body)]);
    site.run(&[&GET, flags].concat()).good()
}

#[test]
fn the_servers_own_bytes_are_printed() {
    assert_eq!(shown(ODD, &[]), format!("{ODD}\n"));
    assert_eq!(shown(ODD, &["--output", "json"]), format!("{ODD}\n"));
    assert_eq!(shown(ODD, &["--output", "raw"]), ODD);
    assert_eq!(
        shown(ODD, &["--output", "yaml"]),
        "z: 1.10\nid: 12345678901234567890123\nmore: null\n"
    );
    let compact = ODD.replace(' ', "");
    assert_eq!(shown(ODD, &["--output", "jsonl"]), format!("{compact}\n"));
    assert_eq!(
        shown(ODD, &["--output", "table"]),
        "z     1.10\nid    12345678901234567890123\nmore  null\n"
    );
}

#[test]
fn lists_are_tables_and_csv() {
    let site = Site::new(vec![json(PAGE)]);
    let list = |flags: &[&str]| site.run(&[&LIST, flags].concat()).good();
    assert_eq!(list(&["--output", "table"]), "ID  NAME\n1   one\n2   t,o\n");
    assert_eq!(
        list(&["--columns", "name,place.city"]),
        "NAME  PLACE.CITY\none   a\nt,o\n"
    );
    assert_eq!(
        list(&["--output", "csv", "--columns", "id,name"]),
        "id,name\r\n1,one\r\n2,\"t,o\"\r\n"
    );
    assert_eq!(list(&["--output", "jsonl", "--query", "items[].id"]), "1\n2\n");
    assert_eq!(list(&["--query", "items[0].name"]), "\"one\"\n");
    assert_eq!(list(&["--query", "items[0].name", "--output", "raw"]), "one\n");
}

/// Three pages: two items, one item, none left.
fn pages() -> Site {
    Site::new(vec![
        json(r#"{"items":[{"id":1},{"id":2}],"next":"n1"}"#),
        json(r#"{"items":[{"id":3}],"next":"n2"}"#),
        json(r#"{"items":[{"id":4}]}"#),
    ])
}

#[test]
fn all_pages_come_one_after_the_other() {
    let all = |flags: &[&str]| {
        let site = pages();
        let out = site.run(&[&LIST, flags].concat()).good();
        (out, site.seen())
    };
    let (out, seen) = all(&["--all"]);
    let ids: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(ids, serde_json::json!([{"id":1},{"id":2},{"id":3},{"id":4}]));
    assert_eq!(seen[1].line, "GET /orders?cursor=n1");
    assert_eq!(seen.len(), 3);
    assert_eq!(all(&["--all", "--output", "table"]).0, "ID\n1\n2\n3\n4\n");
    assert_eq!(all(&["--all", "--output", "csv"]).0, "id\r\n1\r\n2\r\n3\r\n4\r\n");
    assert_eq!(
        all(&["--all", "--output", "yaml"]).0,
        "- id: 1\n- id: 2\n- id: 3\n- id: 4\n"
    );
    let (out, seen) = all(&["--max-items", "3", "--output", "jsonl"]);
    assert_eq!(out, "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
    assert_eq!(seen.len(), 2);
    assert_eq!(
        all(&["--all", "--query", "items[].id", "--output", "jsonl"]).0,
        "1\n2\n3\n4\n"
    );
    let none = Site::new(vec![json(r#"{"items":[]}"#)]);
    assert_eq!(none.run(&[&LIST[..], &["--all"]].concat()).good(), "[]\n");
}

#[test]
fn files_take_their_place_once_they_are_whole() {
    let site = Site::new(vec![says(
        "200 OK",
        "content-type: application/octet-stream",
        b"\0\xff",
    )]);
    let download = ["api", "files", "download", "--output-file", "out.bin"];
    assert_eq!(site.run(&download).good(), "");
    assert_eq!(std::fs::read(site.folder().join("out.bin")).unwrap(), b"\0\xff");
    site.refuses(&["api", "files", "download", "--output-file", "no/out"], 2, &[]);
}

#[test]
fn nothing_half_written_is_left() {
    let site = Site::new(vec![json("no json")]);
    let done =
        site.run(&[&GET[..], &["--output", "yaml", "--output-file", "out"]].concat());
    assert_eq!(done.code, Some(1));
    assert!(
        done.err.contains("the answer (application/json) is not JSON"),
        "{}",
        done.err
    );
    let left =
        std::fs::read_dir(site.folder()).unwrap().map(|one| one.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), Vec::<std::ffi::OsString>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let site = Site::new(vec![json(ODD)]);
    let done = site.run(&[&GET[..], &["--output-file", "/dev/full"]].concat());
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("cannot write the output: No space left"), "{}", done.err);
    let full = std::fs::File::create("/dev/full").unwrap();
    let output = site.command(&GET).stdout(Stdio::from(full)).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_quiet() {
    let site = Site::new(vec![json(&format!("\"{}\"", "x".repeat(1 << 20)))]);
    let mut child = site.command(&GET).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_head_is_shown_where_it_is_asked_for() {
    let site = Site::new(vec![says(
        "200 OK",
        "content-type: application/json\r\nx-a: b",
        b"{}",
    )]);
    let out = site.run(&[&GET[..], &["--include"]].concat()).good();
    assert!(out.starts_with("HTTP 200 OK\n"), "{out}");
    assert!(out.contains("\nx-a: b\n") && out.ends_with("\n\n{}\n"), "{out}");
}

#[test]
fn events_are_lines() {
    let events = b"data: {\"a\":1}\n\nid: 2\ndata: {\"a\":2}\n\n";
    let site =
        Site::new(vec![says("200 OK", "content-type: text/event-stream", events)]);
    let tail = ["api", "files", "tailLog"];
    assert_eq!(site.run(&tail).good().as_bytes(), events);
    let lines = site.run(&[&tail[..], &["--output", "jsonl"]].concat()).good();
    assert_eq!(lines, "{\"a\":1}\n{\"a\":2}\n");
}

#[test]
fn exit_codes_tell_scripts_what_happened() {
    let error = |status: &str| {
        let headers = "content-type: application/json\r\nx-request-id: r1";
        let site = Site::new(vec![says(status, headers, b"{\"why\":\"so\"}")]);
        site.run(&[&GET[..], &["--retries", "0", "--output", "json"]].concat())
    };
    let told =
        |done: &Done| -> Value { serde_json::from_str::<Value>(&done.err).unwrap() };
    let done = error("404 Not Found");
    assert_eq!((done.code, done.out.as_str()), (Some(4), ""));
    let json = told(&done);
    assert_eq!(json["error"]["status"], 404);
    assert_eq!(json["error"]["body"]["why"], "so");
    assert_eq!(json["error"]["requestId"], "r1");
    assert_eq!(json["error"]["kind"], "api");
    // A redirect that is not followed is no answer.
    assert_eq!(error("304 Not Modified").code, Some(1));
    assert_eq!(error("503 Service Unavailable").code, Some(5));
    let gone = Site::new(vec![json_of_nothing()]);
    let refused = gone
        .run(&[&GET[..], &["--base-url", "http://127.0.0.1:1", "--retries=0"]].concat());
    assert_eq!(refused.code, Some(6), "{}", refused.err);
    assert_eq!(refused.err.lines().count(), 1, "{}", refused.err);
    let usage = gone.run(&[&GET[..], &["--limt", "1", "--output", "json"]].concat());
    assert_eq!(told(&usage)["error"]["kind"], "usage");
}

fn json_of_nothing() -> crate::site::Says {
    json("{}")
}
