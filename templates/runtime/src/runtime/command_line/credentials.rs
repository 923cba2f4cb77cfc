//! Who calls: credentials out of the environment or a profile.

use super::CommandLine;
use super::failure::{Failure, Outcome, Reason};
use super::options::Options;
use super::profiles::{self, Profile};
use crate::runtime::auth::{
    ApiKey, Basic, Bearer, Credential, FileTokenStore, ServiceAccount, Way,
};
use crate::runtime::{
    Body, BoxFuture, ClientBuilder, Error, Operation, Scheme, SchemeKind,
};
use etcetera::BaseStrategy as _;
use etcetera::base_strategy::choose_native_strategy;
use http::Request;
use std::path::PathBuf;

/// A kind of credential that the tool can keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// OAuth 2 client credentials.
    ServiceAccount,
    /// HTTP digest.
    DigestKey,
    /// A bearer token.
    Bearer,
    /// An API key.
    ApiKey,
    /// HTTP basic.
    Basic,
}

impl CredentialKind {
    /// As it is typed.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::ServiceAccount => "service-account",
            Self::DigestKey => "digest-key",
            Self::Bearer => "token",
            Self::ApiKey => "api-key",
            Self::Basic => "password",
        }
    }

    /// In words.
    pub(super) fn about(self) -> &'static str {
        match self {
            Self::ServiceAccount => "a service account (OAuth 2)",
            Self::DigestKey => "a key pair (HTTP digest)",
            Self::Bearer => "a bearer token",
            Self::ApiKey => "an API key",
            Self::Basic => "a user name with a password",
        }
    }

    fn serves(self, scheme: &SchemeKind) -> bool {
        match self {
            Self::ServiceAccount => {
                matches!(scheme, SchemeKind::OAuth2 { token_url: Some(_) })
            }
            Self::DigestKey => *scheme == SchemeKind::Digest,
            Self::Bearer => {
                matches!(scheme, SchemeKind::Bearer | SchemeKind::OAuth2 { .. })
            }
            Self::ApiKey => matches!(scheme, SchemeKind::ApiKey { .. }),
            Self::Basic => *scheme == SchemeKind::Basic,
        }
    }
}

/// A credential that the API takes, and where it is kept.
#[derive(Debug)]
pub struct Kept {
    /// Which kind it is.
    pub kind: CredentialKind,
    /// What it is made of, in words, and the variable that holds that.
    pub variables: &'static [(&'static str, &'static str)],
}

/// The kinds that the API takes, as they are typed.
pub(super) fn kinds(line: &CommandLine) -> Vec<&'static str> {
    line.credentials.iter().map(|kept| kept.kind.word()).collect()
}

/// A credential that is there.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) kept: &'static Kept,
    pub(super) values: Vec<String>,
    /// Whether it is out of a profile; out of the environment else.
    pub(super) is_profiles: bool,
}

/// Who calls, and where to.
pub(super) struct Caller {
    pub(super) profile: Profile,
    pub(super) found: Vec<Found>,
    /// Whether a header that the user gave is the credential.
    pub(super) is_given: bool,
}

impl Caller {
    /// What environment and profile have.
    pub(super) fn of(line: &'static CommandLine, options: &Options) -> Outcome<Self> {
        let profile = profiles::chosen(line, options.profile.as_deref())?;
        let found = line.credentials.iter().filter_map(|kept| found(kept, &profile));
        let is_given = options
            .headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        Ok(Self { found: found.collect(), profile, is_given })
    }

    /// Where the API is, if somebody says so.
    pub(super) fn base_url(
        &self,
        line: &CommandLine,
        options: &Options,
    ) -> Option<String> {
        let variable = variable(&format!("{}_BASE_URL", line.prefix));
        options.base_url.clone().or(variable).or_else(|| self.profile.base_url.clone())
    }

    fn token_url(&self, options: &Options) -> Option<String> {
        options.token_url.clone().or_else(|| self.profile.token_url.clone())
    }

    /// A client that calls so.
    pub(super) fn client(
        &self,
        line: &CommandLine,
        options: &Options,
    ) -> Outcome<ClientBuilder> {
        let mut builder = (line.client)();
        if let Some(url) = self.base_url(line, options) {
            builder = builder.base_url(url);
        }
        if self.is_given {
            return Ok(builder.auth(InHeader));
        }
        for found in &self.found {
            builder = with(builder, found, line, self.token_url(options));
        }
        Ok(builder)
    }

    /// An account that has no token yet, if a scheme is one for it.
    pub(super) fn account(
        &self,
        found: &Found,
        options: &Options,
        scheme: &Scheme,
    ) -> Option<ServiceAccount> {
        let kind = found.kept.kind;
        let is_for = kind == CredentialKind::ServiceAccount && kind.serves(&scheme.kind);
        let mut values = found.values.iter().cloned();
        let (id, secret) = (values.next()?, values.next()?);
        is_for.then(|| account(id, secret, self.token_url(options)))
    }

