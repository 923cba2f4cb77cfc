//! The table of an operation: everything that the client needs to send it, a line each.

use super::{Subject, body, pages};
use crate::emit::file::RustFile;
use crate::emit::tokens::{quoted, table_text};
use crate::emit::xml;
use crate::ir::{
    BodyFormat, MediaBody, Operation, Parameter, PartEncoding, PathPart, Place,
    RequestBody, Response, SecurityRequirement, Server, StatusPattern, Style,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The indent of the lines.
const INDENT: usize = 16;

/// The table as a text.
pub(super) fn text(
    file: &RustFile<'_>,
    subject: &Subject<'_>,
    blanks: &Blanks,
) -> Literal {
    let operation: &Operation = subject.operation;
    let mut lines = vec![head(file, operation)];
    let (method, template) = (quoted(&operation.method), quoted(&template(operation)));
    lines.push(format!("call {method} {template}"));
    for (name, value) in &operation.path.query {
        lines.push(format!("always {} {}", quoted(name), quoted(value)));
    }
    lines.extend(operation.parameters.iter().map(parameter));
    if let Some(body) = operation.body.as_ref().filter(|body| !body.contents.is_empty())
    {
        request_body(body, &mut lines);
    }
    let accept = accept(&operation.responses);
    if !accept.is_empty() {
        lines.push(format!("accept {}", quoted(&accept)));
    }
    let mut places = blanks.places.iter();
    operation.responses.iter().for_each(|one| response(one, &mut places, &mut lines));
    lines.extend(operation.security.iter().map(requirement));
    operation.servers.iter().for_each(|one| server(one, &mut lines));
    lines.extend(pages::line(file, subject));
    table_text(&lines, INDENT)
}

/// What the bodies of responses are read into.
pub(super) struct Blanks {
    /// The types, each once: the compiler looks at each use of one.
    pub(super) types: Vec<TokenStream>,
    /// For each media type of the responses, the index of its type.
    places: Vec<usize>,
}

impl Blanks {
    /// Those of an operation.
    pub(super) fn of(file: &RustFile<'_>, subject: &Subject<'_>) -> Self {
        let contents = subject.operation.responses.iter().flat_map(|one| &one.contents);
        let (mut blanks, mut texts) =
            (Self { types: Vec::new(), places: Vec::new() }, Vec::new());
        for content in contents {
            let blank = blank_type(file, content);
            let text = blank.to_string();
            let known = texts.iter().position(|one| *one == text);
            blanks.places.push(known.unwrap_or(texts.len()));
            if known.is_none() {
                texts.push(text);
                blanks.types.push(blank);
            }
        }
        blanks
    }
}

fn head(file: &RustFile<'_>, operation: &Operation) -> String {
    let group = file.context.api.groups.get(operation.group.0);
    let group = group.map_or("", |one| &one.tag);
    let deprecated = if operation.deprecated { " deprecated" } else { "" };
    format!("operation {} in {}{deprecated}", quoted(&operation.id), quoted(group))
}

fn parameter(parameter: &Parameter) -> String {
    let (place, style, explode) = match parameter.place {
        Place::Path => ("path", Style::Simple, false),
        Place::Query => ("query", Style::Form, true),
        Place::Header => ("header", Style::Simple, false),
        Place::Cookie => ("cookie", Style::Form, true),
    };
    let style = (parameter.style != style).then_some(parameter.style);
    let explode = (parameter.explode != explode).then_some(parameter.explode);
    let how = how(style, explode, parameter.allow_reserved);
    let nested = nested(&parameter.nested);
    format!("{place} {}{how}{nested}", quoted(&parameter.wire_name))
}

/// How a value becomes text, where it is not as usual.
fn how(style: Option<Style>, explode: Option<bool>, allow_reserved: bool) -> String {
    let style = style.map(|style| format!(" style {}", style_name(style)));
    let explode = match explode {
        Some(true) => " explode",
        Some(false) => " no-explode",
        None => "",
    };
    let reserved = if allow_reserved { " reserved" } else { "" };
    format!("{}{explode}{reserved}", style.unwrap_or_default())
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::Form => "form",
        Style::SpaceDelimited => "space-delimited",
        Style::PipeDelimited => "pipe-delimited",
        Style::TabDelimited => "tab-delimited",
        Style::DeepObject => "deep-object",
        Style::DeepObjectIndexed => "deep-object-indexed",
        Style::DeepObjectRepeated => "deep-object-repeated",
        Style::Json => "json",
    }
}

