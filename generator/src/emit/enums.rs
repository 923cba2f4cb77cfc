//! Enums of strings and of integers.

use super::docs::{self, Comment};
use super::file::{RustFile, ident};
use crate::ir::{EnumValue, Type};
use crate::name::TypeName;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// What differs between enums of strings and of integers.
struct Flavour {
    derives: TokenStream,
    unknown: TokenStream,
    table: TokenStream,
    imp: TokenStream,
    known: TokenStream,
    argument: TokenStream,
    bind: TokenStream,
    macro_name: &'static str,
}

/// An enum of strings.
pub(super) fn emit_strings(
    file: &RustFile<'_>,
    ty: &Type,
    values: &[EnumValue<String>],
    name: &TypeName,
) -> TokenStream {
    let table = {
        let (ident, wires) = (&name.ident, values.iter().map(|value| &value.wire));
        quote!(runtime::EnumTable = runtime::EnumTable { name: #ident, values: &[#(#wires),*] })
    };
    let flavour = Flavour {
        derives: quote!(Clone, Debug, PartialEq, Eq, Hash),
        unknown: quote!(String),
        table,
        imp: quote!(StringEnum),
        known: quote!(Result<usize, &str>),
        argument: quote!(text: String),
        bind: quote!(text),
        macro_name: "string_enum",
    };
    let docs = values.iter().map(|value| value_docs(&value.docs, &value.wire));
    flavour.tokens(file, ty, name, docs.collect(), quote!(runtime::EnumTable))
}

/// An enum of integers.
pub(super) fn emit_integers(
    file: &RustFile<'_>,
    ty: &Type,
    values: &[EnumValue<i64>],
    name: &TypeName,
) -> TokenStream {
    let table = {
        let ident = &name.ident;
        let wires = values.iter().map(|value| Literal::i64_unsuffixed(value.wire));
        quote!(runtime::IntegerTable = runtime::IntegerTable { name: #ident, values: &[#(#wires),*] })
    };
    let flavour = Flavour {
        derives: quote!(Clone, Copy, Debug, PartialEq, Eq, Hash),
        unknown: quote!(i64),
        table,
        imp: quote!(IntegerEnum),
        known: quote!(Result<usize, i64>),
        argument: quote!(number: i64),
        bind: quote!(number),
        macro_name: "integer_enum",
    };
    let docs =
        values.iter().map(|value| value_docs(&value.docs, &value.wire.to_string()));
    flavour.tokens(file, ty, name, docs.collect(), quote!(runtime::IntegerTable))
}

fn value_docs(words: &crate::ir::Docs, wire: &str) -> TokenStream {
    let fallback = docs::code(wire).unwrap_or_else(|| "An empty text.".to_owned());
    Comment::inner().words(words, &fallback).tokens()
}

impl Flavour {
    fn tokens(
        &self,
        file: &RustFile<'_>,
        ty: &Type,
        name: &TypeName,
        value_docs: Vec<TokenStream>,
        table_ty: TokenStream,
    ) -> TokenStream {
        file.uses_runtime();
        let Self { derives, unknown, table, imp, known, argument, bind, macro_name } =
            self;
        let macro_name = ident(macro_name);
        let fallback = format!("The values of `{}`.", ty.path.join("."));
        let docs = Comment::new().words(&ty.docs, &fallback).origin(&ty.origin).tokens();
        let ident_ = ident(&name.ident);
        let variants: Vec<_> = name.members.iter().map(|one| ident(one)).collect();
        let indices: Vec<_> =
            (0..variants.len()).map(Literal::usize_unsuffixed).collect();
        let by_reference =
            if unknown.to_string() == "i64" { quote!(*) } else { quote!() };
        quote! {
            #docs
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #ident_ {
                #(#value_docs #variants,)*
                #[doc = " A value that this crate does not know."]
                Unknown(#unknown),
            }
            impl runtime::#imp for #ident_ {
                fn table(&self) -> &'static #table_ty {
                    static TABLE: #table;
                    &TABLE
                }
                fn known(&self) -> #known {
                    Ok(match self {
                        #(Self::#variants => #indices,)*
                        Self::Unknown(#bind) => return Err(#by_reference #bind),
                    })
                }
                fn from_known(index: usize) -> Option<Self> {
                    Some(match index {
                        #(#indices => Self::#variants,)*
                        _ => return None,
                    })
                }
                fn from_unknown(#argument) -> Self {
                    Self::Unknown(#bind)
                }
            }
            runtime::#macro_name!(#ident_);
        }
    }
}
