//! Checks of the request's body.

use super::read::{Manner, Sent, Shape, read, scalar, shape};
use crate::ir::{
    Api, BodyFormat, Field, Kind, MediaBody, Operation, PartEncoding, Place, Rules,
    Style, TypeRef,
};
use crate::mock::media::{MediaType, covers};
use crate::mock::received::Received;
use crate::mock::schemas::Schemas;
use crate::mock::{Violation, ViolationKind};
use crate::sample::{Direction, check};
use http::header;
use serde_json::{Map, Value};

/// Checks the body against what the operation takes.
pub(crate) async fn body(
    api: &Api,
    schemas: &Schemas,
    operation: &Operation,
    request: &Received,
    violations: &mut Vec<Violation>,
) {
    let Some(documented) = &operation.body else {
        if !request.body.is_empty() {
            violations
                .push(at_body("", "there is a body, but the operation takes none"));
        }
        return;
    };
    let sent_type = request.header(header::CONTENT_TYPE.as_str());
    if request.body.is_empty() && sent_type.is_none() {
        if documented.required {
            violations.push(at_body("", "a body is required and missing"));
        }
        return;
    }
    if documented.contents.is_empty() {
        return;
    }
    let Some(sent_type) = sent_type else {
        violations.push(wrong_type("none", documented.contents.iter()));
        return;
    };
    // The exact media type first: `*/*` may stand beside it.
    let exact = documented.contents.iter().find(|one| same(&one.media_type, &sent_type));
    let fitting =
        || documented.contents.iter().find(|one| covers(&one.media_type, &sent_type));
    match exact.or_else(fitting) {
        Some(content) => {
            let found = content_body(api, schemas, content, &sent_type, request).await;
            violations.extend(found);
        }
        None => violations.push(wrong_type(&sent_type, documented.contents.iter())),
    }
}

fn same(documented: &str, sent: &str) -> bool {
    let bare =
        |text: &str| text.split(';').next().unwrap_or_default().trim().to_lowercase();
    bare(documented) == bare(sent)
}

fn wrong_type<'doc>(
    sent: &str,
    documented: impl Iterator<Item = &'doc MediaBody>,
) -> Violation {
    let documented: Vec<&str> = documented.map(|one| one.media_type.as_str()).collect();
    let message = format!("is {sent}; the operation takes {}", documented.join(", "));
    Violation::new(ViolationKind::ContentType, "content-type", message)
}

fn at_body(at: &str, message: impl Into<String>) -> Violation {
    Violation::new(ViolationKind::Body, if at.is_empty() { "/" } else { at }, message)
}

async fn content_body(
    api: &Api,
    schemas: &Schemas,
    content: &MediaBody,
    sent_type: &str,
    request: &Received,
) -> Vec<Violation> {
    let media = MediaType::parse(sent_type);
    let format = match content.format {
        // A range was documented: what was sent says how to read it.
        BodyFormat::Binary if media.as_ref().is_some_and(MediaType::is_json) => {
            BodyFormat::Json
        }
        format => format,
    };
    match format {
        BodyFormat::Json => json(api, schemas, content, &request.body),
        BodyFormat::JsonLines => lines(api, content, &request.body),
        BodyFormat::Form => {
            let pairs: Vec<(String, String)> = request_pairs(&request.body);
            form(api, content, &pairs)
        }
        BodyFormat::Multipart => multipart(api, content, sent_type, request).await,
        BodyFormat::Text if std::str::from_utf8(&request.body).is_err() => {
            vec![at_body("", "is not UTF-8")]
        }
        BodyFormat::Xml => xml(api, content, &request.body),
        BodyFormat::Text | BodyFormat::EventStream | BodyFormat::Binary => Vec::new(),
    }
}

fn xml(api: &Api, content: &MediaBody, body: &[u8]) -> Vec<Violation> {
    let Ok(text) = std::str::from_utf8(body) else {
        return vec![at_body("", "is not UTF-8")];
    };
    let Some(ty) = content.ty else {
        let looks_like_it =
            text.trim_start().starts_with('<') && text.trim_end().ends_with('>');
        return match looks_like_it {
            true => Vec::new(),
            false => vec![at_body("", "is not XML")],
        };
    };
    match crate::mock::xml::read(&api.types, content, ty, text) {
        Ok(value) => typed(api, ty, &value),
        Err(message) => vec![at_body("", message)],
    }
}

fn json(
    api: &Api,
    schemas: &Schemas,
    content: &MediaBody,
    body: &[u8],
) -> Vec<Violation> {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return vec![at_body("", format!("is not JSON: {error}"))],
    };
    let mut found = content.ty.map_or_else(Vec::new, |ty| typed(api, ty, &value));
    // A JSON Patch is a list, whatever its schema says (RFC 6902, 3), and in a merge patch
    // null takes a property away (RFC 7396).
    let is_patch = ["application/json-patch+json", "application/merge-patch+json"]
        .iter()
        .any(|patch| content.media_type.starts_with(patch));
    if found.is_empty() && !is_patch {
        let by_schema = schemas.check(&content.origin, &value, Direction::Request);
        found.extend(by_schema.into_iter().map(|one| at_body(&one.at, one.message)));
    }
    found
}

