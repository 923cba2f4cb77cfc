//! Calls scenarios through generated SDKs. Lines are `ok NAME`, `failed NAME: WHY` and
//! `skipped NAME: WHY`. `cargo xtask conformance` adds the modules, compiles it and runs it.

use serde::Deserialize;
use serde_json::Value;

/// Why a call gave no output.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The server answered with an error.
    Status(u16, String),
    /// Anything else.
    Other(String),
}

/// What a call gave: the output as JSON.
pub(crate) type Answer = Result<Value, Failure>;

/// A call of a scenario.
#[derive(Deserialize)]
struct Case {
    scenario: String,
    sdk: String,
    operation: usize,
    sample: Value,
    status: u16,
    expected: Value,
}

/// Whether two values are the same, numbers by what they count.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, value)| {
                    other.get(name).is_some_and(|other| same(value, other))
                })
        }
        _ => one == other,
    }
}

fn judged(case: &Case, answer: Answer) -> Result<(), String> {
    match answer {
        Ok(_) if case.status >= 400 => Err(format!("no error, but {} expected", case.status)),
        Ok(found) if same(&found, &case.expected) => Ok(()),
        // Some answers are made out of the request, and give it back.
        Ok(found) if case.expected.is_null() && same(&found, &case.sample["body"]) => Ok(()),
        Ok(found) => Err(format!("read {found}, sent {}", case.expected)),
        Err(Failure::Status(status, body)) if status == case.status => {
            let body: Value = serde_json::from_str(&body).unwrap_or_default();
            if same(&body, &case.expected) {
                Ok(())
            } else {
                Err(format!("read {body}, sent {}", case.expected))
            }
        }
        Err(Failure::Status(status, body)) => {
            Err(format!("the server answers {status}: {body}"))
        }
        Err(Failure::Other(why)) => Err(why),
    }
}

/// Says what became of a scenario.
pub(crate) fn tell(scenario: &str, outcome: Result<(), String>) {
    match outcome {
        Ok(()) => println!("ok {scenario}"),
        Err(why) => println!("failed {scenario}: {}", why.replace('\n', " ")),
    }
}

/// A file of the server's.
#[allow(dead_code, reason = "a sample may send none")]
pub(crate) fn asset(name: &str) -> Vec<u8> {
    let folder = std::env::var("ASSETS").unwrap_or_default();
    std::fs::read(std::path::Path::new(&folder).join(name)).unwrap_or_default()
}

/// Whether a call was taken.
#[allow(dead_code, reason = "as above")]
pub(crate) fn done<T, E: std::fmt::Display>(sent: Result<T, E>) -> Result<(), String> {
    sent.map(drop).map_err(|error| error.to_string())
}

/// Whether what was read is what was sent.
#[allow(dead_code, reason = "as above")]
pub(crate) fn told(what: &str, is_same: bool) -> Result<(), String> {
    if is_same { Ok(()) } else { Err(format!("{what} is not as it was sent")) }
}

/// Whether a call was refused with this status, and with `error` in the body.
#[allow(dead_code, reason = "as above")]
pub(crate) fn refused(
    sent: Result<(), (Option<u16>, Option<Vec<u8>>)>,
    status: u16,
    error: &str,
) -> Result<(), String> {
    let (found, body) = sent.err().ok_or("it is not refused")?;
    let body: Value =
        serde_json::from_slice(&body.unwrap_or_default()).unwrap_or_default();
    match (found, &body["error"]) {
        (Some(found), Value::String(text)) if found == status && text == error => Ok(()),
        other => Err(format!("{other:?} in place of {status} and {error:?}")),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let origin = std::env::var("ORIGIN")?;
    let cases = std::fs::read_to_string(std::env::var("CASES")?)?;
    // The address of the server is in what it answers.
    let cases = cases.replace("http://localhost:3000", &origin);
    let cases: Vec<Case> = serde_json::from_str(&cases)?;
    for case in cases {
        let sample = case.sample.to_string();
        let answer = call(&case.sdk, &origin, case.operation, &sample).await;
        tell(&case.scenario, judged(&case, answer));
    }
    by_hand(&origin).await;
    Ok(())
}

