use super::fake::Fake;
use super::sample::{API, List, ListParams, Thing};
use crate::runtime::streams::multipart_body;
use crate::runtime::style::{
    Tree, cookie_text, encode, header_text, pairs, path_text, query_text,
};
use crate::runtime::{
    ArgumentError, ClientBuilder, Error, Format, Parameter, Place, RequestMedia,
    RequestOptions, Style, Unknown,
};
use std::collections::BTreeMap;

fn built(
    change: impl FnOnce(&mut ListParams),
) -> Result<http::Request<crate::runtime::Body>, Error> {
    let client = Fake::answering(200, "", "").client(ClientBuilder::new(&API));
    List::of(&client, "abc").with(change).to_request()
}

/// A parameter of simple style.
fn parameter(name: &'static str, place: Place) -> Parameter {
    Parameter {
        name,
        place,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        nested: &[],
    }
}

fn refused(change: impl FnOnce(&mut ListParams)) -> ArgumentError {
    match built(change).unwrap_err() {
        Error::Argument(error) => *error,
        other => panic!("{other}"),
    }
}

#[test]
fn every_parameter_is_on_the_wire() {
    let request = built(|params| {
        params.size = Some(100);
        params.tags = Some(vec!["a b".into(), "c&d".into()]);
        params.filter = Some(Thing { id: "abcd".into(), ..Thing::default() });
        params.trace = Some(vec!["1".into(), "2".into()]);
        params.session = Some("s;1".into());
        params.extra_query = Unknown::from_iter([("new", "1")]);
        params.body = Some(Thing { id: "y".into(), ..Thing::default() });
    })
    .unwrap();
    assert_eq!(
        request.uri(),
        "https://eu.things.example/api/v2/groups/abc/things?itemsPerPage=100&tag=a%20b\
         &tag=c%26d&filter%5Bid%5D=abcd&new=1"
    );
    let header = |name: &str| request.headers()[name].to_str().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(header("accept"), "application/vnd.things.2025-03-12+json");
    assert_eq!(header("user-agent"), "things/1.0");
    assert_eq!(header("x-trace"), "1,2");
    assert_eq!(header("cookie"), "session=s%3B1");
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(request.body().length(), Some(23));
}

#[test]
fn a_body_that_is_not_given_is_said_to_be_none() {
    let request = built(|_| {}).unwrap();
    assert_eq!(request.headers()["content-length"], "0");
    assert!(!request.headers().contains_key("content-type"));
    let request = built(|params| params.body = Some(Thing::default())).unwrap();
    assert!(!request.headers().contains_key("content-length"));
}

#[test]
fn no_value_changes_the_path() {
    let of = |text: &str| {
        let text = text.to_owned();
        built(move |params| params.group = text)
            .map(|request| request.uri().path().to_owned())
    };
    assert_eq!(of("a/b").unwrap(), "/api/v2/groups/a%2Fb/things");
    assert_eq!(of("..a").unwrap(), "/api/v2/groups/..a/things");
    assert_eq!(of("%2e").unwrap(), "/api/v2/groups/%252e/things");
    for text in ["", ".", ".."] {
        let error = refused(|params| params.group = text.into());
        assert_eq!(error.parameter, "groupId", "{text}");
    }
}

#[test]
fn rules_are_checked_before_sending() {
    let error = refused(|params| params.size = Some(501));
    assert_eq!(error.to_string(), "`itemsPerPage` must be at most 500");
    let error =
        refused(|params| params.tags = Some(vec!["ok".into(), "too long".into()]));
    assert_eq!(error.to_string(), "`tag[1]` must have at most 5 characters");
    let error = refused(|params| params.tags = Some(vec!["a".into(); 4]));
    assert_eq!(error.to_string(), "`tag` must have at most 3 items");
    let error = refused(|params| params.group = "A".into());
    assert_eq!(error.parameter, "groupId");
    let error = refused(|params| {
        params.filter = Some(Thing { id: "zz".into(), ..Thing::default() })
    });
    assert_eq!(error.parameter, "filter.id");
    let error = refused(|params| params.trace = Some(vec!["a\r\nX-Evil: 1".into()]));
    assert_eq!(error.parameter, "X-Trace");
}

#[test]
fn bodies_are_checked_when_asked_for() {
    let client = Fake::answering(200, "", "").client(ClientBuilder::new(&API));
    let call =
        List::of(&client, "abc").with(|params| params.body = Some(Thing::default()));
    assert!(call.to_request().is_ok());
    let error = call.options(RequestOptions::new().validate_body(true)).to_request();
    assert!(
        matches!(error.unwrap_err(), Error::Argument(error) if error.parameter == "id")
    );
}

