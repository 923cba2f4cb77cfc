//! A description as it was read: a tree of JSON values, and where each part came from.

mod pointer;
mod source_map;

pub use pointer::Pointer;
pub use source_map::{FileId, Location, SourceFileText, SourceMap};

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
