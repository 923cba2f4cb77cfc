//! The edits, by kind: what people do to descriptions, each small and by itself.

use super::schema::SCHEMA;
use super::sites::{Site, sites};
use serde_json::{Map, Value, json};

pub(super) type Object = Map<String, Value>;

/// A kind of edit: its name, where it is made, and how; `false` where it cannot be.
pub(super) type Kind = (&'static str, Site, fn(&mut Object) -> bool);

/// An edited description.
pub(super) struct Edit {
    pub(super) kind: &'static str,
    pub(super) at: String,
    pub(super) root: Value,
}

/// An edit of each kind that can be made, at a place that the dice choose.
pub(super) fn edits(root: &Value, random: &mut fastrand::Rng) -> Vec<Edit> {
    let mut all = Vec::new();
    for (kind, site, change) in SCHEMA.iter().chain(OTHERS) {
        let mut places = sites(root, *site);
        random.shuffle(&mut places);
        let edit = places.into_iter().find_map(|at| {
            let mut edited = root.clone();
            let map = edited.pointer_mut(&at)?.as_object_mut()?;
            let is_changed = change(map) && edited != *root;
            is_changed.then_some(Edit { kind, at, root: edited })
        });
        all.extend(edit);
    }
    all
}

/// Renames a key where it stands.
pub(super) fn rename(map: &mut Object, from: &str, to: &str) {
    let old = std::mem::take(map);
    map.extend(old.into_iter().map(|(key, value)| {
        if key == from { (to.to_owned(), value) } else { (key, value) }
    }));
}

pub(super) fn first_key(map: &Object) -> Option<String> {
    map.keys().next().cloned()
}

/// Sets a member, and says whether that is a change.
pub(super) fn set(map: &mut Object, key: &str, value: Value) -> bool {
    map.insert(key.to_owned(), value.clone()) != Some(value)
}

fn object<'a>(map: &'a mut Object, key: &str) -> Option<&'a mut Object> {
    map.get_mut(key)?.as_object_mut()
}

/// The same name in another spelling, which Rust does not see.
pub(super) fn respelled(name: &str) -> Option<String> {
    if name.contains(['_', '-']) {
        return Some(name.replace(['_', '-'], "."));
    }
    let mut spelled = String::new();
    for one in name.chars() {
        if one.is_ascii_uppercase() && !spelled.is_empty() {
            spelled.push('_');
        }
        spelled.push(one.to_ascii_lowercase());
    }
    (spelled != name).then_some(spelled)
}

fn schema_of(parameter: &mut Object) -> Option<&mut Object> {
    object(parameter, "schema").filter(|schema| !schema.contains_key("$ref"))
}

fn is_in(parameter: &Object, place: &str) -> bool {
    parameter.get("in").and_then(Value::as_str) == Some(place)
}

/// The first operation of the first path, with its place.
fn first_operation(root: &Object) -> Option<(String, String)> {
    let paths = root.get("paths")?.as_object()?;
    paths.iter().find_map(|(path, item)| {
        let mut members = item.as_object()?.iter();
        let (method, _) = members.find(|(_, one)| one.get("responses").is_some())?;
        Some((path.clone(), method.clone()))
    })
}

/// Changes the first response for which it can be done.
fn each_content(responses: &mut Object, change: impl Fn(&mut Object) -> bool) -> bool {
    responses.values_mut().any(|response| {
        let content = response.get_mut("content").and_then(Value::as_object_mut);
        content.is_some_and(&change)
    })
}

