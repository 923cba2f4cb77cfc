//! Multipart bodies (RFC 7578 and OpenAPI's rules for them).

use crate::runtime::json::{Side, encode};
use crate::runtime::resilience::random_bits;
use crate::runtime::style::Tree;
use crate::runtime::{
    Binary, Body, ByteStream, Error, Field, Object, PartEncoding, RequestMedia, Value,
    View, items,
};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

/// The parts of an object as a multipart body, and its media type. A list is a part an
/// item; an object is JSON. Files that are streams are sent as they are read.
pub(crate) fn multipart_body(
    media: &RequestMedia,
    value: &dyn Value,
) -> Result<(Body, String), Error> {
    let boundary = format!("{:016x}{:016x}", random_bits(), random_bits());
    let mut writer = Writer {
        is_form: media.media_type.contains("form-data"),
        boundary,
        bytes: BytesMut::new(),
        pieces: VecDeque::new(),
    };
    let properties = properties(value)?;
    let tags = missing_tags(value, &properties);
    for (name, tag) in &tags {
        writer.head(name, None, None)?;
        writer.bytes.extend_from_slice(tag.as_bytes());
        writer.bytes.extend_from_slice(b"\r\n");
    }
    for (name, value) in properties {
        if tags.iter().any(|(tag, _)| *tag == name) {
            continue;
        }
        let encoding = media.encoding.iter().find(|encoding| encoding.name == name);
        writer.property(&name, value, encoding)?;
    }
    let media_type = match media.media_type.split(';').next().unwrap_or_default().trim()
    {
        range if range.is_empty() || range.contains('*') => "multipart/form-data",
        media_type => media_type,
    };
    let content_type = format!("{media_type}; boundary={}", writer.boundary);
    Ok((writer.finish(), content_type))
}

/// The properties that are there and that a client sends.
fn properties(value: &dyn Value) -> Result<Vec<(String, &dyn Value)>, Error> {
    let mut found = Vec::new();
    match value.view() {
        View::Absent | View::Null => {}
        View::Model(model) => {
            let fields = model.table().fields();
            for (index, field) in fields.iter().enumerate() {
                if !field.is(Field::READ_ONLY) {
                    found.push((field.name.to_owned(), model.field(index)));
                }
            }
            found.extend(properties(model.field(fields.len()))?);
        }
        View::Map(map) if map.length() > 0 => found.extend(
            map.entries().into_iter().map(|(name, value)| (name.to_owned(), value)),
        ),
        View::Map(_) => {}
        View::Union(union) => return properties(union.active().1),
        _ => {
            let message = "must be an object for a multipart body";
            return Err(Error::argument("body".into(), message));
        }
    }
    found.retain(|(_, value)| !matches!(value.view(), View::Absent));
    Ok(found)
}

/// The tags that tell the variants of unions, where the value does not say them itself.
fn missing_tags(
    value: &dyn Value,
    properties: &[(String, &dyn Value)],
) -> Vec<(&'static str, &'static str)> {
    let mut tags = Vec::new();
    let mut value = value;
    while let View::Union(union) = value.view()
        && tags.len() < MOST_TAGS
    {
        let (index, active) = union.active();
        tags.push(union.table().told().tag(index));
        value = active;
    }
    let is_said = |tag: &(&str, &str)| {
        let mut said = properties.iter().filter(|(name, _)| name == tag.0);
        said.any(|(_, value)| !matches!(value.view(), View::Text("")))
    };
    tags.into_iter().flatten().filter(|tag| !is_said(tag)).collect()
}

/// How deep unions stand in unions at most.
const MOST_TAGS: usize = 64;

/// Writes parts. Bytes are gathered; streams stand between them.
struct Writer {
    is_form: bool,
    boundary: String,
    bytes: BytesMut,
    pieces: VecDeque<Body>,
}

