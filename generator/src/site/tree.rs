//! A type as a tree that people open and close.

use super::Site;
use super::links::slug;
use super::view::{Alternative, Choice, Fact, Link, Node};
use super::words::start_of;
use crate::ir::{
    Docs, EnumValue, Field, Kind, Parameter, ResponseHeader, Rest, Rules, Scalar, Told,
    TypeId, TypeRef, Types,
};
use serde_json::Value;
use std::collections::HashSet;

/// Types inside types are shown so far down; below, their own pages show them.
const DEPTH: usize = 4;

/// So many values one tree shows; what is beyond has its page.
const MOST_NODES: usize = 160;

/// A default or example longer than this is cut.
const LONGEST_FACT: usize = 300;

/// Makes the trees of one page.
pub(super) struct Trees<'a> {
    site: &'a Site<'a>,
    open: Vec<TypeId>,
    left: usize,
    /// Where in the page the next value stands, for its anchor.
    path: Vec<String>,
    ids: HashSet<String>,
}

impl<'a> Trees<'a> {
    pub(super) fn new(site: &'a Site<'a>) -> Self {
        let (open, path, ids) = (Vec::new(), Vec::new(), HashSet::new());
        Self { site, open, left: MOST_NODES, path, ids }
    }

    /// An anchor that follows from where a value stands, as long as none has it yet.
    fn id(&mut self) -> String {
        let wanted = self.path.join("-");
        let mut id = wanted.clone();
        let mut more = 1_usize;
        while !self.ids.insert(id.clone()) {
            more = more.saturating_add(1);
            id = format!("{wanted}-{more}");
        }
        id
    }

    /// The whole of a type.
    pub(super) fn whole(&mut self, ty: TypeRef, most: usize, place: &str) -> Node {
        self.left = most.min(MOST_NODES);
        self.path = vec![place.to_owned()];
        let docs = self.types().get(ty.id).docs.clone();
        let mut node = self.node(ty, &Rules::default(), "", &docs);
        node.words_html = self.site.words.of(&docs);
        node
    }

    /// The tree on the type's own page.
    pub(super) fn own_page(&mut self, id: TypeId) -> Node {
        let mut node = self.whole(TypeRef { id, nullable: false }, MOST_NODES, "model");
        node.model = None;
        node
    }

    pub(super) fn parameter(&mut self, parameter: &Parameter) -> Node {
        self.left = MOST_NODES;
        let name = &parameter.wire_name;
        let place = format!("{:?}", parameter.place).to_lowercase();
        self.path = vec![place, slug(name)];
        let mut node = self.node(parameter.ty, &parameter.rules, name, &parameter.docs);
        node.required = parameter.required;
        node.deprecated |= parameter.deprecated;
        node.secret = parameter.secret;
        said(&mut node.facts, parameter.default.as_ref(), parameter.example.as_ref());
        node
    }

    pub(super) fn header(&mut self, header: &ResponseHeader, place: &str) -> Node {
        self.left = MOST_NODES;
        let name = &header.wire_name;
        self.path = vec![place.to_owned(), "header".to_owned(), slug(name)];
        let mut node = self.node(header.ty, &Rules::default(), name, &header.docs);
        node.required = header.required;
        node
    }

    fn types(&self) -> &'a Types {
        &self.site.named.api.types
    }

    fn node(&mut self, ty: TypeRef, rules: &Rules, name: &str, docs: &Docs) -> Node {
        let types = self.types();
        self.left = self.left.saturating_sub(1);
        let (inner, nullable) = inside(types, ty);
        let of = types.get(inner);
        let outer = types.get(ty.id);
        let own = if docs == &Docs::NONE { &outer.docs } else { docs };
        let mut node = Node {
            id: self.id(),
            name: name.to_owned(),
            kind: kind(types, ty),
            model: self.model(ty.id).or_else(|| self.model(inner)),
            words_html: self.site.words.of(own),
            nullable,
            deprecated: outer.deprecated,
            facts: rules_as_facts(rules),
            ..Node::default()
        };
        match &of.kind {
            Kind::StringEnum(values) => node.choices = self.choices(values),
            Kind::IntegerEnum(values) => node.choices = self.choices(values),
            Kind::Struct(_) | Kind::Union(_) => {
                let is_seen = self.open.contains(&inner);
                if !is_seen && self.open.len() < DEPTH && self.left > 0 {
                    self.open.push(inner);
                    self.below(&mut node, inner);
                    self.open.pop();
                }
            }
            _ => {}
        }
        node
    }

    fn below(&mut self, node: &mut Node, id: TypeId) {
        match &self.types().get(id).kind {
            Kind::Struct(object) => {
                // What must be there comes first; else the description's order.
                let mut fields: Vec<&Field> = object.fields.iter().collect();
                fields.sort_by_key(|field| !field.required);
                node.children = fields.into_iter().map(|one| self.field(one)).collect();
                if let Rest::Typed(rest) = object.rest {
                    let rules = Rules::default();
                    self.path.push("any-other".to_owned());
                    let made = self.node(rest, &rules, "any other name", &Docs::NONE);
                    self.path.pop();
                    node.children.push(made);
                }
            }
            Kind::Union(union) => {
                if let Told::Discriminator { property, .. } = &union.how {
                    node.told_by = Some(property.clone());
                }
                for variant in &union.variants {
                    let ty = TypeRef { id: variant.ty, nullable: false };
                    self.path.push(slug(&variant.name));
                    let made = self.node(ty, &Rules::default(), "", &variant.docs);
                    self.path.pop();
                    let name = variant.name.clone();
                    node.alternatives.push(Alternative { name, node: made });
                }
            }
            _ => {}
        }
    }

    fn field(&mut self, field: &Field) -> Node {
        self.path.push(slug(&field.wire_name));
        let mut node = self.node(field.ty, &field.rules, &field.wire_name, &field.docs);
        self.path.pop();
        node.required = field.required;
        node.read_only = field.read_only;
        node.write_only = field.write_only;
        node.deprecated |= field.deprecated;
        node.secret = field.secret;
        said(&mut node.facts, field.default.as_ref(), field.example.as_ref());
        node
    }

    fn model(&self, id: TypeId) -> Option<Link> {
        let href = self.site.links.model(id)?.to_owned();
        Some(Link { text: self.types().get(id).path.join(" "), href })
    }

    fn choices<T: ToString>(&self, values: &[EnumValue<T>]) -> Vec<Choice> {
        let choice = |one: &EnumValue<T>| Choice {
            value: one.wire.to_string(),
            words_html: self.site.words.of(&one.docs),
        };
        values.iter().map(choice).collect()
    }
}

