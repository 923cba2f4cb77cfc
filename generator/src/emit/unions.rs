//! Values of one of several types.

use super::docs::Comment;
use super::file::RustFile;
use super::reference::{is_boxed_in_variant, resolve};
use super::tokens::{ident, number, quoted, table_text};
use crate::ir::{Kind, Scalar, Told, Type, TypeId, Types, Union, Variant};
use crate::name::TypeName;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// The indent of a table's lines.
const TABLE_INDENT: usize = 16;

/// The enum of a union.
pub(super) fn emit(
    file: &RustFile<'_>,
    ty: &Type,
    union: &Union,
    name: &TypeName,
) -> Vec<TokenStream> {
    file.uses_runtime();
    let fallback = format!("One of the types of `{}`.", ty.path.join("."));
    let mut comment = Comment::new().words(&ty.docs, &fallback);
    if ty.deprecated {
        comment = comment.own("Deprecated.");
    }
    let docs = comment.origin(&ty.origin).tokens();
    let enumeration = ident(&name.ident);
    let variants = union.variants.iter().zip(&name.members).map(|(of, member)| {
        let (docs, member, ty) = (variant_docs(of), ident(member), file.variant(of.ty));
        quote!(#docs #member(#ty),)
    });
    let (any, text) = (file.runtime("Any"), &name.ident);
    let table = table(union);
    let (active, field_mut) = matches(&name.members);
    let mut items = vec![
        quote! {
            #docs
            #[non_exhaustive]
            pub enum #enumeration {
                #(#variants)*
                /// A value that is none of these: kept, and sent back.
                Unknown(#any),
            }
        },
        quote! {
            impl runtime::Model for #enumeration {
                fn table() -> &'static runtime::Table {
                    static TABLE: runtime::TableText = runtime::TableText {
                        name: #text,
                        text: #table,
                        read: runtime::UNREAD,
                    };
                    TABLE.get()
                }

                fn active(&self) -> (usize, &dyn runtime::Value) { #active }

                fn field_mut(&mut self, index: usize) -> &mut dyn runtime::Value { #field_mut }
            }
        },
        quote!(runtime::union!(#enumeration);),
    ];
    items.extend(conversions(file, union, name));
    items
}

/// The bodies of the functions that hand out what is held.
fn matches(members: &[String]) -> (TokenStream, TokenStream) {
    let members: Vec<Ident> = members.iter().map(|member| ident(member)).collect();
    let indices = (0..members.len()).map(number).collect::<Vec<_>>();
    let count = number(members.len());
    let active = quote! {
        match self {
            #(Self::#members(value) => (#indices, value),)*
            Self::Unknown(value) => (#count, value),
        }
    };
    let field_mut = quote! {
        *self = match index {
            #(#indices => Self::#members(Default::default()),)*
            _ => Self::Unknown(runtime::Any::Null),
        };
        match self {
            #(Self::#members(value) => value,)*
            Self::Unknown(value) => value,
        }
    };
    (active, field_mut)
}

fn variant_docs(variant: &Variant) -> TokenStream {
    let fallback = match super::docs::code(&variant.name) {
        Some(code) => code,
        None => "An alternative.".to_owned(),
    };
    Comment::inner().words(&variant.docs, &fallback).tokens()
}

/// What tells the variants apart, as the table says it.
fn table(union: &Union) -> proc_macro2::Literal {
    let head = format!("union {}", union.variants.len());
    let lines: Vec<String> = match &union.how {
        Told::BestMatch => Vec::new(),
        Told::Discriminator { property, mapping } => {
            let tag = std::iter::once(format!("tag {}", quoted(property)));
            let line =
                |(value, index): &(String, usize)| format!("{} {index}", quoted(value));
            let otherwise = union.otherwise.map(|index| format!("otherwise {index}"));
            tag.chain(mapping.iter().map(line)).chain(otherwise).collect()
        }
    };
    let lines: Vec<String> = std::iter::once(head).chain(lines).collect();
    table_text(&lines, TABLE_INDENT)
}

/// `From` for the variants whose types no other variant has.
fn conversions(file: &RustFile<'_>, union: &Union, name: &TypeName) -> Vec<TokenStream> {
    let arena = &file.context.api.types;
    let keys: Vec<Option<String>> =
        union.variants.iter().map(|variant| identity(arena, variant.ty)).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for key in keys.iter().flatten() {
        *uses.entry(key).or_default() += 1;
    }
    let mut all = Vec::new();
    for ((member, key), of) in name.members.iter().zip(&keys).zip(&union.variants) {
        if key.as_ref().is_none_or(|key| uses.get(key.as_str()) != Some(&1)) {
            continue;
        }
        let converts = is_boxed_in_variant(arena, of.ty);
        all.push(conversion(&file.bare(of.ty), &name.ident, member, converts));
    }
    all
}

/// `From` a type to a variant, which holds it in a box if it must be converted.
pub(super) fn conversion(
    from: &TokenStream,
    name: &str,
    member: &str,
    converts: bool,
) -> TokenStream {
    let (name, member) = (ident(name), ident(member));
    let value = if converts { quote!(Box::new(value)) } else { quote!(value) };
    quote! {
        impl From<#from> for #name {
            fn from(value: #from) -> Self {
                Self::#member(#value)
            }
        }
    }
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
