//! Values as XML and back, by what the description says of both.

use crate::ir::{Field, MediaBody, Struct, TypeRef, Types, Xml, XmlNode};
use crate::mock::check::{Shape, scalar, shape};
use roxmltree::Node;
use serde_json::{Map, Value};
use std::fmt::Write;

/// The namespace of `nil` (XML Schema, part 1, 2.6.2).
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// How deep values may hold each other.
const DEEPEST: u32 = 100;

/// A value as an XML document; by its type, where the body has one.
pub(crate) fn write(types: &Types, content: &MediaBody, value: &Value) -> String {
    let mut writer = Writer { types, text: String::new() };
    writer.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let root = content.xml.as_deref().cloned().unwrap_or_default();
    let name = root.name.clone().unwrap_or_else(|| "root".to_owned());
    match content.ty {
        Some(ty) => writer.element(&name, &root, ty, value, 0),
        None => writer.untyped(&name, value, 0),
    }
    writer.text.push('\n');
    writer.text
}

struct Writer<'api> {
    types: &'api Types,
    text: String,
}

impl Writer<'_> {
    fn element(
        &mut self,
        name: &str,
        xml: &Xml,
        ty: TypeRef,
        value: &Value,
        depth: u32,
    ) {
        if depth > DEEPEST {
            return;
        }
        let next = depth.saturating_add(1);
        let name = &prefixed(name, xml);
        let _ = write!(self.text, "<{name}");
        if let Some(namespace) = &xml.namespace {
            let prefix = xml.prefix.as_ref().map(|prefix| format!(":{prefix}"));
            self.attribute(&format!("xmlns{}", prefix.unwrap_or_default()), namespace);
        }
        match (shape(self.types, ty), value) {
            (_, Value::Null) => {
                self.attribute("xmlns:xsi", INSTANCE);
                self.attribute("xsi:nil", "true");
                self.text.push('>');
            }
            (Shape::Object(Some(object), _), Value::Object(members)) => {
                self.object(object, members, next);
            }
            (Shape::List(item), Value::Array(values)) => {
                self.text.push('>');
                let stands = xml.item.as_deref().cloned().unwrap_or_default();
                let name = stands.name.clone().unwrap_or_else(|| name.clone());
                for value in values {
                    self.element(&name, &stands, item, value, next);
                }
            }
            (_, value) => {
                self.text.push('>');
                self.inside(value, next);
            }
        }
        let _ = write!(self.text, "</{name}>");
    }

    /// Attributes, the end of the tag, and what is in the element.
    fn object(&mut self, object: &Struct, members: &Map<String, Value>, depth: u32) {
        let field_of =
            |name: &str| object.fields.iter().find(|field| field.wire_name == name);
        for (name, value) in members {
            if let Some(field) = field_of(name)
                && node(field) == XmlNode::Attribute
            {
                let xml = field.xml.as_deref().cloned().unwrap_or_default();
                self.attribute(&prefixed(own_name(field), &xml), &plain(value));
            }
        }
        self.text.push('>');
        for (name, value) in members {
            let Some(field) = field_of(name) else {
                self.untyped(name, value, depth);
                continue;
            };
            match node(field) {
                XmlNode::Attribute => {}
                XmlNode::Text => self.text.push_str(&escaped(&plain(value))),
                XmlNode::Element => self.property(field, value, depth),
            }
        }
    }

    fn property(&mut self, field: &Field, value: &Value, depth: u32) {
        let xml = field.xml.as_deref().cloned().unwrap_or_default();
        match (shape(self.types, field.ty), value) {
            (Shape::List(item), Value::Array(values)) if !xml.wrapped => {
                let stands = xml.item.as_deref().cloned().unwrap_or_default();
                for value in values {
                    self.element(field.xml_name(), &stands, item, value, depth);
                }
            }
            _ => self.element(own_name(field), &xml, field.ty, value, depth),
        }
    }

    fn untyped(&mut self, name: &str, value: &Value, depth: u32) {
        if depth > DEEPEST {
            return;
        }
        if let Value::Array(items) = value {
            items.iter().for_each(|item| self.untyped(name, item, depth));
            return;
        }
        let name: String = name
            .chars()
            .map(|one| if one.is_ascii_alphanumeric() { one } else { '_' })
            .collect();
        // Writing to a string cannot fail.
        let _ = write!(self.text, "<{name}>");
        self.inside(value, depth.saturating_add(1));
        let _ = write!(self.text, "</{name}>");
    }

    fn inside(&mut self, value: &Value, depth: u32) {
        match value {
            Value::Object(members) => {
                members
                    .iter()
                    .for_each(|(name, value)| self.untyped(name, value, depth));
            }
            Value::Array(values) => {
                values.iter().for_each(|value| self.untyped("item", value, depth));
            }
            other => self.text.push_str(&escaped(&plain(other))),
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.text, " {name}=\"{}\"", escaped(value));
    }
}

