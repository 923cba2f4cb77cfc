//! From a value to the bytes of a body.

use super::ReplyBody;
use crate::ir::{BodyFormat, MediaBody, Types};
use crate::mock::xml;
use bytes::Bytes;
use serde_json::Value;
use std::time::Duration;

/// The body for a value. Streams are given as a list of their items, of which events up to
/// the one with the number `after` are left out.
pub(crate) fn body(
    types: &Types,
    content: &MediaBody,
    value: &Value,
    pretty: bool,
    after: u64,
) -> ReplyBody {
    let whole = |text: String| ReplyBody::Whole(text.into());
    match content.format {
        BodyFormat::Json => json(value, pretty),
        BodyFormat::Form | BodyFormat::Multipart => whole(form(value)),
        BodyFormat::Xml => match value {
            Value::String(text) => whole(text.clone()),
            other => whole(xml::write(types, content, other)),
        },
        BodyFormat::Text => whole(plain(value)),
        BodyFormat::Binary => match value {
            Value::String(text) => whole(text.clone()),
            other => whole(other.to_string()),
        },
        BodyFormat::JsonLines => pieces(value, |_, item| Some(format!("{item}\n"))),
        BodyFormat::EventStream => match value {
            Value::String(text) => whole(text.clone()),
            other => pieces(other, |number, item| {
                (number > after).then(|| format!("id: {number}\ndata: {item}\n\n"))
            }),
        },
    }
}

/// A value as JSON.
pub(crate) fn json(value: &Value, pretty: bool) -> ReplyBody {
    let text = if pretty { format!("{value:#}\n") } else { value.to_string() };
    ReplyBody::Whole(text.into())
}

fn pieces(value: &Value, write: impl Fn(u64, &Value) -> Option<String>) -> ReplyBody {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let pieces = (1..).zip(items).filter_map(|(number, item)| write(number, item));
    ReplyBody::Chunks {
        pieces: pieces.map(Bytes::from).collect(),
        pause: Duration::from_millis(5),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn form(value: &Value) -> String {
    let mut writer = form_urlencoded::Serializer::new(String::new());
    for (name, member) in value.as_object().into_iter().flatten() {
        match member {
            Value::Array(items) => {
                for item in items {
                    writer.append_pair(name, &plain(item));
                }
            }
            other => {
                writer.append_pair(name, &plain(other));
            }
        }
    }
    writer.finish()
}
