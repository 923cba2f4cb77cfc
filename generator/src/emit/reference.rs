//! Uses of types, as Rust writes them.

use super::code::Code;
use super::file::RustFile;
use crate::ir::{Kind, Scalar, TypeId, TypeRef, Types};

/// What stands around a type that is written in place.
enum Wrapper {
    List,
    Map,
    Nullable,
}

impl RustFile<'_> {
    /// A type where it is used; nullable ones in `Nullable`.
    pub(super) fn reference(&self, ty: TypeRef) -> Code {
        self.wrapped(ty, true)
    }

    /// The type itself, whether or not `null` is a value too.
    pub(super) fn bare(&self, id: TypeId) -> Code {
        self.wrapped(TypeRef { id, nullable: false }, true)
    }

    /// What the item of this type's definition is an alias for.
    pub(super) fn definition(&self, id: TypeId) -> Code {
        self.wrapped(TypeRef { id, nullable: false }, false)
    }

    fn wrapped(&self, ty: TypeRef, mut by_name: bool) -> Code {
        let types = &self.context.api.types;
        let mut wrappers = Vec::new();
        let mut next = ty;
        let innermost = loop {
            if next.nullable && !is_nullable(types, next.id) {
                wrappers.push(Wrapper::Nullable);
            }
            let ty = types.get(next.id);
            if by_name && ty.is_item() {
                break self.item(next.id);
            }
            by_name = true;
            match &ty.kind {
                Kind::List(item) => {
                    wrappers.push(Wrapper::List);
                    next = *item;
                }
                Kind::Map(value) => {
                    wrappers.push(Wrapper::Map);
                    next = *value;
                }
                Kind::Alias(target) => next = *target,
                Kind::Scalar(scalar) => break self.scalar(*scalar),
                _ => break self.runtime("Any"),
            }
        };
        wrappers.iter().rev().fold(innermost, |inner, wrapper| match wrapper {
            Wrapper::List => Code(format!("Vec<{inner}>")),
            Wrapper::Map => self.map(&inner),
            Wrapper::Nullable => {
                let nullable = self.runtime("Nullable");
                Code(format!("{nullable}<{inner}>"))
            }
        })
    }

    fn scalar(&self, scalar: Scalar) -> Code {
        match scalar {
            Scalar::Boolean => Code("bool".to_owned()),
            Scalar::Int32 => Code("i32".to_owned()),
            Scalar::Int64 => Code("i64".to_owned()),
            Scalar::UInt64 => Code("u64".to_owned()),
            Scalar::Int128 => Code("i128".to_owned()),
            Scalar::Float64 => Code("f64".to_owned()),
            Scalar::String => Code("String".to_owned()),
            Scalar::DateTime => self.runtime("DateTime"),
            Scalar::Date => self.runtime("Date"),
            Scalar::Base64 => self.runtime("Base64"),
            Scalar::Binary => self.runtime("Binary"),
        }
    }
}

/// Whether the type is the alias of one that is nullable already, or any value at all.
fn is_nullable(types: &Types, mut id: TypeId) -> bool {
    // Aliases are no cycles; the bound is for a description that lied to `lower`.
    for _ in 0..types.len() {
        match &types.get(id).kind {
            Kind::Alias(target) if target.nullable => return true,
            Kind::Alias(target) => id = target.id,
            Kind::Any | Kind::Never => return true,
            _ => return false,
        }
    }
    false
}

/// The type behind aliases.
pub(super) fn resolve(types: &Types, mut id: TypeId) -> TypeId {
    for _ in 0..types.len() {
        match &types.get(id).kind {
            Kind::Alias(target) => id = target.id,
            _ => break,
        }
    }
    id
}

/// Whether a value of the type is a list or a map.
pub(super) fn is_collection(types: &Types, ty: TypeRef) -> bool {
    matches!(types.get(resolve(types, ty.id)).kind, Kind::List(_) | Kind::Map(_))
}

/// Whether a value of the type is a plain string, which callers may give as `&str`.
pub(super) fn is_text(types: &Types, ty: TypeRef) -> bool {
    let plain =
        matches!(types.get(resolve(types, ty.id)).kind, Kind::Scalar(Scalar::String));
    plain && !ty.nullable && !is_nullable(types, ty.id)
}

/// Whether a value of the type can be made from a text or number by `into`.
pub(super) fn is_enum(types: &Types, ty: TypeRef) -> bool {
    let kind = &types.get(resolve(types, ty.id)).kind;
    let is_enum = matches!(kind, Kind::StringEnum(_) | Kind::IntegerEnum(_));
    is_enum && !ty.nullable && !is_nullable(types, ty.id)
}
