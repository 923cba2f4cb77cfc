//! XML text to elements. Document types are read over: no entity is defined by them, and
//! nothing is fetched.

use crate::runtime::json::DEEPEST;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element. Prefixes are left out of names: which one a server picks is its own affair.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// All text that stands in it and in none of its children.
    pub(super) text: String,
    /// Whether it says that it stands for no value (`xsi:nil`).
    pub(super) is_nil: bool,
}

impl Element {
    fn of(tag: &BytesStart<'_>) -> Result<Self, String> {
        let mut element =
            Self { name: tag.local_name().as_ref().to_owned(), ..Self::default() };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| error.to_string())?;
            let (local, prefix) = attribute.key.decompose();
            let prefix = prefix.map(|prefix| prefix.as_ref().to_owned());
            match (prefix.as_deref(), local.as_ref()) {
                (Some("xmlns"), _) | (None, "xmlns") => {}
                (Some("xsi"), "nil") => {
                    element.is_nil = matches!(value.trim(), "true" | "1");
                }
                (_, name) => {
                    element.attributes.push((name.to_owned(), value.into_owned()));
                }
            }
        }
        Ok(element)
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.children.is_empty() && self.text.trim().is_empty()
    }
}

/// The root element of a text.
pub(super) fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let closed = match event {
            Event::Start(tag) => {
                if root.is_some() {
                    return Err("more than one element at the top".into());
                }
                if open.len() >= DEEPEST {
                    return Err("nested too deeply".into());
                }
                open.push(Element::of(&tag)?);
                None
            }
            Event::Empty(tag) if root.is_none() => Some(Element::of(&tag)?),
            Event::Empty(_) => return Err("more than one element at the top".into()),
            Event::End(_) => open.pop(),
            Event::Eof => break,
            event => {
                if let Some(element) = open.last_mut() {
                    push_text(&mut element.text, event)?;
                }
                None
            }
        };
        match (closed, open.last_mut()) {
            (Some(element), Some(parent)) => parent.children.push(element),
            (Some(element), None) => root = Some(element),
            (None, _) => {}
        }
    }
    match (open.last(), root) {
        (Some(element), _) => Err(format!("it ends before `{}` does", element.name)),
        (None, Some(root)) => Ok(root),
        (None, None) => Err("there is no element".into()),
    }
}

/// Adds what stands between tags.
fn push_text(text: &mut String, event: Event<'_>) -> Result<(), String> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(reference) => {
            let named = match &*reference {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "apos" => Some('\''),
                "quot" => Some('"'),
                _ => reference.resolve_char_ref().map_err(|error| error.to_string())?,
            };
            let unknown = || format!("nothing says what `&{};` is", &*reference);
            text.push(named.ok_or_else(unknown)?);
        }
        _ => {}
    }
    Ok(())
}
