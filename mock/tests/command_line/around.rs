//! What goes on around a call.

use crate::site::{Site, json, says};
use std::time::{Duration, Instant};

const GET: [&str; 4] = ["api", "orderItems", "getOrder", "--orderId=1"];

#[test]
fn a_dry_run_prints_the_equal_curl_and_sends_nothing() {
    let site = Site::new(vec![json("{}")]);
    let body = r#"{"name":"it's","secret":"s","count":1,"payment":{"kind":"cash"}}"#;
    let done = site.run(&["api", "orderItems", "addOrder", "--body", body, "--dry-run"]);
    let command = done.good();
    assert!(command.contains("--header \"X-Key: ${SHOP_SDK_API_KEY}\""), "{command}");
    assert!(!command.contains("a-key-of-mine"), "{command}");
    assert!(site.seen().is_empty());
    if std::process::Command::new("curl").arg("--version").output().is_err() {
        return eprintln!("skipped: there is no curl here");
    }
    let ran = std::process::Command::new("sh")
        .args(["-c", &command])
        .env("SHOP_SDK_API_KEY", "a-key-of-mine")
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap();
    assert!(ran.status.success());
    let sent = site.only();
    assert_eq!(sent.line, "POST /orders");
    assert_eq!(sent.body, body);
    for header in [
        "x-key: a-key-of-mine",
        "content-type: application/json",
        "accept: application/json",
    ] {
        assert!(sent.headers.contains(header), "{}", sent.headers);
    }
    // A secret of the user's own is a variable too.
    let flags = ["--dry-run", "--header", "Authorization: Bearer hunter2"];
    let command = site.run(&[&GET[..], &flags].concat()).good();
    assert!(command.contains("\"authorization: ${AUTHORIZATION}\""), "{command}");
}

#[test]
fn the_curl_of_a_form_has_its_parts() {
    let site = Site::new(vec![says("204 No Content", "x: y", b"")]);
    std::fs::write(site.folder().join("data.bin"), b"bytes of mine").unwrap();
    let flags = ["--data", "@data.bin", "--note", "it's"];
    let upload = [&["api", "files", "upload", "--dry-run"][..], &flags].concat();
    let command = site.run(&upload).good();
    assert!(command.contains("--form data=@data.bin"), "{command}");
    assert!(command.contains(r"--form-string 'note=it'\''s'"), "{command}");
    assert!(!command.contains("boundary"), "{command}");
}

#[test]
fn verbose_shows_the_exchange_without_secrets() {
    let site = Site::new(vec![json("{}")]);
    let done = site.run(&[&GET[..], &["--verbose"]].concat());
    for words in
        ["> GET http://127.0.0.1", "< 200 OK", "< content-type: application/json"]
    {
        assert!(done.err.contains(words), "{words}: {}", done.err);
    }
    assert!(!done.err.contains("a-key-of-mine"), "{}", done.err);
    assert_eq!(done.good(), "{}\n");
}

#[test]
fn time_limits_hold() {
    let mut slow = json("{}");
    slow.after = Duration::from_secs(20);
    let site = Site::new(vec![slow]);
    let start = Instant::now();
    let done = site.run(&[&GET[..], &["--timeout", "300ms"]].concat());
    assert_eq!(done.code, Some(7), "{}", done.err);
    assert_eq!(done.err, "error: no answer within 300ms\n");
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn retries_are_told() {
    let busy = || says("503 Service Unavailable", "retry-after: 0", b"");
    let site = Site::new(vec![busy(), json("{}")]);
    let done = site.run(&[&GET[..], &["--retries", "1"]].concat());
    assert!(
        done.err.contains("the server answered 503 Service Unavailable: attempt 2"),
        "{}",
        done.err
    );
    done.good();
    let site = Site::new(vec![busy(), json("{}")]);
    assert_eq!(site.run(&[&GET[..], &["--retries", "0"]].concat()).code, Some(5));
    assert_eq!(site.seen().len(), 1);
}

#[test]
fn a_watch_ends_when_its_expression_is_true() {
    let states = ["a", "b", "done"].map(|one| json(&format!("{{\"state\":\"{one}\"}}")));
    let site = Site::new(states.to_vec());
    let flags = ["--watch", "state=='done'", "--watch-interval", "10ms"];
    let done = site.run(&[&GET[..], &flags].concat());
    assert_eq!(done.err, "not yet: state=='done' is false\n".repeat(2));
    assert_eq!(done.good(), "{\"state\":\"done\"}\n");
    let flags =
        ["--watch", "never", "--watch-interval", "10ms", "--watch-limit", "50ms"];
    assert_eq!(site.run(&[&GET[..], &flags].concat()).code, Some(7));
}

#[test]
fn headers_and_media_types_are_the_users() {
    let site = Site::new(vec![json("{}")]);
    let flags = ["--header", "X-A: b", "--header", "X-C: d", "--accept", "text/plain"];
    site.run(&[&GET[..], &flags].concat()).good();
    let sent = site.only();
    for header in ["x-a: b", "x-c: d", "accept: text/plain"] {
        assert!(sent.headers.contains(header), "{}", sent.headers);
    }
}

#[test]
fn what_is_deprecated_is_told_beside_the_output() {
    let site = Site::new(vec![json("{\"items\":[]}")]);
    let done = site.run(&["api", "orderItems", "listOrders", "--old", "x"]);
    assert_eq!(done.err, "warning: --old is deprecated\n");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_130_and_leaves_nothing() {
    let mut slow = json("{}");
    slow.after = Duration::from_secs(20);
    let site = Site::new(vec![slow]);
    let child =
        site.command(&[&GET[..], &["--output-file", "x"]].concat()).spawn().unwrap();
    while site.seen().is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let killed = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(std::fs::read_dir(site.folder()).unwrap().count(), 0);
}

#[test]
fn completions_hold_flags_and_values() {
    let site = Site::new(vec![json("{}")]);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = site.run(&["completion", shell]).good();
        for words in ["listOrders", "orderId", "later"] {
            assert!(script.contains(words), "{shell}: {words}");
        }
    }
    site.refuses(&["completion", "tcsh"], 2, &["\"tcsh\" is not one of"]);
}

#[test]
fn manual_pages_are_there_for_each_command() {
    let site = Site::new(vec![json("{}")]);
    let page = site.run(&["man", "api", "orderItems", "getOrder"]).good();
    assert!(page.contains(".SH SYNOPSIS") && page.contains("orderId"), "{page}");
    site.run(&["man", "--out", "pages"]).good();
    let pages = std::fs::read_dir(site.folder().join("pages")).unwrap().count();
    assert!(pages > 10, "{pages}");
    site.refuses(&["man", "nothing"], 2, &["there is no command \"nothing\""]);
}
