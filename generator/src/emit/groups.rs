//! `src/operations/<group>.rs`: a struct with a method for each operation.

use super::code::Expression;
use super::docs::Comment;
use super::file::RustFile;
use super::model::MOST_ARGUMENTS;
use super::operations::{Subject, required, status_words};
use super::{Context, SourceFile, items};
use crate::ir::{Operation, Output, Response, ResponseHeader, ResponseLink};
use crate::name::{GroupName, Home};
use std::fmt::Write as _;

/// The file of a group.
pub(super) fn emit(context: &Context<'_>, index: usize, name: &GroupName) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    file.uses_runtime();
    let group = context.api.groups.get(index);
    let tag = group.map_or("", |group| group.tag.as_str());
    let words = group.map(|group| group.docs.clone()).unwrap_or_default();
    let fallback = match super::docs::code(tag) {
        Some(tag) => format!("The operations of {tag}."),
        None => "The operations without a group.".to_owned(),
    };
    let subjects: Vec<Subject<'_>> = name
        .operations
        .iter()
        .filter_map(|index| Subject::of(context, *index))
        .collect();
    let mut sorted: Vec<&Subject<'_>> = subjects.iter().collect();
    sorted.sort_unstable_by(|one, other| {
        items::order(&one.name.module, &other.name.module)
    });
    let modules =
        items::modules("pub mod", sorted.iter().map(|one| one.name.module.as_str()));
    let uses = sorted.iter().map(|subject| {
        items::import(
            &format!("pub use self::{}", subject.name.module),
            exported(subject),
        )
    });
    let uses: String = uses.collect();
    let group_ident = &name.ident;
    let mut item = Comment::new().words(&words, &fallback).text(0);
    let _ = write!(
        item,
        "#[derive(Clone, Debug)]
pub struct {group_ident} {{
    client: runtime::Client,
}}

impl {group_ident} {{
    pub(crate) fn new(client: runtime::Client) -> Self {{
        Self {{ client }}
    }}
"
    );
    for subject in &subjects {
        item.push('\n');
        item.push_str(&method(&file, subject));
    }
    item.push_str("}\n");
    let path = format!("src/operations/{}.rs", name.module);
    let docs = Comment::new().own(&fallback).module_text();
    file.finish(path, &docs, &[modules, uses, item])
}

/// The types that callers of an operation name, in the order of the alphabet.
fn exported<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a str> {
    let (operation, name) = (subject.operation, subject.name);
    let body = operation.body.as_ref().is_some_and(|body| body.contents.len() > 1);
    let output = matches!(operation.output, Output::Many(_));
    let names = [
        Some(name.builder.as_str()),
        body.then_some(name.body.as_str()),
        output.then_some(name.output.as_str()),
        Some(name.params.as_str()),
    ];
    names.into_iter().flatten()
}

fn method(file: &RustFile<'_>, subject: &Subject<'_>) -> String {
    let operation = subject.operation;
    let (builder, params) = (&subject.name.builder, &subject.name.params);
    let mut text = docs(operation);
    if operation.deprecated {
        text.push_str(&match &operation.sunset {
            Some(sunset) => {
                let note = format!("goes away on {sunset}");
                format!("    #[deprecated = {note:?}]\n")
            }
            None => "    #[deprecated]\n".to_owned(),
        });
    }
    let required = required(file, subject);
    let mut parameters = vec!["&self".to_owned()];
    // `self` is an argument too.
    let made = if required.len() >= MOST_ARGUMENTS {
        parameters.push(format!("params: {params}"));
        Expression::atom("params")
    } else if required.is_empty() {
        Expression::atom(format!("{params}::default()"))
    } else {
        let arguments = required.iter();
        parameters
            .extend(arguments.map(|one| format!("{}: {}", one.name, one.argument.ty)));
        let names = required.iter().map(|one| Expression::atom(one.name));
        Expression::Call(format!("{params}::new"), names.collect())
    };
    let head = format!("pub fn {}", subject.name.method);
    text.push_str(&items::signature(&head, &parameters, &format!(" -> {builder}"), 4));
    let made = vec![Expression::atom("self.client.clone()"), made];
    let call = Expression::Call(format!("{builder}::new"), made);
    let _ = writeln!(text, "        {}    }}", call.after("", 8, "\n"));
    text
}

fn docs(operation: &Operation) -> String {
    let route =
        super::docs::code(&format!("{} {}", operation.method, operation.path.text))
            .unwrap_or_else(|| operation.method.clone());
    let mut comment = Comment::inner().words(&operation.docs, &route);
    comment = comment.facts(&operation.facts);
    if operation.deprecated {
        comment = comment.own(&match &operation.sunset {
            Some(sunset) => format!("Deprecated: goes away on {sunset}."),
            None => "Deprecated.".to_owned(),
        });
    }
    let mut lines = Vec::new();
    for response in &operation.responses {
        lines.extend(response_lines(response));
    }
    if !lines.is_empty() {
        comment = comment.own("Responses:").verbatim(&lines);
    }
    comment.own(&route).origin(&operation.origin).text(4)
}

/// A list item for a response: what it is for, its headers and its links.
pub(super) fn response_lines(response: &Response) -> Vec<String> {
    let headers = response.headers.iter().filter_map(header);
    let parts: Vec<String> =
        headers.chain(response.links.iter().filter_map(link)).collect();
    let status = status_words(response.status);
    let words = [&response.docs.summary, &response.docs.description];
    let words = words.into_iter().find(|words| !words.trim().is_empty());
    let first = words.map_or(String::new(), |words| super::docs::sentence(words));
    let mut lines =
        vec![format!("- {} {first}", status.trim_end_matches('.').to_owned() + ":")];
    lines.extend(parts.into_iter().map(|part| format!("  - {part}")));
    lines
}

fn header(header: &ResponseHeader) -> Option<String> {
    let name = super::docs::code(&header.wire_name)?;
    Some(with_words(format!("Header {name}."), &header.docs.description))
}

fn link(link: &ResponseLink) -> Option<String> {
    let name = super::docs::code(&link.name)?;
    let to = link.operation.as_deref().and_then(super::docs::code);
    let to = to.map_or_else(String::new, |to| format!(" to {to}"));
    Some(with_words(format!("Link {name}{to}."), &link.docs.description))
}

/// The text and the first sentence of the words.
fn with_words(text: String, words: &str) -> String {
    format!("{text} {}", super::docs::sentence(words)).trim_end().to_owned()
}
