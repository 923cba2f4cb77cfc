//! Objects with known properties.

use super::code::Code;
use super::docs::{self, Comment};
use super::file::RustFile;
use super::items::assigned;
use super::model::{Argument, Conversion, ModelField, ModelItem};
use super::reference::{is_collection, is_enum, is_text};
use crate::ir::{Field, Rest, Struct, Type, TypeRef};
use crate::name::TypeName;

/// The struct of an object type.
pub(super) fn emit(
    file: &RustFile<'_>,
    ty: &Type,
    object: &Struct,
    name: &TypeName,
) -> String {
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
            "Properties that this crate does not know: kept, and sent back.",
        ),
        Rest::Typed(value) => {
            let value = file.reference(value);
            ("additional_properties", file.map(&value), "All other properties, by name.")
        }
    };
    let fallback = format!("The object `{}`.", ty.path.join("."));
    let mut comment = Comment::new().words(&ty.docs, &fallback);
    if ty.deprecated {
        comment = comment.own("Deprecated.");
    }
    let docs = comment.origin(&ty.origin).text(0);
    ModelItem { ident: &name.ident, docs, fields, rest }.text(file)
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
    let ty = if field.required { inner } else { Code(format!("Option<{inner}>")) };
    let mut flags = Vec::new();
    let mut flag = |set: bool, name| {
        if set {
            flags.push(name);
        }
    };
    flag(field.required, "required");
    flag(field.read_only, "read_only");
    flag(field.write_only, "write_only");
    flag(field.secret, "secret");
    flag(field.deprecated, "deprecated");
    ModelField {
        ident,
        wire: &field.wire_name,
        docs: field_docs(file, field),
        ty,
        flags,
        rules: Some(&field.rules),
        xml: field.xml.as_deref(),
        // What only the server sends is no argument of a value that a caller makes.
        argument: (field.required && !field.read_only)
            .then(|| argument(file, field.ty, field.boxed)),
    }
}

/// A boxed value: the box stands inside `Nullable`.
fn boxed(file: &RustFile<'_>, ty: TypeRef) -> Code {
    let inner = file.bare(ty.id);
    if ty.nullable {
        let nullable = file.runtime("Nullable");
        Code(format!("{nullable}<Box<{inner}>>"))
    } else {
        Code(format!("Box<{inner}>"))
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
        return Argument {
            ty: Code(format!("impl Into<{inner}>")),
            conversion: Conversion::Into,
        };
    }
    Argument { ty: file.reference(ty), conversion: Conversion::None }
}

fn field_docs(file: &RustFile<'_>, field: &Field) -> String {
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
    if let Some(limits) = limits {
        comment = comment.own(&limits);
    }
    comment.text(4)
}

/// An alias of another type, a list, a map, a scalar or any value.
pub(super) fn emit_alias(
    file: &RustFile<'_>,
    ty: &Type,
    id: crate::ir::TypeId,
    name: &TypeName,
) -> String {
    let target = file.definition(id);
    let fallback = format!("The value `{}`.", ty.path.join("."));
    let docs = Comment::new().words(&ty.docs, &fallback).origin(&ty.origin).text(0);
    let head = format!("pub type {} =", name.ident);
    docs + &assigned(&head, &target.0, ";", 0)
}
