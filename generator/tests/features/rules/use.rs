//! Rules are checked before anything is sent: parameters, bodies, and what lists and maps hold.

use feature_rules::operations::general::PutOrder;
use feature_rules::runtime::RequestOptions;
use feature_rules::types::{Line, Order};
use feature_rules::{Client, Error};

fn order() -> Order {
    let mut order = Order::default();
    order.name = Some("four".to_owned());
    order.tags = Some(vec!["ab".to_owned()]);
    order.rows = Some(vec![vec![1, 9, 9], vec![]]);
    order.lines = Some(vec![Line::new("00ff")]);
    order
}

fn put(code: &str, order: Order) -> PutOrder {
    let client = Client::builder().build().expect("the client can be built");
    client.general().put_order(code, order)
}

/// The place and the rule that a request breaks.
fn broken(request: PutOrder) -> String {
    match request.to_request() {
        Err(Error::Argument(error)) => format!("{}: {}", error.parameter, error.rule),
        other => panic!("no rule is broken: {other:?}"),
    }
}

#[test]
fn what_keeps_to_the_rules_is_sent() {
    let request = put("ABC", order())
        .size(500)
        .ratio(1.0)
        .ids(vec!["00ff".to_owned(), "0000".to_owned()])
        .x_trace("äöü");
    assert_eq!(request.to_request().expect("it can be built").uri().path(), "/orders/ABC");
}

#[test]
fn a_parameter_that_breaks_a_rule_is_named() {
    for (request, place) in [
        (put("AB", order()), "code"),
        (put("ABC", order()).size(0), "size"),
        (put("ABC", order()).size(505), "size"),
        (put("ABC", order()).size(7), "size"),
        (put("ABC", order()).ratio(0.0), "ratio"),
        (put("ABC", order()).ratio(1.5), "ratio"),
        (put("ABC", order()).x_trace("ab"), "X-Trace"),
        (put("ABC", order()).x_trace("abcdef"), "X-Trace"),
        (put("ABC", order()).ids(vec!["a".to_owned()]), "ids[0]"),
        (put("ABC", order()).ids(vec!["aaaa".to_owned(), "aaaa".to_owned()]), "ids"),
        (put("ABC", order()).ids(vec!["aaaa".to_owned(); 3]), "ids"),
    ] {
        let found = broken(request);
        assert!(found.starts_with(&format!("{place}: ")), "{place}: {found}");
    }
}

#[test]
fn so_is_a_value_in_the_body_with_the_way_to_it() {
    let with = |change: fn(&mut Order)| {
        let mut order = order();
        change(&mut order);
        // Bodies are checked where that is asked for.
        assert!(put("ABC", order.clone()).to_request().is_ok());
        let options = RequestOptions::new().validate_body(true);
        broken(put("ABC", order).options(options))
    };
    let found = with(|order| order.name = Some("fiver".to_owned()));
    assert!(found.starts_with("name: ") && found.contains('4'), "{found}");
    let found = with(|order| order.role = Some("role::000000000000:nobody/x".to_owned()));
    assert!(found.starts_with("role: "), "{found}");
    let found = with(|order| order.tags = Some(Vec::new()));
    assert!(found.starts_with("tags: "), "{found}");
    let found = with(|order| order.tags = Some(vec!["ab".to_owned(), "a".to_owned()]));
    assert!(found.starts_with("tags[1]: "), "{found}");
    let found = with(|order| order.rows = Some(vec![vec![], vec![3, 10]]));
    assert!(found.starts_with("rows[1][1]: "), "{found}");
    let found = with(|order| {
        order.prices = Some([("tea".to_owned(), -1.0)].into());
    });
    assert!(found.starts_with("prices.tea: "), "{found}");
    let found = with(|order| {
        let mut line = Line::new("00ff");
        line.count = Some(0);
        order.lines = Some(vec![Line::new("00ff"), line]);
    });
    assert!(found.starts_with("lines[1].count: "), "{found}");
}
