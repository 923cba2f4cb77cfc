//! Where mutations may be made: every object of a document, by its kind.

use oasmith::dialect::grammar::{Keys, Kind, Shape};
use oasmith::document::Pointer;
use serde_json::{Map, Value};

/// An object of the document, and what it is.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) at: String,
    pub(super) kind: Kind,
}

/// Every object of a known kind, the root aside. What 2.0 and 3.1 have beside 3.0 is found
/// by the names of its keys.
pub(super) fn sites(root: &Value) -> Vec<Site> {
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), root, Kind::OpenApi)];
    while let Some((at, value, kind)) = open.pop() {
        let Some(map) = value.as_object() else { continue };
        if kind != Kind::OpenApi {
            found.push(Site { at: at.to_string(), kind });
        }
        for (key, below) in map {
            let at = at.child(key.as_str());
            match shape(kind, key) {
                Some(Shape::One(kind)) => open.push((at, below, kind)),
                Some(Shape::SchemaOrFlag) => open.push((at, below, Kind::Schema)),
                Some(Shape::List(kind)) => {
                    let items = below.as_array().into_iter().flatten().enumerate();
                    open.extend(items.map(|(index, item)| (at.item(index), item, kind)));
                }
                Some(Shape::Map(kind)) => {
                    let members = below.as_object().into_iter().flatten();
                    open.extend(
                        members.map(|(key, item)| (at.child(key.as_str()), item, kind)),
                    );
                }
                _ => {}
            }
        }
    }
    found
}

fn shape(kind: Kind, key: &str) -> Option<Shape> {
    if let Keys::Every(inner) = kind.keys() {
        return (!key.starts_with("x-")).then_some(Shape::One(inner));
    }
    if let Some(known) = kind.key(key) {
        return Some(known.shape);
    }
    match key {
        "definitions" | "$defs" | "patternProperties" => Some(Shape::Map(Kind::Schema)),
        "prefixItems" => Some(Shape::List(Kind::Schema)),
        "schema" | "items" | "if" | "then" | "else" | "propertyNames" => {
            Some(Shape::One(Kind::Schema))
        }
        "webhooks" => Some(Shape::Map(Kind::PathItem)),
        _ => None,
    }
}

/// The object that holds the document's schemas, and how it is referred to.
pub(super) fn schemas(
    root: &mut Value,
) -> Option<(&mut Map<String, Value>, &'static str)> {
    let is_2_0 = root.get("swagger").is_some();
    let (pointer, prefix) = if is_2_0 {
        ("/definitions", "#/definitions/")
    } else {
        ("/components/schemas", "#/components/schemas/")
    };
    root.pointer_mut(pointer)?.as_object_mut().map(|map| (map, prefix))
}

/// How a reference spells the name of a component.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1").replace('%', "%25")
}
