use crate::{Answer, Failure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sdk::runtime::{BoxFuture, ByteStream, Call, JsonLines, Request, RetryPolicy, Value as AnyValue};
use sdk::{Client, Error};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

type Sender = for<'a> fn(Client, &'a str) -> BoxFuture<'a, Answer>;

pub(crate) async fn call(origin: &str, operation: usize, sample: &str) -> Answer {
    let client = Client::builder().origin(origin).retry(RetryPolicy::off()).build();
    let client = client.map_err(|error| Failure::Other(error.to_string()))?;
    let sender = SENDERS.iter().find(|(index, _)| *index == operation);
    let (_, sender) = sender.ok_or_else(|| Failure::Other("no such call".to_owned()))?;
    sender(client, sample).await
}

fn failed(error: Error) -> Failure {
    match error.status() {
        Some(status) if status.as_u16() >= 400 => {
            let body = error.body().map(|body| String::from_utf8_lossy(body).into_owned());
            Failure::Status(status.as_u16(), body.unwrap_or_default())
        }
        _ => Failure::Other(error.to_string()),
    }
}

async fn sent<P>(client: Client, sample: &str) -> Result<P::Output, Failure>
where
    P: Request + DeserializeOwned,
{
    let params = serde_json::from_str::<P>(sample)
        .map_err(|error| Failure::Other(format!("the parameters cannot be read: {error}")))?;
    let response = Call::new(client, params).send().await.map_err(failed)?;
    Ok(response.into_inner())
}

#[allow(dead_code)]
async fn typed<P>(client: Client, sample: &str) -> Answer
where
    P: Request + DeserializeOwned,
    P::Output: Serialize,
{
    let output = sent::<P>(client, sample).await?;
    serde_json::to_value(&output).map_err(|error| Failure::Other(error.to_string()))
}

#[allow(dead_code)]
async fn bytes<P>(client: Client, sample: &str) -> Answer
where
    P: Request<Output = ByteStream> + DeserializeOwned,
{
    let output = sent::<P>(client, sample).await?;
    let (bytes, _) = output.collect(1 << 24).await.map_err(failed)?;
    Ok(json!({ "$bytes": STANDARD.encode(bytes) }))
}

#[allow(dead_code)]
async fn lines<P, T>(client: Client, sample: &str) -> Answer
where
    P: Request<Output = JsonLines<T>> + DeserializeOwned,
    T: AnyValue + Serialize,
{
    let output = sent::<P>(client, sample).await?;
    let all = output.into_items().try_collect().await.map_err(failed)?;
    serde_json::to_value(&all).map_err(|error| Failure::Other(error.to_string()))
}

