//! The same work through the SDK and by hand. Takes who does it (`sdk` or `hand`), which work
//! (`nothing`, `decode`, `encode`, `call`, `send`), the payload, how often, and the server's address.
//!
//! Prints the bytes of the payload, and with the feature `count` how often memory was asked
//! for in one turn.

mod hand;
mod payloads;

use payloads_sdk::runtime::{Body, BoxFuture, Transport, Value, parse_webhook};
use payloads_sdk::{Client, Error, types};
use serde::{Serialize, de::DeserializeOwned};
use std::error::Error as StdError;
use std::hint::black_box;
use std::time::Duration;

#[cfg(feature = "count")]
#[global_allocator]
static ALLOCATOR: &stats_alloc::StatsAlloc<std::alloc::System> = &stats_alloc::INSTRUMENTED_SYSTEM;

type Outcome = Result<(), Box<dyn StdError>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [who, work, payload, times, server] = arguments.as_slice() else {
        return Err("who, which work, the payload, how often and the server are needed".into());
    };
    let times: u32 = times.parse()?;
    let text = payloads::text(payload).ok_or("no such payload")?;
    println!("bytes {}", text.len());
    let is_sdk = who == "sdk";
    match work.as_str() {
        "nothing" => Ok(()),
        "decode" if is_sdk => decode_by_sdk(payload, &text, times),
        "decode" => decode_by_hand(payload, &text, times),
        "encode" if is_sdk => encode_by_sdk(payload, &text, times),
        "encode" => encode_by_hand(payload, &text, times),
        // In memory: what is left of a call without a network.
        "call" => call_in_memory(&text, times),
        "send" => send(is_sdk, server, times),
        _ => Err("no such work".into()),
    }
}

/// Runs the work so often, and says how much memory was asked for.
fn turns(times: u32, mut work: impl FnMut() -> Outcome) -> Outcome {
    #[cfg(feature = "count")]
    let region = {
        // What is made once is no part of a turn.
        work()?;
        stats_alloc::Region::new(ALLOCATOR)
    };
    for _ in 0..times {
        work()?;
    }
    #[cfg(feature = "count")]
    {
        let change = region.change();
        let all = change.allocations + change.reallocations;
        println!("allocations {}", all as f64 / f64::from(times.max(1)));
    }
    Ok(())
}

fn decode_by_sdk(payload: &str, text: &str, times: u32) -> Outcome {
    fn all<T: Value + Default>(text: &str, times: u32) -> Outcome {
        turns(times, || {
            black_box(parse_webhook::<T>(black_box(text.as_bytes()))?);
            Ok(())
        })
    }
    match payload {
        "deep objects" => all::<types::Forest>(text, times),
        "big strings" => all::<types::Article>(text, times),
        "unknown fields" => all::<types::Table>(text, times),
        "numbers" => all::<types::Series>(text, times),
        _ => all::<types::Page>(text, times),
    }
}

fn decode_by_hand(payload: &str, text: &str, times: u32) -> Outcome {
    fn all<T: DeserializeOwned>(text: &str, times: u32) -> Outcome {
        turns(times, || {
            black_box(serde_json::from_slice::<T>(black_box(text.as_bytes()))?);
            Ok(())
        })
    }
    match payload {
        "deep objects" => all::<hand::Forest>(text, times),
        "big strings" => all::<hand::Article>(text, times),
        "unknown fields" => all::<hand::Table>(text, times),
        "numbers" => all::<hand::Series>(text, times),
        _ => all::<hand::Page>(text, times),
    }
}

/// The body of a request, made by the way of all requests but not sent.
fn encode_by_sdk(payload: &str, text: &str, times: u32) -> Outcome {
    let group = Client::builder().transport(Memory(String::new())).build()?.payloads();
    let text = text.as_bytes();
    macro_rules! all {
        ($call:expr) => {{
            let call = $call;
            turns(times, || {
                black_box(black_box(&call).to_request()?);
                Ok(())
            })
        }};
    }
    match payload {
        "deep objects" => all!(group.put_deep(parse_webhook::<types::Forest>(text)?.into_inner())),
        "big strings" => all!(group.put_texts(parse_webhook::<types::Article>(text)?.into_inner())),
        "unknown fields" => all!(group.put_unknown(parse_webhook::<types::Table>(text)?.into_inner())),
        "numbers" => all!(group.put_numbers(parse_webhook::<types::Series>(text)?.into_inner())),
        _ => all!(group.put_lists(parse_webhook::<types::Page>(text)?.into_inner())),
    }
}

fn encode_by_hand(payload: &str, text: &str, times: u32) -> Outcome {
    fn all<T: DeserializeOwned + Serialize>(text: &str, times: u32) -> Outcome {
        let value: T = serde_json::from_str(text)?;
        turns(times, || {
            let body = serde_json::to_vec(black_box(&value))?;
            let request = http::Request::put("http://127.0.0.1/lists")
                .header("content-type", "application/json")
                .body(bytes::Bytes::from(body))?;
            black_box(request);
            Ok(())
        })
    }
    match payload {
        "deep objects" => all::<hand::Forest>(text, times),
        "big strings" => all::<hand::Article>(text, times),
        "unknown fields" => all::<hand::Table>(text, times),
        "numbers" => all::<hand::Series>(text, times),
        _ => all::<hand::Page>(text, times),
    }
}

/// Answers every request with the same text.
struct Memory(String);

impl Transport for Memory {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        black_box(request);
        let mut response = http::Response::new(Body::from(self.0.clone()));
        let json = http::HeaderValue::from_static("application/json");
        response.headers_mut().insert("content-type", json);
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

fn call_in_memory(text: &str, times: u32) -> Outcome {
    let client = Client::builder().transport(Memory(text.to_owned())).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    turns(times, || {
        let page = runtime.block_on(call(&client))?;
        black_box(page.items.len());
        Ok(())
    })
}

async fn call(client: &Client) -> Result<types::Page, Error> {
    let call = client.payloads().get_lists().limit(20).page(1).sort("name");
    Ok(call.await?.into_inner())
}

#[cfg(not(feature = "network"))]
fn send(_: bool, _: &str, _: u32) -> Outcome {
    Err("built without a network".into())
}

#[cfg(feature = "network")]
fn send(is_sdk: bool, server: &str, times: u32) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if is_sdk {
        let client = Client::builder().base_url(server).build()?;
        return turns(times, || {
            black_box(runtime.block_on(call(&client))?.items.len());
            Ok(())
        });
    }
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    turns(times, || {
        let page: Result<hand::Page, Box<dyn StdError>> = runtime.block_on(async {
            let response = client
                .get(format!("{server}/lists?limit=20&page=1&sort=name"))
                .header("accept", "application/json")
                .header("user-agent", "by-hand/1.0")
                .send()
                .await?
                .error_for_status()?;
            Ok(serde_json::from_slice(&response.bytes().await?)?)
        });
        black_box(page?.items.len());
        Ok(())
    })
}
