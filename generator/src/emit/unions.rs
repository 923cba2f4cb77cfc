//! Values of one of several types.

use super::code::{Code, Expression};
use super::docs::Comment;
use super::file::RustFile;
use super::items::{arm, implementation, macro_call, signature, variant};
use super::reference::resolve;
use crate::ir::{Kind, Scalar, Told, Type, TypeId, Types, Union, Variant};
use crate::name::TypeName;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The enum of a union.
pub(super) fn emit(
    file: &RustFile<'_>,
    ty: &Type,
    union: &Union,
    name: &TypeName,
) -> String {
    file.uses_runtime();
    let fallback = format!("One of the types of `{}`.", ty.path.join("."));
    let mut comment = Comment::new().words(&ty.docs, &fallback);
    if ty.deprecated {
        comment = comment.own("Deprecated.");
    }
    let docs = comment.origin(&ty.origin).text(0);
    let ident = &name.ident;
    let mut text = format!(
        "{docs}#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\npub enum {ident} {{\n"
    );
    for (of, member) in union.variants.iter().zip(&name.members) {
        text.push_str(&variant_docs(of));
        text.push_str(&variant(member, &variant_type(file, of).0));
    }
    let any = file.runtime("Any");
    let _ = write!(
        text,
        "    /// A value that is none of these: kept, and sent back.\n    Unknown({any}),\n}}\n\n{}",
        implementation("runtime::Union", ident)
    );
    text.push_str(&table(union, ident));
    text.push_str(&matches(&name.members));
    text.push_str(&macro_call("union", &[ident]));
    text.push_str(&conversions(file, union, name));
    text
}

/// The functions that hand out what is held.
fn matches(members: &[String]) -> String {
    let (mut active, mut blank, mut held) =
        (String::new(), String::new(), String::new());
    for (index, member) in members.iter().enumerate() {
        let pattern = format!("Self::{member}(value)");
        active.push_str(&arm(&pattern, &format!("({index}, value)"), 12));
        let value = format!("Self::{member}(Default::default())");
        blank.push_str(&arm(&index.to_string(), &value, 12));
        held.push_str(&arm(&pattern, "value", 12));
    }
    let count = members.len();
    format!(
        "
    fn active(&self) -> (usize, &dyn runtime::Value) {{
        match self {{
{active}            Self::Unknown(value) => ({count}, value),
        }}
    }}

    fn select(&mut self, index: usize) -> &mut dyn runtime::Value {{
        *self = match index {{
{blank}            _ => Self::Unknown(runtime::Any::Null),
        }};
        match self {{
{held}            Self::Unknown(value) => value,
        }}
    }}
}}

"
    )
}

fn variant_docs(variant: &Variant) -> String {
    let fallback = match super::docs::code(&variant.name) {
        Some(code) => code,
        None => "An alternative.".to_owned(),
    };
    Comment::inner().words(&variant.docs, &fallback).text(4)
}

fn variant_type(file: &RustFile<'_>, variant: &Variant) -> Code {
    let inner = file.bare(variant.ty);
    if variant.boxed { Code(format!("Box<{inner}>")) } else { inner }
}

fn table(union: &Union, name: &str) -> String {
    let how = match &union.how {
        Told::BestMatch => Expression::atom("runtime::Told::BestMatch"),
        Told::Discriminator { property, mapping } => {
            let mapping = mapping.iter().map(|(value, index)| {
                let pair = vec![Expression::text(value), Expression::atom(index)];
                Expression::Call(String::new(), pair)
            });
            let fields = vec![
                ("property", Expression::text(property)),
                ("mapping", Expression::List(mapping.collect())),
            ];
            Expression::Struct("runtime::Told::Discriminator".to_owned(), fields, None)
        }
    };
    let fields = vec![
        ("name", Expression::text(name)),
        ("how", how),
        ("variants", Expression::atom(union.variants.len())),
    ];
    let table = Expression::Struct("runtime::UnionTable".to_owned(), fields, None);
    let table = table.assigned_to("static TABLE: runtime::UnionTable =", 8);
    format!(
        "    fn table(&self) -> &'static runtime::UnionTable {{\n{table}        &TABLE\n    }}\n"
    )
}

/// `From` for the variants whose types no other variant has.
fn conversions(file: &RustFile<'_>, union: &Union, name: &TypeName) -> String {
    let arena = &file.context.api.types;
    let keys: Vec<Option<String>> =
        union.variants.iter().map(|variant| identity(arena, variant.ty)).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for key in keys.iter().flatten() {
        *uses.entry(key).or_default() += 1;
    }
    let mut text = String::new();
    for ((member, key), of) in name.members.iter().zip(&keys).zip(&union.variants) {
        if key.as_ref().is_none_or(|key| uses.get(key.as_str()) != Some(&1)) {
            continue;
        }
        let value = if of.boxed { "Box::new(value)" } else { "value" };
        text.push_str(&conversion(
            &file.bare(of.ty),
            &name.ident,
            "value",
            member,
            value,
        ));
    }
    text
}

/// `From` a type to a variant.
pub(super) fn conversion(
    from: &Code,
    name: &str,
    argument: &str,
    member: &str,
    value: &str,
) -> String {
    let head = signature("fn from", &[format!("{argument}: {from}")], " -> Self", 4);
    let made =
        Expression::Call(format!("Self::{member}"), vec![Expression::atom(value)]);
    format!(
        "\n{}{head}        {}    }}\n}}\n",
        implementation(&format!("From<{from}>"), name),
        made.after("", 8, "\n")
    )
}

/// What tells one Rust type from another; `None` for types that get no conversion.
fn identity(types: &Types, id: TypeId) -> Option<String> {
    let id = resolve(types, id);
    match &types.get(id).kind {
        Kind::Struct(_)
        | Kind::StringEnum(_)
        | Kind::IntegerEnum(_)
        | Kind::Union(_) => Some(format!("item {}", id.index())),
        Kind::Scalar(
            scalar @ (Scalar::String | Scalar::Boolean | Scalar::Int64 | Scalar::Binary),
        ) => Some(format!("{scalar:?}")),
        _ => None,
    }
}
