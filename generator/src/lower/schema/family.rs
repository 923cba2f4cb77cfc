//! Families: a base schema with a `discriminator`, and the schemas that `allOf` it.
//!
//! Where the base stands as a type, any of its subtypes may come; where a subtype builds
//! on it, only its properties count.

use super::choice::{BASE, Member};
use super::flat::Source;
use crate::ir::{Kind, TypeId};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use std::collections::{HashMap, HashSet};

/// Who builds on whom, by the position of components.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Family<'a> {
    /// The schemas that `allOf` a schema, in the document's order.
    children: HashMap<usize, Vec<usize>>,
    /// The bases that have subtypes, with their discriminators.
    bases: HashMap<usize, Node<'a>>,
    /// The addresses of all schemas that build on a base.
    subtypes: HashSet<usize>,
}

impl<'a> Lowering<'a> {
    /// Finds the families among the named schemas.
    pub(super) fn find_families(&mut self) {
        let mut family = Family::default();
        for (child, component) in self.components.values().enumerate() {
            for member in component.node.list("allOf") {
                let target =
                    member.reference().and_then(|reference| self.target(reference));
                let base = target.and_then(|target| self.position(&target));
                if let Some(base) = base.filter(|base| *base != child) {
                    family.children.entry(base).or_default().push(child);
                }
            }
        }
        for (base, component) in self.components.values().enumerate() {
            let node = &component.node;
            let chooses = node.get("oneOf").is_some() || node.get("anyOf").is_some();
            let has_children = family.children.contains_key(&base);
            if let Some(discriminator) = node.get("discriminator")
                && !chooses
                && has_children
            {
                family.bases.insert(base, discriminator);
            }
        }
        for base in family.bases.keys() {
            for subtype in descendants(&family, *base) {
                let component = self.components.get_index(subtype);
                family.subtypes.extend(component.map(|(_, one)| one.node.address()));
            }
        }
        self.family = family;
    }

    /// The position of the component that this value is.
    fn position(&self, node: &Node<'a>) -> Option<usize> {
        self.position_of(*self.placed.get([node.address()].as_slice())?)
    }

    /// The position of the component that has this type.
    fn position_of(&self, id: TypeId) -> Option<usize> {
        // Components are placed first and in order, so that ids and positions agree.
        Some(id.index()).filter(|index| *index < self.components.len())
    }

    /// Whether a schema is a component that builds on a base of a family.
    pub(super) fn is_subtype(&self, source: &Source<'a>) -> bool {
        source
            .single()
            .is_some_and(|node| self.family.subtypes.contains(&node.address()))
    }

    /// The union that the base of a family is as a type; `None` for all other types.
    pub(super) fn family_kind(&mut self, id: TypeId, path: &[String]) -> Option<Kind> {
        let base = self.position_of(id)?;
        let discriminator = self.family.bases.get(&base)?.clone();
        let mut positions = descendants(&self.family, base);
        positions.retain(|position| *position != base);
        let mut members = Vec::new();
        for position in positions {
            if let Some((name, component)) = self.components.get_index(position) {
                // A subtype that is a base itself stands for its own subtypes, which are
                // here too; what is left of it is its own kind.
                let is_base = self.family.bases.contains_key(&position);
                let node = component.node.clone();
                members.push(match is_base {
                    true => Member::base(node, name),
                    false => {
                        Member { source: Source::one(node), name: (*name).to_owned() }
                    }
                });
            }
        }
        self.add_mapped_members(&discriminator, &mut members, base);
        // Last: a value that fits one that builds on it is that.
        if let Some((_, component)) = self.components.get_index(base) {
            members.push(Member::base(component.node.clone(), BASE));
        }
        self.drop_shapeless_bases(&mut members);
        let at = discriminator.clone();
        Some(self.union_of(members, Some(&discriminator), path, &at))
    }

    /// A base that says nothing of its own is no alternative: what fits no other is kept.
    fn drop_shapeless_bases(&mut self, members: &mut Vec<Member<'a>>) {
        members.retain(|member| {
            !member.is_base() || !self.flatten(&member.source).properties.is_empty()
        });
    }

    /// Schemas that the mapping names although they do not build on the base.
    fn add_mapped_members(
        &self,
        discriminator: &Node<'a>,
        members: &mut Vec<Member<'a>>,
        base: usize,
    ) {
        for (_, target) in discriminator.map("mapping") {
            let Some(name) =
                target.value.as_str().map(super::discriminator::target_name)
            else {
                continue;
            };
            let known = members.iter().any(|member| member.name == name);
            let Some((position, key, component)) =
                self.components.get_full(name.as_str())
            else {
                continue;
            };
            let is_base = position == base || self.family.bases.contains_key(&position);
            if !known && !is_base {
                let source = Source::one(component.node.clone());
                members.push(Member { source, name: (*key).to_owned() });
            }
        }
    }
}

/// All that build on a schema, directly or not, each once.
fn descendants(family: &Family<'_>, base: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut seen = HashSet::from([base]);
    let mut next = vec![base];
    while let Some(at) = next.pop() {
        for child in family.children.get(&at).into_iter().flatten() {
            if seen.insert(*child) {
                found.push(*child);
                next.push(*child);
            }
        }
    }
    found.sort_unstable();
    found
}
