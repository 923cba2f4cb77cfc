//! Only the operations that were asked for, and the components that they need.

use crate::config::Config;
use crate::document::Pointer;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// How many operations a document of any version has.
pub(super) fn count_operations(root: &Value) -> usize {
    let paths = root.get("paths").and_then(Value::as_object);
    let paths = paths.into_iter().flatten().filter(|(path, _)| !path.starts_with("x-"));
    let items = paths.filter_map(|(_, item)| item.as_object());
    items
        .flat_map(Map::iter)
        .filter(|(key, value)| METHODS.contains(&key.as_str()) && value.is_object())
        .count()
}

/// Drops what the configuration does not ask for; says whether it asks for a part only.
pub(super) fn select(root: &mut Value, config: &Config) -> bool {
    if config.include.is_empty() && config.exclude.is_empty() {
        return false;
    }
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        for (path, item) in paths.iter_mut() {
            if let Value::Object(item) = item {
                item.retain(|key, operation| {
                    !METHODS.contains(&key.as_str())
                        || is_chosen(config, path, operation)
                });
            }
        }
    }
    drop_unused(root);
    true
}

fn is_chosen(config: &Config, path: &str, operation: &Value) -> bool {
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
    let tags = operation.get("tags").and_then(Value::as_array);
    let tags: Vec<&str> = tags.into_iter().flatten().filter_map(Value::as_str).collect();
    let holds = |selection: &crate::config::Selection| {
        selection.holds(id, path, tags.iter().copied())
    };
    (config.include.is_empty() || holds(&config.include)) && !holds(&config.exclude)
}

/// Drops components that no operation leads to.
fn drop_unused(root: &mut Value) {
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    let mut open: Vec<&Value> = Vec::new();
    if let Value::Object(map) = &*root {
        open.extend(
            map.iter().filter(|(key, _)| *key != "components").map(|(_, value)| value),
        );
    }
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => open.extend(map.values()),
            Value::Array(items) => open.extend(items),
            Value::String(text) if text.starts_with("#/components/") => {
                let pointer = Pointer::parse(text);
                let [_, section, name, ..] = pointer.tokens() else { continue };
                let component =
                    root.get("components").and_then(|all| all.get(section)?.get(name));
                if let Some(component) = component
                    && used.insert((section.clone(), name.clone()))
                {
                    open.push(component);
                }
            }
            _ => {}
        }
    }
    let Some(Value::Object(components)) = root.get_mut("components") else { return };
    for (section, entries) in
        components.iter_mut().filter(|(key, _)| *key != "securitySchemes")
    {
        if let Value::Object(entries) = entries {
            entries.retain(|name, _| used.contains(&(section.clone(), name.clone())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Pattern;
    use serde_json::json;

    #[test]
    fn what_is_not_asked_for_goes_with_what_it_alone_needs() {
        let mut root = json!({
            "paths": {"/a": {
                "get": {"tags": ["A"], "x": {"$ref": "#/components/schemas/A"}},
                "put": {"tags": ["B"], "x": {"$ref": "#/components/schemas/B"}},
            }},
            "components": {"schemas": {
                "A": {"x": {"$ref": "#/components/schemas/C"}}, "B": {}, "C": {},
            }},
        });
        assert_eq!(count_operations(&root), 2);
        let mut config = Config::default();
        config.include.tags.push(Pattern("A".to_owned()));
        assert!(select(&mut root, &config));
        assert_eq!(count_operations(&root), 1);
        let schemas = root["components"]["schemas"].as_object().unwrap();
        assert_eq!(schemas.keys().collect::<Vec<_>>(), ["A", "C"]);
    }
}
