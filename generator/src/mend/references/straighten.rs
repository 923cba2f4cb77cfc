//! Gives every reference its final form, `#/components/<section>/<name>`.

use super::lookup::{Names, first_schema, follow, get, get_mut, to_component, tokens};
use crate::diagnostic::Code;
use crate::dialect::grammar::Kind;
use crate::dialect::{Report, walk};
use crate::document::Pointer;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What becomes of a reference that is not in its final form.
enum Fate {
    /// It leads there.
    To(String),
    /// This stands in its place.
    Object(Value),
    /// It has no target.
    Nothing,
}

/// The reference as written, and the kind of object that is needed in its place.
type Odd = (Kind, String);

/// Gives every reference its final form. What has no target stays as it is.
pub(super) fn straighten(root: &mut Value, report: &mut Report<'_>) {
    let mut names = Names::of(root);
    let odd = collect(root, &names);
    if odd.is_empty() {
        return;
    }
    let mut fates: BTreeMap<Odd, Fate> = BTreeMap::new();
    for ((kind, reference), at) in odd {
        let fate = fate(root, kind, &reference, &at, &mut names, report);
        fates.insert((kind, reference), fate);
    }
    walk(Kind::OpenApi, root, |kind, value, _| {
        let Some(Value::String(reference)) = value.get("$ref") else { return };
        match fates.get(&(kind, reference.clone())) {
            Some(Fate::To(to)) => *value = json!({ "$ref": to }),
            Some(Fate::Object(object)) => *value = object.clone(),
            Some(Fate::Nothing) | None => {}
        }
    });
}

/// The references that are not final, each with the first place it stands at, in order.
fn collect(root: &mut Value, names: &Names) -> Vec<(Odd, Pointer)> {
    let mut seen: BTreeMap<Odd, usize> = BTreeMap::new();
    let mut odd = Vec::new();
    walk(Kind::OpenApi, root, |kind, value, at| {
        let Some(section) = kind.section() else { return };
        let Some(Value::String(reference)) = value.get("$ref") else { return };
        if is_inlined(kind) || names.is_final(reference, section) {
            return;
        }
        let key = (kind, reference.clone());
        if !seen.contains_key(&key) {
            seen.insert(key.clone(), odd.len());
            odd.push((key, at.pointer()));
        }
    });
    odd
}

/// Kinds whose references are replaced by their target.
pub(super) fn is_inlined(kind: Kind) -> bool {
    matches!(kind, Kind::PathItem | Kind::Callback | Kind::MediaType)
}

fn fate(
    root: &mut Value,
    kind: Kind,
    reference: &str,
    at: &Pointer,
    names: &mut Names,
    report: &mut Report<'_>,
) -> Fate {
    let Some(section) = kind.section() else { return Fate::Nothing };
    let wanted = tokens(reference);
    if let [components, in_section, name] = wanted.as_slice()
        && components == "components"
        && in_section == section
        && names.has(section, name)
    {
        return Fate::To(to_component(section, name));
    }
    if wanted.is_empty() {
        return Fate::Nothing;
    }
    match follow(root, &wanted) {
        Some(target) => found(root, kind, target, at, names, report),
        None => guess(section, &wanted, reference, at, names, report),
    }
}

/// The component of the right section that the last part of a reference names.
fn guess(
    section: &str,
    wanted: &[String],
    reference: &str,
    at: &Pointer,
    names: &Names,
    report: &mut Report<'_>,
) -> Fate {
    let Some(last) = wanted.last() else { return Fate::Nothing };
    let known = names.has(section, last).then(|| last.clone());
    match known.or_else(|| names.alike(section, last)) {
        Some(name) => {
            let message = format!("`{reference}` has no target; `{name}` is taken");
            report.add(Code::MisplacedReference, at, message);
            Fate::To(to_component(section, &name))
        }
        None => Fate::Nothing,
    }
}

/// The target exists. It is made a component of the right kind where it is none.
fn found(
    root: &mut Value,
    kind: Kind,
    target: Vec<String>,
    at: &Pointer,
    names: &mut Names,
    report: &mut Report<'_>,
) -> Fate {
    let Some(section) = kind.section() else { return Fate::Nothing };
    if let [components, in_section, name] = target.as_slice()
        && components == "components"
    {
        if in_section == section {
            return Fate::To(to_component(section, name));
        }
        let other = other_kind(root, kind, &target);
        if !matches!(other, Some(Fate::Nothing)) {
            let message =
                format!("a {} is needed here, and this is something else", kind.title());
            report.add(Code::MisplacedReference, at, message);
        }
        if let Some(fate) = other {
            return fate;
        }
        // A schema in a request body or the like.
        if kind == Kind::Schema {
            let below = get(root, &target).and_then(Value::as_object);
            if let Some((media_type, _)) = below.and_then(first_schema) {
                let more = ["content".to_owned(), media_type, "schema".to_owned()];
                return found_again(root, kind, target, &more, at, names, report);
            }
            if below.is_some_and(|below| below.contains_key("schema")) {
                let more = ["schema".to_owned()];
                return found_again(root, kind, target, &more, at, names, report);
            }
        }
        return Fate::Nothing;
    }
    hoist(root, section, &target, names, report)
}

