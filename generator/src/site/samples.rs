//! Ways to call an operation, each complete: all that is required, with values that keep
//! to the rules.

use super::Site;
use super::curl::{self, quoted};
use super::highlight::Language;
use super::operation;
use super::view::Code;
use crate::ir::{
    BodyFormat, Kind, MediaBody, Operation, Parameter, Scalar, SchemeKind, TypeRef,
    Types,
};
use crate::name::OperationName;
use crate::sample::Direction;
use heck::ToLowerCamelCase;
use serde_json::Value;

/// With more required values than this, the SDK takes them as a struct.
const MOST_ARGUMENTS: usize = 6;

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
    }
    let line = command_line(site, operation);
    samples.push(sample("Shell", Language::Shell, line));
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

fn command_line(site: &Site<'_>, operation: &Operation) -> String {
    let group = site.named.api.groups.get(operation.group.0);
    let group = group.map(|group| group.tag.to_lower_camel_case()).unwrap_or_default();
    let group = if group.is_empty() { "default".to_owned() } else { group };
    let mut parts = vec![format!(
        "{} api {} {}",
        site.about.command,
        quoted(&group),
        quoted(&operation.id)
    )];
    for (_, parameter, value) in required(site, operation) {
        let flag = quoted(&format!("--{}", parameter.wire_name));
        match &value {
            Value::Array(items) => parts.extend(
                items
                    .iter()
                    .map(|item| format!("{flag} {}", quoted(&super::tree::shown(item)))),
            ),
            other => {
                parts.push(format!("{flag} {}", quoted(&super::tree::shown(other))))
            }
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
    parts.join(" \\\n  ")
}

/// The samples in Rust.
struct Rust<'a> {
    name: &'a OperationName,
    types: &'a Types,
    krate: String,
    group: String,
    accessor: String,
    credential: Option<&'static str>,
    /// Lines before the call, for what is no word.
    before: Vec<String>,
    arguments: Vec<(String, String)>,
}

impl<'a> Rust<'a> {
    fn new(site: &Site<'a>, operation: &'a Operation, name: &'a OperationName) -> Self {
        let group = site.named.names.groups.get(name.group.0);
        let mut rust = Self {
            name,
            types: &site.named.api.types,
            krate: site.about.package.replace('-', "_"),
            group: group.map(|group| group.module.clone()).unwrap_or_default(),
            accessor: group.map(|group| group.accessor.clone()).unwrap_or_default(),
            credential: credential(site, operation),
            before: Vec::new(),
            arguments: Vec::new(),
        };
        for (index, parameter, value) in required(site, operation) {
            let field = name.parameters.get(index).cloned().unwrap_or_default();
            let argument = rust.argument(&field, parameter.ty, &value);
            rust.arguments.push((field, argument));
        }
        if operation.body.as_ref().is_some_and(|body| body.required)
            && let Some((_, value)) = body(site, operation)
        {
            let line = format!(
                "let body = serde_json::from_str({})?;",
                raw(&operation::pretty(&value))
            );
            rust.before.push(line);
            rust.arguments.push(("body".to_owned(), "body".to_owned()));
        }
        rust
    }

    /// A value as an argument; what is not a word is read from JSON on a line before.
    fn argument(&mut self, name: &str, ty: TypeRef, value: &Value) -> String {
        let (_, of) = self.types.behind_aliases(ty.id);
        match (&of.kind, value) {
            (
                Kind::Scalar(Scalar::String) | Kind::StringEnum(_),
                Value::String(text),
            ) if !ty.nullable => {
                format!("{text:?}")
            }
            (Kind::Scalar(Scalar::Boolean), Value::Bool(value)) if !ty.nullable => {
                value.to_string()
            }
            (
                Kind::Scalar(
                    Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Int128,
                ),
                Value::Number(number),
            ) if !ty.nullable => number.to_string(),
            _ => {
                let json = raw(&value.to_string());
                self.before.push(format!("let {name} = serde_json::from_str({json})?;"));
                name.to_owned()
            }
        }
    }

    fn values(&self) -> String {
        let values: Vec<&str> =
            self.arguments.iter().map(|(_, one)| one.as_str()).collect();
        values.join(", ")
    }

    /// The line that makes the struct of parameters, in lines.
    fn made_params(&self) -> Vec<String> {
        let params = &self.name.params;
        if self.arguments.is_empty() {
            return vec![format!("let params = {params}::default();")];
        }
        if self.arguments.len() <= MOST_ARGUMENTS.saturating_add(1) {
            return vec![format!("let params = {params}::new({});", self.values())];
        }
        let mut lines = vec![format!("let mut params = {params}::default();")];
        let set = |(field, value): &(String, String)| {
            let text = if value.starts_with('"') { ".into()" } else { "" };
            format!("params.{field} = {value}{text};")
        };
        lines.extend(self.arguments.iter().map(set));
        lines
    }

    fn start(&self, uses: &[String]) -> Vec<String> {
        let (import, auth) = match self.credential {
            Some(name) => (
                format!("{{Client, auth::{name}}}"),
                format!(".auth({name}::from_env()?)"),
            ),
            None => ("Client".to_owned(), String::new()),
        };
        let mut lines = vec![format!("use {}::{import};", self.krate)];
        lines.extend(uses.iter().cloned());
        lines.push(String::new());
        lines.push(format!("let client = Client::builder(){auth}.build()?;"));
        lines.extend(self.before.iter().cloned());
        lines
    }

    fn import(&self, items: &str) -> String {
        format!("use {}::operations::{}::{items};", self.krate, self.group)
    }

    fn builder(&self) -> String {
        let many = self.arguments.len() > MOST_ARGUMENTS;
        let uses = if many { vec![self.import(&self.name.params)] } else { Vec::new() };
        let mut lines = self.start(&uses);
        let mut values = self.values();
        if many {
            lines.extend(self.made_params());
            values = "params".to_owned();
        }
        lines.push("let answer = client".to_owned());
        lines.push(format!("    .{}()", self.accessor));
        lines.push(format!("    .{}({values})", self.name.method));
        lines.push("    .await?;".to_owned());
        lines.join("\n")
    }

    fn params(&self) -> String {
        let (builder, params) = (&self.name.builder, &self.name.params);
        let mut lines = self.start(&[self.import(&format!("{{{builder}, {params}}}"))]);
        lines.extend(self.made_params());
        lines.push(format!("let answer = {builder}::new(client, params).await?;"));
        lines.join("\n")
    }
}

/// The type of the SDK that proves who calls, for the first way that it knows.
fn credential(site: &Site<'_>, operation: &Operation) -> Option<&'static str> {
    let schemes = operation.security.iter().flat_map(|one| &one.schemes);
    let known = schemes.filter_map(|(index, _)| {
        Some(match &site.named.api.security_schemes.get(*index)?.kind {
            SchemeKind::OAuth2 { token_url: Some(_), .. } => (0, "ServiceAccount"),
            SchemeKind::OAuth2 { .. } | SchemeKind::Bearer => (1, "Bearer"),
            SchemeKind::ApiKey { .. } => (2, "ApiKey"),
            SchemeKind::Basic => (3, "Basic"),
            SchemeKind::Digest => (4, "DigestKey"),
            SchemeKind::Other(_) => return None,
        })
    });
    known.min().map(|(_, name)| name)
}

/// Text as a raw string.
fn raw(text: &str) -> String {
    let mut fence = "#".to_owned();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn raw_text_ends_where_it_should() {
        assert_eq!(super::raw("a\"#b"), "r##\"a\"#b\"##");
    }
}
