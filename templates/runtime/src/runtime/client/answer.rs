//! An answer to what the description says it is.

use super::charset::{self, NoText};
use super::media;
use crate::runtime::json::{self, Fault, decode};
use crate::runtime::said::SentSecrets;
use crate::runtime::xml;
use crate::runtime::{
    Answer, Body, Case, Deviation, Error, Format, Operation, Received, ResponseMedia,
    ResponseTable, Slot, Status, Value,
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

/// How much of the body of an error is kept.
const ERROR_CAP: usize = 1 << 20;

/// How an answer is read.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    /// Whether only the head was asked for.
    pub(super) is_head: bool,
    /// How long a body may be that is read into memory, in bytes.
    pub(super) cap: usize,
    /// Whether a success that deviates from the description is an error.
    pub(super) is_strict: bool,
}

/// A body that was read, and where it deviates from the description.
type Read<T> = (T, Vec<Deviation>);

/// Reads an answer: an output, or one of the errors.
pub(super) async fn read(
    response: http::Response<Body>,
    operation: &'static Operation,
    reading: Reading,
) -> Result<Answer, Error> {
    let (parts, body) = response.into_parts();
    let (status, headers) = (parts.status, parts.headers);
    let documented = documented(operation, status);
    let table = documented.and_then(|index| operation.responses.get(index));
    if !is_success(status, table) {
        let (bytes, _) = body.collect_of(status, &headers, ERROR_CAP).await?;
        let Some(table) = table else {
            let secrets = parts.extensions.get::<SentSecrets>();
            let secrets = secrets.cloned().unwrap_or_default();
            return Err(Error::undocumented(status, headers, bytes, &secrets));
        };
        let value = error_value(table, &headers, &bytes);
        return Err(Error::api(status, headers, bytes, value));
    }
    // A success that is not documented is read like the one that is.
    let response = documented.or_else(|| {
        operation.responses.iter().position(|response| is_for_success(response.status))
    });
    let contents = response
        .and_then(|index| operation.responses.get(index))
        .map_or(&[][..], |table| table.contents);
    let response = response.unwrap_or(operation.responses.len());
    let has_none = reading.is_head
        || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let ((content, received), deviations) = if has_none || contents.is_empty() {
        let content = content_of_nothing(contents, &headers);
        ((content, Received::Nothing), Vec::new())
    } else if body.length() == Some(0) {
        (nothing_read(contents, &headers), Vec::new())
    } else {
        read_body(contents, status, &headers, body, reading).await?
    };
    let case = Case { response, content };
    Ok(Answer { status, headers, case, received, deviations })
}

/// The index of the documented response for a status.
fn documented(operation: &Operation, status: StatusCode) -> Option<usize> {
    let code = status.as_u16();
    let position = |wanted: Status| {
        operation.responses.iter().position(|response| response.status == wanted)
    };
    let range = u8::try_from(code / 100).ok().map(Status::Range);
    position(Status::Code(code))
        .or_else(|| range.and_then(position))
        .or_else(|| position(Status::Default))
}

/// Below 300 is a success; below 400 where the description names it.
fn is_success(status: StatusCode, table: Option<&ResponseTable>) -> bool {
    let named = table.is_some_and(|table| table.status != Status::Default);
    status.is_success()
        || status.is_informational()
        || (status.is_redirection() && named)
}

fn is_for_success(status: Status) -> bool {
    match status {
        Status::Code(code) => (200..300).contains(&code),
        Status::Range(range) => range == 2,
        Status::Default => false,
    }
}

