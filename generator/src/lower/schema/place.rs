//! Giving every schema a type.

use super::build::Job;
use super::flat::{Flat, JsonType, Source};
use super::reference::Unwrapped;
use crate::diagnostic::Code;
use crate::ir::{Docs, Kind, Scalar, Type, TypeId, TypeRef};
use crate::lower::context::{Component, Lowering};
use crate::lower::node::Node;

/// Names from the owner down to an inline type.
pub(in crate::lower) type Path = Vec<String>;

/// The path of a part of what stands at `path`.
pub(in crate::lower) fn below(path: &[String], name: &str) -> Path {
    path.iter().cloned().chain([name.to_owned()]).collect()
}

impl<'a> Lowering<'a> {
    /// Gives every named schema its type, before any of them is looked into.
    pub(in crate::lower) fn place_components(&mut self) {
        let schemas = self.root.get("components").map(|all| all.map("schemas"));
        for (name, node) in schemas.into_iter().flatten() {
            let id = self.types.add(Type {
                origin: node.pointer(),
                path: vec![name.to_owned()],
                docs: Docs::NONE,
                deprecated: false,
                component: true,
                kind: Kind::Any,
            });
            self.placed.insert(vec![node.address()], id);
            self.components.insert(name, Component { node: node.clone(), id });
        }
        self.find_families();
        for component in self.components.values().rev() {
            let job = Job::component(component.id, Source::one(component.node.clone()));
            self.jobs.push(job);
        }
    }

    /// The type of a schema, where it stands.
    pub(in crate::lower) fn place(
        &mut self,
        source: &Source<'a>,
        path: &[String],
    ) -> TypeRef {
        let nullable = self.takes_null(source);
        let id = self.place_type(source, path);
        TypeRef { id, nullable }
    }

    /// The type of the schema in one value of the document.
    pub(in crate::lower) fn place_node(
        &mut self,
        node: &Node<'a>,
        path: &[String],
    ) -> TypeRef {
        self.place(&Source::one(node.clone()), path)
    }

    fn place_type(&mut self, source: &Source<'a>, path: &[String]) -> TypeId {
        let mut source = source.clone();
        let mut path = path.to_vec();
        let mut passed: Vec<Vec<usize>> = Vec::new();
        let id = loop {
            let key = source.key();
            if let Some(id) = self.placed.get(&key) {
                break *id;
            }
            if passed.contains(&key) {
                self.report_alias_cycle(&source);
                break self.any();
            }
            match self.unwrap(&source) {
                Unwrapped::Reference(target) => {
                    path = self.path_of(&target).unwrap_or(path);
                    source = Source::one(target);
                }
                Unwrapped::Own => break self.place_own(&source, &path),
            }
            passed.push(key);
        };
        for key in passed {
            self.placed.insert(key, id);
        }
        id
    }

    /// A schema that is no reference.
    fn place_own(&mut self, source: &Source<'a>, path: &[String]) -> TypeId {
        let flat = self.flatten(source);
        if let Some(scalar) = self.plain_scalar(&flat, source) {
            return self.scalar(scalar);
        }
        if is_anything(&flat) {
            return self.any();
        }
        let id = self.types.add(Type {
            origin: source.anchor().map(Node::pointer).unwrap_or_default(),
            path: path.to_vec(),
            docs: flat.docs.clone(),
            deprecated: flat.deprecated,
            component: false,
            kind: Kind::Any,
        });
        self.placed.insert(source.key(), id);
        self.jobs.push(Job::inline(id, source.clone(), flat, path.to_vec()));
        id
    }

    /// The scalar that a schema is, when there is nothing else to it.
    fn plain_scalar(&mut self, flat: &Flat<'a>, source: &Source<'a>) -> Option<Scalar> {
        if flat.values.is_some() || !flat.choices.is_empty() || flat.never {
            return None;
        }
        let anchor = source.anchor()?.clone();
        self.scalar_of(flat, &anchor)
    }

    /// The type of a scalar written in place.
    pub(in crate::lower) fn scalar(&mut self, scalar: Scalar) -> TypeId {
        if let Some(id) = self.scalars.get(&scalar) {
            return *id;
        }
        let id = self.add_plain(Kind::Scalar(scalar));
        self.scalars.insert(scalar, id);
        id
    }

    /// The type of any value.
    pub(in crate::lower) fn any(&mut self) -> TypeId {
        match self.any {
            Some(id) => id,
            None => {
                let id = self.add_plain(Kind::Any);
                self.any = Some(id);
                id
            }
        }
    }

    /// A type that is written in place and has no words.
    pub(in crate::lower) fn add_plain(&mut self, kind: Kind) -> TypeId {
        self.types.add(Type { kind, ..Type::any() })
    }

    pub(super) fn report_alias_cycle(&mut self, source: &Source<'a>) {
        if let Some(anchor) = source.anchor().cloned() {
            let message = "this schema refers only to itself; any value is allowed";
            self.report(Code::SchemaAliasCycle, &anchor, message);
        }
    }

    /// What to call a schema that is referred to but is no named component: the names on
    /// the way to it, without the words of OpenAPI between them.
    fn path_of(&self, node: &Node<'a>) -> Option<Path> {
        let pointer = node.pointer();
        let mut tokens = pointer.tokens().iter().map(String::as_str);
        let first = tokens.next()?;
        let mut path = Path::new();
        if first == "components" {
            let _section = tokens.next();
            path.push(tokens.next()?.to_owned());
        } else {
            path.push(first.to_owned());
        }
        for token in tokens {
            match token {
                "properties" | "schema" | "content" | "allOf" | "oneOf" | "anyOf" => {}
                "items" => path.push("item".to_owned()),
                "additionalProperties" => path.push("value".to_owned()),
                name => path.push(name.to_owned()),
            }
        }
        Some(path)
    }
}

/// Whether a schema says nothing about values.
fn is_anything(flat: &Flat<'_>) -> bool {
    flat.effective_type().is_none_or(|one| one == JsonType::Null)
        && flat.choices.is_empty()
        && flat.values.is_none()
        && !flat.never
}
