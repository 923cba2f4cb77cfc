//! How the values of types are written and told apart.

use super::super::aspect::{Aspect, Says};
use super::Facts;
use super::operations::{module, rules, value};
use crate::ir::{Field, Kind, Told, TypeId, Types, Union};
use crate::name::{Home, Named, Names, TypeName};
use std::collections::BTreeSet;

/// All types that are items.
pub(super) fn types(named: &Named, facts: &mut Facts) {
    let sent = sent(named);
    for (id, _) in named.api.types.iter() {
        let Some(name) = named.names.types.get(id.index()) else { continue };
        if name.shared.is_some() {
            continue;
        }
        if let Some(module) = home(named, name.home) {
            let path = format!("{module}::{}", name.ident);
            one(&named.api.types, id, name, &path, sent.contains(&id), facts);
        }
    }
    // Enums that several owners say, and that belong to none of them.
    for shared in &named.names.shared {
        let Some(name) = named.names.types.get(shared.of.index()) else { continue };
        if let Some(module) = type_module(&named.names, shared.module) {
            let path = format!("{module}::{}", shared.ident);
            one(&named.api.types, shared.of, name, &path, true, facts);
        }
    }
}

/// The types that requests hold. What only answers hold is not checked by anyone here.
fn sent(named: &Named) -> BTreeSet<TypeId> {
    let mut open = Vec::new();
    for operation in &named.api.operations {
        open.extend(operation.parameters.iter().map(|one| one.ty.id));
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        open.extend(contents.filter_map(|content| content.ty).map(|ty| ty.id));
    }
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            named.api.types.get(id).kind.each_type(&mut |ty| open.push(ty.id));
        }
    }
    found
}

/// The path of the module that a type stands in.
fn home(named: &Named, home: Home) -> Option<String> {
    match home {
        Home::None => None,
        Home::Component(index) | Home::Types(index) => type_module(&named.names, index),
        Home::Operation(index) => module(named, named.names.operations.get(index)?),
        Home::Webhooks => Some("webhooks".to_owned()),
    }
}

fn type_module(names: &Names, index: usize) -> Option<String> {
    Some(format!("types::{}", names.type_modules.get(index)?.module))
}

fn one(
    types: &Types,
    id: TypeId,
    name: &TypeName,
    path: &str,
    is_sent: bool,
    facts: &mut Facts,
) {
    let members = name.members.iter().map(|member| format!("{path}::{member}"));
    match &types.get(id).kind {
        Kind::Struct(object) => {
            let fields = name.members.iter().zip(&object.fields);
            let needed = fields.filter(|(_, field)| field.required && !field.write_only);
            let needed = needed.map(|(member, _)| member.clone()).collect();
            facts.add(path, Aspect::Required, Says::Needs(needed));
            for (path, of) in members.zip(&object.fields) {
                field(&path, of, is_sent, facts);
            }
        }
        Kind::StringEnum(values) => {
            for (path, of) in members.zip(values) {
                facts.text(&path, Aspect::Value, format!("{:?}", of.wire));
            }
        }
        Kind::IntegerEnum(values) => {
            for (path, of) in members.zip(values) {
                facts.text(&path, Aspect::Value, of.wire.to_string());
            }
        }
        Kind::Union(of) => union(path, of, name, facts),
        _ => {}
    }
}

fn field(path: &str, of: &Field, is_sent: bool, facts: &mut Facts) {
    let mut text = format!("`{}`", of.wire_name);
    for (set, words) in [(of.read_only, ", never sent"), (of.write_only, ", only sent")]
    {
        if set {
            text.push_str(words);
        }
    }
    if let Some(xml) = &of.xml {
        text.push_str(&format!(", in XML {xml:?}"));
    }
    facts.text(path, Aspect::Encoding, text);
    facts.text(path, Aspect::Constant, value(of.constant.as_ref()));
    if is_sent && !of.read_only {
        facts.add(path, Aspect::Rules, rules(&of.rules));
        facts.text(path, Aspect::Default, value(of.default.as_ref()));
    }
}

fn union(path: &str, of: &Union, name: &TypeName, facts: &mut Facts) {
    let members = || name.members.iter().map(|member| format!("{path}::{member}"));
    match &of.how {
        Told::BestMatch => {
            facts.text(path, Aspect::Tag, "what fits best");
            // Of two that fit as well, the first is taken.
            for (path, index) in members().zip(0_usize..) {
                let before = index.checked_sub(1).and_then(|one| name.members.get(one));
                let after = before.map(|one| format!("after `{one}`"));
                facts.text(&path, Aspect::Tag, after.unwrap_or_default());
            }
        }
        Told::Discriminator { property, mapping } => {
            facts.text(path, Aspect::Tag, format!("property `{property}`"));
            for (path, index) in members().zip(0_usize..) {
                let mut words: Vec<String> = mapping
                    .iter()
                    .filter(|(_, variant)| *variant == index)
                    .map(|(value, _)| format!("{value:?}"))
                    .collect();
                if of.otherwise == Some(index) {
                    words.push("anything else".to_owned());
                }
                facts.text(&path, Aspect::Tag, words.join(" or "));
            }
        }
    }
}