fn content_type(headers: &HeaderMap) -> &str {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Which of the documented bodies is missing, where none came.
fn content_of_nothing(contents: &[ResponseMedia], headers: &HeaderMap) -> usize {
    let only = (contents.len() == 1).then_some(0);
    media::pick(contents, content_type(headers)).or(only).unwrap_or(contents.len())
}

/// A body of no bytes: a text that is empty, and otherwise none.
fn nothing_read(contents: &[ResponseMedia], headers: &HeaderMap) -> (usize, Received) {
    let index = content_of_nothing(contents, headers);
    let is_text = contents.get(index).is_some_and(|content| {
        content.format == Format::Text && holds_text(&mut *(content.blank)())
    });
    (index, if is_text { Received::Text(String::new()) } else { Received::Nothing })
}

/// Whether a value is any text, the empty one too.
fn holds_text(value: &mut dyn Value) -> bool {
    matches!(value.slot(), Slot::Text(_) | Slot::Any(_) | Slot::Binary(_))
}

/// A text as the value that the description has: a number, a boolean or what else JSON can
/// say is read as such, and a text as it stands.
fn read_text(content: &ResponseMedia, text: String) -> Result<Received, Fault> {
    let mut value = (content.blank)();
    match value.slot() {
        Slot::Text(_)
        | Slot::Strings(_)
        | Slot::Any(_)
        | Slot::Binary(_)
        | Slot::Nothing => return Ok(Received::Text(text)),
        _ => {}
    }
    if let Err(fault) = decode(text.trim().as_bytes(), &mut *value) {
        // A choice may have texts too, which stand without quotes here.
        value = (content.blank)();
        let quoted = serde_json::Value::String(text).to_string();
        let is_choice = matches!(value.slot(), Slot::Union(_));
        if !is_choice || decode(quoted.as_bytes(), &mut *value).is_err() {
            return Err(fault);
        }
    }
    Ok(Received::Value(value))
}

/// Reads the body of a success.
async fn read_body(
    contents: &'static [ResponseMedia],
    status: StatusCode,
    headers: &HeaderMap,
    body: Body,
    Reading { cap, is_strict, .. }: Reading,
) -> Result<Read<(usize, Received)>, Error> {
    let by_type = media::pick(contents, content_type(headers));
    let is_stream = |content: &ResponseMedia| {
        matches!(
            content.format,
            Format::Binary | Format::JsonLines | Format::EventStream | Format::Multipart
        )
    };
    // Where the type says nothing useful, a lone stream is still not read into memory.
    let streamed = by_type.or(match contents {
        [only] if is_stream(only) => Some(0),
        _ => None,
    });
    if let Some(index) = streamed
        && contents.get(index).is_some_and(is_stream)
    {
        return Ok(((index, Received::Stream(body.into_stream())), Vec::new()));
    }
    let (bytes, is_cut) = body.collect_of(status, headers, cap).await?;
    let fault = |path: &str, message: String, bytes: Bytes| {
        Error::decode(path.into(), message, Some(status), headers.clone(), bytes)
    };
    if is_cut {
        return Err(fault("$", format!("longer than {cap} bytes"), bytes));
    }
    if bytes.is_empty() {
        return Ok((nothing_read(contents, headers), Vec::new()));
    }
    let sniffed = by_type.or_else(|| sniff(contents, &bytes));
    if sniffed.is_none() && media::is_opaque(content_type(headers)) {
        let message = format!(
            "`{}`, which is not documented",
            content_type(headers).escape_debug()
        );
        return Err(fault("$", message, bytes));
    }
    let index = sniffed.unwrap_or(0);
    let Some(content) = contents.get(index) else {
        return Ok(((contents.len(), Received::Nothing), Vec::new()));
    };
    let received = match content.format {
        Format::Json | Format::Xml(_) => {
            let mut value = (content.blank)();
            let media_type = content_type(headers);
            match read_as(content.format, media_type, &bytes, &mut *value) {
                Ok(deviations) => {
                    if is_strict
                        && let Some(Fault { path, message }) = Fault::of(&deviations)
                    {
                        let error = fault(&path, message, bytes);
                        return Err(error.with_deviations(deviations));
                    }
                    return Ok(((index, Received::Value(value)), deviations));
                }
                Err(broken) => return Err(fault(&broken.path, broken.message, bytes)),
            }
        }
        Format::Text | Format::Form => {
            let text = match charset::text(&bytes, content_type(headers)) {
                Ok(text) => text,
                Err(NoText(message)) => return Err(fault("$", message, bytes)),
            };
            match read_text(content, text) {
                Ok(received) => received,
                Err(broken) => return Err(fault(&broken.path, broken.message, bytes)),
            }
        }
        Format::Binary | Format::JsonLines | Format::EventStream | Format::Multipart => {
            Received::Stream(bytes.into())
        }
    };
    Ok(((index, received), Vec::new()))
}

/// Reads a body in a format. The fault says what the server calls it, if that is something
/// else.
fn read_as(
    format: Format,
    content_type: &str,
    bytes: &[u8],
    value: &mut dyn Value,
) -> Result<Vec<Deviation>, Fault> {
    let (read, is_so) = match format {
        Format::Xml(root) => (
            charset::text(bytes, content_type)
                .map_err(|NoText(message)| Fault { path: "$".into(), message })
                .and_then(|text| xml::read(&text, value, root)),
            media::is_xml(content_type),
        ),
        _ => (json::read(bytes, value), media::is_json(content_type)),
    };
    read.map_err(|fault| match is_so || content_type.is_empty() {
        true => fault,
        false => Fault {
            message: format!("{} (the server calls it `{content_type}`)", fault.message),
            ..fault
        },
    })
}

/// The documented body that the bytes look like, whatever the server calls them.
fn sniff(contents: &[ResponseMedia], bytes: &[u8]) -> Option<usize> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let of =
        |format: Format| contents.iter().position(|content| content.format == format);
    let text = || of(Format::Text).or_else(|| of(Format::Json));
    // What is no text is neither JSON nor XML, whatever it begins with.
    if bytes.contains(&0) || bytes.starts_with(b"%PDF") {
        return None;
    }
    match first {
        Some(b'{' | b'[') => of(Format::Json),
        Some(b'<') => contents.iter().position(media::holds_xml).or_else(text),
        _ => text(),
    }
}