fn typed(api: &Api, ty: TypeRef, value: &Value) -> Vec<Violation> {
    let found = check(&api.types, ty, &Rules::default(), value, Direction::Request);
    found.into_iter().map(|one| at_body(&one.at, one.message)).collect()
}

fn lines(api: &Api, content: &MediaBody, body: &[u8]) -> Vec<Violation> {
    let mut found = Vec::new();
    for (index, line) in body.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Value>(line) {
            Ok(value) => {
                let wrong =
                    content.ty.map_or_else(Vec::new, |ty| typed(api, ty, &value));
                found.extend(wrong.into_iter().map(|one| Violation {
                    place: format!("line {index}{}", one.place),
                    ..one
                }));
            }
            Err(error) => {
                found.push(at_body(&format!("line {index}"), error.to_string()))
            }
        }
    }
    found
}

fn request_pairs(body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    let pieces = text.split('&').filter(|piece| !piece.is_empty());
    let pairs = pieces.map(|piece| piece.split_once('=').unwrap_or((piece, "")));
    // Values stay encoded: a comma inside an item is not one between items.
    pairs
        .map(|(name, value)| {
            (crate::mock::received::decode_query(name), value.to_owned())
        })
        .collect()
}

fn form(api: &Api, content: &MediaBody, pairs: &[(String, String)]) -> Vec<Violation> {
    let Some(ty) = content.ty else { return Vec::new() };
    let Shape::Object(Some(known), _) = shape(&api.types, ty) else { return Vec::new() };
    let mut object = Map::new();
    let mut found = Vec::new();
    for (name, value) in pairs {
        let base = name.split('[').next().unwrap_or_default();
        if object.contains_key(base) {
            continue;
        }
        let Some(field) = known
            .fields
            .iter()
            .find(|one| one.wire_name == *name || one.wire_name == base)
        else {
            object.insert(
                name.clone(),
                Value::String(crate::mock::received::decode_query(value)),
            );
            continue;
        };
        let encoding =
            content.encoding.iter().find(|(property, _)| *property == field.wire_name);
        let encoding =
            encoding.map(|(_, encoding)| encoding.clone()).unwrap_or_default();
        let bracketed = name != &field.wire_name;
        let mut listed =
            encoding.content_type.iter().flat_map(|listed| listed.split(','));
        let json =
            listed.any(|one| MediaType::parse(one).is_some_and(|one| one.is_json()));
        let is_structured = !matches!(shape(&api.types, field.ty), Shape::One);
        let style = match encoding.style {
            Some(style) => style,
            None if json && (is_structured || listed.next().is_none()) => Style::Json,
            None if bracketed => Style::DeepObject,
            None => Style::Form,
        };
        let manner = Manner {
            name: &field.wire_name,
            place: Place::Query,
            style,
            explode: encoding.explode.unwrap_or(style == Style::Form),
            nested: &encoding.nested,
        };
        let sent = gather(&field.wire_name, pairs);
        match read(&api.types, field.ty, manner, &sent) {
            Ok(value) => {
                object.insert(field.wire_name.clone(), value);
            }
            Err(message) => {
                object.insert(field.wire_name.clone(), Value::Null);
                found.push(at_body(&format!("/{}", field.wire_name), message));
            }
        }
    }
    if found.is_empty() {
        found = typed(api, ty, &Value::Object(object));
    }
    found
}

fn gather(name: &str, pairs: &[(String, String)]) -> Sent {
    let mut sent = Sent::default();
    for (key, value) in pairs {
        if key == name {
            sent.values.push(value.clone());
        } else if let Some(rest) = key.strip_prefix(name)
            && rest.starts_with('[')
        {
            sent.members.push((rest.to_owned(), value.clone()));
        }
    }
    sent
}

/// What the items of a part are that may be a list, or one of other things.
fn list_among(api: &Api, ty: TypeRef) -> Option<TypeRef> {
    let (_, one) = api.types.behind_aliases(ty.id);
    let Kind::Union(union) = &one.kind else { return None };
    union.variants.iter().find_map(|variant| {
        match shape(&api.types, TypeRef { id: variant.ty, nullable: false }) {
            Shape::List(item) => Some(item),
            _ => None,
        }
    })
}

/// A part of a multipart body.
struct Part {
    name: String,
    media: Option<String>,
    bytes: bytes::Bytes,
}

