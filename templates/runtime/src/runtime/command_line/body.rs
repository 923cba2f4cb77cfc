//! Bodies as they were given: checked, and sent as they are.

use super::arguments::Call;
use super::check;
use super::failure::{Failure, Outcome};
use super::node::Node;
use super::show::tell;
use super::{example, fill, flags, help, paths};
use crate::runtime::client::OwnBody;
use crate::runtime::{Binary, Format, Object, Operation, RequestMedia, Rules, json};
use std::io::Read as _;

/// What becomes of the body.
pub(super) enum Given {
    /// There is none, or it is in the parameters.
    Params,
    Own(OwnBody),
}

/// The text that is piped in.
pub(super) fn piped() -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| format!("cannot read standard input: {error}"))
}

/// The body that was given; what is wrong with it is added to what was found before.
pub(super) fn given(
    params: &mut dyn Object,
    asked: &Call,
    wrong: &mut Vec<String>,
) -> Outcome<Given> {
    let operation = (asked.command.operation)();
    let Some(table) = operation.body else { return Ok(Given::Params) };
    let options = &asked.options;
    let form = flags::form(operation);
    let content = content(operation, asked, form)?;
    if Some(content) == form && fill::parts(params, asked, content, wrong) {
        if options.body.is_some() || !options.set.is_empty() {
            wrong.push("--body and --set do not go with flags for the parts".to_owned());
        }
        return Ok(Given::Params);
    }
    let Some(media) = table.contents.get(content) else { return Ok(Given::Params) };
    let Some(text) = options.body.as_deref().or(base_of_sets(asked)) else {
        if table.required {
            wrong.push(missing(operation, asked, form));
        }
        return Ok(Given::Params);
    };
    match media.format {
        Format::Json => json_body(params, asked, content, text, wrong),
        Format::JsonLines | Format::Text | Format::Xml(_) | Format::EventStream => {
            let bytes = read(text).map_err(Failure::usage)?;
            Ok(own(bytes, asked, media))
        }
        Format::Binary => file(text, asked, media),
        Format::Form | Format::Multipart => {
            json_body(params, asked, content, text, wrong)?;
            Ok(Given::Params)
        }
    }
}

/// Values are set in an empty body where none was given.
fn base_of_sets(asked: &Call) -> Option<&'static str> {
    (!asked.options.set.is_empty()).then_some("")
}

fn missing(operation: &Operation, asked: &Call, form: Option<usize>) -> String {
    let parts =
        asked.flags.iter().filter(|flag| matches!(flag.target, flags::Target::Part(_)));
    let names: Vec<_> = parts.map(|flag| format!("--{}", flag.long)).collect();
    if form.is_some() && !names.is_empty() {
        return format!("missing: the body of {}: {}", operation.id, names.join(", "));
    }
    "missing: --body <BODY>; --example prints one to start from".to_owned()
}

/// The index of the media type that was asked for.
fn content(operation: &Operation, asked: &Call, form: Option<usize>) -> Outcome<usize> {
    let contents = operation.body.map(|body| body.contents).unwrap_or_default();
    let Some(wanted) = &asked.options.content_type else {
        let has_parts = asked.flags.iter().zip(&asked.values).any(|(flag, values)| {
            matches!(flag.target, flags::Target::Part(_)) && !values.is_empty()
        });
        return Ok(form.filter(|_| has_parts).unwrap_or(0));
    };
    let bare = |text: &str| {
        text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    };
    let found = contents.iter().position(|content| {
        bare(content.media_type) == bare(wanted) || content.media_type.contains('*')
    });
    found.ok_or_else(|| {
        let types: Vec<_> = contents.iter().map(|content| content.media_type).collect();
        Failure::usage(format!(
            "--content-type: {wanted:?} is not one of {}",
            types.join(", ")
        ))
    })
}

/// The text itself, what is in a file (`@path`), or what is piped in (`-`).
fn read(text: &str) -> Result<Vec<u8>, String> {
    if text == "-" {
        return piped().map_err(|error| format!("--body: {error}"));
    }
    match text.strip_prefix('@') {
        Some(path) => std::fs::read(path)
            .map_err(|error| format!("--body: cannot read {path:?}: {error}")),
        None => Ok(text.as_bytes().to_vec()),
    }
}

fn own(bytes: Vec<u8>, asked: &Call, media: &RequestMedia) -> Given {
    let content_type = content_type(asked, media);
    Given::Own(OwnBody { body: bytes.into(), content_type })
}

fn content_type(asked: &Call, media: &RequestMedia) -> String {
    let described = match media.media_type {
        range if range.contains('*') || range.is_empty() => match media.format {
            Format::Json => "application/json",
            Format::Text => "text/plain",
            Format::Xml(_) => "application/xml",
            _ => "application/octet-stream",
        },
        media_type => media_type,
    };
    let wanted = asked.options.content_type.as_deref();
    versioned(wanted.unwrap_or(described), asked.options.version.as_deref())
}

