//! Whether JSON is what the description says of a request, and everything in it that is not.
//!
//! The models read answers, in which properties may be missing that a request needs. So what
//! a user sends is held against the empty values of the models, and is sent as it was given.

use super::fill::scalar;
use super::names::nearest;
use super::node::Node;
use super::shape::Shape;
use crate::runtime::{
    Field, List, Map, Object, Rules, Slot, Told, Unknown, Value, View, downcast,
    find_field, validate,
};
use std::fmt;

/// What is wrong with a value, and where.
#[derive(Debug, PartialEq)]
pub(super) struct Problem {
    /// A JSON pointer.
    at: String,
    what: String,
    /// Whether servers mostly take it all the same: what they set by themselves, and what
    /// the description does not have. The examples of descriptions hold both.
    pub(super) is_light: bool,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at.is_empty() {
            return formatter.write_str(&self.what);
        }
        write!(formatter, "{} {}", self.at, self.what)
    }
}

/// How deep values and choices are followed.
const DEEPEST: usize = 64;
const DEEPEST_CHOICE: usize = 4;
/// More problems help nobody.
const MOST_PROBLEMS: usize = 100;

/// Everything that is wrong with a value for an empty one of its type.
pub(super) fn value(node: &Node, blank: &mut dyn Value, rules: &Rules) -> Vec<Problem> {
    let mut check = Check::default();
    check.value(node, blank, rules);
    check.problems
}

#[derive(Default)]
struct Check {
    path: String,
    depth: usize,
    choices: usize,
    problems: Vec<Problem>,
}

impl Check {
    fn wrong(&mut self, what: impl Into<String>) {
        if self.problems.len() < MOST_PROBLEMS {
            let (at, what) = (self.path.clone(), what.into());
            self.problems.push(Problem { at, what, is_light: false });
        }
    }

    fn odd(&mut self, what: impl Into<String>) {
        if self.problems.len() < MOST_PROBLEMS {
            let (at, what) = (self.path.clone(), what.into());
            self.problems.push(Problem { at, what, is_light: true });
        }
    }

