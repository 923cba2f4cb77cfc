//! Rules on what lists and maps hold.

use super::build::LONGEST_CHAIN;
use super::flat::{Flat, Source};
use crate::ir::Rules;
use crate::lower::context::Lowering;

impl<'a> Lowering<'a> {
    /// What a field or parameter takes over from its schema. The rules on numbers and text
    /// in a list or map are rules of the field: they hold for each.
    pub(in crate::lower) fn describe_field(&mut self, source: &Source<'a>) -> Flat<'a> {
        let mut words = self.describe(source);
        let mut source = source.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(inner) = self.inner(&source) else { break };
            let rules = self.describe(&inner).rules;
            take_over(&mut words.rules, rules);
            source = inner;
        }
        words
    }

    /// The schema of what a list or map holds.
    fn inner(&self, source: &Source<'a>) -> Option<Source<'a>> {
        let source = self.unwrapped(source);
        let node = source.single()?;
        let has = |key: &str| node.object().is_some_and(|it| it.contains_key(key));
        let inner = match node.get("items") {
            Some(items) if !has("x-oasmith-prefix-items") => items,
            _ if has("properties") || has("x-oasmith-pattern-properties") => {
                return None;
            }
            _ => node.get("additionalProperties")?,
        };
        inner.object()?;
        Some(Source::one(inner))
    }
}

/// Takes over what can be said of items beside what is said of the list.
fn take_over(rules: &mut Rules, of_items: Rules) {
    rules.minimum = rules.minimum.take().or(of_items.minimum);
    rules.exclusive_minimum |= of_items.exclusive_minimum;
    rules.maximum = rules.maximum.take().or(of_items.maximum);
    rules.exclusive_maximum |= of_items.exclusive_maximum;
    rules.multiple_of = rules.multiple_of.take().or(of_items.multiple_of);
    rules.min_length = rules.min_length.or(of_items.min_length);
    rules.max_length = rules.max_length.or(of_items.max_length);
    rules.pattern = rules.pattern.take().or(of_items.pattern);
}
