//! Data flows one way: a stage imports earlier stages and what they share, nothing else.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::visit::Visit;

/// What each module may import beside itself. A new module, or a new arrow, is a change
/// of the design: it belongs here and in docs/architecture.md.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("document", &[]),
    ("templates", &[]),
    ("secret_names", &[]),
    ("diagnostic", &["document"]),
    ("config", &["diagnostic", "document"]),
    ("load", &["diagnostic", "document"]),
    ("overlay", &["diagnostic", "document", "load"]),
    ("dialect", &["diagnostic", "document"]),
    ("mend", &["diagnostic", "dialect", "document"]),
    ("ir", &["document"]),
    ("lower", &["config", "diagnostic", "document", "ir", "secret_names"]),
    ("name", &["config", "diagnostic", "document", "ir", "templates"]),
    ("emit", &["document", "ir", "name", "templates"]),
    ("sample", &["document", "ir"]),
    ("site", &["emit", "ir", "name", "sample", "templates"]),
    ("write", &["diagnostic", "emit"]),
    ("compare", &["emit", "ir", "name"]),
    (
        "generate",
        &[
            "config",
            "diagnostic",
            "dialect",
            "document",
            "emit",
            "ir",
            "load",
            "lower",
            "mend",
            "name",
            "overlay",
            "site",
        ],
    ),
    ("builder", &["config", "diagnostic", "generate", "write"]),
    ("mock", &["document", "ir", "sample"]),
    (
        "cli",
        &[
            "compare",
            "config",
            "describe",
            "diagnostic",
            "document",
            "emit",
            "generate",
            "mock",
            "name",
            "templates",
            "write",
            "Described",
            "site_of",
        ],
    ),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The Rust files of a module: its folder, or its one file.
fn files(module: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![source().join(module), source().join(format!("{module}.rs"))];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()),
            );
        } else if path.is_file() {
            found.push(path);
        }
    }
    found
}

/// Collects the first name after `crate` of all imports and paths. What stands in macros
/// such as `quote!` is generated code, and not looked at.
#[derive(Default)]
struct Imports {
    names: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if let syn::UseTree::Path(path) = &item.tree
            && path.ident == "crate"
        {
            self.add(&path.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let mut segments = path.segments.iter();
        if segments.next().is_some_and(|first| first.ident == "crate")
            && let Some(second) = segments.next()
        {
            self.names.insert(second.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }
}

impl Imports {
    fn add(&mut self, tree: &syn::UseTree) {
        let name = match tree {
            syn::UseTree::Path(path) => path.ident.to_string(),
            syn::UseTree::Name(name) => name.ident.to_string(),
            syn::UseTree::Rename(name) => name.ident.to_string(),
            syn::UseTree::Glob(_) => "*".to_owned(),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|one| self.add(one));
                return;
            }
        };
        self.names.insert(name);
    }
}

fn imports(text: &str) -> BTreeSet<String> {
    let mut imports = Imports::default();
    imports.visit_file(&syn::parse_file(text).unwrap());
    imports.names
}

#[test]
fn stages_import_earlier_stages_only() {
    let mut forbidden: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (module, allowed) in MAY_IMPORT {
        let files = files(module);
        assert!(!files.is_empty(), "there is no module `{module}`");
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            for name in imports(&text) {
                if name != *module && !allowed.contains(&name.as_str()) {
                    let file =
                        file.strip_prefix(source()).unwrap().display().to_string();
                    forbidden.entry(file).or_default().push(name);
                }
            }
        }
    }
    assert!(forbidden.is_empty(), "imports against the flow of data: {forbidden:#?}");
}

#[test]
fn every_module_has_its_place() {
    let library = std::fs::read_to_string(source().join("lib.rs")).unwrap();
    let declared: BTreeSet<String> = syn::parse_file(&library)
        .unwrap()
        .items
        .into_iter()
        .filter_map(|item| match item {
            syn::Item::Mod(module) => Some(module.ident.to_string()),
            _ => None,
        })
        .collect();
    let placed: BTreeSet<String> =
        MAY_IMPORT.iter().map(|(module, _)| (*module).to_owned()).collect();
    assert_eq!(declared, placed);
}

#[test]
fn imports_are_seen_wherever_they_stand() {
    let text = "use crate::{a, b::C, d::{self, E}}; use std::f; \
        fn g() -> crate::h::I { use crate::j as k; crate::l::m() }";
    let names: Vec<String> = imports(text).into_iter().collect();
    assert_eq!(names, ["a", "b", "d", "h", "j", "l"]);
}
