//! What was typed, put into parameters. Everything that is wrong is found in one run.

use super::arguments::{Call, Given};
use super::flags::{Flag, Target};
use super::names::nearest;
use super::node::Node;
use super::paths;
use super::shape::Shape;
use super::{check, flags};
use crate::runtime::{
    Binary, Date, DateTime, Field, Object, Rules, Slot, Value, json, validate,
};

/// Puts every value into its parameter, and tells what is wrong with them.
pub(super) fn parameters(params: &mut dyn Object, asked: &Call) -> Vec<String> {
    let mut wrong = Vec::new();
    for (flag, given) in asked.flags.iter().zip(&asked.values) {
        if let (Target::Parameter(index), false) = (flag.target, given.is_empty()) {
            put(params.field_mut(index), flag, given, &mut wrong);
        }
    }
    wrong
}

/// Puts the parts of a form into its model. Whether there were any.
pub(super) fn parts(
    params: &mut dyn Object,
    asked: &Call,
    content: usize,
    wrong: &mut Vec<String>,
) -> bool {
    let operation = (asked.command.operation)();
    let is_part = |flag: &Flag| matches!(flag.target, Target::Part(_));
    let given = || asked.flags.iter().zip(&asked.values);
    if !given().any(|(flag, values)| is_part(flag) && !values.is_empty()) {
        return false;
    }
    let Some(Slot::Model(form)) = flags::body_slot(params, operation, content) else {
        return false;
    };
    for (flag, values) in given() {
        let Target::Part(index) = flag.target else { continue };
        if !values.is_empty() {
            put(form.field_mut(index), flag, values, wrong);
            continue;
        }
        let field = form.table().fields().get(index);
        if field.is_some_and(|field| field.is(Field::REQUIRED)) {
            wrong.push(format!("missing: --{} <{}>", flag.long, flag.shape.word()));
        }
    }
    true
}

fn put(value: &mut dyn Value, flag: &Flag, given: &[Given], wrong: &mut Vec<String>) {
    let before = wrong.len();
    let name = format!("--{}", flag.long);
    if let Err(messages) = fill(value, flag, given) {
        wrong.extend(messages.iter().map(|message| format!("{name}: {message}")));
    }
    if wrong.len() == before
        && let Err(broken) = validate(value, flag.rules)
    {
        let shown = match given {
            [Given::Whole(text)] if broken.path.is_empty() => format!("{text:?} "),
            _ if broken.path.is_empty() => String::new(),
            _ => format!("{} ", broken.path),
        };
        wrong.push(format!("{name}: {shown}{}", broken.rule));
    }
}

fn fill(value: &mut dyn Value, flag: &Flag, given: &[Given]) -> Result<(), Vec<String>> {
    let one = |message: String| vec![message];
    match &flag.shape {
        Shape::List(item) => {
            let texts = given.iter().filter_map(|given| match given {
                Given::Whole(text) => Some(text.as_str()),
                Given::At(..) => None,
            });
            list(value, item, flag, texts)
        }
        Shape::Object(_) | Shape::Any => {
            let node = object(value, given).map_err(one)?;
            let mut problems = check::value(&node, value, &Rules::NONE);
            problems.retain(|problem| !problem.is_light);
            if !problems.is_empty() {
                return Err(problems.iter().map(ToString::to_string).collect());
            }
            decode(value, &node).map_err(one)
        }
        Shape::File => match given {
            [Given::Whole(text)] => file(value, text).map_err(one),
            _ => Err(one("takes one file".to_owned())),
        },
        shape => match given.last() {
            Some(Given::Whole(text)) => {
                decode(value, &scalar(shape, text).map_err(one)?).map_err(one)
            }
            _ => Err(one("takes a plain value".to_owned())),
        },
    }
}

