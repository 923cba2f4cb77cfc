//! Every style on the wire, as the specification's table of styles has it.

use feature_parameters::Client;
use feature_parameters::types::{Filter, Point};

fn client() -> Client {
    Client::builder().build().expect("the client can be built")
}

fn point() -> Point {
    let mut point = Point::default();
    point.x = Some(1);
    point.y = Some(2);
    point
}

#[test]
fn simple_label_and_matrix_in_the_path() {
    let (list, p) = (|| vec![3, 4], point);
    let api = client().general();
    let simple = api.simple("a b", list(), list(), p(), p()).to_request();
    assert_eq!(
        simple.expect("it can be built").uri().path(),
        "/simple/a%20b/3,4/3,4/x,1,y,2/x=1,y=2"
    );
    let label = api.label("blue", list(), list(), p(), p()).to_request();
    assert_eq!(
        label.expect("it can be built").uri().path(),
        "/label/.blue/.3,4/.3.4/.x,1,y,2/.x=1.y=2"
    );
    let matrix = api.matrix("blue", list(), list(), p(), p()).to_request();
    assert_eq!(
        matrix.expect("it can be built").uri().path(),
        "/matrix/;plain=blue/;list=3,4/;listExploded=3;listExploded=4/;object=x,1,y,2/;x=1;y=2"
    );
}

#[test]
fn no_value_changes_the_path() {
    let api = client().general();
    for value in ["a/b", "a?b", "a#b", "%2e", "ü"] {
        let request = api.simple(value, vec![1], vec![1], point(), point()).to_request();
        let path = request.expect("it can be built").uri().path().to_owned();
        assert_eq!(path.matches('/').count(), 6, "{path}");
        assert!(path.is_ascii(), "{path}");
    }
    for value in ["..", ".", ""] {
        let request = api.simple(value, vec![1], vec![1], point(), point()).to_request();
        assert!(request.is_err(), "{value:?} would change the path");
    }
}

fn query(build: impl FnOnce(&Client) -> http::Request<feature_parameters::runtime::Body>) -> String {
    build(&client()).uri().query().unwrap_or_default().to_owned()
}

#[test]
fn lists_and_objects_in_the_query() {
    let words = || vec!["a".to_owned(), "b c".to_owned()];
    let mut filter = Filter::default();
    filter.name = Some("n".to_owned());
    filter.inner = Some(point()).map(Into::into);
    type Call = feature_parameters::operations::general::Query;
    let cases: Vec<(fn(Call, Vec<String>) -> Call, &str)> = vec![
        (|call, words| call.form(words), "empty=&form=a&form=b%20c"),
        (|call, words| call.comma(words), "empty=&comma=a,b%20c"),
        (|call, words| call.space(words), "empty=&space=a%20b%20c"),
        (|call, words| call.pipe(words), "empty=&pipe=a%7Cb%20c"),
        (|call, _| call.point(point()), "empty=&x=1&y=2"),
        (|call, _| call.point_comma(point()), "empty=&pointComma=x,1,y,2"),
        (|call, _| call.reserved("a/b?c=d"), "empty=&reserved=a/b?c=d"),
        (|call, _| call.json(point()), "empty=&json=%7B%22x%22%3A1%2C%22y%22%3A2%7D"),
    ];
    for (set, expected) in cases {
        let found = query(|client| {
            set(client.general().query(""), words()).to_request().expect("it can be built")
        });
        let sorted = |text: &str| {
            let mut pairs: Vec<String> = text.split('&').map(str::to_owned).collect();
            pairs.sort();
            pairs
        };
        assert_eq!(sorted(&found), sorted(expected));
    }
    let found = query(|client| {
        client.general().query("").deep(filter).to_request().expect("it can be built")
    });
    for pair in ["deep%5Bname%5D=n", "deep%5Binner%5D%5Bx%5D=1", "deep%5Binner%5D%5By%5D=2"] {
        assert!(found.contains(pair), "{found}");
    }
}

#[test]
fn headers_and_cookies() {
    let request = client()
        .general()
        .headers("shared")
        .x_dropped(5)
        .x_list(vec!["a".to_owned(), "b".to_owned()])
        .x_point(point())
        .session("s 1")
        .flags(vec![1, 2])
        .to_request()
        .expect("it can be built");
    let header = |name: &str| request.headers()[name].to_str().expect("it is text").to_owned();
    assert_eq!(header("x-shared"), "shared");
    assert_eq!(header("x-dropped"), "5");
    assert_eq!(header("x-list"), "a,b");
    assert_eq!(header("x-point"), "x=1,y=2");
    assert_eq!(header("cookie"), "session=s%201; flags=1,2");
}
