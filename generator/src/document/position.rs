//! Where in a text a value stands: looked up only when there is something to show.

use super::Pointer;
use saphyr_parser::{Event, Marker, Parser};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// The bytes that a member of an object (key and all), or an item of a list, begins with:
/// its key, or the scalar itself.
pub type Span = Range<usize>;

/// The spans of several values of one text; one pass finds them all. What is not found
/// gets the span of its nearest ancestor.
#[must_use]
pub fn find_spans(text: &str, pointers: &[&Pointer]) -> Vec<Span> {
    let mut wanted = Wanted::default();
    for pointer in pointers {
        wanted.add(pointer);
    }
    let content = text.strip_prefix('\u{feff}').unwrap_or(text);
    let found = RefCell::new(Found {
        spans: BTreeMap::new(),
        skipped: text.len() - content.len(),
    });
    let is_json = content.trim_start().starts_with(['{', '[']) && {
        let mut reader = serde_json::Deserializer::from_str(content);
        reader.disable_recursion_limit();
        let walk = JsonWalk {
            text: content,
            wanted: &wanted,
            at: &Pointer::root(),
            found: &found,
        };
        walk.deserialize(&mut reader).is_ok()
    };
    if !is_json {
        find_in_yaml(content, &wanted, &mut found.borrow_mut());
    }
    let found = found.into_inner();
    pointers.iter().map(|pointer| found.nearest(pointer)).collect()
}

/// The byte offset at which a line (counted from 1) starts.
#[must_use]
pub fn line_start(text: &str, line: usize) -> usize {
    match line.checked_sub(2) {
        None => 0,
        Some(before) => {
            text.match_indices('\n').nth(before).map_or(text.len(), |(at, _)| at + 1)
        }
    }
}

/// The pointers looked for, as a tree.
#[derive(Default)]
struct Wanted {
    below: BTreeMap<String, Wanted>,
}

impl Wanted {
    fn add(&mut self, pointer: &Pointer) {
        let mut level = self;
        for token in pointer.tokens() {
            level = level.below.entry(token.clone()).or_default();
        }
    }
}

struct Found {
    spans: BTreeMap<Pointer, Span>,
    skipped: usize,
}

impl Found {
    fn add(&mut self, at: Pointer, span: Span) {
        self.spans.insert(at, span.start + self.skipped..span.end + self.skipped);
    }

    fn nearest(&self, pointer: &Pointer) -> Span {
        let mut pointer = pointer.clone();
        loop {
            if let Some(span) = self.spans.get(&pointer) {
                return span.clone();
            }
            if pointer.pop().is_none() {
                return 0..0;
            }
        }
    }
}

/// Goes down a JSON text along the wanted pointers, stepping over all else.
#[derive(Clone, Copy)]
struct JsonWalk<'a> {
    text: &'a str,
    wanted: &'a Wanted,
    at: &'a Pointer,
    found: &'a RefCell<Found>,
}

impl<'a> JsonWalk<'a> {
    fn span(&self, raw: &str) -> Span {
        // `raw` is a part of `text`.
        let start = (raw.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        start..start + raw.len()
    }

    fn found(&self, at: Pointer, span: Span) {
        self.found.borrow_mut().add(at, span);
    }

    fn below<'b>(&self, wanted: &'b Wanted, at: &'b Pointer) -> JsonWalk<'b>
    where
        'a: 'b,
    {
        JsonWalk { text: self.text, wanted, at, found: self.found }
    }
}

impl<'de> DeserializeSeed<'de> for JsonWalk<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonWalk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for index in 0_usize.. {
            let Some(wanted) = self.wanted.below.get(&index.to_string()) else {
                match list.next_element::<IgnoredAny>()? {
                    Some(_) => continue,
                    None => break,
                }
            };
            let Some(raw) = list.next_element::<&'de RawValue>()? else { break };
            let at = self.at.item(index);
            let span = self.span(raw.get());
            let end = if is_scalar(raw.get()) { span.end } else { span.start + 1 };
            self.found(at.clone(), span.start..end);
            let mut reader = serde_json::Deserializer::from_str(raw.get());
            reader.disable_recursion_limit();
            self.below(wanted, &at)
                .deserialize(&mut reader)
                .map_err(serde::de::Error::custom)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(raw_key) = map.next_key::<&'de RawValue>()? {
            let key: String =
                serde_json::from_str(raw_key.get()).map_err(serde::de::Error::custom)?;
            let Some(wanted) = self.wanted.below.get(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let at = self.at.child(key);
            let mut span = self.span(raw_key.get());
            if wanted.below.is_empty() {
                let raw = map.next_value::<&'de RawValue>()?;
                if is_scalar(raw.get()) {
                    span.end = self.span(raw.get()).end;
                }
                self.found(at, span);
            } else {
                self.found(at.clone(), span);
                map.next_value_seed(self.below(wanted, &at))?;
            }
        }
        Ok(())
    }
}

fn is_scalar(raw: &str) -> bool {
    !raw.starts_with(['{', '['])
}

/// An object or a list of a YAML text that is being gone through.
struct Level<'a> {
    /// What is wanted below; none when nothing is.
    wanted: Option<&'a Wanted>,
    at: Pointer,
    next: Next,
}

enum Next {
    Item(usize),
    Key,
    /// The member's key and where it starts.
    Member(String, usize, usize),
}

