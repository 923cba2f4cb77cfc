//! Enums of strings and of integers.

use super::docs::{self, Comment};
use super::file::RustFile;
use super::tokens::{ident, number};
use crate::ir::{Docs, EnumValue, Type};
use crate::name::TypeName;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// An enum of strings.
pub(super) fn emit_strings(
    file: &RustFile<'_>,
    ty: &Type,
    values: &[EnumValue<String>],
    name: &TypeName,
) -> Vec<TokenStream> {
    let values = values.iter().map(|one| (&one.docs, one.wire.clone(), &one.wire));
    emit(
        file,
        ty,
        name,
        &Wire { of: quote!(StringEnum), ty: quote!(&'static str) },
        values,
    )
}

/// An enum of integers.
pub(super) fn emit_integers(
    file: &RustFile<'_>,
    ty: &Type,
    values: &[EnumValue<i64>],
    name: &TypeName,
) -> Vec<TokenStream> {
    let values =
        values.iter().map(|one| (&one.docs, one.wire.to_string(), number(one.wire)));
    emit(file, ty, name, &Wire { of: quote!(IntegerEnum), ty: quote!(i64) }, values)
}

/// What differs between enums of strings and of integers: the trait of the runtime, and
/// the type of a value on the wire.
struct Wire {
    of: TokenStream,
    ty: TokenStream,
}

/// The enum of values: their words, as text for them if there are none, and as they are in
/// the table.
fn emit<'v, V: ToTokens>(
    file: &RustFile<'_>,
    ty: &Type,
    name: &TypeName,
    wire: &Wire,
    values: impl Iterator<Item = (&'v Docs, String, V)>,
) -> Vec<TokenStream> {
    file.uses_runtime();
    let fallback = format!("The values of `{}`.", ty.path.join("."));
    let docs = Comment::new().words(&ty.docs, &fallback).origin(&ty.origin).tokens();
    let enumeration = ident(&name.ident);
    let (mut variants, mut table) = (Vec::new(), Vec::new());
    for ((words, text, value), member) in values.zip(&name.members) {
        let fallback = docs::code(&text).unwrap_or_else(|| "An empty text.".to_owned());
        let docs = Comment::inner().words(words, &fallback).tokens();
        let member = ident(member);
        variants.push(quote!(#docs #member,));
        table.push(quote!((#value, Self::#member)));
    }
    let Wire { of, ty } = wire;
    vec![
        quote! {
            #docs
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #enumeration { #(#variants)* }
        },
        quote! {
            impl runtime::#of for #enumeration {
                const VALUES: &'static [(#ty, Self)] = &[#(#table),*];
            }
        },
    ]
}
