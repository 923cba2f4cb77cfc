//! One Rust file: items in, the whole text out.

use super::code::Code;
use super::{Context, SourceFile};
use crate::ir::TypeId;
use crate::name::Home;
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
        let uses = match (self.runtime.get(), self.types.get()) {
            (true, true) => "use crate::{runtime, types};\n",
            (true, false) => "use crate::runtime;\n",
            (false, true) => "use crate::types;\n",
            (false, false) => "",
        };
        let maps = self.maps.get();
        let maps = if maps { "use std::collections::BTreeMap;\n" } else { "" };
        let mut all = vec![format!("{uses}{maps}")];
        all.extend_from_slice(items);
        self.finish_with_uses(path, docs, &all)
    }

    /// The file of items that begin with its imports.
    pub(super) fn finish_with_uses(
        self,
        path: String,
        docs: &str,
        items: &[String],
    ) -> SourceFile {
        let header = &self.context.header;
        let mut text = format!("{header}\n{docs}");
        for item in items.iter().filter(|item| !item.is_empty()) {
            text.push('\n');
            text.push_str(item);
        }
        SourceFile { path, text }
    }
}
