//! The tables of models.

use super::tokens::{Token, Tokens, kept};
use crate::runtime::{Field, Parts, Rules, Told, Xml, XmlNode};

/// What a text says of a model: that it is a union or a choice of bodies, or else its
/// properties.
pub(super) fn parts(text: &'static str) -> Parts {
    let mut head = Tokens::of(text);
    match head.word() {
        Some("union") => variants(text, head.parsed().unwrap_or(0)),
        Some("bodies") => Parts::Bodies,
        // A name is no word.
        _ => fields(text),
    }
}

/// The properties of a struct: a line for each.
fn fields(text: &'static str) -> Parts {
    let fields = text.lines().filter_map(|line| field(Tokens::of(line)));
    Parts::Fields(fields.collect::<Vec<_>>().leak())
}

/// What tells the variants of a union apart.
fn variants(text: &'static str, count: usize) -> Parts {
    let (mut property, mut mapping, mut otherwise) = (None, Vec::new(), None);
    for mut line in text.lines().map(Tokens::of) {
        match line.word() {
            Some("union") => {}
            Some("tag") => property = line.text(),
            Some("otherwise") => otherwise = line.parsed(),
            _ => mapping.extend(line.text().zip(line.parsed())),
        }
    }
    let told = match property {
        Some(property) => {
            Told::Discriminator { property, mapping: mapping.leak(), otherwise }
        }
        None => Told::BestMatch,
    };
    Parts::Variants { told, count }
}

fn field(mut line: Tokens) -> Option<Field> {
    let mut field = Field { name: line.text()?, flags: 0, rules: None, xml: None };
    let mut rules = Rules::NONE;
    let mut has_rules = false;
    while let Some(word) = line.word() {
        match word {
            "required" => field.flags |= Field::REQUIRED,
            "read-only" => field.flags |= Field::READ_ONLY,
            "write-only" => field.flags |= Field::WRITE_ONLY,
            "secret" => field.flags |= Field::SECRET,
            "deprecated" => field.flags |= Field::DEPRECATED,
            "xml" => field.xml = line.group(xml).map(kept),
            rule => {
                has_rules = true;
                add(&mut rules, rule, &mut line);
            }
        }
    }
    field.rules = has_rules.then(|| kept(rules));
    Some(field)
}

fn add(rules: &mut Rules, rule: &str, line: &mut Tokens) {
    match rule {
        "minimum" => rules.minimum = line.number(),
        "above" => {
            rules.minimum = line.number();
            rules.exclusive_minimum = true;
        }
        "maximum" => rules.maximum = line.number(),
        "below" => {
            rules.maximum = line.number();
            rules.exclusive_maximum = true;
        }
        "multiple-of" => rules.multiple_of = line.number(),
        "min-length" => rules.min_length = line.parsed(),
        "max-length" => rules.max_length = line.parsed(),
        "min-items" => rules.min_items = line.parsed(),
        "max-items" => rules.max_items = line.parsed(),
        "unique-items" => rules.unique_items = true,
        "pattern" => rules.pattern = line.text(),
        _ => {}
    }
}

/// How a value stands in XML: what is in the brackets.
pub(super) fn xml(line: &mut Tokens) -> Xml {
    let mut xml = Xml::NONE;
    while let Some(Token::Word(word)) = line.peek() {
        line.next();
        match word {
            "name" => xml.name = line.text().unwrap_or_default(),
            "prefix" => xml.prefix = line.text().unwrap_or_default(),
            "namespace" => xml.namespace = line.text().unwrap_or_default(),
            "attribute" => xml.node = XmlNode::Attribute,
            "text" => xml.node = XmlNode::Text,
            "wrapped" => xml.wrapped = true,
            "item" => xml.item = line.group(self::xml).map(kept),
            _ => {}
        }
    }
    xml
}
