//! Finding out what each placed type is.

use super::choice::Member;
use super::flat::{Flat, JsonType, Source};
use super::place::{Path, below};
use super::reference::Unwrapped;
use crate::diagnostic::Code;
use crate::ir::{Kind, Type, TypeId, TypeRef};
use crate::lower::context::Lowering;
use crate::lower::node::Node;

/// How many references words and rules are followed through. Nobody writes longer chains by
/// hand, and those that machines write must not take a time that is their square.
pub(in crate::lower) const LONGEST_CHAIN: usize = 32;

/// A type whose kind is still to be found out.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Job<'a> {
    id: TypeId,
    source: Source<'a>,
    /// For an inline schema, which was put together when it was placed.
    flat: Option<Flat<'a>>,
    path: Path,
}

impl<'a> Job<'a> {
    /// A named schema.
    pub(super) fn component(id: TypeId, source: Source<'a>) -> Self {
        Self { id, source, flat: None, path: Path::new() }
    }

    /// A schema written in place.
    pub(super) fn inline(
        id: TypeId,
        source: Source<'a>,
        flat: Flat<'a>,
        path: Path,
    ) -> Self {
        Self { id, source, flat: Some(flat), path }
    }
}

impl<'a> Lowering<'a> {
    /// Works on jobs, which make further jobs, until every type is known.
    pub(in crate::lower) fn run_jobs(&mut self) {
        while let Some(job) = self.jobs.pop() {
            match job.flat {
                Some(flat) => {
                    let kind = self.kind(job.id, flat, &job.source, &job.path);
                    self.set_kind(job.id, kind);
                }
                None => self.build_component(job.id, &job.source),
            }
        }
    }

    pub(super) fn set_kind(&mut self, id: TypeId, kind: Kind) {
        if let Some(ty) = self.types.get_mut(id) {
            ty.kind = kind;
        }
    }

    fn build_component(&mut self, id: TypeId, source: &Source<'a>) {
        let path = self.types.get(id).path.clone();
        let words = self.describe(source);
        if let Some(ty) = self.types.get_mut(id) {
            ty.docs = words.docs;
            ty.deprecated = words.deprecated;
        }
        if let Some(kind) = self.family_kind(id, &path) {
            return self.set_kind(id, kind);
        }
        let kind = match self.unwrap(source) {
            Unwrapped::Reference(target) => {
                let target = self.place_node(&target, &path);
                Kind::Alias(TypeRef { nullable: false, ..target })
            }
            Unwrapped::Own => {
                let flat = self.flatten(source);
                self.kind(id, flat, source, &path)
            }
        };
        self.set_kind(id, kind);
    }

    /// What a schema is that is no reference.
    pub(super) fn kind(
        &mut self,
        id: TypeId,
        mut flat: Flat<'a>,
        source: &Source<'a>,
        path: &[String],
    ) -> Kind {
        let Some(at) = source.anchor().cloned() else { return Kind::Any };
        if flat.never {
            self.report(
                Code::NeverSchema,
                &at,
                "no value fits this schema; any value is allowed",
            );
            return Kind::Any;
        }
        if flat.conflict {
            return Kind::Any;
        }
        if let Some(kind) = self.choice_kind(&mut flat, source, path, &at) {
            return kind;
        }
        if let Some(kind) = self.enumeration(&mut flat, &at) {
            return kind;
        }
        // The words may have grown by the values that the type cannot hold.
        if let Some(ty) = self.types.get_mut(id)
            && !flat.docs.description.is_empty()
        {
            ty.docs.description.clone_from(&flat.docs.description);
        }
        match flat.effective_type() {
            Some(JsonType::Object) => self.object(&flat, path, &at),
            Some(JsonType::Array) => Kind::List(self.item(&flat, path, &at)),
            Some(JsonType::Null) | None => Kind::Any,
            Some(_) => self.scalar_of(&flat, &at).map_or(Kind::Any, Kind::Scalar),
        }
    }

