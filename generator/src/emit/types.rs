//! `src/types/…`: one file a component, inline types with their owner.

use super::docs::Comment;
use super::file::RustFile;
use super::{Context, SourceFile, enums, items, structs, unions};
use crate::ir::{Kind, TypeId};
use crate::name::{Home, TypeModule};

/// The item of a type.
pub(super) fn item(file: &RustFile<'_>, id: TypeId) -> String {
    let ty = file.context.api.types.get(id);
    let Some(name) = file.context.names.types.get(id.index()) else {
        return String::new();
    };
    match &ty.kind {
        Kind::Struct(object) => structs::emit(file, ty, object, name),
        Kind::StringEnum(values) => enums::emit_strings(file, ty, values, name),
        Kind::IntegerEnum(values) => enums::emit_integers(file, ty, values, name),
        Kind::Union(union) => unions::emit(file, ty, union, name),
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
    let named = modules.iter().zip(0..).map(|(module, index)| {
        (module.module.as_str(), context.gates.types(index).attribute(0))
    });
    let modules_text = items::modules_with("pub mod", named);
    let components = context.names.types.iter().filter_map(|name| match name.home {
        Home::Component(index) => {
            let module = modules.get(index)?.module.as_str();
            let gate = context.gates.types(index).attribute_of_use();
            Some((module, name.ident.as_str(), gate))
        }
        _ => None,
    });
    let mut components: Vec<(&str, &str, String)> = components.collect();
    components.sort_unstable_by(|one, other| items::order(one.0, other.0));
    let uses: String = components
        .into_iter()
        .map(|(module, name, gate)| {
            gate + &items::import(&format!("pub use self::{module}"), [name])
        })
        .collect();
    let file = RustFile::new(context, Home::None);
    let docs = Comment::new().own("The types of the API.").module_text();
    file.finish("src/types.rs".to_owned(), &docs, &[modules_text, uses])
}
