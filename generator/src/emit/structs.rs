//! Objects with known properties.

use super::docs::{self, Comment};
use super::file::{RustFile, ident};
use super::model::{Argument, Conversion, ModelField, ModelItem};
use super::reference::{is_enum, is_text};
use crate::ir::{Field, Rest, Struct, Type, TypeRef};
use crate::name::TypeName;
use proc_macro2::TokenStream;
use quote::quote;

/// The struct of an object type.
pub(super) fn emit(
    file: &RustFile<'_>,
    ty: &Type,
    object: &Struct,
    name: &TypeName,
) -> TokenStream {
    let fields: Vec<_> = object
        .fields
        .iter()
        .zip(&name.members)
        .map(|(field, ident)| model_field(file, field, ident))
        .collect();
    let rest = match object.rest {
        Rest::Unknown => (
            "unknown",
            file.runtime("Unknown"),
            " Properties that this crate does not know: kept, and sent back.",
        ),
        Rest::Typed(value) => {
            let value = file.reference(value);
            (
                "additional_properties",
                file.map(&value),
                " All other properties, by name.",
            )
        }
    };
    let fallback = format!("The object `{}`.", ty.path.join("."));
    let mut comment = Comment::new().words(&ty.docs, &fallback);
    if ty.deprecated {
        comment = comment.own("Deprecated.");
    }
    let docs = comment.origin(&ty.origin).tokens();
    ModelItem { ident: &name.ident, docs, fields, rest }.tokens(file)
}

fn model_field<'a>(
    file: &RustFile<'_>,
    field: &'a Field,
    ident: &'a str,
) -> ModelField<'a> {
    let mut inner = file.reference(field.ty);
    if field.boxed {
        inner = boxed(file, field.ty);
    }
    let ty = if field.required { inner.clone() } else { quote!(Option<#inner>) };
    let mut flags = Vec::new();
    let mut flag = |set: bool, name| {
        if set {
            flags.push(name);
        }
    };
    flag(field.required, "REQUIRED");
    flag(field.read_only, "READ_ONLY");
    flag(field.write_only, "WRITE_ONLY");
    flag(field.secret, "SECRET");
    flag(field.deprecated, "DEPRECATED");
    ModelField {
        ident,
        wire: &field.wire_name,
        docs: field_docs(field),
        ty,
        flags,
        rules: Some(&field.rules),
        // What only the server sends is no argument of a value that a caller makes.
        argument: (field.required && !field.read_only)
            .then(|| argument(file, field.ty, field.boxed)),
    }
}

/// A boxed value: the box stands inside `Nullable`.
fn boxed(file: &RustFile<'_>, ty: TypeRef) -> TokenStream {
    let inner = file.bare(ty.id);
    if ty.nullable {
        let nullable = file.runtime("Nullable");
        quote!(#nullable<Box<#inner>>)
    } else {
        quote!(Box<#inner>)
    }
}

/// How a value of this type is an argument.
pub(super) fn argument(file: &RustFile<'_>, ty: TypeRef, is_boxed: bool) -> Argument {
    let types = &file.context.api.types;
    if is_boxed {
        return if ty.nullable {
            Argument { ty: boxed(file, ty), conversion: Conversion::None }
        } else {
            Argument { ty: file.bare(ty.id), conversion: Conversion::Boxed }
        };
    }
    if is_text(types, ty) || is_enum(types, ty) {
        let inner = file.reference(ty);
        return Argument { ty: quote!(impl Into<#inner>), conversion: Conversion::Into };
    }
    Argument { ty: file.reference(ty), conversion: Conversion::None }
}

fn field_docs(field: &Field) -> TokenStream {
    let fallback = match docs::code(&field.wire_name) {
        Some(code) => format!("The property {code}."),
        None => "A property.".to_owned(),
    };
    let mut comment = Comment::inner().words(&field.docs, &fallback);
    if field.deprecated {
        comment = comment.own("Deprecated.");
    }
    let limits =
        docs::limits(&field.rules, field.default.as_ref(), field.example.as_ref());
    if let Some(limits) = limits {
        comment = comment.own(&limits);
    }
    comment.tokens()
}

/// An alias of another type, a list, a map, a scalar or any value.
pub(super) fn emit_alias(
    file: &RustFile<'_>,
    ty: &Type,
    id: crate::ir::TypeId,
    name: &TypeName,
) -> TokenStream {
    let target = file.definition(id);
    let fallback = format!("The value `{}`.", ty.path.join("."));
    let docs = Comment::new().words(&ty.docs, &fallback).origin(&ty.origin).tokens();
    let name = ident(&name.ident);
    quote!(#docs pub type #name = #target;)
}
