//! What a value is, as far as somebody who types it must know.

use crate::runtime::{Date, DateTime, Number, Rules, Slot, Value, downcast};

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Bool,
    Integer,
    Number,
    Text,
    Date,
    DateTime,
    /// One of these texts.
    OneOf(Vec<String>),
    /// One of these numbers.
    NumberOf(Vec<String>),
    /// Bytes.
    File,
    List(Box<Shape>),
    /// An object, and the names that are described.
    Object(Vec<&'static str>),
    /// Anything.
    Any,
}

impl Shape {
    /// The shape of an empty value. It is made anew by this: what it held is gone.
    pub(super) fn of(value: &mut dyn Value) -> Self {
        if is_a::<DateTime>(value) {
            return Self::DateTime;
        }
        if is_a::<Date>(value) {
            return Self::Date;
        }
        match value.slot() {
            Slot::Bool(_) => Self::Bool,
            Slot::I32(_) | Slot::I64(_) | Slot::U64(_) | Slot::I128(_) => Self::Integer,
            Slot::F64(_) => Self::Number,
            Slot::Text(_) => Self::Text,
            Slot::Strings(strings) => {
                Self::OneOf(strings.values().into_iter().map(str::to_owned).collect())
            }
            Slot::Integers(integers) => {
                Self::NumberOf(integers.values().iter().map(i64::to_string).collect())
            }
            Slot::Binary(_) => Self::File,
            Slot::List(list) => {
                let item = list.add().map_or(Self::Any, Self::of);
                list.reset();
                Self::List(Box::new(item))
            }
            Slot::Map(_) => Self::Object(Vec::new()),
            Slot::Model(model) => {
                let fields = model.table().fields();
                Self::Object(fields.iter().map(|field| field.name).collect())
            }
            Slot::Nothing | Slot::Any(_) | Slot::Union(_) | Slot::Body(_) => Self::Any,
        }
    }

    /// What stands for a value in help.
    pub(super) fn word(&self) -> String {
        match self {
            Self::Bool => "TRUE|FALSE".to_owned(),
            Self::Integer => "INT".to_owned(),
            Self::Number => "NUMBER".to_owned(),
            Self::Text => "TEXT".to_owned(),
            Self::Date => "DATE".to_owned(),
            Self::DateTime => "DATE-TIME".to_owned(),
            Self::OneOf(values) | Self::NumberOf(values) => {
                let joint = values.join("|");
                if joint.chars().count() <= LONGEST_CHOICE && !joint.is_empty() {
                    joint
                } else {
                    "CHOICE".to_owned()
                }
            }
            Self::File => "@FILE".to_owned(),
            Self::List(item) => item.word(),
            Self::Object(_) => "JSON".to_owned(),
            Self::Any => "VALUE".to_owned(),
        }
    }

    /// Whether it is bytes, or a list of such.
    pub(super) fn is_file(&self) -> bool {
        match self {
            Self::List(item) => item.is_file(),
            shape => *shape == Self::File,
        }
    }

    /// The texts that it may be.
    pub(super) fn choices(&self) -> &[String] {
        match self {
            Self::OneOf(values) | Self::NumberOf(values) => values,
            Self::List(item) => item.choices(),
            _ => &[],
        }
    }
}

/// Longer lists of choices stand in the text about a flag.
const LONGEST_CHOICE: usize = 40;

fn is_a<T: Value + Default>(value: &dyn Value) -> bool {
    downcast::<T>(value).is_some() || downcast::<Option<T>>(value).is_some()
}

/// What a value must keep to, in words.
pub(super) fn rules(rules: &Rules, is_list: bool) -> Vec<String> {
    let each = if is_list { "each " } else { "" };
    let mut parts = Vec::new();
    let mut limit = |number: &Option<Number>, is_beyond: bool, words: [&str; 2]| {
        if let Some(number) = number {
            let [beyond, up_to] = words;
            parts.push(format!(
                "{each}{} {number}",
                if is_beyond { beyond } else { up_to }
            ));
        }
    };
    limit(&rules.minimum, rules.exclusive_minimum, ["more than", "at least"]);
    limit(&rules.maximum, rules.exclusive_maximum, ["less than", "at most"]);
    limit(&rules.multiple_of, false, ["", "a multiple of"]);
    let mut count = |number: Option<u64>, each: &str, words: &str, thing: &str| {
        if let Some(number) = number {
            let plural = if number == 1 { "" } else { "s" };
            parts.push(format!("{each}{words} {number} {thing}{plural}"));
        }
    };
    count(rules.min_length, each, "at least", "character");
    count(rules.max_length, each, "at most", "character");
    count(rules.min_items, "", "at least", "item");
    count(rules.max_items, "", "at most", "item");
    if rules.unique_items {
        parts.push("no item twice".to_owned());
    }
    if let Some(pattern) = rules.pattern {
        parts.push(format!("{each}matches {pattern}"));
    }
    parts
}
