//! A token of OAuth 2.

use crate::{done, refused, tell};
use sdk_authentication_oauth2 as sdk;
use sdk::Client;
use sdk::auth::Bearer;

pub(crate) async fn run(origin: &str) {
    let with = |key: &str| Client::builder().origin(origin).auth(Bearer::new(key)).build();
    let client = with("https://security.microsoft.com/.default").expect("the client can be built");
    tell("Authentication_OAuth2_valid", done(client.general().valid().await));
    let client = with("bad").expect("the client can be built");
    let error = client.general().invalid().await.map(drop);
    tell("Authentication_OAuth2_invalid", refused(error.map_err(|error| (error.status().map(|status| status.as_u16()), error.body().map(<[u8]>::to_vec))), 403, "invalid-grant"));
}
