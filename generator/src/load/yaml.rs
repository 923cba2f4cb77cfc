//! YAML text to a tree, event by event: nesting costs heap, not stack.

use super::decode::{Decoded, MAX_DEPTH, Problem, ProblemKind};
use super::scalar;
use crate::document::Pointer;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How much memory the copies that aliases make may take, roughly, beside ten times that
/// of the text: a few lines can otherwise stand for more than any machine holds.
const ALIAS_BYTES: usize = 64 << 20;

/// Why a text is no tree, and where (line from 1, column from 0, in characters).
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl From<ScanError> for Failure {
    fn from(error: ScanError) -> Self {
        let (line, column) = (error.marker().line(), error.marker().col());
        Self { message: error.info().to_owned(), line, column }
    }
}

/// Reads the first document of the text.
pub(super) fn read(text: &str) -> Result<Decoded, Failure> {
    let mut builder = Builder::new(text.len());
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event?;
        let fail = |message: &str| Failure {
            message: message.to_owned(),
            line: span.start.line(),
            column: span.start.col(),
        };
        match event {
            Event::DocumentStart(_) => documents += 1,
            // What follows the first document is not looked at: it may be anything.
            Event::DocumentEnd => break,
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain
                    && !tag.is_some_and(|tag| {
                        tag.is_yaml_core_schema() && tag.suffix == "str"
                    });
                builder.scalar(&text, plain, anchor);
            }
            Event::SequenceStart(anchor, _) => {
                builder.open(Shape::List(Vec::new()), anchor)
            }
            Event::MappingStart(anchor, _) => builder.open(Shape::map(), anchor),
            Event::SequenceEnd | Event::MappingEnd => builder.close(),
            Event::Alias(anchor) => builder.alias(anchor).map_err(fail)?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd => {}
        }
    }
    if documents == 0 {
        builder.done = Some(Value::Null);
    }
    Ok(Decoded { root: builder.done.unwrap_or(Value::Null), problems: builder.problems })
}

/// A value that is not yet closed.
struct Open {
    shape: Shape,
    anchor: usize,
    weight: usize,
    /// How many levels are below.
    height: usize,
}

enum Shape {
    List(Vec<Value>),
    Map {
        members: Map<String, Value>,
        /// The key whose value comes next; the inner `None` is a key that cannot be one.
        key: Option<Option<String>>,
        /// The values of merge keys, first one first.
        merged: Vec<Value>,
    },
}

impl Shape {
    fn map() -> Self {
        Self::Map { members: Map::new(), key: None, merged: Vec::new() }
    }
}

struct Anchored {
    value: Value,
    weight: usize,
    height: usize,
}

struct Builder {
    open: Vec<Open>,
    /// How many lists and objects are open that are too deep to be kept.
    passed_over: usize,
    anchors: BTreeMap<usize, Anchored>,
    alias_room: usize,
    problems: Vec<Problem>,
    done: Option<Value>,
}

impl Builder {
    fn new(text_length: usize) -> Self {
        Self {
            open: Vec::new(),
            passed_over: 0,
            anchors: BTreeMap::new(),
            alias_room: ALIAS_BYTES.saturating_add(text_length.saturating_mul(10)),
            problems: Vec::new(),
            done: None,
        }
    }

