//! From what the server expects of a request to the parameters of the operation.

use super::scenario::{Body, Exchange};
use oasmith::ir::{
    Api, BodyFormat, Kind, Operation, Parameter, Place, Scalar, Style, TypeRef,
};
use serde_json::{Map, Value};

/// The texts of path parameters, by name.
pub(super) type Texts<'a> = Vec<(&'a str, String)>;

/// The operation that an exchange is about: its index, and the texts of its path parameters.
pub(super) fn operation<'a>(
    api: &'a Api,
    exchange: &Exchange,
) -> Option<(usize, Texts<'a>)> {
    let uri = exchange.uri.replace('\\', "");
    let method = exchange.method.to_ascii_uppercase();
    let mut best: Option<(usize, usize, Texts<'a>)> = None;
    for (index, operation) in api.operations.iter().enumerate() {
        if operation.method != method {
            continue;
        }
        // Those that are alike but for their query are told apart by it.
        let query = exchange.request.query.as_ref();
        let has_query = operation.path.query.iter().all(|(name, value)| {
            query.and_then(|query| query.get(name)).and_then(Value::as_str)
                == Some(value)
        });
        let Some(texts) = has_query.then(|| matched(operation, &uri)).flatten() else {
            continue;
        };
        let fixed = fixed_length(operation);
        if best.as_ref().is_none_or(|(_, length, _)| fixed > *length) {
            best = Some((index, fixed, texts));
        }
    }
    best.map(|(index, _, texts)| (index, texts))
}

fn fixed_length(operation: &Operation) -> usize {
    let parts = operation.path.parts.iter().map(|part| match part {
        oasmith::ir::PathPart::Text(text) => text.len(),
        oasmith::ir::PathPart::Parameter(_) => 0,
    });
    parts.sum()
}

/// The texts of the path parameters, where the end of the address fits the template.
fn matched<'a>(operation: &'a Operation, uri: &str) -> Option<Texts<'a>> {
    use oasmith::ir::PathPart;
    let mut found = Vec::new();
    let mut rest = uri;
    let mut parts = operation.path.parts.iter().rev().peekable();
    while let Some(part) = parts.next() {
        match part {
            PathPart::Text(text) => rest = rest.strip_suffix(text.as_str())?,
            PathPart::Parameter(index) => {
                let parameter = operation.parameters.get(*index)?;
                let before = match parts.peek() {
                    Some(PathPart::Text(text)) => text.as_str(),
                    _ => "",
                };
                let start = rest.rfind(before)?.checked_add(before.len())?;
                let text = rest.get(start..)?;
                if text.is_empty() || (text.contains('/') && !parameter.allow_reserved) {
                    return None;
                }
                found.push((parameter.wire_name.as_str(), text.to_owned()));
                rest = rest.get(..start)?;
            }
        }
    }
    Some(found)
}

/// The parameters as JSON by their names, with the body under `body`.
pub(super) fn sample(
    api: &Api,
    operation: &Operation,
    path: &[(&str, String)],
    exchange: &Exchange,
) -> Result<Value, String> {
    let mut members = Map::new();
    for parameter in &operation.parameters {
        let name = &parameter.wire_name;
        let sent = match parameter.place {
            Place::Path => {
                let text = path.iter().find(|(known, _)| known == name);
                text.map(|(_, text)| Value::from(text.as_str()))
            }
            Place::Query => exchange.request.query.as_ref().and_then(|query| {
                let is_spread = parameter.explode && is_object(api, parameter.ty);
                if is_spread {
                    Some(Value::Object(query.clone()))
                } else {
                    query.get(name).cloned()
                }
            }),
            Place::Header => exchange.request.headers.as_ref().and_then(|headers| {
                let mut all = headers.iter();
                let found = all.find(|(known, _)| known.eq_ignore_ascii_case(name));
                found.map(|(_, value)| value.clone())
            }),
            Place::Cookie => None,
        };
        if let Some(sent) = sent {
            let value = value(api, parameter, &sent)
                .ok_or_else(|| format!("`{name}` cannot be read out of {sent}"))?;
            members.insert(name.clone(), value);
        }
    }
    match (&exchange.request.body, &operation.body) {
        (Some(body), _) => {
            members.insert("body".to_owned(), body_value(operation, body)?);
        }
        // One that must be there, and of which the server does not care what is in it.
        (None, Some(own)) if own.required => {
            members.insert("body".to_owned(), Value::Object(Map::new()));
        }
        (None, _) => {}
    }
    Ok(Value::Object(members))
}

