//! Credentials and profiles.

use crate::site::{Site, json, says};

const GET: [&str; 4] = ["api", "orderItems", "getOrder", "--orderId=1"];

fn without_key(site: &Site, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        site.command(arguments).env_remove("SHOP_SDK_API_KEY").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_is_missing_is_told_in_a_shells_words() {
    let site = Site::new(vec![json("{}")]);
    let (code, _, told) = without_key(&site, &GET);
    assert_eq!(code, Some(3));
    assert!(
        told.contains("error: getOrder needs credentials, and there are none"),
        "{told}"
    );
    assert!(told.contains("set SHOP_SDK_API_KEY for an API key"), "{told}");
    assert!(told.contains("shop auth login"), "{told}");
    assert!(site.seen().is_empty());
    // An operation that needs none is called.
    assert_eq!(without_key(&site, &["api", "files", "tailLog"]).0, Some(0));
    // A header counts.
    let flags = ["--header", "Authorization: Bearer x"];
    assert_eq!(without_key(&site, &[&GET[..], &flags].concat()).0, Some(0));
}

#[test]
fn a_login_is_tried_kept_and_forgotten() {
    let site = Site::new(vec![json("{\"items\":[]}")]);
    let login = ["auth", "login", "--stdin", "--profile", "work"];
    let url = ["--base-url", &site.url];
    let done = site.piped(&[&login[..], &url].concat(), "kept-key\n");
    assert!(!done.out.contains("kept-key") && !done.err.contains("kept-key"));
    assert!(done.good().contains("the profile work"));
    // It was tried with an operation that reads and needs nothing.
    assert_eq!(site.only().line, "GET /orders");
    assert!(site.only().headers.contains("x-key: kept-key"));

    let file = site.folder().join("config/profiles.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert!(std::fs::read_to_string(&file).unwrap().contains("kept-key"));

    assert_eq!(
        without_key(&site, &[&GET[..], &["--profile", "work"]].concat()).0,
        Some(0)
    );
    assert!(site.seen()[1].headers.contains("x-key: kept-key"));
    // The environment goes first.
    site.run(&[&GET[..], &["--profile", "work"]].concat()).good();
    assert!(site.seen()[2].headers.contains("x-key: a-key-of-mine"));

    assert_eq!(without_key(&site, &["auth", "status"]).0, Some(3));
    site.run(&["profile", "use", "work"]).good();
    let (code, out, _) = without_key(&site, &["auth", "status"]);
    assert_eq!(code, Some(0));
    assert!(
        out.contains("profile: work") && out.contains("an API key: in the profile"),
        "{out}"
    );
    assert!(!out.contains("kept-key"));
    site.run(&["auth", "logout"]).good();
    assert_eq!(without_key(&site, &["auth", "status"]).0, Some(3));
    assert!(!std::fs::read_to_string(&file).unwrap().contains("kept-key"));
}

#[test]
fn a_login_that_is_refused_keeps_nothing() {
    let site = Site::new(vec![says("401 Unauthorized", "x: y", b"")]);
    let done = site.piped(&["auth", "login", "--stdin"], "wrong\n");
    assert_eq!(done.code, Some(3), "{}", done.err);
    assert!(done.err.contains("the API refused it: 401"), "{}", done.err);
    assert!(!site.folder().join("config/profiles.json").exists());
    let empty = site.piped(&["auth", "login", "--stdin"], "");
    assert_eq!(empty.code, Some(2));
    // Without a terminal nothing is asked.
    site.refuses(&["auth", "login"], 2, &["there is no terminal to ask at"]);
}

#[test]
fn profiles_have_addresses() {
    let site = Site::new(vec![json("{}")]);
    site.run(&["profile", "set", "base-url", &site.url]).good();
    let output = site.command(&GET).env_remove("SHOP_SDK_BASE_URL").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(site.only().line, "GET /orders/1");
    assert!(site.run(&["profile", "list"]).good().starts_with("* default: http://"));
    site.refuses(&["profile", "use", "none"], 2, &["there is no profile \"none\""]);
    site.refuses(
        &[&GET[..], &["--profile", "none"]].concat(),
        2,
        &["no profile \"none\""],
    );
    site.run(&["profile", "delete", "default"]).good();
    assert_eq!(site.run(&["profile", "list"]).good(), "There are no profiles.\n");
}