    fn expects_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open { shape: Shape::Map { key: None, .. }, .. })
        )
    }

    fn scalar(&mut self, text: &str, plain: bool, anchor: usize) {
        let value = if plain && !self.expects_key() {
            scalar::plain(text)
        } else {
            Value::String(text.to_owned())
        };
        self.value(Anchored { value, weight: 64 + text.len(), height: 0 }, anchor);
    }

    fn open(&mut self, shape: Shape, anchor: usize) {
        if self.open.len() < MAX_DEPTH {
            self.open.push(Open { shape, anchor, weight: 64, height: 0 });
            return;
        }
        // The outermost one that is passed over stands there empty.
        let empty = match shape {
            Shape::List(_) => Value::Array(Vec::new()),
            Shape::Map { .. } => Value::Object(Map::new()),
        };
        if self.passed_over == 0 {
            self.report_too_deep();
        }
        self.value(Anchored { value: empty, weight: 64, height: 0 }, anchor);
        self.passed_over = self.passed_over.saturating_add(1);
    }

    fn close(&mut self) {
        if self.passed_over > 0 {
            self.passed_over -= 1;
            return;
        }
        let Some(open) = self.open.pop() else { return };
        let value = match open.shape {
            Shape::List(items) => Value::Array(items),
            Shape::Map { members, merged, .. } => Value::Object(merge(members, merged)),
        };
        let height = open.height.saturating_add(1);
        self.value(Anchored { value, weight: open.weight, height }, open.anchor);
    }

    fn alias(&mut self, anchor: usize) -> Result<(), &'static str> {
        // An alias inside its own anchor has no value yet.
        if self.passed_over > 0 {
            return Ok(());
        }
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err("an alias to nothing, or to what it stands in");
        };
        let (weight, height) = (anchored.weight, anchored.height);
        self.alias_room = self
            .alias_room
            .checked_sub(weight)
            .ok_or("the aliases stand for more than can be held")?;
        if self.open.len().saturating_add(height) > MAX_DEPTH {
            self.report_too_deep();
            let value = Value::Object(Map::new());
            self.value(Anchored { value, weight: 64, height: 0 }, 0);
            return Ok(());
        }
        let value = anchored.value.clone();
        self.value(Anchored { value, weight, height }, 0);
        Ok(())
    }

    /// Takes a complete value: a key, a member's value, an item or the whole document.
    fn value(&mut self, complete: Anchored, anchor: usize) {
        let Anchored { value, weight, height } = complete;
        if anchor != 0 {
            let value = value.clone();
            self.anchors.insert(anchor, Anchored { value, weight, height });
        }
        if self.passed_over > 0 {
            return;
        }
        let Some(parent) = self.open.last_mut() else {
            self.done = Some(value);
            return;
        };
        parent.weight = parent.weight.saturating_add(weight);
        parent.height = parent.height.max(height);
        let (members, key, merged) = match &mut parent.shape {
            Shape::List(items) => return items.push(value),
            Shape::Map { members, key, merged } => (members, key, merged),
        };
        match key.take() {
            None => {
                let text = scalar::key_text(value);
                let usable = text.is_some();
                *key = Some(text);
                if !usable {
                    self.report(ProblemKind::KeyNotScalar, None);
                }
            }
            Some(None) => {}
            Some(Some(name)) if name == "<<" && is_mergeable(&value) => {
                merged.push(value)
            }
            Some(Some(name)) => {
                if members.insert(name.clone(), value).is_some() {
                    self.report(ProblemKind::DoubledKey, Some(name));
                }
            }
        }
    }

    /// Notes that what comes next nests too deeply.
    fn report_too_deep(&mut self) {
        let name = self.open.last().and_then(|open| match &open.shape {
            Shape::List(items) => Some(items.len().to_string()),
            Shape::Map { key, .. } => key.clone().flatten(),
        });
        self.report(ProblemKind::TooDeep, name);
    }

    /// Notes a problem in the value that is open, or of its member `name`.
    fn report(&mut self, kind: ProblemKind, name: Option<String>) {
        let mut at = Pointer::root();
        let ancestors = self.open.len().saturating_sub(1);
        for open in self.open.iter().take(ancestors) {
            match &open.shape {
                Shape::List(items) => at.push(items.len().to_string()),
                Shape::Map { key, .. } => {
                    at.push(key.clone().flatten().unwrap_or_default())
                }
            }
        }
        if let Some(name) = name {
            at.push(name);
        }
        self.problems.push(Problem { kind, at });
    }
}

fn is_mergeable(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().all(Value::is_object),
        _ => false,
    }
}

