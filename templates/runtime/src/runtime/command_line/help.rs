//! What help says.

use super::flags::{Flag, Target};
use super::shape::{Shape, rules};
use super::{Command, CommandGroup, CommandLine, Words, example, flags};
use crate::runtime::Operation;

/// Where credentials and addresses come from.
pub(super) fn environment(line: &CommandLine) -> String {
    let mut text = String::from("Environment:\n");
    for kept in line.credentials {
        let names: Vec<_> = kept.variables.iter().map(|(_, name)| *name).collect();
        text.push_str(&format!("  {}\n      {}\n", names.join(", "), kept.kind.about()));
    }
    text.push_str(&format!(
        "  {}_BASE_URL\n      where the API is\n  {0}_PROFILE\n      which profile to use\n  \
         NO_COLOR\n      no colours\n\n\
         Exit codes: 0 success; 2 wrong usage; 3 credentials; 4 the API answered 4xx; 5 it \
         answered 5xx;\n6 the network; 7 time ran out; 130 interrupted; 1 anything else.",
        line.prefix
    ));
    text
}

/// All that is said of an operation.
pub(super) fn operation(command: &Command) -> String {
    let mut text = command.about.to_owned();
    if (command.operation)().deprecated {
        text.push_str("\n\nDeprecated: the description says not to use it.");
    }
    if !command.text.is_empty() {
        text.push_str(&format!("\n\n{}", command.text));
    }
    text
}

/// A line about a flag.
pub(super) fn flag(flag: &Flag) -> String {
    let about = first_sentence(flag.words.about);
    let mut parts: Vec<String> = Vec::new();
    if flag.is_deprecated {
        parts.push("Deprecated.".to_owned());
    }
    if !about.is_empty() {
        parts.push(about.to_owned());
    }
    let facts = facts(flag);
    if !facts.is_empty() {
        parts.push(format!("[{}]", facts.join("; ")));
    }
    parts.join(" ")
}

/// All that is said of a flag.
pub(super) fn flag_at_length(flag: &Flag) -> String {
    let mut parts = Vec::new();
    if flag.is_deprecated {
        parts.push("Deprecated.".to_owned());
    }
    if !flag.words.about.is_empty() {
        parts.push(flag.words.about.to_owned());
    }
    if let Shape::Object(names) = &flag.shape {
        let name = names.first().copied().unwrap_or("name");
        let mut text =
            format!("As JSON, or value by value: --{}.{name} VALUE.", flag.long);
        if !names.is_empty() {
            text.push_str(&format!(" Names: {}.", names.join(", ")));
        }
        parts.push(text);
    }
    let mut facts = facts(flag);
    let choices = flag.shape.choices();
    if !choices.is_empty() && flag.shape.word() == "CHOICE" {
        facts.push(format!("one of: {}", choices.join(", ")));
    }
    if !flag.words.example.is_empty() {
        facts.push(format!("example: {}", flag.words.example));
    }
    if !facts.is_empty() {
        parts.push(format!("[{}]", facts.join("; ")));
    }
    parts.join(" ")
}

fn facts(flag: &Flag) -> Vec<String> {
    let mut facts = Vec::new();
    if flag.is_required {
        facts.push("required".to_owned());
    }
    let is_list = matches!(flag.shape, Shape::List(_));
    if is_list {
        let commas = if flag.has_commas { ", or with commas" } else { "" };
        facts.push(format!("repeatable{commas}"));
    }
    facts.extend(rules(flag.rules, is_list));
    if !flag.words.default.is_empty() {
        facts.push(format!("default: {}", flag.words.default));
    }
    facts
}

