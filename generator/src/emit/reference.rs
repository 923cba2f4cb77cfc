//! Uses of types, as Rust writes them.

use super::file::RustFile;
use crate::ir::{Kind, Scalar, TypeId, TypeRef, Types};
use proc_macro2::TokenStream;
use quote::quote;

/// What stands around a type that is written in place.
enum Wrapper {
    List,
    Map,
    Nullable,
}

impl RustFile<'_> {
    /// A type where it is used; nullable ones in `Nullable`.
    pub(super) fn reference(&self, ty: TypeRef) -> TokenStream {
        self.wrapped(ty, true, false)
    }

    /// The same where a property holds it: in a box if it must be.
    pub(super) fn held(&self, ty: TypeRef) -> TokenStream {
        self.wrapped(ty, true, is_boxed(&self.context.api.types, ty.id))
    }

    /// The same where the variant of a union holds it.
    pub(super) fn variant(&self, id: TypeId) -> TokenStream {
        let boxed = is_boxed_in_variant(&self.context.api.types, id);
        self.wrapped(TypeRef { id, nullable: false }, true, boxed)
    }

    /// The type itself, whether or not `null` is a value too.
    pub(super) fn bare(&self, id: TypeId) -> TokenStream {
        self.wrapped(TypeRef { id, nullable: false }, true, false)
    }

    /// What the item of this type's definition is an alias for.
    pub(super) fn definition(&self, id: TypeId) -> TokenStream {
        self.wrapped(TypeRef { id, nullable: false }, false, false)
    }

    fn wrapped(&self, ty: TypeRef, by_name: bool, boxed: bool) -> TokenStream {
        let types = &self.context.api.types;
        let mut wrappers = Vec::new();
        let mut next = ty;
        let mut is_named = by_name;
        let mut boxed = boxed;
        let innermost = loop {
            if next.nullable && !is_nullable(types, next.id) {
                wrappers.push(Wrapper::Nullable);
                // Here the box stands inside, which uses of an alias cannot say.
                boxed |= !by_name && is_boxed_in_variant(types, next.id);
            }
            let ty = types.get(next.id);
            if is_named && ty.is_item() {
                let item = self.item(next.id);
                // An alias of an enum stands for the enum alone.
                let is_alias = !by_name && wrappers.is_empty();
                break match open(types, next.id).filter(|_| !is_alias) {
                    Some(name) => {
                        let open = self.runtime(name);
                        quote!(#open<#item>)
                    }
                    None => item,
                };
            }
            is_named = true;
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
        let innermost = if boxed { quote!(Box<#innermost>) } else { innermost };
        wrappers.iter().rev().fold(innermost, |inner, wrapper| match wrapper {
            Wrapper::List => quote!(Vec<#inner>),
            Wrapper::Map => self.map(&inner),
            Wrapper::Nullable => {
                let nullable = self.runtime("Nullable");
                quote!(#nullable<#inner>)
            }
        })
    }

    fn scalar(&self, scalar: Scalar) -> TokenStream {
        match scalar {
            Scalar::Boolean => quote!(bool),
            Scalar::Int32 => quote!(i32),
            Scalar::Int64 => quote!(i64),
            Scalar::UInt64 => quote!(u64),
            Scalar::Int128 => quote!(i128),
            Scalar::Float64 => quote!(f64),
            Scalar::String => quote!(String),
            Scalar::DateTime => self.runtime("DateTime"),
            Scalar::Date => self.runtime("Date"),
            Scalar::Base64 => self.runtime("Base64"),
            Scalar::Binary => self.runtime("Binary"),
        }
    }
}

/// Whether a value of the type stands in a box where a property holds it: models do. The
/// size of a type then depends on its own properties alone, and no property changes the
/// type of another. A union is small by itself, and is matched without a box around it.
pub(super) fn is_boxed(types: &Types, id: TypeId) -> bool {
    let kind = &types.get(resolve(types, id)).kind;
    matches!(kind, Kind::Struct(_)) && !is_nullable(types, id)
}

/// Whether it does in the variant of a union: unions do too, which may hold each other.
pub(super) fn is_boxed_in_variant(types: &Types, id: TypeId) -> bool {
    let kind = &types.get(resolve(types, id)).kind;
    matches!(kind, Kind::Struct(_) | Kind::Union(_)) && !is_nullable(types, id)
}

/// What a value of an enum is held in, so that others are kept too.
fn open(types: &Types, id: TypeId) -> Option<&'static str> {
    match &types.get(resolve(types, id)).kind {
        _ if is_nullable(types, id) => None,
        Kind::StringEnum(_) => Some("Open"),
        Kind::IntegerEnum(_) => Some("OpenInteger"),
        _ => None,
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
