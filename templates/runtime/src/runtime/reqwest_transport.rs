//! The default transport: `reqwest`.

use crate::runtime::{Body, BoxFuture, ByteStream, Error, Transport};
use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// Carries requests with `reqwest`.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a server may be silent, before its answer or within it. No call hangs for ever;
/// streams of events send signs of life much more often.
const SILENCE: Duration = Duration::from_secs(300);

impl ReqwestTransport {
    /// A transport that follows no redirects by itself: the client does. It gives up a server
    /// that is silent for five minutes; for other limits give a client of your own.
    ///
    /// # Errors
    ///
    /// The system has no usable TLS or resolver.
    pub fn new() -> Result<Self, Error> {
        let builder = reqwest::Client::builder();
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE);
        let client = builder.build().map_err(|error| {
            Error::build("the transport could not be set up", Some(error.into()))
        })?;
        Ok(Self { client })
    }

    async fn carry(
        &self,
        request: http::Request<Body>,
    ) -> Result<http::Response<Body>, Error> {
        let (parts, body) = request.into_parts();
        let body = match body {
            Body::Empty => reqwest::Body::from(Bytes::new()),
            Body::Bytes(bytes) => bytes.into(),
            Body::Stream(stream) => reqwest::Body::wrap(Outgoing(sync(stream))),
        };
        let request = http::Request::from_parts(parts, body);
        let request = reqwest::Request::try_from(request).map_err(|error| {
            Error::build("the request has no valid address", Some(error.into()))
        })?;
        let response = self.client.execute(request).await.map_err(fault)?;
        let response: http::Response<reqwest::Body> = response.into();
        Ok(response.map(|body| {
            let length = body.size_hint().exact();
            match length {
                Some(0) => Body::Empty,
                _ => Body::Stream(ByteStream::new(Incoming(body), length)),
            }
        }))
    }
}

impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        Box::pin(self.carry(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// What went wrong. The address is left out: its query may hold a key.
fn fault(error: reqwest::Error) -> Error {
    let error = error.without_url();
    if error.is_timeout() {
        return Error::timeout(None, Some(error.into()));
    }
    let (message, retryable) = if error.is_connect() {
        ("the server could not be reached", true)
    } else if error.is_body() || error.is_decode() {
        ("the connection broke off", true)
    } else if error.is_builder() {
        ("the request could not be sent", false)
    } else {
        ("the request failed", true)
    };
    Error::transport(message, Some(error.into()), retryable)
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
