//! Values to XML.

use super::{Xml, XmlNode};
use crate::runtime::json::DEEPEST;
use crate::runtime::style::Tree;
use crate::runtime::{
    Any, Field, Map, Object, Unknown, Value, View, Written, items, unknown_of, written,
};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};

/// The namespace of `nil` (XML Schema, part 1, 2.6.2).
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The value as an XML document for the server: what only it sends is left out.
pub(crate) fn encode(value: &dyn Value, root: &Xml) -> Result<Vec<u8>, String> {
    let mut encoder = Encoder { out: Writer::new(Vec::new()), depth: 0 };
    encoder.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    encoder.element(root.name, root, value)?;
    Ok(encoder.out.into_inner())
}

struct Encoder {
    out: Writer<Vec<u8>>,
    depth: usize,
}

impl Encoder {
    fn write(&mut self, event: Event<'_>) -> Result<(), String> {
        self.out.write_event(event).map_err(|error| error.to_string())
    }

    fn enter(&mut self) -> Result<(), String> {
        self.depth = self.depth.saturating_add(1);
        match self.depth > DEEPEST {
            true => Err("the value is nested too deeply".into()),
            false => Ok(()),
        }
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// An element and all that is in it.
    fn element(
        &mut self,
        name: &str,
        xml: &Xml,
        value: &dyn Value,
    ) -> Result<(), String> {
        let mut start = BytesStart::new(qualified(name, xml)?);
        if !xml.namespace.is_empty() {
            let key = match xml.prefix {
                "" => "xmlns".to_owned(),
                prefix => format!("xmlns:{prefix}"),
            };
            start.push_attribute((key.as_str(), xml.namespace));
        }
        let view = value.view();
        match view {
            View::Absent => return Ok(()),
            View::Any(any) => return self.any(start, any),
            View::Null => return self.nil(start),
            View::Union(_) | View::Body(_) => {
                return Err("a choice has no form in XML".into());
            }
            View::Model(model) => attributes(&mut start, model)?,
            _ => {}
        }
        self.enter()?;
        let end = start.to_end().into_owned();
        self.write(Event::Start(start))?;
        match view {
            View::Model(model) => self.model(model)?,
            View::Map(map) => self.entries(map)?,
            View::List(list) => {
                let item = xml.item.unwrap_or(&Xml::NONE);
                let name = if item.name.is_empty() { name } else { item.name };
                items(list).try_for_each(|value| self.element(name, item, value))?;
            }
            _ => self.text(&text_of(value))?,
        }
        self.leave();
        self.write(Event::End(end))
    }

    fn model(&mut self, model: &dyn Object) -> Result<(), String> {
        let fields = model.table().fields();
        let odd = unknown_of(model).map_or(&[][..], Unknown::odd);
        for (index, field) in fields.iter().enumerate() {
            let xml = field.xml.unwrap_or(&Xml::NONE);
            let value = model.field(index);
            match written(odd, field.name, value.view()) {
                _ if field.is(Field::READ_ONLY) => continue,
                Written::Nothing => continue,
                Written::Kept(came) => {
                    match xml.node {
                        XmlNode::Element => self.member(field.xml_name(), came)?,
                        XmlNode::Text => self.member("#text", came)?,
                        XmlNode::Attribute => {}
                    }
                    continue;
                }
                Written::Value => {}
            }
            match (xml.node, value.view()) {
                (XmlNode::Attribute, _) | (_, View::Absent) => {}
                (XmlNode::Text, _) => self.text(&text_of(value))?,
                (XmlNode::Element, View::List(list)) if !xml.wrapped => {
                    let item = xml.item.unwrap_or(&Xml::NONE);
                    let name = field.xml_name();
                    items(list).try_for_each(|value| self.element(name, item, value))?;
                }
                (XmlNode::Element, _) => self.element(field.xml_name(), xml, value)?,
            }
        }
        match model.field(fields.len()).view() {
            View::Map(rest) => self.entries(rest),
            _ => Ok(()),
        }
    }

    fn entries(&mut self, map: &dyn Map) -> Result<(), String> {
        for (name, value) in map.entries() {
            match value.view() {
                View::Any(any) => self.member(name, any)?,
                _ => self.element(name, &Xml::NONE, value)?,
            }
        }
        Ok(())
    }

    /// A member of an object of any shape; its attributes are written already.
    fn member(&mut self, name: &str, any: &Any) -> Result<(), String> {
        match any {
            _ if name.starts_with('@') => Ok(()),
            Any::String(text) if name == "#text" => self.text(text),
            Any::Array(values) => {
                values.iter().try_for_each(|value| self.member(name, value))
            }
            any => self.any(BytesStart::new(qualified(name, &Xml::NONE)?), any),
        }
    }

    fn any(&mut self, mut start: BytesStart<'_>, any: &Any) -> Result<(), String> {
        self.enter()?;
        match any {
            Any::Null => {
                self.leave();
                return self.nil(start);
            }
            Any::Object(members) => {
                members
                    .iter()
                    .try_for_each(|(name, any)| push(&mut start, name, any))?;
            }
            _ => {}
        }
        let end = start.to_end().into_owned();
        let name = start.name().as_ref().to_owned();
        self.write(Event::Start(start))?;
        match any {
            Any::Object(members) => {
                members.iter().try_for_each(|(name, any)| self.member(name, any))?;
            }
            Any::Array(values) => {
                values.iter().try_for_each(|value| self.member(&name, value))?;
            }
            Any::String(text) => self.text(text)?,
            other => self.text(&other.to_string())?,
        }
        self.leave();
        self.write(Event::End(end))
    }

    fn nil(&mut self, mut start: BytesStart<'_>) -> Result<(), String> {
        start.push_attribute(("xmlns:xsi", INSTANCE));
        start.push_attribute(("xsi:nil", "true"));
        self.write(Event::Empty(start))
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        self.write(Event::Text(BytesText::new(checked(text)?)))
    }
}

/// The attributes of an object.
fn attributes(start: &mut BytesStart<'_>, model: &dyn Object) -> Result<(), String> {
    let fields = model.table().fields();
    let odd = unknown_of(model).map_or(&[][..], Unknown::odd);
    for (index, field) in fields.iter().enumerate() {
        let Some(xml) = field.xml.filter(|xml| xml.node == XmlNode::Attribute) else {
            continue;
        };
        let value = model.field(index);
        let is_nothing = matches!(value.view(), View::Absent | View::Null);
        let text = match written(odd, field.name, value.view()) {
            _ if field.is(Field::READ_ONLY) => continue,
            Written::Kept(Any::String(text)) => text.clone(),
            Written::Value if !is_nothing => text_of(value),
            _ => continue,
        };
        if !(xml.prefix.is_empty() || xml.namespace.is_empty()) {
            let key = format!("xmlns:{}", xml.prefix);
            start.push_attribute((key.as_str(), xml.namespace));
        }
        let name = qualified(field.xml_name(), xml)?;
        start.push_attribute((name.as_str(), checked(&text)?));
    }
    if let View::Map(rest) = model.field(fields.len()).view() {
        for (name, value) in rest.entries() {
            if let View::Any(any) = value.view() {
                push(start, name, any)?;
            }
        }
    }
    Ok(())
}

/// Adds a member whose name says that it is an attribute.
fn push(start: &mut BytesStart<'_>, name: &str, any: &Any) -> Result<(), String> {
    if let (Some(name), Any::String(text)) = (name.strip_prefix('@'), any) {
        let name = qualified(name, &Xml::NONE)?;
        start.push_attribute((name.as_str(), checked(text)?));
    }
    Ok(())
}

fn text_of(value: &dyn Value) -> String {
    Tree::of(value).map(|tree| tree.text()).unwrap_or_default()
}

/// The name with its prefix. Nothing that is no name may end a tag early.
fn qualified(name: &str, xml: &Xml) -> Result<String, String> {
    let starts = |sign: char| sign.is_alphabetic() || sign == '_';
    let goes_on = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.');
    if !(name.starts_with(starts) && name.chars().all(goes_on)) {
        return Err(format!("{name:?} is no name of an element in XML"));
    }
    Ok(match xml.prefix {
        "" => name.to_owned(),
        prefix => format!("{prefix}:{name}"),
    })
}

/// The text, if XML can hold it (XML 1.0, 2.2).
fn checked(text: &str) -> Result<&str, String> {
    let is_beyond = |sign: char| match sign {
        '\t' | '\n' | '\r' => false,
        _ => sign < ' ' || matches!(sign, '\u{fffe}' | '\u{ffff}'),
    };
    match text.contains(is_beyond) {
        true => Err("a character that XML cannot hold".into()),
        false => Ok(text),
    }
}
