//! The table of an operation: everything that the client needs to send it.

use super::{Subject, body};
use crate::emit::client::server;
use crate::emit::code::{Code, Expression};
use crate::emit::file::RustFile;
use crate::emit::items::{assigned, local_use};
use crate::emit::xml;
use crate::ir::{
    BodyFormat, MediaBody, Operation, Parameter, PathPart, Place, RequestBody, Response,
    SecurityRequirement, StatusPattern, Style, Xml,
};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Names of the runtime as this table says them.
struct Scope {
    used: RefCell<BTreeSet<&'static str>>,
    /// Types that have a short name in this table, as they are so wide.
    wide: RefCell<Vec<Code>>,
    /// Constants of its own: roots of XML that say more than their name.
    constants: RefCell<Vec<String>>,
    /// One of the names stands for a type of the description here.
    is_taken: bool,
}

/// A type no longer than this fits on the line of its response.
const NARROW: usize = 50;

/// The names that a table may say.
const NAMES: &[&str] = &[
    "BodyTable",
    "Format",
    "Operation",
    "Parameter",
    "PartEncoding",
    "RequestMedia",
    "ResponseMedia",
    "ResponseTable",
    "SchemeUse",
    "Server",
    "ServerVariable",
    "Style",
    "Xml",
];

impl Scope {
    fn new(file: &RustFile<'_>, subject: &Subject<'_>) -> Self {
        let names = &file.context.names.types;
        let inline = subject.name.types.iter().filter_map(|id| names.get(id.index()));
        let own = [&subject.name.builder, &subject.name.params, &subject.name.body];
        let own = own.into_iter().chain([&subject.name.output]);
        let mut all = inline.map(|name| &name.ident).chain(own);
        let is_taken = all.any(|name| NAMES.contains(&name.as_str()));
        Self {
            used: RefCell::default(),
            wide: RefCell::default(),
            constants: RefCell::default(),
            is_taken,
        }
    }

    /// The type, or the short name that it gets.
    fn narrow(&self, ty: Code) -> Code {
        if ty.0.len() <= NARROW {
            return ty;
        }
        let mut wide = self.wide.borrow_mut();
        let known = wide.iter().position(|one| *one == ty);
        let index = known.unwrap_or(wide.len());
        if known.is_none() {
            wide.push(ty);
        }
        Code(format!("Answer{index}"))
    }

    fn say(&self, name: &'static str, rest: &str) -> String {
        if self.is_taken {
            return format!("runtime::{name}{rest}");
        }
        self.used.borrow_mut().insert(name);
        format!("{name}{rest}")
    }
}

/// The table, as the constant of the trait.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> String {
    let scope = Scope::new(file, subject);
    let head = format!("&{}", scope.say("Operation", ""));
    let rest = scope.say("Operation", "::NONE");
    let table = Expression::Struct(head, fields(file, subject, &scope), Some(rest));
    let table = format!("        {}", table.after("", 8, "\n"));
    let mut uses = local_use(&scope.used.borrow(), 8);
    for (index, ty) in scope.wide.borrow().iter().enumerate() {
        uses.push_str(&assigned(&format!("type Answer{index} ="), &ty.0, ";", 8));
    }
    uses.extend(scope.constants.borrow().iter().map(String::as_str));
    format!(
        "    const OPERATION: &'static runtime::Operation = {{\n{uses}{table}    }};\n"
    )
}

