//! Lines of JSON, of which the description says no more than that they are text.

use crate::{done, tell, told};
use sdk_streaming_jsonl as sdk;
use sdk::Client;

const LINES: [&str; 3] = [r#"{"desc": "one"}"#, r#"{"desc": "two"}"#, r#"{"desc": "three"}"#];

pub(crate) async fn run(origin: &str) {
    let client = Client::builder().origin(origin).build().expect("the client can be built");
    let lines: Vec<String> = LINES.iter().map(|line| (*line).to_owned()).collect();
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
