//! From a value to the bytes of a body.

use super::ReplyBody;
use bytes::Bytes;
use oasmith::ir::BodyFormat;
use serde_json::Value;
use std::fmt::Write;
use std::time::Duration;

/// The body for a value in a format. Streams are given as a list of their items, of which
/// events up to the one with the number `after` are left out.
pub(crate) fn body(
    format: BodyFormat,
    value: &Value,
    pretty: bool,
    after: u64,
) -> ReplyBody {
    let whole = |text: String| ReplyBody::Whole(text.into());
    match format {
        BodyFormat::Json if pretty => whole(format!("{value:#}\n")),
        BodyFormat::Json => whole(value.to_string()),
        BodyFormat::Form | BodyFormat::Multipart => whole(form(value)),
        BodyFormat::Xml => match value {
            Value::String(text) => whole(text.clone()),
            other => whole(xml(other)),
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

fn xml(value: &Value) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    element(&mut text, "root", value, 0);
    text.push('\n');
    text
}

fn element(text: &mut String, name: &str, value: &Value, depth: u32) {
    if depth > 100 {
        return;
    }
    let next = depth.saturating_add(1);
    if let Value::Array(items) = value {
        items.iter().for_each(|item| element(text, name, item, next));
        return;
    }
    let name: String = name
        .chars()
        .map(|one| if one.is_ascii_alphanumeric() { one } else { '_' })
        .collect();
    // Writing to a string cannot fail.
    let _ = write!(text, "<{name}>");
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| element(text, name, member, next));
        }
        other => {
            let escaped = plain(other)
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            text.push_str(&escaped);
        }
    }
    let _ = write!(text, "</{name}>");
}
