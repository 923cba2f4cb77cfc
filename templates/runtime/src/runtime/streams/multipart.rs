//! Multipart bodies (RFC 7578 and OpenAPI's rules for them).

use crate::runtime::client::{is_json, of_file, written_as};
use crate::runtime::json::{Side, encode};
use crate::runtime::resilience::random_bits;
use crate::runtime::style::Tree;
use crate::runtime::{
    Binary, Body, ByteStream, Error, Field, Object, PartEncoding, RequestMedia, Value,
    View, items,
};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderName;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

/// The parts of an object as a multipart body, and its media type. A list is a part an
/// item; an object is JSON, and so is a list in a list, unless the description gives a style. Files that are streams are sent as they are read.
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
        writer.part(name, None, tag.as_bytes(), &[])?;
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
        let listed = encoding.and_then(|encoding| encoding.content_type);
        let own_type = written_as(listed, is_structured(value));
        let is_json = own_type.is_some_and(is_json);
        if let Some(encoding) = encoding.filter(|encoding| encoding.has_style())
            && !is_json
            && !holds_files(value)
            && let Some(tree) = Tree::of(value)
        {
            return encoding.pairs(&tree).iter().try_for_each(|(name, value)| {
                self.part(name, own_type, value.plain().as_bytes(), encoding.headers)
            });
        }
        let headers = encoding.map_or(&[][..], |encoding| encoding.headers);
        match value.view() {
            View::List(list) if !is_json => items(list).try_for_each(|item| {
                // A list in a list is one part: as several, they would be one list.
                match item.view() {
                    View::List(_) => self.json(name, item, own_type, headers),
                    _ => self.property(name, item, encoding),
                }
            }),
            View::Binary(binary) => self.file(name, binary, listed, headers),
            // What has no properties needs no JSON to be told from what has.
            View::Union(union) if !is_json && is_plain(union) => {
                self.property(name, union.active().1, encoding)
            }
            View::Model(_) | View::Map(_) | View::Union(_) | View::Any(_) => {
                self.json(name, value, own_type, headers)
            }
            _ if is_json => self.json(name, value, own_type, headers),
            View::Null | View::Absent => Ok(()),
            _ => {
                let text = Tree::of(value).map(|tree| tree.text()).unwrap_or_default();
                self.part(name, own_type, text.as_bytes(), headers)
            }
        }
    }

    fn part(
        &mut self,
        name: &str,
        media_type: Option<&str>,
        bytes: &[u8],
        headers: &[(&str, &str)],
    ) -> Result<(), Error> {
        self.head(name, None, media_type, headers)?;
        self.bytes.extend_from_slice(bytes);
        self.bytes.extend_from_slice(b"\r\n");
        Ok(())
    }

    fn json(
        &mut self,
        name: &str,
        value: &dyn Value,
        own_type: Option<&str>,
        headers: &[(&str, &str)],
    ) -> Result<(), Error> {
        match value.view() {
            View::Any(serde_json::Value::String(text))
                if own_type.is_none_or(|own| !is_json(own)) =>
            {
                self.part(name, own_type, text.as_bytes(), headers)
            }
            _ => {
                let json = encode(value, Side::Server)
                    .map_err(|error| Error::argument(name.into(), error.to_string()))?;
                let media_type = own_type.unwrap_or("application/json");
                self.part(name, Some(media_type), &json, headers)
            }
        }
    }

    fn file(
        &mut self,
        name: &str,
        binary: &Binary,
        listed: Option<&'static str>,
        headers: &[(&str, &str)],
    ) -> Result<(), Error> {
        let own = binary.get_content_type().map(str::to_owned);
        let media_type = own.or_else(|| of_file(listed, binary.get_file_name()));
        let media_type = media_type.unwrap_or_else(|| "application/octet-stream".into());
        let file_name = Some(binary.get_file_name().unwrap_or(name));
        let fixed = headers.iter().copied().filter(|(fixed, _)| {
            let mut own = binary.headers().iter();
            !own.any(|(name, _)| name.eq_ignore_ascii_case(fixed))
        });
        let own = binary.headers().iter().map(|(name, value)| (&**name, &**value));
        let headers: Vec<(&str, &str)> = fixed.chain(own).collect();
        self.head(name, file_name, Some(&media_type), &headers)?;
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
        headers: &[(&str, &str)],
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
        let media_type = media_type.map(|media_type| ("Content-Type", media_type));
        for (header, value) in media_type.iter().chain(headers) {
            if value.contains(['\r', '\n']) || HeaderName::try_from(*header).is_err() {
                let message = format!("must not have such a header: {header:?}");
                return Err(Error::argument(name.into(), message));
            }
            head.push_str(&format!("\r\n{header}: {value}"));
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

/// Whether a value is a list or has properties, so that JSON suits it.
fn is_structured(value: &dyn Value) -> bool {
    match value.view() {
        View::List(_) | View::Map(_) | View::Model(_) => true,
        View::Any(any) => any.is_array() || any.is_object(),
        View::Union(union) => is_structured(union.active().1),
        _ => false,
    }
}

/// Whether a value is a file or a list of them.
fn holds_files(value: &dyn Value) -> bool {
    match value.view() {
        View::Binary(_) => true,
        View::List(list) => items(list).any(holds_files),
        View::Union(union) => holds_files(union.active().1),
        _ => false,
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
    use crate::runtime::{Any, Format, Style};
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

    /// The body of an object whose only property `x` is written as the encoding says.
    fn written(encoding: PartEncoding, x: serde_json::Value) -> String {
        let encoding: &'static [PartEncoding] = vec![encoding].leak();
        let media = RequestMedia { encoding, ..MEDIA };
        let object: BTreeMap<String, Any> = [("x".to_owned(), x)].into();
        let (body, _) = multipart_body(&media, &object).unwrap();
        let Body::Bytes(bytes) = body else { panic!("{body:?}") };
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    const PLAIN: PartEncoding = PartEncoding {
        name: "x",
        content_type: None,
        style: None,
        explode: None,
        allow_reserved: false,
        nested: &[],
        headers: &[],
    };

    #[test]
    fn parts_are_written_as_their_encoding_says() {
        let list = || serde_json::json!(["a b", "c"]);
        let style = |style, explode| PartEncoding {
            style: Some(style),
            explode: Some(explode),
            ..PLAIN
        };
        let text = written(style(Style::Form, false), list());
        assert!(text.contains("name=\"x\"\r\n\r\na b,c\r\n"), "{text}");
        let text = written(style(Style::PipeDelimited, false), list());
        assert!(text.contains("name=\"x\"\r\n\r\na b|c\r\n"), "{text}");
        let text = written(style(Style::Form, true), list());
        assert_eq!(text.matches("name=\"x\"").count(), 2, "{text}");
        let object = serde_json::json!({"k": {"l": 1}});
        let text = written(style(Style::DeepObject, true), object);
        assert!(text.contains("name=\"x[k][l]\"\r\n\r\n1\r\n"), "{text}");
        let lists = serde_json::json!([[1, 2], [3]]);
        let nested =
            PartEncoding { nested: &[","], ..style(Style::PipeDelimited, false) };
        let text = written(nested, lists.clone());
        assert!(text.contains("name=\"x\"\r\n\r\n1,2|3\r\n"), "{text}");
        let headers = &[("X-Kind", "fixed")];
        let text = written(PartEncoding { headers, ..PLAIN }, "t".into());
        assert!(text.contains("name=\"x\"\r\nX-Kind: fixed\r\n\r\nt\r\n"), "{text}");
    }

    #[test]
    fn of_several_media_types_the_one_that_suits_is_taken() {
        let listed = |content_type, value: serde_json::Value| {
            let encoding = PartEncoding { content_type: Some(content_type), ..PLAIN };
            written(encoding, value)
        };
        let both = "application/json, text/plain";
        let text = listed(both, "t".into());
        assert!(text.contains("Content-Type: text/plain\r\n\r\nt\r\n"), "{text}");
        let text = listed(both, serde_json::json!({"a": 1}));
        assert!(text.contains("application/json\r\n\r\n{\"a\":1}\r\n"), "{text}");
        let text = listed("application/json", "t".into());
        assert!(text.contains("application/json\r\n\r\n\"t\"\r\n"), "{text}");
        let of = |listed, name| of_file(Some(listed), Some(name));
        assert_eq!(of("image/png, image/jpeg", "a.JPG").as_deref(), Some("image/jpeg"));
        assert_eq!(of("image/png, image/jpeg", "a").as_deref(), Some("image/png"));
        assert_eq!(of("image/*", "a.png").as_deref(), Some("image/png"));
        assert_eq!(of("image/*", "a"), None);
        assert_eq!(of("*/*", "a.png"), None);
    }

    #[test]
    fn a_file_can_have_headers_of_its_own() {
        let encoding: &'static [PartEncoding] =
            vec![PartEncoding { headers: &[("X-Kind", "fixed")], ..PLAIN }].leak();
        let media = RequestMedia { encoding, ..MEDIA };
        let file = |name: &str, value: &str| {
            let file = Binary::from("f").header(name, value);
            let object: BTreeMap<String, Binary> = [("x".to_owned(), file)].into();
            multipart_body(&media, &object).map(|(body, _)| match body {
                Body::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
                other => panic!("{other:?}"),
            })
        };
        let text = file("x-kind", "own").unwrap();
        assert!(text.contains("octet-stream\r\nx-kind: own\r\n\r\nf"), "{text}");
        let text = file("X-Limit", "1").unwrap();
        assert!(text.contains("X-Kind: fixed\r\nX-Limit: 1\r\n\r\n"), "{text}");
        assert!(file("X-Limit", "1\r\nX-Other: 2").is_err());
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
        let object: BTreeMap<String, Vec<Vec<i64>>> =
            [("x".to_owned(), vec![vec![1, 2], vec![3]])].into();
        let (body, _) = multipart_body(&MEDIA, &object).unwrap();
        let Body::Bytes(bytes) = body else { panic!("{body:?}") };
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(text.contains("application/json\r\n\r\n[1,2]\r\n"), "{text}");
    }
}
