//! A request on its way, and its answer.

use super::arguments::Call;
use super::body::versioned;
use super::failure::{Failure, Outcome};
use super::flags::{Flag, Target};
use super::show::tell;
use crate::runtime::client::{self, OwnBody};
use crate::runtime::{
    Attempt, Body, Client, Error, Hook, Object, Operation, RequestOptions, RetryPolicy,
    Status,
};
use http::header::{ACCEPT, HeaderName};
use http::{HeaderValue, Request, Response};
use std::sync::Mutex;

/// How much of the body of an error is told.
const ERROR_BYTES: usize = 1 << 20;

/// A call that can be made once or more often.
pub(super) struct Exchange<'a> {
    pub(super) client: Client,
    pub(super) asked: &'a Call,
    pub(super) params: Box<dyn Object>,
    /// A body that goes out as it is.
    own: Option<(Body, String)>,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(
        client: Client,
        asked: &'a Call,
        params: Box<dyn Object>,
        own: Option<OwnBody>,
    ) -> Self {
        let own = own.map(|own| (own.body, own.content_type));
        Self { client, asked, params, own }
    }

    pub(super) fn operation(&self) -> &'static Operation {
        (self.asked.command.operation)()
    }

    /// The request, ready to be sent but for credentials.
    pub(super) fn request(&self) -> Result<Request<Body>, Error> {
        let options = &self.asked.options;
        let mut call = RequestOptions::new();
        if let Some(limit) = options.timeout {
            call = call.timeout(limit);
        }
        if let Some(retries) = options.retries {
            call =
                call.retry(RetryPolicy::default().attempts(retries.saturating_add(1)));
        }
        for (name, value) in &options.headers {
            call = call.header(name, value);
        }
        let operation = self.operation();
        let mut request = match &self.own {
            None => client::build(&self.client, operation, &*self.params, &call)?,
            Some((body, content_type)) => {
                let body = body.try_clone().ok_or_else(|| {
                    Error::build("the body can be read only once", None)
                })?;
                let own = OwnBody { body, content_type: content_type.clone() };
                client::build_with_body(
                    &self.client,
                    operation,
                    &*self.params,
                    &call,
                    own,
                )?
            }
        };
        let version = options.version.as_deref();
        let described = request.headers().get(ACCEPT).and_then(|one| one.to_str().ok());
        let accept = match (&options.accept, described) {
            (Some(own), _) => Some(own.clone()),
            (None, Some(described)) => Some(versioned(described, version)),
            (None, None) => None,
        };
        if let Some(accept) = accept {
            let value = HeaderValue::from_str(&accept).map_err(|_| {
                Error::build("--accept: is not a header that can be sent", None)
            })?;
            request.headers_mut().insert(ACCEPT, value);
        }
        let secret: HeaderName = http::header::AUTHORIZATION;
        if let Some(value) = request.headers_mut().get_mut(secret) {
            value.set_sensitive(true);
        }
        Ok(request)
    }

    /// An error, by the name of the flag that it is about.
    pub(super) fn named(&self, error: Error) -> Failure {
        let Error::Argument(argument) = &error else { return error.into() };
        let about = |flag: &&Flag| match flag.target {
            Target::Parameter(index) => {
                let parameter = self.operation().parameters.get(index);
                parameter.is_some_and(|one| argument.parameter.starts_with(one.name))
            }
            Target::Part(_) => false,
        };
        match self.asked.flags.iter().find(about) {
            Some(flag) => Failure::usage(format!("--{}: {}", flag.long, argument.rule)),
            None => error.into(),
        }
    }

    /// Sends it. Any status is an answer.
    pub(super) async fn send(&self, request: Request<Body>) -> Outcome<Response<Body>> {
        Ok(self.client.send_raw(request, self.operation()).await?)
    }

    /// Sends it, and takes only a success for an answer.
    pub(super) async fn succeed(&self) -> Outcome<Response<Body>> {
        let request = self.request().map_err(|error| self.named(error))?;
        good(self.send(request).await?, self.operation()).await
    }
}

/// The answer, if it is a success; a redirect is one where the description names it.
pub(super) async fn good(
    response: Response<Body>,
    operation: &Operation,
) -> Outcome<Response<Body>> {
    let status = response.status();
    let is_named = || {
        operation.responses.iter().any(|one| match one.status {
            Status::Code(code) => code == status.as_u16(),
            Status::Range(range) => u16::from(range) == status.as_u16() / 100,
            Status::Default => false,
        })
    };
    if status.is_success() || (status.is_redirection() && is_named()) {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let id = crate::runtime::request_id(&parts.headers).map(str::to_owned);
    let (bytes, _) = body.collect(ERROR_BYTES).await?;
    let failure = Failure::api(status, id.as_deref(), &bytes);
    Err(match id {
        Some(id) => failure.tip(format!("the server calls the request {id}")),
        None => failure,
    })
}

/// Tells of attempts that are made again, and with `--verbose` of all there is but secrets.
pub(super) struct Told {
    is_verbose: bool,
    last: Mutex<String>,
}

impl Told {
    pub(super) fn new(is_verbose: bool) -> Self {
        Self { is_verbose, last: Mutex::new(String::new()) }
    }

    fn note(&self, text: String) {
        *self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = text;
    }
}

fn shown(name: &HeaderName, value: &HeaderValue) -> String {
    let is_secret = value.is_sensitive()
        || ["authorization", "cookie", "set-cookie"].contains(&name.as_str());
    let text = if is_secret {
        "[secret]".to_owned()
    } else {
        String::from_utf8_lossy(value.as_bytes()).into_owned()
    };
    format!("{name}: {text}")
}

impl Hook for Told {
    fn request(&self, request: &Request<Body>) {
        let attempt = request.extensions().get::<Attempt>().map_or(1, |one| one.0);
        if attempt > 1 {
            let last =
                self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            tell(&format!("{last}: attempt {attempt}"));
        }
        if self.is_verbose {
            tell(&format!("> {} {}", request.method(), request.uri()));
            for (name, value) in request.headers() {
                tell(&format!("> {}", shown(name, value)));
            }
            if let Some(length) = request.body().length().filter(|length| *length > 0) {
                tell(&format!("> ({length} bytes)"));
            }
        }
    }

    fn response(&self, response: &Response<Body>) {
        self.note(format!("the server answered {}", response.status()));
        if self.is_verbose {
            tell(&format!("< {}", response.status()));
            for (name, value) in response.headers() {
                tell(&format!("< {}", shown(name, value)));
            }
        }
    }

    fn failure(&self, error: &Error) {
        self.note(error.to_string());
        if self.is_verbose {
            tell(&format!("< {error}"));
        }
    }
}
