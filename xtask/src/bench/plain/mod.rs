//! The same API as many write it by hand: models with serde's derive, and a plain async
//! function for each operation. The compile rows of the bench compare an SDK with this.

mod functions;
mod models;

use anyhow::{Context as _, Result};
use oasmith::ir::{Api, Docs, Kind, Scalar, TypeId, TypeRef};
use oasmith::name::{Home, Named, Names};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::fs;
use std::path::Path;

/// What such a crate depends on.
const MANIFEST: &str = r#"
version = "0.1.0"
edition = "2024"

[dependencies]
reqwest = { version = "0.13", default-features = false, features = ["rustls", "gzip", "deflate", "stream", "json", "query", "form"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"

[workspace]
"#;

/// Names are taken from the SDK; the linter has nothing to say about either.
const HEAD: &str = "#![allow(deprecated, non_camel_case_types, unused_imports)]\n\
    #![recursion_limit = \"4096\"]\n";

/// Writes the crate into an empty folder.
pub(crate) fn write(named: &Named, package: &str, folder: &Path) -> Result<()> {
    let plain = Plain { api: &named.api, names: &named.names };
    let manifest = format!("[package]\nname = \"{package}\"{MANIFEST}");
    save(&folder.join("Cargo.toml"), &manifest)?;
    let source = folder.join("src");
    for (index, module) in plain.names.type_modules.iter().enumerate() {
        let items = plain.module(index, module);
        save(
            &source.join("types").join(format!("{}.rs", module.module)),
            &print(items)?,
        )?;
    }
    let modules = plain.names.type_modules.iter().map(|module| ident(&module.module));
    save(&source.join("types.rs"), &print(quote!(#(pub mod #modules;)*))?)?;
    let groups: Vec<_> =
        plain.names.groups.iter().filter(|one| !one.operations.is_empty()).collect();
    for group in &groups {
        let home = source.join("operations").join(&group.module);
        let operations: Vec<_> = group
            .operations
            .iter()
            .filter_map(|index| plain.api.operations.get(*index).zip(Some(index)))
            .filter_map(|(one, index)| Some((one, plain.names.operations.get(*index)?)))
            .collect();
        for (operation, name) in &operations {
            let items = plain.operation(operation, name);
            save(&home.join(format!("{}.rs", name.module)), &print(items)?)?;
        }
        let modules = operations.iter().map(|(_, name)| ident(&name.module));
        let modules = print(quote!(#(pub mod #modules;)*))?;
        save(&home.with_extension("rs"), &modules)?;
    }
    let modules = groups.iter().map(|group| ident(&group.module));
    save(&source.join("operations.rs"), &print(quote!(#(pub mod #modules;)*))?)?;
    save(&source.join("lib.rs"), &format!("{HEAD}pub mod operations;\npub mod types;\n"))
}

fn save(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().context("a file stands in a folder")?;
    fs::create_dir_all(folder)?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn print(items: TokenStream) -> Result<String> {
    let file = syn::parse2(items).context("what was emitted is no Rust")?;
    Ok(prettyplease::unparse(&file))
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

fn docs(docs: &Docs) -> TokenStream {
    let texts = [&docs.summary, &docs.description];
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    quote!(#(#[doc = #texts])*)
}

/// An API and its names.
struct Plain<'a> {
    api: &'a Api,
    names: &'a Names,
}

impl Plain<'_> {
    /// A type where it is used.
    fn reference(&self, ty: TypeRef) -> TokenStream {
        self.used(ty, true)
    }

    /// A type where an object or a variant holds it: what is large or may hold itself is in
    /// a box, as in the SDK.
    fn held(&self, ty: TypeRef) -> TokenStream {
        let (_, behind) = self.api.types.behind_aliases(ty.id);
        let inner = self.reference(TypeRef { nullable: false, ..ty });
        let inner = match behind.kind {
            Kind::Struct(_) | Kind::Union(_) => quote!(Box<#inner>),
            _ => inner,
        };
        if ty.nullable { quote!(Option<#inner>) } else { inner }
    }

    fn used(&self, ty: TypeRef, by_name: bool) -> TokenStream {
        let of = self.api.types.get(ty.id);
        let inner = match &of.kind {
            _ if by_name && of.is_item() => self.path(ty.id),
            Kind::List(item) => {
                let item = self.used(*item, true);
                quote!(Vec<#item>)
            }
            Kind::Map(value) => {
                let value = self.used(*value, true);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            Kind::Alias(target) => self.used(*target, true),
            Kind::Scalar(scalar) => Self::scalar(*scalar),
            _ => quote!(serde_json::Value),
        };
        if ty.nullable { quote!(Option<#inner>) } else { inner }
    }

    fn scalar(scalar: Scalar) -> TokenStream {
        match scalar {
            Scalar::Boolean => quote!(bool),
            Scalar::Int32 => quote!(i32),
            Scalar::Int64 => quote!(i64),
            Scalar::UInt64 => quote!(u64),
            Scalar::Int128 => quote!(i128),
            Scalar::Float64 => quote!(f64),
            Scalar::Binary => quote!(Vec<u8>),
            Scalar::String | Scalar::DateTime | Scalar::Date | Scalar::Base64 => {
                quote!(String)
            }
        }
    }

    fn path(&self, id: TypeId) -> TokenStream {
        let any = quote!(serde_json::Value);
        let Some(name) = self.names.types.get(id.index()) else { return any };
        match name.home {
            Home::Component(module) | Home::Types(module) => {
                self.in_module(module, &name.ident).unwrap_or(any)
            }
            Home::Operation(index) => {
                self.in_operation(index, &name.ident).unwrap_or(any)
            }
            Home::Webhooks | Home::None => any,
        }
    }

    fn in_module(&self, module: usize, name: &str) -> Option<TokenStream> {
        let module = ident(&self.names.type_modules.get(module)?.module);
        let name = ident(name);
        Some(quote!(crate::types::#module::#name))
    }

    fn in_operation(&self, index: usize, name: &str) -> Option<TokenStream> {
        let operation = self.names.operations.get(index)?;
        let group = ident(&self.names.groups.get(operation.group.0)?.module);
        let (operation, name) = (ident(&operation.module), ident(name));
        Some(quote!(crate::operations::#group::#operation::#name))
    }
}
