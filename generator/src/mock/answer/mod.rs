//! The answer to a request that is as described.

mod encode;
mod pages;
mod reply;

pub(crate) use pages::POSITION;
pub use reply::{Reply, ReplyBody};

use crate::ir::{
    BodyFormat, MediaBody, Operation, PageStyle, Place, Response, StatusPattern,
};
use crate::mock::Received;
use crate::mock::check::Values;
use crate::mock::media::{Accept, concrete};
use crate::mock::state::State;
use http::header;
use pages::Source;
use serde_json::{Value, json};
use std::sync::Arc;

/// What a caller or a hook prefers among the documented answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preference {
    /// The status.
    pub status: Option<u16>,
    /// The name of an example.
    pub example: Option<String>,
    /// Made-up values even where there is an example.
    pub dynamic: bool,
}

impl Preference {
    /// Reads the `Prefer` header (RFC 7240): `status=404` or `code=404`, `example=name`,
    /// `dynamic=true`.
    pub(crate) fn read(request: &Received) -> Self {
        let mut preference = Self::default();
        let text = request.header("prefer").unwrap_or_default();
        for piece in text.split([',', ';']) {
            let Some((name, value)) = piece.split_once('=') else { continue };
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "status" | "code" => preference.status = value.parse().ok(),
                "example" => preference.example = Some(value.to_owned()),
                "dynamic" => preference.dynamic = value == "true",
                _ => {}
            }
        }
        preference
    }
}

/// The responses that mean success: the 2XX ones, or else the default, or else those that
/// redirect.
pub(crate) fn successes(operation: &Operation) -> Vec<&Response> {
    let having = |wanted: &dyn Fn(StatusPattern) -> bool| -> Vec<&Response> {
        operation.responses.iter().filter(|response| wanted(response.status)).collect()
    };
    let good = having(&|status| match status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Range(hundred) => hundred == 2,
        StatusPattern::Default => false,
    });
    if !good.is_empty() {
        return good;
    }
    let default = having(&|status| status == StatusPattern::Default);
    if !default.is_empty() {
        return default;
    }
    having(&|status| match status {
        StatusPattern::Code(code) => (300..400).contains(&code),
        StatusPattern::Range(hundred) => hundred == 3,
        StatusPattern::Default => false,
    })
}

/// The documented response for a status.
pub(crate) fn documented(operation: &Operation, status: u16) -> Option<&Response> {
    let hundred = u8::try_from(status / 100).unwrap_or(u8::MAX);
    let found = |wanted: StatusPattern| {
        operation.responses.iter().find(|response| response.status == wanted)
    };
    found(StatusPattern::Code(status))
        .or_else(|| found(StatusPattern::Range(hundred)))
        .or_else(|| found(StatusPattern::Default))
}

/// Makes the answer.
pub(crate) fn answer(
    state: &State,
    index: usize,
    operation: &Operation,
    values: &Values,
    request: &Received,
    preference: &Preference,
) -> Reply {
    let accept = Accept::read(&request.headers);
    let (response, status) = match preference.status {
        Some(status) => (documented(operation, status), status),
        None => success(operation, &accept),
    };
    let answer = Answer { state, index, operation, values, request, preference };
    let mut reply = match response {
        Some(response) => answer.response(response, status, &accept),
        None => Reply::empty(status),
    };
    if answer.is_true("envelope") {
        answer.wrap(&mut reply);
    }
    reply
}

// The success that the caller accepts, with its status.
fn success<'api>(
    operation: &'api Operation,
    accept: &Accept,
) -> (Option<&'api Response>, u16) {
    let all = successes(operation);
    let accepted = all.iter().find(|response| {
        let types = response.contents.iter().map(|content| content.media_type.as_str());
        response.contents.is_empty() || accept.best(types).is_some()
    });
    match accepted.or(all.first()) {
        Some(response) => (Some(response), code(response.status)),
        None => (None, 200),
    }
}

fn code(pattern: StatusPattern) -> u16 {
    match pattern {
        StatusPattern::Code(code) => code,
        StatusPattern::Range(hundred) => u16::from(hundred).saturating_mul(100),
        StatusPattern::Default => 200,
    }
}

struct Answer<'call> {
    state: &'call State,
    index: usize,
    operation: &'call Operation,
    values: &'call Values,
    request: &'call Received,
    preference: &'call Preference,
}

