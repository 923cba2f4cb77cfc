//! Security schemes and requirements.

use crate::diagnostic::Code;
use crate::dialect::grammar::Kind;
use crate::dialect::{At, Report, convert_scheme, walk};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Schemes of 2.0 in a 3.0 document.
pub(super) fn before_shape(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let kind = map.get("type").and_then(Value::as_str).unwrap_or_default();
    let foreign = kind.eq_ignore_ascii_case("basic")
        || (kind.eq_ignore_ascii_case("oauth2") && map.contains_key("flow"));
    if foreign {
        let message = || "a security scheme is written as in 2.0".to_owned();
        report.count(Code::ForeignKeyword, "security scheme", || at.pointer(), message);
        if let Value::Object(converted) =
            convert_scheme(Value::Object(std::mem::take(map)))
        {
            *map = converted;
        }
    }
}

/// Leaves a scheme of one of the four types, with what that type needs.
pub(super) fn after_shape(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let kind =
        map.get("type").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let meant = match kind.to_ascii_lowercase().as_str() {
        "apikey" | "api_key" | "api-key" => "apiKey",
        "http" => "http",
        "oauth2" | "oauth" | "oauth 2.0" => "oauth2",
        "openidconnect" | "oidc" => "openIdConnect",
        "" if map.contains_key("flows") => "oauth2",
        "" if map.contains_key("openIdConnectUrl") => "openIdConnect",
        "" if map.contains_key("scheme") => "http",
        "" if map.contains_key("in") => "apiKey",
        _ => "",
    };
    if meant != kind {
        let message = format!("`{kind}` is not a type of security scheme");
        report.add(Code::BrokenSecurity, &at.pointer(), message);
    }
    if meant.is_empty() {
        map.insert("type".to_owned(), json!("http"));
        map.insert(
            "scheme".to_owned(),
            json!(if kind.is_empty() { "unknown" } else { &kind }),
        );
        return;
    }
    map.insert("type".to_owned(), json!(meant));
    match meant {
        "apiKey" => mend_key(map, at, report),
        "http" if !map.contains_key("scheme") => {
            report.add(
                Code::BrokenSecurity,
                &at.pointer(),
                "an http scheme has no `scheme`",
            );
            let scheme =
                if map.contains_key("bearerFormat") { "bearer" } else { "basic" };
            map.insert("scheme".to_owned(), json!(scheme));
        }
        "oauth2" => mend_flows(map, at, report),
        "openIdConnect" => {
            map.entry("openIdConnectUrl").or_insert_with(|| json!(""));
        }
        _ => {}
    }
}

fn mend_key(map: &mut Map<String, Value>, at: &At<'_, '_>, report: &mut Report<'_>) {
    let place = map.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
    if !matches!(place.as_str(), "query" | "header" | "cookie") {
        let meant = match place.trim().to_ascii_lowercase().as_str() {
            "query" => "query",
            "cookie" => "cookie",
            _ => "header",
        };
        let message = format!(
            "`in: {place}` is not a place for an API key; it is read as `{meant}`"
        );
        report.add(Code::BrokenSecurity, &at.pointer(), message);
        map.insert("in".to_owned(), json!(meant));
    }
    match map.get_mut("name") {
        Some(Value::String(name)) => *name = name.trim().to_owned(),
        _ => {
            report.add(Code::BrokenSecurity, &at.pointer(), "a key has no name");
            map.insert("name".to_owned(), json!("Authorization"));
        }
    }
}

fn mend_flows(map: &mut Map<String, Value>, at: &At<'_, '_>, report: &mut Report<'_>) {
    let flows = map.entry("flows").or_insert_with(|| json!({}));
    let Value::Object(flows) = flows else { return };
    // Names of flows in 2.0, and in other spellings.
    for (old, new) in [
        ("application", "clientCredentials"),
        ("client_credentials", "clientCredentials"),
        ("accessCode", "authorizationCode"),
        ("authorization_code", "authorizationCode"),
    ] {
        if !flows.contains_key(new)
            && let Some(flow) = flows.shift_remove(old)
        {
            report.add(
                Code::BrokenSecurity,
                &at.pointer(),
                format!("`{old}` is not an OAuth flow"),
            );
            flows.insert(new.to_owned(), flow);
        }
    }
    for (name, needs) in [
        ("implicit", &["authorizationUrl"][..]),
        ("password", &["tokenUrl"]),
        ("clientCredentials", &["tokenUrl"]),
        ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
    ] {
        let Some(Value::Object(flow)) = flows.get_mut(name) else { continue };
        let lacks = |key: &&&str| !flow.contains_key(**key);
        let Some(lacking) = needs.iter().find(lacks) else { continue };
        let message = format!("the flow `{name}` has no `{lacking}`");
        report.add(
            Code::BrokenSecurity,
            &at.pointer().child("flows").child(name),
            message,
        );
        if name == "clientCredentials" {
            // Without an address there is no token to be had.
            flows.shift_remove(name);
            continue;
        }
        for key in needs {
            flow.entry(*key).or_insert_with(|| json!(""));
        }
    }
}

/// Leaves out requirements of schemes that are not declared.
pub(super) fn check_requirements(root: &mut Value, report: &mut Report<'_>) {
    let schemes = root.pointer("/components/securitySchemes").and_then(Value::as_object);
    let names: BTreeSet<String> =
        schemes.into_iter().flat_map(Map::keys).cloned().collect();
    walk(Kind::OpenApi, root, |kind, value, at| {
        if !matches!(kind, Kind::OpenApi | Kind::Operation) {
            return;
        }
        let Value::Object(map) = value else { return };
        let Some(Value::Array(requirements)) = map.get_mut("security") else { return };
        let before = requirements.len();
        for requirement in requirements.iter_mut() {
            rename(requirement, &names);
        }
        requirements.retain(|requirement| {
            let unknown = requirement
                .as_object()
                .into_iter()
                .flat_map(Map::keys)
                .find(|name| !names.contains(*name));
            if let Some(name) = unknown {
                let message = || format!("the security scheme `{name}` is not declared");
                let place = || at.pointer().child("security");
                report.count(Code::BrokenSecurity, name, place, message);
            }
            unknown.is_none()
        });
        // Nothing left of what was required: the caller sets headers by hand.
        if requirements.is_empty() && before > 0 && kind == Kind::OpenApi {
            map.shift_remove("security");
        }
    });
}

/// 3.2 lets a requirement name its scheme by its place; and names differ by case.
fn rename(requirement: &mut Value, names: &BTreeSet<String>) {
    let Value::Object(map) = requirement else { return };
    if map.keys().all(|name| names.contains(name)) {
        return;
    }
    let old = std::mem::take(map);
    for (name, scopes) in old {
        let last = name.rsplit('/').next().unwrap_or_default();
        let known = names.get(&name).or_else(|| names.get(last)).or_else(|| {
            let mut alike =
                names.iter().filter(|one| one.eq_ignore_ascii_case(name.trim()));
            alike.next().filter(|_| alike.next().is_none())
        });
        map.insert(known.cloned().unwrap_or(name), scopes);
    }
}
