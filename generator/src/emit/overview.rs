//! What a reader needs to know of a crate before the first call: its groups, credentials
//! and features. The page of the crate and the README say the same.

use super::auth::{self, Credential};
use super::xml;
use super::{Context, manifest};

/// A feature of the crate, and what it is for.
pub(super) struct Feature {
    /// Its name, or names that belong together.
    pub(super) name: &'static str,
    /// Whether it is on by default.
    pub(super) on: bool,
    /// What it brings.
    pub(super) brings: &'static str,
}

const fn feature(name: &'static str, on: bool, brings: &'static str) -> Feature {
    Feature { name, on, brings }
}

/// The features that a reader may want to turn on or off, those of the groups left out.
pub(super) fn features(context: &Context<'_>) -> Vec<Feature> {
    let digest = auth::uses_digest(context.api);
    let xml = xml::is_used(context.api);
    let mut features = vec![
        feature(
            "reqwest",
            true,
            "the HTTP client; without it, bring your own transport",
        ),
        feature("rustls", true, "TLS in Rust; `native-tls` uses the system's library"),
        feature(
            "gzip",
            true,
            "compressed responses; so do `deflate` (on), `brotli` and `zstd`",
        ),
        feature("blocking", false, "`.send_blocking()`, for code that is not async"),
        feature(
            "cli",
            false,
            "the API at a shell: `cargo run --features cli -- --help`",
        ),
        feature("mock", false, "a mock API in memory, for your tests"),
        feature("serde", false, "`Serialize` and `Deserialize` on all types"),
        feature("time", false, "conversions to and from the types of the crate `time`"),
        feature("tracing", false, "a `tracing` span for every request"),
    ];
    if digest {
        features.push(feature("digest", true, "HTTP digest authentication"));
    }
    if xml {
        features.push(feature("xml", true, "XML bodies as types"));
    }
    features.sort_by_key(|feature| (!feature.on, feature.name));
    features
}

/// The features as the rows of a table.
pub(super) fn feature_rows(context: &Context<'_>) -> Vec<String> {
    let row = |feature: Feature| {
        let on = if feature.on { "yes" } else { "" };
        format!("| `{}` | {on} | {} |", feature.name, feature.brings)
    };
    features(context).into_iter().map(row).collect()
}

/// A credential in one line: how it is made, and from which variables it is read.
pub(super) struct CredentialLine {
    /// The name of the type.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) what: &'static str,
    /// The environment variables that `from_env()` reads.
    pub(super) variables: Vec<String>,
}

/// The credentials that the API's security schemes take.
pub(super) fn credentials(context: &Context<'_>) -> Vec<CredentialLine> {
    let environment = &context.package.environment;
    let line = |credential: Credential| CredentialLine {
        name: credential.name(),
        what: match credential {
            Credential::ServiceAccount => "OAuth 2 client credentials",
            Credential::Digest => "HTTP digest authentication",
            Credential::Bearer => "a bearer token",
            Credential::ApiKey => "an API key",
            Credential::Basic => "a user name and a password",
        },
        variables: credential
            .variables(environment)
            .into_iter()
            .map(|(_, variable)| format!("`{variable}`"))
            .collect(),
    };
    auth::credentials(context.api).into_iter().map(line).collect()
}

/// The sections of the crate's page below its first example.
pub(super) fn sections(context: &Context<'_>, webhooks: bool) -> Vec<String> {
    let mut lines = vec![
        "# Overview".to_owned(),
        String::new(),
        "- [`Client`] makes the calls; [`ClientBuilder`] sets address, credentials, time limits and retries.".to_owned(),
        "- [`Response`] is what a call returns: the value, with status and headers.".to_owned(),
        "- [`Error`] says what went wrong; [`Error::Api`] holds the decoded error body.".to_owned(),
        "- [`RequestOptions`] sets time limit, retries and headers of one call.".to_owned(),
        "- [`types`] has the models, [`operations`] a module for each group.".to_owned(),
    ];
    if context.api.operations.iter().any(|one| one.pagination.is_some()) {
        lines.push(
            "- [`items`](runtime::Call::items) and [`pages`](runtime::Call::pages) fetch \
             page after page."
                .to_owned(),
        );
    }
    if webhooks {
        lines.push("- [`webhooks`] reads what the API sends to you.".to_owned());
    }
    lines.extend(["", "# Groups", ""].map(str::to_owned));
    for (index, group) in context.groups() {
        let count = group.operations.len();
        let operations = if count == 1 { "operation" } else { "operations" };
        let tag = manifest::tag(context, index);
        let accessor = group.accessor.trim_start_matches("r#");
        lines.push(format!(
            "- [`client.{accessor}()`](Client::{accessor}): {tag}, {count} {operations}"
        ));
    }
    let credentials = credentials(context);
    if !credentials.is_empty() {
        lines.extend(["", "# Credentials", ""].map(str::to_owned));
        for line in credentials {
            let (name, what) = (line.name, line.what);
            let variables = line.variables.join(" and ");
            lines.push(format!(
                "- [`{name}`](auth::{name}): {what}; `{name}::from_env()` reads {variables}"
            ));
        }
    }
    lines.extend(["", "# Features", ""].map(str::to_owned));
    lines.extend(
        ["| feature | default | what it adds |", "|---|---|---|"].map(str::to_owned),
    );
    lines.extend(feature_rows(context));
    lines
}