    /// The type of a list's items.
    fn item(&mut self, flat: &Flat<'a>, path: &[String], at: &Node<'a>) -> TypeRef {
        let path = below(path, "item");
        if !flat.prefix_items.is_empty() {
            let message =
                "a list with a type for each place is a list of one type that fits all";
            self.report(Code::TupleApproximated, at, message);
            return self.tuple_item(flat, &path, at);
        }
        if flat.items.is_empty() {
            return TypeRef { id: self.any(), nullable: false };
        }
        let source = Source::all(flat.items.iter().cloned());
        let words = self.describe(&source);
        let rules = &words.rules;
        if rules.min_items.is_some() || rules.max_items.is_some() || rules.unique_items {
            let message =
                "the number of items of a list inside a list is documented, not checked";
            self.tally(Code::RuleUnchecked, at, message.to_owned());
        }
        self.place(&source, &path)
    }

    /// One type for all places of a tuple: the union of theirs.
    fn tuple_item(
        &mut self,
        flat: &Flat<'a>,
        path: &[String],
        at: &Node<'a>,
    ) -> TypeRef {
        let nodes = flat.prefix_items.iter().chain(&flat.items);
        let sources: Vec<Source<'a>> = nodes.cloned().map(Source::one).collect();
        let mut nullable = false;
        let mut members = Vec::with_capacity(sources.len());
        for (index, source) in sources.into_iter().enumerate() {
            nullable |= self.takes_null(&source);
            members.push(Member {
                source,
                name: format!("place {}", index.saturating_add(1)),
            });
        }
        let kind = self.union_of(members, None, path, at);
        let id = self.types.add(Type {
            origin: at.pointer(),
            path: path.to_vec(),
            kind,
            ..Type::any()
        });
        TypeRef { id, nullable }
    }

    /// What a field or parameter takes over from its schema: words, flags, default, rules;
    /// through references, the words excepted.
    pub(in crate::lower) fn describe(&mut self, source: &Source<'a>) -> Flat<'a> {
        let combined = |node: &Node<'a>| {
            node.object().is_some_and(|object| {
                ["allOf", "oneOf", "anyOf"].iter().any(|key| object.contains_key(*key))
            })
        };
        let mut flat = Flat::default();
        let mut source = source.clone();
        let mut borrowed = false;
        for _ in 0..LONGEST_CHAIN {
            let target = match self.unwrap(&source) {
                Unwrapped::Reference(target) => target,
                Unwrapped::Own
                    if source.parts.iter().any(|part| combined(&part.node)) =>
                {
                    return self.describe_whole(flat, &source, borrowed);
                }
                Unwrapped::Own => {
                    for part in &source.parts {
                        self.absorb_annotations(&mut flat, &part.node, borrowed);
                    }
                    return flat;
                }
            };
            self.describe_wrapping(&mut flat, &source, borrowed);
            source = Source::one(target);
            borrowed = true;
        }
        flat
    }

    /// The words around a reference: those of the object itself and of `allOf` members
    /// that have nothing but words.
    fn describe_wrapping(
        &mut self,
        flat: &mut Flat<'a>,
        source: &Source<'a>,
        borrowed: bool,
    ) {
        for part in &source.parts {
            for member in part.node.list("allOf") {
                if member.reference().is_none() {
                    self.absorb_annotations(flat, &member, borrowed);
                }
            }
            self.absorb_annotations(flat, &part.node, borrowed);
        }
    }

    fn describe_whole(
        &mut self,
        mut near: Flat<'a>,
        source: &Source<'a>,
        borrowed: bool,
    ) -> Flat<'a> {
        let whole = self.flatten(source);
        if !borrowed {
            return whole;
        }
        near.read_only |= whole.read_only;
        near.write_only |= whole.write_only;
        near.default = near.default.or(whole.default);
        near.rules = whole.rules;
        near.format = whole.format;
        near
    }
}
