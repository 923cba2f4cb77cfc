//! The names of types, their members and their files.

use super::reserved;
use super::scope::{Case, Manner, Scope, Wanted};
use super::words::{self, Symbols};
use super::{Chosen, Home, Names, TypeModule};
use crate::ir::{Api, Kind, Type, TypeId};
use std::collections::{BTreeMap, HashMap};

const TYPE: Manner = Manner {
    case: Case::UpperCamel,
    digit_prefix: "Model",
    reserved: reserved::TYPES,
    reserved_suffix: "Model",
};
const FIELD: Manner = Manner {
    case: Case::Snake,
    digit_prefix: "field",
    reserved: reserved::FIELDS,
    reserved_suffix: "field",
};
pub(super) const VARIANT: Manner = Manner {
    case: Case::UpperCamel,
    digit_prefix: "Value",
    reserved: reserved::VARIANTS,
    reserved_suffix: "Value",
};

/// The module of a type or group called so.
pub(super) fn module_of(ident: &str, parent: &str) -> String {
    let snake = words::ascii(&words::snake(ident, Symbols::Part));
    reserved::as_module(snake, parent)
}

/// Names all types; operations have their names by now.
pub(super) fn name_types(api: &Api, chosen: &Chosen<'_>, names: &mut Names) {
    let mut files = Scope::default();
    let ids = api.operations.iter().map(|operation| operation.id.as_str());
    let owners = Owners {
        components: name_components(api, chosen, names, &mut files),
        operations: ids.zip(0..).collect(),
    };
    let mut scopes: BTreeMap<Home, Scope> = BTreeMap::new();
    let mut sections: HashMap<String, usize> = HashMap::new();
    for (id, ty) in api.types.iter() {
        if is_component(ty) || !ty.is_item() {
            continue;
        }
        let home = match owners.of(ty) {
            Owner::Component(module) => Home::Types(module),
            Owner::Operation(operation) => Home::Operation(operation),
            Owner::Webhook => Home::Webhooks,
            Owner::Section(section) => {
                Home::Types(*sections.entry(section).or_insert_with_key(|section| {
                    add_module(names, &claim_module(&mut files, section))
                }))
            }
        };
        let scope = scopes.entry(home).or_insert_with(|| first_scope(names, home));
        let ident = inline_name(ty, chosen.type_name(id), scope);
        set(names, id, ident, home);
    }
    super::shared::name_shared(api, chosen, names, &mut files);
    for (id, ty) in api.types.iter() {
        if ty.is_item() {
            name_members(names, chosen, id, ty);
        }
    }
}

/// Whether a type is the whole of a component, and not something inside one.
fn is_component(ty: &Type) -> bool {
    ty.component && ty.is_item()
}

/// Names the components: each has a file of its own.
fn name_components(
    api: &Api,
    chosen: &Chosen<'_>,
    names: &mut Names,
    files: &mut Scope,
) -> HashMap<String, usize> {
    let mut components = HashMap::new();
    for (id, ty) in api.types.iter().filter(|(_, ty)| is_component(ty)) {
        let origin = ty.origin.to_string();
        let wire = ty.path.last().map_or("", String::as_str);
        let longer = [wire_of(&ty.path)];
        let chosen = chosen.type_name(id);
        let wanted = Wanted { wire, longer: &longer, identity: &origin, chosen };
        let ident = files.claim(&wanted, &TYPE, with_module);
        let module = add_module(names, &ident);
        components.insert(origin, module);
        set(names, id, ident, Home::Component(module));
    }
    components
}

/// The name of an item with a file of its own, and what it keeps others from.
fn with_module(ident: &str) -> Vec<String> {
    vec![ident.to_owned(), format!("mod {}", module_of(ident, "types"))]
}

/// A name beside the components, for what is called `wire` at this path.
pub(super) fn claim_component(
    files: &mut Scope,
    wire: &str,
    ty: &Type,
    chosen: Option<&str>,
) -> String {
    let longer = [wire_of(&ty.path)];
    let identity = ty.origin.to_string();
    let wanted = Wanted { wire, longer: &longer, identity: &identity, chosen };
    files.claim(&wanted, &TYPE, with_module)
}

fn claim_module(files: &mut Scope, section: &str) -> String {
    let wanted = Wanted { wire: section, longer: &[], identity: section, chosen: None };
    let manner = Manner { reserved: &[], ..TYPE };
    files.claim(&wanted, &manner, |ident| {
        vec![format!("mod {}", module_of(ident, "types"))]
    })
}

/// The file of the item with this name.
pub(super) fn add_module(names: &mut Names, ident: &str) -> usize {
    let module = module_of(ident, "types");
    names.type_modules.push(TypeModule { module, types: Vec::new() });
    names.type_modules.len() - 1
}