#[test]
fn the_base_address_is_the_users_or_the_descriptions() {
    let uri = |builder: ClientBuilder| {
        let client = Fake::answering(200, "", "").client(builder);
        List::of(&client, "a").to_request().unwrap().uri().to_string()
    };
    let builder = || ClientBuilder::new(&API);
    let us = builder().server_variable("region", "us");
    assert_eq!(uri(us), "https://us.things.example/api/v2/groups/a/things");
    let own = builder().base_url("http://localhost:1234/x");
    assert_eq!(uri(own), "http://localhost:1234/x/groups/a/things");
    for wrong in [
        builder().server_variable("region", "moon"),
        builder().server_variable("other", "us"),
        builder().server(3),
        builder().base_url("not an address"),
        builder().base_url("ftp://a.example"),
        builder().header("bad name", "x"),
    ] {
        let fake = Fake::answering(200, "", "");
        assert!(matches!(wrong.transport(fake).build().unwrap_err(), Error::Build(_)));
    }
}

#[test]
fn every_style_is_as_the_standard_writes_it() {
    let list = vec!["blue".to_owned(), "black".into(), "br/n".into()];
    let object: BTreeMap<String, i64> =
        [("G".to_owned(), 200), ("R".into(), 100)].into();
    let (list, object) = (Tree::of(&list).unwrap(), Tree::of(&object).unwrap());
    let path = |style, explode, tree: &Tree| {
        let parameter = Parameter {
            name: "color",
            place: Place::Path,
            style,
            explode,
            allow_reserved: false,
            nested: &[],
        };
        path_text(&parameter, tree)
    };
    assert_eq!(path(Style::Simple, false, &list), "blue,black,br%2Fn");
    assert_eq!(path(Style::Simple, false, &object), "G,200,R,100");
    assert_eq!(path(Style::Simple, true, &object), "G=200,R=100");
    assert_eq!(path(Style::Label, false, &list), ".blue,black,br%2Fn");
    assert_eq!(path(Style::Label, true, &list), ".blue.black.br%2Fn");
    assert_eq!(path(Style::Label, true, &object), ".G=200.R=100");
    assert_eq!(path(Style::Matrix, false, &list), ";color=blue,black,br%2Fn");
    assert_eq!(path(Style::Matrix, true, &list), ";color=blue;color=black;color=br%2Fn");
    assert_eq!(path(Style::Matrix, false, &object), ";color=G,200,R,100");
    assert_eq!(path(Style::Matrix, true, &object), ";G=200;R=100");
    let several = Parameter { allow_reserved: true, ..parameter("color", Place::Path) };
    assert_eq!(path_text(&several, &list), "blue,black,br/n");
    let odd = Tree::of(&"a/b c?d#e%2F:f".to_owned()).unwrap();
    assert_eq!(path_text(&several, &odd), "a/b%20c%3Fd%23e%252F:f");
    let query = |style, explode, tree: &Tree| {
        let pairs = pairs("color", tree, style, explode);
        let texts: Vec<String> = pairs
            .iter()
            .map(|(name, value)| {
                format!("{name}={}", value.encoded(|part| query_text(part, false)))
            })
            .collect();
        texts.join("&")
    };
    assert_eq!(query(Style::Form, true, &list), "color=blue&color=black&color=br%2Fn");
    assert_eq!(query(Style::Form, false, &list), "color=blue,black,br%2Fn");
    assert_eq!(query(Style::Form, true, &object), "G=200&R=100");
    assert_eq!(query(Style::Form, false, &object), "color=G,200,R,100");
    assert_eq!(
        query(Style::SpaceDelimited, false, &list),
        "color=blue%20black%20br%2Fn"
    );
    assert_eq!(query(Style::PipeDelimited, false, &list), "color=blue%7Cblack%7Cbr%2Fn");
    assert_eq!(query(Style::TabDelimited, false, &list), "color=blue%09black%09br%2Fn");
    assert_eq!(query(Style::DeepObject, true, &object), "color[G]=200&color[R]=100");
    assert_eq!(
        query(Style::DeepObject, true, &list),
        "color[]=blue&color[]=black&color[]=br%2Fn"
    );
    let header = Parameter {
        name: "X",
        place: Place::Header,
        style: Style::Simple,
        explode: true,
        allow_reserved: false,
        nested: &[],
    };
    assert_eq!(header_text(&header, &object), "G=200,R=100");
    let lists = vec![vec![1_i64, 2], vec![3]];
    let lists = Tree::of(&lists).unwrap();
    let nested = |place, nested| {
        let parameter = Parameter { nested, ..parameter("x", place) };
        if place == Place::Path {
            path_text(&parameter, &lists)
        } else {
            header_text(&parameter, &lists)
        }
    };
    assert_eq!(nested(Place::Path, &["|", ","]), "1%2C2%7C3");
    assert_eq!(nested(Place::Header, &["|", ","]), "1,2|3");
    assert_eq!(
        query(Style::PipeDelimited, false, &lists.joined(&[","])),
        "color=1%2C2%7C3"
    );
    assert_eq!(query(Style::Form, true, &lists), "color=%5B1%2C2%5D&color=%5B3%5D");
    assert_eq!(encode("a~b c"), "a~b%20c");
    assert_eq!(query_text("a/b?c=d&e#f", true), "a/b?c=d%26e%23f");
    assert_eq!(cookie_text("a b;c"), "a%20b%3Bc");
}

