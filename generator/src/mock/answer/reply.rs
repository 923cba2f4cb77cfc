//! What is sent back.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use std::time::Duration;

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status; any number from 100 to 999.
    pub status: u16,
    /// The headers. Lengths are added when it is sent.
    pub headers: HeaderMap,
    /// The body.
    pub body: ReplyBody,
}

/// The body of a [`Reply`].
#[derive(Clone, Debug)]
pub enum ReplyBody {
    /// Sent at once, with its length; may be empty.
    Whole(Bytes),
    /// Sent piece by piece, without a length.
    Chunks {
        /// The pieces.
        pieces: Vec<Bytes>,
        /// How long to wait before each but the first.
        pause: Duration,
    },
}

impl Reply {
    /// A status without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: HeaderMap::new(), body: ReplyBody::Whole(Bytes::new()) }
    }

    /// A status with a body.
    #[must_use]
    pub fn new(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        let mut reply = Self::empty(status);
        reply.body = ReplyBody::Whole(body.into());
        reply.header(CONTENT_TYPE.as_str(), media_type)
    }

    /// A status with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// Sets a header. One that cannot be sent is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        if let (Ok(name), Ok(value)) =
            (name.parse::<HeaderName>(), HeaderValue::from_str(value))
        {
            self.headers.insert(name, value);
        }
    }

    /// The whole body, its pieces put together.
    pub(crate) fn bytes(&self) -> Bytes {
        match &self.body {
            ReplyBody::Whole(bytes) => bytes.clone(),
            ReplyBody::Chunks { pieces, .. } => pieces.concat().into(),
        }
    }
}
