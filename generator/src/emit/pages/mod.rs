//! `docs/reference/`: a page of Markdown for each group, for those who read before they
//! depend on the crate.

mod samples;

use super::docs::{self, Comment};
use super::file::RustFile;
use super::groups::response_lines;
use super::operations::{self, Subject};
use super::tokens::shown;
use super::{Context, SourceFile};
use crate::ir::{Docs, MediaBody, Operation, Place, StatusPattern};
use crate::name::{GroupName, Home};
use crate::templates::{INDEX, PAGE};
use minijinja::{Environment, Value, context};
use std::fmt::Write as _;

/// The folder of the pages in the crate.
pub const FOLDER: &str = "docs/reference/";

/// A page is no Rust: it has the whole width.
const WIDTH: usize = 110;

/// An example longer than this, in bytes, hides more than it shows.
const LONGEST_EXAMPLE: usize = 3000;

/// The page of a group.
pub(super) fn emit(context: &Context<'_>, index: usize, name: &GroupName) -> SourceFile {
    let group = context.api.groups.get(index);
    let words = group.map(|group| markdown(&group.docs, "")).unwrap_or_default();
    let subjects = name.operations.iter().filter_map(|one| Subject::of(context, *one));
    let operations: Vec<Value> =
        subjects.map(|subject| operation(context, name, &subject)).collect();
    let values =
        context! { title => super::manifest::tag(context, index), words, operations };
    file(&format!("{}.md", name.module), PAGE, &values)
}

/// The page that leads to all others.
pub(super) fn emit_index(context: &Context<'_>) -> SourceFile {
    let info = &context.api.info;
    let values = context! {
        title => docs::plain(&info.title),
        api_version => docs::plain(&info.version),
        groups => super::manifest::groups(context),
    };
    file("README.md", INDEX, &values)
}

fn file(name: &str, template: &str, values: &Value) -> SourceFile {
    let text = Environment::new().render_str(template, values).unwrap_or_default();
    SourceFile { path: format!("{FOLDER}{name}"), text: text + "\n" }
}

fn operation(context: &Context<'_>, group: &GroupName, subject: &Subject<'_>) -> Value {
    let described = subject.operation;
    let file = RustFile::new(context, Home::None);
    let route = format!("{} {}", described.method, described.path.text);
    let request = docs::code(&route).unwrap_or_else(|| described.method.clone());
    let bodies: Vec<Value> = contents(described)
        .iter()
        .map(|content| {
            let rust = shown(&operations::content_type(&file, content));
            context! { media_type => code(&content.media_type), rust }
        })
        .collect();
    let method = subject.name.method.trim_start_matches("r#");
    context! {
        method,
        anchor => method.to_lowercase(),
        words => words(described),
        request_cell => request.replace('|', "\\|"),
        request,
        id => code(&described.id),
        samples => samples::samples(context, group, subject),
        parameters => parameters(&file, subject),
        body_words => described.body.as_ref().map(|body| markdown(&body.docs, "")),
        bodies,
        body_example => example(contents(described)),
        output => shown(&operations::output(&file, subject)),
        responses => responses(described),
        output_example => example(success(described)),
    }
}

fn words(operation: &Operation) -> String {
    let mut comment =
        Comment::with_width(WIDTH).words(&operation.docs, "").facts(&operation.facts);
    if operation.deprecated {
        comment = comment.own(&match &operation.sunset {
            Some(sunset) => {
                format!("**Deprecated**: goes away on {}.", docs::plain(sunset))
            }
            None => "**Deprecated.**".to_owned(),
        });
    }
    comment.markdown()
}

fn markdown(words: &Docs, fallback: &str) -> String {
    Comment::with_width(WIDTH).words(words, fallback).markdown()
}

fn code(text: &str) -> String {
    docs::code(text).unwrap_or_else(|| docs::plain(text))
}

fn parameters(file: &RustFile<'_>, subject: &Subject<'_>) -> Vec<Value> {
    let types = &file.context.api.types;
    let parameters = subject.operation.parameters.iter().zip(&subject.name.parameters);
    let parameter = |(parameter, ident): (&crate::ir::Parameter, &String)| {
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
        };
        let required = if parameter.required { "required" } else { "optional" };
        context! {
            name => code(&parameter.wire_name),
            rust => format!("{ident}: {}", file.reference(parameter.ty)),
            place => format!("{place}, {required}"),
            words => operations::parameter_words(types, parameter, Comment::with_width(WIDTH)).markdown(),
        }
    };
    parameters.map(parameter).collect()
}

fn contents(operation: &Operation) -> &[MediaBody] {
    operation.body.as_ref().map_or(&[], |body| body.contents.as_slice())
}

/// The bodies of the first documented success.
fn success(operation: &Operation) -> &[MediaBody] {
    let success = operation.responses.iter().find(|response| match response.status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Range(hundred) => hundred == 2,
        StatusPattern::Default => false,
    });
    success.map_or(&[], |response| response.contents.as_slice())
}

fn example(contents: &[MediaBody]) -> Option<String> {
    let example = contents.iter().find_map(|content| content.examples.first())?;
    let text = serde_json::to_string_pretty(example).ok()?;
    let fits =
        text.len() <= LONGEST_EXAMPLE && (example.is_object() || example.is_array());
    fits.then_some(text)
}

/// A list item for each response, with its headers, links and media types.
fn responses(operation: &Operation) -> String {
    let mut text = String::new();
    for response in &operation.responses {
        let lines = response_lines(response);
        // Writing to a string never fails.
        let _ = writeln!(text, "{}", lines.join("\n"));
        for content in &response.contents {
            let _ = writeln!(text, "  - {}", code(&content.media_type));
        }
    }
    text.trim_end().to_owned()
}
