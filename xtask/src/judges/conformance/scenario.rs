//! Scenarios, as the server's own definitions say them.

use serde::Deserialize;
use serde_json::{Map, Value};

/// One scenario.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scenario {
    /// The specification that it is in, such as `payload-multipart`.
    pub(super) specification: String,
    /// The requests of it, in order, with what the server answers.
    pub(super) apis: Vec<Exchange>,
}

/// A request that the server expects, and its answer.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Exchange {
    /// The path, without the query.
    pub(super) uri: String,
    /// The method, in lower case.
    pub(super) method: String,
    /// What the server expects.
    #[serde(default)]
    pub(super) request: Sent,
    /// What it answers.
    pub(super) response: Answered,
}

/// What the server expects of a request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sent {
    /// The query, decoded.
    #[serde(default)]
    pub(super) query: Option<Map<String, Value>>,
    /// The headers.
    #[serde(default)]
    pub(super) headers: Option<Map<String, Value>>,
    /// The body.
    #[serde(default)]
    pub(super) body: Option<Body>,
}

/// What the server answers.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Answered {
    /// The status.
    pub(super) status: u16,
    /// The body.
    #[serde(default)]
    pub(super) body: Option<Body>,
}

/// A body.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    /// The media type.
    #[serde(default)]
    pub(super) content_type: Option<String>,
    /// A text, or `{"$bytes": base64}`.
    #[serde(default)]
    pub(super) raw_content: Value,
    /// Where it is multipart: texts and files.
    #[serde(default)]
    pub(super) kind: Option<String>,
}

impl Body {
    /// The bytes in base64, where it is bytes.
    pub(super) fn base64(&self) -> Option<&str> {
        self.raw_content.get("$bytes").and_then(Value::as_str)
    }

    /// The body as a value: JSON decoded, a text as it is.
    pub(super) fn value(&self) -> Option<Value> {
        let text = self.raw_content.as_str()?;
        let is_json =
            self.content_type.as_deref().is_some_and(|one| one.contains("json"));
        if is_json { serde_json::from_str(text).ok() } else { Some(text.into()) }
    }
}