    /// What is there for the schemes that are needed together.
    pub(super) fn serving<'a>(
        &'a self,
        line: &CommandLine,
        operation: &Operation,
    ) -> Option<Vec<(&'a Found, &'static Scheme)>> {
        let api = (line.client)().api();
        let alternatives = operation.security.iter().filter(|uses| !uses.is_empty());
        alternatives.into_iter().find_map(|uses| {
            uses.iter()
                .map(|one| {
                    let scheme = api.schemes.get(one.scheme)?;
                    let serves = |found: &&Found| found.kept.kind.serves(&scheme.kind);
                    Some((self.found.iter().find(serves)?, scheme))
                })
                .collect()
        })
    }

    /// Says what is missing where an operation needs a credential and there is none.
    pub(super) fn check(
        &self,
        line: &'static CommandLine,
        operation: &Operation,
    ) -> Outcome<()> {
        let is_open = operation.security.iter().any(|uses| uses.is_empty());
        if self.is_given || is_open || operation.security.is_empty() {
            return Ok(());
        }
        if self.serving(line, operation).is_some() {
            return Ok(());
        }
        let api = (line.client)().api();
        let schemes = operation.security.iter().flat_map(|uses| uses.iter());
        let schemes: Vec<_> =
            schemes.filter_map(|one| api.schemes.get(one.scheme)).collect();
        let usable = line
            .credentials
            .iter()
            .filter(|kept| schemes.iter().any(|scheme| kept.kind.serves(&scheme.kind)));
        let mut failure = Failure::new(
            Reason::Credentials,
            format!("{} needs credentials, and there are none", operation.id),
        );
        for kept in usable {
            failure = failure.tip(missing(kept));
        }
        Err(failure.tip(format!("or log in: {} auth login", line.name)))
    }
}

/// Which variables would do, and which of them are not set.
fn missing(kept: &Kept) -> String {
    let names: Vec<_> = kept.variables.iter().map(|(_, name)| *name).collect();
    let unset: Vec<_> =
        names.iter().copied().filter(|name| variable(name).is_none()).collect();
    let text = format!("set {} for {}", names.join(" and "), kept.kind.about());
    if unset.len() == names.len() {
        return text;
    }
    let is = if unset.len() == 1 { "is" } else { "are" };
    format!("{text}: {} {is} not set", unset.join(" and "))
}

/// A variable that is set to something.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn found(kept: &'static Kept, profile: &Profile) -> Option<Found> {
    let from = |value: &dyn Fn(&str) -> Option<String>| -> Option<Vec<String>> {
        kept.variables.iter().map(|(_, name)| value(name)).collect()
    };
    if let Some(values) = from(&variable) {
        return Some(Found { kept, values, is_profiles: false });
    }
    let values = from(&|name| profile.secrets.get(name).cloned())?;
    Some(Found { kept, values, is_profiles: true })
}

/// Where tokens are kept between runs.
pub(super) fn token_folder(line: &CommandLine) -> Option<PathBuf> {
    let own = variable(&format!("{}_CACHE_DIR", line.prefix)).map(PathBuf::from);
    let usual = || Some(choose_native_strategy().ok()?.cache_dir().join(line.name));
    own.or_else(usual).map(|path| path.join("tokens"))
}

fn with(
    builder: ClientBuilder,
    found: &Found,
    line: &CommandLine,
    token_url: Option<String>,
) -> ClientBuilder {
    let mut values = found.values.iter().cloned();
    let mut next = || values.next().unwrap_or_default();
    match found.kept.kind {
        CredentialKind::ServiceAccount => {
            let account = account(next(), next(), token_url);
            builder.auth(match token_folder(line) {
                Some(folder) => account.store(FileTokenStore::new(folder)),
                None => account,
            })
        }
        CredentialKind::DigestKey => digest(builder, next(), next()),
        CredentialKind::Bearer => builder.auth(Bearer::new(next())),
        CredentialKind::ApiKey => builder.auth(ApiKey::new(next())),
        CredentialKind::Basic => builder.auth(Basic::new(next(), next())),
    }
}

fn account(id: String, secret: String, token_url: Option<String>) -> ServiceAccount {
    let account = ServiceAccount::new(id, secret);
    match token_url {
        Some(url) => account.token_url(url),
        None => account,
    }
}

#[cfg(feature = "digest")]
fn digest(builder: ClientBuilder, user: String, password: String) -> ClientBuilder {
    builder.auth(crate::runtime::auth::DigestKey::new(user, password))
}

#[cfg(not(feature = "digest"))]
fn digest(builder: ClientBuilder, _: String, _: String) -> ClientBuilder {
    builder
}

/// A credential that stands in a header of the user's already.
#[derive(Debug)]
struct InHeader;

impl Credential for InHeader {
    fn describe(&self) -> &'static str {
        "a header"
    }

    fn serves(&self, _: &SchemeKind) -> bool {
        true
    }

    fn apply<'a>(
        &'a self,
        _: &'a mut Request<Body>,
        _: &'static Scheme,
        _: Way<'a>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(std::future::ready(Ok(())))
    }
}
