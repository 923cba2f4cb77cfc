//! Where everything has its page. Addresses follow from names in the description alone, so
//! that they stay what they are from version to version.

use crate::ir::{Api, TypeId};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::collections::HashSet;

/// File names longer than this are cut: file systems take 255 bytes.
const LONGEST: usize = 100;

/// The addresses of pages, from the site's root.
pub(super) struct Links {
    operations: Vec<String>,
    groups: Vec<String>,
    models: HashMap<TypeId, String>,
}

impl Links {
    pub(super) fn new(api: &Api) -> Self {
        let mut taken = HashSet::new();
        let operations = api
            .operations
            .iter()
            .map(|one| format!("operations/{}.html", free(&mut taken, &one.id)));
        let operations = operations.collect();
        let mut taken = HashSet::new();
        let groups = api
            .groups
            .iter()
            .map(|one| format!("operations.html#group-{}", free(&mut taken, &one.tag)));
        let groups = groups.collect();
        let mut taken = HashSet::new();
        let models = api.types.iter().filter(|(_, ty)| ty.component && ty.is_item());
        let models = models.map(|(id, ty)| {
            (id, format!("models/{}.html", free(&mut taken, &ty.path.join("-"))))
        });
        Self { operations, groups, models: models.collect() }
    }

    pub(super) fn operation(&self, index: usize) -> &str {
        self.operations.get(index).map_or("operations.html", String::as_str)
    }

    pub(super) fn group(&self, index: usize) -> &str {
        self.groups.get(index).map_or("operations.html", String::as_str)
    }

    /// The page of a model; inline types have none.
    pub(super) fn model(&self, id: TypeId) -> Option<&str> {
        self.models.get(&id).map(String::as_str)
    }
}

/// A slug that nothing has yet, also where a file system does not tell `A` from `a`.
fn free(taken: &mut HashSet<String>, name: &str) -> String {
    let mut slug = slug(name);
    while !taken.insert(slug.to_ascii_lowercase()) {
        slug = format!("{slug}-{}", short_hash(name));
    }
    slug
}

/// The name where it can be a file name and an anchor as it is; else what is left of it
/// and a hash of all.
pub(super) fn slug(name: &str) -> String {
    let kept = |one: char| one.is_ascii_alphanumeric() || one == '_' || one == '-';
    let plain: String = name
        .chars()
        .map(|one| if kept(one) { one } else { '-' })
        .take(LONGEST)
        .collect();
    let shown = plain.trim_matches('-');
    // A space or a slash between words changes nothing that matters.
    let is_exact = name.len() <= LONGEST
        && !shown.is_empty()
        && name.chars().all(|one| kept(one) || one == ' ');
    if is_exact {
        shown.to_owned()
    } else {
        format!("{shown}-{}", short_hash(name)).trim_start_matches('-').to_owned()
    }
}

fn short_hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_can_be_file_names_stay() {
        assert_eq!(slug("listPets_v2"), "listPets_v2");
        assert_eq!(slug("Legacy Backup"), "Legacy-Backup");
        assert!(slug("宠物").chars().all(|one| one.is_ascii_alphanumeric()));
        assert_ne!(slug("a/b"), slug("a.b"));
        assert!(!slug("../../etc").contains('.'));
        assert!(slug(&"x".repeat(500)).len() < 120);
    }

    #[test]
    fn names_that_differ_in_case_alone_have_pages_of_their_own() {
        let mut taken = HashSet::new();
        let (one, other) = (free(&mut taken, "Pet"), free(&mut taken, "pet"));
        assert_ne!(one.to_lowercase(), other.to_lowercase());
    }
}