const OTHERS: &[Kind] = &[
    ("title", Site::Root, |root| {
        object(root, "info")
            .is_some_and(|info| set(info, "title", json!("Another title")))
    }),
    ("version", Site::Root, |root| {
        object(root, "info").is_some_and(|info| set(info, "version", json!("77")))
    }),
    ("server", Site::Root, |root| {
        set(root, "servers", json!([{"url": "https://other.test/v9"}]))
    }),
    ("another server", Site::Root, |root| {
        let servers = root.entry("servers").or_insert_with(|| json!([{"url": "/"}]));
        servers.as_array_mut().is_some_and(|all| {
            all.push(json!({"url": "https://second.test"}));
            true
        })
    }),
    ("security of all", Site::Root, |root| set(root, "security", json!([]))),
    ("path", Site::Root, |root| {
        let Some((path, _)) = first_operation(root) else { return false };
        let Some(paths) = object(root, "paths") else { return false };
        rename(paths, &path, &format!("/moved{path}"));
        true
    }),
    ("method", Site::Root, |root| {
        let Some((path, method)) = first_operation(root) else { return false };
        let Some(item) = object(root, "paths").and_then(|paths| object(paths, &path))
        else {
            return false;
        };
        let other = if method == "put" { "patch" } else { "put" };
        if item.contains_key(other) {
            return false;
        }
        rename(item, &method, other);
        true
    }),
    ("drop an operation", Site::Root, |root| {
        let Some((path, method)) = first_operation(root) else { return false };
        let item = object(root, "paths").and_then(|paths| object(paths, &path));
        item.is_some_and(|item| item.shift_remove(&method).is_some())
    }),
    ("another operation", Site::Root, |root| {
        let operation = json!({"get": {"operationId": "newOne", "responses": {"204": {"description": "Done."}}}});
        object(root, "paths").is_some_and(|paths| set(paths, "/new/one", operation))
    }),
    ("reorder paths", Site::Root, |root| {
        object(root, "paths").is_some_and(|paths| {
            let old: Vec<_> = std::mem::take(paths).into_iter().collect();
            paths.extend(old.into_iter().rev());
            paths.len() > 1
        })
    }),
    ("another component", Site::Root, |root| {
        let schemas = object(root, "components").and_then(|all| object(all, "schemas"));
        let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        schemas.is_some_and(|schemas| set(schemas, "NewComponent", schema))
    }),
    ("rename a parameter", Site::Parameter, |parameter| {
        !is_in(parameter, "path") && set(parameter, "name", json!("renamedOne"))
    }),
    ("respell a parameter", Site::Parameter, |parameter| {
        let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
        let Some(name) = respelled(name) else { return false };
        !is_in(parameter, "path") && set(parameter, "name", json!(name))
    }),
    ("move a parameter", Site::Parameter, |parameter| {
        let place = if is_in(parameter, "query") { "header" } else { "query" };
        if is_in(parameter, "path") || parameter.contains_key("style") {
            return false;
        }
        set(parameter, "in", json!(place))
    }),
    ("require a parameter", Site::Parameter, |parameter| {
        !is_in(parameter, "path") && set(parameter, "required", json!(true))
    }),
    ("release a parameter", Site::Parameter, |parameter| {
        !is_in(parameter, "path")
            && parameter.shift_remove("required") == Some(json!(true))
    }),
    ("explode a parameter", Site::Parameter, |parameter| {
        let is_list = parameter.get("schema").and_then(|one| one.get("type"))
            == Some(&json!("array"));
        is_list && set(parameter, "explode", json!(is_in(parameter, "header")))
    }),
    ("style of a parameter", Site::Parameter, |parameter| {
        let is_list = parameter.get("schema").and_then(|one| one.get("type"))
            == Some(&json!("array"));
        is_list
            && is_in(parameter, "query")
            && set(parameter, "style", json!("pipeDelimited"))
            && parameter.insert("explode".to_owned(), json!(false)).is_none()
    }),
    ("type of a parameter", Site::Parameter, |parameter| {
        schema_of(parameter).is_some_and(|schema| {
            let is_text = schema.get("type") == Some(&json!("string"));
            schema.retain(|key, _| key == "description");
            set(schema, "type", json!(if is_text { "integer" } else { "string" }))
        })
    }),
    ("tighten a parameter", Site::Parameter, |parameter| {
        schema_of(parameter).is_some_and(super::schema::tighten)
    }),
    ("default of a parameter", Site::Parameter, |parameter| {
        schema_of(parameter).is_some_and(|schema| {
            schema.get("type") == Some(&json!("string"))
                && set(schema, "default", json!("usual"))
        })
    }),
    ("deprecate a parameter", Site::Parameter, |parameter| {
        set(parameter, "deprecated", json!(true))
    }),
    ("describe a parameter", Site::Parameter, |parameter| {
        set(parameter, "description", json!("In other words."))
    }),
    ("another parameter", Site::Operation, |operation| {
        let all = operation.entry("parameters").or_insert_with(|| json!([]));
        all.as_array_mut().is_some_and(|all| {
            all.push(
                json!({"name": "brandNew", "in": "query", "schema": {"type": "string"}}),
            );
            true
        })
    }),
    ("another required parameter", Site::Operation, |operation| {
        let all = operation.entry("parameters").or_insert_with(|| json!([]));
        all.as_array_mut().is_some_and(|all| {
            all.push(json!({"name": "brandNew", "in": "query", "required": true, "schema": {"type": "string"}}));
            true
        })
    }),
    ("drop a parameter", Site::Operation, |operation| {
        let all = operation.get_mut("parameters").and_then(Value::as_array_mut);
        all.is_some_and(|all| {
            let before = all.len();
            all.retain(|one| one.get("in") == Some(&json!("path")));
            all.len() < before
        })
    }),
    ("reorder parameters", Site::Operation, |operation| {
        let all = operation.get_mut("parameters").and_then(Value::as_array_mut);
        all.is_some_and(|all| {
            all.reverse();
            all.len() > 1
        })
    }),
    ("rename an operation", Site::Operation, |operation| {
        set(operation, "operationId", json!("callMeThis"))
    }),
    ("deprecate an operation", Site::Operation, |operation| {
        set(operation, "deprecated", json!(true))
    }),
    ("describe an operation", Site::Operation, |operation| {
        set(operation, "summary", json!("In other words"))
    }),
    ("tag", Site::Operation, |operation| set(operation, "tags", json!(["Elsewhere"]))),
    ("security", Site::Operation, |operation| set(operation, "security", json!([]))),
    ("server of an operation", Site::Operation, |operation| {
        set(operation, "servers", json!([{"url": "https://special.test"}]))
    }),
    ("require a body", Site::Operation, |operation| {
        object(operation, "requestBody")
            .is_some_and(|body| set(body, "required", json!(true)))
    }),
    ("release a body", Site::Operation, |operation| {
        let body = object(operation, "requestBody");
        body.is_some_and(|body| body.shift_remove("required") == Some(json!(true)))
    }),
    ("drop a body", Site::Operation, |operation| {
        operation.shift_remove("requestBody").is_some()
    }),
    ("media type of a body", Site::Operation, |operation| {
        let body = object(operation, "requestBody");
        let content = body.and_then(|body| object(body, "content"));
        content.is_some_and(|content| {
            let is_json = content.contains_key("application/json");
            rename(content, "application/json", "application/vnd.other+json");
            is_json
        })
    }),
    ("another media type of a body", Site::Operation, |operation| {
        let body = object(operation, "requestBody");
        let content = body.and_then(|body| object(body, "content"));
        content.is_some_and(|content| {
            set(content, "text/plain", json!({"schema": {"type": "string"}}))
        })
    }),
    ("another error", Site::Responses, |responses| {
        let problem =
            json!({"type": "object", "properties": {"why": {"type": "string"}}});
        let response = json!({"description": "No.", "content": {"application/json": {"schema": problem}}});
        set(responses, "418", response)
    }),
    ("drop an error", Site::Responses, |responses| {
        let error =
            responses.keys().find(|key| key.starts_with(['4', '5', 'd'])).cloned();
        error.is_some_and(|error| responses.shift_remove(&error).is_some())
    }),
    ("another success", Site::Responses, |responses| {
        set(responses, "204", json!({"description": "Nothing."}))
    }),
    ("status of a success", Site::Responses, |responses| {
        if !responses.contains_key("200") || responses.contains_key("201") {
            return false;
        }
        rename(responses, "200", "201");
        true
    }),
    ("type of an answer", Site::Responses, |responses| {
        each_content(responses, |content| {
            content
                .get_mut("application/json")
                .and_then(Value::as_object_mut)
                .is_some_and(|media| {
                    let schema = media.get("schema").cloned();
                    set(media, "schema", json!({"type": "array", "items": schema}))
                })
        })
    }),
    ("type of an error", Site::Responses, |responses| {
        let error =
            responses.iter_mut().find(|(key, _)| key.starts_with(['4', '5', 'd']));
        let media =
            error.and_then(|(_, one)| one.pointer_mut("/content/application~1json"));
        let media = media.and_then(Value::as_object_mut);
        media.is_some_and(|media| {
            set(
                media,
                "schema",
                json!({"type": "object", "properties": {"why": {"type": "string"}}}),
            )
        })
    }),
    ("media type of an answer", Site::Responses, |responses| {
        each_content(responses, |content| {
            let is_json = content.contains_key("application/json");
            rename(content, "application/json", "application/vnd.other+json");
            is_json
        })
    }),
    ("another media type of an answer", Site::Responses, |responses| {
        each_content(responses, |content| {
            set(content, "text/csv", json!({"schema": {"type": "string"}}))
        })
    }),
    ("rename a key", Site::Scheme, |scheme| {
        scheme.contains_key("in") && set(scheme, "name", json!("X-Other-Key"))
    }),
    ("move a key", Site::Scheme, |scheme| {
        scheme.contains_key("in") && set(scheme, "in", json!("query"))
    }),
    ("kind of a scheme", Site::Scheme, |scheme| {
        let to = if scheme.get("scheme") == Some(&json!("bearer")) {
            "basic"
        } else {
            "bearer"
        };
        scheme.contains_key("scheme") && set(scheme, "scheme", json!(to))
    }),
];
