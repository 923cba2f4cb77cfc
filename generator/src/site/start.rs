//! The first page, as data.

use super::Site;
use super::curl::{self, filled};
use super::highlight::Language;
use super::links::slug;
use super::operation::entry;
use super::samples;
use super::view::{Code, Fact, Link, Scheme, ServerView, StartPage};
use super::words::plain;
use crate::ir::{SchemeKind, SecurityScheme, Server};
use serde_json::Value;

/// So many operations with pages are named.
const MOST_NAMED: usize = 12;

pub(super) fn page(site: &Site<'_>, models: usize) -> StartPage {
    let api = &site.named.api;
    let operations = || api.operations.iter().enumerate();
    let paging =
        operations().filter(|(_, one)| one.pagination.is_some()).map(|(index, one)| {
            let entry = entry(site, index, one);
            Link { text: entry.title, href: entry.href }
        });
    let first = operations()
        .find(|(_, one)| one.method == "GET" && !one.deprecated)
        .or_else(|| operations().find(|(_, one)| one.method == "GET"))
        .or_else(|| operations().next());
    StartPage {
        words_html: site.words.html(&api.info.description),
        facts: api
            .info
            .facts
            .iter()
            .map(|(label, value)| Fact::new(label, plain(value)))
            .collect(),
        servers: api.servers.iter().map(|one| server(site, one)).collect(),
        schemes: api.security_schemes.iter().map(scheme_link).collect(),
        groups: api.groups.len(),
        deprecated: api.operations.iter().filter(|one| one.deprecated).count(),
        paging: paging.take(MOST_NAMED).collect(),
        operations: api.operations.len(),
        models,
        first: first.and_then(|(index, one)| {
            let entry = entry(site, index, one);
            let samples = samples::samples(site, index, one);
            let link = Link { text: entry.title, href: entry.href };
            Some((link, samples.first()?.code()))
        }),
    }
}

/// What the page about credentials shows.
pub(super) fn schemes(site: &Site<'_>) -> Vec<Scheme> {
    site.named.api.security_schemes.iter().map(|one| scheme(site, one)).collect()
}

fn scheme_link(scheme: &SecurityScheme) -> Link {
    let href = format!("authentication.html#{}", scheme_anchor(scheme));
    Link { text: scheme.name.clone(), href }
}

fn scheme_anchor(scheme: &SecurityScheme) -> String {
    format!("scheme-{}", slug(&scheme.name))
}

fn server(site: &Site<'_>, server: &Server) -> ServerView {
    let variables = server.variables.iter().map(|one| {
        let values = if one.values.is_empty() {
            String::new()
        } else {
            format!(" (of {})", one.values.join(", "))
        };
        Fact::new(
            &one.name,
            format!("{}{values} {}", one.default, plain(&one.description)).trim(),
        )
    });
    ServerView {
        url: filled(server),
        words_html: site.words.html(&server.description),
        variables: variables.collect(),
    }
}

fn scheme(site: &Site<'_>, scheme: &SecurityScheme) -> Scheme {
    let environment = &site.about.environment;
    let one = |name: &String| vec![name.clone()];
    let (kind, variables) = match &scheme.kind {
        SchemeKind::ApiKey { place, name } => {
            let place = format!("{place:?}").to_lowercase();
            (format!("API key, {place} {name}"), one(&environment.api_key))
        }
        SchemeKind::Basic => ("HTTP basic".to_owned(), environment.basic.to_vec()),
        SchemeKind::Digest => ("HTTP digest".to_owned(), environment.digest.to_vec()),
        SchemeKind::Bearer => ("Bearer token".to_owned(), one(&environment.token)),
        SchemeKind::OAuth2 { token_url: Some(_), .. } => {
            ("OAuth 2".to_owned(), environment.client.to_vec())
        }
        SchemeKind::OAuth2 { token_url: None, .. } => {
            ("OAuth 2".to_owned(), one(&environment.token))
        }
        SchemeKind::Http(scheme) => {
            (format!("HTTP, {scheme}"), one(&environment.api_key))
        }
        SchemeKind::Other(kind) => (kind.clone(), Vec::new()),
    };
    let (facts, scopes) = flows(site.document, scheme);
    Scheme {
        name: scheme.name.clone(),
        anchor: scheme_anchor(scheme),
        curl: Code::new(
            scheme.name.as_str(),
            Language::Shell,
            &curl::of_scheme(site, scheme),
        ),
        kind,
        words_html: site.words.of(&scheme.docs),
        facts,
        scopes,
        variables,
    }
}

/// The flows of OAuth 2 and their scopes, as the description has them.
fn flows(document: &Value, scheme: &SecurityScheme) -> (Vec<Fact>, Vec<Fact>) {
    let flows = document.pointer(&scheme.origin.to_string());
    let flows = flows.and_then(|scheme| scheme.get("flows")?.as_object());
    let (mut facts, mut scopes) = (Vec::new(), Vec::new());
    for (name, flow) in flows.into_iter().flatten() {
        let mut said = false;
        for (key, label) in [
            ("authorizationUrl", "authorization"),
            ("tokenUrl", "token"),
            ("refreshUrl", "refresh"),
        ] {
            if let Some(url) = flow.get(key).and_then(Value::as_str) {
                facts.push(Fact::new(format!("{name}, {label}"), url));
                said = true;
            }
        }
        if !said {
            facts.push(Fact::new("flow", name));
        }
        for (scope, words) in
            flow.get("scopes").and_then(Value::as_object).into_iter().flatten()
        {
            let fact = Fact::new(scope, words.as_str().unwrap_or_default());
            if !scopes.contains(&fact) {
                scopes.push(fact);
            }
        }
    }
    (facts, scopes)
}
