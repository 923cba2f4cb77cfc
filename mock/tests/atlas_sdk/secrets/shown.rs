//! `Debug` of everything that a user can hold, and the texts of what cannot be built.

use super::{
    CLIENT_SECRET, OWN_HEADER, PRIVATE_KEY, PROOFS, TOKEN, everything, guarded, hides,
    secrets, shown,
};
use crate::support::{builder, checkpoints, started};
use atlas_sdk::Client;
use atlas_sdk::auth::{
    Bearer, DigestKey, MemoryTokenStore, Secret, ServiceAccount, Token, TokenStore,
};
use atlas_sdk::runtime::RequestOptions;
use atlas_sdk::runtime::auth::{ApiKey, Authorize, Basic, FileTokenStore};
use std::time::Duration;

/// The secrets of these tests, where no server has given out any.
fn known() -> Vec<String> {
    [CLIENT_SECRET, PRIVATE_KEY, TOKEN, OWN_HEADER].map(str::to_owned).to_vec()
}

#[tokio::test]
async fn credentials_clients_builders_and_calls_do_not_show_their_secrets() {
    for proof in PROOFS {
        let server = started(guarded()).await;
        let with_secrets = || proof.add(builder(&server).header("x-own", OWN_HEADER));
        hides(&shown(&with_secrets()), &known());
        let client = with_secrets().build().expect("the client can be built");
        hides(&shown(&client), &known());
        let options = RequestOptions::new().header("x-own", OWN_HEADER);
        hides(&shown(&options), &known());
        let call = checkpoints(&client).options(options);
        hides(&shown(&call), &known());
        hides(&shown(&call.to_request().expect("it can be built")), &known());
        hides(&shown(&call.clone().send()), &known());
        hides(&shown(&call.clone().items()), &known());
        hides(&shown(&call.clone().pages()), &known());
        call.await.expect("the server knows the caller");
        // By now there are tokens and nonces.
        hides(&shown(&client), &secrets(&server));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_credential_in_use_does_not_show_its_secret() {
    let server = started(guarded()).await;
    let (account, key) = (
        ServiceAccount::new("account", CLIENT_SECRET),
        DigestKey::new("public", PRIVATE_KEY),
    );
    let clients =
        [builder(&server).auth(account.clone()), builder(&server).auth(key.clone())];
    for client in clients {
        let client = client.build().expect("the client can be built");
        checkpoints(&client).await.expect("the server knows the caller");
    }
    let secrets = secrets(&server);
    let mut authorize = Authorize::default();
    authorize.add(account.clone());
    authorize.add(key.clone());
    for text in [shown(&account), shown(&key), shown(&authorize)] {
        hides(&text, &secrets);
    }
    server.stop().await;
}

#[tokio::test]
async fn what_credentials_are_made_of_does_not_show_them() {
    let token = Token::new(TOKEN, Duration::from_secs(1), None);
    let store = MemoryTokenStore::default();
    store.save("key", &token).await.expect("it is kept");
    let folder = tempfile::tempdir().expect("a folder");
    let file = FileTokenStore::new(folder.path());
    file.save("key", &token).await.expect("it is kept");
    assert_eq!(file.load("key").await.expect("it is read"), Some(token.clone()));
    let fetched = Bearer::from_fn(|| async { Ok(Secret::new(TOKEN)) });
    for text in [
        shown(&Secret::new(TOKEN)),
        shown(&token),
        shown(&store),
        shown(&file),
        shown(&fetched),
        shown(&Bearer::new(TOKEN)),
        shown(&Basic::new("name", PRIVATE_KEY)),
        shown(&ApiKey::new(PRIVATE_KEY)),
        shown(&ApiKey::in_header("x-key", PRIVATE_KEY)),
        shown(&ServiceAccount::new("account", CLIENT_SECRET).secret_in_body()),
        shown(&DigestKey::new("public", PRIVATE_KEY)),
    ] {
        hides(&text, &known());
    }
    // The name of the file does not tell it either.
    for entry in std::fs::read_dir(folder.path()).expect("it is there") {
        hides(&shown(&entry.expect("an entry").file_name()), &known());
    }
}

#[test]
fn what_cannot_be_built_is_told_without_its_secrets() {
    for url in [
        format!("http://name:{TOKEN}@127.0.0.1/"),
        format!("ftp://name:{TOKEN}@127.0.0.1/"),
        format!("http://127.0.0.1/?key={TOKEN}"),
        format!("name:{TOKEN}@127.0.0.1"),
        format!("http://{TOKEN}@"),
    ] {
        let builder = Client::builder().base_url(url);
        hides(&shown(&builder), &known());
        let error = builder.build().expect_err("that is no address for a client");
        hides(&everything(&error), &known());
    }
    let header = format!("{OWN_HEADER}\n");
    let error = Client::builder().header("x-own", &header).build();
    hides(&everything(&error.expect_err("a line end cannot be sent")), &known());
    let client = Client::builder().build().expect("the client can be built");
    let call =
        checkpoints(&client).options(RequestOptions::new().header("x-own", header));
    hides(&everything(&call.to_request().expect_err("as above")), &known());
}

#[tokio::test]
async fn a_secret_that_cannot_be_sent_is_not_told() {
    let server = started(guarded()).await;
    for builder in [
        builder(&server).auth(Bearer::new(format!("{TOKEN}\n"))),
        builder(&server).auth(ServiceAccount::new("a\n", format!("{CLIENT_SECRET}\n"))),
    ] {
        let client = builder.build().expect("the client can be built");
        let error = checkpoints(&client).await.expect_err("it cannot be sent");
        hides(&everything(&error), &known());
    }
    server.stop().await;
}