/// The first sentence, without the end of it.
fn first_sentence(text: &str) -> &str {
    let end = text.find(". ").map(|at| at.saturating_add(1));
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// What is said of the body.
pub(super) fn body(command: &Command) -> String {
    let operation = (command.operation)();
    let about = body_words(command).about;
    let contents = operation.body.map(|body| body.contents).unwrap_or_default();
    let types: Vec<_> = contents.iter().map(|content| content.media_type).collect();
    let is_required = operation.body.is_some_and(|body| body.required);
    let required = if is_required { "; required" } else { "" };
    format!(
        "{about} JSON, YAML, @FILE, or - for what is piped in [{}{required}]",
        types.join(", ")
    )
    .trim_start()
    .to_owned()
}

/// The same with the shape of the body.
pub(super) fn body_at_length(command: &Command) -> String {
    let operation = (command.operation)();
    let mut text = body(command);
    let mut params = (command.blank)();
    if let Some(value) = flags::body_value(&mut *params, operation, 0) {
        let shape = example::outline(value);
        if !shape.is_empty() {
            text.push_str(&format!(
                "\n\n{shape}\n\n* is required. --example prints a body to start from."
            ));
        }
    }
    text
}

pub(super) fn body_words(command: &Command) -> &'static Words {
    let parameters = (command.operation)().parameters.len();
    command.words.get(parameters).unwrap_or(&Words::NONE)
}

/// Whether its media types have a version in them.
pub(super) fn is_versioned(operation: &Operation) -> bool {
    version_in(operation.accept).is_some()
}

/// The date in a media type.
pub(super) fn version_in(media_type: &str) -> Option<&str> {
    (0..media_type.len()).find_map(|start| {
        let text = media_type.get(start..start.checked_add(10)?)?;
        let is_date = text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        is_date.then_some(text)
    })
}

/// An example line that works, and how to see more.
pub(super) fn after(
    line: &CommandLine,
    group: &CommandGroup,
    command: &Command,
    flags: &[Flag],
) -> String {
    let operation = (command.operation)();
    let start = format!("{} api {} {}", line.name, group.name, command.name);
    let required = flags.iter().filter(|flag| flag.is_required);
    let mut words: Vec<String> = required
        .map(|flag| format!("--{} {}", flag.long, quote(&sample(command, flag))))
        .collect();
    let mut lines = Vec::new();
    let needs_body = operation.body.is_some_and(|body| body.required);
    if needs_body && flags::form(operation).is_none() {
        lines.push(format!("  {start} --example > body.json"));
        words.push("--body @body.json".to_owned());
    }
    // What the terminal breaks would no longer be one command.
    let whole = format!("  {start} {}", words.join(" "));
    let is_short = whole.chars().count() <= LONGEST_EXAMPLE;
    let broken = format!("  {start} \\\n    {}", words.join(" \\\n    "));
    lines.push(if is_short || words.is_empty() {
        whole.trim_end().to_owned()
    } else {
        broken
    });
    format!("Example:\n{}\n\nFlags are understood in kebab case too.", lines.join("\n"))
}

const LONGEST_EXAMPLE: usize = 78;

/// A value that the description gives, or one that fits.
fn sample(command: &Command, flag: &Flag) -> String {
    for json in [flag.words.example, flag.words.default] {
        match serde_json::from_str::<serde_json::Value>(json) {
            Ok(serde_json::Value::String(text)) => return text,
            Ok(serde_json::Value::Array(items)) => {
                if let Some(item) = items.first() {
                    return item
                        .as_str()
                        .map_or_else(|| item.to_string(), str::to_owned);
                }
            }
            Ok(other) if !other.is_null() => return other.to_string(),
            _ => {}
        }
    }
    let Target::Parameter(index) = flag.target else { return String::new() };
    let mut params = (command.blank)();
    let node = example::of(params.field_mut(index), flag.rules);
    match node {
        super::node::Node::Text(text) => text,
        super::node::Node::List(items) => match items.first() {
            Some(super::node::Node::Text(text)) => text.clone(),
            Some(item) => item.compact(),
            None => String::new(),
        },
        other => other.compact(),
    }
}

/// A word of a shell command.
pub(super) fn quote(text: &str) -> String {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "-_./:@,+=%".contains(one);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