/// Each text as an item, or as several with commas between them; JSON is the whole list.
fn list<'a>(
    value: &mut dyn Value,
    shape: &Shape,
    flag: &Flag,
    texts: impl Iterator<Item = &'a str>,
) -> Result<(), Vec<String>> {
    let texts: Vec<&str> = texts.collect();
    let mut wrong = Vec::new();
    let mut nodes = Vec::new();
    for text in texts {
        if text.trim_start().starts_with('[')
            && let Ok(Node::List(items)) = Node::parse(text)
        {
            nodes.extend(items);
            continue;
        }
        let parts: Vec<&str> =
            if flag.has_commas { text.split(',').collect() } else { vec![text] };
        for part in parts {
            if *shape == Shape::File {
                let Slot::List(list) = value.slot() else { continue };
                if let Some(item) = list.add()
                    && let Err(message) = file(item, part)
                {
                    wrong.push(message);
                }
                continue;
            }
            let node = match shape {
                Shape::Any | Shape::Object(_) | Shape::List(_) => Ok(paths::any(part)),
                shape => scalar(shape, part),
            };
            match node {
                Ok(node) => nodes.push(node),
                Err(message) => wrong.push(message),
            }
        }
    }
    if wrong.is_empty() && *shape != Shape::File {
        let node = Node::List(nodes);
        wrong.extend(
            check::value(&node, value, &Rules::NONE)
                .iter()
                .filter(|problem| !problem.is_light)
                .map(ToString::to_string),
        );
        if wrong.is_empty()
            && let Err(message) = decode(value, &node)
        {
            wrong.push(message);
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// An object as JSON, or value by value.
fn object(blank: &mut dyn Value, given: &[Given]) -> Result<Node, String> {
    let mut node = Node::Null;
    let mut whole = 0_usize;
    for one in given {
        match one {
            Given::Whole(text) => {
                whole = whole.saturating_add(1);
                if whole > 1 {
                    return Err("is given twice".to_owned());
                }
                node = match Shape::of(blank) {
                    Shape::Object(_) => Node::parse(text)
                        .map_err(|error| format!("{text:?} is not JSON: {error}"))?,
                    _ => paths::any(text),
                };
            }
            Given::At(path, text) => paths::set(&mut node, blank, path, text)?,
        }
    }
    Ok(node)
}

/// The bytes of a file, or of the text itself.
fn file(value: &mut dyn Value, text: &str) -> Result<(), String> {
    let binary = match text.strip_prefix('@') {
        Some(path) => Binary::file(path).map_err(|error| {
            format!("cannot read {path:?}: {}", super::show::causes(&error))
        })?,
        None if text == "-" => Binary::from(super::body::piped()?),
        None => Binary::from(text.to_owned().into_bytes()),
    };
    match value.slot() {
        Slot::Binary(slot) => {
            *slot = binary;
            Ok(())
        }
        _ => Err("takes no file".to_owned()),
    }
}

fn decode(value: &mut dyn Value, node: &Node) -> Result<(), String> {
    json::decode(node.compact().as_bytes(), value)
        .map_err(|fault| format!("{} ({})", fault.message, fault.path))
}

/// A text as the value that it is of this shape.
pub(super) fn scalar(shape: &Shape, text: &str) -> Result<Node, String> {
    let is_whole = |text: &str| text.parse::<i128>().is_ok();
    match shape {
        Shape::Bool => match text {
            "true" => Ok(Node::Bool(true)),
            "false" => Ok(Node::Bool(false)),
            _ => Err(format!("{text:?} is not true or false")),
        },
        Shape::Integer if is_whole(text) => {
            Ok(Node::Number(text.trim_start_matches('+').to_owned()))
        }
        Shape::Integer => Err(format!("{text:?} is not a whole number")),
        Shape::Number => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(match Node::parse(text) {
                Ok(node @ Node::Number(_)) => node,
                _ => Node::Number(number.to_string()),
            }),
            _ => Err(format!("{text:?} is not a number")),
        },
        Shape::OneOf(values) => choice(values, text).map(Node::Text),
        Shape::NumberOf(values) => choice(values, text).map(Node::Number),
        Shape::DateTime if DateTime::from(text).to_system_time().is_none() => {
            Err(format!("{text:?} is not a date and time such as 2025-01-31T12:00:00Z"))
        }
        Shape::Date if Date::from(text).parts().is_none() => {
            Err(format!("{text:?} is not a date such as 2025-01-31"))
        }
        _ => Ok(Node::Text(text.to_owned())),
    }
}

fn choice(values: &[String], text: &str) -> Result<String, String> {
    if values.iter().any(|value| value == text) {
        return Ok(text.to_owned());
    }
    let near = nearest(text, values.iter().map(String::as_str));
    let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    Err(format!("{text:?} is not one of {}{near}", values.join(", ")))
}
