//! XML to values.

use super::tree::{Element, parse};
use super::{Xml, XmlNode};
use crate::runtime::json::Fault;
use crate::runtime::{Any, Field, List, Map, Object, Slot, Value};
use std::str::FromStr;

/// Reads XML text into an empty value.
pub(crate) fn decode(
    text: &str,
    value: &mut dyn Value,
    root: &Xml,
) -> Result<(), Fault> {
    let element = parse(text).map_err(|message| fault("", message))?;
    let element = enveloped(&element, value, root);
    fill(value, element, root)
        .map_err(|fault| Fault { path: format!("${}", fault.path), ..fault })
}

/// How many envelopes are opened at most.
const ENVELOPES: usize = 3;

/// The element that is the value. Servers put their answers into envelopes that are not
/// described: an element that is neither called as described nor holds a property, while
/// one in it does.
fn enveloped<'a>(root: &'a Element, value: &mut dyn Value, xml: &Xml) -> &'a Element {
    let fields = match value.slot() {
        Slot::Model(model) => model.table().fields(),
        _ => &[],
    };
    let is_called =
        |one: &Element| !xml.name.is_empty() && one.name.eq_ignore_ascii_case(xml.name);
    let is_property =
        |one: &Element| find(fields, &one.name, XmlNode::Element).is_some();
    let holds_some = |one: &Element| one.children.iter().any(is_property);
    let mut element = root;
    for _ in 0..ENVELOPES {
        let mut others = element.children.iter().filter(|one| !is_called(one));
        if is_called(element) || others.any(is_property) {
            return element;
        }
        let named = element.children.iter().find(|one| is_called(one));
        match named.or_else(|| element.children.iter().find(|one| holds_some(one))) {
            Some(inner) => element = inner,
            None => match element.children.as_slice() {
                [only] => element = only,
                _ => return root,
            },
        }
    }
    if is_called(element) || holds_some(element) { element } else { root }
}

fn fault(path: &str, message: impl Into<String>) -> Fault {
    Fault { path: path.into(), message: message.into() }
}

/// The fault as one of what `step` leads to.
fn below(step: &str, fault: Fault) -> Fault {
    Fault { path: format!("{step}{}", fault.path), ..fault }
}

/// An element into a value. The depth is that of the tree, which is limited.
fn fill(value: &mut dyn Value, element: &Element, xml: &Xml) -> Result<(), Fault> {
    let is_nothing =
        element.is_nil || (element.is_empty() && !takes_empty(&value.slot()));
    if is_nothing && value.set_null() {
        return Ok(());
    }
    match value.slot() {
        Slot::Model(model) => fill_model(model, element),
        Slot::List(list) => {
            list.reset();
            let item = xml.item.unwrap_or(&Xml::NONE);
            element.children.iter().try_for_each(|child| add(list, child, item))
        }
        Slot::Map(map) => {
            map.reset();
            element.children.iter().try_for_each(|child| rest(map, child))
        }
        Slot::Any(any) => {
            *any = json(element);
            Ok(())
        }
        slot if element.children.is_empty() => {
            scalar(slot, &element.text).map_err(|message| fault("", message))
        }
        _ => Err(fault("", "there are elements where a text was expected")),
    }
}

/// Whether an empty element is a value of this kind.
fn takes_empty(slot: &Slot<'_>) -> bool {
    match slot {
        Slot::Bool(_)
        | Slot::I32(_)
        | Slot::I64(_)
        | Slot::U64(_)
        | Slot::I128(_)
        | Slot::F64(_)
        | Slot::Integers(_) => false,
        Slot::Strings(values) => values.describes(""),
        _ => true,
    }
}

fn add(list: &mut dyn List, element: &Element, xml: &Xml) -> Result<(), Fault> {
    let step = format!("[{}]", list.length());
    match list.add() {
        Some(item) => fill(item, element, xml).map_err(|fault| below(&step, fault)),
        None => Err(fault("", "the list takes no items")),
    }
}

/// An element that is no property into what takes those.
fn rest(map: &mut dyn Map, element: &Element) -> Result<(), Fault> {
    let value = map.at(element.name.clone());
    if let Slot::Any(any) = value.slot() {
        join(any, json(element));
        return Ok(());
    }
    fill(value, element, &Xml::NONE)
        .map_err(|fault| below(&format!(".{}", element.name), fault))
}

fn fill_model(model: &mut dyn Object, element: &Element) -> Result<(), Fault> {
    let fields = model.table().fields();
    let mut seen = vec![false; fields.len()];
    let mut see = |index: usize| {
        seen.get_mut(index).is_some_and(|seen| !std::mem::replace(seen, true))
    };
    for (name, text) in &element.attributes {
        match find(fields, name, XmlNode::Attribute) {
            Some((index, field)) => {
                see(index);
                fill_scalar(model, index, field, text)?;
            }
            None => {
                if let Slot::Map(map) = model.field_mut(fields.len()).slot()
                    && let Slot::Any(any) = map.at(format!("@{name}")).slot()
                {
                    *any = Any::from(text.as_str());
                }
            }
        }
    }
    for child in &element.children {
        match find(fields, &child.name, XmlNode::Element) {
            Some((index, field)) => {
                let is_first = see(index);
                fill_field(model.field_mut(index), field, child, is_first)
                    .map_err(|fault| of_field(field, fault))?;
            }
            None => {
                if let Slot::Map(map) = model.field_mut(fields.len()).slot() {
                    rest(map, child)?;
                }
            }
        }
    }
    for (index, field) in fields.iter().enumerate() {
        if node(field) == XmlNode::Text {
            see(index);
            fill_scalar(model, index, field, &element.text)?;
        }
    }
    for (index, field) in fields.iter().enumerate() {
        if see(index) && field.is(Field::REQUIRED) && !field.is(Field::WRITE_ONLY) {
            // A list without items leaves no trace.
            let is_list = matches!(model.field_mut(index).slot(), Slot::List(_));
            if !is_list {
                let message = format!("required property `{}` is missing", field.name);
                return Err(fault("", message));
            }
        }
    }
    Ok(())
}

