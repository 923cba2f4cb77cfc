//! One Rust file: tokens in, laid-out text out.

use super::layout::join_groups;
use super::{Context, SourceFile};
use crate::ir::TypeId;
use crate::name::Home;
use proc_macro2::{Ident, Span, TokenStream};
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
        let last = ident(&name.ident);
        match name.home {
            home if home == self.home => quote!(#last),
            Home::Component(module) | Home::Types(module) if self.is_in(module) => {
                quote!(#last)
            }
            Home::Component(_) => {
                self.types.set(true);
                quote!(types::#last)
            }
            Home::Types(module) => {
                self.types.set(true);
                let module =
                    names.type_modules.get(module).map_or("", |one| &one.module);
                let module = ident(module);
                quote!(types::#module::#last)
            }
            Home::Operation(index) => {
                let operation = names.operations.get(index);
                let group = operation.and_then(|one| names.groups.get(one.group.0));
                let operation = ident(operation.map_or("", |one| &one.module));
                let group = ident(group.map_or("", |one| &one.module));
                quote!(crate::operations::#group::#operation::#last)
            }
            Home::Webhooks => quote!(crate::webhooks::#last),
            Home::None => self.runtime("Any"),
        }
    }

    fn is_in(&self, module: usize) -> bool {
        self.home == Home::Component(module) || self.home == Home::Types(module)
    }

    /// Lays the file out: header, the docs of the module, imports and items.
    pub(super) fn finish(
        self,
        path: String,
        docs: &str,
        items: TokenStream,
    ) -> SourceFile {
        let maps = self.maps.get().then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
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
            (false, false) => quote!(),
        };
        let body = lay_out(quote!(#uses #maps #items));
        let header = &self.context.header;
        SourceFile { path, text: format!("{header}\n{docs}\n{body}") }
    }
}

/// A Rust name, raw or not.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        // An emitter asks for no name that naming did not give; an empty one would panic.
        None if name.is_empty() => Ident::new("unnamed", Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Tokens as text, with blank lines between items.
pub(super) fn lay_out(tokens: TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => space(&join_groups(&prettyplease::unparse(&file))),
        // Emitters only make valid Rust, as tests show; text that rustc reports on is of
        // more use than none.
        Err(_) => tokens.to_string(),
    }
}

/// Puts a blank line after each item that has a body, and between imports and the rest.
fn space(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 20);
    let mut last = "";
    for line in text.lines() {
        if needs_blank(last, line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        last = line;
    }
    spaced
}

fn needs_blank(last: &str, line: &str) -> bool {
    if last.is_empty() || line.is_empty() {
        return false;
    }
    let head = |line: &str| {
        ["use ", "pub use ", "pub mod ", "mod "]
            .iter()
            .find(|one| line.starts_with(**one))
            .copied()
    };
    let top = !line.starts_with([' ', '}', ')', ']'])
        && !last.starts_with("///")
        && !last.starts_with("#[");
    if top && (last == "}" || last.ends_with(';') && !last.starts_with(' ')) {
        let one_list = head(last).is_some() && head(last) == head(line);
        return !one_list;
    }
    let inner = line.starts_with("    ")
        && !line.starts_with("     ")
        && !line.starts_with("    }");
    inner
        && (last == "    }" && !line.starts_with("    ]") && !line.starts_with("    )"))
}
