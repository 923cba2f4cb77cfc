//! Picks the credentials that an operation asks for.

use super::credential::Sent;
use super::{Credential, Way};
use crate::runtime::resilience::OtherOrigin;
use crate::runtime::said::SentSecrets;
use crate::runtime::style::encode;
use crate::runtime::{
    Api, Body, BoxFuture, Context, Error, Middleware, Next, Operation, Place, Scheme,
    SchemeKind, SchemeUse, copy_request,
};
use http::header::{AUTHORIZATION, COOKIE};
use http::{Request, Response, StatusCode};
use std::sync::Arc;

/// Puts the client's credentials into requests, as the description asks for.
#[derive(Clone, Debug, Default)]
pub struct Authorize {
    held: Vec<Held>,
}

/// A credential of the client, for any scheme that it serves or for a named one.
#[derive(Clone, Debug)]
struct Held {
    scheme: Option<String>,
    credential: Arc<dyn Credential>,
}

/// A credential for a request.
type Chosen<'a> = (&'a dyn Credential, &'static Scheme);

/// How often a request is sent anew because credentials say that it may fare better: a
/// second time, and once more where the first answer was only that a nonce is stale.
const MOST_TRIES: u32 = 3;

impl Authorize {
    /// Adds a credential for every scheme that it serves.
    pub fn add(&mut self, credential: impl Credential) {
        self.held.push(Held { scheme: None, credential: Arc::new(credential) });
    }

    /// Adds a credential for the scheme of this name in the description.
    pub fn add_for(&mut self, scheme: impl Into<String>, credential: impl Credential) {
        self.held.push(Held {
            scheme: Some(scheme.into()),
            credential: Arc::new(credential),
        });
    }

    async fn run(
        &self,
        mut request: Request<Body>,
        next: Next<'_>,
    ) -> Result<Response<Body>, Error> {
        let is_elsewhere = request.extensions().get::<OtherOrigin>().is_some();
        let context = request.extensions().get::<Context>().cloned();
        let Some(context) = context else { return next.run(request).await };
        let names = &context.api.secrets;
        let chosen = match is_elsewhere {
            true => Vec::new(),
            false => self.choose(context.api, context.operation, &request)?,
        };
        if chosen.is_empty() {
            // The caller may have set a header that is a secret.
            let query = request.uri().query().unwrap_or_default();
            let secrets = SentSecrets::of(&request, query, names);
            let mut response = next.run(request).await?;
            response.extensions_mut().insert(secrets);
            return Ok(response);
        }
        let way = Way {
            api: context.api,
            transport: next.transport(),
            base_url: &context.base_url,
            own_origin: context.own_origin.as_deref(),
        };
        let mut tries = 1;
        loop {
            let bare = copy_request(&request);
            for (credential, scheme) in &chosen {
                credential.apply(&mut request, scheme, way).await?;
            }
            let sent = Sent::of(&request);
            let query = bare.as_ref().and_then(|bare| bare.uri().query());
            let secrets = SentSecrets::of(&request, query.unwrap_or_default(), names);
            let mut response = next.run(request).await?;
            response.extensions_mut().insert(secrets);
            if response.status() != StatusCode::UNAUTHORIZED {
                chosen.iter().for_each(|(credential, _)| credential.accepted(&sent));
                return Ok(response);
            }
            let mut may_help = false;
            for (credential, _) in &chosen {
                may_help |= credential.refused(&sent, response.headers()).await;
            }
            match bare {
                Some(bare) if may_help && tries < MOST_TRIES => request = bare,
                _ => return Ok(response),
            }
            tries += 1;
        }
    }

