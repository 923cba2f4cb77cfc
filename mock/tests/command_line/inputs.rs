//! What is typed for parameters.

use crate::site::{Site, json};

const LIST: [&str; 3] = ["api", "orderItems", "listOrders"];

fn site() -> Site {
    Site::new(vec![json("{\"items\":[]}")])
}

/// The target of the request that these flags make.
fn target(flags: &[&str]) -> String {
    let site = site();
    site.run(&[&LIST, flags].concat()).good();
    let line = site.only().line;
    line.strip_prefix("GET /orders").unwrap().to_owned()
}

#[test]
fn values_are_of_their_types() {
    for (flags, expected) in [
        (vec!["--limit", "-5"], "?limit=-5"),
        (vec!["--limit=-5"], "?limit=-5"),
        (vec!["--price", "-1.5"], "?price=-1.5"),
        (vec!["--open"], "?open=true"),
        (vec!["--open=false"], "?open=false"),
        (vec!["--when", "later"], "?when=later"),
        (vec!["--day", "2025-01-31"], "?day=2025-01-31"),
        (vec!["--since", "2025-01-31T12:00:00Z"], "?since=2025-01-31T12%3A00%3A00Z"),
        (vec!["--id", "a", "--id", "b,c"], "?id=a&id=b%2Cc"),
        (vec!["--part", "1,2", "--part", "3"], "?part=1,2,3"),
        (
            vec!["--filter.name", "q", "--filter.size=3"],
            "?filter%5Bname%5D=q&filter%5Bsize%5D=3",
        ),
        (vec!["--filter", "{\"name\":\"q\"}"], "?filter%5Bname%5D=q"),
        (vec!["--query-parameter=--all"], "?query=--all"),
        (vec!["--query-parameter", "@x"], "?query=%40x"),
        (vec!["--query-parameter", "-"], "?query=-"),
    ] {
        assert_eq!(target(&flags), expected, "{flags:?}");
    }
}

#[test]
fn wrong_values_are_told_by_their_flags_and_nothing_is_sent() {
    let site = site();
    for (flags, words) in [
        (vec!["--limit", "abc"], "--limit: \"abc\" is not a whole number"),
        (vec!["--limit", "101"], "--limit: \"101\" must be at most 100"),
        (vec!["--limit", "1.5"], "--limit: \"1.5\" is not a whole number"),
        (vec!["--price", "dear"], "--price: \"dear\" is not a number"),
        (vec!["--open=maybe"], "--open: \"maybe\" is not true or false"),
        (vec!["--open", "false"], "--flag=false"),
        (
            vec!["--when", "lter"],
            "\"lter\" is not one of now, later; did you mean later?",
        ),
        (vec!["--since", "today"], "--since: \"today\" is not a date and time such as"),
        (vec!["--day", "2025-02-30"], "--day: \"2025-02-30\" is not a date"),
        (vec!["--id", "longer"], "--id: [0] must have at most 5 characters"),
        (vec!["--part", "1,x"], "--part: \"x\" is not a whole number"),
        (vec!["--filter.size", "x"], "--filter: \"x\" is not a whole number"),
        (vec!["--filter.size", "10"], "--filter: /size must be at most 9"),
        (
            vec!["--filter.nam", "x"],
            "--filter: /nam is not described; did you mean name?",
        ),
        (vec!["--filter", "{"], "--filter: \"{\" is not JSON"),
        (vec!["--limit", "1", "--limit", "2"], "--limit is given twice"),
        (vec!["--limit"], "--limit needs a value"),
        (vec!["--timeout", "soon"], "--timeout: \"soon\" is not a time"),
        (vec!["--query", "a["], "--query: \"a[\" is not a JMESPath expression"),
        (vec!["--output", "xml"], "is not one of json, yaml, table, csv, jsonl, raw"),
        (vec!["--header", "x"], "--header: a header is written"),
        (vec!["extra"], "\"extra\" is one word too many"),
    ] {
        site.refuses(&[&LIST, &flags[..]].concat(), 2, &[words]);
    }
    // All of it in one run.
    let flags = ["--limit", "abc", "--when", "x", "--price", "y"];
    site.refuses(&[&LIST, &flags[..]].concat(), 2, &["--limit", "--when", "--price"]);
}

#[test]
fn a_flag_is_never_a_value() {
    let site = site();
    let delete = ["api", "auth", "deleteUser"];
    for flags in [
        &["--username", "--dry-run"][..],
        &["--username", "--username"],
        &["--username"],
    ] {
        site.refuses(&[&delete, flags].concat(), 2, &["--username"]);
    }
    site.refuses(
        &[&delete[..], &["--username", "--no-such"]].concat(),
        2,
        &["--no-such"],
    );
    site.refuses(&delete, 2, &["missing: --username <TEXT>"]);
    site.refuses(
        &[&delete[..], &["--username="]].concat(),
        2,
        &["--username: must not be"],
    );
    site.refuses(
        &[&delete[..], &["--username", ".."]].concat(),
        2,
        &["--username: must not be"],
    );
    site.refuses(
        &[&LIST[..], &["--filter.name", "--all"]].concat(),
        2,
        &["--filter needs"],
    );
    site.run(&[&delete[..], &["--username=--dry-run"]].concat()).good();
    assert_eq!(site.only().line, "DELETE /users/--dry-run");
}
