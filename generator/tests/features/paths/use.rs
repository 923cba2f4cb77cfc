//! Templates as real descriptions have them.

use feature_paths::Client;

fn client() -> Client {
    Client::builder().build().expect("the client can be built")
}

#[test]
fn several_variables_and_symbols_in_a_segment() {
    let api = client().general();
    let request = api.several_in_a_segment("report.v1", "txt").to_request();
    assert_eq!(request.expect("it can be built").uri(), "http://localhost/v1/files/report.v1.txt");
    let request = api.symbols(2025, "me", "7").to_request();
    assert_eq!(
        request.expect("it can be built").uri().path(),
        "/v1/dates/2025/a:b/@me/(id=7)"
    );
}

#[test]
fn a_query_in_the_template_is_always_sent() {
    let request = client().general().fixed_query().text("x").to_request();
    let uri = request.expect("it can be built").uri().to_string();
    assert_eq!(uri, "http://localhost/v1/search?kind=fixed&text=x");
}

#[test]
fn a_variable_that_is_undeclared_or_spelled_differently_still_works() {
    let api = client().general();
    let request = api.undeclared("t").to_request().expect("it can be built");
    assert_eq!(request.uri().path(), "/v1/undeclared/t");
    let request = api.spelled_differently(5).to_request().expect("it can be built");
    assert_eq!(request.uri().path(), "/v1/users/5");
    let request = api.stray().to_request().expect("it can be built");
    assert_eq!(request.uri().path(), "/v1/stray");
}

#[test]
fn a_value_cannot_leave_its_segment() {
    let api = client().general();
    for (value, path) in [
        ("../../admin", "/v1/undeclared/..%2F..%2Fadmin"),
        ("a?b#c", "/v1/undeclared/a%3Fb%23c"),
        ("50%25", "/v1/undeclared/50%2525"),
        ("a b/ü", "/v1/undeclared/a%20b%2F%C3%BC"),
    ] {
        let request = api.undeclared(value).to_request().expect("it can be built");
        assert_eq!((request.uri().path(), request.uri().query()), (path, None));
    }
    for dots in [".", ".."] {
        let request = api.undeclared(dots).to_request();
        let path = request.map(|request| request.uri().path().to_owned());
        assert!(path.is_err() || path.is_ok_and(|path| path.ends_with(&"%2E".repeat(dots.len()))));
    }
}

#[test]
fn regexes_fragments_and_queries_in_templates() {
    let api = client().general();
    let request = api.regexes(7, "tail").to_request().expect("it can be built");
    assert_eq!(request.uri().path(), "/v1/regex/7/tail");
    let request = api.fragment().to_request().expect("it can be built");
    assert_eq!(request.uri(), "http://localhost/v1/fragment");
    let request = api.mixed("x", "y").c("z").to_request().expect("it can be built");
    assert_eq!(request.uri().path(), "/v1/mixed/x-y:run");
    let query = request.uri().query().unwrap_or_default();
    let mut pairs: Vec<_> = query.split('&').collect();
    pairs.sort_unstable();
    assert!(pairs.contains(&"fixed=1"), "{query}");
    let request = api.no_slash("7").to_request().expect("it can be built");
    assert_eq!(request.uri().path(), "/v1/noSlash/7");
    let request = api.spaces("7").to_request().expect("it can be built");
    assert_eq!(request.uri().path(), "/v1/spaces%20and%20%C3%BCn%C3%AFcode/7");
}

#[test]
fn templates_that_differ_in_their_variables_only() {
    let api = client().general();
    let twins = [api.twin("x").to_request(), api.twin_post_twins_b("y").to_request()];
    let twins = twins.map(|request| {
        let request = request.expect("it can be built");
        format!("{} {}", request.method(), request.uri().path())
    });
    assert_eq!(twins, ["GET /v1/twins/x", "POST /v1/twins/y"]);
}

#[test]
fn every_method_and_a_slash_at_the_end() {
    let api = client().general();
    let found = [
        api.get_nameless_id("7").to_request(),
        api.head_nameless_id("7").to_request(),
        api.options_nameless_id("7").to_request(),
        api.trace_nameless_id("7").to_request(),
    ]
    .map(|request| request.expect("it can be built"));
    assert!(found.iter().all(|request| request.uri().path() == "/v1/nameless/7/"));
    let methods: Vec<_> = found.iter().map(|request| request.method().as_str()).collect();
    assert_eq!(methods, ["GET", "HEAD", "OPTIONS", "TRACE"]);
}
