//! Answers wrapped in an envelope, for callers that asked for `envelope=true`.

use crate::runtime::{Body, Error, Operation, Place};
use http::{Request, Response, StatusCode};
use serde_json::{Map, Value};

/// Whether the request asks for an envelope: a query parameter of that name that the
/// operation has, with the value `true`.
pub(super) fn is_asked_for(request: &Request<Body>, operation: &Operation) -> bool {
    let is_known = operation.parameters.iter().any(|parameter| {
        parameter.place == Place::Query && parameter.name == "envelope"
    });
    let query = request.uri().query().unwrap_or_default();
    is_known && query.split('&').any(|pair| pair == "envelope=true")
}

/// The answer as it would have come without an envelope: the true status, and the body
/// that the description has. A body in no envelope stays as it is.
pub(super) async fn unwrapped(
    response: Response<Body>,
    cap: usize,
) -> Result<Response<Body>, Error> {
    let (mut parts, body) = response.into_parts();
    let (bytes, is_cut) = body.collect_of(parts.status, &parts.headers, cap).await?;
    let found = serde_json::from_slice(&bytes).ok().and_then(open);
    if is_cut {
        let message = format!("longer than {cap} bytes");
        let (status, headers) = (parts.status, parts.headers);
        return Err(Error::decode("$".into(), message, Some(status), headers, bytes));
    }
    let Some((status, content)) = found else {
        return Ok(Response::from_parts(parts, bytes.into()));
    };
    parts.status = status;
    parts.headers.remove(http::header::CONTENT_LENGTH);
    let body = content.map_or(Body::Empty, |content| content.to_string().into());
    Ok(Response::from_parts(parts, body))
}

/// The status and the content. Two forms are common: the status beside the content, and
/// the status among the properties of the content.
fn open(envelope: Value) -> Option<(StatusCode, Option<Value>)> {
    let Value::Object(mut object) = envelope else { return None };
    let status = u16::try_from(object.get("status")?.as_u64()?).ok()?;
    let status = StatusCode::from_u16(status).ok()?;
    object.remove("status");
    Some((status, content(object)))
}

fn content(mut rest: Map<String, Value>) -> Option<Value> {
    let is_beside = |name: &String| matches!(name.as_str(), "content" | "envelope");
    let only_beside = rest.keys().all(|name| is_beside(name) || name == "headers");
    match rest.keys().find(|name| is_beside(name)).cloned() {
        Some(name) if only_beside => rest.remove(&name).filter(|value| !value.is_null()),
        _ if rest.is_empty() => None,
        _ => Some(Value::Object(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_forms_are_opened() {
        let content = json!({"results": [1], "totalCount": 1});
        let ok = Some((StatusCode::OK, Some(content.clone())));
        assert_eq!(open(json!({"status": 200, "content": content})), ok);
        assert_eq!(open(json!({"status": 200, "results": [1], "totalCount": 1})), ok);
        let list = json!([1, 2]);
        assert_eq!(
            open(json!({"status": 404, "envelope": list})),
            Some((StatusCode::NOT_FOUND, Some(list)))
        );
        assert_eq!(open(json!({"status": 204})), Some((StatusCode::NO_CONTENT, None)));
    }

    #[test]
    fn what_is_no_envelope_stays_shut() {
        for body in
            [json!({"status": "IDLE"}), json!({"status": 7}), json!([1]), json!({})]
        {
            assert_eq!(open(body.clone()), None, "{body}");
        }
    }
}
