//! The bytes of one file to a tree, whether they are JSON or YAML.

use super::{json, yaml};
use crate::document::{Pointer, line_start};
use serde_json::Value;
use std::borrow::Cow;

/// How deeply values may nest. Descriptions made by machines reach beyond a hundred; a
/// stage may spend a stack frame a level, so there has to be an end: what is deeper is
/// passed over, by readers that need no stack for it.
pub(super) const MAX_DEPTH: usize = 512;

/// A file as a tree, and what was odd about it.
pub(super) struct Decoded {
    pub(super) root: Value,
    pub(super) problems: Vec<Problem>,
}

/// Something odd that did not keep the file from being read.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) kind: ProblemKind,
    pub(super) at: Pointer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProblemKind {
    /// A key appears twice in one object; the last one is used.
    DoubledKey,
    /// A list or an object stands as a key; the member was left out.
    KeyNotScalar,
    /// A list or an object nests too deeply; it was taken as empty.
    TooDeep,
    /// Lines are indented by tabs; each was read as one space.
    TabIndent,
    /// Bytes that are not UTF-8 were replaced.
    NotUtf8,
}

/// Why a file is no tree.
pub(super) struct SyntaxError {
    /// Where, as a byte offset.
    pub(super) offset: usize,
    pub(super) message: String,
}

/// The text of a file: UTF-8, or UTF-16 if a byte order mark says so.
pub(super) fn text(bytes: Vec<u8>) -> (String, Option<Problem>) {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units =
            bytes.chunks_exact(2).skip(1).filter_map(|pair| pair.try_into().ok());
        (String::from_utf16_lossy(&units.map(unit).collect::<Vec<_>>()), None)
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => return utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return utf16(u16::from_be_bytes),
        _ => {}
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let problem = Problem { kind: ProblemKind::NotUtf8, at: Pointer::root() };
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(problem))
        }
    }
}

/// Reads JSON, and what is no JSON as YAML, of which JSON is nearly a part.
pub(super) fn decode(text: &str) -> Result<Decoded, SyntaxError> {
    // A byte order mark is not part of the value, but counts for offsets.
    let content = text.strip_prefix('\u{feff}').unwrap_or(text);
    let skipped = text.len() - content.len();
    let json_failure = match content.trim_start().starts_with(['{', '[']) {
        true => match json::read(content) {
            Ok(decoded) => return Ok(decoded),
            Err(error) => Some(error),
        },
        false => None,
    };
    let failure = match yaml::read(content) {
        Ok(decoded) => return Ok(decoded),
        Err(failure) => failure,
    };
    if let Cow::Owned(spaced) = tabs_to_spaces(content)
        && let Ok(mut decoded) = yaml::read(&spaced)
    {
        decoded
            .problems
            .push(Problem { kind: ProblemKind::TabIndent, at: Pointer::root() });
        return Ok(decoded);
    }
    Err(match json_failure {
        Some(error) => SyntaxError {
            offset: skipped + json::offset(content, &error),
            message: json::message(&error),
        },
        None => SyntaxError {
            offset: skipped + offset_of(content, failure.line, failure.column),
            message: failure.message,
        },
    })
}

/// The byte offset of a line (from 1) and column (from 0, in characters).
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = line_start(text, line);
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// Each tab that indents a line as one space, so that offsets stay true.
fn tabs_to_spaces(text: &str) -> Cow<'_, str> {
    let is_indented = |line: &str| {
        line.trim_start_matches(' ').starts_with('\t') && !line.trim().is_empty()
    };
    if !text.lines().any(is_indented) {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        spaced.extend(std::iter::repeat_n(' ', line.len() - content.len()));
        spaced.push_str(content);
    }
    Cow::Owned(spaced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn root(text: &str) -> Value {
        decode(text)
            .map(|decoded| decoded.root)
            .unwrap_or_else(|error| panic!("{}", error.message))
    }

    #[test]
    fn content_decides_not_the_name() {
        assert_eq!(root("\u{feff}{\"a\": 1}"), json!({"a": 1}));
        assert_eq!(root("a: 1\r\nb:\r\n  - c\r\n"), json!({"a": 1, "b": ["c"]}));
        assert_eq!(root("{a: 1, b: [x, y,],}"), json!({"a": 1, "b": ["x", "y"]}));
        assert_eq!(root("{\"a\": 1e400}"), json!({"a": "1e400"}));
    }

    #[test]
    fn tabs_indent_by_one() {
        let decoded = decode("a:\n\tb: 1\n\tc:\n\t\td: 2\n").ok().unwrap();
        assert_eq!(decoded.root, json!({"a": {"b": 1, "c": {"d": 2}}}));
        assert_eq!(decoded.problems.len(), 1);
    }

    #[test]
    fn doubled_json_keys_have_a_place() {
        let decoded = decode(r#"{"a": [0, {"b": 1, "b": {"c": 2}}]}"#).ok().unwrap();
        assert_eq!(decoded.root, json!({"a": [0, {"b": {"c": 2}}]}));
        assert_eq!(decoded.problems.first().unwrap().at.to_string(), "/a/1/b");
    }

    #[test]
    fn failures_say_where() {
        let error = decode("{\"a\": 1,\n \"b\": }}").err().unwrap();
        assert_eq!((error.offset, error.message.as_str()), (15, "expected value"));
        let error = decode("é: 1\nb: [x\nc: }").err().unwrap();
        assert!(error.offset > 5, "{}", error.message);
    }

    #[test]
    fn utf16_by_its_mark() {
        let bytes: Vec<u8> =
            "\u{feff}a: é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(root(&text(bytes).0), json!({"a": "é"}));
    }

    #[test]
    fn too_deep_is_left_out() {
        assert!(decode(&"[".repeat(100_000)).is_err());
        let json = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        for text in [json, "- ".repeat(100_000) + "1"] {
            let decoded = decode(&text).ok().unwrap();
            let (mut depth, mut value) = (1, &decoded.root);
            while let Some(inner) = value.get(0) {
                (depth, value) = (depth + 1, inner);
            }
            assert_eq!(depth, super::MAX_DEPTH + 1);
            let [problem] = decoded.problems.as_slice() else { panic!("not one") };
            assert_eq!(problem.kind, super::ProblemKind::TooDeep);
            assert_eq!(problem.at.tokens().len(), super::MAX_DEPTH);
        }
    }
}
