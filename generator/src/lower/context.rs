//! What every part of lowering has at hand: the document, the arena, the notes.

use super::node::Node;
use super::schema::{Family, Job, NullCache};
use super::tallies::Tallies;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::Pointer;
use crate::ir::{Scalar, TypeId, Types};
use indexmap::IndexMap;
use std::collections::HashMap;

/// The state of one run.
pub(super) struct Lowering<'a> {
    pub(super) root: Node<'a>,
    pub(super) config: &'a Config,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) types: Types,
    /// The named schemas, in the document's order, and their types.
    pub(super) components: IndexMap<&'a str, Component<'a>>,
    /// The type of each schema that was placed, by the addresses of its parts.
    pub(super) placed: HashMap<Vec<usize>, TypeId>,
    /// Scalars written in place are one type each, however often they stand.
    pub(super) scalars: HashMap<Scalar, TypeId>,
    /// The type of values about which nothing is known.
    pub(super) any: Option<TypeId>,
    /// Schemas that have a type but not yet what it is.
    pub(super) jobs: Vec<Job<'a>>,
    pub(super) nulls: NullCache,
    pub(super) family: Family<'a>,
    /// Which patterns the SDK's regular expressions can take.
    pub(super) patterns: HashMap<&'a str, bool>,
    tallies: Tallies,
    /// Whether a body is XML, so that properties may say how they stand there.
    pub(super) has_xml: bool,
}

/// A named schema.
#[derive(Clone, Debug)]
pub(super) struct Component<'a> {
    pub(super) node: Node<'a>,
    pub(super) id: TypeId,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(
        root: &'a serde_json::Value,
        config: &'a Config,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            root: Node::root(root),
            config,
            diagnostics,
            types: Types::default(),
            components: IndexMap::new(),
            placed: HashMap::new(),
            scalars: HashMap::new(),
            any: None,
            jobs: Vec::new(),
            nulls: NullCache::default(),
            family: Family::default(),
            patterns: HashMap::new(),
            tallies: Tallies::default(),
            has_xml: false,
        }
    }

    /// Reports a finding about one value.
    pub(super) fn report(
        &mut self,
        code: Code,
        at: &Node<'a>,
        message: impl Into<String>,
    ) {
        self.diagnostics.report(code, &at.pointer(), message);
    }

    /// Counts a finding of which there may be thousands: it is reported once, with the
    /// first place and the count. `message` is about one place.
    pub(super) fn tally(&mut self, code: Code, at: &Node<'a>, message: String) {
        self.tallies.add(code, message, || at.pointer());
    }

    /// Reports what was counted.
    pub(super) fn report_tallies(&mut self) {
        std::mem::take(&mut self.tallies).report(self.diagnostics);
    }

    /// The value that a local reference leads to.
    pub(super) fn target(&self, reference: &str) -> Option<Node<'a>> {
        let pointer = reference.strip_prefix('#')?;
        let plain = self.walk(&Pointer::parse(pointer));
        plain.or_else(|| self.walk(&Pointer::parse(&percent_decoded(pointer))))
    }

    fn walk(&self, pointer: &Pointer) -> Option<Node<'a>> {
        let mut node = self.root.clone();
        for token in pointer.tokens() {
            node = node.descend(token)?;
        }
        Some(node)
    }

    /// Follows references until something stands there; `None` when they lead nowhere or
    /// around in a circle.
    pub(super) fn resolve(&self, node: &Node<'a>) -> Option<Node<'a>> {
        let mut node = node.clone();
        let mut seen = Vec::new();
        while let Some(reference) = node.reference() {
            if seen.contains(&reference) {
                return None;
            }
            seen.push(reference);
            node = self.target(reference)?;
        }
        Some(node)
    }
}

/// `%41` as `A`; what is no escape, or no text afterwards, stays as it is.
pub(super) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escape = tail.get(..2).filter(|_| first == b'%');
        let decoded = escape
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match decoded {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
