//! Limits of numbers, lengths and counts.

use super::values::whole;
use crate::diagnostic::Code;
use crate::dialect::{At, Report};
use serde_json::{Map, Value, json};

/// Removes limits that no value can keep to or that say nothing, and makes those of
/// integers whole.
pub(super) fn mend(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    for (flag, limit) in
        [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")]
    {
        if map.contains_key(flag) && !map.contains_key(limit) {
            map.shift_remove(flag);
        }
    }
    if map.get("type").and_then(Value::as_str) == Some("integer") {
        mend_integer(map, at, report);
    }
    if map.get("multipleOf").and_then(Value::as_f64).is_some_and(|of| of <= 0.0) {
        map.shift_remove("multipleOf");
        tell("multipleOf", "must be more than zero; it was left out", at, report);
    }
    for (least, most) in [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        let of = |key: &str| map.get(key).and_then(Value::as_f64);
        if let (Some(low), Some(high)) = (of(least), of(most))
            && low > high
        {
            map.shift_remove(least);
            map.shift_remove(most);
            tell(least, "is more than the upper limit; both were left out", at, report);
        }
    }
}

fn tell(key: &str, words: &str, at: &At<'_, '_>, report: &mut Report<'_>) {
    let message = || format!("`{key}` {words}");
    let tally = format!("{key} {words}");
    report.count(Code::ImpossibleLimit, &tally, || at.pointer().child(key), message);
}

fn mend_integer(map: &mut Map<String, Value>, at: &At<'_, '_>, report: &mut Report<'_>) {
    for key in ["minimum", "maximum", "multipleOf"] {
        let Some(value) = map.get(key) else { continue };
        if value.is_i64() {
            continue;
        }
        match rounded(key, value) {
            Limit::Whole(value) => {
                map.insert(key.to_owned(), value);
            }
            Limit::Fraction(value) => {
                let flag = if key == "minimum" {
                    "exclusiveMinimum"
                } else {
                    "exclusiveMaximum"
                };
                map.insert(key.to_owned(), value);
                map.shift_remove(flag);
                tell(key, "of an integer has a fraction; it was rounded", at, report);
            }
            Limit::Beyond => {}
            Limit::Nothing => {
                map.shift_remove(key);
            }
        }
    }
}

/// What a limit of an integer comes to.
enum Limit {
    /// This whole number.
    Whole(Value),
    /// This one, after rounding.
    Fraction(Value),
    /// A number of more than 64 bits that limits something.
    Beyond,
    /// It says no more than 64 bits do, or nothing that an integer can be held to.
    Nothing,
}

fn rounded(key: &str, value: &Value) -> Limit {
    // The ends of 64 bits as a float has them, within what decimal rounding adds.
    const END: f64 = 9_223_372_036_854_775_807.0;
    if let Some(value) = whole(value)
        && value.is_i64()
    {
        return Limit::Whole(value);
    }
    let Some(float) = value.as_f64() else { return Limit::Nothing };
    if float.abs() >= END {
        let at_end = float.abs() < END * 1.000_001;
        return if at_end { Limit::Nothing } else { Limit::Beyond };
    }
    if key == "multipleOf" {
        return Limit::Nothing;
    }
    let float = if key == "minimum" { float.ceil() } else { float.floor() };
    #[expect(clippy::cast_possible_truncation, reason = "it is within 64 bits")]
    Limit::Fraction(json!(float as i64))
}
