//! What the search looks through: a script, so that it works from a folder of files.

use super::Site;
use super::links::slug;
use super::models;
use super::operation::entry;
use super::words::without_tricks;
use crate::ir::{Kind, TypeId};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};

/// The script that sets the list: kind, name, what stands beside it, address, and
/// for an operation its id.
pub(super) fn script(site: &Site<'_>, models: &[TypeId]) -> String {
    let mut list = Vec::new();
    operations(site, &mut list);
    for id in models {
        if let Some(link) = models::link(site, *id) {
            list.push(json!(["model", link.text, "", link.href]));
        }
    }
    choices(site, models, &mut list);
    let text = Value::Array(list).to_string();
    // A script in a page could be ended by it, and old readers end lines there.
    let text = text
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    without_tricks(format!("window.searchIndex = {text};\n"))
}

fn operations(site: &Site<'_>, list: &mut Vec<Value>) {
    let api = &site.named.api;
    let mut parameters: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let entry = entry(site, index, operation);
        let beside = format!("{} {}", entry.method, entry.path);
        list.push(json!(["operation", entry.title, beside, entry.href, entry.id]));
        for parameter in &operation.parameters {
            let place = format!("{:?}", parameter.place).to_lowercase();
            let name = parameter.wire_name.as_str();
            let found = parameters.entry(name).or_insert_with(|| {
                (0, format!("{}#{place}-{}", entry.href, slug(name)))
            });
            found.0 = found.0.saturating_add(1);
        }
    }
    for (name, (count, href)) in parameters {
        let beside = if count == 1 {
            "1 operation".to_owned()
        } else {
            format!("{count} operations")
        };
        list.push(json!(["parameter", name, beside, href]));
    }
}

/// The values of enums, with the model in which they stand.
fn choices(site: &Site<'_>, models: &[TypeId], list: &mut Vec<Value>) {
    let types = &site.named.api.types;
    let mut seen = HashSet::new();
    for model in models {
        let Some(page) = models::link(site, *model) else { continue };
        let mut open = vec![*model];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let ty = types.get(id);
            if let Kind::StringEnum(values) = &ty.kind {
                for value in values {
                    list.push(json!(["value", value.wire, page.text, page.href]));
                }
            }
            ty.kind.each_type(&mut |part| {
                if site.links.model(part.id).is_none() {
                    open.push(part.id);
                }
            });
        }
    }
    for (index, operation) in site.named.api.operations.iter().enumerate() {
        for parameter in &operation.parameters {
            let (id, ty) = types.behind_aliases(parameter.ty.id);
            let Kind::StringEnum(values) = &ty.kind else { continue };
            if seen.insert(id) {
                let href = site.links.operation(index);
                for value in values {
                    list.push(json!(["value", value.wire, parameter.wire_name, href]));
                }
            }
        }
    }
}
