//! Tags that a union needs and of which an alternative has only one: they are constants of
//! it, also where it stands alone.

use crate::ir::{Api, Kind, Scalar, Told, TypeId, TypeRef, Types};
use serde_json::Value;
use std::collections::HashMap;

/// The property and the value of the tag; `None` where unions disagree about it.
type Tag = Option<(String, String)>;

/// Marks the properties that hold tags.
pub(super) fn mark(api: &mut Api) {
    let mut tags: HashMap<TypeId, Tag> = HashMap::new();
    for (_, ty) in api.types.iter() {
        let Kind::Union(union) = &ty.kind else { continue };
        let Told::Discriminator { property, mapping } = &union.how else { continue };
        for (index, variant) in union.variants.iter().enumerate() {
            let mut values = mapping.iter().filter(|(_, at)| *at == index);
            let only = values.next().filter(|_| values.next().is_none());
            // What stands for all other tags is made with one of those.
            let only = only.filter(|_| union.otherwise != Some(index));
            let tag = only.map(|(value, _)| (property.clone(), value.clone()));
            let id = api.types.behind_aliases(variant.ty).0;
            let known = tags.entry(id).or_insert_with(|| tag.clone());
            if *known != tag {
                *known = None;
            }
        }
    }
    for (id, tag) in tags {
        if let Some((property, value)) = tag {
            mark_one(&mut api.types, id, &property, value);
        }
    }
}

fn mark_one(types: &mut Types, id: TypeId, property: &str, value: String) {
    let Kind::Struct(object) = &types.get(id).kind else { return };
    let mut fields = object.fields.iter();
    let Some(index) = fields.position(|field| field.wire_name == property) else {
        return;
    };
    let holds = object.fields.get(index).is_some_and(|field| {
        field.required && field.constant.is_none() && is_text(types, field.ty)
    });
    let Some(ty) = types.get_mut(id).filter(|_| holds) else { return };
    if let Kind::Struct(object) = &mut ty.kind
        && let Some(field) = object.fields.get_mut(index)
    {
        field.constant = Some(Value::String(value));
    }
}

fn is_text(types: &Types, ty: TypeRef) -> bool {
    let kind = &types.behind_aliases(ty.id).1.kind;
    matches!(kind, Kind::Scalar(Scalar::String) | Kind::StringEnum(_))
}
