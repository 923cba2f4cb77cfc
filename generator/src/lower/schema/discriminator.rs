//! Telling the alternatives of a union apart by a property.

use super::choice::{BASE, Member};
use super::flat::{Flat, JsonType, Source};
use super::reference::Unwrapped;
use crate::diagnostic::Code;
use crate::ir::Told;
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use indexmap::IndexMap;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// An extension by which a schema says with which value of the discriminator it comes.
pub(super) const OWN_TAG: &str = "x-ms-discriminator-value";

impl<'a> Lowering<'a> {
    /// What a `discriminator` says about these alternatives: its mapping first, then what
    /// they say of themselves, the values that the property may have in each of them, and
    /// their names.
    pub(super) fn told(
        &mut self,
        discriminator: &Node<'a>,
        members: &[Member<'a>],
    ) -> Told {
        let Some(property) = discriminator.text("propertyName") else {
            return Told::BestMatch;
        };
        let mut mapping = self.explicit_mapping(discriminator, members);
        let mapped: HashSet<usize> = mapping.iter().map(|(_, index)| *index).collect();
        let mut taken: HashSet<String> =
            mapping.iter().map(|(value, _)| value.clone()).collect();
        for (index, member) in members.iter().enumerate() {
            if mapped.contains(&index) {
                continue;
            }
            let values = self.values_of_member(member, property);
            // What no tag is for takes those that nobody else claims.
            let mut reached = member.is_base();
            for value in values {
                if taken.insert(value.clone()) {
                    mapping.push((value, index));
                    reached = true;
                }
            }
            if !reached {
                return Told::BestMatch;
            }
        }
        Told::Discriminator { property: property.to_owned(), mapping }
    }

    /// The tags of an alternative that the mapping does not name.
    fn values_of_member(&mut self, member: &Member<'a>, property: &str) -> Vec<String> {
        if let Some(value) = self.own_tag(&member.source) {
            return vec![value];
        }
        let name = self.component_name(&member.source);
        match (self.tag_values(&member.source, property), name) {
            // All tags of a family, as its base lists them, with that of this member.
            (Some(values), Some(name)) if values.contains(&name) => vec![name],
            (Some(_), _) if member.is_base() => Vec::new(),
            (Some(values), _) => values,
            (None, name) => name.into_iter().collect(),
        }
    }

    /// The value that the alternative itself says is its own.
    fn own_tag(&self, source: &Source<'a>) -> Option<String> {
        let node = match self.unwrap(source) {
            Unwrapped::Reference(target) => target,
            Unwrapped::Own => source.only()?.clone(),
        };
        node.text(OWN_TAG).map(str::to_owned)
    }

    /// The alternative for values whose tag is no other's: what the discriminator names as
    /// that, else the base of a family, which every member of it is at least.
    pub(super) fn otherwise(
        &self,
        discriminator: Option<&Node<'a>>,
        members: &[Member<'a>],
        how: &Told,
    ) -> Option<usize> {
        let discriminator = discriminator?;
        if matches!(how, Told::BestMatch) {
            return None;
        }
        let named = discriminator.text("x-oasmith-default-mapping").map(target_name);
        let by_name = members.iter().position(|member| {
            named.is_some() && self.component_name(&member.source) == named
        });
        let base = |member: &Member<'a>| member.is_base() && member.name == BASE;
        by_name.or_else(|| members.iter().position(base))
    }

    fn explicit_mapping(
        &mut self,
        discriminator: &Node<'a>,
        members: &[Member<'a>],
    ) -> Vec<(String, usize)> {
        let mut positions = HashMap::new();
        for (index, member) in members.iter().enumerate() {
            let name = self.component_name(&member.source);
            positions
                .entry(name.unwrap_or_else(|| member.name.clone()))
                .or_insert(index);
        }
        let mut mapping = Vec::new();
        for (value, target) in discriminator.map("mapping") {
            let name = target.value.as_str().map(target_name).unwrap_or_default();
            match positions.get(&name) {
                Some(index) => mapping.push((value.to_owned(), *index)),
                None => {
                    let message = format!(
                        "`{value}` maps to `{name}`, which is no alternative here"
                    );
                    self.report(Code::DiscriminatorMapping, &target, message);
                }
            }
        }
        mapping
    }

    /// Without a `discriminator`, a property that every alternative requires, each with
    /// values of its own, tells them apart just as well.
    pub(super) fn told_by_values(&mut self, members: &[Member<'a>]) -> Told {
        let mut candidates: Option<IndexMap<&'a str, Tags>> = None;
        for (index, member) in members.iter().enumerate() {
            let flat = self.flatten(&member.source);
            let own = self.tags(&flat, index);
            let shared = match candidates {
                None => own,
                Some(before) => shared_tags(before, own),
            };
            if shared.is_empty() {
                return Told::BestMatch;
            }
            candidates = Some(shared);
        }
        let mut told = candidates.into_iter().flatten().filter_map(|(name, mapping)| {
            is_unambiguous(&mapping)
                .then(|| Told::Discriminator { property: name.to_owned(), mapping })
        });
        told.next().unwrap_or(Told::BestMatch)
    }

    /// The required properties that take only certain values.
    fn tags(&mut self, flat: &Flat<'a>, index: usize) -> IndexMap<&'a str, Tags> {
        let mut tags = IndexMap::new();
        if flat.effective_type() != Some(JsonType::Object) || !flat.choices.is_empty() {
            return tags;
        }
        for (name, nodes) in &flat.properties {
            if flat.required.contains(name)
                && let Some(values) =
                    self.closed_values(&Source::all(nodes.iter().cloned()))
            {
                tags.insert(
                    *name,
                    values.into_iter().map(|value| (value, index)).collect(),
                );
            }
        }
        tags
    }

    /// The strings, whole numbers or booleans that a schema takes, as text, when it takes
    /// no others.
    pub(super) fn closed_values(&mut self, source: &Source<'a>) -> Option<Vec<String>> {
        let values = self.flatten(source).values?;
        let concrete = values.into_iter().filter(|value| !value.is_null());
        let texts: Option<Vec<String>> = concrete.map(tag_text).collect();
        texts.filter(|texts| !texts.is_empty())
    }

    /// The values that the property may have in an alternative; in one that is a union
    /// itself, those of all its alternatives.
    fn tag_values(
        &mut self,
        source: &Source<'a>,
        property: &str,
    ) -> Option<Vec<String>> {
        let mut found = Vec::new();
        let mut queue = vec![source.clone()];
        let mut seen = HashSet::new();
        while let Some(source) = queue.pop() {
            if !seen.insert(source.key()) {
                continue;
            }
            let flat = self.flatten(&source);
            if let Some(nodes) = flat.properties.get(property) {
                found.extend(self.closed_values(&Source::all(nodes.iter().cloned()))?);
                continue;
            }
            if flat.choices.is_empty() {
                return None;
            }
            let members = flat.choices.into_iter().flat_map(|choice| choice.members);
            queue.extend(members.map(Source::one));
        }
        (!found.is_empty()).then_some(found)
    }

    /// The name of the component that a schema is.
    pub(super) fn component_name(&self, source: &Source<'a>) -> Option<String> {
        let node = match self.unwrap(source) {
            Unwrapped::Reference(target) => target,
            Unwrapped::Own => source.only()?.clone(),
        };
        let pointer = node.pointer();
        match pointer.tokens() {
            [root, section, name] if root == "components" && section == "schemas" => {
                Some(name.clone())
            }
            _ => None,
        }
    }
}

/// A value that can be a tag, as it is compared.
fn tag_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

/// The values that tell alternatives apart, with the index of the alternative.
type Tags = Vec<(String, usize)>;

/// The properties that both sides have, with the values of both.
fn shared_tags<'a>(
    before: IndexMap<&'a str, Tags>,
    mut own: IndexMap<&'a str, Tags>,
) -> IndexMap<&'a str, Tags> {
    let both = before.into_iter().filter_map(|(name, mut tags)| {
        tags.extend(own.swap_remove(name)?);
        Some((name, tags))
    });
    both.collect()
}

/// Whether no two alternatives share a value.
fn is_unambiguous(mapping: &Tags) -> bool {
    let mut owners = HashMap::new();
    mapping.iter().all(|(value, index)| {
        owners.insert(value, *index).is_none_or(|one| one == *index)
    })
}

/// The schema that a mapping means: `Cat`, `#/components/schemas/Cat`, `cat.yaml`,
/// `models.json#/Cat`.
pub(super) fn target_name(target: &str) -> String {
    let last = target.rsplit('/').next().unwrap_or(target);
    let last = last.strip_prefix('#').unwrap_or(last);
    let by_reference = target.starts_with('#');
    let extensions = [".json", ".yaml", ".yml"];
    let plain = extensions.iter().find_map(|one| last.strip_suffix(one));
    let name = if by_reference { last } else { plain.unwrap_or(last) };
    crate::lower::context::percent_decoded(&name.replace("~1", "/").replace("~0", "~"))
}
