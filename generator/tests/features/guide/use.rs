//! The API of docs/guide.md over HTTP: what the guide says of it holds.

use crate::support::{json, last, server};
use feature_guide::Client;
use feature_guide::auth::Bearer;
use feature_guide::operations::photos::upload_photo::UploadPhotoRequest;
use feature_guide::runtime::{Binary, Nullable};
use feature_guide::types::{AlbumChange, NewAlbum, Visibility};
use mock::{Call, Decision, Fault, FaultPlan, Reply, Running};

const SPEC: &str = concat!(env!("FEATURES"), "/guide/spec.yaml");

async fn answering(reply: Reply) -> (Running, Client) {
    let hook = move |_: &Call<'_>| Decision::Reply(reply.clone());
    let server = server(SPEC).hook(hook).start().await.expect("the server starts");
    let client = Client::builder().origin(server.origin()).auth(Bearer::new("token"));
    (server, client.build().expect("the client can be built"))
}

fn album() -> Reply {
    Reply::new(201, "application/json", r#"{"id":"1","title":"Summer","visibility":"shared"}"#)
}

#[tokio::test]
async fn a_response_is_the_value_with_status_and_headers() {
    let (server, client) = answering(album().header("location", "/eu/albums/1")).await;
    let mut album = NewAlbum::new("Summer");
    album.visibility = Some(Visibility::Shared.into());
    let created = client.albums().create_album(album).await.expect("it is made");
    assert_eq!((created.title.as_str(), created.status().as_u16()), ("Summer", 201));
    assert_eq!(created.header("Location"), Some("/eu/albums/1"));
    assert_eq!(json(&last(&server))["visibility"], "shared");
}

#[tokio::test]
async fn a_change_tells_null_from_absent() {
    let (server, client) = answering(Reply { status: 200, ..album() }).await;
    let mut change = AlbumChange::default();
    change.description = Some(Nullable::Null);
    client.albums().update_album("1", change).await.expect("it is changed");
    assert_eq!(json(&last(&server)), serde_json::json!({ "description": null }));
}

#[tokio::test]
async fn a_photo_goes_up_and_comes_down() {
    let photo = Reply::new(201, "application/json", r#"{"id":"4711"}"#);
    let (server, client) = answering(photo).await;
    let file = Binary::from("bytes").file_name("a.jpg").content_type("image/jpeg");
    let form = UploadPhotoRequest::new(file);
    let photo = client.photos().upload_photo("1", form).await.expect("it is taken");
    assert_eq!(photo.id, "4711");
    let sent = String::from_utf8_lossy(&last(&server).body).into_owned();
    assert!(sent.contains("filename=\"a.jpg\"\r\nContent-Type: image/jpeg"), "{sent}");

    let (_server, client) = answering(Reply::new(200, "image/jpeg", "bytes")).await;
    let stream = client.photos().download_photo("4711").await.expect("it comes");
    let mut written = Vec::new();
    let mut steps = Vec::new();
    let length = stream.into_inner().save_to(&mut written, |far, _| steps.push(far)).await;
    assert_eq!((length.expect("it is written"), written), (5, b"bytes".to_vec()));
    assert_eq!(steps.last(), Some(&5));
}

#[tokio::test]
async fn a_call_with_an_idempotency_key_is_made_again_with_the_same_key() {
    let plan = FaultPlan::script([Some(Fault::Status(502)), None]);
    let server = server(SPEC).faults(plan).start().await.expect("the server starts");
    let client = Client::builder().origin(server.origin()).auth(Bearer::new("token"));
    let client = client.build().expect("the client can be built");
    client.albums().create_album(NewAlbum::new("Summer")).await.expect("the second succeeds");
    client.albums().create_album(NewAlbum::new("Winter")).await.expect("it succeeds");
    let entries = server.journal().entries();
    let keys: Vec<_> =
        entries.iter().map(|one| one.request.header("idempotency-key").expect("a key")).collect();
    assert_eq!(keys.len(), 3);
    assert_eq!(keys[0], keys[1], "a retry is the same call");
    assert_ne!(keys[1], keys[2], "another call has another key");
}
