//! `src/types/…`: one file a component, inline types with their owner.

use super::docs::Comment;
use super::file::{RustFile, ident, lay_out};
use super::{Context, SourceFile, enums, structs, unions};
use crate::ir::{Kind, TypeId};
use crate::name::{Home, TypeModule};
use quote::quote;

/// The item of a type.
pub(super) fn item(file: &RustFile<'_>, id: TypeId) -> String {
    let ty = file.context.api.types.get(id);
    let Some(name) = file.context.names.types.get(id.index()) else {
        return String::new();
    };
    match &ty.kind {
        Kind::Struct(object) => structs::emit(file, ty, object, name),
        Kind::StringEnum(values) => lay_out(enums::emit_strings(file, ty, values, name)),
        Kind::IntegerEnum(values) => {
            lay_out(enums::emit_integers(file, ty, values, name))
        }
        Kind::Union(union) => lay_out(unions::emit(file, ty, union, name)),
        _ => structs::emit_alias(file, ty, id, name),
    }
}

/// A file of types.
pub(super) fn emit(
    context: &Context<'_>,
    index: usize,
    module: &TypeModule,
) -> SourceFile {
    let file = RustFile::new(context, Home::Types(index));
    let items: Vec<String> = module.types.iter().map(|id| item(&file, *id)).collect();
    let names = &context.names.types;
    let first = module.types.first().and_then(|id| names.get(id.index()));
    let words = match first {
        Some(name) if name.home == Home::Component(index) => {
            format!("`{}` and the types that only it uses.", name.ident)
        }
        _ => "Types that several operations share.".to_owned(),
    };
    let path = format!("src/types/{}.rs", module.module);
    file.finish(path, &Comment::new().own(&words).module_text(), &items)
}

/// `src/types.rs`: the modules, and the components by name.
pub(super) fn emit_root(context: &Context<'_>) -> SourceFile {
    let modules = &context.names.type_modules;
    // Sorted, as rustfmt sorts them.
    let mut sorted: Vec<&str> =
        modules.iter().map(|module| module.module.as_str()).collect();
    sorted.sort_unstable();
    let idents = sorted.into_iter().map(ident);
    let components = context.names.types.iter().filter_map(|name| match name.home {
        Home::Component(index) => {
            Some((modules.get(index)?.module.as_str(), name.ident.as_str()))
        }
        _ => None,
    });
    let mut components: Vec<(&str, &str)> = components.collect();
    components.sort_unstable();
    let uses = components.into_iter().map(|(module, name)| {
        let (module, name) = (ident(module), ident(name));
        quote!(pub use self::#module::#name;)
    });
    let items = quote!(#(pub mod #idents;)* #(#uses)*);
    let file = RustFile::new(context, Home::None);
    let docs = Comment::new().own("The types of the API.").module_text();
    file.finish("src/types.rs".to_owned(), &docs, &[lay_out(items)])
}
