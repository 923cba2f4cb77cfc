//! How values stand in XML (OpenAPI 3.0, "XML Object"; 3.2, "XML Node Types").

use super::build::LONGEST_CHAIN;
use super::flat::Source;
use super::reference::Unwrapped;
use crate::ir::{Field, Xml, XmlNode};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use std::collections::HashMap;

/// A list of lists of lists: what is further inside stands as it is called.
const DEEPEST_LIST: usize = 4;

/// What the `xml` objects around a schema say, the nearest first.
#[derive(Default)]
struct Said {
    xml: Xml,
    node: Option<XmlNode>,
    wrapped: Option<bool>,
}

impl Said {
    /// Takes what nothing nearer said.
    fn absorb(&mut self, schema: &Node<'_>) {
        let Some(node) = schema.get("xml") else { return };
        let text =
            |key| node.text(key).filter(|text| !text.is_empty()).map(str::to_owned);
        let xml = &mut self.xml;
        xml.name = xml.name.take().or_else(|| text("name"));
        xml.prefix = xml.prefix.take().or_else(|| text("prefix"));
        xml.namespace = xml.namespace.take().or_else(|| text("namespace"));
        let (kind, wrapped) = match node.text("nodeType") {
            Some("attribute") => (Some(XmlNode::Attribute), None),
            Some("text" | "cdata") => (Some(XmlNode::Text), None),
            Some("element") => (Some(XmlNode::Element), Some(true)),
            Some("none") => (None, Some(false)),
            _ => (
                node.flag("attribute").then_some(XmlNode::Attribute),
                node.flag("wrapped").then_some(true),
            ),
        };
        self.node = self.node.or(kind);
        self.wrapped = self.wrapped.or(wrapped);
    }

    fn done(self) -> Xml {
        Xml {
            node: self.node.unwrap_or_default(),
            wrapped: self.wrapped.unwrap_or_default(),
            ..self.xml
        }
    }
}

/// Properties that share a schema share what it is called in XML. Then lists stand in
/// elements of their own, and other values are called as in JSON.
pub(super) fn tell_apart(fields: &mut [Field]) {
    let key = |field: &Field| {
        let node = field.xml.as_ref().map(|xml| xml.node).unwrap_or_default();
        (node, field.xml_name().to_owned())
    };
    let mut count: HashMap<_, usize> = HashMap::new();
    for field in fields.iter() {
        let count = count.entry(key(field)).or_default();
        *count = count.saturating_add(1);
    }
    for field in fields {
        if count.get(&key(field)).is_some_and(|count| *count > 1)
            && let Some(xml) = &mut field.xml
        {
            xml.wrapped |= xml.item.as_ref().is_some_and(|item| item.name.is_some());
            xml.name = xml.name.take().filter(|_| xml.wrapped);
        }
    }
}

impl<'a> Lowering<'a> {
    /// How a property stands in XML; `None`: as an element of its name.
    pub(in crate::lower) fn xml(&self, source: &Source<'a>) -> Option<Box<Xml>> {
        let xml = self.xml_of(source, DEEPEST_LIST);
        (xml != Xml::default()).then(|| Box::new(xml))
    }

    /// How the root of a body stands there: called after its component where nothing else
    /// is said; so are the items of a list.
    pub(in crate::lower) fn xml_root(&self, source: &Source<'a>) -> Box<Xml> {
        let mut xml = self.xml_of(source, DEEPEST_LIST);
        xml.name = xml.name.or_else(|| self.component_name(source));
        if let Some(items) = self.items(source) {
            let item = xml.item.get_or_insert_default();
            item.name = item.name.take().or_else(|| self.component_name(&items));
        }
        Box::new(xml)
    }

    fn xml_of(&self, source: &Source<'a>, depth: usize) -> Xml {
        let mut said = Said::default();
        let mut source = source.clone();
        for _ in 0..LONGEST_CHAIN {
            for part in &source.parts {
                said.absorb(&part.node);
                let inline = part.node.list("allOf").into_iter();
                inline
                    .filter(|member| member.reference().is_none())
                    .for_each(|member| said.absorb(&member));
            }
            match self.unwrap(&source) {
                Unwrapped::Reference(target) => source = Source::one(target),
                Unwrapped::Own => break,
            }
        }
        let mut xml = said.done();
        match self.items(&source) {
            Some(items) if depth > 0 => {
                let item = self.xml_of(&items, depth.saturating_sub(1));
                xml.item = (item != Xml::default()).then(|| Box::new(item));
            }
            Some(_) => {}
            None => xml.wrapped = false,
        }
        xml
    }

    /// The schema of a list's items.
    fn items(&self, source: &Source<'a>) -> Option<Source<'a>> {
        let source = self.unwrapped(source);
        source.parts.iter().find_map(|part| part.node.get("items")).map(Source::one)
    }
}
