//! Names of the components that parts of other files become.

use super::place::Item;
use crate::document::{Location, Pointer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Who has which name. Once given, a name stays: what comes later in the description takes
/// more of its own path.
pub(super) struct Names {
    given: BTreeMap<(Item, u32, Pointer), String>,
    taken: BTreeSet<(&'static str, String)>,
}

/// The sections of components; in 2.0 some stand at the root.
const SECTIONS: [&str; 10] = [
    "schemas",
    "definitions",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "examples",
    "links",
    "callbacks",
    "securitySchemes",
];

impl Names {
    /// With the names of the root's own components taken.
    pub(super) fn new(root: &Value, is_2_0: bool) -> Self {
        let home = if is_2_0 { Some(root) } else { root.get("components") };
        let mut taken = BTreeSet::new();
        for section in SECTIONS {
            let entries = home.and_then(|home| home.get(section)?.as_object());
            taken.extend(
                entries
                    .into_iter()
                    .flat_map(|map| map.keys())
                    .map(|name| (section, name.clone())),
            );
        }
        Self { given: BTreeMap::new(), taken }
    }

    /// Says that `target` is the component `name`, unless it is another already.
    pub(super) fn claim(
        &mut self,
        item: Item,
        target: &Location,
        section: &'static str,
        name: &str,
    ) {
        self.taken.insert((section, name.to_owned()));
        self.given.entry(key(item, target)).or_insert_with(|| name.to_owned());
    }

    /// The name of `target`, and whether it is new.
    pub(super) fn of(
        &mut self,
        item: Item,
        section: &'static str,
        target: &Location,
        path: &Path,
    ) -> (String, bool) {
        if let Some(name) = self.given.get(&key(item, target)) {
            return (name.clone(), false);
        }
        let words = words(target, path);
        let candidates = (1..=words.len()).map(|count| {
            let last = words.get(words.len() - count..).unwrap_or_default();
            last.join("_")
        });
        // Two paths may differ in nothing but signs: then the file's number tells.
        let last_resort = format!("{}_{}", words.join("_"), target.file.0);
        let name = candidates
            .chain([last_resort])
            .find(|name| !self.taken.contains(&(section, name.clone())))
            .unwrap_or_else(|| {
                format!("{}_{section}_{}", words.join("_"), target.pointer)
            });
        self.taken.insert((section, name.clone()));
        self.given.insert(key(item, target), name.clone());
        (name, true)
    }
}

fn key(item: Item, target: &Location) -> (Item, u32, Pointer) {
    (item, target.file.0, target.pointer.clone())
}

/// The words that tell a target from others, the most telling one last: folders, the
/// file's stem, the tokens of the pointer. Words that say nothing alone are left out.
fn words(target: &Location, path: &Path) -> Vec<String> {
    let folders = path.parent().into_iter().flat_map(Path::components);
    let folders = folders.filter_map(|part| match part {
        std::path::Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let is_telling = |word: &String| {
        !matches!(
            word.trim_start_matches('_'),
            "" | "index"
                | "components"
                | "schemas"
                | "definitions"
                | "$defs"
                | "properties"
                | "parameters"
                | "responses"
                | "requestBodies"
                | "headers"
                | "examples"
        )
    };
    let tokens = target.pointer.tokens().iter().cloned();
    let all: Vec<String> = folders.chain(stem).chain(tokens).collect();
    let mut telling: Vec<String> =
        all.iter().filter(|word| is_telling(word)).map(|word| clean(word)).collect();
    if telling.is_empty() {
        telling.push(all.last().map_or_else(|| "part".to_owned(), |word| clean(word)));
    }
    telling
}

/// With only the characters that a component's name may have.
fn clean(word: &str) -> String {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    word.chars().map(|c| if is_fine(c) { c } else { '_' }).collect()
}
