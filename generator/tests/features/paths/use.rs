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