fn find_in_yaml(text: &str, wanted: &Wanted, found: &mut Found) {
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut spans: Vec<(Pointer, usize, usize)> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let (start, end) = (Marker::index(&span.start), Marker::index(&span.end));
        let (opens, scalar) = match &event {
            Event::MappingStart(..) => (Some(Next::Key), None),
            Event::SequenceStart(..) => (Some(Next::Item(0)), None),
            Event::Scalar(text, ..) => (None, Some(text.as_ref())),
            Event::Alias(_) => (None, Some("*")),
            Event::MappingEnd | Event::SequenceEnd => {
                levels.pop();
                if levels.is_empty() {
                    break;
                }
                continue;
            }
            _ => continue,
        };
        let (wanted, at) = match levels.last_mut() {
            None => (Some(wanted), Pointer::root()),
            Some(level) => {
                let Some(step) = step(level, scalar, (start, end), &mut spans) else {
                    // A key: if it is no scalar, step over what is in it.
                    if let Some(next) = opens {
                        levels.push(Level { wanted: None, at: Pointer::root(), next });
                    }
                    continue;
                };
                step
            }
        };
        if let Some(next) = opens {
            levels.push(Level { wanted, at, next });
        }
    }
    add_by_character(text, spans, found);
}

/// Takes one node inside `level`: its wanted part and pointer, or none if it is a key.
fn step<'a>(
    level: &mut Level<'a>,
    scalar: Option<&str>,
    (start, end): (usize, usize),
    spans: &mut Vec<(Pointer, usize, usize)>,
) -> Option<(Option<&'a Wanted>, Pointer)> {
    let (token, start, end) = match &mut level.next {
        Next::Key => {
            level.next = Next::Member(scalar.unwrap_or_default().to_owned(), start, end);
            return None;
        }
        Next::Item(index) => {
            let token = index.to_string();
            *index += 1;
            (token, start, if scalar.is_some() { end } else { start + 1 })
        }
        Next::Member(key, key_start, key_end) => {
            let step = (
                std::mem::take(key),
                *key_start,
                if scalar.is_some_and(|text| !text.is_empty()) { end } else { *key_end },
            );
            level.next = Next::Key;
            step
        }
    };
    let wanted = level.wanted.and_then(|wanted| wanted.below.get(&token));
    if wanted.is_none() {
        return Some((None, Pointer::root()));
    }
    let at = level.at.child(token);
    spans.push((at.clone(), start, end));
    Some((wanted, at))
}

/// Adds spans that count characters.
fn add_by_character(text: &str, spans: Vec<(Pointer, usize, usize)>, found: &mut Found) {
    let mut counts: Vec<usize> =
        spans.iter().flat_map(|(_, start, end)| [*start, *end]).collect();
    counts.sort_unstable();
    counts.dedup();
    let mut bytes = BTreeMap::new();
    let mut characters = text.char_indices();
    let mut passed = 0;
    for count in counts {
        let at =
            characters.by_ref().nth(count - passed).map_or(text.len(), |(at, _)| at);
        bytes.insert(count, at);
        passed = count + 1;
    }
    for (at, start, end) in spans {
        let byte = |count| bytes.get(&count).copied().unwrap_or_default();
        let (start, mut end) = (byte(start), byte(end));
        end = end.min(start + shown_length(text.get(start..end).unwrap_or_default()));
        found.add(at, start..end);
    }
}

/// How much of a value's text is shown: its first line, without the comment that the
/// parser counts in after a quoted scalar.
fn shown_length(text: &str) -> usize {
    let line = text.lines().next().unwrap_or_default().trim_end();
    match line.rfind(['"', '\'']) {
        Some(quote)
            if line
                .get(quote + 1..)
                .is_some_and(|rest| rest.trim().starts_with('#')) =>
        {
            quote + 1
        }
        _ => line.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'a>(text: &'a str, pointer: &str) -> &'a str {
        let span = find_spans(text, &[&Pointer::parse(pointer)]).remove(0);
        &text[span]
    }

    #[test]
    fn json() {
        let text =
            "\u{feff}{\"ü\": [1, {\"b\": \"x\"}], \"a/b\": {\"c\":\n {}}, \"d\": 5}";
        assert_eq!(shown(text, "/ü/1/b"), "\"b\": \"x\"");
        assert_eq!(shown(text, "/ü/0"), "1");
        assert_eq!(shown(text, "/ü/1"), "{");
        assert_eq!(shown(text, "/a~1b/c"), "\"c\"");
        assert_eq!(shown(text, "/d"), "\"d\": 5");
        assert_eq!(shown(text, "/a~1b/none/at/all"), "\"a/b\"");
    }

    #[test]
    fn yaml() {
        let text = "ü: &x\n  - 1\n  - b: \"ä\" # c\n    ? [k]\n    : {l: m}\n    e:\r\n      f: g\r\nh: *x\ni: |\n  long\n  text\n";
        assert_eq!(shown(text, "/ü/1/b"), "b: \"ä\"");
        assert_eq!(shown(text, "/ü/0"), "1");
        assert_eq!(shown(text, "/ü/1/e/f"), "f: g");
        assert_eq!(shown(text, "/ü/1/e"), "e");
        assert_eq!(shown(text, "/h"), "h: *x");
        assert_eq!(shown(text, "/h/1/b"), "h: *x");
        assert_eq!(shown(text, "/i"), "i: |");
    }

    #[test]
    fn many_at_once() {
        let text = "a: 1\nb: 2\nc: 3\n";
        let pointers = [Pointer::parse("/c"), Pointer::parse("/a"), Pointer::root()];
        let spans = find_spans(text, &pointers.iter().collect::<Vec<_>>());
        assert_eq!(spans, [10..14, 0..4, 0..0]);
    }
}