impl Writer {
    fn property(
        &mut self,
        name: &str,
        value: &dyn Value,
        encoding: Option<&PartEncoding>,
    ) -> Result<(), Error> {
        let own_type = encoding.and_then(|encoding| encoding.content_type);
        // One of several types that the server takes cannot be told apart here.
        let own_type = own_type.filter(|media_type| !media_type.contains(['*', ',']));
        let is_json = own_type.is_some_and(|media_type| media_type.contains("json"));
        match value.view() {
            View::List(list) if !is_json => {
                items(list).try_for_each(|item| self.property(name, item, encoding))
            }
            View::Binary(binary) => self.file(name, binary, own_type),
            // What has no properties needs no JSON to be told from what has.
            View::Union(union) if !is_json && is_plain(union) => {
                self.property(name, union.active().1, encoding)
            }
            View::Model(_) | View::Map(_) | View::Union(_) | View::Any(_) => {
                self.json(name, value, own_type)
            }
            _ if is_json => self.json(name, value, own_type),
            View::Null | View::Absent => Ok(()),
            _ => {
                let text = Tree::of(value).map(|tree| tree.text()).unwrap_or_default();
                self.head(name, None, own_type)?;
                self.bytes.extend_from_slice(text.as_bytes());
                self.bytes.extend_from_slice(b"\r\n");
                Ok(())
            }
        }
    }

    fn json(
        &mut self,
        name: &str,
        value: &dyn Value,
        own_type: Option<&str>,
    ) -> Result<(), Error> {
        if let View::Any(serde_json::Value::String(text)) = value.view() {
            self.head(name, None, own_type)?;
            self.bytes.extend_from_slice(text.as_bytes());
        } else {
            let json = encode(value, Side::Server)
                .map_err(|error| Error::argument(name.into(), error.to_string()))?;
            self.head(name, None, Some(own_type.unwrap_or("application/json")))?;
            self.bytes.extend_from_slice(&json);
        }
        self.bytes.extend_from_slice(b"\r\n");
        Ok(())
    }

    fn file(
        &mut self,
        name: &str,
        binary: &Binary,
        own_type: Option<&str>,
    ) -> Result<(), Error> {
        let media_type = binary.get_content_type().or(own_type);
        let media_type = media_type.unwrap_or("application/octet-stream");
        self.head(name, Some(binary.get_file_name().unwrap_or(name)), Some(media_type))?;
        let body = binary.body().ok_or_else(|| {
            Error::argument(name.into(), "is a stream that was sent already")
        })?;
        match body {
            Body::Empty => {}
            Body::Bytes(bytes) => self.bytes.extend_from_slice(&bytes),
            stream @ Body::Stream(_) => {
                self.pieces.push_back(Body::from(self.bytes.split().freeze()));
                self.pieces.push_back(stream);
            }
        }
        self.bytes.extend_from_slice(b"\r\n");
        Ok(())
    }

    fn head(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        media_type: Option<&str>,
    ) -> Result<(), Error> {
        let kind = if self.is_form { "form-data" } else { "attachment" };
        let mut head = format!(
            "--{}\r\nContent-Disposition: {kind}; name=\"{}\"",
            self.boundary,
            quoted(name)
        );
        if let Some(file_name) = file_name {
            head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
        }
        if let Some(media_type) = media_type {
            if media_type.contains(['\r', '\n']) {
                let message = "must not have a media type with a line break";
                return Err(Error::argument(name.into(), message));
            }
            head.push_str(&format!("\r\nContent-Type: {media_type}"));
        }
        head.push_str("\r\n\r\n");
        self.bytes.extend_from_slice(head.as_bytes());
        Ok(())
    }

    fn finish(mut self) -> Body {
        let end = format!("--{}--\r\n", self.boundary);
        self.bytes.extend_from_slice(end.as_bytes());
        let last = self.bytes.freeze();
        if self.pieces.is_empty() {
            return Body::Bytes(last);
        }
        self.pieces.push_back(Body::Bytes(last));
        let length = self.pieces.iter().map(Body::length).sum();
        let copies = || self.pieces.iter().map(Body::try_clone).collect();
        let copies: Option<VecDeque<Body>> = copies();
        match copies {
            Some(pieces) => Body::Stream(repeatable(pieces, length)),
            None => Body::Stream(ByteStream::new(Joined::of(self.pieces), length)),
        }
    }
}

