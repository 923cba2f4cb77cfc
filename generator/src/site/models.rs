//! The pages of models, and who uses them.

use super::Site;
use super::highlight::Language;
use super::operation::{entry, outside, pretty};
use super::tree::Trees;
use super::view::{Code, Link, ModelPage};
use crate::ir::{Operation, TypeId, TypeRef, Types};
use crate::sample::Direction;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Who uses a model, by the indices of operations and the ids of other models.
#[derive(Debug, Default)]
pub(super) struct Users {
    operations: BTreeMap<TypeId, BTreeSet<usize>>,
    models: BTreeMap<TypeId, BTreeSet<TypeId>>,
}

impl Users {
    pub(super) fn new(site: &Site<'_>) -> Self {
        let api = &site.named.api;
        let mut users = Self::default();
        for (index, operation) in api.operations.iter().enumerate() {
            for id in near(site, roots(operation)) {
                users.operations.entry(id).or_default().insert(index);
            }
        }
        for (id, ty) in
            api.types.iter().filter(|(id, _)| site.links.model(*id).is_some())
        {
            let mut parts = Vec::new();
            ty.kind.each_type(&mut |part: TypeRef| parts.push(part.id));
            for part in near(site, parts) {
                users.models.entry(part).or_default().insert(id);
            }
        }
        users
    }
}

/// The types that an operation names itself.
fn roots(operation: &Operation) -> Vec<TypeId> {
    let mut roots: Vec<TypeId> =
        operation.parameters.iter().map(|one| one.ty.id).collect();
    let sent = operation.body.iter().flat_map(|body| &body.contents);
    let got = operation.responses.iter().flat_map(|one| &one.contents);
    roots.extend(sent.chain(got).filter_map(|content| Some(content.ty?.id)));
    let headers = operation.responses.iter().flat_map(|one| &one.headers);
    roots.extend(headers.map(|header| header.ty.id));
    roots
}

/// The models nearest to these types: on the way to them there is no other.
fn near(site: &Site<'_>, mut open: Vec<TypeId>) -> BTreeSet<TypeId> {
    let types: &Types = &site.named.api.types;
    let mut seen = HashSet::new();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if site.links.model(id).is_some() {
            found.insert(id);
        } else {
            types.get(id).kind.each_type(&mut |part: TypeRef| open.push(part.id));
        }
    }
    found
}

/// The models that have a page, in alphabetical order.
pub(super) fn in_order(site: &Site<'_>) -> Vec<TypeId> {
    let types = &site.named.api.types;
    let mut models: Vec<TypeId> = types
        .iter()
        .map(|(id, _)| id)
        .filter(|id| site.links.model(*id).is_some())
        .collect();
    models.sort_by_cached_key(|id| title(site, *id).to_lowercase());
    models
}

/// A way to the page of a model.
pub(super) fn link(site: &Site<'_>, id: TypeId) -> Option<Link> {
    Some(Link { text: title(site, id), href: site.links.model(id)?.to_owned() })
}

fn title(site: &Site<'_>, id: TypeId) -> String {
    site.named.api.types.get(id).path.join(" ")
}

/// The page of a model.
pub(super) fn page(
    site: &Site<'_>,
    users: &Users,
    id: TypeId,
    [previous, next]: [Option<TypeId>; 2],
) -> ModelPage {
    let api = &site.named.api;
    let ty = api.types.get(id);
    let operations =
        users.operations.get(&id).into_iter().flatten().filter_map(|index| {
            let entry = entry(site, *index, api.operations.get(*index)?);
            Some(Link { text: entry.title, href: entry.href })
        });
    let models = users.models.get(&id).into_iter().flatten();
    let own = TypeRef { id, nullable: false };
    let example = pretty(&site.made(own, Direction::Response));
    let name = site.named.names.types.get(id.index());
    ModelPage {
        path: site.links.model(id).unwrap_or("models.html").to_owned(),
        title: title(site, id),
        rust: name.map(|name| format!("types::{}", name.ident)).unwrap_or_default(),
        deprecated: ty.deprecated,
        outside: outside(ty.docs.url.as_deref()),
        schema: Trees::new(site).own_page(id),
        example: Code::new("Example", Language::Json, &example),
        operations: operations.collect(),
        models: models
            .filter(|user| **user != id)
            .filter_map(|user| link(site, *user))
            .collect(),
        previous: previous.and_then(|id| link(site, id)),
        next: next.and_then(|id| link(site, id)),
    }
}
