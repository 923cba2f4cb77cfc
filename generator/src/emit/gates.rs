//! What is compiled for which group: each group of operations is a feature of the crate,
//! and a file of types that few groups need is there for those alone.
//!
//! An SDK with hundreds of operations takes its time to compile; who needs one group of
//! them pays for that one.

use crate::ir::{Api, TypeId};
use crate::name::{Home, Names, Shared};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// The feature that turns all groups on; it is on by default.
pub(super) const ALL: &str = "all-groups";

/// What more groups than this need is always compiled: it is in most builds anyway, and a
/// list of so many features tells nobody anything.
const MOST_GROUPS: usize = 3;

/// A part of the crate that is compiled as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The file of types with this index.
    Types(usize),
    /// The operations of the group with this index, and the types in their files.
    Group(usize),
    /// What the API sends by itself.
    Webhooks,
}

/// When a part is compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    /// Always.
    Open,
    /// With any of these features.
    AnyOf(Vec<String>),
}

impl Gate {
    /// The attribute that says so; nothing where there is no need for one.
    pub(super) fn attribute(&self) -> TokenStream {
        match self {
            Self::Open => TokenStream::new(),
            Self::AnyOf(features) => match features.as_slice() {
                [only] => quote!(#[cfg(feature = #only)]),
                all => quote!(#[cfg(any(#(feature = #all),*))]),
            },
        }
    }
}

/// The gates of all parts.
pub(super) struct Gates {
    /// There is nothing to choose from.
    open: bool,
    features: Vec<String>,
    needed_by: BTreeMap<Part, BTreeSet<usize>>,
    always: BTreeSet<Part>,
}

impl Gates {
    /// Works out what each group needs.
    pub(super) fn new(api: &Api, names: &Names) -> Self {
        let groups: Vec<usize> = (0..names.groups.len())
            .filter(|index| !operations(names, *index).is_empty())
            .collect();
        let features = names.groups.iter().map(|group| group.feature.clone()).collect();
        let mut gates = Self {
            open: groups.len() < 2,
            features,
            needed_by: BTreeMap::new(),
            always: BTreeSet::new(),
        };
        let uses = uses(api, names);
        for group in groups {
            gates.need(group, &uses);
        }
        gates.always = reached(Part::Webhooks, &uses);
        gates
    }

    /// Says of all that a group needs that it does.
    fn need(&mut self, group: usize, uses: &BTreeMap<Part, BTreeSet<Part>>) {
        let mut waiting = vec![Part::Group(group)];
        while let Some(part) = waiting.pop() {
            let needed_by = self.needed_by.entry(part).or_default();
            // What this part needs has as many already.
            if needed_by.len() > MOST_GROUPS || !needed_by.insert(group) {
                continue;
            }
            waiting.extend(uses.get(&part).into_iter().flatten());
        }
    }

    /// The gate of a group's operations.
    pub(super) fn group(&self, index: usize) -> Gate {
        if self.open || self.is_always(Part::Group(index)) {
            return Gate::Open;
        }
        Gate::AnyOf(self.features.get(index).cloned().into_iter().collect())
    }

    /// The gate of a file of types.
    pub(super) fn types(&self, module: usize) -> Gate {
        let part = Part::Types(module);
        if self.open || self.is_always(part) {
            return Gate::Open;
        }
        let groups = self.needed_by.get(&part).into_iter().flatten();
        let features: Vec<String> =
            groups.filter_map(|group| self.features.get(*group).cloned()).collect();
        // What no operation needs is there for those who want everything.
        Gate::AnyOf(if features.is_empty() { vec![ALL.to_owned()] } else { features })
    }

    /// How many types are compiled for this group alone; for none, with all groups.
    pub(super) fn types_of(&self, names: &Names, group: Option<usize>) -> usize {
        // With a group come those whose files hold types that it uses.
        let is_on = |part: Part| {
            let Some(group) = group else { return true };
            let needs =
                |part| self.needed_by.get(&part).is_some_and(|by| by.contains(&group));
            self.open
                || self.is_always(part)
                || part == Part::Group(group)
                || needs(part)
        };
        let parts =
            (0..names.types.len()).filter_map(|index| part_of_index(names, index));
        parts.filter(|part| is_on(*part)).count()
    }

    fn is_always(&self, part: Part) -> bool {
        let needed_by = self.needed_by.get(&part).map_or(0, BTreeSet::len);
        needed_by > MOST_GROUPS || self.always.contains(&part)
    }

    /// The features, each with those that it turns on: groups whose files hold types that
    /// it uses. One group has a feature too, so that who names it goes on when there are more.
    pub(super) fn features(&self) -> Vec<(&str, Vec<&str>)> {
        let feature = |index: usize| self.features.get(index).map(String::as_str);
        let groups = self.needed_by.keys().filter_map(|part| match part {
            Part::Group(index) => Some(*index),
            Part::Types(_) | Part::Webhooks => None,
        });
        let mut features: Vec<(&str, Vec<&str>)> = groups
            .filter_map(|group| {
                let needs = self.needed_by.iter().filter_map(|(part, by)| match part {
                    Part::Group(other) if *other != group && by.contains(&group) => {
                        feature(*other)
                    }
                    _ => None,
                });
                Some((feature(group)?, needs.collect()))
            })
            .collect();
        let all = features.iter().map(|(name, _)| *name).collect();
        features.insert(0, (ALL, all));
        features
    }
}

fn operations(names: &Names, group: usize) -> &[usize] {
    names.groups.get(group).map_or(&[], |group| &group.operations)
}

/// What each part uses directly.
fn uses(api: &Api, names: &Names) -> BTreeMap<Part, BTreeSet<Part>> {
    let mut uses: BTreeMap<Part, BTreeSet<Part>> = BTreeMap::new();
    let mut add = |from: Part, id: TypeId| {
        let to = uses.entry(from).or_default();
        // Types that are written in place are looked through.
        let mut waiting = vec![id];
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            match part_of(names, id) {
                Some(part) => {
                    to.insert(part);
                }
                None if seen.insert(id) => {
                    api.types.get(id).kind.each_type(&mut |ty| waiting.push(ty.id));
                }
                None => {}
            }
        }
    };
    for (id, ty) in api.types.iter() {
        if let Some(part) = part_of(names, id) {
            ty.kind.each_type(&mut |used| add(part, used.id));
        }
    }
    for (operation, name) in api.operations.iter().zip(&names.operations) {
        operation.each_type(&mut |used| add(Part::Group(name.group.0), used.id));
    }
    for webhook in &api.webhooks {
        webhook.each_type(&mut |used| add(Part::Webhooks, used.id));
    }
    for ((id, _), name) in api.types.iter().zip(&names.types) {
        let (Some(part), Some(shared)) = (part_of(names, id), name.shared) else {
            continue;
        };
        uses.entry(part).or_default().extend(match shared {
            Shared::Component(id) => part_of(names, id),
            Shared::Enum(index) => {
                names.shared.get(index).map(|shared| Part::Types(shared.module))
            }
        });
    }
    uses
}

/// The part that a type stands in; `None`: it is written in place.
fn part_of(names: &Names, id: TypeId) -> Option<Part> {
    part_of_index(names, id.index())
}

/// The same by the type's index.
fn part_of_index(names: &Names, index: usize) -> Option<Part> {
    match names.types.get(index)?.home {
        Home::Component(module) | Home::Types(module) => Some(Part::Types(module)),
        Home::Operation(index) => {
            names.operations.get(index).map(|one| Part::Group(one.group.0))
        }
        Home::Webhooks => Some(Part::Webhooks),
        Home::None => None,
    }
}

fn reached(start: Part, uses: &BTreeMap<Part, BTreeSet<Part>>) -> BTreeSet<Part> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![start];
    while let Some(part) = waiting.pop() {
        if reached.insert(part) {
            waiting.extend(uses.get(&part).into_iter().flatten());
        }
    }
    reached
}
