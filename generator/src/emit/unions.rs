//! Values of one of several types.

use super::code::Code;
use super::docs::Comment;
use super::file::{RustFile, ident};
use super::reference::resolve;
use crate::ir::{Kind, Scalar, Told, Type, TypeId, Types, Union, Variant};
use crate::name::TypeName;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// The enum of a union.
pub(super) fn emit(
    file: &RustFile<'_>,
    ty: &Type,
    union: &Union,
    name: &TypeName,
) -> TokenStream {
    file.uses_runtime();
    let fallback = format!("One of the types of `{}`.", ty.path.join("."));
    let mut comment = Comment::new().words(&ty.docs, &fallback);
    if ty.deprecated {
        comment = comment.own("Deprecated.");
    }
    let docs = comment.origin(&ty.origin).tokens();
    let name_ = ident(&name.ident);
    let variants: Vec<Ident> = name.members.iter().map(|one| ident(one)).collect();
    let variant_docs = union.variants.iter().map(variant_docs);
    let types: Vec<Code> =
        union.variants.iter().map(|variant| variant_type(file, variant)).collect();
    let count = Literal::usize_unsuffixed(variants.len());
    let indices: Vec<_> = (0..variants.len()).map(Literal::usize_unsuffixed).collect();
    let table = table(union, &name.ident);
    let any = file.runtime("Any");
    let select = variants.iter().zip(&indices).map(
        |(variant, index)| quote!(#index => *self = Self::#variant(Default::default()),),
    );
    let conversions = conversions(file, union, &name_, &variants, &types);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name_ {
            #(#variant_docs #variants(#types),)*
            #[doc = " A value that is none of these: kept, and sent back."]
            Unknown(#any),
        }
        impl runtime::Union for #name_ {
            fn table(&self) -> &'static runtime::UnionTable { #table }
            fn active(&self) -> (usize, &dyn runtime::Value) {
                match self {
                    #(Self::#variants(value) => (#indices, value),)*
                    Self::Unknown(value) => (#count, value),
                }
            }
            fn select(&mut self, index: usize) -> &mut dyn runtime::Value {
                match index {
                    #(#select)*
                    _ => *self = Self::Unknown(runtime::Any::Null),
                }
                match self {
                    #(Self::#variants(value) => value,)*
                    Self::Unknown(value) => value,
                }
            }
        }
        runtime::union!(#name_);
        #(#conversions)*
    }
}

fn variant_docs(variant: &Variant) -> TokenStream {
    let fallback = match super::docs::code(&variant.name) {
        Some(code) => code,
        None => "An alternative.".to_owned(),
    };
    Comment::inner().words(&variant.docs, &fallback).tokens()
}

fn variant_type(file: &RustFile<'_>, variant: &Variant) -> Code {
    let inner = file.bare(variant.ty);
    if variant.boxed { Code(format!("Box<{inner}>")) } else { inner }
}

fn table(union: &Union, name: &str) -> TokenStream {
    let variants = Literal::usize_unsuffixed(union.variants.len());
    let how = match &union.how {
        Told::BestMatch => quote!(runtime::Told::BestMatch),
        Told::Discriminator { property, mapping } => {
            let values = mapping.iter().map(|(value, _)| value);
            let indices =
                mapping.iter().map(|(_, index)| Literal::usize_unsuffixed(*index));
            quote! {
                runtime::Told::Discriminator {
                    property: #property, mapping: &[#((#values, #indices)),*]
                }
            }
        }
    };
    quote! {
        static TABLE: runtime::UnionTable =
            runtime::UnionTable { name: #name, how: #how, variants: #variants };
        &TABLE
    }
}

/// `From` for the variants whose types no other variant has.
fn conversions(
    file: &RustFile<'_>,
    union: &Union,
    name: &Ident,
    variants: &[Ident],
    types: &[Code],
) -> Vec<TokenStream> {
    let arena = &file.context.api.types;
    let keys: Vec<Option<String>> =
        union.variants.iter().map(|variant| identity(arena, variant.ty)).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for key in keys.iter().flatten() {
        *uses.entry(key).or_default() += 1;
    }
    let mut conversions = Vec::new();
    for (((variant, ty), key), of) in
        variants.iter().zip(types).zip(&keys).zip(&union.variants)
    {
        if key.as_ref().is_none_or(|key| uses.get(key.as_str()) != Some(&1)) {
            continue;
        }
        let inner = file.bare(of.ty);
        let value = if of.boxed { quote!(Box::new(value)) } else { quote!(value) };
        let _ = ty;
        conversions.push(quote! {
            impl From<#inner> for #name {
                fn from(value: #inner) -> Self { Self::#variant(#value) }
            }
        });
    }
    conversions
}

/// What tells one Rust type from another; `None` for types that get no conversion.
fn identity(types: &Types, id: TypeId) -> Option<String> {
    let id = resolve(types, id);
    match &types.get(id).kind {
        Kind::Struct(_)
        | Kind::StringEnum(_)
        | Kind::IntegerEnum(_)
        | Kind::Union(_) => Some(format!("item {}", id.index())),
        Kind::Scalar(scalar @ (Scalar::String | Scalar::Boolean | Scalar::Int64)) => {
            Some(format!("{scalar:?}"))
        }
        _ => None,
    }
}
