//! What a crate offers to others, read from its source.

use crate::emit::SourceFile;
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{
    Attribute, Fields, FnArg, ImplItem, ItemImpl, Signature, Type, UseTree, Visibility,
};

/// Something that code of others can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its type, arguments or kind, as Rust says it.
    pub signature: String,
    /// Whether using it gives a warning.
    pub deprecated: bool,
    /// The signature without the names of arguments, which callers do not see.
    pub(super) shape: String,
}

impl Item {
    /// What is said, where it is not Rust.
    pub(super) fn plain(signature: String) -> Self {
        Self { shape: signature.clone(), signature, deprecated: false }
    }
}

/// Everything public by path. The runtime is the same in all SDKs of one version of the
/// generator, and the command line is no library.
pub(super) fn of(files: &[SourceFile]) -> BTreeMap<String, Item> {
    let mut surface = Surface::default();
    for file in files {
        if file.path == "Cargo.toml" {
            surface.manifest(&file.text);
        }
        let Some(module) = module(&file.path) else { continue };
        // What does not parse was not written by this generator.
        if let Ok(parsed) = syn::parse_file(&file.text) {
            surface.items(&module, &parsed.items);
        }
    }
    surface.found
}

/// The path of the module that a file is, where it is public.
fn module(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let parts: Vec<String> = path.split('/').map(ToOwned::to_owned).collect();
    match parts.first().map(String::as_str) {
        Some("runtime" | "command_line" | "main") => None,
        Some("lib") => Some(Vec::new()),
        _ => Some(parts),
    }
}

#[derive(Default)]
struct Surface {
    found: BTreeMap<String, Item>,
}

impl Surface {
    fn add(
        &mut self,
        module: &[String],
        name: &str,
        attributes: &[Attribute],
        signature: String,
    ) {
        let mut path = module.join("::");
        if !path.is_empty() {
            path.push_str("::");
        }
        let deprecated = attributes.iter().any(|one| one.path().is_ident("deprecated"));
        let item = Item { shape: signature.clone(), signature, deprecated };
        self.found.insert(path + name, item);
    }

    fn function(
        &mut self,
        module: &[String],
        name: &str,
        attributes: &[Attribute],
        signature: &Signature,
    ) {
        self.add(module, name, attributes, tidy(signature));
        let path = [module, &[name.to_owned()]].concat().join("::");
        if let Some(item) = self.found.get_mut(&path) {
            item.shape = nameless(signature);
        }
    }

    /// The name of the crate, by which all else is named, and the features that its users
    /// choose from.
    fn manifest(&mut self, text: &str) {
        let Ok(manifest) = text.parse::<toml::Table>() else { return };
        let name = manifest.get("package").and_then(|package| package.get("name"));
        if let Some(name) = name.and_then(toml::Value::as_str) {
            self.add(&[], "package", &[], format!("package {name}"));
        }
        let features = manifest.get("features").and_then(toml::Value::as_table);
        for (name, needs) in features.into_iter().flatten() {
            if name != "default" {
                self.add(&[], &format!("feature {name}"), &[], "feature".to_owned());
                continue;
            }
            let needs = needs.as_array().into_iter().flatten();
            for need in needs.filter_map(toml::Value::as_str) {
                let path = format!("default feature {need}");
                self.add(&[], &path, &[], "feature".to_owned());
            }
        }
    }