impl Answer<'_> {
    fn response(&self, response: &Response, status: u16, accept: &Accept) -> Reply {
        let types = response.contents.iter().map(|content| content.media_type.as_str());
        let chosen = accept.best(types).unwrap_or(0);
        let bodiless = matches!(status, 100..200 | 204 | 304);
        let content = response.contents.get(chosen).filter(|_| !bodiless);
        let mut reply = match content {
            Some(content) => self.content(content, status),
            None => Reply::empty(status),
        };
        self.headers(response, &mut reply);
        reply
    }

    fn content(&self, content: &MediaBody, status: u16) -> Reply {
        let (value, next) = match self.paged(content, status) {
            Some(Ok(page)) => (page.body, page.header),
            Some(Err(message)) => {
                return Reply::json(400, &json!({ "status": 400, "detail": message }));
            }
            None => (self.body(content), None),
        };
        let textual = content.ty.is_some() || content.format != BodyFormat::Binary;
        let after = self.request.header("last-event-id");
        let after = after.and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut reply = Reply::empty(status);
        reply.body = encode::body(
            &self.state.api.types,
            content,
            &value,
            self.is_true("pretty"),
            after,
        );
        reply
            .set(header::CONTENT_TYPE.as_str(), &concrete(&content.media_type, textual));
        if let Some((name, value)) = next {
            reply.set(&name, &value);
        }
        reply
    }

    fn body(&self, content: &MediaBody) -> Value {
        if !self.preference.dynamic
            && let Some(example) = self.example(content)
        {
            return example;
        }
        let is_stream =
            matches!(content.format, BodyFormat::JsonLines | BodyFormat::EventStream);
        match content.ty {
            Some(ty) if is_stream => {
                let items = (0..self.state.settings.stream_items).map(|number| {
                    let mut maker = self.state.maker(self.index, number);
                    maker.value(ty, "item")
                });
                Value::Array(items.collect())
            }
            Some(ty) => {
                let mut maker = self.state.maker(self.index, 0);
                maker.examples = !self.preference.dynamic;
                maker.value(ty, "")
            }
            None => Value::from(format!("the body of {}", self.operation.id)),
        }
    }

    // The example that is asked for, or else the first. Names are known to the document alone.
    fn example(&self, content: &MediaBody) -> Option<Value> {
        if let Some(name) = &self.preference.example {
            let named = content.origin.child("examples").child(name.clone());
            if let Some(value) = self.state.example(&named) {
                return Some(value);
            }
            let numbered =
                name.parse().ok().and_then(|number: usize| content.examples.get(number));
            if numbered.is_some() {
                return numbered.cloned();
            }
        }
        content.examples.first().cloned()
    }

    fn paged(
        &self,
        content: &MediaBody,
        status: u16,
    ) -> Option<Result<pages::Page, String>> {
        let pagination = self.operation.pagination.as_ref()?;
        let count = self.state.settings.collection?;
        let special = self.preference.example.is_some() || !(200..300).contains(&status);
        if special || content.format != BodyFormat::Json {
            return None;
        }
        let items = self.state.collection(self.index, pagination.item, count);
        let base = self.body(content);
        let source = Source {
            types: &self.state.api.types,
            operation: self.operation,
            pagination,
            items: &Arc::clone(&items),
            default_size: self.state.settings.page_size,
            values: self.values,
            request: self.request,
        };
        Some(source.page(base))
    }

    fn headers(&self, response: &Response, reply: &mut Reply) {
        // These say how the body travels, and that is not made up.
        let own = [
            "content-type",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "link",
            "trailer",
            "upgrade",
            "date",
        ];
        // A token is there where there is a next page only.
        let token = match self.operation.pagination.as_ref().map(|pages| &pages.style) {
            Some(PageStyle::HeaderCursor { header, .. }) => Some(header.as_str()),
            _ => None,
        };
        for documented in &response.headers {
            if token == Some(&documented.wire_name) {
                continue;
            }
            let name = documented.wire_name.to_ascii_lowercase();
            if own.contains(&name.as_str()) || reply.headers.contains_key(&name) {
                continue;
            }
            let host = self.request.header("host").unwrap_or_default();
            let text = match name.as_str() {
                "retry-after" => "1".to_owned(),
                "location" | "content-location" => {
                    format!("http://{host}{}", self.request.path)
                }
                "etag" => format!("\"{}\"", self.operation.id),
                "last-modified" | "expires" | "sunset" | "deprecation" => {
                    "Sat, 01 Jan 2050 00:00:00 GMT".to_owned()
                }
                _ => {
                    let mut maker = self.state.maker(self.index, 0);
                    simple(&maker.value(documented.ty, &documented.wire_name))
                }
            };
            reply.set(&documented.wire_name, &text);
        }
    }

    // Whether the operation has this boolean query parameter and the request sets it.
    fn is_true(&self, name: &str) -> bool {
        let mut parameters = self.operation.parameters.iter().enumerate();
        parameters.any(|(index, parameter)| {
            parameter.place == Place::Query
                && parameter.wire_name == name
                && self.values.get(&index) == Some(&Value::Bool(true))
        })
    }

    /// Puts the status into the body: beside the members of a page, around anything else.
    fn wrap(&self, reply: &mut Reply) {
        let Ok(body) = serde_json::from_slice::<Value>(&reply.bytes()) else { return };
        let status = reply.status;
        let wrapped = match body {
            Value::Object(mut members)
                if self.operation.pagination.is_some() && status < 300 =>
            {
                members.insert("status".to_owned(), Value::from(status));
                Value::Object(members)
            }
            other => json!({ "status": status, "content": other }),
        };
        reply.status = 200;
        reply.body = encode::json(&wrapped, self.is_true("pretty"));
    }
}

// A header's value in the style `simple`.
fn simple(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(simple).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            let pairs =
                members.iter().map(|(name, one)| format!("{name},{}", simple(one)));
            pairs.collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}
