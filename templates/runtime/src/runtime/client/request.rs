//! Parameters to a request.

use super::form_body;
use crate::runtime::json::{Side, encode};
use crate::runtime::resilience::random_bits;
use crate::runtime::streams::multipart_body;
use crate::runtime::style::{self, Tree, cookie_text, pairs, query_text};
use crate::runtime::xml;
use crate::runtime::{
    Binary, Body, Error, Field, Format, Object, Operation, Parameter, Place,
    RequestMedia, Rules, Style, Value, View, items, validate,
};
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderName};
use http::{HeaderMap, HeaderValue};

/// What a request is made of.
pub(super) struct Parts {
    /// Path and query.
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    /// The texts of parameters that are secrets.
    pub(super) secrets: Vec<String>,
}

impl Parts {
    pub(super) fn of(
        operation: &'static Operation,
        params: &dyn Object,
        validate_body: bool,
    ) -> Result<Self, Error> {
        let mut parts = Self::without_body(operation, params)?;
        parts.body = body(operation, params, validate_body, &mut parts.headers)?;
        Ok(parts)
    }

    /// With a body that goes out as it is.
    #[cfg(feature = "cli")]
    pub(super) fn with_body(
        operation: &'static Operation,
        params: &dyn Object,
        own: OwnBody,
    ) -> Result<Self, Error> {
        let mut parts = Self::without_body(operation, params)?;
        let content_type =
            HeaderValue::from_str(&own.content_type).map_err(|error| {
                Error::build("the body's media type is not valid", Some(error.into()))
            })?;
        parts.headers.insert(CONTENT_TYPE, content_type);
        parts.body = own.body;
        Ok(parts)
    }

    fn without_body(
        operation: &'static Operation,
        params: &dyn Object,
    ) -> Result<Self, Error> {
        let mut headers = HeaderMap::new();
        if let Ok(accept) = HeaderValue::from_str(operation.accept)
            && !operation.accept.is_empty()
        {
            headers.insert(ACCEPT, accept);
        }
        let mut query = Vec::new();
        let mut cookies = Vec::new();
        let mut has_secret_cookie = false;
        let mut secrets = Vec::new();
        for (name, value) in operation.query {
            query.push(format!(
                "{}={}",
                query_text(name, false),
                query_text(value, false)
            ));
        }
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let field = params.table().fields().get(index);
            let is_secret = field.is_some_and(|field| field.is(Field::SECRET));
            if is_secret && let Some(tree) = Tree::of(params.field(index)) {
                secrets.push(tree.text());
            }
            if parameter.place == Place::Path {
                continue;
            }
            let given = checked(parameter, params, index)?;
            let Some(tree) = given.or_else(|| own_key(parameter, params, index)) else {
                continue;
            };
            let is_required = field.is_some_and(|field| field.is(Field::REQUIRED));
            match parameter.place {
                Place::Path => {}
                Place::Query => {
                    let pairs = pairs_of(parameter, &tree, is_required);
                    query.extend(encoded(&pairs, parameter.allow_reserved));
                }
                Place::Cookie => {
                    has_secret_cookie |= is_secret;
                    cookies.extend(cookie_pairs(&pairs_of(
                        parameter,
                        &tree,
                        is_required,
                    )));
                }
                Place::Header => {
                    let (name, mut value) = header(parameter, &tree)?;
                    value.set_sensitive(is_secret);
                    headers.insert(name, value);
                }
            }
        }
        let rest = params.field(params.table().fields().len());
        if let Some(tree @ Tree::Object(_)) = Tree::of(rest) {
            let pairs = pairs("", &tree, Style::Form, true);
            query.extend(encoded(&pairs, false));
        }
        if !cookies.is_empty() {
            let value = HeaderValue::from_bytes(cookies.join("; ").as_bytes());
            let mut value = value.map_err(|_| {
                Error::argument("Cookie".into(), "is not a header value")
            })?;
            value.set_sensitive(has_secret_cookie);
            headers.insert(COOKIE, value);
        }
        let mut target = path(operation, params)?;
        if !query.is_empty() {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(&query.join("&"));
        }
        Ok(Self { target, headers, body: Body::Empty, secrets })
    }
}

/// A body that goes out as it is, and the media type that it is of.
#[cfg(feature = "cli")]
pub(crate) struct OwnBody {
    pub(crate) body: Body,
    pub(crate) content_type: String,
}