/// The documented value in the body of an error, if it holds one. Errors are often
/// mislabelled, since they come from proxies and frameworks: JSON is looked for whatever
/// the content type is.
fn error_value(
    table: &ResponseTable,
    headers: &HeaderMap,
    bytes: &Bytes,
) -> Option<Read<Box<dyn Value>>> {
    let by_type = media::pick(table.contents, content_type(headers));
    let content = by_type
        .or_else(|| sniff(table.contents, bytes))
        .and_then(|index| table.contents.get(index))?;
    let mut value = (content.blank)();
    if content.format == Format::Text {
        let text = charset::text(bytes, content_type(headers)).ok()?;
        let value = read_text(content, text).ok()?.into_value(content.blank).ok()?;
        return Some((value, Vec::new()));
    }
    let deviations =
        read_as(content.format, content_type(headers), bytes, &mut *value).ok()?;
    Some((value, deviations))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::{Any, blank};

    fn answer(content_type: &str, body: &'static [u8]) -> http::Response<Body> {
        let response = http::Response::builder().header("content-type", content_type);
        response.body(Body::from(bytes::Bytes::from_static(body))).unwrap()
    }

    /// What an answer to an operation with this one body is read as.
    async fn read_as<T: Value + Default>(
        media_type: &'static str,
        response: http::Response<Body>,
    ) -> Result<T, Error> {
        let format =
            if media_type.starts_with("text/") { Format::Text } else { Format::Json };
        let media = ResponseMedia { media_type, format, blank: blank::<T> };
        let contents: &'static [ResponseMedia] = vec![media].leak();
        let status = Status::Code(200);
        let responses = vec![ResponseTable { status, contents }].leak();
        let operation = Box::leak(Box::new(Operation { responses, ..Operation::NONE }));
        let reading = Reading { is_head: false, cap: 1000, is_strict: false };
        let answer = read(response, operation, reading).await?;
        answer.take::<T>().map(crate::runtime::Response::into_inner)
    }

    #[tokio::test]
    async fn an_empty_text_is_the_empty_text() {
        let csv = answer("text/csv", b"");
        assert_eq!(read_as::<String>("text/csv", csv).await.unwrap(), "");
        let empty = bytes::Bytes::new();
        let streamed = answer("text/csv", b"")
            .map(|_| Body::Stream(crate::runtime::ByteStream::from(empty)));
        assert_eq!(read_as::<String>("text/csv", streamed).await.unwrap(), "");
        let json = answer("application/json", b"");
        assert!(read_as::<String>("application/json", json).await.is_err());
        let number = answer("text/plain", b"");
        assert!(read_as::<i64>("text/plain", number).await.is_err());
    }

    #[tokio::test]
    async fn a_text_is_of_the_type_that_the_description_gives_it() {
        let plain = |body| answer("text/plain", body);
        assert_eq!(read_as::<i64>("text/plain", plain(b"42\r\n")).await.unwrap(), 42);
        assert!(read_as::<bool>("text/plain", plain(b"true")).await.unwrap());
        assert_eq!(read_as::<f64>("text/plain", plain(b"1.5")).await.unwrap(), 1.5);
        assert_eq!(read_as::<Any>("text/plain", plain(b"42")).await.unwrap(), "42");
        assert_eq!(read_as::<String>("text/plain", plain(b" 42")).await.unwrap(), " 42");
        let error = read_as::<i64>("text/plain", plain(b"many")).await.unwrap_err();
        assert!(matches!(&error, Error::Decode(_)), "{error}");
        assert_eq!(error.body().unwrap(), "many");
    }

    #[tokio::test]
    async fn an_undocumented_type_that_is_no_text_is_not_read_as_json() {
        for (media_type, bytes) in [
            ("application/pdf", &b"%PDF-1.7"[..]),
            ("image/png", b"\x89PNG\r\n\x1a\n\0"),
        ] {
            let error = read_as::<Any>("application/json", answer(media_type, bytes))
                .await
                .unwrap_err();
            assert!(error.to_string().contains(media_type), "{error}");
            assert_eq!(&error.body().unwrap()[..], bytes);
        }
        // A mislabelled answer that is JSON is read all the same.
        let json = answer("application/octet-stream", b"{\"a\":1}");
        assert_eq!(read_as::<Any>("application/json", json).await.unwrap()["a"], 1);
    }

    #[tokio::test]
    async fn a_text_that_cannot_be_read_is_an_error_that_keeps_its_bytes() {
        let odd = answer("text/plain; charset=Shift_JIS", b"\x82\xa0");
        let error = read_as::<String>("text/plain", odd).await.unwrap_err();
        assert!(error.to_string().contains("`Shift_JIS`"), "{error}");
        assert_eq!(&error.body().unwrap()[..], b"\x82\xa0");
    }
}
