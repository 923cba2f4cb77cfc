//! `securityDefinitions` to `components/securitySchemes`.

use serde_json::{Map, Value, json};

/// One security definition of 2.0 as a security scheme of 3.0. What is neither `basic` nor
/// an `oauth2` with a `flow` is the same in both.
#[must_use]
pub(crate) fn convert_scheme(scheme: Value) -> Value {
    let Value::Object(mut map) = scheme else { return scheme };
    let kind = map.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind.to_ascii_lowercase().as_str() {
        "basic" => {
            map.insert("type".to_owned(), json!("http"));
            map.insert("scheme".to_owned(), json!("basic"));
        }
        "oauth2" if map.contains_key("flow") => convert_flow(&mut map),
        _ => {}
    }
    Value::Object(map)
}

fn convert_flow(map: &mut Map<String, Value>) {
    let name = match map.shift_remove("flow").as_ref().and_then(Value::as_str) {
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        Some("password") => "password",
        _ => "implicit",
    };
    let mut flow = Map::new();
    for key in ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"] {
        if let Some(value) = map.shift_remove(key) {
            flow.insert(key.to_owned(), value);
        }
    }
    flow.entry("scopes").or_insert_with(|| json!({}));
    map.insert("flows".to_owned(), json!({ name: flow }));
}
