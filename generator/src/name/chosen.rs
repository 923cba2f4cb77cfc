//! Names that users choose in `[names]` of the configuration: what each is about, and
//! whether it got the name.

use super::Names;
use crate::config::Renames;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Api, Kind, TypeId};
use std::collections::BTreeMap;

/// What a name is chosen for, by its place in the IR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Group(usize),
    Operation(usize),
    Type(usize),
    /// The enum of several owners whose first is this type.
    Shared(usize),
    Member(usize, usize),
    Parameter(usize, usize),
}

/// The names chosen by hand.
#[derive(Debug, Default)]
pub(super) struct Chosen<'a> {
    names: BTreeMap<Item, &'a str>,
}

impl<'a> Chosen<'a> {
    /// Finds what each key is about, and says of those that are about nothing.
    pub(super) fn find(
        api: &Api,
        names: &Names,
        renames: &'a Renames,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let known = Known::of(api, names);
        let mut chosen = Self::default();
        for (table, keys, items) in [
            ("groups", &renames.groups, &known.groups),
            ("operations", &renames.operations, &known.operations),
            ("types", &renames.types, &known.types),
            ("fields", &renames.fields, &known.fields),
            ("values", &renames.values, &known.values),
            ("parameters", &renames.parameters, &known.parameters),
        ] {
            for (key, name) in keys {
                match items.get(key) {
                    Some(items) => {
                        chosen
                            .names
                            .extend(items.iter().map(|item| (*item, name.as_str())));
                    }
                    None => diagnostics.push(missing(table, key, items)),
                }
            }
        }
        chosen
    }

    /// Whether everything got the name that was chosen; says of what did not.
    pub(super) fn check(&self, names: &Names, diagnostics: &mut Diagnostics) -> bool {
        let mut all = true;
        for (item, wanted) in &self.names {
            let got = item.name(names).unwrap_or_default();
            if got.trim_start_matches("r#") == *wanted && is_identifier(wanted) {
                continue;
            }
            all = false;
            let message =
                format!("`{wanted}` in `[names]` cannot be used as a name here");
            diagnostics
                .push(Diagnostic::new(Code::NameUnusable, Place::Nowhere, message).help(
                "it may be used by something else, be reserved, or not be written as \
                     Rust writes such names",
            ));
        }
        all
    }

    pub(super) fn group(&self, index: usize) -> Option<&'a str> {
        self.of(Item::Group(index))
    }

    pub(super) fn operation(&self, index: usize) -> Option<&'a str> {
        self.of(Item::Operation(index))
    }

    pub(super) fn type_name(&self, id: TypeId) -> Option<&'a str> {
        self.of(Item::Type(id.index()))
    }

    pub(super) fn shared_name(&self, first: TypeId) -> Option<&'a str> {
        self.of(Item::Shared(first.index()))
    }

    pub(super) fn member(&self, id: TypeId, position: usize) -> Option<&'a str> {
        self.of(Item::Member(id.index(), position))
    }

    pub(super) fn parameter(
        &self,
        operation: usize,
        position: usize,
    ) -> Option<&'a str> {
        self.of(Item::Parameter(operation, position))
    }

    fn of(&self, item: Item) -> Option<&'a str> {
        self.names.get(&item).copied()
    }
}

impl Item {
    /// The name that it has.
    fn name(self, names: &Names) -> Option<&str> {
        let name = match self {
            Self::Group(index) => &names.groups.get(index)?.accessor,
            Self::Operation(index) => &names.operations.get(index)?.method,
            Self::Type(index) => &names.types.get(index)?.ident,
            Self::Shared(index) => {
                let shared = names.shared.iter().find(|one| one.of.index() == index)?;
                &shared.ident
            }
            Self::Member(index, position) => {
                names.types.get(index)?.members.get(position)?
            }
            Self::Parameter(index, position) => {
                names.operations.get(index)?.parameters.get(position)?
            }
        };
        Some(name)
    }
}

