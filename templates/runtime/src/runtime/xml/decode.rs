//! XML to values.

use super::tree::{Element, parse};
use super::{Xml, XmlNode};
use crate::runtime::deviation::MOST;
use crate::runtime::json::{Fault, Place, expected};
use crate::runtime::{
    Any, Deviation, DeviationKind, Field, List, Map, Object, Slot, Value, View, keep,
};
use std::str::FromStr;

/// Reads XML text into an empty value, as far as it goes, and says what in it is not as
/// described.
pub(crate) fn read(
    text: &str,
    value: &mut dyn Value,
    root: &Xml,
) -> Result<Vec<Deviation>, Fault> {
    let outermost = |message| Fault { path: "$".into(), message };
    let element = parse(text).map_err(outermost)?;
    let element = enveloped(&element, value, root);
    let mut reader = Reader { deviations: Vec::new() };
    match reader.fill(value, element, root, &Place::ROOT) {
        Ok(()) => Ok(reader.deviations),
        Err(unfit) => Err(outermost(unfit.message(false))),
    }
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

/// What was asked for where something else came.
struct Unfit {
    expected: &'static str,
    found: String,
}

impl Unfit {
    fn message(&self, is_secret: bool) -> String {
        let found = if is_secret { "a secret" } else { &self.found };
        format!("expected {}, found {found}", self.expected)
    }
}

/// Decoding under way. The depth is that of the tree, which is limited.
struct Reader {
    deviations: Vec<Deviation>,
}

impl Reader {
    fn record(&mut self, place: &Place<'_>, unfit: Unfit) {
        if self.deviations.len() < MOST {
            let found =
                if place.is_secret() { "a secret".to_owned() } else { unfit.found };
            let kind = DeviationKind::Other;
            let deviation = Deviation::new(place.pointer(), kind, unfit.expected, found);
            self.deviations.push(deviation);
        }
    }

    /// An element into a value.
    fn fill(
        &mut self,
        value: &mut dyn Value,
        element: &Element,
        xml: &Xml,
        place: &Place<'_>,
    ) -> Result<(), Unfit> {
        let is_nothing =
            element.is_nil || (element.is_empty() && !takes_empty(&value.slot()));
        if is_nothing && becomes_nothing(value) {
            return Ok(());
        }
        match value.slot() {
            Slot::Model(model) => self.fill_model(model, element, place),
            Slot::List(list) => {
                list.reset();
                let item = xml.item.unwrap_or(&Xml::NONE);
                for child in &element.children {
                    self.add(list, child, item, place);
                }
            }
            Slot::Map(map) => {
                map.reset();
                for child in &element.children {
                    self.rest(map, child, place);
                }
            }
            Slot::Any(any) => *any = json(element),
            slot if element.children.is_empty() => return scalar(slot, &element.text),
            _ => {
                let found = "elements".to_owned();
                return Err(Unfit { expected: "a text", found });
            }
        }
        Ok(())
    }

    /// An item of a list. One that does not fit becomes empty.
    fn add(
        &mut self,
        list: &mut dyn List,
        element: &Element,
        xml: &Xml,
        place: &Place<'_>,
    ) {
        let place = place.index(list.length());
        let Some(item) = list.add() else { return };
        if let Err(unfit) = self.fill(item, element, xml, &place) {
            item.make_empty();
            self.record(&place, unfit);
        }
    }

    /// An element that is no property into what takes those.
    fn rest(&mut self, map: &mut dyn Map, element: &Element, place: &Place<'_>) {
        let value = map.at(element.name.clone());
        if let Slot::Any(any) = value.slot() {
            join(any, json(element));
            return;
        }
        let place = place.name(&element.name);
        if let Err(unfit) = self.fill(value, element, &Xml::NONE, &place) {
            value.make_empty();
            self.record(&place, unfit);
        }
    }

    fn fill_model(
        &mut self,
        model: &mut dyn Object,
        element: &Element,
        place: &Place<'_>,
    ) {
        let fields = model.table().fields();
        let mut seen = vec![false; fields.len()];
        let mut see = |index: usize| {
            seen.get_mut(index).is_some_and(|seen| !std::mem::replace(seen, true))
        };
        for (name, text) in &element.attributes {
            match find(fields, name, XmlNode::Attribute) {
                Some((index, field)) => {
                    see(index);
                    let read = fill_scalar(model.field_mut(index), text);
                    self.keep(model, index, field, text.as_str().into(), place, read);
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
                    let inner = place.field(field);
                    let value = model.field_mut(index);
                    let read = self.fill_field(value, field, child, is_first, &inner);
                    if read.is_err() {
                        self.keep(model, index, field, json(child), place, read);
                    }
                }
                None => {
                    if let Slot::Map(map) = model.field_mut(fields.len()).slot() {
                        self.rest(map, child, place);
                    }
                }
            }
        }
        for (index, field) in fields.iter().enumerate() {
            if node(field) == XmlNode::Text {
                see(index);
                let text = element.text.as_str();
                let read = fill_scalar(model.field_mut(index), text);
                self.keep(model, index, field, text.into(), place, read);
            }
        }
        for (index, field) in fields.iter().enumerate() {
            // A list without items leaves no trace.
            if !see(index)
                || !field.is(Field::REQUIRED)
                || matches!(model.field_mut(index).slot(), Slot::List(_))
            {
                continue;
            }
            match field.is(Field::WRITE_ONLY) {
                true => keep(model, index, field, None),
                false => self.missing(model, index, field, place),
            }
        }
    }

    /// Keeps what came for a property that does not fit it.
    fn keep(
        &mut self,
        model: &mut dyn Object,
        index: usize,
        field: &'static Field,
        came: Any,
        place: &Place<'_>,
        read: Result<(), Unfit>,
    ) {
        let Err(unfit) = read else { return };
        self.record(&place.field(field), unfit);
        model.field_mut(index).make_empty();
        keep(model, index, field, Some(came));
    }

    fn missing(
        &mut self,
        model: &mut dyn Object,
        index: usize,
        field: &'static Field,
        place: &Place<'_>,
    ) {
        let value = model.field_mut(index);
        let expected = expected(&value.slot());
        value.make_empty();
        if self.deviations.len() < MOST {
            let pointer = place.field(field).pointer();
            let kind = DeviationKind::Missing;
            let nothing = "nothing".to_owned();
            self.deviations.push(Deviation::new(pointer, kind, expected, nothing));
        }
        keep(model, index, field, None);
    }

    fn fill_field(
        &mut self,
        value: &mut dyn Value,
        field: &Field,
        element: &Element,
        is_first: bool,
        place: &Place<'_>,
    ) -> Result<(), Unfit> {
        let xml = field.xml.unwrap_or(&Xml::NONE);
        if let Slot::List(list) = value.slot()
            && !wraps(element, field, xml)
        {
            if is_first {
                list.reset();
            }
            self.add(list, element, xml.item.unwrap_or(&Xml::NONE), place);
            return Ok(());
        }
        self.fill(value, element, xml, place)
    }
}

/// An element of nothing is `null` where that is a value, and else nothing at all, where
/// that may be.
fn becomes_nothing(value: &mut dyn Value) -> bool {
    value.set_null() || matches!(value.view(), View::Absent)
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

fn fill_scalar(value: &mut dyn Value, text: &str) -> Result<(), Unfit> {
    let is_nothing = text.trim().is_empty() && !takes_empty(&value.slot());
    if is_nothing && becomes_nothing(value) {
        return Ok(());
    }
    scalar(value.slot(), text)
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
fn scalar(slot: Slot<'_>, text: &str) -> Result<(), Unfit> {
    let word = text.trim();
    let expected = expected(&slot);
    let fits = match slot {
        Slot::Bool(value) => match word {
            "true" | "1" => {
                *value = true;
                true
            }
            "false" | "0" => {
                *value = false;
                true
            }
            _ => false,
        },
        Slot::I32(value) => number(word, value),
        Slot::I64(value) => number(word, value),
        Slot::U64(value) => number(word, value),
        Slot::I128(value) => number(word, value),
        Slot::F64(value) => number(word, value),
        Slot::Integers(value) => {
            let mut one: i64 = 0;
            let fits = number(word, &mut one);
            value.set(one);
            fits
        }
        Slot::Text(value) => {
            text.clone_into(value);
            true
        }
        Slot::Strings(value) => {
            value.set(word);
            true
        }
        Slot::Any(value) => {
            *value = Any::from(text);
            true
        }
        Slot::Nothing => true,
        _ => false,
    };
    let found = || {
        let shown: String = word.chars().take(40).collect();
        format!("the text `{}`", shown.escape_debug())
    };
    if fits { Ok(()) } else { Err(Unfit { expected, found: found() }) }
}

fn number<T: FromStr>(word: &str, slot: &mut T) -> bool {
    word.parse().map(|number| *slot = number).is_ok()
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