/// A media type, after how its bytes are read and written.
fn media(content: &MediaBody) -> String {
    let format = match (content.format, content.ty) {
        (BodyFormat::Xml, Some(_)) => {
            xml::words(&content.xml.as_deref().cloned().unwrap_or_default())
        }
        (BodyFormat::Json, _) => "json".to_owned(),
        (BodyFormat::Form, _) => "form".to_owned(),
        (BodyFormat::Multipart, _) => "multipart".to_owned(),
        (BodyFormat::Text | BodyFormat::Xml, _) => "text".to_owned(),
        (BodyFormat::JsonLines, _) => "lines".to_owned(),
        (BodyFormat::EventStream, _) => "events".to_owned(),
        (BodyFormat::Binary, _) => "binary".to_owned(),
    };
    format!("{format} {}", quoted(&content.media_type))
}

fn request_body(body: &RequestBody, lines: &mut Vec<String>) {
    let kind = if body.required { "required" } else { "optional" };
    lines.push(format!("body {kind}"));
    for content in &body.contents {
        lines.push(format!("sends {}", media(content)));
        lines.extend(content.encoding.iter().map(|(name, one)| part(name, one)));
    }
}

fn part(name: &str, encoding: &PartEncoding) -> String {
    let content_type = encoding.content_type.as_ref();
    let content_type = content_type.map(|one| format!(" type {}", quoted(one)));
    let how = how(encoding.style, encoding.explode, encoding.allow_reserved);
    let nested = nested(&encoding.nested);
    let headers: String = encoding
        .headers
        .iter()
        .map(|(name, value)| format!(" header {} {}", quoted(name), quoted(value)))
        .collect();
    let content_type = content_type.unwrap_or_default();
    format!("part {}{content_type}{how}{nested}{headers}", quoted(name))
}

/// What stands between the items of lists that no style writes.
fn nested(between: &[String]) -> String {
    let texts: String = between.iter().map(|one| format!(" {}", quoted(one))).collect();
    if texts.is_empty() { texts } else { format!(" nested{texts}") }
}

fn response<'p>(
    response: &Response,
    places: &mut impl Iterator<Item = &'p usize>,
    lines: &mut Vec<String>,
) {
    let status = match response.status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(hundred) => format!("{hundred}XX"),
        StatusPattern::Default => "default".to_owned(),
    };
    let contents = response.contents.iter().zip(places);
    let mut contents =
        contents.map(|(content, place)| format!("{} into {place}", media(content)));
    let first = contents.next().map(|content| format!(" {content}"));
    lines.push(format!("answer {status}{}", first.unwrap_or_default()));
    lines.extend(contents.map(|content| format!("or {content}")));
}

/// What a response body is decoded into; for lines and events, one item.
fn blank_type(file: &RustFile<'_>, content: &MediaBody) -> TokenStream {
    match (content.format, content.ty) {
        (BodyFormat::JsonLines | BodyFormat::EventStream, Some(ty)) => {
            file.reference(ty)
        }
        (BodyFormat::EventStream, None) => quote!(String),
        _ => body::content_type(file, content),
    }
}

/// The path as it is sent, with the names of parameters in braces.
fn template(operation: &Operation) -> String {
    let part = |part: &PathPart| match part {
        PathPart::Text(text) => text.clone(),
        PathPart::Parameter(index) => {
            let name = operation.parameters.get(*index);
            format!("{{{}}}", name.map_or("", |one| one.wire_name.as_str()))
        }
    };
    operation.path.parts.iter().map(part).collect()
}

fn requirement(requirement: &SecurityRequirement) -> String {
    let mut line = "security".to_owned();
    for (scheme, scopes) in &requirement.schemes {
        line.push_str(&format!(" {scheme}"));
        if !scopes.is_empty() {
            let scopes: Vec<String> = scopes.iter().map(|one| quoted(one)).collect();
            line.push_str(&format!(" ({})", scopes.join(" ")));
        }
    }
    line
}

fn server(server: &Server, lines: &mut Vec<String>) {
    lines.push(format!("server {}", quoted(&server.url)));
    for variable in &server.variables {
        let values: String =
            variable.values.iter().map(|one| format!(" {}", quoted(one))).collect();
        let (name, default) = (quoted(&variable.name), quoted(&variable.default));
        lines.push(format!("variable {name} {default}{values}"));
    }
}

/// The `Accept` header: what successes come as, then what else is documented.
pub(crate) fn accept(responses: &[Response]) -> String {
    let success = |response: &&Response| match response.status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Range(hundred) => hundred == 2,
        StatusPattern::Default => false,
    };
    let fallback = |response: &&Response| response.status == StatusPattern::Default;
    let mut media_types: Vec<&str> = Vec::new();
    let any = responses.iter().any(|one| success(&one) && !one.contents.is_empty());
    let chosen =
        responses.iter().filter(|one| if any { success(one) } else { fallback(one) });
    for content in chosen.flat_map(|response| &response.contents) {
        if !media_types.contains(&content.media_type.as_str()) {
            media_types.push(&content.media_type);
        }
    }
    media_types.join(", ")
}
