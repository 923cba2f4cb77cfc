//! Sends made-up requests to Prism. Lines are `ok CASE`, `noted CASE: WHAT`, `failed CASE: WHY`
//! and `skipped CASE: WHY`. `cargo xtask judges prism` writes the calls, compiles it and runs it.

#![deny(warnings)]

use sdk::runtime::auth::Bearer;
use sdk::runtime::{
    Body, BoxFuture, Call, Middleware, Next, Request, RequestOptions, RetryPolicy,
};
use sdk::{Client, Error};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What Prism says of a request, and of its own answer to it.
#[derive(Clone, Default)]
struct Violations(Arc<Mutex<String>>);

impl Violations {
    fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Middleware for Violations {
    fn handle<'a>(
        &'a self,
        request: http::Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, Error>> {
        Box::pin(async move {
            let response = next.run(request).await?;
            if let Some(found) = response.headers().get("sl-violations") {
                let text = String::from_utf8_lossy(found.as_bytes()).into_owned();
                *self.0.lock().unwrap_or_else(PoisonError::into_inner) = text;
            }
            Ok(response)
        })
    }
}

/// The violations in a part of the exchange: `request` or `response`.
fn of(violations: &str, part: &str) -> Vec<String> {
    let all: Vec<Value> = serde_json::from_str(violations).unwrap_or_default();
    let is_of = |one: &&Value| one["location"][0] == part && one["severity"] == "Error";
    all.iter().filter(is_of).map(Value::to_string).collect()
}

/// Faults that Prism finds in a request; others are its own.
const REFUSALS: [&str; 6] = [
    "UNPROCESSABLE_ENTITY",
    "UNAUTHORIZED",
    "NO_PATH_MATCHED_ERROR",
    "NO_METHOD_MATCHED_ERROR",
    "NOT_ACCEPTABLE",
    "INVALID_CONTENT_TYPE",
];

/// Whether all that Prism complains about is the answer that it made up itself.
fn finds_only_its_answer_wrong(body: &str) -> bool {
    let problem: Value = serde_json::from_str(body).unwrap_or_default();
    let is_of_answer = |one: &Value| one["location"][0] == "response";
    problem["type"].as_str().is_some_and(|it| it.ends_with("prism/errors#VIOLATIONS"))
        && problem["validation"].as_array().is_some_and(|all| all.iter().all(is_of_answer))
}

type Sender =
    for<'a> fn(Client, &'a str) -> BoxFuture<'a, Result<Result<(), Error>, String>>;

/// The outer error says that the parameters cannot be read.
fn send<P>(
    client: Client,
    sample: &str,
) -> BoxFuture<'_, Result<Result<(), Error>, String>>
where
    P: Request + DeserializeOwned,
{
    Box::pin(async move {
        let read = serde_json::from_str::<P>(sample).map_err(|error| error.to_string());
        let mut call = Call::new(client, read?);
        call.options = RequestOptions::new().header("Connection", "close");
        Ok(call.send().await.map(drop))
    })
}

/// What became of a request, on one line.
fn told(
    case: &str,
    sent: Result<Result<(), Error>, String>,
    violations: &str,
) -> String {
    let found = of(violations, "request");
    let failed = |why: &str| format!("failed {case}: {}", why.replace('\n', " "));
    let sent = match sent {
        Ok(_) if !found.is_empty() => return failed(&found.join(", ")),
        Ok(Ok(())) => return format!("ok {case}"),
        Ok(Err(error)) => error,
        Err(why) => return failed(&format!("the sample cannot be read: {why}")),
    };
    let body = sent.body().map(|body| String::from_utf8_lossy(body).into_owned());
    let body = body.unwrap_or_default();
    let refusal =
        REFUSALS.iter().find(|one| body.contains(&format!("prism/errors#{one}")));
    match &sent {
        _ if refusal.is_some() => failed(&body),
        // With a fault in its own answer alone, Prism has nothing against the request.
        _ if finds_only_its_answer_wrong(&body) => format!("ok {case}"),
        _ if body.contains("prism/errors#") => {
            let of_prism = body.replace('\n', " ");
            let of_prism = of_prism.split("\"status\"").next().unwrap_or_default();
            format!("skipped {case}: Prism has no answer: {of_prism}")
        }
        // Prism says itself that its answer is not as described.
        Error::Decode(_) if !of(violations, "response").is_empty() => {
            format!("ok {case}")
        }
        // It did not see it: of a discriminator's schemas, it reads only the base.
        Error::Decode(error) if error.to_string().contains("required property") => {
            format!("noted {case}: Prism's own answer is not as described: {error}")
        }
        _ => failed(&format!("{sent}: {}", body.chars().take(600).collect::<String>())),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("BASE_URL")?;
    let samples = std::fs::read_to_string(std::env::var("SAMPLES")?)?;
    let samples: Vec<(String, String, Value)> = serde_json::from_str(&samples)?;
    let senders: BTreeMap<&str, Sender> = SENDERS.iter().copied().collect();
    let violations = Violations::default();
    let client = Client::builder()
        .base_url(url)
        .auth(Bearer::new("token"))
        .retry(RetryPolicy::off())
        .middleware(violations.clone())
        .build()?;
    for (id, case, sample) in samples {
        let Some(send) = senders.get(id.as_str()) else {
            println!("failed {case}: it is not in the SDK");
            continue;
        };
        let sent = send(client.clone(), &sample.to_string()).await;
        println!("{}", told(&case, sent, &violations.take()));
    }
    Ok(())
}