fn fill_field(
    value: &mut dyn Value,
    field: &Field,
    element: &Element,
    is_first: bool,
) -> Result<(), Fault> {
    let xml = field.xml.unwrap_or(&Xml::NONE);
    if let Slot::List(list) = value.slot()
        && !wraps(element, field, xml)
    {
        if is_first {
            list.reset();
        }
        return add(list, element, xml.item.unwrap_or(&Xml::NONE));
    }
    fill(value, element, xml)
}

/// Whether an element holds the items of a list, or is one of them. Servers differ here
/// from their descriptions: the names tell which it is.
fn wraps(element: &Element, field: &Field, xml: &Xml) -> bool {
    let item = xml.item.map_or("", |item| item.name);
    let own = if xml.name.is_empty() { field.name } else { xml.name };
    if item.is_empty() || item == own {
        return xml.wrapped;
    }
    element.name != item
        && (xml.wrapped || element.children.iter().all(|child| child.name == item))
}

fn fill_scalar(
    model: &mut dyn Object,
    index: usize,
    field: &Field,
    text: &str,
) -> Result<(), Fault> {
    let value = model.field_mut(index);
    if text.trim().is_empty() && !takes_empty(&value.slot()) && value.set_null() {
        return Ok(());
    }
    scalar(value.slot(), text).map_err(|message| of_field(field, fault("", message)))
}

/// A fault in a field. The text of a secret must not be shown.
fn of_field(field: &Field, mut fault: Fault) -> Fault {
    if field.is(Field::SECRET) {
        fault.message = "a secret that is not of the described type".into();
    }
    below(&format!(".{}", field.name), fault)
}

fn node(field: &Field) -> XmlNode {
    field.xml.map_or(XmlNode::Element, |xml| xml.node)
}

/// The property of this name: as XML has it, or as JSON has it, or as its items are called.
fn find<'a>(
    fields: &'a [Field],
    name: &str,
    wanted: XmlNode,
) -> Option<(usize, &'a Field)> {
    let mut all = fields.iter().enumerate().filter(|(_, field)| node(field) == wanted);
    let is_item = |field: &Field| {
        field.xml.and_then(|xml| xml.item).is_some_and(|item| item.name == name)
    };
    let by_own = all.clone().find(|(_, field)| field.xml_name() == name);
    by_own
        .or_else(|| all.clone().find(|(_, field)| field.name == name))
        .or_else(|| all.find(|(_, field)| is_item(field)))
}

/// Text into a value without parts.
fn scalar(slot: Slot<'_>, text: &str) -> Result<(), String> {
    let word = text.trim();
    match slot {
        Slot::Bool(value) => {
            *value = match word {
                "true" | "1" => true,
                "false" | "0" => false,
                _ => return Err(format!("`{word}` is neither true nor false")),
            };
            Ok(())
        }
        Slot::I32(value) => number(word).map(|number| *value = number),
        Slot::I64(value) => number(word).map(|number| *value = number),
        Slot::U64(value) => number(word).map(|number| *value = number),
        Slot::I128(value) => number(word).map(|number| *value = number),
        Slot::F64(value) => number(word).map(|number| *value = number),
        Slot::Integers(value) => number(word).map(|number| value.set(number)),
        Slot::Text(value) => {
            text.clone_into(value);
            Ok(())
        }
        Slot::Strings(value) => {
            value.set(word);
            Ok(())
        }
        Slot::Any(value) => {
            *value = Any::from(text);
            Ok(())
        }
        Slot::Nothing => Ok(()),
        _ => Err("there is a text where elements were expected".into()),
    }
}

fn number<T: FromStr>(word: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("`{word}` is no such number"))
}

/// An element as JSON: text, or an object with the attributes under `@name`, the elements
/// under their names and the text beside them under `#text`.
fn json(element: &Element) -> Any {
    if element.is_nil {
        return Any::Null;
    }
    if element.children.is_empty() && element.attributes.is_empty() {
        return Any::from(element.text.as_str());
    }
    let mut object = serde_json::Map::new();
    for (name, text) in &element.attributes {
        object.insert(format!("@{name}"), Any::from(text.as_str()));
    }
    for child in &element.children {
        match object.entry(child.name.as_str()) {
            serde_json::map::Entry::Vacant(place) => {
                place.insert(json(child));
            }
            serde_json::map::Entry::Occupied(mut place) => {
                join(place.get_mut(), json(child));
            }
        }
    }
    if !element.text.trim().is_empty() {
        object.insert("#text".to_owned(), Any::from(element.text.as_str()));
    }
    Any::Object(object)
}

/// Adds a value to those of the same name.
fn join(before: &mut Any, value: Any) {
    match before {
        Any::Null => *before = value,
        Any::Array(values) => values.push(value),
        one => *one = Any::Array(vec![one.take(), value]),
    }
}
