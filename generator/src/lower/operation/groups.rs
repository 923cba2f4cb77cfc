//! Groups of operations, by their first tag.

use crate::ir::{Docs, Group, GroupId};
use crate::lower::node::Node;
use std::collections::HashMap;

/// The groups found so far.
#[derive(Debug, Default)]
pub(in crate::lower) struct Groups {
    /// The words about tags, by name in lower case.
    declared: HashMap<String, (String, Docs)>,
    known: HashMap<String, GroupId>,
    all: Vec<Group>,
}

impl Groups {
    /// Reads what the document says about its tags.
    pub(in crate::lower) fn new(root: &Node<'_>) -> Self {
        let mut groups = Self::default();
        for tag in root.list("tags") {
            if let Some(name) = tag.text("name") {
                let declared = (name.trim().to_owned(), super::docs(&tag));
                groups.declared.entry(name.trim().to_lowercase()).or_insert(declared);
            }
        }
        groups
    }

    /// The group of an operation with this first tag. Tags that differ only by case are
    /// one group, written as declared or as first used.
    pub(super) fn of(&mut self, tag: Option<&str>) -> GroupId {
        let tag = tag.unwrap_or_default().trim();
        let key = tag.to_lowercase();
        if let Some(id) = self.known.get(&key) {
            return *id;
        }
        let (tag, docs) = match self.declared.get(&key) {
            Some((tag, docs)) => (tag.clone(), docs.clone()),
            None => (tag.to_owned(), Docs::NONE),
        };
        let id = GroupId(self.all.len());
        self.all.push(Group { tag, docs });
        self.known.insert(key, id);
        id
    }

    /// All groups, in order of first use.
    pub(in crate::lower) fn into_all(self) -> Vec<Group> {
        self.all
    }
}
