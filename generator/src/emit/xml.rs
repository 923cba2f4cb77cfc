//! How values stand in XML, as a table says it.

use super::tokens::quoted;
use crate::ir::{Api, BodyFormat, Xml, XmlNode};

/// Whether the crate reads or writes XML that has types.
pub(super) fn is_used(api: &Api) -> bool {
    api.operations.iter().any(|operation| {
        let sent = operation.body.iter().flat_map(|body| &body.contents);
        let got = operation.responses.iter().flat_map(|response| &response.contents);
        sent.chain(got).any(|one| one.format == BodyFormat::Xml && one.ty.is_some())
    })
}

/// `xml (name "a" attribute)`; empty brackets say nothing.
pub(super) fn words(xml: &Xml) -> String {
    format!("xml ({})", inner(xml))
}

fn inner(xml: &Xml) -> String {
    let mut words = Vec::new();
    for (word, text) in
        [("name", &xml.name), ("prefix", &xml.prefix), ("namespace", &xml.namespace)]
    {
        words.extend(text.as_ref().map(|text| format!("{word} {}", quoted(text))));
    }
    match xml.node {
        XmlNode::Element => {}
        XmlNode::Attribute => words.push("attribute".to_owned()),
        XmlNode::Text => words.push("text".to_owned()),
    }
    if xml.wrapped {
        words.push("wrapped".to_owned());
    }
    words.extend(xml.item.as_ref().map(|item| format!("item ({})", inner(item))));
    words.join(" ")
}
