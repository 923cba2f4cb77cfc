//! How values stand in XML, as constants.

use super::code::Expression;
use crate::ir::{Api, BodyFormat, Xml, XmlNode};

/// Whether the crate reads or writes XML that has types.
pub(super) fn is_used(api: &Api) -> bool {
    api.operations.iter().any(|operation| {
        let sent = operation.body.iter().flat_map(|body| &body.contents);
        let got = operation.responses.iter().flat_map(|response| &response.contents);
        sent.chain(got).any(|one| one.format == BodyFormat::Xml && one.ty.is_some())
    })
}

/// A constant; `none` is the name of one that says nothing.
pub(super) fn value(none: &str, xml: &Xml) -> Expression {
    chain(none.to_owned(), none, xml)
}

/// A reference to it.
pub(super) fn reference(none: &str, xml: &Xml) -> Expression {
    chain(format!("&{none}"), none, xml)
}

fn chain(head: String, none: &str, xml: &Xml) -> Expression {
    let mut chain = Expression::Chain(head, Vec::new());
    for (call, text) in
        [("name", &xml.name), ("prefix", &xml.prefix), ("namespace", &xml.namespace)]
    {
        if let Some(text) = text {
            chain = chain.with(call, [Expression::text(text)]);
        }
    }
    chain = match xml.node {
        XmlNode::Element => chain,
        XmlNode::Attribute => chain.with("attribute", []),
        XmlNode::Text => chain.with("text", []),
    };
    if xml.wrapped {
        chain = chain.with("wrapped", []);
    }
    match &xml.item {
        Some(item) => chain.with("item", [reference(none, item)]),
        None => chain,
    }
}