/// The fields that say anything.
fn fields(
    file: &RustFile<'_>,
    subject: &Subject<'_>,
    scope: &Scope,
) -> Vec<(&'static str, Expression)> {
    let operation: &Operation = subject.operation;
    let group =
        file.context.api.groups.get(operation.group.0).map_or("", |one| &one.tag);
    let mut fields = vec![
        ("id", Expression::text(&operation.id)),
        ("group", Expression::text(group)),
        ("method", Expression::text(&operation.method)),
        ("template", Expression::text(&template(operation))),
    ];
    let mut list = |name: &'static str, items: Vec<Expression>| {
        if !items.is_empty() {
            fields.push((name, Expression::List(items)));
        }
    };
    let query = operation.path.query.iter().map(|(name, value)| {
        let pair = vec![Expression::text(name), Expression::text(value)];
        Expression::Call(String::new(), pair)
    });
    list("query", query.collect());
    list(
        "parameters",
        operation.parameters.iter().map(|one| parameter(scope, one)).collect(),
    );
    if let Some(body) = operation.body.as_ref().filter(|body| !body.contents.is_empty())
    {
        let body = Expression::Call("Some".to_owned(), vec![request_body(scope, body)]);
        fields.push(("body", body));
    }
    let accept = accept(&operation.responses);
    if !accept.is_empty() {
        fields.push(("accept", Expression::text(&accept)));
    }
    let responses = operation.responses.iter().map(|one| response(file, scope, one));
    let responses: Vec<Expression> = responses.collect();
    let security = operation.security.iter().map(|one| requirement(scope, one));
    let say = |name: &'static str| scope.say(name, "");
    let servers = operation.servers.iter().map(|one| server(&say, one));
    for (name, items) in [
        ("responses", responses),
        ("security", security.collect()),
        ("servers", servers.collect()),
    ] {
        if !items.is_empty() {
            fields.push((name, Expression::List(items)));
        }
    }
    if operation.deprecated {
        fields.push(("deprecated", Expression::atom(true)));
    }
    fields
}

fn parameter(scope: &Scope, parameter: &Parameter) -> Expression {
    let (place, style, explode) = match parameter.place {
        Place::Path => ("path", Style::Simple, false),
        Place::Query => ("query", Style::Form, true),
        Place::Header => ("header", Style::Simple, false),
        Place::Cookie => ("cookie", Style::Form, true),
    };
    let function = scope.say("Parameter", &format!("::{place}"));
    let mut chain = Expression::made(&function, &parameter.wire_name);
    if parameter.style != style {
        chain = chain.with("style", [style_name(scope, parameter.style)]);
    }
    if parameter.explode != explode {
        chain = chain.with("explode", [Expression::atom(parameter.explode)]);
    }
    if parameter.allow_reserved {
        chain = chain.with("allow_reserved", []);
    }
    chain
}

/// Where a key goes.
pub(crate) fn place(place: Place) -> Code {
    let name = match place {
        Place::Path => "Path",
        Place::Query => "Query",
        Place::Header => "Header",
        Place::Cookie => "Cookie",
    };
    Code(format!("runtime::Place::{name}"))
}

fn style_name(scope: &Scope, style: Style) -> Expression {
    let name = match style {
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::TabDelimited => "TabDelimited",
        Style::DeepObject => "DeepObject",
        Style::DeepObjectIndexed => "DeepObjectIndexed",
        Style::DeepObjectRepeated => "DeepObjectRepeated",
        Style::Json => "Json",
    };
    Expression::Atom(scope.say("Style", &format!("::{name}")))
}

fn format(scope: &Scope, content: &MediaBody) -> Expression {
    if let (BodyFormat::Xml, Some(_)) = (content.format, content.ty) {
        let root = content.xml.as_deref().cloned().unwrap_or_default();
        return Expression::Call(
            scope.say("Format", "::Xml"),
            vec![xml_root(scope, &root)],
        );
    }
    let name = match content.format {
        BodyFormat::Json => "Json",
        BodyFormat::Form => "Form",
        BodyFormat::Multipart => "Multipart",
        BodyFormat::Text | BodyFormat::Xml => "Text",
        BodyFormat::JsonLines => "JsonLines",
        BodyFormat::EventStream => "EventStream",
        BodyFormat::Binary => "Binary",
    };
    Expression::Atom(scope.say("Format", &format!("::{name}")))
}