fn set(names: &mut Names, id: TypeId, ident: String, home: Home) {
    if let Some(name) = names.types.get_mut(id.index()) {
        name.ident = ident;
        name.home = home;
    }
    match home {
        Home::Component(module) | Home::Types(module) => {
            if let Some(module) = names.type_modules.get_mut(module) {
                module.types.push(id);
            }
        }
        Home::Operation(operation) => {
            if let Some(operation) = names.operations.get_mut(operation) {
                operation.types.push(id);
            }
        }
        Home::None | Home::Webhooks => {}
    }
}

/// What stands in a file before its inline types.
fn first_scope(names: &Names, home: Home) -> Scope {
    let mut scope = Scope::default();
    match home {
        Home::Types(module) => {
            let types = names.type_modules.get(module).map_or(&[][..], |one| &one.types);
            for id in types {
                if let Some(name) = names.types.get(id.index()) {
                    scope.take(name.ident.clone());
                }
            }
        }
        Home::Operation(operation) => {
            if let Some(name) = names.operations.get(operation) {
                for ident in [&name.builder, &name.params, &name.output, &name.body] {
                    scope.take(ident.clone());
                }
            }
        }
        Home::None | Home::Component(_) | Home::Webhooks => {}
    }
    scope
}

fn inline_name(ty: &Type, chosen: Option<&str>, scope: &mut Scope) -> String {
    let origin = ty.origin.to_string();
    let wire = wire_of(&ty.path);
    let wanted = Wanted { wire: &wire, longer: &[], identity: &origin, chosen };
    scope.claim_one(&wanted, &TYPE)
}

/// The path as one name. What has no name on the wire still tells from what is around it.
fn wire_of(path: &[String]) -> String {
    let parts =
        path.iter().map(|part| if part.is_empty() { "empty" } else { part.as_str() });
    parts.collect::<Vec<_>>().join(" ")
}

/// Names the fields of a struct or the variants of an enum or union.
fn name_members(names: &mut Names, chosen: &Chosen<'_>, id: TypeId, ty: &Type) {
    let mut scope = Scope::default();
    let mut position = 0..;
    let mut one = |wire: &str, identity: &str, manner: &Manner| {
        let chosen = position.next().and_then(|at| chosen.member(id, at));
        let wanted = Wanted { wire, longer: &[], identity, chosen };
        reserved::as_identifier(scope.claim_one(&wanted, manner))
    };
    let members = match &ty.kind {
        Kind::Struct(object) => object
            .fields
            .iter()
            .map(|field| one(&field.wire_name, &field.wire_name, &FIELD))
            .collect(),
        Kind::StringEnum(values) => values
            .iter()
            .map(|value| {
                one(value.name.as_ref().unwrap_or(&value.wire), &value.wire, &VARIANT)
            })
            .collect(),
        Kind::IntegerEnum(values) => values
            .iter()
            .map(|value| {
                let wire = value.wire.to_string();
                one(value.name.as_ref().unwrap_or(&wire), &wire, &VARIANT)
            })
            .collect(),
        Kind::Union(union) => union
            .variants
            .iter()
            .zip(0_usize..)
            .map(|(variant, index)| {
                let identity = format!("{} {index}", variant.name);
                one(&variant.name, &identity, &VARIANT)
            })
            .collect(),
        _ => Vec::new(),
    };
    if let Some(name) = names.types.get_mut(id.index()) {
        name.members = members;
    }
}

/// Whose file an inline type stands in.
enum Owner {
    Component(usize),
    Operation(usize),
    Webhook,
    /// Neither of those: a shared response, parameter or body, by section and name.
    Section(String),
}

struct Owners<'a> {
    /// The files of components, by origin.
    components: HashMap<String, usize>,
    /// The operations, by id.
    operations: HashMap<&'a str, usize>,
}

impl Owners<'_> {
    fn of(&self, ty: &Type) -> Owner {
        let mut origin = ty.origin.clone();
        if origin.tokens().first().is_some_and(|first| first == "components") {
            while !origin.tokens().is_empty() {
                if let Some(module) = self.components.get(&origin.to_string()) {
                    return Owner::Component(*module);
                }
                origin.pop();
            }
        }
        let first = ty.path.first().map_or("", String::as_str);
        let tokens = ty.origin.tokens();
        let section = match tokens.first().map_or("", String::as_str) {
            "components" => tokens.get(1).map_or("shared", String::as_str),
            "x-oasmith-webhooks" => return Owner::Webhook,
            _ => match self.operations.get(first).copied() {
                Some(operation) => return Owner::Operation(operation),
                None => "shared",
            },
        };
        let section =
            if section.len() > 1 { section.trim_end_matches('s') } else { section };
        Owner::Section(format!("{section} {first}"))
    }
}
