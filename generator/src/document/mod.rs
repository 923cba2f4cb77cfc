//! A description as it was read: a tree of JSON values, and where each part came from.

mod copies;
pub mod disk;
mod pointer;
mod position;
mod source_map;
mod visible;

pub use copies::{Copies, Copy, MAX_COPIED_VALUES};
pub use pointer::Pointer;
pub use position::{Span, find_spans, line_start};
pub use source_map::{FileId, Location, SourceFileText, SourceMap};
pub use visible::{visible, visible_json, visible_line};

/// A whole description, all its files together.
///
/// After `load` every `$ref` in `root` is local (`#/…`).
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The root object, key order kept.
    pub root: serde_json::Value,
    /// Which file and place each part of `root` came from.
    pub sources: SourceMap,
}

impl Document {
    /// The text of the member or item at `pointer`, as its file spells it: tells `1.10`
    /// from `1.1`, which are one number.
    #[must_use]
    pub fn spelling(&self, pointer: &Pointer) -> Option<&str> {
        let place = self.sources.locate(pointer);
        let text = &self.sources.file(place.file)?.text;
        let span = find_spans(text, &[&place.pointer]).pop()?;
        let member = text.get(span)?;
        let value = match member.split_once(':') {
            Some((_, value)) => value,
            None => member,
        };
        Some(value.trim())
    }
}
