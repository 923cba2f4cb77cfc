//! Edits of schemas.

use super::change::{Kind, Object, first_key, rename, respelled, set};
use super::sites::Site;
use serde_json::{Value, json};

/// A rule that ordinary values break.
pub(super) fn tighten(schema: &mut Object) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some("string") if !schema.contains_key("enum") => {
            set(schema, "maxLength", json!(1))
        }
        Some("integer" | "number") => set(schema, "minimum", json!(1_000_000)),
        Some("array") => set(schema, "minItems", json!(40)),
        _ => false,
    }
}

fn properties(schema: &mut Object) -> Option<&mut Object> {
    schema.get_mut("properties")?.as_object_mut().filter(|all| !all.is_empty())
}

fn required(schema: &mut Object) -> Option<&mut Vec<Value>> {
    schema.entry("required").or_insert_with(|| json!([])).as_array_mut()
}

fn list<'a>(schema: &'a mut Object, keys: &[&str]) -> Option<&'a mut Vec<Value>> {
    let key = keys.iter().find(|key| schema.contains_key(**key))?;
    schema.get_mut(*key)?.as_array_mut()
}

pub(super) const SCHEMA: &[Kind] = &[
    ("another property", Site::Object, |schema| {
        properties(schema)
            .is_some_and(|all| set(all, "brandNew", json!({"type": "string"})))
    }),
    ("another required property", Site::Object, |schema| {
        let name = json!("brandNew");
        properties(schema)
            .is_some_and(|all| set(all, "brandNew", json!({"type": "string"})))
            && required(schema).is_some_and(|all| {
                all.push(name);
                true
            })
    }),
    ("drop a property", Site::Object, |schema| {
        let Some(name) = properties(schema).and_then(|all| first_key(all)) else {
            return false;
        };
        if let Some(all) = schema.get_mut("required").and_then(Value::as_array_mut) {
            all.retain(|one| *one != json!(name));
        }
        properties(schema).is_some_and(|all| all.shift_remove(&name).is_some())
    }),
    ("rename a property", Site::Object, |schema| {
        renamed(schema, |_| Some("renamedOne".to_owned()))
    }),
    ("respell a property", Site::Object, |schema| renamed(schema, respelled)),
    ("require a property", Site::Object, |schema| {
        let Some(name) = properties(schema).and_then(|all| first_key(all)) else {
            return false;
        };
        required(schema).is_some_and(|all| {
            let is_new = !all.contains(&json!(name));
            all.push(json!(name));
            is_new
        })
    }),
    ("release a property", Site::Object, |schema| {
        required(schema).is_some_and(|all| all.pop().is_some())
    }),
    ("reorder properties", Site::Object, |schema| {
        properties(schema).is_some_and(|all| {
            let old: Vec<_> = std::mem::take(all).into_iter().collect();
            all.extend(old.into_iter().rev());
            all.len() > 1
        })
    }),
    ("type of other properties", Site::Object, |schema| {
        set(schema, "additionalProperties", json!({"type": "integer"}))
    }),
    ("type of a property", Site::Property, |schema| {
        let is_text = schema.get("type") == Some(&json!("string"));
        schema.retain(|key, _| key == "description");
        set(schema, "type", json!(if is_text { "integer" } else { "string" }))
    }),
    ("format of a property", Site::Property, |schema| {
        schema.get("type") == Some(&json!("string"))
            && !schema.contains_key("enum")
            && set(schema, "format", json!("date-time"))
    }),
    ("list of a property", Site::Property, |schema| {
        let item = std::mem::take(schema);
        set(schema, "type", json!("array")) && set(schema, "items", Value::Object(item))
    }),
    ("tighten a property", Site::Property, tighten),
    ("widen a property", Site::Property, |schema| {
        [
            "maxLength",
            "minLength",
            "minimum",
            "maximum",
            "maxItems",
            "minItems",
            "pattern",
        ]
        .iter()
        .any(|key| schema.shift_remove(*key).is_some())
    }),
    ("default of a property", Site::Property, |schema| {
        let is_text = schema.get("type") == Some(&json!("string"));
        is_text && !schema.contains_key("enum") && set(schema, "default", json!("usual"))
    }),
    ("nullable property", Site::Property, |schema| set(schema, "nullable", json!(true))),
    ("read-only property", Site::Property, |schema| {
        set(schema, "readOnly", json!(true))
    }),
    ("deprecate a property", Site::Property, |schema| {
        set(schema, "deprecated", json!(true))
    }),
    ("describe a property", Site::Property, |schema| {
        set(schema, "description", json!("In other words."))
    }),
    ("another value", Site::Enum, |schema| {
        let is_text = schema.get("type") != Some(&json!("integer"));
        list(schema, &["enum"]).is_some_and(|all| {
            all.push(if is_text { json!("brand-new") } else { json!(7707) });
            true
        })
    }),
    ("drop a value", Site::Enum, |schema| {
        list(schema, &["enum"]).is_some_and(|all| {
            let is_enough = all.len() > 1;
            all.truncate(all.len().saturating_sub(1));
            is_enough
        })
    }),
    ("respell a value", Site::Enum, |schema| {
        list(schema, &["enum"]).is_some_and(|all| {
            let Some(first) = all.first_mut() else { return false };
            let Some(text) = first.as_str() else { return false };
            let upper = text.to_uppercase();
            let other = if upper == text { text.to_lowercase() } else { upper };
            *first = json!(other);
            true
        })
    }),
    ("reorder values", Site::Enum, |schema| {
        list(schema, &["enum"]).is_some_and(|all| {
            all.reverse();
            all.len() > 1
        })
    }),
    ("another alternative", Site::Union, |schema| {
        list(schema, &["oneOf", "anyOf"]).is_some_and(|all| {
            all.push(json!({"type": "object", "title": "BrandNew", "required": ["brandNew"], "properties": {"brandNew": {"type": "string"}}}));
            true
        })
    }),
    ("drop an alternative", Site::Union, |schema| {
        list(schema, &["oneOf", "anyOf"]).is_some_and(|all| {
            all.pop();
            all.len() > 1
        })
    }),
    ("reorder alternatives", Site::Union, |schema| {
        list(schema, &["oneOf", "anyOf"]).is_some_and(|all| {
            all.reverse();
            all.len() > 1
        })
    }),
    ("values of a tag", Site::Tagged, |schema| {
        let mapping =
            schema.get_mut("discriminator").and_then(|one| one.get_mut("mapping"));
        mapping.and_then(Value::as_object_mut).is_some_and(|mapping| {
            let Some(first) = first_key(mapping) else { return false };
            rename(mapping, &first, "another-tag");
            true
        })
    }),
    ("without a tag", Site::Tagged, |schema| {
        schema.shift_remove("discriminator").is_some()
    }),
];

/// Renames the first property that gets another name.
fn renamed(schema: &mut Object, name: impl Fn(&str) -> Option<String>) -> bool {
    let Some(all) = properties(schema) else { return false };
    let found = all.keys().find_map(|key| Some((key.clone(), name(key)?)));
    let Some((from, to)) = found else { return false };
    rename(all, &from, &to);
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        for one in required.iter_mut().filter(|one| **one == json!(from)) {
            *one = json!(to);
        }
    }
    true
}
