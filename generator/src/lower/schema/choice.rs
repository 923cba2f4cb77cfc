//! `oneOf` and `anyOf`: one of several types.

use super::flat::{Additional, Choice, Flat, JsonType, Part, Source};
use super::null::is_null_only;
use super::place::below;
use super::reference::{Unwrapped, is_only_words};
use crate::diagnostic::Code;
use crate::ir::{Docs, Kind, Told, TypeRef, Union, Variant};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use std::collections::{HashSet, VecDeque};

/// What the base of a family is called as an alternative of itself.
pub(super) const BASE: &str = "base";

/// One alternative, before it has a type.
#[derive(Clone, Debug)]
pub(super) struct Member<'a> {
    pub(super) source: Source<'a>,
    pub(super) name: String,
}

impl<'a> Member<'a> {
    /// The base of a family as an alternative of the union that it also is: its own
    /// properties, as against those of any that build on it.
    pub(super) fn base(node: Node<'a>, name: &str) -> Self {
        let parts = vec![Part { node, without_unions: true }];
        Self { source: Source { parts }, name: name.to_owned() }
    }

    /// Whether it is the base of a family.
    pub(super) fn is_base(&self) -> bool {
        matches!(self.source.parts.as_slice(), [Part { without_unions: true, .. }])
    }
}

impl<'a> Lowering<'a> {
    /// What a schema with `oneOf` or `anyOf` is; `None` where they choose nothing.
    pub(super) fn choice_kind(
        &mut self,
        flat: &mut Flat<'a>,
        source: &Source<'a>,
        path: &[String],
        at: &Node<'a>,
    ) -> Option<Kind> {
        let mut choices = std::mem::take(&mut flat.choices);
        let before = choices.len();
        choices.retain(|choice| !choice.members.iter().all(is_rules_only));
        if choices.len() < before {
            let message =
                "alternatives that only require other properties are not checked";
            self.tally(Code::RuleUnchecked, at, message.to_owned());
        }
        let choice = match choices.as_slice() {
            [] => return None,
            [choice] => choice.clone(),
            _ => return self.several_choices(flat, &choices, at),
        };
        let nodes = self.spliced(&choice);
        let base = flat.has_own_shape().then_some(&*flat);
        let discriminator = choice.discriminator.as_ref();
        let mut members = Vec::with_capacity(nodes.len());
        for node in &nodes {
            let source = match base {
                Some(base) => self.with_base(base, source, node, discriminator),
                None => Source::one(node.clone()),
            };
            members.push(Member { source, name: String::new() });
        }
        let tag = match discriminator {
            Some(discriminator) => discriminator.text("propertyName").map(str::to_owned),
            None => match self.told_by_values(&members) {
                Told::Discriminator { property, .. } => Some(property),
                Told::BestMatch => None,
            },
        };
        for (member, node) in members.iter_mut().zip(&nodes) {
            member.name = self.member_name(node, tag.as_deref());
        }
        make_names_distinct(&mut members);
        Some(self.union_of(members, discriminator, path, at))
    }

    /// The union of these alternatives.
    pub(super) fn union_of(
        &mut self,
        members: Vec<Member<'a>>,
        discriminator: Option<&Node<'a>>,
        path: &[String],
        at: &Node<'a>,
    ) -> Kind {
        let mut kept: Vec<Member<'a>> = Vec::with_capacity(members.len());
        let mut variants: Vec<Variant> = Vec::with_capacity(members.len());
        let mut types = HashSet::new();
        for member in members {
            let path = match self.component_name(&member.source) {
                Some(component) if member.is_base() => vec![component, BASE.to_owned()],
                _ => below(path, &member.name),
            };
            let ty = self.place(&member.source, &path).id;
            if !types.insert(ty) {
                continue;
            }
            let docs = match self.unwrap(&member.source) {
                Unwrapped::Reference(_) => Docs::NONE,
                Unwrapped::Own => self.describe(&member.source).docs,
            };
            variants.push(Variant { ty, name: member.name.clone(), docs });
            kept.push(member);
        }
        match variants.as_slice() {
            [] => return Kind::Any,
            [only] => return Kind::Alias(TypeRef { id: only.ty, nullable: false }),
            _ => {}
        }
        let how = match discriminator {
            Some(discriminator) => self.told(discriminator, &kept),
            None => self.told_by_values(&kept),
        };
        if discriminator.is_some() && matches!(how, Told::BestMatch) {
            let message = "the discriminator does not tell the alternatives apart; the one that fits best is taken";
            self.report(Code::DiscriminatorUnusable, at, message);
        }
        let otherwise = self.otherwise(discriminator, &kept, &how);
        Kind::Union(Union { variants, how, otherwise })
    }

    /// The alternatives, with those of nested lists in their place and `null` left out.
    fn spliced(&self, choice: &Choice<'a>) -> Vec<Node<'a>> {
        let mut result = Vec::new();
        let mut queue: VecDeque<Node<'a>> = choice.members.iter().cloned().collect();
        while let Some(node) = queue.pop_front() {
            if is_null_only(&node) {
                continue;
            }
            let nested = nested_choice(&node);
            match nested {
                Some(members) => {
                    for member in members.into_iter().rev() {
                        queue.push_front(member);
                    }
                }
                None => result.push(node),
            }
        }
        result
    }

    /// An alternative of a schema that also says something itself: the two merged, unless
    /// the alternative has all of it anyway.
    fn with_base(
        &mut self,
        base: &Flat<'a>,
        source: &Source<'a>,
        node: &Node<'a>,
        discriminator: Option<&Node<'a>>,
    ) -> Source<'a> {
        let alone = Source::one(node.clone());
        let own = self.flatten(&alone);
        let tag = discriminator.and_then(|node| node.text("propertyName"));
        let has = |name: &&str| own.properties.contains_key(*name) || Some(*name) == tag;
        let covered = base.effective_type() == own.effective_type()
            && base.effective_type() == Some(JsonType::Object)
            && base.properties.keys().all(has)
            && !matches!(base.additional, Additional::Typed(_));
        if covered {
            return alone;
        }
        let base = source
            .parts
            .iter()
            .map(|part| Part { without_unions: true, ..part.clone() });
        let own = Part { node: node.clone(), without_unions: false };
        Source { parts: base.chain([own]).collect() }
    }