    /// The credentials of the first alternative that the client has all of, then of the first
    /// that has the rest in what the caller put into the request. One that asks for nothing
    /// is taken last.
    fn choose(
        &self,
        api: &'static Api,
        operation: &Operation,
        request: &Request<Body>,
    ) -> Result<Vec<Chosen<'_>>, Error> {
        let asked =
            operation.security.iter().filter(|alternative| !alternative.is_empty());
        if let Some(chosen) = asked.clone().find_map(|uses| self.serve_all(api, uses)) {
            return Ok(chosen);
        }
        if let Some(chosen) =
            asked.clone().find_map(|uses| self.serve_rest(api, uses, request))
        {
            return Ok(chosen);
        }
        if asked.clone().count() < operation.security.len()
            || operation.security.is_empty()
        {
            return Ok(Vec::new());
        }
        let ways: Vec<String> = asked.map(|uses| what_would_do(api, uses)).collect();
        Err(Error::credential(
            format!("`{}` needs a credential: {}", operation.id, ways.join("; or ")),
            None,
        ))
    }

    fn serve_all(
        &self,
        api: &'static Api,
        uses: &[SchemeUse],
    ) -> Option<Vec<Chosen<'_>>> {
        uses.iter()
            .map(|scheme_use| {
                let scheme = api.schemes.get(scheme_use.scheme)?;
                let held = self.serve(scheme, needs_names(api, uses))?;
                Some((&*held.credential, scheme))
            })
            .collect()
    }

    /// The credentials of an alternative, where the caller put those into the request that
    /// the client does not have.
    fn serve_rest(
        &self,
        api: &'static Api,
        uses: &[SchemeUse],
        request: &Request<Body>,
    ) -> Option<Vec<Chosen<'_>>> {
        let mut chosen = Vec::new();
        for scheme_use in uses {
            let scheme = api.schemes.get(scheme_use.scheme)?;
            match self.serve(scheme, needs_names(api, uses)) {
                Some(held) => chosen.push((&*held.credential, scheme)),
                None if is_in(request, &scheme.kind) => {}
                None => return None,
            }
        }
        Some(chosen)
    }

    /// The credential for a scheme: one that was added for it by name, else the first that
    /// serves it.
    fn serve(&self, scheme: &Scheme, needs_names: bool) -> Option<&Held> {
        let named = |held: &&Held| held.scheme.as_deref() == Some(scheme.name);
        let serves = |held: &&Held| {
            let is_plain_key = matches!(scheme.kind, SchemeKind::ApiKey { .. });
            held.scheme.is_none()
                && held.credential.serves(&scheme.kind)
                && !(needs_names && is_plain_key)
        };
        self.held.iter().find(named).or_else(|| self.held.iter().find(serves))
    }
}

impl Middleware for Authorize {
    fn handle<'a>(
        &'a self,
        request: Request<Body>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response<Body>, Error>> {
        Box::pin(self.run(request, next))
    }
}

impl Sent {
    fn of(request: &Request<Body>) -> Self {
        Self {
            uri: request.uri().clone(),
            authorization: request.headers().get(AUTHORIZATION).cloned(),
        }
    }
}

/// Whether the caller put into the request what a scheme asks for. What a scheme that is not
/// known asks for cannot be looked for, and the caller knows.
fn is_in(request: &Request<Body>, scheme: &SchemeKind) -> bool {
    let header = match scheme {
        SchemeKind::ApiKey { place: Place::Query, name } => {
            let name = encode(name);
            let query = request.uri().query().unwrap_or_default();
            return query.split('&').any(|pair| pair.split('=').next() == Some(&name));
        }
        SchemeKind::ApiKey { place: Place::Cookie, name } => {
            let cookies = request.headers().get_all(COOKIE).iter();
            let mut cookies = cookies.filter_map(|cookies| cookies.to_str().ok());
            return cookies.any(|cookies| {
                let names = cookies.split(';').map(|cookie| cookie.split('=').next());
                names.flatten().any(|one| one.trim() == *name)
            });
        }
        SchemeKind::ApiKey { name, .. } => name,
        SchemeKind::Other(_) => return true,
        _ => AUTHORIZATION.as_str(),
    };
    request.headers().contains_key(header)
}

/// Whether an alternative wants several API keys at once, so that only names tell which key
/// goes where.
fn needs_names(api: &Api, uses: &[SchemeUse]) -> bool {
    let is_key = |scheme: &Scheme| matches!(scheme.kind, SchemeKind::ApiKey { .. });
    let keys = uses
        .iter()
        .filter_map(|one| api.schemes.get(one.scheme))
        .filter(|one| is_key(one));
    keys.count() > 1
}

/// What to give the client for an alternative, in words.
fn what_would_do(api: &Api, uses: &[SchemeUse]) -> String {
    let by_name = needs_names(api, uses);
    let parts: Vec<String> = uses
        .iter()
        .filter_map(|one| api.schemes.get(one.scheme))
        .map(|scheme| {
            let what = what_serves(&scheme.kind);
            if by_name {
                format!("{what}, given by `auth_for({:?}, …)`", scheme.name)
            } else {
                format!("{what} for `{}`", scheme.name)
            }
        })
        .collect();
    parts.join(" and ")
}

fn what_serves(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKey { place, name } => {
            let place = match place {
                Place::Query => "the query parameter",
                Place::Cookie => "the cookie",
                Place::Header | Place::Path => "the header",
            };
            format!("an `ApiKey` ({place} `{name}`)")
        }
        SchemeKind::Basic => "`Basic` (name and password)".to_owned(),
        SchemeKind::Bearer => "a `Bearer` token".to_owned(),
        SchemeKind::Digest => "a `DigestKey`".to_owned(),
        SchemeKind::OAuth2 { token_url: Some(_) } => {
            "a `ServiceAccount` or a `Bearer` token".to_owned()
        }
        SchemeKind::OAuth2 { token_url: None } => "a `Bearer` token".to_owned(),
        SchemeKind::Http(name) => format!("an `ApiKey` (`Authorization: {name} …`)"),
        SchemeKind::Other(name) => format!("an `ApiKey::in_header` ({name})"),
    }
}
