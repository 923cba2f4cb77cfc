//! In a browser: its `fetch`.
//!
//! A browser follows redirects by itself and by its own rules. What it hands out stays on
//! its one thread, while bodies of this crate may go anywhere: a task hands them over.

use super::fault;
use crate::runtime::{Body, BoxFuture, ByteStream, Error};
use bytes::Bytes;
use futures_core::Stream;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// The longest time that a browser's timer takes, in milliseconds.
const LONGEST_SLEEP: u32 = i32::MAX.unsigned_abs();

/// A client.
pub(super) fn builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
}

/// Sends a request. A browser takes a body as a whole only.
pub(super) async fn carry(
    client: &reqwest::Client,
    request: http::Request<Body>,
) -> Result<http::Response<Body>, Error> {
    let (parts, body) = request.into_parts();
    let (body, _) = body.collect(usize::MAX).await?;
    let request = http::Request::from_parts(parts, body);
    let request = reqwest::Request::try_from(request).map_err(super::no_address)?;
    let response = client.execute(request).await.map_err(fault)?;
    let length = response.content_length();
    let (sender, chunks) = mpsc::channel(1);
    let mut answer = http::Response::new(Body::Empty);
    *answer.status_mut() = response.status();
    answer.headers_mut().clone_from(response.headers());
    if length != Some(0) {
        wasm_bindgen_futures::spawn_local(hand_over(response, sender));
        *answer.body_mut() = Body::Stream(ByteStream::new(Chunks(chunks), length));
    }
    Ok(answer)
}

async fn hand_over(
    response: reqwest::Response,
    sender: mpsc::Sender<Result<Bytes, Error>>,
) {
    let mut stream = pin!(response.bytes_stream());
    while let Some(chunk) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
        // When nobody reads on, the rest is not asked for.
        if sender.send(chunk.map_err(fault)).await.is_err() {
            return;
        }
    }
}

/// The body of a response on its way in.
struct Chunks(mpsc::Receiver<Result<Bytes, Error>>);

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

/// Ends after the duration.
pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    let milliseconds = u32::try_from(duration.as_millis()).unwrap_or(LONGEST_SLEEP);
    Box::pin(gloo_timers::future::TimeoutFuture::new(milliseconds.min(LONGEST_SLEEP)))
}

/// A browser does not tell.
pub(super) fn is_connect(_: &reqwest::Error) -> bool {
    false
}
