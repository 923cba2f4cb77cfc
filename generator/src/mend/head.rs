//! The root object: what every description must have.

use crate::diagnostic::Code;
use crate::dialect::Report;
use crate::document::Pointer;
use serde_json::{Map, Value, json};

/// Adds what is missing at the root.
pub(super) fn mend(root: &mut Value, report: &mut Report<'_>) {
    let Value::Object(root) = root else { return };
    mend_info(root, report);
    if !root.get("paths").is_some_and(Value::is_object) {
        if !root.contains_key("x-oasmith-webhooks") && !root.contains_key("components") {
            report.add(
                Code::MissingPaths,
                &Pointer::ROOT,
                "the document has no `paths`",
            );
        }
        root.insert("paths".to_owned(), json!({}));
    }
}

fn mend_info(root: &mut Map<String, Value>, report: &mut Report<'_>) {
    let at = Pointer::root().child("info");
    if !root.get("info").is_some_and(Value::is_object) {
        report.add(Code::MissingInfo, &Pointer::ROOT, "the document has no `info`");
        root.insert("info".to_owned(), json!({ "title": "API", "version": "0" }));
        return;
    }
    let Some(Value::Object(info)) = root.get_mut("info") else { return };
    for (key, instead) in [("title", "API"), ("version", "0")] {
        if info.get(key).is_none_or(Value::is_null) {
            report.add(Code::MissingInfo, &at, format!("`info` has no {key}"));
            info.insert(key.to_owned(), json!(instead));
        }
    }
    if let Some(Value::Object(license)) = info.get_mut("license")
        && !license.contains_key("name")
    {
        let name = license.get("identifier").or_else(|| license.get("url")).cloned();
        match name {
            Some(name) => {
                license.insert("name".to_owned(), name);
            }
            None => {
                info.shift_remove("license");
            }
        }
    }
}