/// A parameter's value, checked against its rules; `None`: it is not given.
fn checked(
    parameter: &Parameter,
    params: &dyn Object,
    index: usize,
) -> Result<Option<Tree>, Error> {
    let value = params.field(index);
    let field = params.table().fields().get(index);
    let rules = field.and_then(|field| field.rules).unwrap_or(&Rules::NONE);
    validate(value, rules).map_err(|broken| {
        let path = match broken.path.as_str() {
            "" => parameter.name.to_owned(),
            path if path.starts_with('[') => format!("{}{path}", parameter.name),
            path => format!("{}.{path}", parameter.name),
        };
        Error::argument(path, broken.rule)
    })?;
    let is_null = matches!(value.view(), View::Null);
    let tree = match parameter.style {
        Style::Json => Tree::json(value)
            .map_err(|message| Error::argument(parameter.name.into(), message))?,
        _ => Tree::of(value).filter(|tree| !tree.is_null()),
    };
    if tree.is_none() && is_null && parameter.place != Place::Path {
        return Ok(None);
    }
    let is_required = field.is_some_and(|field| field.is(Field::REQUIRED));
    if tree.is_none() && (is_required || parameter.place == Place::Path) {
        return Err(Error::argument(parameter.name.into(), "must be given"));
    }
    Ok(tree)
}

/// A key of this call's own for a header that wants one: a random UUID, where its rules
/// allow that. Retries send the same.
fn own_key(parameter: &Parameter, params: &dyn Object, index: usize) -> Option<Tree> {
    if !parameter.is_idempotency_key() {
        return None;
    }
    let (high, low) = (random_bits(), random_bits());
    let key = format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0x0fff,
        ((low >> 48) & 0x3fff) | 0x8000,
        low & 0xffff_ffff_ffff,
    );
    let field = params.table().fields().get(index);
    let rules = field.and_then(|field| field.rules).unwrap_or(&Rules::NONE);
    validate(&key, rules).is_ok().then(|| Tree::of(&key)).flatten()
}

/// The path. No value takes a segment away from it, and none adds one but where the
/// template says so.
fn path(operation: &'static Operation, params: &dyn Object) -> Result<String, Error> {
    let mut path = String::new();
    // The parameter that had a part in the segment that the path ends with.
    let mut last: Option<&Parameter> = None;
    let mut rest = operation.template;
    while let Some(character) = rest.chars().next() {
        if let Some((index, parameter, after)) = path_parameter(operation, rest) {
            rest = after;
            let Some(tree) = checked(parameter, params, index)? else { continue };
            let text = style::path_text(parameter, &tree);
            if text.is_empty() || tree.is_empty() {
                return Err(Error::argument(parameter.name.into(), "must not be empty"));
            }
            for (index, part) in text.split('/').enumerate() {
                if index > 0 {
                    check_segment(&path, Some(parameter))?;
                    path.push('/');
                }
                path.push_str(part);
            }
            last = Some(parameter);
            continue;
        }
        if character == '/' {
            check_segment(&path, last.take())?;
        }
        path.push(character);
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
    }
    check_segment(&path, last)?;
    Ok(path)
}

/// The parameter that a template begins with, its index and what comes after it. Braces
/// around something that is no parameter are text.
fn path_parameter<'a>(
    operation: &'static Operation,
    template: &'a str,
) -> Option<(usize, &'static Parameter, &'a str)> {
    let (name, after) = template.strip_prefix('{')?.split_once('}')?;
    let mut all = operation.parameters.iter().enumerate();
    let (index, parameter) =
        all.find(|(_, one)| one.place == Place::Path && one.name == name)?;
    Some((index, parameter, after))
}

/// Refuses `.` and `..`, which clients and servers take for steps.
fn check_segment(path: &str, parameter: Option<&Parameter>) -> Result<(), Error> {
    let segment = path.rsplit('/').next().unwrap_or_default();
    match parameter {
        Some(parameter) if matches!(segment, "." | "..") => Err(Error::argument(
            parameter.name.into(),
            "must not be `.` or `..` in a path",
        )),
        _ => Ok(()),
    }
}

/// The pairs of a parameter. A list that must be there and is empty does not vanish.
fn pairs_of(parameter: &Parameter, tree: &Tree, is_required: bool) -> style::Pairs {
    let joined = tree.joined(parameter.nested);
    let found = pairs(parameter.name, &joined, parameter.style, parameter.explode);
    if !found.is_empty() || !is_required {
        return found;
    }
    style::empty_pair(parameter.name, tree, parameter.style).unwrap_or_default()
}

