//! Status codes.

use crate::diagnostic::Code;
use crate::dialect::{At, Report};
use serde_json::{Map, Value};

/// Corrects the keys of `responses`.
pub(super) fn before_shape(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    if map.keys().all(|key| is_status(key) || key.starts_with("x-")) {
        return;
    }
    let place = at.pointer();
    let old = std::mem::take(map);
    let names: Vec<String> = old.keys().cloned().collect();
    for (key, response) in old {
        if is_status(&key) || key.starts_with("x-") {
            map.insert(key, response);
            continue;
        }
        let meant: Vec<String> =
            correct(&key).into_iter().filter(|one| !names.contains(one)).collect();
        let words = match meant.as_slice() {
            [] => "it was left out".to_owned(),
            some => format!("it is taken as {}", some.join(" and ")),
        };
        let message = format!("`{key}` is not a status code; {words}");
        report.add(Code::BadStatus, &place.child(key.as_str()), message);
        for status in meant {
            report.moved(&place.child(key.as_str()), place.child(status.as_str()));
            map.entry(status).or_insert_with(|| response.clone());
        }
    }
}

/// `default`, a code, or a range of codes.
fn is_status(key: &str) -> bool {
    key == "default" || is_code(key) || is_range(key)
}

fn is_code(key: &str) -> bool {
    key.len() == 3 && key.parse::<u16>().is_ok_and(|code| (100..=999).contains(&code))
}

fn is_range(key: &str) -> bool {
    matches!(key.as_bytes(), [b'1'..=b'5', b'X', b'X'])
}

/// The statuses that are meant.
fn correct(key: &str) -> Vec<String> {
    let text = key.trim().to_ascii_uppercase();
    let single = match text.as_str() {
        "DEFAULT" | "ERROR" | "ERRORS" | "FAILURE" | "FAIL" | "OTHER" | "OTHERS"
        | "0" | "*" => Some("default"),
        "OK" | "SUCCESS" | "SUCCESSFUL" | "RESPONSE" => Some("200"),
        "CREATED" => Some("201"),
        "ACCEPTED" => Some("202"),
        "NO CONTENT" | "NOCONTENT" => Some("204"),
        _ => None,
    };
    if let Some(single) = single {
        return vec![single.to_owned()];
    }
    if let Some((low, high)) = text.split_once('-')
        && is_code(low.trim())
        && is_code(high.trim())
    {
        return vec![format!("{}XX", low.trim().get(..1).unwrap_or_default())];
    }
    let parts = text.split([',', '/', '|', ';']).filter_map(|part| one(part.trim()));
    let mut found: Vec<String> = Vec::new();
    for part in parts {
        if !found.contains(&part) {
            found.push(part);
        }
    }
    found
}

fn one(part: &str) -> Option<String> {
    // Only the first three letters count: `200 OK`, `404-not-found`.
    let start: String = part.chars().take(3).collect();
    let ends = part.chars().nth(3).is_none_or(|letter| !letter.is_alphanumeric());
    if !ends {
        return None;
    }
    if is_code(&start) {
        return Some(start);
    }
    // `20X`, `4xx`, `5**`, `4__`.
    let mut letters = start.chars();
    let first = letters.next().filter(|first| ('1'..='5').contains(first))?;
    let rest: Vec<char> = letters.collect();
    let open = |letter: &char| matches!(letter, 'X' | '*' | '?' | '_');
    let is_open = rest.len() == 2
        && rest.iter().any(open)
        && rest.iter().all(|letter| open(letter) || letter.is_ascii_digit());
    is_open.then(|| format!("{first}XX"))
}

#[cfg(test)]
mod tests {
    use super::correct;

    #[test]
    fn statuses() {
        assert_eq!(correct("20X"), ["2XX"]);
        assert_eq!(correct("4xx"), ["4XX"]);
        assert_eq!(correct("200 OK"), ["200"]);
        assert_eq!(correct("200,201"), ["200", "201"]);
        assert_eq!(correct("400-499"), ["4XX"]);
        assert_eq!(correct("success"), ["200"]);
        assert!(correct("whatever").is_empty());
        assert!(correct("2000").is_empty());
    }
}