    /// Several lists of alternatives at once: the properties of all of them, none of them
    /// required, when they are objects.
    fn several_choices(
        &mut self,
        flat: &mut Flat<'a>,
        choices: &[Choice<'a>],
        at: &Node<'a>,
    ) -> Option<Kind> {
        let message = "several lists of alternatives hold at once; their properties are all optional in one type";
        self.report(Code::ChoiceApproximated, at, message);
        let mut all_objects =
            !flat.has_own_shape() || flat.effective_type() == Some(JsonType::Object);
        let nodes: Vec<Node<'a>> =
            choices.iter().flat_map(|choice| self.spliced(choice)).collect();
        for node in nodes {
            if is_rules_only(&node) {
                continue;
            }
            let member = self.flatten(&Source::one(node));
            all_objects &= member.effective_type() == Some(JsonType::Object)
                && member.choices.is_empty();
            for (name, nodes) in member.properties {
                flat.properties.entry(name).or_insert(nodes);
            }
        }
        if !all_objects {
            return Some(Kind::Any);
        }
        flat.json_type = Some(JsonType::Object);
        None
    }

    /// What to call an alternative of those that this property tells apart.
    fn member_name(&mut self, node: &Node<'a>, tag: Option<&str>) -> String {
        if let Unwrapped::Reference(target) = self.unwrap(&Source::one(node.clone())) {
            let pointer = target.pointer();
            if let Some(last) = pointer.tokens().last() {
                return last.clone();
            }
        }
        if let Some(title) = node.text("title").filter(|title| !title.trim().is_empty())
        {
            return title.to_owned();
        }
        let flat = self.flatten(&Source::one(node.clone()));
        let tag = tag.and_then(|tag| flat.properties.get(tag)).cloned();
        let values = tag.and_then(|nodes| self.closed_values(&Source::all(nodes)));
        match values.as_deref() {
            Some([only]) => only.clone(),
            _ => self.shape_name(&flat),
        }
    }

    /// A name out of what the alternative holds.
    fn shape_name(&mut self, flat: &Flat<'a>) -> String {
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        if let Some([only]) = flat.values.as_deref()
            && let Some(value) = text(only)
        {
            return value;
        }
        let json_type = flat.effective_type();
        if json_type == Some(JsonType::Array) {
            let item = flat.items.first().map(|item| self.member_word(item));
            return format!("{} list", item.unwrap_or_else(|| "any".to_owned()));
        }
        if json_type == Some(JsonType::Object) {
            let mut names = flat.properties.keys();
            let first = names.clone().find(|name| flat.required.contains(*name));
            if let Some(name) = first.or_else(|| names.next()) {
                return format!("with {name}");
            }
            return "map".to_owned();
        }
        if flat.values.is_some() {
            return "value".to_owned();
        }
        word_of(json_type, flat.format).to_owned()
    }

    /// One word for the items of a list.
    fn member_word(&self, node: &Node<'a>) -> String {
        if let Unwrapped::Reference(target) = self.unwrap(&Source::one(node.clone())) {
            return target.pointer().tokens().last().cloned().unwrap_or_default();
        }
        let named = node.text("type").and_then(JsonType::named);
        word_of(named, node.text("format")).to_owned()
    }
}

/// One word for a value.
fn word_of(json_type: Option<JsonType>, format: Option<&str>) -> &'static str {
    match (json_type, format) {
        (Some(JsonType::String), Some("binary")) => "binary",
        (json_type, _) => json_type.map_or("any", JsonType::word),
    }
}

/// Inline alternatives whose name says too little get their place as well.
fn make_names_distinct(members: &mut [Member<'_>]) {
    let names: Vec<String> = members.iter().map(|member| member.name.clone()).collect();
    let mut seen: std::collections::HashMap<String, usize> =
        std::collections::HashMap::new();
    for (member, name) in members.iter_mut().zip(names) {
        let count = seen.entry(name).or_insert(0);
        *count = count.saturating_add(1);
        if *count > 1 {
            member.name = format!("{} {count}", member.name);
        }
    }
}

/// The alternatives of a schema that is nothing but a list of them.
fn nested_choice<'a>(node: &Node<'a>) -> Option<Vec<Node<'a>>> {
    let object = node.object()?;
    let mut found = None;
    for key in object.keys() {
        match key.as_str() {
            "oneOf" | "anyOf" if found.is_none() => found = Some(node.list(key)),
            "title" | "description" | "nullable" => {}
            key if key.starts_with("x-") => {}
            _ => return None,
        }
    }
    found
}

/// Whether an alternative only limits what is described elsewhere.
fn is_rules_only(node: &Node<'_>) -> bool {
    let rules = ["required", "not", "minProperties", "maxProperties"];
    let mut limits = false;
    let Some(object) = node.object() else { return false };
    for key in object.keys() {
        limits |= rules.contains(&key.as_str());
    }
    let rest = object.keys().filter(|key| !rules.contains(&key.as_str()));
    limits
        && (is_only_words(node)
            || rest
                .into_iter()
                .all(|key| matches!(key.as_str(), "title" | "description" | "type")))
}
