//! One description over several files: paths, parameters, bodies, schemas, in circles.

use crate::support::{answering, json, last};
use feature_multi_file::Client;
use feature_multi_file::types::{Fault, NewPet, Owner, Pet, Root};
use mock::Reply;
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/multi-file/spec.yaml");

#[tokio::test]
async fn paths_parameters_bodies_and_answers_from_other_files() {
    let pet = json!({ "id": 1, "color": "black", "owner": { "name": "o", "pets": [{ "id": 2 }], "boss": {} } });
    let server = answering(SPEC, Reply::json(200, &json!([pet]))).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let found = client.general().list_pets().limit(5).await.expect("a success");
    assert_eq!(serde_json::to_value(&*found).expect("it encodes"), json!([pet]));
    assert_eq!(last(&server).query_pairs(), [("limit".to_owned(), "5".to_owned())]);
    client.general().inline().limit(5).shared("s").await.expect("a success");
    assert_eq!(last(&server).query.as_deref(), Some("limit=5&shared=s"));
    // A rule from another file holds as well.
    assert!(client.general().list_pets().limit(101).to_request().is_err());

    let server = answering(SPEC, Reply::json(201, &pet)).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let mut new = NewPet::new("n");
    new.mother = Some(Pet::new(1).into());
    let made = client.general().make_pet(new).await.expect("a success");
    assert_eq!(made.id, 1);
    assert_eq!(json(&last(&server)), json!({ "name": "n", "mother": { "id": 1 } }));
    let found = client.general().get_pet(7).await.expect("a success");
    assert_eq!((found.id, last(&server).path.as_str()), (1, "/pets/7"));
}

#[tokio::test]
async fn an_error_that_another_file_describes() {
    let server = answering(SPEC, Reply::json(404, &json!({ "message": "no" }))).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let error = client.general().inline().await.expect_err("an error");
    assert_eq!(error.api_body::<Fault>().and_then(|it| it.message.as_deref()), Some("no"));
}

#[test]
fn two_schemas_of_one_name_in_two_files_stay_two() {
    let value = json!({ "mine": { "root": true }, "theirs": { "name": "n" }, "color": "white" });
    let root: Root = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&root).expect("it encodes"), value);
    let mine: Option<&Owner> = root.mine.as_deref();
    assert_eq!(mine.and_then(|owner| owner.root), Some(true));
    assert_eq!(root.theirs.and_then(|owner| owner.name).as_deref(), Some("n"));
}
