//! Ways to call an operation, each complete: all that is required, with values that keep
//! to the rules.

use super::Site;
use super::curl::{self, quoted};
use super::highlight::Language;
use super::operation;
use super::rust::Rust;
use super::view::Code;
use crate::emit;
use crate::ir::{BodyFormat, MediaBody, Operation, Parameter};
use crate::name::OperationName;
use crate::sample::Direction;
use serde_json::Value;

/// A way to call an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    pub(super) title: String,
    pub(super) language: Language,
    pub(super) text: String,
}

impl Sample {
    pub(super) fn code(&self) -> Code {
        Code::new(self.title.as_str(), self.language, &self.text)
    }
}

/// All samples of an operation.
pub(super) fn samples(
    site: &Site<'_>,
    index: usize,
    operation: &Operation,
) -> Vec<Sample> {
    let mut samples = Vec::new();
    let sample =
        |title: &str, language, text| Sample { title: title.to_owned(), language, text };
    if let Some(name) = site.named.names.operations.get(index) {
        let rust = Rust::new(site, operation, name);
        samples.push(sample("Rust", Language::Rust, rust.builder()));
        samples.push(sample("Rust params", Language::Rust, rust.params()));
        let line = command_line(site, operation, name);
        samples.extend(line.map(|line| sample("Shell", Language::Shell, line)));
    }
    let curls = curl::samples(site, operation);
    samples.extend(
        curls.into_iter().map(|(title, text)| sample(&title, Language::Shell, text)),
    );
    samples
}

/// The required parameters with a value each.
pub(super) fn required<'a>(
    site: &Site<'_>,
    operation: &'a Operation,
) -> Vec<(usize, &'a Parameter, Value)> {
    let mut maker = site.maker(Direction::Request);
    let all = operation.parameters.iter().enumerate();
    let required = all.filter(|(_, one)| one.required);
    required.map(|(index, one)| (index, one, maker.parameter(one))).collect()
}

/// The body that samples send, where the operation has one.
pub(super) fn body<'a>(
    site: &Site<'_>,
    operation: &'a Operation,
) -> Option<(&'a MediaBody, Value)> {
    let content = operation.body.as_ref()?.contents.first()?;
    let value = operation::example(site, content, Direction::Request);
    Some((content, value.unwrap_or_else(|| Value::from("bytes"))))
}

fn command_line(
    site: &Site<'_>,
    operation: &Operation,
    name: &OperationName,
) -> Option<String> {
    let group = site.named.names.groups.get(operation.group.0)?;
    let mut parts = vec![format!(
        "{} api {} {}",
        site.about.command,
        quoted(&emit::group_name(group)),
        quoted(&emit::operation_name(operation, name))
    )];
    for (_, parameter, value) in required(site, operation) {
        match &value {
            Value::Array(items) => {
                parts.extend(items.iter().map(|item| flag(&parameter.wire_name, item)));
            }
            value => parts.push(flag(&parameter.wire_name, value)),
        }
    }
    if let Some((content, value)) = body(site, operation) {
        parts.push(match content.format {
            BodyFormat::Binary | BodyFormat::Text | BodyFormat::Xml => {
                "--body @body".to_owned()
            }
            _ => format!("--body {}", quoted(&value.to_string())),
        });
    }
    Some(parts.join(" \\\n  "))
}

/// A flag with its value. What could be taken for no value, or for another flag, is tied to it.
fn flag(name: &str, value: &Value) -> String {
    let shown = super::tree::shown(value);
    let between = if value.is_boolean() || shown.starts_with('-') { '=' } else { ' ' };
    format!("{}{between}{}", quoted(&format!("--{name}")), quoted(&shown))
}
