//! XML goes both ways as types, and as text where it can hold no type.

use crate::support::{answering, last, server, text};
use feature_xml::runtime::Nullable;
use feature_xml::types::book::BookLanguage;
use feature_xml::types::{Book, Person, Price};
use feature_xml::Client;
use mock::{Reply, Running};
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/xml/spec.yaml");

const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><b:book xmlns:b="urn:books" id="1" lang="de"><title>Baum &amp; &lt;Borke&gt;</title><in-print>true</in-print><pages xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"></pages><person><name>Ada</name></person><person><name>Bo</name></person><tags><tag>oak</tag></tags><shelf>3</shelf><shelf>4</shelf><price currency="EUR">9.5</price><facts><leaves>2</leaves></facts><extra kind="x"><a>1</a><a>2</a></extra></b:book>"#;

fn client(server: &Running) -> Client {
    Client::builder().base_url(server.base_url()).build().expect("a client")
}

fn book() -> Book {
    let mut person = Person::default();
    person.name = Some("Ada".to_owned());
    let mut other = Person::default();
    other.name = Some("Bo".to_owned());
    let mut price = Price::default();
    price.currency = Some("EUR".to_owned());
    price.amount = Some(9.5);
    let mut book = Book::new(1, "Baum & <Borke>", vec![person, other]);
    book.language = Some(BookLanguage::De.into());
    book.in_print = Some(true);
    book.pages = Some(Nullable::Null);
    book.number = Some("only the server says it".to_owned());
    book.tag = Some(vec!["oak".to_owned()]);
    book.shelves = Some(vec![3, 4]);
    book.price = Some(price.into());
    book.facts = Some([("leaves".to_owned(), 2)].into());
    let extra = json!({ "@kind": "x", "a": ["1", "2"] });
    book.unknown.insert("extra".to_owned(), extra);
    book
}

#[tokio::test]
async fn a_value_becomes_xml_and_comes_back() {
    let server = answering(SPEC, Reply::new(200, "application/xml", BOOK)).await;
    let mut sent = book();
    let found = client(&server).general().add_book(sent.clone()).await.expect("a success");
    let request = last(&server);
    assert_eq!(text(&request), BOOK.replace("></pages>", "/>"));
    assert_eq!(request.header("content-type").as_deref(), Some("application/xml"));
    assert_eq!(request.header("accept").as_deref(), Some("application/xml"));
    sent.number = None;
    assert_eq!(*found, sent);
}

#[tokio::test]
async fn what_is_sent_is_what_the_description_says() {
    let server = server(SPEC).start().await.expect("the server starts");
    let found = client(&server).general().add_book(book()).await.expect("it is taken");
    assert!(!found.title.is_empty());
    let found = client(&server).general().list_books().await.expect("a success");
    assert!(found.iter().all(|book| !book.title.is_empty()));
    assert!(!found.is_empty());
}

