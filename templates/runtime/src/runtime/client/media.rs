//! Which documented body an answer holds, by its content type.

use crate::runtime::{Format, ResponseMedia};

/// A media type without parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/json" | "text/json" | "text/x-json")
        || essence.ends_with("+json")
}

/// What a value is written as, of the media types that the description lists for a part or
/// field: JSON for lists and objects, any other for texts and numbers; `None` where there
/// are only ranges such as `image/*`.
pub(crate) fn written_as(
    content_type: Option<&'static str>,
    is_structured: bool,
) -> Option<&'static str> {
    let listed = || concrete(content_type.unwrap_or_default());
    listed().find(|one| is_json(one) == is_structured).or_else(|| listed().next())
}

/// The media type of a file, of those that the description lists for its part: the one that
/// the end of its name stands for, or else the first.
pub(crate) fn of_file(
    content_type: Option<&'static str>,
    file_name: Option<&str>,
) -> Option<String> {
    let content_type = content_type?;
    let end = file_name.and_then(|name| name.rsplit_once('.')).map(|(_, end)| end);
    let end = end.unwrap_or_default().to_ascii_lowercase();
    let sub = match end.as_str() {
        "jpg" => "jpeg",
        "svg" => "svg+xml",
        "txt" => "plain",
        "mp3" => "mpeg",
        end => end,
    };
    let is_named = |one: &&str| {
        essence(one).split_once('/').is_some_and(|(_, listed)| listed == sub)
    };
    if let Some(one) = concrete(content_type).find(is_named) {
        return Some(one.to_owned());
    }
    if let Some(first) = concrete(content_type).next() {
        return Some(first.to_owned());
    }
    // A range says the kind, and the name the rest.
    content_type.split(',').map(essence).find_map(|range| {
        let kind = range.strip_suffix("/*").filter(|kind| *kind != "*")?.to_owned();
        let is_word =
            sub.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+');
        (!sub.is_empty() && is_word).then(|| format!("{kind}/{sub}"))
    })
}

/// The media types in a list that are no ranges.
fn concrete(content_type: &str) -> impl Iterator<Item = &str> {
    let each = content_type.split(',').map(str::trim);
    each.filter(|one| !one.is_empty() && !one.contains('*'))
}

/// Whether a media type is XML (RFC 7303, 4.2).
pub(super) fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/xml" | "text/xml")
        || essence.ends_with("+xml")
}

/// Whether a media type says that the body is no text: it is not looked for JSON in what is
/// an image or an archive.
pub(super) fn is_opaque(media_type: &str) -> bool {
    let essence = essence(media_type);
    let is_unknown = essence.is_empty() || essence.starts_with("text/");
    !is_unknown && !is_json(media_type) && !is_xml(media_type)
}

/// Whether a documented body is XML that has a type.
pub(super) fn holds_xml(content: &ResponseMedia) -> bool {
    matches!(content.format, Format::Xml(_))
}

/// The index of the documented body for a content type. First the same type, then a
/// range that it is in, then JSON for JSON and XML for XML.
pub(super) fn pick(contents: &[ResponseMedia], content_type: &str) -> Option<usize> {
    let actual = essence(content_type);
    let position = |test: &dyn Fn(&str, &ResponseMedia) -> bool| {
        contents.iter().position(|content| test(&essence(content.media_type), content))
    };
    position(&|documented, _| documented == actual)
        .or_else(|| {
            position(&|documented, _| documented != "*/*" && within(&actual, documented))
        })
        .or_else(|| {
            let json = |_: &str, content: &ResponseMedia| content.format == Format::Json;
            is_json(&actual).then(|| position(&json)).flatten()
        })
        .or_else(|| {
            let xml = |_: &str, content: &ResponseMedia| holds_xml(content);
            is_xml(&actual).then(|| position(&xml)).flatten()
        })
        .or_else(|| position(&|documented, _| documented == "*/*" || documented == "*"))
}

/// Whether a media type is in a range: `text/*`, `application/*+json`, `*/*`.
fn within(actual: &str, range: &str) -> bool {
    let Some((before, after)) = range.split_once('*') else { return false };
    match after.split_once('*') {
        Some((_, after)) => actual.starts_with(before) && actual.ends_with(after),
        None => {
            actual.len() >= before.len().saturating_add(after.len())
                && actual.starts_with(before)
                && actual.ends_with(after)
        }
    }
}
