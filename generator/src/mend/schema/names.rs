//! Property names: which are required, how they are spelled, which one discriminates.

use super::is_true;
use crate::diagnostic::Code;
use crate::dialect::{At, Report, decode};
use crate::mend::shape;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Moves `required: true` from properties into the parent's list.
pub(super) fn lift_required(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(Value::Object(properties)) = map.get_mut("properties") else { return };
    let mut lifted = Vec::new();
    for (name, property) in properties {
        let Value::Object(property) = property else { continue };
        let Some(required) = property.get("required").filter(|one| !one.is_array())
        else {
            continue;
        };
        let Some(_) = shape::flag(required) else { continue };
        if is_true(property, "required") {
            lifted.push(name.clone());
        }
        property.shift_remove("required");
        let message =
            || "`required` stands on a property, not in the parent's list".to_owned();
        let place = || at.pointer().child("properties").child(name.as_str());
        report.count(Code::RequiredOnProperty, "", place, message);
    }
    if lifted.is_empty() {
        return;
    }
    let list = map.entry("required").or_insert_with(|| json!([]));
    if !list.is_array() {
        *list = json!([]);
    }
    if let Value::Array(list) = list {
        for name in lifted {
            let name = json!(name);
            if !list.contains(&name) {
                list.push(name);
            }
        }
    }
}

/// Trims the names of properties, and leaves each once in the list of required ones.
pub(super) fn trim_properties(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    if let Some(Value::Object(properties)) = map.get_mut("properties") {
        trim_keys(properties, "properties", at, report);
    }
    if let Some(Value::Array(required)) = map.get_mut("required") {
        let mut seen = BTreeSet::new();
        for name in required.iter_mut() {
            if let Value::String(text) = name
                && text.trim().len() < text.len()
                && !text.trim().is_empty()
            {
                *text = text.trim().to_owned();
            }
        }
        required
            .retain(|name| seen.insert(name.as_str().unwrap_or_default().to_owned()));
        if required.is_empty() {
            map.shift_remove("required");
        }
    }
}

/// Trims the keys of a map where that makes no two equal.
fn trim_keys(
    map: &mut Map<String, Value>,
    what: &str,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let untrimmed =
        |name: &&String| name.trim().len() < name.len() && !name.trim().is_empty();
    if !map.keys().any(|name| untrimmed(&name)) {
        return;
    }
    let old = std::mem::take(map);
    let names: BTreeSet<String> = old.keys().cloned().collect();
    for (name, value) in old {
        let trimmed = name.trim();
        if trimmed.len() < name.len() && !trimmed.is_empty() && !names.contains(trimmed)
        {
            let place = at.pointer().child(what);
            let message = format!("the name `{name}` begins or ends with spaces");
            report.add(Code::UntrimmedName, &place.child(name.as_str()), message);
            report.moved(&place.child(name.as_str()), place.child(trimmed));
            map.insert(trimmed.to_owned(), value);
        } else {
            map.insert(name, value);
        }
    }
}

/// Makes each target of a discriminator's mapping a reference to a component.
pub(super) fn mend_discriminator(
    map: &mut Map<String, Value>,
    components: &BTreeSet<String>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(Value::Object(discriminator)) = map.get_mut("discriminator") else {
        return;
    };
    let place = || at.pointer().child("discriminator");
    if !discriminator.get("propertyName").is_some_and(Value::is_string) {
        report.add(
            Code::BrokenPart,
            &place(),
            "a discriminator does not name its property",
        );
        map.shift_remove("discriminator");
        return;
    }
    let Some(Value::Object(mapping)) = discriminator.get_mut("mapping") else { return };
    mapping.retain(|value, target| {
        let text = target.as_str().unwrap_or_default();
        match component(text, components) {
            Some(name) => {
                *target = json!(format!("#/components/schemas/{}", escape(&name)));
                true
            }
            // A place that is no component yet may become one.
            None if text.starts_with("#/") => true,
            None => {
                let message = format!("`{value}` of a discriminator has no target");
                report.add(Code::DanglingReference, &place(), message);
                false
            }
        }
    });
}

/// A token of a JSON pointer.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The component that a target means: by name, by pointer, or by a file's name.
fn component(text: &str, components: &BTreeSet<String>) -> Option<String> {
    if components.contains(text) {
        return Some(text.to_owned());
    }
    let last =
        decode(text.rsplit(['/', '#']).next()?).replace("~1", "/").replace("~0", "~");
    if components.contains(&last) {
        return (text.contains("schemas/") || !text.starts_with("#/")).then_some(last);
    }
    let stem = last.rsplit_once('.').map(|(stem, _)| stem.to_owned())?;
    (!text.starts_with("#/") && components.contains(&stem)).then_some(stem)
}