fn found_again(
    root: &mut Value,
    kind: Kind,
    mut target: Vec<String>,
    more: &[String],
    at: &Pointer,
    names: &mut Names,
    report: &mut Report<'_>,
) -> Fate {
    target.extend_from_slice(more);
    match follow(root, &target) {
        Some(real) if real.len() > 3 => {
            hoist(root, kind.section().unwrap_or_default(), &real, names, report)
        }
        Some(real) if real.get(1).map(String::as_str) == kind.section() => {
            let name = real.last().cloned().unwrap_or_default();
            Fate::To(to_component("schemas", &name))
        }
        _ => {
            report.add(Code::MisplacedReference, at, "the reference has no target");
            Fate::Nothing
        }
    }
}

/// What another kind of component comes to in place of this kind; `None` where it takes a
/// closer look.
fn other_kind(root: &Value, kind: Kind, target: &[String]) -> Option<Fate> {
    let section = target.get(1).map(String::as_str).unwrap_or_default();
    let name = target.last().cloned().unwrap_or_default();
    match (kind, section) {
        (Kind::Response | Kind::RequestBody, "schemas") => {
            let schema = json!({ "$ref": to_component("schemas", &name) });
            let mut object =
                json!({ "content": { "application/json": { "schema": schema } } });
            if kind == Kind::Response
                && let Value::Object(map) = &mut object
            {
                map.insert("description".to_owned(), json!(""));
            }
            Some(Fate::Object(object))
        }
        (Kind::Response, "requestBodies") | (Kind::RequestBody, "responses") => {
            let content = get(root, target)?.get("content")?.clone();
            let object = json!({ "description": "", "content": content });
            Some(Fate::Object(object))
        }
        (Kind::Header, "parameters") | (Kind::Parameter, "headers") => {
            let mut object = get(root, target)?.clone();
            if let Value::Object(map) = &mut object {
                map.shift_remove("name");
                map.shift_remove("in");
                if kind == Kind::Parameter {
                    map.insert("name".to_owned(), json!(name));
                    map.insert("in".to_owned(), json!("header"));
                }
            }
            Some(Fate::Object(object))
        }
        (Kind::Schema, "requestBodies" | "responses" | "parameters" | "headers") => None,
        _ => Some(Fate::Nothing),
    }
}

/// Makes the target a component, and leaves a reference to it in its place.
fn hoist(
    root: &mut Value,
    section: &str,
    target: &[String],
    names: &mut Names,
    report: &mut Report<'_>,
) -> Fate {
    if !get(root, target).is_some_and(Value::is_object) {
        return Fate::Nothing;
    }
    let mut name = name_of(target);
    while names.has(section, &name) {
        name.push('_');
    }
    let reference = to_component(section, &name);
    let Some(place) = get_mut(root, target) else { return Fate::Nothing };
    let object = std::mem::replace(place, json!({ "$ref": reference }));
    let mut from = Pointer::root();
    target.iter().for_each(|token| from.push(token.as_str()));
    let to = Pointer::root().child("components").child(section).child(name.as_str());
    report.moved(&from, to);
    let Value::Object(map) = root else { return Fate::Nothing };
    let components = map.entry("components").or_insert_with(|| json!({}));
    if let Value::Object(components) = components
        && let Value::Object(objects) =
            components.entry(section).or_insert_with(|| json!({}))
    {
        objects.insert(name.clone(), object);
    }
    names.add(section, name);
    Fate::To(reference)
}

/// A component's name from its former place, without the words that every place has.
fn name_of(target: &[String]) -> String {
    const COMMON: &[&str] = &[
        "components",
        "schemas",
        "properties",
        "paths",
        "content",
        "schema",
        "responses",
        "parameters",
        "requestBodies",
        "headers",
        "examples",
        "links",
    ];
    let mut words: Vec<String> = Vec::new();
    for token in target {
        if COMMON.contains(&token.as_str()) || token.starts_with("application/") {
            continue;
        }
        for word in
            token.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        {
            if !word.is_empty() {
                words.push(word.to_owned());
            }
        }
    }
    if words.is_empty() { "Unnamed".to_owned() } else { words.join(".") }
}