/// Reads the value of a body that has a type.
pub(crate) fn read(
    types: &Types,
    content: &MediaBody,
    ty: TypeRef,
    text: &str,
) -> Result<Value, String> {
    let document = roxmltree::Document::parse(text)
        .map_err(|error| format!("is not XML: {error}"))?;
    let root = content.xml.as_deref().cloned().unwrap_or_default();
    let element = document.root_element();
    match &root.name {
        Some(name) if !is_called(element, name, &root) => {
            Err(format!("its root is <{}>, not <{name}>", element.tag_name().name()))
        }
        _ => value(types, ty, &root, element, 0),
    }
}

fn value(
    types: &Types,
    ty: TypeRef,
    xml: &Xml,
    element: Node<'_, '_>,
    depth: u32,
) -> Result<Value, String> {
    if depth > DEEPEST {
        return Err("is nested too deeply".to_owned());
    }
    let next = depth.saturating_add(1);
    if element.attribute((INSTANCE, "nil")) == Some("true") {
        return Ok(Value::Null);
    }
    let stands = xml.item.as_deref().cloned().unwrap_or_default();
    match shape(types, ty) {
        Shape::Object(Some(object), _) => fields(types, object, element, next),
        Shape::List(item) => {
            let children = element.children().filter(Node::is_element);
            let values = children.map(|child| value(types, item, &stands, child, next));
            Ok(Value::Array(values.collect::<Result<_, _>>()?))
        }
        Shape::Object(None, rest) => {
            let mut members = Map::new();
            for child in element.children().filter(Node::is_element) {
                let ty = rest.unwrap_or(ty);
                let name = child.tag_name().name().to_owned();
                members.insert(name, value(types, ty, &Xml::default(), child, next)?);
            }
            Ok(Value::Object(members))
        }
        Shape::One => scalar(types, ty, element.text().unwrap_or_default()),
    }
}

fn fields(
    types: &Types,
    object: &Struct,
    element: Node<'_, '_>,
    depth: u32,
) -> Result<Value, String> {
    let mut members = Map::new();
    for field in &object.fields {
        let xml = field.xml.as_deref().cloned().unwrap_or_default();
        let of_field = |message: String| format!("its `{}` {message}", field.wire_name);
        let found = match node(field) {
            XmlNode::Attribute => {
                let mut all = element.attributes();
                let text = all.find(|one| one.name() == own_name(field));
                text.map(|text| scalar(types, field.ty, text.value()))
            }
            XmlNode::Text => element.text().map(|text| scalar(types, field.ty, text)),
            XmlNode::Element => {
                let list = match shape(types, field.ty) {
                    Shape::List(item) if !xml.wrapped => Some(item),
                    _ => None,
                };
                let stands = match list {
                    Some(_) => xml.item.as_deref().cloned().unwrap_or_default(),
                    None => xml,
                };
                let name =
                    if list.is_some() { field.xml_name() } else { own_name(field) };
                let mut named =
                    element.children().filter(|child| is_called(*child, name, &stands));
                match list {
                    Some(item) => {
                        let values: Result<Vec<Value>, String> = named
                            .map(|child| value(types, item, &stands, child, depth))
                            .collect();
                        let is_nothing = values.as_ref().is_ok_and(Vec::is_empty);
                        (field.required || !is_nothing)
                            .then_some(values.map(Value::Array))
                    }
                    None => named
                        .next()
                        .map(|child| value(types, field.ty, &stands, child, depth)),
                }
            }
        };
        if let Some(found) = found {
            members.insert(field.wire_name.clone(), found.map_err(of_field)?);
        }
    }
    Ok(Value::Object(members))
}

fn is_called(node: Node<'_, '_>, name: &str, xml: &Xml) -> bool {
    let tag = node.tag_name();
    let namespace = xml.namespace.as_deref();
    tag.name() == name && (namespace.is_none() || tag.namespace() == namespace)
}

fn node(field: &Field) -> XmlNode {
    field.xml.as_ref().map_or(XmlNode::Element, |xml| xml.node)
}

fn own_name(field: &Field) -> &str {
    field.xml.as_ref().and_then(|xml| xml.name.as_deref()).unwrap_or(&field.wire_name)
}

fn prefixed(name: &str, xml: &Xml) -> String {
    match &xml.prefix {
        Some(prefix) => format!("{prefix}:{name}"),
        None => name.to_owned(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
