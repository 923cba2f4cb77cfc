//! Bytes to send: a body, or a file in one.

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
use crate::runtime::Error;
use crate::runtime::{Body, ByteStream, Slot, Value, View};
use bytes::Bytes;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes to send: a body of its own, or a file in a multipart body.
#[derive(Clone, Default)]
pub struct Binary {
    content: Content,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    /// Taken by the first who sends it, unless it can be read from the start again.
    Stream(Arc<Mutex<Option<ByteStream>>>),
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Binary {
    /// Bytes that are sent as they come. A request with them is repeated only if they are
    /// [repeatable](ByteStream::repeatable).
    #[must_use]
    pub fn stream(stream: ByteStream) -> Self {
        let content = Content::Stream(Arc::new(Mutex::new(Some(stream))));
        Self { content, ..Self::default() }
    }

    /// A file, read bit by bit while it is sent. It goes by its own name in a multipart body.
    ///
    /// # Errors
    ///
    /// There is no such file.
    #[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
    pub fn file(path: impl Into<std::path::PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let binary = Self::stream(ByteStream::file(path)?);
        Ok(Self { file_name: name, ..binary })
    }

    /// Sets the name of the file that they are.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type that they are of.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Adds a header to the part that they are in a multipart body.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The headers of their part that were added.
    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The name of the file, where there is one.
    #[must_use]
    pub fn get_file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The media type, where it was set.
    #[must_use]
    pub fn get_content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The bytes, unless they are a stream.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    /// The bytes as text, if they are any.
    pub(crate) fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// The bytes as a body. `None`: a stream that was sent already.
    pub(crate) fn body(&self) -> Option<Body> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes.clone().into()),
            Content::Stream(stream) => {
                let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                let again = stream.as_ref().and_then(ByteStream::try_clone);
                again.or_else(|| stream.take()).map(Body::Stream)
            }
        }
    }
}

impl Value for Binary {
    fn view(&self) -> View<'_> {
        View::Binary(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Binary(self)
    }

    fn make_empty(&mut self) {
        *self = Self::default();
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bytes() {
            Some(bytes) => write!(formatter, "Binary({} bytes)", bytes.len()),
            None => formatter.write_str("Binary(stream)"),
        }
    }
}

/// Streams are equal if they are the same one.
impl PartialEq for Binary {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.content, &other.content) {
            (Content::Bytes(one), Content::Bytes(other)) => one == other,
            (Content::Stream(one), Content::Stream(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        same && self.file_name == other.file_name
            && self.content_type == other.content_type
    }
}

impl From<Bytes> for Binary {
    fn from(bytes: Bytes) -> Self {
        Self { content: Content::Bytes(bytes), ..Self::default() }
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Bytes::copy_from_slice(bytes).into()
    }
}

impl From<String> for Binary {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&str> for Binary {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<ByteStream> for Binary {
    fn from(stream: ByteStream) -> Self {
        Self::stream(stream)
    }
}