async fn multipart(
    api: &Api,
    content: &MediaBody,
    sent_type: &str,
    request: &Received,
) -> Vec<Violation> {
    let parts = match parts(sent_type, &request.body).await {
        Ok(parts) => parts,
        Err(message) => return vec![at_body("", message)],
    };
    let Some(ty) = content.ty else { return Vec::new() };
    let Shape::Object(Some(known), _) = shape(&api.types, ty) else { return Vec::new() };
    let mut found = Vec::new();
    for field in &known.fields {
        let at = format!("/{}", field.wire_name);
        let encoding =
            content.encoding.iter().find(|(property, _)| *property == field.wire_name);
        let encoding = encoding.map(|(_, encoding)| encoding);
        let styled =
            encoding.filter(|one| one.style.is_some() || one.explode == Some(false));
        if let Some(encoding) = styled.filter(|_| !is_binary(api, field.ty)) {
            found.extend(styled_part(api, field, encoding, &parts));
            continue;
        }
        let mine: Vec<&Part> =
            parts.iter().filter(|one| one.name == field.wire_name).collect();
        if mine.is_empty() && field.required && !field.read_only {
            found.push(at_body(&at, "the part is missing"));
        }
        let list = list_among(api, field.ty).filter(|_| mine.len() > 1);
        let item = match shape(&api.types, field.ty) {
            Shape::List(item) => item,
            _ if list.is_some() => list.unwrap_or(field.ty),
            _ if mine.len() > 1 => {
                found.push(at_body(&at, "the part is there more than once"));
                continue;
            }
            _ => field.ty,
        };
        let media = encoding.and_then(|encoding| encoding.content_type.as_deref());
        for part in mine {
            found.extend(one_part(api, item, field.ty, &field.rules, media, part, &at));
        }
    }
    found
}

/// A part, or several, that a style says how to read.
fn styled_part(
    api: &Api,
    field: &Field,
    encoding: &PartEncoding,
    parts: &[Part],
) -> Vec<Violation> {
    let text = |part: &Part| {
        // Nothing is encoded in parts; what is read next decodes.
        let text = String::from_utf8_lossy(&part.bytes).replace('%', "%25");
        (part.name.clone(), text)
    };
    let pairs: Vec<(String, String)> = parts.iter().map(text).collect();
    let sent = gather(&field.wire_name, &pairs);
    let at = format!("/{}", field.wire_name);
    if sent == Sent::default() {
        let is_missing = field.required && !field.read_only;
        return is_missing
            .then(|| at_body(&at, "the part is missing"))
            .into_iter()
            .collect();
    }
    let style = encoding.style.unwrap_or(Style::Form);
    let manner = Manner {
        name: &field.wire_name,
        place: Place::Cookie,
        style,
        explode: encoding.explode.unwrap_or(style == Style::Form),
        nested: &encoding.nested,
    };
    match read(&api.types, field.ty, manner, &sent) {
        Ok(value) => {
            check(&api.types, field.ty, &field.rules, &value, Direction::Request)
                .into_iter()
                .map(|one| at_body(&format!("{at}{}", one.at), one.message))
                .collect()
        }
        Err(message) => vec![at_body(&at, message)],
    }
}

async fn parts(sent_type: &str, body: &bytes::Bytes) -> Result<Vec<Part>, String> {
    let wrong = |error: multer::Error| format!("is not multipart: {error}");
    let boundary = MediaType::parse(sent_type)
        .and_then(|media| media.parameter("boundary").map(str::to_owned))
        .ok_or("the content type has no boundary")?;
    let mut reader = multer::Multipart::with_reader(body.as_ref(), boundary);
    let mut parts = Vec::new();
    while let Some(field) = reader.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        let media = field.content_type().map(ToString::to_string);
        let bytes = field.bytes().await.map_err(wrong)?;
        parts.push(Part { name, media, bytes });
    }
    Ok(parts)
}

fn one_part(
    api: &Api,
    item: TypeRef,
    whole: TypeRef,
    rules: &Rules,
    documented: Option<&str>,
    part: &Part,
    at: &str,
) -> Vec<Violation> {
    if let (Some(documented), Some(sent)) = (documented, &part.media) {
        let fits = documented.split(',').any(|one| covers(one, sent));
        if !fits {
            return vec![at_body(at, format!("the part is {sent}, not {documented}"))];
        }
    }
    let json = part
        .media
        .as_deref()
        .and_then(MediaType::parse)
        .is_some_and(|one| one.is_json());
    let value = if json {
        serde_json::from_slice(&part.bytes)
            .map_err(|error| format!("is not JSON: {error}"))
    } else if is_binary(api, item) {
        return Vec::new();
    } else {
        match std::str::from_utf8(&part.bytes) {
            Ok(text) => scalar(&api.types, item, text),
            Err(_) => Err("is not UTF-8".to_owned()),
        }
    };
    let value = match value {
        Ok(value) => value,
        Err(message) => return vec![at_body(at, message)],
    };
    // A list may come as one JSON part.
    let is_whole = !matches!(shape(&api.types, item), Shape::List(_));
    let ty = if json && value.is_array() && is_whole { whole } else { item };
    let rules = if ty == whole { rules.clone() } else { Rules::default() };
    let found = check(&api.types, ty, &rules, &value, Direction::Request);
    found
        .into_iter()
        .map(|one| at_body(&format!("{at}{}", one.at), one.message))
        .collect()
}

fn is_binary(api: &Api, ty: TypeRef) -> bool {
    let mut kind = &api.types.get(ty.id).kind;
    for _ in 0..64 {
        let Kind::Alias(inner) = kind else { break };
        kind = &api.types.get(inner.id).kind;
    }
    matches!(kind, Kind::Scalar(crate::ir::Scalar::Binary) | Kind::Any)
}
