//! Bodies of requests and responses.

use crate::runtime::Error;
use crate::runtime::streams::{EventRules, Reopen};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// The body of a request or response.
#[derive(Default)]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// All of it.
    Bytes(Bytes),
    /// Bytes that come as they are asked for.
    Stream(ByteStream),
}

impl Body {
    /// How many bytes it has, where that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Empty => Some(0),
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Stream(stream) => stream.length(),
        }
    }

    /// A copy, from the start; `None` for a stream that can be read only once.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        match self {
            Self::Empty => Some(Self::Empty),
            Self::Bytes(bytes) => Some(Self::Bytes(bytes.clone())),
            Self::Stream(stream) => stream.try_clone().map(Self::Stream),
        }
    }

    /// The body as a stream.
    #[must_use]
    pub fn into_stream(self) -> ByteStream {
        match self {
            Self::Empty => ByteStream::from(Bytes::new()),
            Self::Bytes(bytes) => ByteStream::from(bytes),
            Self::Stream(stream) => stream,
        }
    }

    /// All of it. No more than `cap` bytes are kept; the second value says whether there
    /// were more.
    ///
    /// # Errors
    ///
    /// What the transport reports while reading.
    pub async fn collect(self, cap: usize) -> Result<(Bytes, bool), Error> {
        match self {
            Self::Empty => Ok((Bytes::new(), false)),
            Self::Bytes(mut bytes) => {
                let more = bytes.len() > cap;
                bytes.truncate(cap);
                Ok((bytes, more))
            }
            Self::Stream(stream) => stream.collect(cap).await,
        }
    }

    /// All of an answer's body, as [`collect`](Self::collect); where it breaks off, the
    /// error keeps what there is of the answer.
    pub(crate) async fn collect_of(
        self,
        status: StatusCode,
        headers: &HeaderMap,
        cap: usize,
    ) -> Result<(Bytes, bool), Error> {
        let Self::Stream(mut stream) = self else { return self.collect(cap).await };
        let mut all = BytesMut::new();
        let outcome = stream.gather(&mut all, cap).await;
        all.truncate(cap);
        let all = all.freeze();
        match outcome {
            Ok(is_more) => Ok((all, is_more)),
            Err(error) => Err(error.breaking_off(status, headers, all)),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("Empty"),
            Self::Bytes(bytes) => write!(formatter, "Bytes({} bytes)", bytes.len()),
            Self::Stream(stream) => stream.fmt(formatter),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        if bytes.is_empty() { Self::Empty } else { Self::Bytes(bytes) }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<ByteStream> for Body {
    fn from(stream: ByteStream) -> Self {
        Self::Stream(stream)
    }
}

/// Bytes that come as they are asked for: a [`Stream`] of chunks.
pub struct ByteStream {
    chunks: Chunks,
    length: Option<u64>,
    /// How to read it from the start, where that can be done again.
    start: Option<Start>,
    /// How to ask for the rest when it breaks off, where the server can be asked.
    reopen: Option<Reopen>,
    /// How it ends, where it is one of events.
    event_rules: Option<EventRules>,
    /// Whether items in it that deviate from the description are errors.
    is_strict: bool,
}

/// Chunks of bytes, as they come.
///
/// They may go to any thread even where futures may not: a body can be part of a value.
type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>;
type Start = Arc<dyn Fn() -> Chunks + Send + Sync>;

impl ByteStream {
    /// Wraps a stream of chunks. `length` is how many bytes it has in all, if known.
    pub fn new(
        chunks: impl Stream<Item = Result<Bytes, Error>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self {
            chunks: Box::pin(chunks),
            length,
            start: None,
            reopen: None,
            event_rules: None,
            is_strict: false,
        }
    }

    /// A stream that can be read from the start any number of times, so that a request with
    /// it can be sent again: `start` makes the chunks when the first one is asked for.
    pub fn repeatable<S>(
        start: impl Fn() -> S + Send + Sync + 'static,
        length: Option<u64>,
    ) -> Self
    where
        S: Stream<Item = Result<Bytes, Error>> + Send + 'static,
    {
        Self::started_by(Arc::new(move || -> Chunks { Box::pin(start()) }), length)
    }

    fn started_by(start: Start, length: Option<u64>) -> Self {
        let lazy = Lazy { start: Arc::clone(&start), chunks: None };
        Self { start: Some(start), ..Self::new(lazy, length) }
    }

    /// The same from the start, if it can be read more than once.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        let start = self.start.as_ref()?;
        Some(Self::started_by(Arc::clone(start), self.length))
    }

    /// Says how to ask for the rest when it breaks off.
    pub(crate) fn with_reopen(mut self, reopen: Option<Reopen>) -> Self {
        self.reopen = reopen;
        self
    }

    /// How to ask for the rest when it breaks off.
    pub(crate) fn take_reopen(&mut self) -> Option<Reopen> {
        self.reopen.take()
    }

    /// Says whether items in it that deviate from the description are errors.
    pub(crate) fn with_strict(mut self, is_strict: bool) -> Self {
        self.is_strict = is_strict;
        self
    }

    /// Whether items in it that deviate from the description are errors.
    pub(crate) fn is_strict(&self) -> bool {
        self.is_strict
    }

    /// Says how it ends, where it is one of events.
    pub(crate) fn with_event_rules(mut self, rules: EventRules) -> Self {
        self.event_rules = Some(rules);
        self
    }

    /// How it ends, where it is one of events.
    pub(crate) fn take_event_rules(&mut self) -> Option<EventRules> {
        self.event_rules.take()
    }

    /// How many bytes it had at the start, where that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    ///
    /// What the transport reports while reading.
    pub async fn next_chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All of it. No more than `cap` bytes are kept; the second value says whether there
    /// were more.
    ///
    /// # Errors
    ///
    /// What the transport reports while reading.
    pub async fn collect(mut self, cap: usize) -> Result<(Bytes, bool), Error> {
        let mut all = BytesMut::new();
        let is_more = self.gather(&mut all, cap).await?;
        all.truncate(cap);
        Ok((all.freeze(), is_more))
    }

    /// Reads on until there is no more, or more than `cap` bytes are there; says whether
    /// there may be more. What came before a fault is there too.
    pub(crate) async fn gather(
        &mut self,
        all: &mut BytesMut,
        cap: usize,
    ) -> Result<bool, Error> {
        while all.len() <= cap {
            match self.next_chunk().await? {
                None => return Ok(false),
                Some(first) if all.is_empty() => *all = first.into(),
                Some(chunk) => all.extend_from_slice(&chunk),
            }
        }
        Ok(true)
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        self.chunks.as_mut().poll_next(context)
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        let length = u64::try_from(bytes.len()).ok();
        Self::new(Once(Some(bytes).filter(|bytes| !bytes.is_empty())), length)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Some(length) => write!(formatter, "Stream({length} bytes)"),
            None => formatter.write_str("Stream"),
        }
    }
}

/// Chunks that are made when the first one is asked for.
struct Lazy {
    start: Start,
    chunks: Option<Chunks>,
}

impl Stream for Lazy {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        let Self { start, chunks } = &mut *self;
        chunks.get_or_insert_with(|| start()).as_mut().poll_next(context)
    }
}

/// A stream of at most one chunk.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
