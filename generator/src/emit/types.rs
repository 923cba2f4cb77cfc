//! `src/types/…`: one file a component, inline types with their owner.

use super::docs::Comment;
use super::file::RustFile;
use super::tokens::{ident, modules};
use super::{Context, SourceFile, enums, structs, unions};
use crate::ir::{Kind, TypeId};
use crate::name::{Home, TypeModule, TypeName};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of a type.
pub(super) fn items(file: &RustFile<'_>, id: TypeId) -> Vec<TokenStream> {
    let ty = file.context.api.types.get(id);
    let Some(name) = file.context.names.types.get(id.index()) else {
        return Vec::new();
    };
    if let Some(shared) = name.shared {
        return vec![structs::emit_shared(file, ty, name, shared)];
    }
    of_kind(file, id, name)
}

/// The items of a type under this name.
fn of_kind(file: &RustFile<'_>, id: TypeId, name: &TypeName) -> Vec<TokenStream> {
    let ty = file.context.api.types.get(id);
    match &ty.kind {
        Kind::Struct(object) => structs::emit(file, ty, object, name),
        Kind::StringEnum(values) => enums::emit_strings(file, ty, values, name),
        Kind::IntegerEnum(values) => enums::emit_integers(file, ty, values, name),
        Kind::Union(union) => unions::emit(file, ty, union, name),
        _ => vec![structs::emit_alias(file, ty, id, name)],
    }
}

/// A file of types.
pub(super) fn emit(
    context: &Context<'_>,
    index: usize,
    module: &TypeModule,
) -> SourceFile {
    let file = RustFile::new(context, Home::Types(index));
    let path = format!("src/types/{}.rs", module.module);
    if let Some(shared) = context.names.shared.iter().find(|one| one.module == index) {
        let words =
            format!("`{}`, which several types and operations use.", shared.ident);
        let named = context.names.types.get(shared.of.index()).cloned();
        let name = TypeName { ident: shared.ident.clone(), ..named.unwrap_or_default() };
        let items = of_kind(&file, shared.of, &name);
        return file.finish(&path, &Comment::new().own(&words), items);
    }
    let all: Vec<_> = module.types.iter().flat_map(|id| items(&file, *id)).collect();
    let names = &context.names.types;
    let first = module.types.first().and_then(|id| names.get(id.index()));
    let words = match first {
        Some(name) if name.home == Home::Component(index) => {
            format!("`{}` and the types that only it uses.", name.ident)
        }
        _ => "Types that several operations share.".to_owned(),
    };
    file.finish(&path, &Comment::new().own(&words), all)
}

/// `src/types.rs`: the modules, and the components by name.
pub(super) fn emit_root(context: &Context<'_>) -> SourceFile {
    let all = &context.names.type_modules;
    let named = all.iter().zip(0..).map(|(module, index)| {
        (module.module.as_str(), context.gates.types(index).attribute())
    });
    let declared = modules(&quote!(pub mod), named);
    let components = context.names.types.iter().filter_map(|name| match name.home {
        Home::Component(index) => Some((index, name.ident.as_str())),
        _ => None,
    });
    let shared = context.names.shared.iter();
    let shared = shared.map(|shared| (shared.module, shared.ident.as_str()));
    let components = components.chain(shared).filter_map(|(index, name)| {
        let module = all.get(index)?.module.as_str();
        Some((module, name, context.gates.types(index).attribute()))
    });
    let mut components: Vec<(&str, &str, TokenStream)> = components.collect();
    components.sort_by_key(|(module, name, _)| (*module, *name));
    let uses = components.into_iter().map(|(module, name, gate)| {
        let (module, name) = (ident(module), ident(name));
        quote!(#gate pub use self::#module::#name;)
    });
    let uses = quote!(#(#uses)*);
    let docs = Comment::new().own("The types of the API.");
    RustFile::new(context, Home::None).finish("src/types.rs", &docs, [declared, uses])
}
