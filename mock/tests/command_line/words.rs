//! Names and help.

use crate::site::{Site, json};

fn site() -> Site {
    Site::new(vec![json("{\"items\":[]}")])
}

#[test]
fn groups_cannot_collide_with_the_tools_own_commands() {
    let site = site();
    // The API has a group `auth` too.
    assert!(site.run(&["auth", "--help"]).good().contains("login"));
    let group = site.run(&["api", "auth", "--help"]).good();
    assert!(group.contains("deleteUser"), "{group}");
    // What the description says of the tag, without its marks.
    assert!(
        group.contains("See the guide (https://shop.example.com/guide)."),
        "{group}"
    );
}

#[test]
fn both_spellings_are_understood() {
    let site = site();
    for way in [
        ["api", "orderItems", "getOrder", "--orderId=7"],
        ["api", "order-items", "get-order", "--order-id=7"],
    ] {
        site.run(&way).good();
    }
    assert!(site.seen().iter().all(|seen| seen.line == "GET /orders/7"));
}

#[test]
fn what_was_meant_is_told() {
    let site = site();
    for (way, words) in [
        (vec!["api", "orderitem"], "did you mean: shop api orderItems"),
        (
            vec!["api", "order-items", "get-ordr"],
            "did you mean: shop api orderItems getOrder",
        ),
        (vec!["api", "getOrder"], "did you mean: shop api orderItems getOrder"),
        (
            vec!["api", "files", "listOrders"],
            "did you mean: shop api orderItems listOrders",
        ),
        (vec!["order-items"], "did you mean: shop api order-items"),
        (vec!["profil"], "did you mean: shop profile"),
        (
            vec!["api", "order-items", "list-orders", "--limt", "1"],
            "did you mean --limit?",
        ),
        (vec!["api", "order-items", "list-orders", "--outptu", "json"], "--output?"),
        (vec!["api", "zzzzzz"], "see shop api --help"),
    ] {
        site.refuses(&way, 2, &[words]);
    }
}

#[test]
fn operations_are_found_by_words() {
    let site = site();
    let found = site.run(&["api", "--search", "newest orders"]).good();
    assert_eq!(found, "shop api orderItems listOrders\n    List orders\n");
    assert_eq!(site.run(&["api", "--search", "no such thing"]).code, Some(1));
}

#[test]
fn help_says_all_that_there_is() {
    let site = site();
    let long = site.run(&["api", "orderItems", "listOrders", "--help"]).good();
    for words in [
        "Lists all orders, newest first:",
        "- open ones\n- closed ones",
        "--limit <INT>",
        "--when <now|later>",
        "--since <DATE-TIME>",
        "--day <DATE>",
        "--price <NUMBER>",
        "--open[=<TRUE|FALSE>]",
        "--query-parameter <TEXT>",
        "[at least -10; at most 100; default: 10]",
        "[repeatable, or with commas]",
        "--filter.name VALUE",
        "Names: name, size.",
        "Deprecated.",
        "--all",
        "Example:\n  shop api orderItems listOrders\n",
    ] {
        assert!(long.contains(words), "{words:?} is not in {long}");
    }
    assert!(!long.contains("**") && !long.contains('`'), "{long}");
    let short = site.run(&["api", "orderItems", "listOrders", "-h"]).good();
    assert!(short.contains("--limit <INT>") && !short.contains("--watch-interval"));
    let body = site.run(&["api", "orderItems", "addOrder", "--help"]).good();
    for words in [
        "* name: TEXT (at least 2 characters)",
        "* secret: TEXT",
        "when: now|later",
        "kind: card|cash",
        "--example > body.json",
    ] {
        assert!(body.contains(words), "{words:?} is not in {body}");
    }
    assert!(!body.contains("* id"), "{body}");
    let group = site.run(&["api", "files", "-h"]).good();
    let place = |name: &str| group.find(name).unwrap();
    assert!(place("download") < place("putNote") && place("putNote") < place("upload"));
}

#[test]
fn the_example_of_help_works() {
    let site = site();
    let help = site.run(&["api", "orderItems", "getOrder", "--help"]).good();
    let line = help.lines().skip_while(|line| *line != "Example:").nth(1).unwrap();
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    site.run(&words).good();
    assert_eq!(site.only().line, "GET /orders/7");
}
