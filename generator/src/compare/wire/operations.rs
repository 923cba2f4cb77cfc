//! What an operation sends, and what it takes from the answer.

use super::super::aspect::{Aspect, Says};
use super::{CLIENT, Facts, servers};
use crate::emit::{accept, rule_words};
use crate::ir::{
    Api, MediaBody, Operation, PageStyle, Pagination, Parameter, PathPart, Rules,
    SchemeKind, SecurityRequirement, use_of,
};
use crate::name::{Named, OperationName};
use std::fmt::Write as _;

/// How each scheme of credentials works.
pub(super) fn schemes(named: &Named, facts: &mut Facts) {
    for scheme in &named.api.security_schemes {
        let text = match &scheme.kind {
            SchemeKind::ApiKey { place, name } => format!("key in {place:?} `{name}`"),
            SchemeKind::Basic => "basic".to_owned(),
            SchemeKind::Bearer => "bearer".to_owned(),
            SchemeKind::Digest => "digest".to_owned(),
            SchemeKind::OAuth2 { token_url, .. } => match token_url {
                Some(address) => format!("OAuth 2, tokens from {address}"),
                None => "OAuth 2, tokens from the caller".to_owned(),
            },
            SchemeKind::Http(scheme) => format!("key after `{scheme}`"),
            SchemeKind::Other(name) => format!("`{name}`, by hand"),
        };
        facts.text(CLIENT, Aspect::Scheme(scheme.name.clone()), text);
    }
}

/// All operations.
pub(super) fn operations(named: &Named, facts: &mut Facts) {
    let operations = named.api.operations.iter().zip(&named.names.operations);
    for (operation, name) in operations {
        let Some(module) = module(named, name) else { continue };
        let subject = Subject { api: &named.api, operation, name, module };
        subject.request(facts);
        subject.answers(facts);
        subject.parameters(facts);
        subject.body(facts);
    }
}

/// The path of the module of an operation.
pub(super) fn module(named: &Named, name: &OperationName) -> Option<String> {
    let group = named.names.groups.get(name.group.0)?;
    Some(format!("operations::{}::{}", group.module, name.module))
}

struct Subject<'a> {
    api: &'a Api,
    operation: &'a Operation,
    name: &'a OperationName,
    module: String,
}

