//! Schemas that are only another schema under a few words of their own.

use super::build::LONGEST_CHAIN;
use super::flat::Source;
use super::null::is_null_only;
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use serde_json::Value;

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

    /// The type that a schema says it has, itself or by what it is built on.
    fn said_type(&self, node: &Node<'a>) -> Option<&'a str> {
        let mut waiting = vec![node.clone()];
        for _ in 0..LONGEST_CHAIN {
            let node = waiting.pop()?;
            if let Some(name) = node.text("type") {
                return Some(name);
            }
            waiting.extend(node.list("allOf").into_iter().rev());
            waiting.extend(node.reference().and_then(|to| self.target(to)));
        }
        None
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
        let mut found: Option<Wrapped<'a>> = None;
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
            let same =
                |before: &Wrapped<'a>| before.node.reference() == inner.node.reference();
            if !found.as_ref().is_none_or(same) {
                return Unwrapped::Own;
            }
            found = Some(inner);
        }
        found.map_or(Unwrapped::Own, |inner| self.follow(&inner))
    }

    fn follow(&self, wrapped: &Wrapped<'a>) -> Unwrapped<'a> {
        let reference = wrapped.node.reference();
        let Some(target) = reference.and_then(|reference| self.target(reference)) else {
            return Unwrapped::Own;
        };
        let types = wrapped.types.as_slice();
        if !types.is_empty() {
            // What is built on a union that lists it is no other name of the union.
            if !target.list("oneOf").is_empty() || !target.list("anyOf").is_empty() {
                return Unwrapped::Own;
            }
            let said = self.said_type(&target);
            if types.iter().any(|one| Some(*one) != said) {
                return Unwrapped::Own;
            }
        }
        Unwrapped::Reference(target)
    }
}

/// A `$ref` found inside of wrappings.
struct Wrapped<'a> {
    /// The object with the `$ref`.
    node: Node<'a>,
    /// What the wrappings say of the type: they add nothing where it is that of the target.
    types: Vec<&'a str>,
}

/// Whether a key of a schema leaves its values what they are, and is not about its type.
fn adds_nothing(key: &str, value: &Value) -> bool {
    match (key, value) {
        ("properties", Value::Object(all)) => all.is_empty(),
        ("additionalProperties", Value::Object(schema)) => schema.is_empty(),
        ("additionalProperties", Value::Bool(allowed)) => *allowed,
        ("required", Value::Array(all)) => all.is_empty(),
        _ => is_words(key),
    }
}

/// The object with `$ref` inside the wrappings.
fn wrapped_reference<'a>(node: &Node<'a>) -> Option<Wrapped<'a>> {
    let mut node = node.clone();
    let mut types = Vec::new();
    loop {
        if node.reference().is_some() {
            return Some(Wrapped { node, types });
        }
        for (key, value) in node.object()? {
            match key.as_str() {
                "allOf" | "oneOf" | "anyOf" => {}
                "type" => types.extend(value.as_str()),
                key if adds_nothing(key, value) => {}
                _ => return None,
            }
        }
        // Words alone add nothing to what holds beside them, but as an alternative they
        // take any value.
        let mut all = node.list("allOf");
        all.retain(|member| {
            let only_type = says_only_type(member);
            types.extend(only_type);
            only_type.is_none() && !is_only_words(member)
        });
        let either = node.list("oneOf").into_iter().chain(node.list("anyOf"));
        let mut bearing =
            all.into_iter().chain(either).filter(|member| !is_null_only(member));
        let only = bearing.next()?;
        if bearing.next().is_some() {
            return None;
        }
        node = only;
    }
}

/// The type of a schema that says nothing else.
fn says_only_type<'a>(node: &Node<'a>) -> Option<&'a str> {
    let mut keys = node.object()?.iter();
    let plain = keys.all(|(key, value)| key == "type" || adds_nothing(key, value));
    node.text("type").filter(|_| plain)
}