#[test]
fn null_and_nothing_are_written_as_each_style_says() {
    let tree = |json: serde_json::Value| Tree::of(&json).unwrap();
    let text = |json: serde_json::Value, style, explode| {
        let pairs = pairs("n", &tree(json), style, explode);
        let texts: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", value.encoded(str::to_owned)))
            .collect();
        texts.join("&")
    };
    use serde_json::json;
    for (json, style, explode, expected) in [
        (json!(null), Style::Form, true, ""),
        (json!([1, null, "a"]), Style::Form, true, "n=1&n=a"),
        (json!([1, null]), Style::PipeDelimited, false, "n=1"),
        (json!({"a": null, "b": true}), Style::Form, false, "n=b,true"),
        (json!({"a": null, "b": true}), Style::DeepObject, true, "n[b]=true"),
        // A value inside another keeps its types.
        (
            json!({"c": {"b": true, "i": 3, "n": null, "t": "\"3"}}),
            Style::Form,
            true,
            r#"c={"b":true,"i":3,"n":null,"t":"\"3"}"#,
        ),
        (json!({"c": [[], {}]}), Style::Form, true, "c=[[],{}]"),
    ] {
        assert_eq!(text(json.clone(), style, explode), expected, "{json}");
    }
    let header = header_text(&parameter("X", Place::Header), &tree(json!([1, null, 2])));
    assert_eq!(header, "1,2");
}

#[test]
fn an_empty_list_that_must_be_there_does_not_vanish() {
    use crate::runtime::style::empty_pair;
    let list = Tree::List(Vec::new());
    for (style, expected) in [
        (Style::Form, "n"),
        (Style::SpaceDelimited, "n"),
        (Style::PipeDelimited, "n"),
        (Style::DeepObject, "n[]"),
        (Style::DeepObjectRepeated, "n"),
    ] {
        let pairs = empty_pair("n", &list, style).unwrap();
        assert_eq!(pairs[0].0, expected);
        assert_eq!(pairs[0].1.encoded(str::to_owned), "");
    }
    assert!(empty_pair("n", &Tree::Object(Vec::new()), Style::Form).is_none());
}

#[tokio::test]
async fn the_tag_of_a_union_is_in_forms_queries_and_parts() {
    use super::sample::{Dog, Pet};
    let dog = Pet::Dog(Box::new(Dog { bark: Some(true), ..Dog::default() }));
    let tree = Tree::of(&dog).unwrap();
    let found = pairs("pet", &tree, Style::Form, true);
    let texts: Vec<String> = found
        .iter()
        .map(|(name, value)| format!("{name}={}", value.encoded(str::to_owned)))
        .collect();
    assert_eq!(texts, ["petType=dog", "bark=true"]);
    let media = RequestMedia {
        media_type: "multipart/form-data",
        format: Format::Multipart,
        encoding: &[],
    };
    let (body, _) = multipart_body(&media, &dog).unwrap();
    let (parts, _) = body.collect(1 << 16).await.unwrap();
    let parts = String::from_utf8(parts.to_vec()).unwrap();
    assert_eq!(parts.matches("name=\"petType\"\r\n\r\ndog\r\n").count(), 1, "{parts}");
    let own = Dog { kind: "wolf".into(), ..Dog::default() };
    let kept = Tree::of(&Pet::Dog(Box::new(own))).unwrap();
    assert!(kept.json_text().contains("\"petType\":\"wolf\""));
}
