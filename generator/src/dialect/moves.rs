//! What moved inside the document, so that references follow.

use super::grammar::Kind;
use super::report::Report;
use super::walk::walk;
use crate::document::Pointer;
use serde_json::Value;
use std::collections::BTreeMap;

/// From old places to new ones.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    new_by_old: BTreeMap<Pointer, Pointer>,
}

impl Moves {
    /// Says that what stood at `old` stands at `new` now, for references and for reports.
    pub(crate) fn add(&mut self, old: &Pointer, new: Pointer, report: &mut Report<'_>) {
        report.moved(old, new.clone());
        self.new_by_old.entry(old.clone()).or_insert(new);
    }

    /// Where a reference (`#/…`) leads now; `None` when nothing on its way moved.
    #[must_use]
    pub(crate) fn follow(&self, reference: &str) -> Option<String> {
        let mut ancestor = Pointer::parse(&decode(reference.strip_prefix('#')?));
        let mut below = Vec::new();
        loop {
            if let Some(new) = self.new_by_old.get(&ancestor) {
                let mut new = new.clone();
                below.into_iter().rev().for_each(|token: String| new.push(token));
                return Some(format!("#{new}"));
            }
            below.push(ancestor.pop()?);
        }
    }

    /// Lets every reference of the document follow.
    pub(crate) fn apply(&self, root: &mut Value) {
        if self.new_by_old.is_empty() {
            return;
        }
        walk(Kind::OpenApi, root, |kind, value, _| {
            if let Some(Value::String(reference)) = value.get_mut("$ref")
                && let Some(new) = self.follow(reference)
            {
                *reference = new;
            }
            if kind == Kind::Discriminator
                && let Some(Value::Object(mapping)) = value.get_mut("mapping")
            {
                self.follow_all(mapping);
            }
        });
    }

    fn follow_all(&self, mapping: &mut serde_json::Map<String, Value>) {
        for target in mapping.values_mut() {
            if let Value::String(reference) = target
                && let Some(new) = self.follow(reference)
            {
                *reference = new;
            }
        }
    }
}

/// Percent-decoding of a reference's fragment; what is not encoded well stays as it is.
#[must_use]
pub(crate) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let hex = (*first == b'%').then(|| after.get(..2)).flatten();
        let byte = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn percent_encoding() {
        assert_eq!(decode("/a%20b/%7Bid%7D"), "/a b/{id}");
        assert_eq!(decode("100%/%zz/%2"), "100%/%zz/%2");
    }
}
