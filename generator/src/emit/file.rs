//! One Rust file: items as tokens in, the whole text out.

use super::docs::Comment;
use super::tokens::{ident, path};
use super::{Context, SourceFile};
use crate::ir::TypeId;
use crate::name::Home;
use proc_macro2::TokenStream;
use quote::quote;
use std::cell::Cell;

/// A Rust file being emitted.
pub(super) struct RustFile<'a> {
    pub(super) context: &'a Context<'a>,
    home: Home,
    types: Cell<bool>,
    runtime: Cell<bool>,
    maps: Cell<bool>,
}

impl<'a> RustFile<'a> {
    pub(super) fn new(context: &'a Context<'a>, home: Home) -> Self {
        Self {
            context,
            home,
            types: Cell::new(false),
            runtime: Cell::new(false),
            maps: Cell::new(false),
        }
    }

    /// A name of the runtime.
    pub(super) fn runtime(&self, name: &str) -> TokenStream {
        self.runtime.set(true);
        let name = ident(name);
        quote!(runtime::#name)
    }

    /// Says that the file names the runtime in its tokens.
    pub(super) fn uses_runtime(&self) {
        self.runtime.set(true);
    }

    /// The map type.
    pub(super) fn map(&self, value: &TokenStream) -> TokenStream {
        self.maps.set(true);
        quote!(BTreeMap<String, #value>)
    }

    /// The name of a type that is an item, as this file says it.
    pub(super) fn item(&self, id: TypeId) -> TokenStream {
        let names = self.context.names;
        let Some(name) = names.types.get(id.index()) else {
            return self.runtime("Any");
        };
        let last = name.ident.as_str();
        match name.home {
            home if home == self.home => path(&[last]),
            Home::Component(module) | Home::Types(module) if self.is_in(module) => {
                path(&[last])
            }
            Home::Component(_) => {
                self.types.set(true);
                path(&["types", last])
            }
            Home::Types(module) => {
                self.types.set(true);
                let module = names.type_modules.get(module);
                path(&["types", module.map_or("", |one| &one.module), last])
            }
            Home::Operation(index) => {
                let operation = names.operations.get(index);
                let group = operation.and_then(|one| names.groups.get(one.group.0));
                let group = group.map_or("", |one| &one.module);
                let operation = operation.map_or("", |one| &one.module);
                let path = path(&["operations", group, operation, last]);
                quote!(crate::#path)
            }
            Home::Webhooks => {
                let path = path(&["webhooks", last]);
                quote!(crate::#path)
            }
            Home::None => self.runtime("Any"),
        }
    }

    /// The name of an enum that several types share.
    pub(super) fn shared(&self, index: usize) -> TokenStream {
        self.types.set(true);
        let shared = self.context.names.shared.get(index);
        path(&["types", shared.map_or("", |one| &one.ident)])
    }

    fn is_in(&self, module: usize) -> bool {
        self.home == Home::Component(module) || self.home == Home::Types(module)
    }

    /// The file of these parts, after the imports that they need. A part is an item, or
    /// several that stand together.
    pub(super) fn finish(
        self,
        path: &str,
        docs: &Comment,
        parts: impl IntoIterator<Item = TokenStream>,
    ) -> SourceFile {
        let uses = match (self.runtime.get(), self.types.get()) {
            (true, true) => quote!(
                use crate::{runtime, types};
            ),
            (true, false) => quote!(
                use crate::runtime;
            ),
            (false, true) => quote!(
                use crate::types;
            ),
            (false, false) => TokenStream::new(),
        };
        let maps = self.maps.get().then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let uses = quote!(#uses #maps);
        let parts = std::iter::once(uses).chain(parts);
        let mut text =
            format!("{}\n{}", self.context.header, print(docs.module_tokens()));
        for part in parts.filter(|part| !part.is_empty()) {
            text.push('\n');
            text.push_str(&print(part));
        }
        SourceFile { path: path.to_owned(), text }
    }
}

/// Items as prettyplease lays them out, with a line between the functions of an
/// implementation.
fn print(items: TokenStream) -> String {
    let file = match syn::parse2::<syn::File>(items) {
        Ok(file) => file,
        // Tokens that are no items would be a fault of an emitter: whoever compiles the
        // SDK is told.
        Err(error) => return error.to_compile_error().to_string(),
    };
    let printed = prettyplease::unparse(&file);
    let mut text = String::with_capacity(printed.len());
    let mut lines = printed.lines().peekable();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let next = lines.peek().copied().unwrap_or_default();
        let ends = matches!(line, "}" | "    }")
            || (line.starts_with("    type ") && next.starts_with("    fn "));
        if ends && !next.is_empty() && !next.trim_start().starts_with('}') {
            text.push('\n');
        }
    }
    text
}
