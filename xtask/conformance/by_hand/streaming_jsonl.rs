//! Lines of JSON, of which the description says no more than that they are lines.

use crate::{done, tell, told};
use sdk_streaming_jsonl as sdk;
use sdk::Client;
use serde_json::json;

pub(crate) async fn run(origin: &str) {
    let client = Client::builder().origin(origin).build().expect("the client can be built");
    let lines = vec![json!({ "desc": "one" }), json!({ "desc": "two" }), json!({ "desc": "three" })];
    let sent = client.general().basic_send(lines.clone()).await;
    tell("Streaming_Jsonl_Basic_send", done(sent));
    let outcome = match client.general().basic_receive().await {
        Ok(found) => match found.into_inner().into_items().try_collect().await {
            Ok(found) => told("the lines", found == lines),
            Err(error) => Err(error.to_string()),
        },
        Err(error) => Err(error.to_string()),
    };
    tell("Streaming_Jsonl_Basic_receive", outcome);
}