/// The type that has parts, behind aliases, lists and maps; and whether `null` is a value.
fn inside(types: &Types, ty: TypeRef) -> (TypeId, bool) {
    let mut id = ty.id;
    let mut nullable = ty.nullable;
    let mut is_outer = true;
    for _ in 0..types.len() {
        match &types.get(id).kind {
            Kind::Alias(next) => {
                nullable |= is_outer && next.nullable;
                id = next.id;
            }
            Kind::List(next) | Kind::Map(next) => {
                is_outer = false;
                id = next.id;
            }
            _ => break,
        }
    }
    (id, nullable)
}

/// What a value is, in words.
pub(super) fn kind(types: &Types, ty: TypeRef) -> String {
    let mut text = String::new();
    let mut id = ty.id;
    for _ in 0..=types.len() {
        let word = match &types.get(id).kind {
            Kind::Alias(next) => {
                id = next.id;
                continue;
            }
            Kind::List(next) => {
                text.push_str("list of ");
                id = next.id;
                continue;
            }
            Kind::Map(next) => {
                text.push_str("map of ");
                id = next.id;
                continue;
            }
            Kind::Struct(_) => "object",
            Kind::StringEnum(_) => "string enum",
            Kind::IntegerEnum(_) => "integer enum",
            Kind::Union(_) => "one of several",
            Kind::Scalar(scalar) => scalar_word(*scalar),
            Kind::Any => "any value",
            Kind::Never => "nothing",
        };
        text.push_str(word);
        return text;
    }
    text
}

fn scalar_word(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "boolean",
        Scalar::Int32 => "integer (32 bits)",
        Scalar::Int64 => "integer (64 bits)",
        Scalar::UInt64 => "integer (64 bits, not negative)",
        Scalar::Int128 => "integer (128 bits)",
        Scalar::Float64 => "number",
        Scalar::String => "string",
        Scalar::DateTime => "date and time",
        Scalar::Date => "date",
        Scalar::Base64 => "base64",
        Scalar::Binary => "bytes",
    }
}

fn said(facts: &mut Vec<Fact>, default: Option<&Value>, example: Option<&Value>) {
    for (label, value) in [("default", default), ("example", example)] {
        if let Some(value) = value {
            facts.push(Fact::new(label, start_of(&shown(value), LONGEST_FACT)));
        }
    }
}

/// A value as people write it: text without quotes.
pub(super) fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn rules_as_facts(rules: &Rules) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |label: &str, value: Option<String>| {
        facts.extend(value.map(|value| Fact::new(label, value)));
    };
    let text =
        |number: &Option<serde_json::Number>| number.as_ref().map(ToString::to_string);
    add(
        if rules.exclusive_minimum { "more than" } else { "at least" },
        text(&rules.minimum),
    );
    add(
        if rules.exclusive_maximum { "less than" } else { "at most" },
        text(&rules.maximum),
    );
    add("multiple of", text(&rules.multiple_of));
    add("characters", span(rules.min_length, rules.max_length));
    add("pattern", rules.pattern.clone());
    add("items", span(rules.min_items, rules.max_items));
    add("items are", rules.unique_items.then(|| "all different".to_owned()));
    facts
}

fn span(least: Option<u64>, most: Option<u64>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("exactly {least}")),
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_said_in_words() {
        let rules = Rules {
            minimum: Some(1.into()),
            maximum: Some(500.into()),
            exclusive_maximum: true,
            min_length: Some(24),
            max_length: Some(24),
            ..Rules::default()
        };
        let facts: Vec<String> = rules_as_facts(&rules)
            .into_iter()
            .map(|fact| format!("{} {}", fact.label, fact.value))
            .collect();
        assert_eq!(facts, ["at least 1", "less than 500", "characters exactly 24"]);
    }
}
