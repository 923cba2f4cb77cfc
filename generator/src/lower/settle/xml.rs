//! XML bodies: those that XML can hold keep their types, the others are text.

use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Api, BodyFormat, Kind, MediaBody, Struct, TypeId, Types, Xml, XmlNode};
use crate::lower::tallies::Tallies;
use std::collections::HashSet;

/// Makes text of what XML cannot hold, and forgets how the rest would stand in XML.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut tallies = Tallies::default();
    let mut held = HashSet::new();
    let types = std::mem::take(&mut api.types);
    api.each_body_mut(&mut |content, is_sent| {
        if content.format == BodyFormat::Xml {
            one(&types, content, is_sent, &mut held, &mut tallies);
        }
    });
    // Only what the client itself reads or writes; a webhook's body is the caller's.
    for webhook in &mut api.webhooks {
        let contents = webhook.body.iter_mut().flat_map(|body| &mut body.contents);
        contents.filter(|content| content.format == BodyFormat::Xml).for_each(untyped);
    }
    api.types = types;
    for (index, ty) in api.types.iter_mut().enumerate() {
        if let Kind::Struct(object) = &mut ty.kind
            && !held.contains(&index)
        {
            object.fields.iter_mut().for_each(|field| field.xml = None);
        }
    }
    tallies.report(diagnostics);
}

fn untyped(content: &mut MediaBody) {
    content.ty = None;
    content.xml = None;
}

fn one(
    types: &Types,
    content: &mut MediaBody,
    is_sent: bool,
    held: &mut HashSet<usize>,
    tallies: &mut Tallies,
) {
    let Some(ty) = content.ty else { return untyped(content) };
    if let Kind::Scalar(_) | Kind::StringEnum(_) = types.behind_aliases(ty.id).1.kind {
        return untyped(content);
    }
    let root = content.xml.as_deref().cloned().unwrap_or_default();
    let mut walk = Walk { types, seen: HashSet::new(), next: Vec::new() };
    match walk.obstacle(ty.id, &root, is_sent) {
        None => held.extend(walk.seen.iter().map(|id| id.index())),
        Some(reason) => {
            let message = format!("an XML body is text in the SDK: {reason}");
            tallies.add(Code::XmlAsText, message, || content.origin.clone());
            untyped(content);
        }
    }
}

/// A walk over all that a body holds.
struct Walk<'a> {
    types: &'a Types,
    seen: HashSet<TypeId>,
    next: Vec<TypeId>,
}

impl Walk<'_> {
    /// Why XML cannot hold the type, if it cannot.
    fn obstacle(&mut self, id: TypeId, root: &Xml, is_sent: bool) -> Option<String> {
        let has_parts = match &self.types.behind_aliases(id).1.kind {
            Kind::Struct(object) => !object.fields.is_empty(),
            Kind::List(_) | Kind::Union(_) => true,
            _ => false,
        };
        if !has_parts {
            return Some("its schema names no properties".to_owned());
        }
        self.next.push(id);
        while let Some(id) = self.next.pop() {
            let (id, ty) = self.types.behind_aliases(id);
            if !self.seen.insert(id) {
                continue;
            }
            let found = match &ty.kind {
                Kind::Struct(object) => in_struct(self.types, object),
                Kind::Union(_) => Some("a choice has no form in XML".to_owned()),
                Kind::Map(value) if is_list(self.types, value.id) => {
                    Some("a map of lists has no form in XML".to_owned())
                }
                _ => None,
            };
            if let Some(found) = found {
                return Some(match ty.path.last() {
                    Some(name) => format!("{found} (`{name}`)"),
                    None => found,
                });
            }
            ty.kind.each_type(&mut |inner| self.next.push(inner.id));
        }
        match root.name.as_deref() {
            Some(name) if is_name(name) => None,
            None if !is_sent => None,
            _ => Some("its root element has no name".to_owned()),
        }
    }
}

fn in_struct(types: &Types, object: &Struct) -> Option<String> {
    let mut names = HashSet::new();
    for field in &object.fields {
        let node = field.xml.as_ref().map_or(XmlNode::Element, |xml| xml.node);
        let kind = &types.behind_aliases(field.ty.id).1.kind;
        let is_scalar =
            matches!(kind, Kind::Scalar(_) | Kind::StringEnum(_) | Kind::IntegerEnum(_));
        if node != XmlNode::Element && !is_scalar {
            return Some(format!("`{}` stands as text and is none", field.wire_name));
        }
        let name = field.xml_name();
        if !is_name(name) {
            return Some(format!("`{name}` is no name in XML"));
        }
        if !names.insert((node, name)) {
            return Some(format!("two properties are called `{name}` in XML"));
        }
    }
    None
}

fn is_list(types: &Types, id: TypeId) -> bool {
    matches!(types.behind_aliases(id).1.kind, Kind::List(_))
}

/// Whether a text can name an element (Namespaces in XML, 4), prefixes aside.
fn is_name(name: &str) -> bool {
    let goes_on = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.');
    name.starts_with(|sign: char| sign.is_alphabetic() || sign == '_')
        && name.chars().all(goes_on)
}