fn encoded(pairs: &style::Pairs, allow_reserved: bool) -> Vec<String> {
    let pair = |(name, value): &(String, _)| -> String {
        let value: &style::PairValue = value;
        let text = value.encoded(|part| query_text(part, allow_reserved));
        format!("{}={text}", query_text(name, false))
    };
    pairs.iter().map(pair).collect()
}

fn cookie_pairs(pairs: &style::Pairs) -> Vec<String> {
    let pair = |(name, value): &(String, style::PairValue)| {
        format!("{}={}", cookie_text(name), value.encoded(cookie_text))
    };
    pairs.iter().map(pair).collect()
}

fn header(
    parameter: &Parameter,
    tree: &Tree,
) -> Result<(HeaderName, HeaderValue), Error> {
    let wrong = |_| {
        Error::argument(parameter.name.into(), "must be text that a header can hold")
    };
    let text = style::header_text(parameter, tree);
    let value = HeaderValue::from_bytes(text.as_bytes()).map_err(wrong)?;
    let name = HeaderName::try_from(parameter.name).map_err(|error| {
        Error::build("a header has no valid name", Some(error.into()))
    })?;
    Ok((name, value))
}

/// The body, and its `Content-Type`.
fn body(
    operation: &Operation,
    params: &dyn Object,
    validate_body: bool,
    headers: &mut HeaderMap,
) -> Result<Body, Error> {
    let Some(table) = operation.body else { return Ok(Body::Empty) };
    let index = operation.parameters.len();
    let field = params.field(index);
    let (content, value) = match field.view() {
        View::Absent if table.required => {
            return Err(Error::argument("body".into(), "must be given"));
        }
        View::Absent => return Ok(Body::Empty),
        View::Body(body) => body.active(),
        _ => (0, field),
    };
    let Some(media) = table.contents.get(content) else { return Ok(Body::Empty) };
    if validate_body {
        let rules = params.table().fields().get(index).and_then(|field| field.rules);
        validate(value, rules.unwrap_or(&Rules::NONE)).map_err(|broken| {
            let path = if broken.path.is_empty() { "body".into() } else { broken.path };
            Error::argument(path, broken.rule)
        })?;
    }
    let (body, content_type) = written(media, value)?;
    let content_type = HeaderValue::from_str(&content_type).map_err(|error| {
        Error::build("the body's media type is not valid", Some(error.into()))
    })?;
    headers.insert(CONTENT_TYPE, content_type);
    Ok(body)
}

/// The body's bytes, and the media type that they are of.
fn written(media: &RequestMedia, value: &dyn Value) -> Result<(Body, String), Error> {
    let named = |fallback: &str| match media.media_type {
        range if range.contains('*') || range.is_empty() => fallback.to_owned(),
        media_type => media_type.to_owned(),
    };
    let json = |value: &dyn Value| {
        encode(value, Side::Server)
            .map_err(|error| Error::argument("body".into(), error.to_string()))
    };
    Ok(match media.format {
        Format::Json => (json(value)?.into(), named("application/json")),
        Format::Form => {
            (form_body(media, value)?.into(), named("application/x-www-form-urlencoded"))
        }
        Format::JsonLines => {
            let mut bytes = Vec::new();
            if let View::List(list) = value.view() {
                for item in items(list) {
                    bytes.extend(json(item)?);
                    bytes.push(b'\n');
                }
            }
            (bytes.into(), named("application/x-ndjson"))
        }
        Format::Multipart => multipart_body(media, value)?,
        Format::Xml(root) => {
            let bytes = xml::encode(value, root)
                .map_err(|message| Error::argument("body".into(), message))?;
            (bytes.into(), named("application/xml"))
        }
        Format::Text | Format::EventStream | Format::Binary => {
            let fallback = if media.format == Format::Binary {
                "application/octet-stream"
            } else {
                "text/plain"
            };
            match value.view() {
                View::Binary(binary) => {
                    let own = binary.get_content_type().map(str::to_owned);
                    (binary_body(binary)?, own.unwrap_or_else(|| named(fallback)))
                }
                _ => {
                    let text =
                        Tree::of(value).map(|tree| tree.text()).unwrap_or_default();
                    (text.into(), named(fallback))
                }
            }
        }
    })
}

fn binary_body(binary: &Binary) -> Result<Body, Error> {
    binary.body().ok_or_else(|| {
        Error::argument("body".into(), "is a stream that was sent already")
    })
}
