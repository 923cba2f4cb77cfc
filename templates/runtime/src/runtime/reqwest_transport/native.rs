//! Where there are threads: connections of `reqwest`'s own.

use super::fault;
use crate::runtime::{Body, BoxFuture, ByteStream, Error, tell_no_body};
use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a server may be silent, before its answer or within it. No call hangs for ever;
/// streams of events send signs of life much more often.
const SILENCE: Duration = Duration::from_secs(300);

/// A client that follows no redirects by itself.
pub(super) fn builder() -> reqwest::ClientBuilder {
    // Where the program has chosen what encrypts, that holds.
    #[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
}

/// Sends a request.
pub(super) async fn carry(
    client: &reqwest::Client,
    mut request: http::Request<Body>,
) -> Result<http::Response<Body>, Error> {
    tell_no_body(&mut request);
    let request = request.map(|body| match body {
        Body::Empty => reqwest::Body::from(Bytes::new()),
        Body::Bytes(bytes) => bytes.into(),
        Body::Stream(stream) => reqwest::Body::wrap(Outgoing(sync(stream))),
    });
    let request = reqwest::Request::try_from(request).map_err(super::no_address)?;
    let response = client.execute(request).await.map_err(fault)?;
    let response: http::Response<reqwest::Body> = response.into();
    Ok(response.map(|body| {
        let length = body.size_hint().exact();
        match length {
            Some(0) => Body::Empty,
            _ => Body::Stream(ByteStream::new(Incoming(body), length)),
        }
    }))
}

/// Ends after the duration.
pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    Box::pin(tokio::time::sleep(duration))
}

/// Whether the server could not be reached.
pub(super) fn is_connect(error: &reqwest::Error) -> bool {
    error.is_connect()
}

/// A body of a request on its way out.
struct Outgoing(SyncStream);

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        self.0.poll_chunk(context).map_ok(Frame::data)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// A stream that is `Sync`, as `reqwest` wants it: whoever polls it has it alone.
struct SyncStream {
    stream: std::sync::Mutex<ByteStream>,
    length: Option<u64>,
}

fn sync(stream: ByteStream) -> SyncStream {
    SyncStream { length: stream.length(), stream: std::sync::Mutex::new(stream) }
}

impl SyncStream {
    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let stream =
            self.stream.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        futures_core::Stream::poll_next(Pin::new(stream), context)
    }
}

/// The body of a response on its way in.
struct Incoming(reqwest::Body);

impl futures_core::Stream for Incoming {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        loop {
            return match Pin::new(&mut self.0).poll_frame(context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(fault(error)))),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(chunk) => Poll::Ready(Some(Ok(chunk))),
                    // Trailers are not data.
                    Err(_) => continue,
                },
            };
        }
    }
}