#[tokio::test]
async fn what_servers_do_otherwise_is_read_too() {
    // Another prefix, an envelope, CDATA, comments, a reference, the property's own name.
    let other = r#"<!DOCTYPE x [<!ENTITY e "boom">]><AddResponse xmlns="urn:x"><book id=" 7 "><!-- c -->
      <title><![CDATA[a < b]]>&#33;</title><inPrint>1</inPrint><pages/><language>xx</language>
    </book><meta/></AddResponse>"#;
    let server = answering(SPEC, Reply::new(200, "text/xml; charset=utf-8", other)).await;
    let found = client(&server).general().add_book(book()).await.expect("a success");
    assert_eq!((found.id, found.title.as_str()), (7, "a < b!"));
    assert_eq!((found.in_print, found.author.len()), (Some(true), 0));
    assert_eq!(found.pages, Some(Nullable::Null));
    // A list that should stand in no element of its own does, and the other way round; two
    // envelopes, of which neither is described.
    let other = "<AddBookResponse><AddBookResult><Title/><book id='7'><title>t</title>\
        <author><person><name>Ada</name></person><person/></author><shelves/>\
        <tag>a</tag><tag>b</tag></book></AddBookResult><Id>9</Id></AddBookResponse>";
    let server = answering(SPEC, Reply::new(200, "text/xml", other)).await;
    let found = client(&server).general().add_book(book()).await.expect("a success");
    assert_eq!((found.author.len(), found.author[0].name.as_deref()), (2, Some("Ada")));
    assert_eq!(found.tag, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(found.shelves, Some(vec![]));
}

#[tokio::test]
async fn a_list_is_the_root() {
    let one = "<title>t</title>";
    let list = format!("<books><book id='1'>{one}</book><book id='2'>{one}</book></books>");
    let server = answering(SPEC, Reply::new(200, "application/atom+xml", list)).await;
    let found = client(&server).general().list_books().await.expect("a success");
    assert_eq!(found.iter().map(|book| book.id).collect::<Vec<_>>(), [1, 2]);
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_place() {
    let wrong = [
        ("<book id='1'><title>&e;</title></book>", "nothing says what `&e;` is"),
        ("<book id='1'><title>t</book>", "title"),
        ("<book id='1'>", "it ends before `book` does"),
        ("no XML", "there is no element"),
    ];
    let deviating = [
        ("<book id='1'><title>t</title><shelf>1</shelf><shelf>x</shelf></book>", "/shelves/1"),
        ("<book><title>t</title></book>", "/id: missing"),
    ];
    for (body, expected) in deviating {
        let server = answering(SPEC, Reply::new(200, "application/xml", body)).await;
        let found = client(&server).general().add_book(book()).await.expect("it is read");
        let told = found.deviations()[0].to_string();
        assert!(told.contains(expected), "{body}: {told}");
        assert_eq!(found.deviations().len(), 1);
    }
    for (body, expected) in wrong {
        let server = answering(SPEC, Reply::new(200, "application/xml", body)).await;
        let error = client(&server).general().add_book(book()).await.expect_err("a fault");
        assert!(error.to_string().contains(expected), "{body}: {error}");
        assert_eq!(error.body().map(|body| &body[..]), Some(body.as_bytes()), "{error}");
    }
    let deep = "<a>".repeat(100_000);
    let server = answering(SPEC, Reply::new(200, "application/xml", deep)).await;
    let error = client(&server).general().add_book(book()).await.expect_err("a fault");
    assert!(error.to_string().contains("nested too deeply"), "{error}");
}

#[tokio::test]
async fn what_xml_cannot_hold_is_not_sent() {
    let server = server(SPEC).start().await.expect("the server starts");
    let mut wrong = book();
    wrong.title = "\u{0}".to_owned();
    let error = client(&server).general().add_book(wrong).await.expect_err("a fault");
    assert!(error.to_string().contains("a character that XML cannot hold"), "{error}");
    let mut wrong = book();
    wrong.unknown.insert("a><b".to_owned(), json!("x"));
    let error = client(&server).general().add_book(wrong).await.expect_err("a fault");
    assert!(error.to_string().contains("no name of an element"), "{error}");
}

#[tokio::test]
async fn an_error_in_xml_has_its_type() {
    let body = "<Problem><reason>full</reason></Problem>";
    let server = answering(SPEC, Reply::new(409, "text/xml", body)).await;
    let error = client(&server).general().add_book(book()).await.expect_err("an error");
    let problem = error.api_body::<feature_xml::types::Problem>().expect("a problem");
    assert_eq!(problem.reason, "full");
    let body = b"<Problem><reason>\xe9</reason></Problem>".to_vec();
    let server = answering(SPEC, Reply::new(409, "text/xml; charset=ISO-8859-1", body)).await;
    let error = client(&server).general().add_book(book()).await.expect_err("an error");
    let problem = error.api_body::<feature_xml::types::Problem>().expect("a problem");
    assert_eq!(problem.reason, "\u{e9}");
    let body = "<Problem><reason>full</reason><pin>s3cret</pin></Problem>";
    let server = answering(SPEC, Reply::new(200, "application/xml", body)).await;
    let found = client(&server).general().either().await.expect("it is read");
    assert!(!format!("{found:?}").contains("s3cret"), "{found:?}");
    assert!(found.deviations()[0].to_string().ends_with("found a secret"));
}

#[tokio::test]
async fn a_choice_is_text() {
    let body = "<shape><radius>1</radius></shape>";
    let server = answering(SPEC, Reply::new(200, "application/xml", body)).await;
    let found = client(&server).general().add_shape(body).await.expect("a success");
    assert_eq!(*found, body);
    assert_eq!(text(&last(&server)), body);
}

#[tokio::test]
async fn the_body_says_which_of_two_it_is() {
    let xml = "<Problem><reason>r</reason></Problem>";
    for (media_type, body) in
        [("application/xml", xml), ("text/xml", xml), ("text/plain", xml), ("application/json", r#"{"json":true}"#)]
    {
        let server = answering(SPEC, Reply::new(200, media_type, body)).await;
        let found = client(&server).general().either().await.expect("a success");
        let told = format!("{:?}", *found);
        assert_eq!(told.contains("reason"), body == xml, "{media_type}: {told}");
    }
}
