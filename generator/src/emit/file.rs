//! One Rust file: tokens in, laid-out text out.

use super::code::Code;
use super::layout::join_groups;
use super::{Context, SourceFile};
use crate::ir::TypeId;
use crate::name::Home;
use proc_macro2::{Ident, Span, TokenStream};
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
    pub(super) fn runtime(&self, name: &str) -> Code {
        self.runtime.set(true);
        Code(format!("runtime::{name}"))
    }

    /// Says that the file names the runtime in its tokens.
    pub(super) fn uses_runtime(&self) {
        self.runtime.set(true);
    }

    /// The map type.
    pub(super) fn map(&self, value: &Code) -> Code {
        self.maps.set(true);
        Code(format!("BTreeMap<String, {value}>"))
    }

    /// The name of a type that is an item, as this file says it.
    pub(super) fn item(&self, id: TypeId) -> Code {
        let names = self.context.names;
        let Some(name) = names.types.get(id.index()) else {
            return self.runtime("Any");
        };
        let last = &name.ident;
        let code = match name.home {
            home if home == self.home => last.clone(),
            Home::Component(module) | Home::Types(module) if self.is_in(module) => {
                last.clone()
            }
            Home::Component(_) => {
                self.types.set(true);
                format!("types::{last}")
            }
            Home::Types(module) => {
                self.types.set(true);
                let module =
                    names.type_modules.get(module).map_or("", |one| &one.module);
                format!("types::{module}::{last}")
            }
            Home::Operation(index) => {
                let operation = names.operations.get(index);
                let group = operation.and_then(|one| names.groups.get(one.group.0));
                let operation = operation.map_or("", |one| &one.module);
                let group = group.map_or("", |one| &one.module);
                format!("crate::operations::{group}::{operation}::{last}")
            }
            Home::Webhooks => format!("crate::webhooks::{last}"),
            Home::None => return self.runtime("Any"),
        };
        Code(code)
    }

    fn is_in(&self, module: usize) -> bool {
        self.home == Home::Component(module) || self.home == Home::Types(module)
    }

    /// The file: header, the docs of the module, imports and items that are laid out.
    pub(super) fn finish(
        self,
        path: String,
        docs: &str,
        items: &[String],
    ) -> SourceFile {
        let header = &self.context.header;
        let mut text = format!("{header}\n{docs}");
        let uses = match (self.runtime.get(), self.types.get()) {
            (true, true) => "use crate::{runtime, types};\n",
            (true, false) => "use crate::runtime;\n",
            (false, true) => "use crate::types;\n",
            (false, false) => "",
        };
        let maps = self.maps.get();
        let maps = if maps { "use std::collections::BTreeMap;\n" } else { "" };
        let uses = format!("{uses}{maps}");
        for item in std::iter::once(&uses).chain(items).filter(|item| !item.is_empty()) {
            text.push('\n');
            text.push_str(item);
        }
        SourceFile { path, text }
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
    if tokens.is_empty() {
        return String::new();
    }
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