    fn at(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        if self.depth >= DEEPEST {
            return;
        }
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&name.replace('~', "~0").replace('/', "~1"));
        self.depth = self.depth.saturating_add(1);
        inner(self);
        self.depth = self.depth.saturating_sub(1);
        self.path.truncate(length);
    }

    fn value(&mut self, node: &Node, blank: &mut dyn Value, rules: &Rules) {
        if *node == Node::Null {
            return self.null(blank);
        }
        let shape = Shape::of(blank);
        match (blank.slot(), node) {
            (Slot::Nothing | Slot::Any(_), _) => {}
            (Slot::List(list), Node::List(items)) => self.list(items, list, rules),
            (Slot::Map(map), Node::Object(entries)) => self.map(entries, map, rules),
            (Slot::Model(model), Node::Object(entries)) => self.model(entries, model),
            (Slot::Union(union), node) => self.union(node, union, rules),
            (Slot::Body(body), node) => self.value(node, body.field_mut(0), rules),
            (Slot::Binary(_), Node::Text(_)) => {}
            _ => self.scalar(node, &shape, rules),
        }
    }

    /// What is null where that is no value of the type: an optional property that is null
    /// is not one that is absent.
    fn null(&mut self, blank: &mut dyn Value) {
        let takes = blank.set_null() && !matches!(blank.view(), View::Absent);
        let is_nothing = matches!(blank.slot(), Slot::Nothing | Slot::Any(_));
        if !takes && !is_nothing && !matches!(blank.slot(), Slot::Union(_)) {
            self.wrong("must not be null");
        }
    }

    fn scalar(&mut self, node: &Node, shape: &Shape, rules: &Rules) {
        let read = match (shape, node) {
            (Shape::Bool, Node::Bool(_)) => Ok(()),
            (
                Shape::Integer | Shape::Number | Shape::NumberOf(_),
                Node::Number(digits),
            ) => self.number(digits, shape),
            (
                Shape::Text | Shape::OneOf(_) | Shape::Date | Shape::DateTime,
                Node::Text(text),
            ) => scalar(shape, text).map(|_| ()),
            _ => Err(format!("must be {}, and is {}", name(shape), node.kind())),
        };
        if let Err(what) = read {
            return self.wrong(what);
        }
        let broken = match node {
            Node::Text(text) => validate(text, rules),
            Node::Number(digits) => match digits.parse::<i128>() {
                Ok(number) => validate(&number, rules),
                Err(_) => validate(&digits.parse::<f64>().unwrap_or_default(), rules),
            },
            _ => Ok(()),
        };
        if let Err(broken) = broken {
            self.wrong(broken.rule);
        }
    }

    /// `1.0` is a whole number too.
    fn number(&self, digits: &str, shape: &Shape) -> Result<(), String> {
        let float: f64 = digits.parse().unwrap_or(f64::NAN);
        let whole = float.trunc();
        match shape {
            Shape::Integer if digits.parse::<i128>().is_err() && whole != float => {
                Err(format!("{digits} is not a whole number"))
            }
            Shape::NumberOf(_) => scalar(shape, digits).map(|_| ()),
            _ => Ok(()),
        }
    }

    fn list(&mut self, items: &[Node], list: &mut dyn List, rules: &Rules) {
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        if let Some(least) = rules.min_items.filter(|least| count < *least) {
            self.wrong(format!("must have at least {least} items"));
        }
        if let Some(most) = rules.max_items.filter(|most| count > *most) {
            self.wrong(format!("must have at most {most} items"));
        }
        let is_twice = |(index, item): (usize, &Node)| {
            items.get(..index).is_some_and(|before| before.contains(item))
        };
        if rules.unique_items && items.iter().enumerate().any(is_twice) {
            self.wrong("must not hold equal items");
        }
        for (index, item) in items.iter().enumerate() {
            list.reset();
            if let Some(blank) = list.add() {
                let inner = items_rules(rules);
                self.at(&index.to_string(), |check| check.value(item, blank, &inner));
            }
        }
        list.reset();
    }

    fn map(&mut self, entries: &[(String, Node)], map: &mut dyn Map, rules: &Rules) {
        self.no_name_twice(entries);
        for (name, item) in entries {
            map.reset();
            let blank = map.at(name.clone());
            self.at(name, |check| check.value(item, blank, rules));
        }
        map.reset();
    }

    fn no_name_twice(&mut self, entries: &[(String, Node)]) {
        for (index, (name, _)) in entries.iter().enumerate() {
            let before = entries.get(..index).unwrap_or_default();
            if before.iter().any(|(one, _)| one == name) {
                self.at(name, |check| check.wrong("is there twice"));
            }
        }
    }

    fn model(&mut self, entries: &[(String, Node)], model: &mut dyn Object) {
        let fields = model.table().fields();
        self.no_name_twice(entries);
        for field in fields {
            let is_needed = field.is(Field::REQUIRED) && !field.is(Field::READ_ONLY);
            if is_needed && !entries.iter().any(|(name, _)| name == field.name) {
                self.at(field.name, |check| check.wrong("is missing"));
            }
        }
        let mut expected = 0;
        for (name, item) in entries {
            let Some(index) = find_field(fields, name, expected) else {
                self.rest(name, item, model);
                continue;
            };
            expected = index.saturating_add(1);
            let Some(field) = fields.get(index) else { continue };
            if field.is(Field::READ_ONLY) {
                self.at(name, |check| check.odd("is read-only: the server sets it"));
                continue;
            }
            let rules = field.rules.unwrap_or(&Rules::NONE);
            let blank = model.field_mut(index);
            self.at(name, |check| check.value(item, blank, rules));
        }
    }

    /// A property that is not described by name.
    fn rest(&mut self, name: &str, item: &Node, model: &mut dyn Object) {
        let fields = model.table().fields();
        let rest = model.field_mut(fields.len());
        if downcast::<Unknown>(rest).is_none() {
            if let Slot::Map(map) = rest.slot() {
                let blank = map.at(name.to_owned());
                self.at(name, |check| check.value(item, blank, &Rules::NONE));
            }
            return;
        }
        if fields.is_empty() {
            return;
        }
        // What is nearly a name that is described was meant to be it.
        match nearest(name, fields.iter().map(|field| field.name)) {
            Some(near) => {
                let what = format!("is not described; did you mean {near}?");
                self.at(name, |check| check.wrong(what));
            }
            None => self.at(name, |check| check.odd("is not described")),
        }
    }

    fn union(&mut self, node: &Node, union: &mut dyn Object, rules: &Rules) {
        if let Told::Discriminator { property, mapping, otherwise } =
            union.table().told()
            && let Node::Object(_) = node
            && let Some(tag) = node.get(property)
        {
            let text = match tag {
                Node::Text(text) => text.clone(),
                other => other.compact(),
            };
            let mapped = mapping.iter().find(|(value, _)| *value == text);
            match mapped.map(|(_, index)| *index).or(*otherwise) {
                Some(index) => self.tagged(node, union, index, property, rules),
                None => {
                    let tags: Vec<_> = mapping.iter().map(|(tag, _)| *tag).collect();
                    let what = format!("{text:?} is not one of {}", tags.join(", "));
                    self.at(property, |check| check.wrong(what));
                }
            }
            return;
        }
        if self.choices >= DEEPEST_CHOICE || union.table().variants() == 0 {
            return;
        }
        // Of what no variant takes, the one that comes nearest tells why.
        let mut best: Option<Vec<Problem>> = None;
        for index in 0..union.table().variants() {
            let mut check = Self {
                path: self.path.clone(),
                depth: self.depth,
                choices: self.choices.saturating_add(1),
                problems: Vec::new(),
            };
            check.value(node, union.field_mut(index), rules);
            if check.problems.is_empty() {
                return;
            }
            let weight = |problems: &[Problem]| {
                // Another kind of JSON is further away than what is wrong in it.
                let is_kind = problems.iter().any(|problem| problem.at == self.path);
                let wrong = problems.iter().filter(|problem| !problem.is_light).count();
                (is_kind, wrong, problems.len())
            };
            let is_better =
                best.as_ref().is_none_or(|best| weight(&check.problems) < weight(best));
            if is_better {
                best = Some(check.problems);
            }
        }
        self.problems.extend(best.unwrap_or_default());
    }

    /// A variant whose tag is there. The tag itself need not be one of its properties.
    fn tagged(
        &mut self,
        node: &Node,
        union: &mut dyn Object,
        index: usize,
        property: &str,
        rules: &Rules,
    ) {
        let blank = union.field_mut(index);
        let is_known = match blank.slot() {
            Slot::Model(model) => {
                find_field(model.table().fields(), property, 0).is_some()
            }
            _ => true,
        };
        match node {
            Node::Object(entries) if !is_known => {
                let mut entries = entries.clone();
                entries.retain(|(name, _)| name != property);
                self.value(&Node::Object(entries), blank, rules);
            }
            _ => self.value(node, blank, rules),
        }
    }
}

/// Rules of a list hold for each item, but for those on the list itself.
fn items_rules(rules: &Rules) -> Rules {
    Rules {
        minimum: rules.minimum,
        exclusive_minimum: rules.exclusive_minimum,
        maximum: rules.maximum,
        exclusive_maximum: rules.exclusive_maximum,
        multiple_of: rules.multiple_of,
        min_length: rules.min_length,
        max_length: rules.max_length,
        pattern: rules.pattern,
        min_items: None,
        max_items: None,
        unique_items: false,
    }
}

fn name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Bool => "true or false",
        Shape::Integer => "a whole number",
        Shape::Number | Shape::NumberOf(_) => "a number",
        Shape::Text | Shape::OneOf(_) | Shape::Date | Shape::DateTime | Shape::File => {
            "a text"
        }
        Shape::List(_) => "a list",
        Shape::Object(_) => "an object",
        Shape::Any => "a value",
    }
}
