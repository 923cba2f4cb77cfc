//! Calls with curl, one for each kind of credential.

use super::Site;
use super::samples::{body, required};
use super::tree::shown;
use crate::ir::{
    BodyFormat, Operation, Parameter, PathPart, Place, SchemeKind, SecurityRequirement,
    SecurityScheme, Server, Style,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A call for each way to prove who calls, with what it is called.
pub(super) fn samples(site: &Site<'_>, operation: &Operation) -> Vec<(String, String)> {
    let none = [SecurityRequirement::default()];
    let security = &operation.security;
    let security = if security.is_empty() { &none[..] } else { security };
    let mut samples: Vec<(String, String)> = Vec::new();
    for requirement in security {
        let (title, before, options) = credentials(site, operation, requirement);
        let title = format!("curl {title}").trim_end().to_owned();
        if !samples.iter().any(|(one, _)| *one == title) {
            samples.push((title, before + &call(site, operation, &options)));
        }
    }
    samples
}

/// What the credentials are called, the lines that get a token, and the options of curl.
fn credentials(
    site: &Site<'_>,
    operation: &Operation,
    requirement: &SecurityRequirement,
) -> (String, String, Vec<String>) {
    let schemes = &site.named.api.security_schemes;
    let (mut titles, mut before, mut options) = (Vec::new(), String::new(), Vec::new());
    for (index, scopes) in &requirement.schemes {
        let known = schemes.get(*index);
        let known = known.and_then(|one| credential(site, Some(operation), one, scopes));
        let Some(known) = known else { continue };
        titles.push(known.title);
        before.push_str(&known.before);
        options.push(known.option);
    }
    (titles.join(" and "), before, options)
}

/// How curl shows who calls.
struct Credential {
    title: &'static str,
    /// Lines that get a token.
    before: String,
    option: String,
}

fn credential(
    site: &Site<'_>,
    operation: Option<&Operation>,
    scheme: &SecurityScheme,
    scopes: &[String],
) -> Option<Credential> {
    let environment = &site.about.environment;
    let pair = |[user, secret]: &[String; 2]| format!("\"${{{user}}}:${{{secret}}}\"");
    let (title, option) = match &scheme.kind {
        SchemeKind::Digest => {
            ("digest", format!("--digest --user {}", pair(&environment.digest)))
        }
        SchemeKind::Basic => ("basic", format!("--user {}", pair(&environment.basic))),
        SchemeKind::Bearer | SchemeKind::OAuth2 { token_url: None, .. } => (
            "bearer",
            format!("--header \"Authorization: Bearer ${{{}}}\"", environment.token),
        ),
        SchemeKind::OAuth2 { token_url: Some(url), .. } => {
            let url = absolute(site, operation, url);
            let before = token(&url, &pair(&environment.client), scopes);
            let option = "--header \"Authorization: Bearer ${TOKEN}\"".to_owned();
            return Some(Credential { title: "OAuth 2", before, option });
        }
        SchemeKind::ApiKey { place, name } => {
            let key = &environment.api_key;
            let name = quoted(name);
            let option = match place {
                Place::Query => format!("--url-query {name}\"=${{{key}}}\""),
                Place::Cookie => format!("--cookie {name}\"=${{{key}}}\""),
                Place::Header | Place::Path => {
                    format!("--header {name}\": ${{{key}}}\"")
                }
            };
            ("API key", option)
        }
        SchemeKind::Http(scheme) => {
            let (key, scheme) = (&environment.api_key, quoted(scheme));
            ("API key", format!("--header 'Authorization: '{scheme}\" ${{{key}}}\""))
        }
        SchemeKind::Other(_) => return None,
    };
    Some(Credential { title, before: String::new(), option })
}

/// A call that shows nothing but how a scheme is used.
pub(super) fn of_scheme(site: &Site<'_>, scheme: &SecurityScheme) -> String {
    let address = quoted(&format!("{}/", base(site, None)));
    match credential(site, None, scheme, &[]) {
        Some(one) => format!("{}curl {} \\\n  {address}", one.before, one.option),
        None => format!("curl {address}"),
    }
}

fn token(url: &str, pair: &str, scopes: &[String]) -> String {
    let scope = match scopes.join(" ") {
        none if none.is_empty() => String::new(),
        scopes => {
            format!(" \\\n  --data-urlencode {}", quoted(&format!("scope={scopes}")))
        }
    };
    format!(
        "TOKEN=$(curl --silent --fail --user {pair} \\\n  --data grant_type=client_credentials{scope} \\\n  \
         {} | jq --raw-output .access_token)\n\n",
        quoted(url)
    )
}

fn absolute(site: &Site<'_>, operation: Option<&Operation>, url: &str) -> String {
    let base = url::Url::parse(&base(site, operation));
    base.and_then(|base| base.join(url)).map_or_else(|_| url.to_owned(), String::from)
}

fn call(site: &Site<'_>, operation: &Operation, options: &[String]) -> String {
    let mut parts = vec![match operation.method.as_str() {
        "GET" => "curl".to_owned(),
        "HEAD" => "curl --head".to_owned(),
        method => format!("curl --request {}", quoted(method)),
    }];
    parts.extend(options.iter().cloned());
    parts.extend(
        accept(operation)
            .map(|accept| format!("--header {}", quoted(&format!("Accept: {accept}")))),
    );
    let mut query: Vec<(String, String)> = operation.path.query.clone();
    for (_, parameter, value) in required(site, operation) {
        match parameter.place {
            Place::Path => {}
            Place::Query => query.extend(pairs(parameter, &value)),
            Place::Header => {
                let header = format!("{}: {}", parameter.wire_name, joined(&value, ","));
                parts.push(format!("--header {}", quoted(&header)));
            }
            Place::Cookie => {
                let cookie = format!("{}={}", parameter.wire_name, joined(&value, ","));
                parts.push(format!("--cookie {}", quoted(&cookie)));
            }
        }
    }
    parts.extend(sent(site, operation));
    parts.push(quoted(&address(site, operation, &query)));
    parts.join(" \\\n  ")
}

fn accept(operation: &Operation) -> Option<String> {
    let mut types: Vec<&str> = Vec::new();
    for content in operation.responses.iter().flat_map(|one| &one.contents) {
        if !types.contains(&content.media_type.as_str()) {
            types.push(&content.media_type);
        }
    }
    (!types.is_empty()).then(|| types.join(", "))
}

/// The options that send the body.
fn sent(site: &Site<'_>, operation: &Operation) -> Vec<String> {
    let Some((content, value)) = body(site, operation) else { return Vec::new() };
    let members = || value.as_object().into_iter().flatten();
    match content.format {
        BodyFormat::Multipart => members()
            .map(|(name, value)| {
                format!("--form {}", quoted(&format!("{name}={}", shown(value))))
            })
            .collect(),
        BodyFormat::Form => members()
            .map(|(name, value)| {
                format!(
                    "--data-urlencode {}",
                    quoted(&format!("{name}={}", shown(value)))
                )
            })
            .collect(),
        format => {
            let header = format!("Content-Type: {}", content.media_type);
            let data = match format {
                BodyFormat::Binary | BodyFormat::Xml => "--data-binary @body".to_owned(),
                _ => format!("--data {}", quoted(&super::operation::pretty(&value))),
            };
            vec![format!("--header {}", quoted(&header)), data]
        }
    }
}

pub(super) fn base(site: &Site<'_>, operation: Option<&Operation>) -> String {
    let own = operation.and_then(|operation| operation.servers.first());
    let server = own.or_else(|| site.named.api.servers.first());
    let base = server.map(filled).unwrap_or_default();
    let base = base.trim_end_matches('/');
    if base.contains("://") {
        base.to_owned()
    } else {
        format!("http://localhost{base}")
    }
}

/// The address with the defaults of its variables.
pub(super) fn filled(server: &Server) -> String {
    server.variables.iter().fold(server.url.clone(), |url, one| {
        url.replace(&format!("{{{}}}", one.name), &one.default)
    })
}

fn address(
    site: &Site<'_>,
    operation: &Operation,
    query: &[(String, String)],
) -> String {
    let mut address = base(site, Some(operation));
    let values = required(site, operation);
    for part in &operation.path.parts {
        match part {
            PathPart::Text(text) => address.push_str(text),
            PathPart::Parameter(index) => {
                let found = values.iter().find(|(at, _, _)| at == index);
                if let Some((_, parameter, value)) = found {
                    address.push_str(&path_part(parameter, value));
                }
            }
        }
    }
    for (index, (name, value)) in query.iter().enumerate() {
        address.push(if index == 0 { '?' } else { '&' });
        address.push_str(&format!("{}={}", encoded(name), encoded(value)));
    }
    address
}

fn path_part(parameter: &Parameter, value: &Value) -> String {
    let name = encoded(&parameter.wire_name);
    match parameter.style {
        Style::Label => format!(".{}", encoded(&joined(value, "."))),
        Style::Matrix => format!(";{name}={}", encoded(&joined(value, ","))),
        _ => encoded(&joined(value, ",")),
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

/// A list or object as one text.
fn joined(value: &Value, between: &str) -> String {
    match value {
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(between),
        Value::Object(members) => {
            let parts =
                members.iter().flat_map(|(name, value)| [name.clone(), shown(value)]);
            parts.collect::<Vec<_>>().join(between)
        }
        other => shown(other),
    }
}

/// The pairs of the query that a parameter becomes.
fn pairs(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    let name = &parameter.wire_name;
    let style = parameter.style;
    match value {
        Value::Array(items) if parameter.explode && style != Style::Json => {
            items.iter().map(|item| (name.clone(), shown(item))).collect()
        }
        Value::Object(members) if style.is_deep_object() => {
            let pair = |(key, value): (&String, &Value)| {
                (format!("{name}[{key}]"), shown(value))
            };
            members.iter().map(pair).collect()
        }
        Value::Object(members) if parameter.explode && style == Style::Form => {
            members.iter().map(|(key, value)| (key.clone(), shown(value))).collect()
        }
        value if style == Style::Json => vec![(name.clone(), value.to_string())],
        value => {
            let between = match style {
                Style::SpaceDelimited => " ",
                Style::PipeDelimited => "|",
                Style::TabDelimited => "\t",
                _ => ",",
            };
            vec![(name.clone(), joined(value, between))]
        }
    }
}

/// A word of a shell, in single quotes where it needs them.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |one: u8| one.is_ascii_alphanumeric() || b"-_./:=,@%".contains(&one);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_shell_is_one_word() {
        assert_eq!(quoted("groupId"), "groupId");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }
}
