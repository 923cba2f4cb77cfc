//! Schemas that are only another schema under a few words of their own.

use super::build::LONGEST_CHAIN;
use super::flat::Source;
use super::null::is_null_only;
use crate::lower::context::Lowering;
use crate::lower::node::Node;

/// What a schema turns out to be when its wrappings are taken off.
pub(super) enum Unwrapped<'a> {
    /// A `$ref` to this schema.
    Reference(Node<'a>),
    /// A schema of its own.
    Own,
}

/// Keys that do not change which values a schema takes.
fn is_words(key: &str) -> bool {
    matches!(
        key,
        "title"
            | "description"
            | "nullable"
            | "readOnly"
            | "writeOnly"
            | "deprecated"
            | "default"
            | "example"
            | "examples"
            | "externalDocs"
            | "xml"
            | "$id"
            | "$anchor"
            | "$comment"
            | "$schema"
            | "$defs"
            | "definitions"
            | "discriminator"
    ) || key.starts_with("x-")
}

/// Whether a schema has only words, so that it adds nothing to what it is merged with.
pub(super) fn is_only_words(node: &Node<'_>) -> bool {
    node.object().is_some_and(|object| object.keys().all(|key| is_words(key)))
}

impl<'a> Lowering<'a> {
    /// Takes wrappings off: `allOf`, `oneOf` and `anyOf` around one `$ref`, with nothing
    /// beside it but words and `null`.
    pub(super) fn unwrap(&self, source: &Source<'a>) -> Unwrapped<'a> {
        let Some(node) = source.single() else {
            return self.unwrap_parts(source);
        };
        // A subtype is more than another name of its base, even if it adds nothing.
        if self.is_subtype(source) {
            return Unwrapped::Own;
        }
        match wrapped_reference(node) {
            Some(inner) => self.follow(&inner),
            None => Unwrapped::Own,
        }
    }

    /// The schema behind all wrappings.
    pub(super) fn unwrapped(&self, source: &Source<'a>) -> Source<'a> {
        let mut source = source.clone();
        for _ in 0..LONGEST_CHAIN {
            match self.unwrap(&source) {
                Unwrapped::Reference(target) => source = Source::one(target),
                Unwrapped::Own => break,
            }
        }
        source
    }

    /// Parts that all are the same `$ref`, or one `$ref` and words, are that reference.
    fn unwrap_parts(&self, source: &Source<'a>) -> Unwrapped<'a> {
        let mut found: Option<Node<'a>> = None;
        for part in &source.parts {
            if part.without_unions {
                return Unwrapped::Own;
            }
            if is_only_words(&part.node) {
                continue;
            }
            let Some(inner) = wrapped_reference(&part.node) else {
                return Unwrapped::Own;
            };
            let same = |before: &Node<'a>| before.reference() == inner.reference();
            if !found.as_ref().is_none_or(same) {
                return Unwrapped::Own;
            }
            found = Some(inner);
        }
        found.map_or(Unwrapped::Own, |inner| self.follow(&inner))
    }

    fn follow(&self, node: &Node<'a>) -> Unwrapped<'a> {
        let target = node.reference().and_then(|reference| self.target(reference));
        target.map_or(Unwrapped::Own, Unwrapped::Reference)
    }
}

/// The object with `$ref` inside the wrappings.
fn wrapped_reference<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    let mut node = node.clone();
    loop {
        if node.reference().is_some() {
            return Some(node);
        }
        let lists = ["allOf", "oneOf", "anyOf"];
        let plain = |key: &String| is_words(key) || lists.contains(&key.as_str());
        if !node.object()?.keys().all(plain) {
            return None;
        }
        // Words alone add nothing to what holds beside them, but as an alternative they
        // take any value.
        let all = node.list("allOf").into_iter().filter(|member| !is_only_words(member));
        let either = node.list("oneOf").into_iter().chain(node.list("anyOf"));
        let mut bearing = all.chain(either).filter(|member| !is_null_only(member));
        let only = bearing.next()?;
        if bearing.next().is_some() {
            return None;
        }
        node = only;
    }
}
