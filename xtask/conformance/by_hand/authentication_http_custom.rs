//! A scheme of the API's own: `Authorization: SharedAccessKey …`.

use crate::{done, refused, tell};
use sdk_authentication_http_custom as sdk;
use sdk::Client;
use sdk::auth::ApiKey;

pub(crate) async fn run(origin: &str) {
    let with = |key: &str| Client::builder().origin(origin).auth(ApiKey::new(key)).build();
    let client = with("valid-key").expect("the client can be built");
    tell("Authentication_Http_Custom_valid", done(client.general().valid().await));
    let client = with("invalid-key").expect("the client can be built");
    let error = client.general().invalid().await.map(drop);
    tell("Authentication_Http_Custom_invalid", refused(error.map_err(|error| (error.status().map(|status| status.as_u16()), error.body().map(<[u8]>::to_vec))), 403, "invalid-api-key"));
}
