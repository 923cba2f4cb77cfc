//! A token or none.

use crate::{done, tell};
use sdk_authentication_noauth_union as sdk;
use sdk::Client;
use sdk::auth::Bearer;

pub(crate) async fn run(origin: &str) {
    let client = Client::builder().origin(origin).build().expect("the client can be built");
    let sent = client.general().valid_no_auth().await;
    tell("Authentication_Noauth_Union_validNoAuth", done(sent));
    let token = Bearer::new("https://security.microsoft.com/.default");
    let client = Client::builder().origin(origin).auth(token).build();
    let client = client.expect("the client can be built");
    let sent = client.general().valid_token().await;
    tell("Authentication_Noauth_Union_validToken", done(sent));
}
