//! Objects with known properties.

use super::docs::{self, Comment};
use super::file::RustFile;
use super::model::{Argument, ModelField, ModelItem};
use super::reference::{is_boxed, is_collection, is_enum, is_text, resolve};
use super::tokens::{ident, number};
use crate::ir::{Field, Kind, Rest, Scalar, Struct, Type, TypeRef};
use crate::name::{Shared, TypeName};
use proc_macro2::TokenStream;
use quote::quote;

/// The struct of an object type.
pub(super) fn emit(
    file: &RustFile<'_>,
    ty: &Type,
    object: &Struct,
    name: &TypeName,
) -> Vec<TokenStream> {
    let fields = object.fields.iter().zip(&name.members);
    let additional = match object.rest {
        Rest::Unknown => None,
        Rest::Typed(value) => Some(file.map(&file.reference(value))),
    };
    let fallback = format!("The object `{}`.", ty.path.join("."));
    let mut comment = Comment::new().words(&ty.docs, &fallback);
    if ty.deprecated {
        comment = comment.own("Deprecated.");
    }
    ModelItem {
        ident: &name.ident,
        docs: comment.origin(&ty.origin),
        fields: fields.map(|(field, ident)| model_field(file, field, ident)).collect(),
        additional,
        rest: (
            "unknown",
            "Properties that this crate does not know: kept, and sent back.",
        ),
        macro_name: "model",
    }
    .items(file)
}

fn model_field<'a>(
    file: &RustFile<'_>,
    field: &'a Field,
    ident: &'a str,
) -> ModelField<'a> {
    let (inner, constant) = (file.held(field.ty), constant(file, field));
    let mut flags = Vec::new();
    let mut flag = |set: bool, name| {
        if set {
            flags.push(name);
        }
    };
    flag(field.required, "required");
    flag(field.read_only, "read-only");
    flag(field.write_only, "write-only");
    flag(field.secret, "secret");
    flag(field.deprecated, "deprecated");
    ModelField {
        ident,
        wire: &field.wire_name,
        docs: field_docs(file, field),
        ty: if field.required { inner } else { quote!(Option<#inner>) },
        flags,
        rules: Some(&field.rules),
        xml: field.xml.as_deref(),
        // What only the server sends is no argument of a value that a caller makes.
        argument: (field.required && !field.read_only && constant.is_none())
            .then(|| argument(file, field.ty)),
        rank: field.rank,
        constant,
    }
}

/// The only value that a field may have, where that can be written in a word.
fn constant(file: &RustFile<'_>, field: &Field) -> Option<TokenStream> {
    let types = &file.context.api.types;
    let kind = &types.get(resolve(types, field.ty.id)).kind;
    if !field.required || field.ty.nullable {
        return None;
    }
    match (field.constant.as_ref()?, kind) {
        (
            serde_json::Value::String(text),
            Kind::StringEnum(_)
            | Kind::Scalar(
                Scalar::String | Scalar::Date | Scalar::DateTime | Scalar::Base64,
            ),
        ) => Some(quote!(#text.into())),
        (serde_json::Value::Bool(value), Kind::Scalar(Scalar::Boolean)) => {
            Some(quote!(#value))
        }
        (serde_json::Value::Number(value), Kind::IntegerEnum(_)) => {
            let value = number(value.as_i64()?);
            Some(quote!(#value.into()))
        }
        (serde_json::Value::Number(value), Kind::Scalar(Scalar::Int64)) => {
            let value = number(value.as_i64()?);
            Some(quote!(#value))
        }
        (serde_json::Value::Number(value), Kind::Scalar(Scalar::Int32)) => {
            let value = number(i32::try_from(value.as_i64()?).ok()?);
            Some(quote!(#value))
        }
        _ => None,
    }
}

/// How a value of this type is an argument.
pub(super) fn argument(file: &RustFile<'_>, ty: TypeRef) -> Argument {
    let types = &file.context.api.types;
    let held = file.held(ty);
    let is_boxed = is_boxed(types, ty.id) && !ty.nullable;
    if is_boxed || is_text(types, ty) || is_enum(types, ty) {
        return Argument::into(&held);
    }
    Argument::of(held)
}

fn field_docs(file: &RustFile<'_>, field: &Field) -> Comment {
    let is_collection = is_collection(&file.context.api.types, field.ty);
    let fallback = match docs::code(&field.wire_name) {
        Some(code) => format!("The property {code}."),
        None => "A property.".to_owned(),
    };
    let mut comment = Comment::inner().words(&field.docs, &fallback);
    if field.deprecated {
        comment = comment.own("Deprecated.");
    }
    let limits = docs::limits(
        &field.rules,
        is_collection,
        field.default.as_ref(),
        field.example.as_ref(),
    );
    match limits {
        Some(limits) => comment.own(&limits),
        None => comment,
    }
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

/// An enum that others say too, as an alias of the one that all share.
pub(super) fn emit_shared(
    file: &RustFile<'_>,
    ty: &Type,
    name: &TypeName,
    shared: Shared,
) -> TokenStream {
    let target = match shared {
        Shared::Component(id) => file.item(id),
        Shared::Enum(index) => file.shared(index),
    };
    let fallback = format!("The values of `{}`.", ty.path.join("."));
    let docs = Comment::new().words(&ty.docs, &fallback).origin(&ty.origin).tokens();
    let name = ident(&name.ident);
    quote!(#docs pub type #name = #target;)
}
