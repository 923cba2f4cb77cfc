//! `oauth2-mock-server`, from npm: whether its tokens are asked for as they should be, as
//! seldom as they should be, and let us in where `jose` checks them.

use super::install::Store;
use super::process::{Service, free_port};
use super::verdict::{self, Verdict};
use anyhow::Result;
use serde_json::Value;
use std::fs;
use std::process::Command;
use std::time::Duration;

const SCRIPT: &str = include_str!("oauth.mjs");

/// Runs the cases; the issuer's own log says how often it was asked.
pub(super) fn judge(store: &Store) -> Result<Vec<Verdict>> {
    let package = store.npm("oauth2-mock-server", "8")?;
    let script = package.join("judge.mjs");
    fs::write(&script, SCRIPT)?;
    let (issuer_port, api_port) = (free_port()?, free_port()?);
    let mut node = Command::new("node");
    node.arg(&script).args([issuer_port.to_string(), api_port.to_string()]);
    // The API is the last to listen.
    let log = store.logs().join("oauth.log");
    let limit = Duration::from_secs(30);
    let server = Service::start(&mut node, api_port, &log, limit)?;

    let api = format!("http://127.0.0.1:{api_port}");
    let issuer = format!("http://127.0.0.1:{issuer_port}");
    let environment = [("BASE_URL", api.as_str()), ("ISSUER_URL", issuer.as_str())];
    let limit = Duration::from_secs(60);
    let mut verdicts =
        verdict::of_example("judge_oauth", &store.logs(), &environment, limit)?;
    let log = server.log();
    server.stop()?;
    verdicts.extend(on_the_wire(&log));
    Ok(verdicts)
}

/// What the log must hold for a client: the events in their order, and how often each came
/// in a row.
const EXPECTED: [(&str, &str); 8] = [
    ("Basic", "token basic client_credentials 200, call Basic 200 ×3"),
    ("Form", "token form client_credentials 200, call Form 200"),
    ("Scopes", "token basic client_credentials (one two) 200, call Scopes 200"),
    ("Once", "token basic client_credentials 200, call Once 200 ×50"),
    (
        "Short",
        "token basic client_credentials 200, call Short 200, \
         token basic client_credentials 200, call Short 200",
    ),
    (
        "RefusedOnce",
        "token basic client_credentials 200, call RefusedOnce 401, \
         token basic client_credentials 200, call RefusedOnce 200",
    ),
    ("WrongSecret", "token basic client_credentials 401"),
    (
        "Revoked",
        "token basic client_credentials 200, call Revoked 200, revoke 200, \
         token basic client_credentials 200, call Revoked 200",
    ),
];

fn on_the_wire(log: &str) -> Vec<Verdict> {
    let events: Vec<Value> =
        log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    EXPECTED
        .iter()
        .map(|(id, expected)| {
            let name = format!("{id}: the servers' log");
            Verdict::expect(&name, &history(&events, id), expected)
        })
        .collect()
}

/// The events of a client as text.
fn history(events: &[Value], id: &str) -> String {
    let mut runs: Vec<(String, usize)> = Vec::new();
    for event in events {
        let of = |key: &str| event.get(key).and_then(Value::as_str).unwrap_or("-");
        if of("id") != id {
            continue;
        }
        let status = event.get("status").and_then(Value::as_u64).unwrap_or_default();
        let detail = match (of("event"), of("scope")) {
            ("token", "-") => format!("token {} {}", of("how"), of("grant")),
            ("token", scope) => {
                format!("token {} {} ({scope})", of("how"), of("grant"))
            }
            ("call", _) => format!("call {}", of("as")),
            (event, _) => event.to_owned(),
        };
        let shown = format!("{detail} {status}");
        match runs.last_mut() {
            Some((last, count)) if *last == shown => *count = count.saturating_add(1),
            _ => runs.push((shown, 1)),
        }
    }
    let texts: Vec<String> = runs
        .into_iter()
        .map(|(text, count)| if count == 1 { text } else { format!("{text} ×{count}") })
        .collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_clients_events_are_told_in_runs() {
        let token = json!({
            "event": "token", "id": "A", "how": "form", "grant": "g", "status": 200,
        });
        let call = json!({ "event": "call", "id": "A", "as": "A", "status": 200 });
        let other = json!({ "event": "revoke", "id": "B", "status": 401 });
        let events = [token, call.clone(), other, call];
        assert_eq!(history(&events, "A"), "token form g 200, call A 200 ×2");
        assert_eq!(history(&events, "B"), "revoke 401");
    }
}
