//! `path.to[0].field=value`: a value set in a body or an object.

use super::fill::scalar;
use super::node::Node;
use super::shape::Shape;
use crate::runtime::{Object, Slot, Told, Value, find_field};

/// A step of a path.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Name(String),
    Index(usize),
}

/// The largest index that a path may have.
const MOST_ITEMS: usize = 10_000;

/// Sets the value at a path. What it is (a number, a text) is told by the blank value.
pub(super) fn set(
    node: &mut Node,
    blank: &mut dyn Value,
    path: &str,
    text: &str,
) -> Result<(), String> {
    let steps = steps(path)?;
    let value = leaf(blank, &steps, text)?;
    put(node, &steps, value)
}

fn steps(path: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (name, indices) = match part.find('[') {
            Some(at) => part.split_at_checked(at).unwrap_or((part, "")),
            None => (part, ""),
        };
        if name.is_empty() && (indices.is_empty() || !steps.is_empty()) {
            return Err(format!("{path:?} is not a path such as a.b[0].c"));
        }
        if !name.is_empty() {
            steps.push(Step::Name(name.to_owned()));
        }
        for index in indices.split('[').filter(|index| !index.is_empty()) {
            let index = index.strip_suffix(']').and_then(|index| index.parse().ok());
            match index.filter(|index| *index < MOST_ITEMS) {
                Some(index) => steps.push(Step::Index(index)),
                None => return Err(format!("{path:?} is not a path such as a.b[0].c")),
            }
        }
    }
    Ok(steps)
}

/// The text as the value that is described at the end of the path.
fn leaf(blank: &mut dyn Value, steps: &[Step], text: &str) -> Result<Node, String> {
    let Some((step, rest)) = steps.split_first() else {
        return match Shape::of(blank) {
            Shape::Any | Shape::List(_) | Shape::Object(_) => Ok(any(text)),
            shape => scalar(&shape, text).or_else(|wrong| match text {
                "null" => Ok(Node::Null),
                _ => Err(wrong),
            }),
        };
    };
    match (blank.slot(), step) {
        (Slot::Model(model), Step::Name(name)) => match field(model, name) {
            Some(value) => leaf(value, rest, text),
            None => Ok(any(text)),
        },
        (Slot::Map(map), Step::Name(name)) => leaf(map.at(name.clone()), rest, text),
        (Slot::List(list), Step::Index(_)) => match list.add() {
            Some(item) => leaf(item, rest, text),
            None => Ok(any(text)),
        },
        (Slot::Union(union), Step::Name(name)) => in_variants(union, name, rest, text),
        _ => Ok(any(text)),
    }
}

fn field<'a>(model: &'a mut dyn Object, name: &str) -> Option<&'a mut dyn Value> {
    let index = find_field(model.table().fields(), name, 0)?;
    Some(model.field_mut(index))
}

/// In the first variant that has such a property.
fn in_variants(
    union: &mut dyn Object,
    name: &str,
    rest: &[Step],
    text: &str,
) -> Result<Node, String> {
    if let Told::Discriminator { property, .. } = union.table().told()
        && *property == name
    {
        return Ok(Node::Text(text.to_owned()));
    }
    for index in 0..union.table().variants() {
        if let Slot::Model(model) = union.field_mut(index).slot()
            && let Some(value) = field(model, name)
        {
            return leaf(value, rest, text);
        }
    }
    Ok(any(text))
}

/// JSON where it is some, and a text otherwise.
pub(super) fn any(text: &str) -> Node {
    Node::parse(text).unwrap_or_else(|_| Node::Text(text.to_owned()))
}

fn put(node: &mut Node, steps: &[Step], value: Node) -> Result<(), String> {
    let Some((step, rest)) = steps.split_first() else {
        *node = value;
        return Ok(());
    };
    match step {
        Step::Name(name) => {
            if *node == Node::Null {
                *node = Node::Object(Vec::new());
            }
            let Node::Object(entries) = node else {
                return Err(format!("{} has no property {name:?}", node.kind()));
            };
            if !entries.iter().any(|(one, _)| one == name) {
                entries.push((name.clone(), Node::Null));
            }
            let found = entries.iter_mut().find(|(one, _)| one == name);
            found.map_or(Ok(()), |(_, inner)| put(inner, rest, value))
        }
        Step::Index(index) => {
            if *node == Node::Null {
                *node = Node::List(Vec::new());
            }
            let Node::List(items) = node else {
                return Err(format!("{} has no item {index}", node.kind()));
            };
            if *index > items.len() {
                return Err(format!(
                    "the list has {} items, and none {index}",
                    items.len()
                ));
            }
            if *index == items.len() {
                items.push(Node::Null);
            }
            items.get_mut(*index).map_or(Ok(()), |inner| put(inner, rest, value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::Any;

    #[test]
    fn a_path_makes_what_it_leads_through() {
        let mut node = Node::Null;
        let mut blank = Any::Null;
        for (path, text) in
            [("a.b[0].c", "1"), ("a.b[1].c", "x"), ("a.d", "true"), ("e", "[1, 2]")]
        {
            set(&mut node, &mut blank, path, text).unwrap();
        }
        let expected = r#"{"a":{"b":[{"c":1},{"c":"x"}],"d":true},"e":[1,2]}"#;
        assert_eq!(node.compact(), expected);
        assert!(set(&mut node, &mut blank, "a.b[9]", "1").is_err());
        assert!(set(&mut node, &mut blank, "a.b.c", "1").is_err());
        assert!(set(&mut node, &mut blank, "a..c", "1").is_err());
        assert!(set(&mut node, &mut blank, "", "1").is_err());
    }
}
