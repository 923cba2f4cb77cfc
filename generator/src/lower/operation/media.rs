//! Media types: how their bodies are read and written.

use crate::ir::BodyFormat;

/// `type/subtype` in lower case, without parameters and spaces.
pub(super) fn essence(media_type: &str) -> String {
    let plain = media_type.split(';').next().unwrap_or(media_type);
    plain.trim().to_ascii_lowercase()
}

/// How a body of this media type is written; `None` where the type of the schema decides,
/// because wildcards say nothing.
pub(super) fn format(media_type: &str) -> Option<BodyFormat> {
    let essence = essence(media_type);
    let (main, sub) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    let suffix = sub.rsplit_once('+').map_or(sub, |(_, suffix)| suffix);
    Some(match (main, sub) {
        ("*", _) | ("application", "*" | "") | ("json", "") => {
            return if main == "json" { Some(BodyFormat::Json) } else { None };
        }
        (
            _,
            "x-ndjson" | "ndjson" | "jsonl" | "x-jsonlines" | "jsonlines" | "json-lines",
        )
        | (_, "x-jsonl" | "stream+json" | "json-seq" | "x-json-stream") => {
            BodyFormat::JsonLines
        }
        (_, "event-stream") => BodyFormat::EventStream,
        (_, "x-www-form-urlencoded") => BodyFormat::Form,
        ("multipart", _) => BodyFormat::Multipart,
        _ if suffix == "json" || sub == "json5" || sub.starts_with("json;") => {
            BodyFormat::Json
        }
        // Such as `application/x-amz-json-1.1`.
        _ if sub.starts_with("x-")
            && sub.split(['-', '.']).any(|word| word == "json") =>
        {
            BodyFormat::Json
        }
        // Pictures, messages and the like are documents of their own, not data.
        ("application" | "text", _) if suffix == "xml" => BodyFormat::Xml,
        _ if suffix == "xml" => BodyFormat::Text,
        ("text", _) => BodyFormat::Text,
        (
            "application",
            "yaml" | "x-yaml" | "javascript" | "graphql" | "sql" | "csv" | "x-pem-file"
            | "jwt" | "jose" | "toml" | "x-sh" | "plain" | "hal",
        ) => BodyFormat::Text,
        _ => BodyFormat::Binary,
    })
}

/// Whether a media type is JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    format(media_type) == Some(BodyFormat::Json)
}

/// Whether one of them can stand for the other, given that what they hold is described by
/// the same schema. A patch says by its media type what its members mean: RFC 6902, 7396.
pub(super) fn can_stand_for(one: &str, other: &str) -> bool {
    let (one, other) = (essence(one), essence(other));
    let is_patch = |essence: &str| essence.contains("patch+");
    one == other || !(is_patch(&one) || is_patch(&other))
}

/// Whether a body of this media type is a JSON Patch, which is a list (RFC 6902, 3).
pub(super) fn is_json_patch(media_type: &str) -> bool {
    essence(media_type) == "application/json-patch+json"
}

/// Of several media types of one format, the plain one is offered first, and one that says
/// what to change last.
pub(super) fn plainness(media_type: &str) -> usize {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" | "application/xml" => 0,
        _ if essence.contains("patch") => 2,
        _ => 1,
    }
}

/// Which of several media types is offered first: JSON, then what is typed too.
pub(super) fn preference(format: BodyFormat) -> usize {
    match format {
        BodyFormat::Json => 0,
        BodyFormat::JsonLines | BodyFormat::EventStream => 1,
        BodyFormat::Multipart => 2,
        BodyFormat::Form => 3,
        BodyFormat::Xml => 4,
        BodyFormat::Text => 5,
        BodyFormat::Binary => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_formats() {
        let cases = [
            ("application/json", Some(BodyFormat::Json)),
            (" Application/JSON; charset=utf-8", Some(BodyFormat::Json)),
            ("application/vnd.acme.2023-01-01+json", Some(BodyFormat::Json)),
            ("text/json", Some(BodyFormat::Json)),
            ("application/x-amz-json-1.1", Some(BodyFormat::Json)),
            ("application/x-json-stream", Some(BodyFormat::JsonLines)),
            ("application/*+json", Some(BodyFormat::Json)),
            ("application/problem+xml", Some(BodyFormat::Xml)),
            ("image/svg+xml", Some(BodyFormat::Text)),
            ("text/csv", Some(BodyFormat::Text)),
            ("text/event-stream", Some(BodyFormat::EventStream)),
            ("application/x-ndjson", Some(BodyFormat::JsonLines)),
            ("multipart/mixed; boundary=x", Some(BodyFormat::Multipart)),
            ("image/*", Some(BodyFormat::Binary)),
            ("application/pdf", Some(BodyFormat::Binary)),
            ("application/vnd.acme+gzip", Some(BodyFormat::Binary)),
            ("*/*", None),
            ("application/*", None),
        ];
        for (media_type, expected) in cases {
            assert_eq!(format(media_type), expected, "{media_type}");
        }
    }
}
