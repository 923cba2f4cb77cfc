//! Sends made-up requests to Prism. Lines are `ok CASE` and `failed CASE: WHY`.

use sdk::Client;
use sdk::runtime::{Call, Request};

async fn call<P>(client: &Client, id: &str, sample: &str)
where
    P: Request + serde::de::DeserializeOwned,
{
    let params: P = match serde_json::from_str(sample) {
        Ok(params) => params,
        Err(why) => return println!("failed {id}: the sample cannot be read: {why}"),
    };
    match Call::new(client.clone(), params).send().await {
        Ok(_) => println!("ok {id}"),
        Err(error) => {
            let body = error.body().map(|body| String::from_utf8_lossy(body).into_owned());
            let body = body.unwrap_or_default().replace('\n', " ");
            // An answer that Prism made up may not decode; only the request is judged here.
            if body.contains("stoplight.io/prism/errors") || error.status().is_none() {
                let text = error.to_string().replace('\n', " ");
                println!("failed {id}: {text} {body}");
            } else {
                println!("ok {id}");
            }
        }
    }
}

#[tokio::main]
async fn main() {
    let url = std::env::var("BASE_URL").expect("BASE_URL is set");
    let token = sdk::runtime::auth::Bearer::new("token");
    let client = Client::builder().base_url(url).auth(token);
    let client = client.retry(sdk::runtime::RetryPolicy::off()).build();
    let client = client.expect("the client can be built");
    // Calls are put here.
}
