//! The ways to call an operation: in Rust, at a shell, with curl.

use crate::emit::command_line::{group_name, operation_name};
use crate::emit::operations::{self, Subject};
use crate::emit::{Context, example};
use crate::ir::{
    BodyFormat, Parameter, PathPart, Place, SchemeKind, SecurityRequirement, Server,
};
use crate::name::GroupName;
use minijinja::{Value, context};

/// More ways to show credentials than this tell nothing new.
const MOST_CURLS: usize = 3;

/// All samples, with their language.
pub(super) fn samples(
    context: &Context<'_>,
    group: &GroupName,
    subject: &Subject<'_>,
) -> Vec<Value> {
    let rust = example::call_of(context, group, subject).join("\n");
    let command = format!(
        "{} api {} {} --help",
        context.package.command,
        group_name(group),
        operation_name(subject.operation, subject.name)
    );
    let mut samples = vec![
        context! { language => "rust", text => rust },
        context! { language => "sh", text => command },
    ];
    let none = [SecurityRequirement::default()];
    let security = &subject.operation.security;
    let security = if security.is_empty() { &none[..] } else { security };
    let mut curls: Vec<String> = Vec::new();
    for requirement in security {
        let curl = curl(context, subject, requirement);
        if curls.len() < MOST_CURLS && !curls.contains(&curl) {
            curls.push(curl);
        }
    }
    let curl = |text: String| context! { language => "sh", text };
    samples.extend(curls.into_iter().map(curl));
    samples
}

fn curl(
    context: &Context<'_>,
    subject: &Subject<'_>,
    requirement: &SecurityRequirement,
) -> String {
    let operation = subject.operation;
    let mut parts = vec![match operation.method.as_str() {
        "GET" => "curl".to_owned(),
        "HEAD" => "curl --head".to_owned(),
        method => format!("curl --request {}", Quoted::of(method)),
    }];
    parts.extend(credentials(context, requirement));
    let accept = operations::accept(&operation.responses);
    if !accept.is_empty() {
        parts.push(format!("--header {}", Quoted::of(&format!("Accept: {accept}"))));
    }
    let parameters = operation.parameters.iter().zip(&subject.name.parameters);
    for (parameter, name) in parameters.filter(|(parameter, _)| parameter.required) {
        let (option, between) = match parameter.place {
            Place::Path => continue,
            Place::Query => ("--url-query", "="),
            Place::Header => ("--header", ": "),
            Place::Cookie => ("--cookie", "="),
        };
        let start = format!("{}{between}", parameter.wire_name);
        parts.push(format!("{option} {}", Quoted::of(&start).value(parameter, name)));
    }
    let content = operation.body.as_ref().and_then(|body| body.contents.first());
    if let Some(content) = content {
        if content.format == BodyFormat::Multipart {
            parts.push("--form \"name=value\"".to_owned());
        } else {
            let header = format!("Content-Type: {}", content.media_type);
            parts.push(format!("--header {}", Quoted::of(&header)));
            parts.push("--data-binary @body".to_owned());
        }
    }
    parts.push(address(context, subject).to_string());
    parts.join(" \\\n  ")
}

/// The address, with values where the description has examples.
fn address(context: &Context<'_>, subject: &Subject<'_>) -> Quoted {
    let operation = subject.operation;
    let servers = [&operation.servers, &context.api.servers];
    let server = servers.into_iter().find_map(|servers| servers.first());
    let base = server.map(base).unwrap_or_default();
    let mut address = if base.contains("://") {
        Quoted::of(base.trim_end_matches('/'))
    } else {
        Quoted::of("").variable("BASE_URL").text(base.trim_end_matches('/'))
    };
    for part in &operation.path.parts {
        address = match part {
            PathPart::Text(text) => address.text(text),
            PathPart::Parameter(index) => {
                let parameter = operation.parameters.get(*index);
                match parameter.zip(subject.name.parameters.get(*index)) {
                    Some((parameter, name)) => address.value(parameter, name),
                    None => address,
                }
            }
        };
    }
    for (index, (name, value)) in operation.path.query.iter().enumerate() {
        let mark = if index == 0 { '?' } else { '&' };
        address = address.text(&format!("{mark}{name}={value}"));
    }
    address
}

/// The address of a server whose variables are what they are by default.
fn base(server: &Server) -> String {
    let variables = server.variables.iter();
    variables.fold(server.url.clone(), |url, variable| {
        url.replace(&format!("{{{}}}", variable.name), &variable.default)
    })
}

fn credentials(context: &Context<'_>, requirement: &SecurityRequirement) -> Vec<String> {
    let environment = &context.package.environment;
    let schemes = requirement.schemes.iter();
    let schemes =
        schemes.filter_map(|(index, _)| context.api.security_schemes.get(*index));
    let pair = |[one, other]: &[String; 2]| {
        Quoted::of("").variable(one).text(":").variable(other)
    };
    let option = |scheme: &SchemeKind| match scheme {
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => {
            let header =
                Quoted::of("Authorization: Bearer ").variable(&environment.token);
            Some(format!("--header {header}"))
        }
        SchemeKind::Digest => {
            Some(format!("--digest --user {}", pair(&environment.digest)))
        }
        SchemeKind::Basic => Some(format!("--user {}", pair(&environment.basic))),
        SchemeKind::ApiKey { place, name } => {
            let (option, between) = match place {
                Place::Header | Place::Path => ("--header", ": "),
                Place::Query => ("--url-query", "="),
                Place::Cookie => ("--cookie", "="),
            };
            let key = Quoted::of(&format!("{name}{between}"));
            Some(format!("{option} {}", key.variable(&environment.api_key)))
        }
        SchemeKind::Http(scheme) => {
            let header = Quoted::of(&format!("Authorization: {scheme} "));
            Some(format!("--header {}", header.variable(&environment.api_key)))
        }
        SchemeKind::Other(_) => None,
    };
    schemes.filter_map(|scheme| option(&scheme.kind)).collect()
}

/// An argument of a shell command in double quotes, in which variables are replaced.
struct Quoted(String);

impl Quoted {
    fn of(text: &str) -> Self {
        Self(String::new()).text(text)
    }

    fn text(mut self, text: &str) -> Self {
        for one in text.chars().filter(|one| !one.is_control()) {
            if matches!(one, '"' | '$' | '`' | '\\') {
                self.0.push('\\');
            }
            self.0.push(one);
        }
        self
    }

    fn variable(mut self, name: &str) -> Self {
        self.0.push_str("${");
        let is_word = |one: &char| one.is_ascii_alphanumeric() || *one == '_';
        self.0.extend(name.chars().filter(is_word));
        self.0.push('}');
        self
    }

    /// The parameter's example where it can stand anywhere as it is, or else a variable.
    fn value(self, parameter: &Parameter, name: &str) -> Self {
        let example = parameter.example.as_ref().and_then(|example| example.as_str());
        let is_plain =
            |one: u8| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_' | b'.');
        match example.filter(|text| !text.is_empty() && text.bytes().all(is_plain)) {
            Some(example) => self.text(example),
            None => self.variable(name.trim_start_matches("r#")),
        }
    }
}

impl std::fmt::Display for Quoted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "\"{}\"", self.0)
    }
}