impl Subject<'_> {
    fn builder(&self) -> String {
        format!("{}::{}", self.module, self.name.builder)
    }

    /// The name of a parameter, by its index.
    fn parameter_name(&self, index: usize) -> &str {
        self.name.parameters.get(index).map_or("", String::as_str)
    }

    fn request(&self, facts: &mut Facts) {
        let (operation, builder) = (self.operation, self.builder());
        let part = |part: &PathPart| match part {
            PathPart::Text(text) => text.clone(),
            // The name on the wire is sent nowhere.
            PathPart::Parameter(index) => format!("{{{}}}", self.parameter_name(*index)),
        };
        let path: String = operation.path.parts.iter().map(part).collect();
        let request = format!("{} {path}", operation.method);
        facts.text(&builder, Aspect::Request, request);
        let query = operation.path.query.iter();
        let query: Vec<String> =
            query.map(|(name, value)| format!("{name}={value}")).collect();
        facts.text(&builder, Aspect::FixedQuery, query.join("&"));
        let security = self.security();
        facts.add(&builder, Aspect::Security, security);
        let servers = match operation.servers.as_slice() {
            [] => vec!["those of the client".to_owned()],
            own => servers(own),
        };
        facts.add(&builder, Aspect::Servers, Says::List(servers));
        let pages = operation.pagination.as_ref().map(|pages| self.pages(pages));
        facts.text(&builder, Aspect::Pages, pages.unwrap_or_default());
    }

    fn security(&self) -> Says {
        let scheme = |(index, scopes): &(usize, Vec<String>)| {
            let scheme = self.api.security_schemes.get(*index);
            let name = scheme.map_or("", |one| &one.name);
            if scopes.is_empty() {
                name.to_owned()
            } else {
                format!("{name} ({})", scopes.join(" "))
            }
        };
        let requirement = |one: &SecurityRequirement| {
            let all: Vec<String> = one.schemes.iter().map(scheme).collect();
            if all.is_empty() { "nothing".to_owned() } else { all.join(" and ") }
        };
        match self.operation.security.as_slice() {
            // A client that has credentials begins to send them where they may be sent.
            [] => Says::Text("nothing".to_owned()),
            all => Says::List(all.iter().map(requirement).collect()),
        }
    }

    fn pages(&self, pages: &Pagination) -> String {
        let name = |index: &usize| self.parameter_name(*index).to_owned();
        let maybe = |index: &Option<usize>| {
            index.as_ref().map(|one| format!(", size {}", name(one))).unwrap_or_default()
        };
        let style = match &pages.style {
            PageStyle::PageNumber { page, size, first } => {
                format!("number {} from {first}{}", name(page), maybe(size))
            }
            PageStyle::Offset { offset, limit } => {
                format!("offset {}{}", name(offset), maybe(limit))
            }
            PageStyle::Cursor { cursor, next } => {
                format!("cursor {} from {}", name(cursor), next.join("."))
            }
            PageStyle::HeaderCursor { cursor, header } => {
                format!("cursor {} from the header {header}", name(cursor))
            }
            PageStyle::LinkHeader => "the header Link".to_owned(),
            PageStyle::NextUrl { next } => format!("address {}", next.join(".")),
            PageStyle::Links { links } => format!("links {}", links.join(".")),
        };
        format!("{style}, items {}", pages.items.join("."))
    }

    fn answers(&self, facts: &mut Facts) {
        let builder = self.builder();
        facts.text(&builder, Aspect::Accept, accept(&self.operation.responses));
        for response in &self.operation.responses {
            let content = |content: &MediaBody| {
                let ty = content.ty.map(|ty| use_of(&self.api.types, ty));
                let ty = ty.map(|ty| format!(" {ty}")).unwrap_or_default();
                format!("{}{ty}{}", content.media_type, xml(content))
            };
            let contents = response.contents.iter().map(content).collect();
            let aspect = Aspect::Answer(response.status);
            facts.add(&builder, aspect, Says::List(contents));
        }
    }

    fn parameters(&self, facts: &mut Facts) {
        for (parameter, name) in
            self.operation.parameters.iter().zip(&self.name.parameters)
        {
            let path = format!("{}::{}::{name}", self.module, self.name.params);
            facts.text(&path, Aspect::Encoding, encoding(parameter));
            facts.add(&path, Aspect::Rules, rules(&parameter.rules));
            facts.text(&path, Aspect::Default, value(parameter.default.as_ref()));
        }
    }

    fn body(&self, facts: &mut Facts) {
        let Some(body) = &self.operation.body else { return };
        if let [content] = body.contents.as_slice() {
            let path = format!("{}::{}::body", self.module, self.name.params);
            facts.text(&path, Aspect::MediaType, sent(content));
            return;
        }
        for (content, variant) in body.contents.iter().zip(&self.name.body_contents) {
            let path = format!("{}::{}::{variant}", self.module, self.name.body);
            facts.text(&path, Aspect::MediaType, sent(content));
        }
    }
}

/// How a parameter is sent.
fn encoding(parameter: &Parameter) -> String {
    let place = format!("{:?}", parameter.place).to_lowercase();
    let mut text = match parameter.place {
        // The name stands in the template only, and in values of the style `matrix`.
        crate::ir::Place::Path if parameter.style != crate::ir::Style::Matrix => place,
        _ => format!("{place} `{}`", parameter.wire_name),
    };
    let _ = write!(text, ", style {:?}", parameter.style);
    if parameter.explode {
        text.push_str(" exploded");
    }
    if parameter.allow_reserved {
        text.push_str(" with reserved characters");
    }
    text
}

/// How a body is sent.
fn sent(content: &MediaBody) -> String {
    let mut text = format!("{}{}", content.media_type, xml(content));
    for (name, part) in &content.encoding {
        let _ = write!(text, ", part `{name}`");
        if let Some(media_type) = &part.content_type {
            let _ = write!(text, " as {media_type}");
        }
        if let Some(style) = part.style {
            let _ = write!(text, " in style {style:?}");
        }
        if let Some(explode) = part.explode {
            text.push_str(if explode { " exploded" } else { " in one" });
        }
        if part.allow_reserved {
            text.push_str(" with reserved characters");
        }
    }
    text
}

/// The root element of a body of XML.
fn xml(content: &MediaBody) -> String {
    content.xml.as_ref().map(|xml| format!(" in {xml:?}")).unwrap_or_default()
}

pub(super) fn rules(rules: &Rules) -> Says {
    Says::Rules(Box::new(rules.clone()), rule_words(rules).join(" "))
}

/// A value that is documented, if one is.
pub(super) fn value(value: Option<&serde_json::Value>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