/// Adds what merge keys (`<<`) bring: own members win, then those of earlier merges.
fn merge(mut members: Map<String, Value>, merged: Vec<Value>) -> Map<String, Value> {
    for value in merged {
        let maps = match value {
            Value::Array(items) => items,
            one => vec![one],
        };
        for map in maps {
            let Value::Object(map) = map else { continue };
            for (key, value) in map {
                members.entry(key).or_insert(value);
            }
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(text: &str) -> Value {
        read(text).map(|decoded| decoded.root).unwrap_or_else(|failure| {
            panic!("line {}: {}", failure.line, failure.message);
        })
    }

    #[test]
    fn keys_are_their_text() {
        let text = "200: a\non: b\nyes: c\nnull: d\n1.10: e\n2020-01-01: f\n'x y': g\n";
        let expected = json!({
            "200": "a", "on": "b", "yes": "c", "null": "d", "1.10": "e",
            "2020-01-01": "f", "x y": "g",
        });
        assert_eq!(tree(text), expected);
    }

    #[test]
    fn merge_keys_do_not_override() {
        let text =
            "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 0\n";
        assert_eq!(tree(text)["c"], json!({"x": 0, "y": 2, "z": 4}));
    }

    #[test]
    fn doubled_keys_are_reported_with_their_place_and_the_last_wins() {
        let decoded = read("a:\n- b: 1\n- {c: {d: 1, d: 2}}\n").ok().unwrap();
        assert_eq!(decoded.root, json!({"a": [{"b": 1}, {"c": {"d": 2}}]}));
        let places: Vec<_> =
            decoded.problems.iter().map(|one| one.at.to_string()).collect();
        assert_eq!(places, ["/a/1/c/d"]);
    }

    #[test]
    fn many_laughs_stay_bounded() {
        let mut text =
            String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for level in 1..20 {
            let below = level - 1;
            let items = vec![format!("*a{below}"); 9].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{items}]\n"));
        }
        assert!(read(&text).is_err_and(|failure| failure.message.contains("aliases")));
        assert!(read("a: &a [*a]").is_err());
    }

    #[test]
    fn what_is_too_deep_is_left_out_and_reported() {
        let text = format!("a:\n- 1\n- {}x\nb: 2\n", "- ".repeat(10_000));
        let decoded = read(&text).ok().unwrap();
        assert_eq!(decoded.root["b"], 2);
        let [problem] = decoded.problems.as_slice() else { panic!("not one problem") };
        assert_eq!(problem.kind, ProblemKind::TooDeep);
        assert_eq!(problem.at.tokens().len(), MAX_DEPTH);
        assert!(problem.at.to_string().starts_with("/a/1/0/0"));
    }

    #[test]
    fn aliases_do_not_nest_deeper_than_text() {
        let mut text = String::from("a0: &a0 {}\n");
        for level in 1..200 {
            let (opened, closed) = ("[".repeat(200), "]".repeat(200));
            text += &format!("a{level}: &a{level} {opened}*a{}{closed}\n", level - 1);
        }
        let decoded = read(&text).ok().unwrap();
        let (mut depth, mut value) = (0, &decoded.root["a199"]);
        while let Some(inner) = value.get(0) {
            (depth, value) = (depth + 1, inner);
        }
        assert!(depth < MAX_DEPTH, "{depth}");
        assert!(decoded.problems.iter().all(|one| one.kind == ProblemKind::TooDeep));
    }

    #[test]
    fn depth_is_bounded_without_the_stack() {
        assert!(read(&"[".repeat(100_000)).is_err());
        let deep = format!("{}{}x", "- ".repeat(200), "- ".repeat(200));
        assert!(read(&deep).is_ok());
    }

    #[test]
    fn only_the_first_document_counts() {
        assert_eq!(tree("a: 1\n---\nb: [\n"), json!({"a": 1}));
        assert_eq!(tree(""), Value::Null);
    }
}
