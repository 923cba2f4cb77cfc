//! Bodies to start from, and their outline, made of empty values.

use super::node::Node;
use super::shape::{Shape, rules};
use crate::runtime::{Field, Number, Object, Rules, Slot, Told, Value};

/// How deep examples go.
const DEEPEST: usize = 6;

/// A value that fits its type and the rules that can be kept without thinking.
pub(super) fn of(value: &mut dyn Value, rules: &Rules) -> Node {
    make(value, rules, DEEPEST)
}

fn make(value: &mut dyn Value, rules: &Rules, depth: usize) -> Node {
    let Some(depth) = depth.checked_sub(1) else { return Node::Null };
    match Shape::of(value) {
        Shape::DateTime => return Node::Text("2025-01-31T12:00:00Z".to_owned()),
        Shape::Date => return Node::Text("2025-01-31".to_owned()),
        Shape::OneOf(values) => {
            return Node::Text(values.into_iter().next().unwrap_or_default());
        }
        Shape::NumberOf(values) => {
            return Node::Number(values.into_iter().next().unwrap_or_default());
        }
        _ => {}
    }
    match value.slot() {
        Slot::Bool(_) => Node::Bool(false),
        Slot::I32(_) | Slot::I64(_) | Slot::U64(_) | Slot::I128(_) => {
            Node::Number(whole(rules).to_string())
        }
        Slot::F64(_) => Node::Number(number(rules)),
        Slot::Text(_) => Node::Text(text(rules)),
        Slot::Binary(_) => Node::Text(String::new()),
        Slot::List(list) => match list.add() {
            Some(item) => {
                let count = rules.min_items.unwrap_or(1).clamp(1, 20);
                let item = make(item, rules, depth);
                Node::List((0..count).map(|_| item.clone()).collect())
            }
            None => Node::List(Vec::new()),
        },
        Slot::Map(map) => {
            let item = make(map.at("name".to_owned()), &Rules::NONE, depth);
            Node::Object(vec![("name".to_owned(), item)])
        }
        Slot::Model(model) => Node::Object(object(model, depth)),
        Slot::Union(union) => variant(union, depth),
        Slot::Body(body) => make(body.field_mut(0), rules, depth),
        Slot::Nothing | Slot::Any(_) | Slot::Strings(_) | Slot::Integers(_) => {
            Node::Object(Vec::new())
        }
    }
}

/// The required properties, and others where there is room for them.
fn object(model: &mut dyn Object, depth: usize) -> Vec<(String, Node)> {
    let fields = model.table().fields();
    let mut entries = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let is_sent = !field.is(Field::READ_ONLY) && !field.is(Field::DEPRECATED);
        if !field.is(Field::REQUIRED) && (!is_sent || depth.saturating_add(2) < DEEPEST)
        {
            continue;
        }
        if field.is(Field::READ_ONLY) {
            continue;
        }
        let rules = field.rules.unwrap_or(&Rules::NONE);
        let value = make(model.field_mut(index), rules, depth);
        if value != Node::Null {
            entries.push((field.name.to_owned(), value));
        }
    }
    entries
}

/// The first variant, with the tag that tells it.
fn variant(union: &mut dyn Object, depth: usize) -> Node {
    if union.table().variants() == 0 {
        return Node::Object(Vec::new());
    }
    let told = match union.table().told() {
        Told::Discriminator { property, mapping, .. } => {
            mapping.first().map(|(value, index)| (*property, *value, *index))
        }
        Told::BestMatch => None,
    };
    let Some((property, tag, index)) = told else {
        return make(union.field_mut(0), &Rules::NONE, depth);
    };
    let node = make(union.field_mut(index), &Rules::NONE, depth);
    let Node::Object(mut entries) = node else { return node };
    entries.retain(|(name, _)| name != property);
    entries.insert(0, (property.to_owned(), Node::Text(tag.to_owned())));
    Node::Object(entries)
}

