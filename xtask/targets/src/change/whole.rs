//! Mutations of a whole document.

use super::odd::{MEDIA, Mutation, Pool};
use super::sites::{escaped, schemas};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Every mutation of the whole document, by name.
pub(super) const ALL: &[Mutation<Value>] = &[
    ("rename schema", |root, pool| {
        let name = pool.name();
        rename_schema(root, name, pool);
    }),
    ("rename schema by case", |root, pool| {
        let Some((map, _)) = schemas(root) else { return };
        let keys: Vec<String> = map.keys().cloned().collect();
        let other = pool.pick(&keys, "a".to_owned());
        let name = match pool.random.usize(..4) {
            0 => other.to_uppercase(),
            1 => other.to_lowercase(),
            2 => format!("{other}_"),
            _ => other.replace(|c: char| c.is_uppercase(), "_"),
        };
        rename_schema(root, name, pool);
    }),
    ("version", |root, pool| {
        if root.get("openapi").is_some() {
            let version = pool.pick(
                &[
                    json!("3.0.0"),
                    json!("3.1.0"),
                    json!("3.2.0"),
                    json!(3.1),
                    json!("3.0"),
                    json!(" 3.0.1 "),
                ],
                json!("3.0.0"),
            );
            insert(root, "openapi", version);
        }
    }),
    ("rename path", rename_path),
    ("method", |root, pool| {
        let paths = root.get_mut("paths").and_then(Value::as_object_mut);
        let Some(item) = some_member(paths, pool).and_then(Value::as_object_mut) else {
            return;
        };
        let method =
            pool.pick(&["trace", "head", "options", "query", "x-get", "GET"], "get");
        if let Some(operation) =
            item.values().find(|one| one.get("responses").is_some()).cloned()
        {
            item.insert(method.to_owned(), operation);
        }
    }),
    ("title", |root, pool| {
        let title = json!(pool.name());
        let info =
            pool.pick(&[json!({ "title": title }), json!({}), json!(null)], json!({}));
        insert(root, "info", info);
    }),
    ("servers", |root, pool| {
        let url = pool.name();
        let servers = pool.pick(
            &[json!([{ "url": url }]), json!([]), json!([{ "url": "/" }]), json!("x")],
            json!([]),
        );
        insert(root, "servers", servers);
    }),
    ("tags", |root, pool| {
        let (name, words) = (pool.name(), pool.words());
        insert(root, "tags", json!([{ "name": name, "description": words }, null]));
    }),
    ("global media", |root, pool| {
        let media = pool.pick(MEDIA, "");
        insert(root, "consumes", json!([media]));
        insert(root, "produces", json!([media, 1]));
    }),
    ("webhook", |root, pool| {
        let (name, schema) = (pool.name(), pool.schema());
        insert(
            root,
            "webhooks",
            json!({ name: { "post": {
            "requestBody": { "content": { "application/json": { "schema": schema } } },
            "responses": { "200": { "description": "ok" } },
        } } }),
        );
    }),
    ("wrong type", |root, pool| {
        let value = pool.value();
        if let Some(node) = some_node(root, pool) {
            *node = value;
        }
    }),
    ("drop key", |root, pool| {
        let node = some_node(root, pool).and_then(Value::as_object_mut);
        let Some(map) = node else { return };
        let keys: Vec<String> = map.keys().cloned().collect();
        map.remove(&pool.pick(&keys, String::new()));
    }),
];

fn insert(root: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = root {
        map.insert(key.to_owned(), value);
    }
}

fn some_member<'map>(
    map: Option<&'map mut Map<String, Value>>,
    pool: &mut Pool,
) -> Option<&'map mut Value> {
    let map = map?;
    let keys: Vec<String> = map.keys().cloned().collect();
    map.get_mut(&pool.pick(&keys, String::new()))
}

/// A value somewhere below the root, most often deep down.
fn some_node<'root>(
    root: &'root mut Value,
    pool: &mut Pool,
) -> Option<&'root mut Value> {
    let mut node = root;
    for depth in 0..pool.random.usize(2..14) {
        let is_leaf = match &*node {
            Value::Object(map) => map.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => true,
        };
        if is_leaf {
            return (depth > 1).then_some(node);
        }
        node = match node {
            Value::Object(_) => some_member(node.as_object_mut(), pool)?,
            Value::Array(items) => {
                let index = pool.random.usize(..items.len());
                items.get_mut(index)?
            }
            _ => return None,
        };
    }
    Some(node)
}

/// A schema gets another name, and references follow it.
fn rename_schema(root: &mut Value, name: String, pool: &mut Pool) {
    let Some((map, prefix)) = schemas(root) else { return };
    let keys: Vec<String> = map.keys().cloned().collect();
    let old = pool.pick(&keys, String::new());
    if map.contains_key(&name) {
        return;
    }
    let Some(schema) = map.remove(&old) else { return };
    let new = format!("{prefix}{}", escaped(&name));
    map.insert(name, schema);
    let moves = BTreeMap::from([(format!("{prefix}{}", escaped(&old)), new)]);
    follow(root, &moves);
    for reference in &mut pool.schemas {
        if let Some(new) = moves.get(reference) {
            reference.clone_from(new);
        }
    }
}

fn follow(root: &mut Value, moves: &BTreeMap<String, String>) {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) => {
                if let Some(new) = moves.get(text) {
                    text.clone_from(new);
                }
            }
            Value::Array(items) => open.extend(items),
            Value::Object(map) => open.extend(map.values_mut()),
            _ => {}
        }
    }
}

fn rename_path(root: &mut Value, pool: &mut Pool) {
    let name = pool.name();
    let Some(paths) = root.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    let keys: Vec<String> = paths.keys().cloned().collect();
    let old = pool.pick(&keys, String::new());
    let new = match pool.random.usize(..12) {
        0 => format!("{old}/"),
        1 => format!("{old}?a=b&c"),
        2 => format!("{old}#frag"),
        3 => old.trim_start_matches('/').to_owned(),
        4 => format!("{old}/{{{name}}}"),
        5 => format!("{old}/{{id}}{{id}}"),
        6 => format!("{old}/{{a}}.{{b}}:go"),
        7 => format!("{old}/{{+rest}}"),
        8 => format!("{old}/{{}}"),
        9 => format!("{old} "),
        10 => format!("/{name}"),
        _ => old.replace(['{', '}'], ""),
    };
    if let Some(item) = paths.remove(&old) {
        paths.insert(new, item);
    }
}