/// The media type in another version.
pub(super) fn versioned(media_type: &str, version: Option<&str>) -> String {
    match (help::version_in(media_type), version) {
        (Some(described), Some(version)) => media_type.replace(described, version),
        _ => media_type.to_owned(),
    }
}

/// A file is read while it is sent.
fn file(text: &str, asked: &Call, media: &RequestMedia) -> Outcome<Given> {
    let body = match text.strip_prefix('@') {
        Some(path) => {
            let binary = Binary::file(path).map_err(|error| {
                let causes = super::show::causes(&error);
                Failure::usage(format!("--body: cannot read {path:?}: {causes}"))
            })?;
            binary.body().unwrap_or_default()
        }
        None => read(text).map_err(Failure::usage)?.into(),
    };
    Ok(Given::Own(OwnBody { body, content_type: content_type(asked, media) }))
}

/// JSON or YAML, with values set in it.
fn json_body(
    params: &mut dyn Object,
    asked: &Call,
    content: usize,
    text: &str,
    wrong: &mut Vec<String>,
) -> Outcome<Given> {
    let operation = (asked.command.operation)();
    let index = operation.parameters.len();
    let bytes = read(text).map_err(Failure::usage)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::usage("--body: is not text in UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let (mut node, is_json) = match text.trim() {
        "" => (Node::Null, false),
        _ => parse(text)?,
    };
    // What it is held against is left changed, and must not be sent.
    let mut scratch = (asked.command.blank)();
    let rules = scratch.table().fields().get(index).and_then(|field| field.rules);
    let blank = flags::body_value(&mut *scratch, operation, content)
        .ok_or_else(|| Failure::other("the body has no type"))?;
    for set in &asked.options.set {
        let done = match set.split_once('=') {
            Some((path, value)) => paths::set(&mut node, blank, path, value),
            None => Err("is written PATH=VALUE".to_owned()),
        };
        if let Err(message) = done {
            wrong.push(format!("--set {set}: {message}"));
        }
    }
    if !asked.options.is_unchecked {
        let rules = rules.unwrap_or(&Rules::NONE);
        let problems = check::value(&node, blank, rules);
        for problem in problems.iter().filter(|problem| !problem.is_light) {
            wrong.push(format!("--body: {problem}"));
        }
        if wrong.is_empty() {
            problems.iter().for_each(|odd| tell(&format!("warning: --body: {odd}")));
        }
    }
    let as_given = is_json && asked.options.set.is_empty();
    let sent = if as_given { text.trim().to_owned() } else { node.compact() };
    let media = operation.body.and_then(|body| body.contents.get(content));
    if media.is_some_and(|media| media.format != Format::Json) && wrong.is_empty() {
        // A form is written by its properties.
        let value = flags::body_value(params, operation, content);
        let read = value.map(|value| json::decode(sent.as_bytes(), value));
        if let Some(Err(fault)) = read {
            wrong.push(format!("--body: {} ({})", fault.message, fault.path));
        }
        return Ok(Given::Params);
    }
    let content_type = media.map_or_else(
        || "application/json".to_owned(),
        |media| content_type(asked, media),
    );
    Ok(Given::Own(OwnBody { body: sent.into(), content_type }))
}

/// JSON, or else YAML. Whether it is JSON.
fn parse(text: &str) -> Outcome<(Node, bool)> {
    let fault = match Node::parse(text) {
        Ok(node) => return Ok((node, true)),
        Err(fault) => fault,
    };
    let wrong =
        |fault: &str| Failure::usage(format!("--body: is not valid JSON: {fault}"));
    // What begins like JSON was meant to be it.
    if text.trim_start().starts_with(['{', '[', '"']) {
        return Err(wrong(&fault));
    }
    match yaml_serde::from_str::<serde_json::Value>(text) {
        Ok(json @ (serde_json::Value::Object(_) | serde_json::Value::Array(_))) => {
            Ok((Node::from_json(&json), false))
        }
        Ok(json) if !text.contains('\n') && !json.is_string() => {
            Ok((Node::from_json(&json), false))
        }
        Ok(_) => Err(wrong(&fault)),
        Err(error) => Err(Failure::usage(format!("--body: is not valid YAML: {error}"))),
    }
}

/// A body to start from: the description's own example, or one made of the types.
pub(super) fn start(asked: &Call) -> Outcome<String> {
    let operation = (asked.command.operation)();
    let words = help::body_words(asked.command);
    if let Ok(node) = Node::parse(words.example) {
        return Ok(node.pretty(false));
    }
    let content = content(operation, asked, flags::form(operation))?;
    let mut params = (asked.command.blank)();
    let rules = params.table().fields().get(operation.parameters.len());
    let rules = rules.and_then(|field| field.rules).unwrap_or(&Rules::NONE);
    let blank = flags::body_value(&mut *params, operation, content)
        .ok_or_else(|| Failure::usage("the operation has no body"))?;
    match example::of(blank, rules) {
        Node::Text(text) => Ok(text),
        node => Ok(node.pretty(false)),
    }
}
