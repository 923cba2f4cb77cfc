//! How much the compiler gets to do: the items, impls and function bodies of a crate.

use anyhow::{Context as _, Result};
use proc_macro2::{TokenStream, TokenTree};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use syn::visit::{self, Visit};

/// What a crate is made of. Derived impls count as an impl with one body, and a macro of
/// the crate as what its definition holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Source {
    /// Structs, enums, functions, constants, modules and the like.
    pub(super) items: u64,
    /// Implementations, derived ones too.
    pub(super) impls: u64,
    /// Bodies of functions.
    pub(super) bodies: u64,
}

impl Source {
    /// Counts the crate in a folder: its runtime, and all else.
    pub(super) fn of(folder: &Path) -> Result<(Self, Self)> {
        let mut files = Vec::new();
        read(&folder.join("src"), &mut files)?;
        let mut macros = Macros::default();
        files.iter().for_each(|(_, file)| macros.visit_file(file));
        let (mut runtime, mut rest) = (Counter::new(&macros), Counter::new(&macros));
        for (is_runtime, file) in &files {
            if *is_runtime { &mut runtime } else { &mut rest }.visit_file(file);
        }
        Ok((runtime.found, rest.found))
    }
}

/// All Rust files below a folder, and whether each is of the runtime.
fn read(folder: &Path, files: &mut Vec<(bool, syn::File)>) -> Result<()> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            read(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            let file = syn::parse_file(&text)
                .with_context(|| format!("cannot parse {}", path.display()))?;
            let is_runtime = path.components().any(|part| part.as_os_str() == "runtime");
            files.push((is_runtime, file));
        }
    }
    Ok(())
}

/// What the crate's own macros expand to.
#[derive(Default)]
struct Macros {
    /// Impls, bodies, and the macros that the definition uses.
    found: BTreeMap<String, (u64, u64, Vec<String>)>,
}

impl<'ast> Visit<'ast> for Macros {
    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        let Some(name) = &item.ident else { return };
        let mut of = (0, 0, Vec::new());
        count_tokens(&item.mac.tokens, &mut of);
        self.found.insert(name.to_string(), of);
    }
}

impl Macros {
    fn expand(&self, name: &str) -> (u64, u64) {
        let Some((impls, bodies, uses)) = self.found.get(name) else { return (0, 0) };
        let inner = uses.iter().filter(|inner| *inner != name);
        inner.fold((*impls, *bodies), |(impls, bodies), inner| {
            let (more_impls, more_bodies) = self.expand(inner);
            (impls.saturating_add(more_impls), bodies.saturating_add(more_bodies))
        })
    }
}

/// Counts `impl` and `fn`, and what is behind the feature `serde` does not count.
fn count_tokens(tokens: &TokenStream, of: &mut (u64, u64, Vec<String>)) {
    let mut last = String::new();
    let mut is_off = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Group(group) => {
                let text = group.stream().to_string();
                if text.starts_with("cfg (feature = \"serde\")") {
                    is_off = true;
                } else {
                    count_tokens(&group.stream(), of);
                }
            }
            TokenTree::Ident(ident) if ident == "impl" => of.0 = of.0.saturating_add(1),
            TokenTree::Ident(ident) if ident == "fn" => of.1 = of.1.saturating_add(1),
            TokenTree::Ident(ident) => last = ident.to_string(),
            TokenTree::Punct(mark)
                if mark.as_char() == '!' && !last.is_empty() && !is_off =>
            {
                of.2.push(std::mem::take(&mut last));
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => is_off = false,
            _ => {}
        }
    }
}

struct Counter<'a> {
    macros: &'a Macros,
    found: Source,
}

impl<'a> Counter<'a> {
    fn new(macros: &'a Macros) -> Self {
        Self { macros, found: Source::default() }
    }

    fn body(&mut self) {
        self.found.bodies = self.found.bodies.saturating_add(1);
    }

    fn derived(&mut self, attributes: &[syn::Attribute]) {
        for attribute in attributes.iter().filter(|one| one.path().is_ident("derive")) {
            // A path that cannot be parsed is no derive that the compiler takes.
            let _ = attribute.parse_nested_meta(|_| {
                self.found.impls = self.found.impls.saturating_add(1);
                self.body();
                Ok(())
            });
        }
    }
}

impl<'ast> Visit<'ast> for Counter<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Impl(_) => self.found.impls = self.found.impls.saturating_add(1),
            syn::Item::Macro(item) if item.ident.is_some() => {}
            syn::Item::Macro(item) => {
                let name =
                    item.mac.path.segments.last().map(|one| one.ident.to_string());
                let (impls, bodies) = self.macros.expand(&name.unwrap_or_default());
                self.found.impls = self.found.impls.saturating_add(impls);
                self.found.bodies = self.found.bodies.saturating_add(bodies);
            }
            _ => self.found.items = self.found.items.saturating_add(1),
        }
        match item {
            syn::Item::Struct(item) => self.derived(&item.attrs),
            syn::Item::Enum(item) => self.derived(&item.attrs),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.body();
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.body();
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if item.default.is_some() {
            self.body();
        }
        visit::visit_trait_item_fn(self, item);
    }
}
