//! Bodies, and their media types.

use super::parts;
use crate::diagnostic::Code;
use crate::dialect::grammar::Kind;
use crate::dialect::{At, Report};
use serde_json::{Map, Value, json};

/// A body whose schema stands beside `content`, as in 2.0, gets it inside.
pub(super) fn before_shape(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    if !map.contains_key("schema") || map.contains_key("content") {
        return;
    }
    let message = || "`schema` belongs inside `content`; it is read as JSON".to_owned();
    report.count(Code::ForeignKeyword, "schema of a body", || at.pointer(), message);
    if let Some(schema) = map.shift_remove("schema") {
        let content = json!({ "application/json": { "schema": schema } });
        map.insert("content".to_owned(), content);
    }
}

/// Repairs of what has the right shape.
pub(super) fn after_shape(
    kind: Kind,
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    mend_content(map, at, report);
    if kind != Kind::Response {
        return;
    }
    parts::drop_links(map, at, report);
    if !map.contains_key("description") {
        let message = || "a response has no `description`".to_owned();
        report.count(Code::MissingDescription, "", || at.pointer(), message);
        map.insert("description".to_owned(), json!(""));
    }
}

/// An encoding says nothing without a schema to say it of.
pub(super) fn after_media_type(map: &mut Map<String, Value>) {
    if !map.contains_key("schema") && !map.contains_key("x-oasmith-item-schema") {
        map.shift_remove("encoding");
    }
}

/// Corrects the media types of `content`.
pub(super) fn mend_content(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(Value::Object(content)) = map.get_mut("content") else { return };
    if content.keys().all(|name| is_plain(name)) {
        return;
    }
    let place = at.pointer().child("content");
    // The media type was forgotten, and its object stands in `content` itself.
    if content.keys().all(|key| Kind::MediaType.key(key).is_some()) {
        report.add(
            Code::BadMediaType,
            &place,
            "`content` names no media type; JSON is assumed",
        );
        let media = std::mem::take(content);
        report.moved(&place, place.child("application/json"));
        content.insert("application/json".to_owned(), Value::Object(media));
        return;
    }
    let old = std::mem::take(content);
    for (name, media) in old {
        let corrected = correct(&name);
        if corrected.as_slice() != [name.as_str()] && !name.starts_with("x-") {
            let instead = match corrected.as_slice() {
                [] => "left out".to_owned(),
                some => format!("taken as `{}`", some.join("`, `")),
            };
            let message =
                format!("`{name}` is not a valid media type; it is read as {instead}");
            report.add(Code::BadMediaType, &place.child(name.as_str()), message);
        }
        for one in corrected {
            if one != name {
                report.moved(&place.child(name.as_str()), place.child(one.as_str()));
            }
            content.entry(one).or_insert_with(|| media.clone());
        }
    }
}

/// Whether a media type is written as it should be.
fn is_plain(name: &str) -> bool {
    let kind = name.split(';').next().unwrap_or_default();
    let (first, second) = kind.split_once('/').unwrap_or_default();
    let token = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| {
                byte.is_ascii_lowercase()
                    || byte.is_ascii_digit()
                    || b"!#$%&'*+-.^_`|~".contains(&byte)
            })
    };
    token(first)
        && token(second)
        && name.trim().len() == name.len()
        && !name.contains(',')
}

/// The media types that are meant.
fn correct(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in name.split(',') {
        if let Some(one) = correct_one(part)
            && !found.contains(&one)
        {
            found.push(one);
        }
    }
    found
}

/// Short names that people write for media types.
const WORDS: &[(&str, &str)] = &[
    ("json", "application/json"),
    ("xml", "application/xml"),
    ("yaml", "application/yaml"),
    ("text", "text/plain"),
    ("plain", "text/plain"),
    ("string", "text/plain"),
    ("html", "text/html"),
    ("csv", "text/csv"),
    ("pdf", "application/pdf"),
    ("form", "application/x-www-form-urlencoded"),
    ("form-data", "multipart/form-data"),
    ("multipart", "multipart/form-data"),
    ("x-www-form-urlencoded", "application/x-www-form-urlencoded"),
    ("binary", "application/octet-stream"),
    ("octet-stream", "application/octet-stream"),
    ("file", "application/octet-stream"),
    ("*", "*/*"),
];

fn correct_one(part: &str) -> Option<String> {
    let part = part.trim().trim_matches(['"', '\'']).trim();
    let (kind, parameters) = match part.split_once(';') {
        Some((kind, parameters)) => (kind.trim(), parameters.trim()),
        None => (part, ""),
    };
    let mut kind: String = kind.to_ascii_lowercase();
    if let Some((_, long)) = WORDS.iter().find(|(word, _)| *word == kind) {
        kind = (*long).to_owned();
    }
    kind.retain(|letter| !letter.is_whitespace());
    // `application/json/` and `application\json`.
    let kind = kind.replace('\\', "/");
    let kind = kind.trim_matches('/');
    if !is_plain(kind) {
        return None;
    }
    Some(if parameters.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind}; {parameters}")
    })
}

#[cfg(test)]
mod tests {
    use super::{correct, is_plain};

    #[test]
    fn media_types() {
        assert!(is_plain("application/vnd.a.v1+json; charset=UTF-8"));
        assert_eq!(correct("Application/JSON "), ["application/json"]);
        assert_eq!(correct("json"), ["application/json"]);
        assert_eq!(
            correct("application/json, text/json"),
            ["application/json", "text/json"]
        );
        assert_eq!(correct("*"), ["*/*"]);
        assert!(correct("").is_empty());
        assert!(correct("none").is_empty());
    }
}