fn whole(rules: &Rules) -> i128 {
    let least = match rules.minimum {
        Some(Number::Integer(least)) => {
            least.saturating_add(i128::from(rules.exclusive_minimum))
        }
        Some(Number::Float(least)) => least.ceil() as i128,
        None => 1,
    };
    let most = match rules.maximum {
        Some(Number::Integer(most)) => {
            most.saturating_sub(i128::from(rules.exclusive_maximum))
        }
        Some(Number::Float(most)) => most.floor() as i128,
        None => i128::MAX,
    };
    let near = if rules.minimum.is_some() { least } else { least.min(most) };
    match rules.multiple_of {
        Some(Number::Integer(step)) if step > 0 => {
            let beyond = near.rem_euclid(step);
            if beyond == 0 {
                near
            } else {
                near.saturating_add(step.saturating_sub(beyond))
            }
        }
        _ => near,
    }
}

fn number(rules: &Rules) -> String {
    match rules.minimum {
        Some(Number::Float(least)) if rules.exclusive_minimum => {
            format!("{}", least + 1.0)
        }
        Some(Number::Float(least)) => format!("{least}"),
        _ => format!("{}.0", whole(rules)),
    }
}

fn text(rules: &Rules) -> String {
    if let Some(pattern) = rules.pattern
        && let Some(found) = fitting(pattern)
    {
        return found;
    }
    let least = usize::try_from(rules.min_length.unwrap_or(0).min(1000)).unwrap_or(0);
    let most = usize::try_from(rules.max_length.unwrap_or(1000)).unwrap_or(1000);
    let mut text = "text".repeat(least.div_ceil(4).max(1));
    text.truncate(most.min(text.len()).max(least).min(text.len()));
    text
}

/// A text of those that commonly fit, if one does.
fn fitting(pattern: &str) -> Option<String> {
    let regex = regex_lite::Regex::new(pattern).ok()?;
    let common = [
        "text",
        "32b6e34b3d91647abb20e7b8",
        "0123456789",
        "1",
        "A",
        "TEXT",
        "1234567890",
        "2025-01-31",
        "12:00",
        "12:00:00",
        "user@example.com",
        "https://example.com",
        "10.0.0.0/8",
        "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "us-east-1",
        "arn:aws:iam::123456789012:role/name",
        "7.0",
        "7.0.1",
    ];
    common.into_iter().find(|text| regex.is_match(text)).map(str::to_owned)
}

/// How many lines of an outline are shown.
const MOST_LINES: usize = 60;

/// What an object holds, a line a property.
pub(super) fn outline(value: &mut dyn Value) -> String {
    let mut lines = Vec::new();
    properties(value, 0, &mut lines);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push("  …".to_owned());
    }
    lines.join("\n")
}

fn properties(value: &mut dyn Value, depth: usize, lines: &mut Vec<String>) {
    if depth > 2 || lines.len() > MOST_LINES {
        return;
    }
    match value.slot() {
        Slot::Model(model) => {
            for (index, field) in model.table().fields().iter().enumerate() {
                if field.is(Field::READ_ONLY) {
                    continue;
                }
                let shape = Shape::of(model.field_mut(index));
                let mark = if field.is(Field::REQUIRED) { "*" } else { " " };
                let pad = "  ".repeat(depth);
                let list = if matches!(shape, Shape::List(_)) { ", a list" } else { "" };
                let word = match &shape {
                    Shape::Object(_) => "object".to_owned(),
                    shape => shape.word(),
                };
                let kept = rules(field.rules.unwrap_or(&Rules::NONE), false);
                let kept = if kept.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", kept.join("; "))
                };
                lines.push(format!("{mark} {pad}{}: {word}{list}{kept}", field.name));
                properties(model.field_mut(index), depth.saturating_add(1), lines);
            }
        }
        Slot::List(list) => {
            if let Some(item) = list.add() {
                properties(item, depth, lines);
            }
        }
        Slot::Union(union) => {
            if let Told::Discriminator { property, mapping, .. } = union.table().told() {
                let tags: Vec<_> = mapping.iter().map(|(tag, _)| *tag).collect();
                let pad = "  ".repeat(depth);
                lines.push(format!("* {pad}{property}: {}", tags.join("|")));
            }
        }
        _ => {}
    }
}