fn body_value(operation: &Operation, body: &Body) -> Result<Value, String> {
    let own = operation.body.as_ref().ok_or("the operation takes no body")?;
    let [content] = own.contents.as_slice() else {
        return Err("its body may have several media types".to_owned());
    };
    if body.kind.is_some() || content.format == BodyFormat::Multipart {
        return Err("its body is multipart".to_owned());
    }
    match content.format {
        BodyFormat::Json | BodyFormat::Text => {
            body.value().ok_or_else(|| "its body cannot be read".to_owned())
        }
        other => Err(format!("its body is {other:?}")),
    }
}

/// The value that is written as this text or list of texts.
fn value(api: &Api, parameter: &Parameter, sent: &Value) -> Option<Value> {
    let (_, ty) = api.types.behind_aliases(parameter.ty.id);
    match &ty.kind {
        Kind::List(item) => {
            let texts: Vec<String> = match sent {
                Value::Array(texts) => texts
                    .iter()
                    .filter_map(|text| text.as_str().map(str::to_owned))
                    .collect(),
                _ => split(parameter, sent.as_str()?),
            };
            let items =
                texts.iter().map(|text| scalar(api, *item, &text.as_str().into()));
            items.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        Kind::Map(item) => {
            let pairs: Vec<(String, Value)> = match sent {
                Value::Object(members) => members
                    .clone()
                    .into_iter()
                    .filter(|(name, _)| name.len() == 1)
                    .collect(),
                _ => {
                    let pieces = split(parameter, sent.as_str()?);
                    if parameter.explode {
                        let pair = |piece: &String| {
                            let (name, text) = piece.split_once('=')?;
                            Some((name.to_owned(), Value::from(text)))
                        };
                        pieces.iter().filter_map(pair).collect()
                    } else {
                        let pair = |pair: &[String]| match pair {
                            [name, text] => {
                                Some((name.clone(), Value::from(text.as_str())))
                            }
                            _ => None,
                        };
                        pieces.chunks(2).filter_map(pair).collect()
                    }
                }
            };
            let mut object = Map::new();
            for (name, text) in pairs {
                object.insert(name, scalar(api, *item, &text)?);
            }
            Some(Value::Object(object))
        }
        _ => scalar(api, parameter.ty, &bare(parameter, sent)),
    }
}

/// A text without what label and matrix styles put in front.
fn bare(parameter: &Parameter, sent: &Value) -> Value {
    let Some(text) = sent.as_str() else { return sent.clone() };
    let matrix = format!(";{}=", parameter.wire_name);
    let text = match parameter.style {
        Style::Label => text.strip_prefix('.').unwrap_or(text),
        Style::Matrix => text.strip_prefix(&matrix).unwrap_or(text),
        _ => text,
    };
    if parameter.place == Place::Path {
        text.replace("%20", " ").into()
    } else {
        text.into()
    }
}

fn split(parameter: &Parameter, text: &str) -> Vec<String> {
    let matrix = format!(";{}=", parameter.wire_name);
    let (text, by) = match (parameter.style, parameter.explode) {
        (Style::Label, true) => (text.strip_prefix('.').unwrap_or(text), "."),
        (Style::Label, false) => (text.strip_prefix('.').unwrap_or(text), ","),
        (Style::Matrix, true) => {
            let pieces = text.split(';').filter(|piece| !piece.is_empty());
            let own = format!("{}=", parameter.wire_name);
            return pieces
                .map(|piece| piece.strip_prefix(&own).unwrap_or(piece).to_owned())
                .collect();
        }
        (Style::Matrix, false) => (text.strip_prefix(&matrix).unwrap_or(text), ","),
        (Style::SpaceDelimited, _) => (text, " "),
        (Style::PipeDelimited, _) => (text, "|"),
        _ => (text, ","),
    };
    text.split(by).map(str::to_owned).collect()
}

/// A text as the number or boolean that the type asks for.
fn scalar(api: &Api, ty: TypeRef, sent: &Value) -> Option<Value> {
    let Some(text) = sent.as_str() else { return Some(sent.clone()) };
    let (_, ty) = api.types.behind_aliases(ty.id);
    match &ty.kind {
        Kind::Scalar(
            Scalar::Boolean
            | Scalar::Int32
            | Scalar::Int64
            | Scalar::UInt64
            | Scalar::Int128
            | Scalar::Float64,
        )
        | Kind::IntegerEnum(_) => serde_json::from_str(text).ok(),
        _ => Some(text.into()),
    }
}

fn is_object(api: &Api, ty: TypeRef) -> bool {
    let (_, ty) = api.types.behind_aliases(ty.id);
    matches!(ty.kind, Kind::Map(_) | Kind::Struct(_))
}
