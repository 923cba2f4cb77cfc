//! The flags of an operation: one for each parameter, and for each part of a form.

use super::names::{is_plain, kebab};
use super::shape::Shape;
use super::{Command, Words, options};
use crate::runtime::{Field, Format, Object, Operation, Rules, Slot, Style, Value};

/// What a flag fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The parameter with this index.
    Parameter(usize),
    /// A property of a body that is a form: its index.
    Part(usize),
}

/// A flag of an operation.
#[derive(Debug)]
pub(super) struct Flag {
    pub(super) target: Target,
    /// As the description spells it.
    pub(super) long: String,
    /// In kebab case, where that is something else.
    pub(super) alias: Option<String>,
    pub(super) shape: Shape,
    pub(super) is_required: bool,
    pub(super) is_deprecated: bool,
    pub(super) words: &'static Words,
    pub(super) rules: &'static Rules,
    /// Whether the values of a list may be typed with commas between them.
    pub(super) has_commas: bool,
}

impl Flag {
    /// Whether it may be given several times.
    pub(super) fn is_repeatable(&self) -> bool {
        matches!(self.shape, Shape::List(_) | Shape::Object(_))
    }

    /// Whether this is what was typed after the two hyphens.
    pub(super) fn is(&self, name: &str) -> bool {
        self.long == name || self.alias.as_deref() == Some(name)
    }
}

/// The flags of a command, distinct from each other and from those of the tool.
pub(super) fn of(command: &Command) -> Vec<Flag> {
    let operation = (command.operation)();
    let mut params = (command.blank)();
    let fields = params.table().fields();
    let mut flags = Vec::new();
    let mut taken = options::names();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let Some(field) = fields.get(index) else { continue };
        let (long, alias) = typed(parameter.name, &mut taken, "-parameter");
        flags.push(Flag {
            target: Target::Parameter(index),
            long,
            alias,
            shape: Shape::of(params.field_mut(index)),
            is_required: field.is(Field::REQUIRED),
            is_deprecated: field.is(Field::DEPRECATED),
            words: command.words.get(index).unwrap_or(&Words::NONE),
            rules: field.rules.unwrap_or(&Rules::NONE),
            has_commas: !parameter.explode
                && matches!(parameter.style, Style::Form | Style::Simple),
        });
    }
    if let Some(content) = form(operation)
        && let Some(Slot::Model(form)) = body_slot(&mut *params, operation, content)
    {
        parts(form, &mut taken, &mut flags);
    }
    flags
}

/// A flag for each property that a client sends.
fn parts(form: &mut dyn Object, taken: &mut Vec<String>, flags: &mut Vec<Flag>) {
    for (index, field) in form.table().fields().iter().enumerate() {
        if field.is(Field::READ_ONLY) {
            continue;
        }
        let (long, alias) = typed(field.name, taken, "-part");
        flags.push(Flag {
            target: Target::Part(index),
            long,
            alias,
            shape: Shape::of(form.field_mut(index)),
            is_required: false,
            is_deprecated: field.is(Field::DEPRECATED),
            words: &Words::NONE,
            rules: field.rules.unwrap_or(&Rules::NONE),
            has_commas: false,
        });
    }
}

/// The index of the content that is a form, where there is one.
pub(super) fn form(operation: &Operation) -> Option<usize> {
    let contents = operation.body?.contents;
    let is_form = |format: Format| matches!(format, Format::Multipart | Format::Form);
    contents.iter().position(|content| is_form(content.format))
}

/// Where a body of this content is to be put.
pub(super) fn body_slot<'a>(
    params: &'a mut dyn Object,
    operation: &Operation,
    content: usize,
) -> Option<Slot<'a>> {
    body_value(params, operation, content).map(Value::slot)
}

/// A body of this content, which is empty.
pub(super) fn body_value<'a>(
    params: &'a mut dyn Object,
    operation: &Operation,
    content: usize,
) -> Option<&'a mut dyn Value> {
    let table = operation.body?;
    let index = operation.parameters.len();
    if table.contents.len() < 2 {
        return Some(params.field_mut(index));
    }
    match params.field_mut(index).slot() {
        Slot::Body(body) => Some(body.field_mut(content)),
        _ => None,
    }
}

/// The name as it is typed, and in kebab case.
fn typed(name: &str, taken: &mut Vec<String>, suffix: &str) -> (String, Option<String>) {
    let in_kebab = match kebab(name) {
        empty if empty.is_empty() => "parameter".to_owned(),
        in_kebab => in_kebab,
    };
    let mut long = if is_plain(name) { name.to_owned() } else { in_kebab.clone() };
    while taken.contains(&long) {
        long.push_str(suffix);
    }
    taken.push(long.clone());
    let mut alias = in_kebab;
    while taken.contains(&alias) && alias != long {
        alias.push_str(suffix);
        if taken.contains(&alias) {
            break;
        }
    }
    if taken.contains(&alias) {
        return (long, None);
    }
    taken.push(alias.clone());
    (long, Some(alias))
}
