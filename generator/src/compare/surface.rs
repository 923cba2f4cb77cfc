//! What a crate offers to others, read from its source.

use crate::emit::SourceFile;
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{Attribute, Fields, ImplItem, ItemImpl, Type, Visibility};

/// Something that code of others can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its type, arguments or kind, as Rust says it.
    pub signature: String,
    /// Whether using it gives a warning.
    pub deprecated: bool,
}

/// Everything public by path. The runtime is the same in all SDKs of one version of the
/// generator, and the command line is no library.
pub(super) fn of(files: &[SourceFile]) -> BTreeMap<String, Item> {
    let mut surface = Surface::default();
    for file in files {
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
        self.found.insert(path + name, Item { signature, deprecated });
    }

    fn items(&mut self, module: &[String], items: &[syn::Item]) {
        for item in items {
            match item {
                syn::Item::Struct(one) if public(&one.vis) => {
                    let name = one.ident.to_string();
                    self.add(module, &name, &one.attrs, format!("struct {name}"));
                    self.fields(module, &name, &one.fields);
                }
                syn::Item::Enum(one) if public(&one.vis) => {
                    let name = one.ident.to_string();
                    self.add(module, &name, &one.attrs, format!("enum {name}"));
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
                    self.add(module, &name, &one.attrs, tidy(&one.sig));
                }
                syn::Item::Impl(one) => self.methods(module, one),
                _ => {}
            }
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
            return;
        }
        for member in &item.items {
            if let ImplItem::Fn(method) = member
                && public(&method.vis)
            {
                let path = format!("{owner}::{}", method.sig.ident);
                self.add(module, &path, &method.attrs, tidy(&method.sig));
            }
        }
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
