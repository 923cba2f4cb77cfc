//! What only the server sets is not sent; what only the client sets is not expected back.

use crate::support::{answering, json, last};
use feature_read_write::Client;
use feature_read_write::types::{Account, Owner};
use mock::Reply;
use serde_json::json;

const SPEC: &str = concat!(env!("FEATURES"), "/read-write/spec.yaml");

#[tokio::test]
async fn get_change_put_sends_what_may_be_sent() {
    let told = json!({
        "id": 7, "name": "a", "created": "2025-05-04T09:42:00Z",
        "owner": { "login": "o", "rank": 1 }, "owners": [{ "login": "p", "rank": 2 }],
        "secretKey": { "login": "s", "rank": 3 }, "new": true
    });
    let server = answering(SPEC, Reply::json(200, &told)).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("a client");
    let account = Account::new("a", "secret", Owner::new("o"));
    let mut found = client.general().change(account).await.expect("a success").into_inner();
    let sent = json!({ "name": "a", "password": "secret", "owner": { "login": "o" } });
    assert_eq!(json(&last(&server)), sent);

    // The password, though required, is not among what the server tells.
    assert_eq!((found.id, found.password.as_str(), found.owner.rank), (7, "", 1));
    found.password = "new".to_owned();
    found.limit = Some(3);
    client.general().change(found).await.expect("a success");
    assert_eq!(
        json(&last(&server)),
        json!({
            "name": "a", "password": "new", "owner": { "login": "o" },
            "owners": [{ "login": "p" }], "limit": 3, "new": true
        })
    );
}

#[test]
fn kept_on_disk_it_is_whole() {
    let value = json!({
        "id": 7, "name": "a", "password": "p", "owner": { "login": "o", "rank": 1 },
        "either": "text", "settings": { "dark": true }
    });
    let account: Account = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&account).expect("it encodes"), value);
}

#[test]
fn a_default_is_the_server_s_and_not_made_up() {
    let value = json!({ "id": 7, "name": "a", "owner": { "login": "o", "rank": 1 } });
    let account: Account = serde_json::from_value(value).expect("it decodes");
    assert!(account.limit.is_none() && account.settings.is_none() && account.either.is_none());
}
