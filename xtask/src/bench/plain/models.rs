//! Models with serde's derive.

use super::{Plain, docs, ident};
use oasmith::ir::{EnumValue, Field, Kind, Rest, Struct, Told, TypeId, TypeRef, Union};
use oasmith::name::{Shared, TypeModule, TypeName};
use proc_macro2::TokenStream;
use quote::quote;

impl Plain<'_> {
    /// The items of a file of types.
    pub(super) fn module(&self, index: usize, module: &TypeModule) -> TokenStream {
        let shared = self.names.shared.iter().find(|one| one.module == index);
        if let Some(shared) = shared {
            let of = self.names.types.get(shared.of.index()).cloned();
            let name =
                TypeName { ident: shared.ident.clone(), ..of.unwrap_or_default() };
            return self.item(shared.of, &name);
        }
        module.types.iter().map(|id| self.item_of(*id)).collect()
    }

    /// The item of a type.
    pub(super) fn item_of(&self, id: TypeId) -> TokenStream {
        let Some(name) = self.names.types.get(id.index()) else {
            return TokenStream::new();
        };
        let shared = match name.shared {
            None => return self.item(id, name),
            Some(Shared::Component(id)) => Some(self.path(id)),
            Some(Shared::Enum(index)) => self
                .names
                .shared
                .get(index)
                .and_then(|one| self.in_module(one.module, &one.ident)),
        };
        let name = ident(&name.ident);
        quote!(pub type #name = #shared;)
    }

    fn item(&self, id: TypeId, name: &TypeName) -> TokenStream {
        let ty = self.api.types.get(id);
        let (docs, item) = (docs(&ty.docs), ident(&name.ident));
        let derive = quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        };
        match &ty.kind {
            Kind::Struct(object) => {
                let fields = self.fields(object, &name.members);
                quote!(#derive pub struct #item { #fields })
            }
            Kind::StringEnum(values) => {
                let values = strings(values, &name.members);
                quote!(#derive #[derive(Copy, Eq, Hash)] pub enum #item { #values })
            }
            Kind::IntegerEnum(_) => quote!(#docs pub type #item = i64;),
            Kind::Union(union) => {
                let (how, variants) = self.variants(union, &name.members);
                quote!(#derive #how pub enum #item { #variants })
            }
            _ => {
                let target = self.used(TypeRef { id, nullable: false }, false);
                quote!(#docs pub type #item = #target;)
            }
        }
    }

    fn fields(&self, object: &Struct, members: &[String]) -> TokenStream {
        let fields = object.fields.iter().zip(members);
        let rest = match object.rest {
            Rest::Unknown => None,
            Rest::Typed(ty) => Some(self.reference(ty)),
        };
        let rest = rest.map(|ty| {
            quote! {
                #[serde(flatten)]
                pub additional_properties: std::collections::BTreeMap<String, #ty>,
            }
        });
        let fields = fields.map(|(field, member)| self.field(field, member));
        quote!(#(#fields)* #rest)
    }

    fn field(&self, field: &Field, member: &str) -> TokenStream {
        let (docs, wire, member) = (docs(&field.docs), &field.wire_name, ident(member));
        if field.required {
            let ty = self.held(field.ty);
            return quote!(#docs #[serde(rename = #wire)] pub #member: #ty,);
        }
        // Who writes by hand does not tell `null` from what is not there.
        let ty = self.held(TypeRef { nullable: true, ..field.ty });
        quote! {
            #docs
            #[serde(rename = #wire, default, skip_serializing_if = "Option::is_none")]
            pub #member: #ty,
        }
    }

    fn variants(&self, union: &Union, members: &[String]) -> (TokenStream, TokenStream) {
        let variants = union.variants.iter().zip(members).enumerate();
        let variants = variants.map(|(index, (variant, member))| {
            let (docs, member) = (docs(&variant.docs), ident(member));
            let ty = self.held(TypeRef { id: variant.ty, nullable: false });
            let tags = tags(&union.how, index);
            quote!(#docs #tags #member(#ty),)
        });
        let how = match &union.how {
            Told::Discriminator { property, .. } => quote!(#[serde(tag = #property)]),
            Told::BestMatch => quote!(#[serde(untagged)]),
        };
        (how, quote!(#(#variants)*))
    }
}

/// What the variant with this index is called on the wire.
fn tags(how: &Told, index: usize) -> TokenStream {
    let Told::Discriminator { mapping, .. } = how else { return TokenStream::new() };
    let tags = mapping.iter().filter(|(_, of)| *of == index).map(|(tag, _)| tag);
    let tags = tags.enumerate().map(|(place, tag)| match place {
        0 => quote!(#[serde(rename = #tag)]),
        _ => quote!(#[serde(alias = #tag)]),
    });
    tags.collect()
}

fn strings(values: &[EnumValue<String>], members: &[String]) -> TokenStream {
    let values = values.iter().zip(members).map(|(value, member)| {
        let (docs, wire, member) = (docs(&value.docs), &value.wire, ident(member));
        quote!(#docs #[serde(rename = #wire)] #member,)
    });
    values.collect()
}
