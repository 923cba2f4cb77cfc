//! `collectionFormat` wherever Swagger 2 has it: in paths, headers, queries, forms and parts,
//! and of lists in lists.

use crate::support::{answering, last, text};
use feature_encodings_swagger::Client;
use feature_encodings_swagger::operations::general::send::SendRequest;
use feature_encodings_swagger::operations::general::send_parts::SendPartsRequest;
use mock::{Running, Reply};

const SPEC: &str = concat!(env!("FEATURES"), "/encodings-swagger/spec.yaml");

async fn server() -> (Running, Client) {
    let server = answering(SPEC, Reply::empty(204)).await;
    let client = Client::builder().base_url(server.base_url()).build();
    (server, client.expect("the client can be built"))
}

fn words() -> Vec<String> {
    vec!["a".to_owned(), "b".to_owned()]
}

#[tokio::test]
async fn paths_headers_queries_and_forms() {
    let (server, client) = server().await;
    let mut form = SendRequest::default();
    form.csv = Some(words());
    form.tsv = Some(words());
    form.many = Some(words());
    form.lists = Some(vec![vec![1, 2], vec![3]]);
    let call = client.general().send(words()).x_tags(words()).plain(words()).body(form);
    let call = call.nested(vec![vec![1, 2], vec![3]]).multi(vec![vec![1, 2], vec![3]]);
    call.await.expect("it is taken");
    let request = last(&server);
    assert_eq!(request.path, "/a%7Cb/things");
    assert_eq!(request.headers["X-Tags"], "a b");
    assert_eq!(
        request.query.as_deref(),
        Some("plain=a,b&nested=1%2C2%7C3&multi=1%202&multi=3")
    );
    assert_eq!(text(&request), "csv=a,b&tsv=a%09b&many=a&many=b&lists=1%7C2,3");
}

#[tokio::test]
async fn parts() {
    let (server, client) = server().await;
    let mut form = SendPartsRequest::default();
    form.csv = Some(words());
    form.tsv = Some(words());
    form.many = Some(words());
    form.lists = Some(vec![vec![1, 2], vec![3]]);
    client.general().send_parts().body(form).await.expect("it is taken");
    let request = last(&server);
    let body = text(&request);
    for part in [
        "name=\"csv\"\r\n\r\na,b\r\n",
        "name=\"tsv\"\r\n\r\na\tb\r\n",
        "name=\"many\"\r\n\r\na\r\n",
        "name=\"many\"\r\n\r\nb\r\n",
        "name=\"lists\"\r\n\r\n1,2|3\r\n",
    ] {
        assert!(body.contains(part), "{part:?} in {body}");
    }
}