/// An identifier of Rust in ASCII.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|one: char| one.is_ascii_alphabetic())
        && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
}

fn missing(table: &str, key: &str, known: &Items) -> Diagnostic {
    let message = format!("`[names.{table}]` names `{key}`, which does not exist");
    let finding = Diagnostic::new(Code::NameMissing, Place::Nowhere, message);
    let nearest = known
        .keys()
        .map(|known| (strsim::normalized_damerau_levenshtein(key, known), known))
        .max_by(|left, right| left.0.total_cmp(&right.0));
    match nearest {
        Some((likeness, known)) if likeness > 0.5 => {
            finding.help(format!("did you mean `{known}`?"))
        }
        _ => finding,
    }
}

type Items = BTreeMap<String, Vec<Item>>;

/// Everything that can be named, by each of its names.
#[derive(Default)]
struct Known {
    groups: Items,
    operations: Items,
    types: Items,
    fields: Items,
    values: Items,
    parameters: Items,
}

impl Known {
    fn of(api: &Api, names: &Names) -> Self {
        let mut known = Self::default();
        for (index, (group, name)) in api.groups.iter().zip(&names.groups).enumerate() {
            add(&mut known.groups, [&group.tag, &name.accessor], Item::Group(index));
        }
        known.add_operations(api, names);
        for (id, ty) in api.types.iter().filter(|(_, ty)| ty.is_item()) {
            let index = id.index();
            let Some(name) = names.types.get(index) else { continue };
            let mut owners = vec![name.ident.as_str()];
            owners.extend(ty.path.last().filter(|_| ty.component).map(String::as_str));
            add(&mut known.types, &owners, Item::Type(index));
            if let Some(shared) = names.shared.iter().find(|one| one.of == id) {
                add(&mut known.types, [&shared.ident], Item::Shared(index));
                owners.push(&shared.ident);
            }
            let table = match ty.kind {
                Kind::Struct(_) => &mut known.fields,
                _ => &mut known.values,
            };
            for (position, (wire, member)) in
                wires(&ty.kind).iter().zip(&name.members).enumerate()
            {
                for owner in &owners {
                    let member = member.trim_start_matches("r#");
                    let keys =
                        [wire.as_str(), member].map(|one| format!("{owner}.{one}"));
                    add(table, &keys, Item::Member(index, position));
                }
            }
        }
        known
    }

    fn add_operations(&mut self, api: &Api, names: &Names) {
        let operations = api.operations.iter().zip(&names.operations);
        for (index, (operation, name)) in operations.enumerate() {
            let method = name.method.trim_start_matches("r#");
            let owners = [operation.id.as_str(), method];
            add(&mut self.operations, owners, Item::Operation(index));
            let parameters = operation.parameters.iter().zip(&name.parameters);
            for (position, (parameter, member)) in parameters.enumerate() {
                for owner in owners {
                    let member = member.trim_start_matches("r#");
                    let keys = [parameter.wire_name.as_str(), member]
                        .map(|one| format!("{owner}.{one}"));
                    add(&mut self.parameters, &keys, Item::Parameter(index, position));
                }
            }
        }
    }
}

fn add<T: AsRef<str>>(items: &mut Items, keys: impl IntoIterator<Item = T>, item: Item) {
    for key in keys {
        let known = items.entry(key.as_ref().to_owned()).or_default();
        if !known.contains(&item) {
            known.push(item);
        }
    }
}

/// What the members of a type are called in the OpenAPI document.
fn wires(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Struct(object) => {
            object.fields.iter().map(|field| field.wire_name.clone()).collect()
        }
        Kind::StringEnum(values) => values.iter().map(|one| one.wire.clone()).collect(),
        Kind::IntegerEnum(values) => {
            values.iter().map(|one| one.wire.to_string()).collect()
        }
        Kind::Union(union) => {
            union.variants.iter().map(|one| one.name.clone()).collect()
        }
        _ => Vec::new(),
    }
}
