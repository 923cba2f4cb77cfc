//! Small parts: servers, tags, links, encodings, further documentation.

use super::address;
use crate::diagnostic::Code;
use crate::dialect::grammar::Kind;
use crate::dialect::{At, Report, is_reference};
use serde_json::{Map, Value, json};

/// Repairs of what has the right shape.
pub(super) fn after_shape(
    kind: Kind,
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    match kind {
        Kind::OpenApi | Kind::PathItem => {
            mend_shared(map, at, report);
        }
        Kind::Tag => mend_docs(map),
        Kind::Server => {
            address::mend_server(map, at, report);
            mend_server(map, at, report);
        }
        Kind::ServerVariable => mend_variable(map, at, report),
        Kind::Encoding => mend_encoding(map, at, report),
        Kind::Components => drop_links(map, at, report),
        Kind::OAuthFlow => {
            address::mend_flow(map, at, report);
            map.entry("scopes").or_insert_with(|| json!({}));
        }
        _ => {}
    }
}

/// Servers, tags and further documentation, which the root, path items and operations
/// share.
pub(super) fn mend_shared(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    mend_docs(map);
    keep_with(map, "servers", "url", at, report);
    if map
        .get("tags")
        .and_then(Value::as_array)
        .is_some_and(|tags| tags.iter().any(Value::is_object))
    {
        keep_with(map, "tags", "name", at, report);
    }
}

/// Further documentation without an address is none.
fn mend_docs(map: &mut Map<String, Value>) {
    if let Some(Value::Object(docs)) = map.get("externalDocs")
        && !docs.contains_key("url")
    {
        map.shift_remove("externalDocs");
    }
}

/// Leaves out those items of a list that lack the key which makes them something.
fn keep_with(
    map: &mut Map<String, Value>,
    list: &str,
    key: &str,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(Value::Array(items)) = map.get_mut(list) else { return };
    if items.iter().all(|item| item.get(key).is_some()) {
        return;
    }
    let place = at.pointer().child(list);
    let old = std::mem::take(items);
    for (index, item) in old.into_iter().enumerate() {
        if item.get(key).is_none() {
            let message = format!("an item of `{list}` has no `{key}`; it was left out");
            report.add(Code::BrokenPart, &place.item(index), message);
            continue;
        }
        if items.len() != index {
            report.moved(&place.item(index), place.item(items.len()));
        }
        items.push(item);
    }
}

fn mend_server(map: &mut Map<String, Value>, at: &At<'_, '_>, report: &mut Report<'_>) {
    let Some(Value::String(url)) = map.get_mut("url") else { return };
    if url.trim().len() < url.len() {
        *url = url.trim().to_owned();
    }
    let names = variables(url);
    if names.is_empty() {
        return;
    }
    let known = map.entry("variables").or_insert_with(|| json!({}));
    let Value::Object(known) = known else { return };
    for name in names {
        if !known.contains_key(&name) {
            let message = format!("the server variable `{name}` is not declared");
            report.add(Code::BrokenPart, &at.pointer(), message);
            known.insert(name, json!({ "default": "" }));
        }
    }
}

/// The names in braces.
pub(super) fn variables(url: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in url.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !name.is_empty()
        {
            names.push(name.to_owned());
        }
    }
    names
}

fn mend_variable(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    if map.contains_key("default") {
        return;
    }
    let first =
        map.get("enum").and_then(Value::as_array).and_then(|values| values.first());
    let default = first.cloned().unwrap_or_else(|| json!(""));
    report.add(Code::BrokenPart, &at.pointer(), "a server variable has no default");
    map.insert("default".to_owned(), default);
}

/// The typed description has no word for an absent `explode`: what it means is written out.
fn mend_encoding(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    const STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];
    if let Some(Value::String(style)) = map.get("style")
        && !STYLES.contains(&style.as_str())
    {
        let message =
            format!("`style: {style}` is not a style for an encoding; it was left out");
        report.add(Code::BrokenPart, &at.pointer(), message);
        map.shift_remove("style");
    }
    let form = map.get("style").is_none_or(|style| style == "form");
    map.entry("explode").or_insert(Value::Bool(form));
}

/// Links that lead to no operation are none.
pub(super) fn drop_links(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(Value::Object(links)) = map.get_mut("links") else { return };
    links.retain(|name, link| {
        let leads = is_reference(link)
            || ["operationId", "operationRef"]
                .iter()
                .any(|key| link.get(*key).is_some_and(Value::is_string));
        if !leads && !name.starts_with("x-") {
            let place = at.pointer().child("links").child(name.as_str());
            report.add(Code::BrokenPart, &place, "a link refers to no operation");
        }
        leads
    });
}
