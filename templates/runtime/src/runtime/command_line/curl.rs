//! The curl command that does what a call would, with secrets as the variables that hold
//! them.

use super::CommandLine;
use super::arguments::{Call, Given};
use super::credentials::{Caller, CredentialKind, Found};
use super::failure::Outcome;
use super::flags::{self, Target};
use super::help::quote;
use super::options::Options;
use crate::runtime::client::fill as fill_server;
use crate::runtime::{Body, Place, Scheme, SchemeKind, Slot};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method, Request};

/// The command, and before it the one that gets a token where that is needed.
pub(super) async fn command(
    line: &CommandLine,
    asked: &Call,
    caller: &Caller,
    request: Request<Body>,
) -> Outcome<String> {
    let operation = (asked.command.operation)();
    let (parts, body) = request.into_parts();
    let mut words = vec![match parts.method {
        Method::GET => "curl".to_owned(),
        Method::HEAD => "curl --head".to_owned(),
        ref method => format!("curl --request {}", quote(method.as_str())),
    }];
    let mut before = String::new();
    let mut uri = parts.uri.to_string();
    if !caller.is_given {
        for (found, scheme) in caller.serving(line, operation).unwrap_or_default() {
            if found.kept.kind == CredentialKind::ServiceAccount {
                before = token(line, caller, found, scheme, &asked.options, &uri);
            }
            credential(line, found, scheme, &mut words, &mut uri);
        }
    }
    let form = form(asked, &parts.headers);
    for (name, value) in &parts.headers {
        let is_curls = matches!(name.as_str(), "content-length" | "user-agent")
            || (form.is_some() && name == CONTENT_TYPE);
        if !is_curls {
            words.push(header(name.as_str(), value));
        }
    }
    match form {
        Some(parts) => words.extend(parts),
        None => words.extend(sent(asked, body).await?),
    }
    // What the address holds beyond words stands in quotes; a key in it is a variable.
    words.push(if uri.contains("${") { format!("\"{uri}\"") } else { quote(&uri) });
    Ok(format!("{before}{}\n", words.join(" \\\n  ")))
}

/// A header of the user's that is a secret is a variable of its name.
fn header(name: &str, value: &HeaderValue) -> String {
    let is_secret = value.is_sensitive()
        || matches!(name, "authorization" | "cookie" | "proxy-authorization");
    if is_secret {
        let variable = name.to_uppercase().replace('-', "_");
        return format!("--header \"{name}: ${{{variable}}}\"");
    }
    let value = String::from_utf8_lossy(value.as_bytes());
    format!("--header {}", quote(&format!("{name}: {value}")))
}

/// The parts of a multipart body, as curl takes them.
fn form(asked: &Call, headers: &HeaderMap) -> Option<Vec<String>> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    if !content_type.starts_with("multipart/") {
        return None;
    }
    let operation = (asked.command.operation)();
    let mut params = (asked.command.blank)();
    let content = flags::form(operation)?;
    let Slot::Model(form) = flags::body_slot(&mut *params, operation, content)? else {
        return None;
    };
    let fields = form.table().fields();
    let mut words = Vec::new();
    for (flag, values) in asked.flags.iter().zip(&asked.values) {
        let Target::Part(index) = flag.target else { continue };
        let name = fields.get(index)?.name;
        for value in values {
            let Given::Whole(text) = value else { return None };
            let is_file = text.starts_with('@') && flag.shape.is_file();
            let option = if is_file { "--form" } else { "--form-string" };
            words.push(format!("{option} {}", quote(&format!("{name}={text}"))));
        }
    }
    (!words.is_empty()).then_some(words)
}

/// The body, as curl takes it.
async fn sent(asked: &Call, body: Body) -> Outcome<Option<String>> {
    let text = match asked.options.body.as_deref() {
        Some(text) if text.starts_with('@') && asked.options.set.is_empty() => {
            return Ok(Some(format!("--data-binary {}", quote(text))));
        }
        _ => match body {
            Body::Empty => return Ok(None),
            Body::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            body @ Body::Stream(_) => {
                let (bytes, _) = body.collect(1 << 20).await?;
                String::from_utf8_lossy(&bytes).into_owned()
            }
        },
    };
    Ok(Some(format!("--data-raw {}", quote(&text))))
}

fn credential(
    line: &CommandLine,
    found: &Found,
    scheme: &Scheme,
    words: &mut Vec<String>,
    uri: &mut String,
) {
    let names: Vec<_> = found.kept.variables.iter().map(|(_, name)| *name).collect();
    let pair =
        || names.iter().map(|name| format!("${{{name}}}")).collect::<Vec<_>>().join(":");
    match found.kept.kind {
        CredentialKind::ServiceAccount => {
            words.push(format!(
                "--header \"authorization: Bearer ${{{}_TOKEN}}\"",
                line.prefix
            ));
        }
        CredentialKind::Bearer => {
            words.push(format!("--header \"authorization: Bearer {}\"", pair()));
        }
        CredentialKind::DigestKey => {
            words.push(format!("--digest --user \"{}\"", pair()))
        }
        CredentialKind::Basic => words.push(format!("--user \"{}\"", pair())),
        CredentialKind::ApiKey => match scheme.kind {
            SchemeKind::ApiKey { place: Place::Query, name } => {
                let mark = if uri.contains('?') { '&' } else { '?' };
                uri.push_str(&format!("{mark}{name}={}", pair()));
            }
            SchemeKind::ApiKey { place: Place::Cookie, name } => {
                words.push(format!("--cookie \"{name}={}\"", pair()));
            }
            SchemeKind::ApiKey { name, .. } => {
                words.push(format!("--header \"{name}: {}\"", pair()));
            }
            _ => {}
        },
    }
}

/// The command that gets a token.
fn token(
    line: &CommandLine,
    caller: &Caller,
    found: &Found,
    scheme: &Scheme,
    options: &Options,
    uri: &str,
) -> String {
    let described = match scheme.kind {
        SchemeKind::OAuth2 { token_url: Some(url) } => url,
        _ => "",
    };
    let own = options.token_url.as_deref().or(caller.profile.token_url.as_deref());
    let base = caller.base_url(line, options);
    let address = own.map(str::to_owned).unwrap_or_else(|| {
        let api = (line.client)().api();
        let is_apis = api.servers.iter().any(|server| {
            let of_server = fill_server(server, &[]).unwrap_or_default();
            !origin(&of_server).is_empty() && origin(&of_server) == origin(described)
        });
        match base {
            Some(base) if is_apis || described.starts_with('/') => {
                let path =
                    described.strip_prefix(origin(described)).unwrap_or(described);
                format!("{}{path}", origin(&base))
            }
            _ if described.starts_with('/') => format!("{}{described}", origin(uri)),
            _ => described.to_owned(),
        }
    });
    let names: Vec<_> = found.kept.variables.iter().map(|(_, name)| *name).collect();
    let user =
        names.iter().map(|name| format!("${{{name}}}")).collect::<Vec<_>>().join(":");
    format!(
        "{}_TOKEN=$(curl --silent --user \"{user}\" \\\n  --data grant_type=client_credentials \
         {} \\\n  | sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p')\n",
        line.prefix,
        quote(&address)
    )
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> &str {
    let Some(start) = url.find("://").map(|at| at.saturating_add(3)) else { return "" };
    let rest = url.get(start..).unwrap_or_default();
    let length = rest.find('/').unwrap_or(rest.len());
    url.get(..start.saturating_add(length)).unwrap_or(url)
}
