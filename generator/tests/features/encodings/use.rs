//! What the encodings of a form or multipart body say holds, and a part that may be anything
//! is a file.

use crate::support::{answering, last, text};
use feature_encodings::Client;
use feature_encodings::operations::general::send_files::SendFilesRequest;
use feature_encodings::runtime::Binary;
use feature_encodings::types::Fields;
use mock::{Running, Reply};
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/encodings/spec.yaml");

async fn server() -> (Running, Client) {
    let server = answering(SPEC, Reply::empty(204)).await;
    let client = Client::builder().base_url(server.base_url()).build();
    (server, client.expect("the client can be built"))
}

fn fields() -> Fields {
    let mut fields = Fields::default();
    fields.pipes = Some(vec!["a".into(), "b c".into()]);
    fields.spaces = Some(vec!["a".into(), "b".into()]);
    fields.commas = Some(vec![1, 2]);
    fields.many = Some(vec!["a".into(), "b".into()]);
    fields.lists = Some(vec![vec![1, 2], vec![3]]);
    fields.deep = Some([("k".to_owned(), "v".to_owned())].into());
    fields.address = Some("http://a/b?c".into());
    fields.json = Some(vec![1]);
    fields
}

#[tokio::test]
async fn fields_of_a_form() {
    let (server, client) = server().await;
    client.general().send_form(fields()).await.expect("it is taken");
    assert_eq!(
        text(&last(&server)),
        "pipes=a%7Cb%20c&spaces=a%20b&commas=1,2&many=a&many=b&lists=%5B1%2C2%5D&lists=%5B3%5D\
         &deep%5Bk%5D=v&address=http://a/b?c&json=%5B1%5D"
    );
}

#[tokio::test]
async fn parts_of_a_multipart_body() {
    let (server, client) = server().await;
    client.general().send_parts(fields()).await.expect("it is taken");
    let request = last(&server);
    let body = text(&request);
    for part in [
        "name=\"pipes\"\r\n\r\na|b c\r\n",
        "name=\"spaces\"\r\n\r\na b\r\n",
        "name=\"commas\"\r\n\r\n1,2\r\n",
        "name=\"many\"\r\n\r\na\r\n",
        "name=\"many\"\r\n\r\nb\r\n",
        "name=\"lists\"\r\nContent-Type: application/json\r\n\r\n[1,2]\r\n",
        "name=\"lists\"\r\nContent-Type: application/json\r\n\r\n[3]\r\n",
        "name=\"deep[k]\"\r\n\r\nv\r\n",
        "name=\"address\"\r\n\r\nhttp://a/b?c\r\n",
        "name=\"json\"\r\nContent-Type: application/json\r\n\r\n[1]\r\n",
    ] {
        assert!(body.contains(part), "{part:?} in {body}");
    }
}

#[tokio::test]
async fn files_have_names_media_types_and_headers() {
    let (server, client) = server().await;
    let mut form = SendFilesRequest::new(Binary::from("one").file_name("1.png"));
    form.files = Some(vec![Binary::from("two").file_name("2.jpg"), Binary::from("three")]);
    form.picture = Some(Binary::from("four").header("X-Count", "4"));
    form.pictures = Some(vec![Binary::from("five")]);
    form.table = Some("a,b".into());
    form.any = Some(json!({ "a": 1 }));
    form.other = Some(Binary::from("six").file_name("6").content_type("text/x-six"));
    client.general().send_files(form).await.expect("it is taken");
    let request = last(&server);
    let body = text(&request);
    for part in [
        "name=\"file\"; filename=\"1.png\"\r\nContent-Type: image/png\r\n\r\none\r\n",
        "name=\"files\"; filename=\"2.jpg\"\r\nContent-Type: image/jpeg\r\n\r\ntwo\r\n",
        "name=\"files\"; filename=\"files\"\r\nContent-Type: image/png\r\n\r\nthree\r\n",
        "filename=\"picture\"\r\nContent-Type: image/jpeg\r\nX-Kind: portrait\r\nX-Count: 4\r\n\r\nfour\r\n",
        "filename=\"pictures\"\r\nContent-Type: image/gif\r\n\r\nfive\r\n",
        "name=\"table\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n",
        "name=\"any\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n",
        "name=\"other\"; filename=\"6\"\r\nContent-Type: text/x-six\r\n\r\nsix\r\n",
    ] {
        assert!(body.contains(part), "{part:?} in {body}");
    }
}
