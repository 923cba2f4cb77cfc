//! A key or a token.

use crate::{done, tell};
use sdk_authentication_union as sdk;
use sdk::Client;
use sdk::auth::{ApiKey, Bearer};

pub(crate) async fn run(origin: &str) {
    let client = Client::builder().origin(origin).auth(ApiKey::new("valid-key")).build();
    let client = client.expect("the client can be built");
    tell("Authentication_Union_validKey", done(client.general().valid_key().await));
    let token = Bearer::new("https://security.microsoft.com/.default");
    let client = Client::builder().origin(origin).auth(token).build();
    let client = client.expect("the client can be built");
    tell("Authentication_Union_validToken", done(client.general().valid_token().await));
}