/// How the root of a body stands in XML: in place if that is short.
fn xml_root(scope: &Scope, root: &Xml) -> Expression {
    let none = scope.say("Xml", "::NONE");
    let mut flat = String::new();
    let value = xml::value(&none, root);
    value.flat(&mut flat);
    if flat.len() <= NARROW {
        return Expression::Atom(format!("&{flat}"));
    }
    let ty = scope.say("Xml", "");
    let mut constants = scope.constants.borrow_mut();
    let name = format!("ROOT{}", constants.len());
    constants.push(value.assigned_to(&format!("const {name}: {ty} ="), 8));
    Expression::Atom(format!("&{name}"))
}

fn request_body(scope: &Scope, body: &RequestBody) -> Expression {
    let contents = body.contents.iter().map(|content| {
        let head = scope.say("RequestMedia", "::new");
        let media_type = Expression::text(&content.media_type);
        let new = vec![media_type, format(scope, content)];
        if content.encoding.is_empty() {
            return Expression::Call(head, new);
        }
        let encoding = content.encoding.iter().map(|(name, encoding)| {
            let head = scope.say("PartEncoding", &format!("::new({name:?})"));
            let mut chain = Expression::Chain(head, Vec::new());
            if let Some(content_type) = &encoding.content_type {
                chain = chain.with("content_type", [Expression::text(content_type)]);
            }
            if let Some(style) = encoding.style {
                chain = chain.with("style", [style_name(scope, style)]);
            }
            if let Some(explode) = encoding.explode {
                chain = chain.with("explode", [Expression::atom(explode)]);
            }
            if encoding.allow_reserved {
                chain = chain.with("allow_reserved", []);
            }
            chain
        });
        let mut parts = new;
        parts.push(Expression::List(encoding.collect()));
        Expression::Call(scope.say("RequestMedia", "::encoded"), parts)
    });
    let constructor = if body.required { "::required" } else { "::optional" };
    let head = format!("&{}", scope.say("BodyTable", constructor));
    Expression::Call(head, vec![Expression::List(contents.collect())])
}

fn response(file: &RustFile<'_>, scope: &Scope, response: &Response) -> Expression {
    let status = match response.status {
        StatusPattern::Code(code) => format!("::code({code})"),
        StatusPattern::Range(hundred) => format!("::range({hundred})"),
        StatusPattern::Default => "::other()".to_owned(),
    };
    let chain = Expression::Chain(scope.say("ResponseTable", &status), Vec::new());
    match response.contents.as_slice() {
        [] => chain,
        [only] if only.format == BodyFormat::Json => {
            let ty = scope.narrow(blank_type(file, only));
            if only.media_type == "application/json" {
                return chain.with(&format!("json::<{ty}>"), []);
            }
            let blank = Expression::Atom(scope.say("blank", &format!("::<{ty}>")));
            chain.with("json_as", [Expression::text(&only.media_type), blank])
        }
        contents => {
            let contents = contents.iter().map(|content| {
                let ty = scope.narrow(blank_type(file, content));
                let blank = Expression::Atom(scope.say("blank", &format!("::<{ty}>")));
                let media_type = Expression::text(&content.media_type);
                let new = vec![media_type, format(scope, content), blank];
                Expression::Call(scope.say("ResponseMedia", "::new"), new)
            });
            chain.with("contents", [Expression::List(contents.collect())])
        }
    }
}

/// What a response body is decoded into; for lines and events, one item.
fn blank_type(file: &RustFile<'_>, content: &MediaBody) -> Code {
    match (content.format, content.ty) {
        (BodyFormat::JsonLines | BodyFormat::EventStream, Some(ty)) => {
            file.reference(ty)
        }
        (BodyFormat::EventStream, None) => Code("String".to_owned()),
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

fn requirement(scope: &Scope, requirement: &SecurityRequirement) -> Expression {
    let uses = requirement.schemes.iter().map(|(scheme, scopes)| {
        let head = scope.say("SchemeUse", &format!("::of({scheme})"));
        let chain = Expression::Chain(head, Vec::new());
        if scopes.is_empty() {
            return chain;
        }
        chain.with("scopes", [Expression::texts(scopes)])
    });
    Expression::List(uses.collect())
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
