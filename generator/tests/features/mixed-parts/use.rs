//! Parts of a multipart body that are one of several: a file or the id of one, a number or
//! a name, as chat and image services have them.

use crate::support::{answering, last, text};
use feature_mixed_parts::Client;
use feature_mixed_parts::operations::general::send_photo::{
    SendPhotoRequest, SendPhotoRequestImages,
};
use feature_mixed_parts::runtime::Binary;
use feature_mixed_parts::types::Keyboard;
use mock::Reply;
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/mixed-parts/spec.yaml");

async fn sent(form: SendPhotoRequest) -> String {
    let server = answering(SPEC, Reply::json(200, &json!({ "file": "as text" }))).await;
    let client = Client::builder().base_url(server.base_url()).build();
    let client = client.expect("the client can be built");
    let found = client.general().send_photo(form).await.expect("it is taken");
    assert_eq!(found.file.as_deref(), Some("as text"));
    text(&last(&server)).to_owned()
}

#[tokio::test]
async fn a_file_or_the_id_of_one() {
    let file = Binary::from("pixels").file_name("a.png").content_type("image/png");
    let body = sent(SendPhotoRequest::new(7.into(), file.into())).await;
    for part in [
        "name=\"chat\"\r\n\r\n7\r\n",
        "name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\npixels\r\n",
    ] {
        assert!(body.contains(part), "{part:?} in {body}");
    }
    let body = sent(SendPhotoRequest::new("@channel".to_owned().into(), "id-7".to_owned().into())).await;
    for part in ["name=\"chat\"\r\n\r\n@channel\r\n", "name=\"photo\"\r\n\r\nid-7\r\n"] {
        assert!(body.contains(part), "{part:?} in {body}");
    }
}

#[tokio::test]
async fn one_file_or_a_list_of_them() {
    let mut form = SendPhotoRequest::new(7.into(), "id".to_owned().into());
    form.images = Some(Binary::from("one").into());
    let body = sent(form.clone()).await;
    assert!(body.contains("name=\"images\"; filename=\"images\"\r\n"), "{body}");
    let list = vec![Binary::from("one").file_name("1"), Binary::from("two").file_name("2")];
    form.images = Some(SendPhotoRequestImages::BinaryList(list));
    let body = sent(form).await;
    for name in ["1", "2"] {
        assert!(body.contains(&format!("name=\"images\"; filename=\"{name}\"\r\n")), "{body}");
    }
}

#[tokio::test]
async fn an_object_is_json_and_a_text_beside_it_is_not() {
    let mut form = SendPhotoRequest::new(7.into(), "id".to_owned().into());
    form.reply = Some(Keyboard::new(vec!["a".to_owned()]).into());
    let body = sent(form.clone()).await;
    let part = "name=\"reply\"\r\nContent-Type: application/json\r\n\r\n{\"keys\":[\"a\"]}\r\n";
    assert!(body.contains(part), "{body}");
    form.reply = Some("plain".to_owned().into());
    let body = sent(form).await;
    assert!(body.contains("name=\"reply\"\r\n\r\nplain\r\n"), "{body}");
}