/// Whether a union holds a text, a number, a file or a list.
fn is_plain(union: &dyn Object) -> bool {
    match union.active().1.view() {
        View::Model(_) | View::Map(_) | View::Any(_) => false,
        View::Union(inner) => is_plain(inner),
        _ => true,
    }
}

/// A name between quotes, as forms of browsers write it: no value can end the header.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Pieces that can all be read from the start any number of times.
fn repeatable(pieces: VecDeque<Body>, length: Option<u64>) -> ByteStream {
    // Streams cannot be shared between threads, but handed from one to another.
    let pieces = Mutex::new(pieces);
    let start = move || {
        let pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner);
        Joined::of(pieces.iter().filter_map(Body::try_clone))
    };
    ByteStream::repeatable(start, length)
}

/// Streams one after another.
struct Joined {
    pieces: VecDeque<ByteStream>,
}

impl Joined {
    fn of(pieces: impl IntoIterator<Item = Body>) -> Self {
        Self { pieces: pieces.into_iter().map(Body::into_stream).collect() }
    }
}

impl Stream for Joined {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        while let Some(piece) = self.pieces.front_mut() {
            match Pin::new(piece).poll_next(context) {
                Poll::Ready(None) => drop(self.pieces.pop_front()),
                other => return other,
            }
        }
        Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::{Any, Format};
    use std::collections::BTreeMap;

    const MEDIA: RequestMedia = RequestMedia {
        media_type: "multipart/form-data",
        format: Format::Multipart,
        encoding: &[],
    };

    #[tokio::test]
    async fn files_and_texts_become_parts() {
        let file =
            Binary::from("hello").file_name("a\"b\r\n.txt").content_type("text/plain");
        let streamed = Binary::stream(Bytes::from("streamed").into());
        let object: BTreeMap<String, Binary> =
            [("a".to_owned(), file), ("b".to_owned(), streamed)].into();
        let (body, content_type) = multipart_body(&MEDIA, &object).unwrap();
        let boundary =
            content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let length = body.length().unwrap();
        let (bytes, _) = body.collect(1 << 20).await.unwrap();
        assert_eq!(u64::try_from(bytes.len()).unwrap(), length);
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"a\"; \
             filename=\"a%22b%0D%0A.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"b\"; filename=\"b\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nstreamed\r\n--{boundary}--\r\n"
        );
        assert_eq!(String::from_utf8(bytes.to_vec()).unwrap(), expected);
        // A stream is sent once.
        assert!(multipart_body(&MEDIA, &object).is_err());
    }

    #[tokio::test]
    async fn parts_out_of_files_can_be_sent_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "0123456789".repeat(20_000)).unwrap();
        let file = Binary::file(&path).unwrap();
        assert_eq!(file.get_file_name(), Some("a.txt"));
        let object: BTreeMap<String, Binary> =
            [("file".to_owned(), file), ("note".to_owned(), "n".into())].into();
        let (body, _) = multipart_body(&MEDIA, &object).unwrap();
        let length = body.length().unwrap();
        let again = body.try_clone().unwrap();
        let (bytes, _) = body.collect(1 << 20).await.unwrap();
        assert_eq!(u64::try_from(bytes.len()).unwrap(), length);
        assert!(bytes.starts_with(b"--") && bytes.len() > 200_000);
        assert_eq!(again.collect(1 << 20).await.unwrap().0, bytes);
    }

    #[test]
    fn lists_are_parts_and_objects_json() {
        let object: BTreeMap<String, Vec<Any>> =
            [("x".to_owned(), vec![serde_json::json!({"a": 1}), "text".into()])].into();
        let (body, _) = multipart_body(&MEDIA, &object).unwrap();
        let Body::Bytes(bytes) = body else { panic!("{body:?}") };
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        assert_eq!(text.matches("name=\"x\"").count(), 2);
        assert!(
            text.contains("Content-Type: application/json\r\n\r\n{\"a\":1}\r\n"),
            "{text}"
        );
        assert!(text.contains("name=\"x\"\r\n\r\ntext\r\n"), "{text}");
    }
}
