//! Objects: structs and maps.

use super::flat::{Additional, Flat, Source};
use super::place::below;
use crate::diagnostic::Code;
use crate::ir::{Field, Kind, Rest, Struct, TypeRef};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use serde_json::Value;

impl<'a> Lowering<'a> {
    /// A struct when properties are named, else a map.
    pub(super) fn object(
        &mut self,
        flat: &Flat<'a>,
        path: &[String],
        at: &Node<'a>,
    ) -> Kind {
        let rest = self.rest(flat, path, at);
        if flat.properties.is_empty() {
            let forbidden = matches!(flat.additional, Additional::Forbidden);
            return match rest {
                Rest::Typed(value) => Kind::Map(value),
                Rest::Unknown if forbidden && flat.patterns.is_empty() => {
                    Kind::Struct(Struct::default())
                }
                Rest::Unknown => Kind::Map(TypeRef { id: self.any(), nullable: false }),
            };
        }
        let mut fields = Vec::with_capacity(flat.properties.len());
        for (name, nodes) in &flat.properties {
            let rank = flat.required.get_index_of(name);
            fields.extend(self.field(name, nodes, rank, path));
        }
        super::xml::tell_apart(&mut fields);
        for name in &flat.required {
            if !flat.properties.contains_key(name) {
                let message =
                    format!("`{name}` is required but not among the properties");
                self.tally(Code::RequiredUndeclared, at, message);
            }
        }
        Kind::Struct(Struct { fields, rest })
    }

    fn field(
        &mut self,
        name: &str,
        nodes: &[Node<'a>],
        rank: Option<usize>,
        path: &[String],
    ) -> Option<Field> {
        let source = Source::all(nodes.iter().cloned());
        let at = source.anchor()?.clone();
        if nodes.iter().any(|node| node.value == &Value::Bool(false)) {
            let message = format!("`{name}` is forbidden, so it has no field");
            self.report(Code::NeverSchema, &at, message);
            return None;
        }
        let words = self.describe_field(&source);
        let ty = self.place(&source, &below(path, name));
        let secret = self.is_secret(name, words.format, Some(&source));
        let xml = if self.has_xml { self.xml(&source) } else { None };
        Some(Field {
            wire_name: name.to_owned(),
            origin: at.pointer(),
            docs: words.docs,
            ty,
            required: rank.is_some(),
            rank: rank.unwrap_or_default(),
            constant: rank.and_then(|_| self.constant(&source)),
            read_only: words.read_only,
            write_only: words.write_only,
            secret,
            deprecated: words.deprecated,
            default: words.default.cloned(),
            example: words.example.cloned(),
            rules: words.rules,
            xml,
        })
    }

    /// The only value that a schema takes.
    fn constant(&mut self, source: &Source<'a>) -> Option<Value> {
        match self.flatten_target(source).values?.as_slice() {
            [only] if !only.is_null() => Some((*only).clone()),
            _ => None,
        }
    }

    /// What properties beyond the named ones are.
    fn rest(&mut self, flat: &Flat<'a>, path: &[String], at: &Node<'a>) -> Rest {
        let alone = flat.properties.is_empty();
        let node = match (&flat.additional, flat.patterns.as_slice()) {
            (Additional::Typed(node), []) => node.clone(),
            (Additional::Forbidden, [only]) => only.clone(),
            (Additional::Unsaid, [only]) if alone => only.clone(),
            (_, []) => return Rest::Unknown,
            _ => {
                let message =
                    "the properties of `patternProperties` are kept as any value";
                self.report(Code::PatternPropertiesApproximated, at, message);
                return Rest::Unknown;
            }
        };
        let value = self.place_node(&node, &below(path, "value"));
        if Some(value.id) == self.any { Rest::Unknown } else { Rest::Typed(value) }
    }
}