    fn items(&mut self, module: &[String], items: &[syn::Item]) {
        for item in items {
            match item {
                syn::Item::Struct(one) if public(&one.vis) => {
                    let name = one.ident.to_string();
                    self.add(module, &name, &one.attrs, format!("struct {name}"));
                    self.derived(module, &name, &one.attrs);
                    self.fields(module, &name, &one.fields);
                }
                syn::Item::Enum(one) if public(&one.vis) => {
                    let name = one.ident.to_string();
                    self.add(module, &name, &one.attrs, format!("enum {name}"));
                    self.derived(module, &name, &one.attrs);
                    for variant in &one.variants {
                        let path = format!("{name}::{}", variant.ident);
                        let signature = format!("variant{}", tidy(&variant.fields));
                        self.add(module, &path, &variant.attrs, signature);
                    }
                }
                syn::Item::Type(one) if public(&one.vis) => {
                    let name = one.ident.to_string();
                    let signature = format!("type {name} = {}", tidy(&one.ty));
                    self.add(module, &name, &one.attrs, signature);
                }
                syn::Item::Static(one) if public(&one.vis) => {
                    let name = one.ident.to_string();
                    let signature = format!("static {name}: {}", tidy(&one.ty));
                    self.add(module, &name, &one.attrs, signature);
                }
                syn::Item::Fn(one) if public(&one.vis) => {
                    let name = one.sig.ident.to_string();
                    self.function(module, &name, &one.attrs, &one.sig);
                }
                syn::Item::Use(one) if public(&one.vis) => {
                    let mut names = Vec::new();
                    imported(&one.tree, &mut Vec::new(), &mut names);
                    // What a module gives on of its own files is found there.
                    let names = names
                        .into_iter()
                        .filter(|path| path.iter().any(|part| part == "runtime"));
                    for path in names {
                        let Some(name) = path.last() else { continue };
                        let signature = format!("use {}", path.join("::"));
                        self.add(module, name, &[], signature);
                    }
                }
                syn::Item::Impl(one) => self.methods(module, one),
                _ => {}
            }
        }
    }

    /// The traits that a type derives, as those that it implements.
    fn derived(&mut self, module: &[String], owner: &str, attributes: &[Attribute]) {
        for one in attributes.iter().filter(|one| one.path().is_ident("derive")) {
            // What does not parse was not written by this generator.
            let _ = one.parse_nested_meta(|derived| {
                let path = format!("{owner}: {}", tidy(&derived.path));
                self.add(module, &path, &[], "impl".to_owned());
                Ok(())
            });
        }
    }

    fn fields(&mut self, module: &[String], owner: &str, fields: &Fields) {
        for (index, field) in fields.iter().enumerate() {
            if public(&field.vis) {
                let name = field.ident.as_ref();
                let name = name.map_or_else(|| index.to_string(), ToString::to_string);
                let path = format!("{owner}::{name}");
                self.add(module, &path, &field.attrs, tidy(&field.ty));
            }
        }
    }

    /// Methods of a type, and the traits it has.
    fn methods(&mut self, module: &[String], item: &ItemImpl) {
        let Type::Path(owner) = &*item.self_ty else { return };
        let Some(owner) = owner.path.segments.last() else { return };
        // With what it is generic over: that is what tells one builder from another.
        let owner = tidy(owner);
        if let Some((implemented, _)) = &item.trait_ {
            let path = format!("{owner}: {}", tidy(implemented));
            self.add(module, &path, &[], "impl".to_owned());
            for member in &item.items {
                // What a call yields, and what its pages hold.
                if let ImplItem::Type(of) = member {
                    let signature = format!("type {} = {}", of.ident, tidy(&of.ty));
                    self.add(module, &format!("{path}::{}", of.ident), &[], signature);
                }
            }
            return;
        }
        for member in &item.items {
            if let ImplItem::Fn(method) = member
                && public(&method.vis)
            {
                let path = format!("{owner}::{}", method.sig.ident);
                self.function(module, &path, &method.attrs, &method.sig);
            }
        }
    }
}

/// A signature as callers see it.
fn nameless(signature: &Signature) -> String {
    let argument = |argument: &FnArg| match argument {
        FnArg::Receiver(receiver) => tidy(receiver),
        FnArg::Typed(argument) => tidy(&argument.ty),
    };
    let arguments: Vec<String> = signature.inputs.iter().map(argument).collect();
    let (asynchronous, generics) = (&signature.asyncness, &signature.generics);
    format!(
        "{} fn{}({}){}",
        asynchronous.as_ref().map_or("", |_| "async"),
        tidy(generics),
        arguments.join(", "),
        tidy(&signature.output)
    )
}

/// The paths that an import names.
fn imported(tree: &UseTree, above: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match tree {
        UseTree::Path(path) => {
            above.push(path.ident.to_string());
            imported(&path.tree, above, found);
            above.pop();
        }
        UseTree::Name(name) => {
            let path = above.iter().cloned().chain([name.ident.to_string()]);
            found.push(path.collect());
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| imported(tree, above, found));
        }
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens as people space them.
fn tidy(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (from, to) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        (" > ", "> "),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
        (" : ", ": "),
        ("> ,", ">,"),
        (",)", ")"),
    ] {
        text = text.replace(from, to);
    }
    text.trim().to_owned()
}
