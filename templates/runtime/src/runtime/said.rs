//! What a server said, fit to be shown in an error or a log.

use crate::runtime::Body;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value as Json;

/// What was sent with a request to prove who the caller is; among the answer's extensions,
/// so that an answer that repeats it does not show it.
#[derive(Clone, Default)]
pub(crate) struct SentSecrets(Vec<String>);

impl SentSecrets {
    /// What is secret in a request: headers marked so, and what its query has more than the
    /// one before credentials were added.
    pub(crate) fn of(request: &http::Request<Body>, bare_query: &str) -> Self {
        let mut found = Vec::new();
        let headers = request.headers().values().filter(|value| value.is_sensitive());
        for text in headers.filter_map(|value| value.to_str().ok()) {
            let last = text.rsplit([' ', '=']).find(|part| !part.is_empty());
            let word = text.split_once(' ').map_or(text, |(_, word)| word);
            found.extend([text.to_owned(), word.to_owned()]);
            found.extend(last.map(str::to_owned));
            let pair = STANDARD.decode(word).ok().map(String::from_utf8);
            if let Some(Ok(pair)) = pair
                && let Some((_, password)) = pair.split_once(':')
            {
                found.push(password.to_owned());
            }
        }
        let bare: Vec<_> = bare_query.split('&').collect();
        let query = request.uri().query().unwrap_or_default().split('&');
        for (_, value) in query
            .filter(|pair| !bare.contains(pair))
            .filter_map(|one| one.split_once('='))
        {
            let plain = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            found.extend([value.to_owned(), plain.into_owned()]);
        }
        // The longest first: one may hold another.
        found.retain(|text| text.len() >= SHORTEST_SECRET);
        found.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self(found)
    }

    /// A text without them.
    pub(crate) fn hidden_in(&self, text: &str) -> String {
        without(text, &self.0.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// What is shorter is found in any text, and is no secret.
const SHORTEST_SECRET: usize = 4;

/// How many characters of an answer are shown.
const LONGEST: usize = 200;
/// How much of an answer is looked at.
const LOOKED_AT: usize = 1 << 14;
const HIDDEN: &str = "[secret]";

/// The beginning of an answer as one line: control characters escaped, values of properties
/// with names of secrets hidden. `None` where there is nothing to show, or no text.
pub(crate) fn shown(body: &[u8], secrets: &SentSecrets) -> Option<String> {
    let text = match serde_json::from_slice::<Json>(body) {
        Ok(mut json) => {
            hide_values(&mut json);
            json.to_string()
        }
        // A part of a text may end in the middle of a character, and of JSON in a secret.
        Err(_) => {
            let part = body.get(..LOOKED_AT).unwrap_or(body);
            let text = match std::str::from_utf8(part) {
                Ok(text) => text,
                Err(error) if error.error_len().is_none() => {
                    std::str::from_utf8(part.get(..error.valid_up_to())?).ok()?
                }
                Err(_) => return None,
            };
            hide_after_names(text)
        }
    };
    Some(short(secrets.hidden_in(&text).trim())).filter(|text| !text.is_empty())
}

/// A text with a secret, and every way that it is commonly written in base64, hidden.
pub(crate) fn without(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = engine.encode(secret);
            // What is two or three characters is found in any text.
            if encoded.len() > 4 {
                text = text.replace(&encoded, HIDDEN);
            }
        }
        text = text.replace(secret, HIDDEN);
    }
    text
}

/// The first characters; those that a terminal or a log would obey are escaped.
pub(crate) fn short(text: &str) -> String {
    let mut out = String::new();
    for (count, sign) in text.chars().enumerate() {
        if count >= LONGEST {
            out.push('…');
            break;
        }
        if sign.is_control() || is_invisible(sign) {
            out.extend(sign.escape_unicode());
        } else {
            out.push(sign);
        }
    }
    out
}

/// Marks of direction and line separators.
fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
    )
}

fn hide_values(json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(hide_values),
        Json::Object(entries) => {
            for (name, value) in entries {
                if is_secret(name) && !value.is_null() {
                    *value = HIDDEN.into();
                } else {
                    hide_values(value);
                }
            }
        }
        _ => {}
    }
}

/// Hides the word after each name of a secret: `password=x`, `"token": "x"`, `Bearer x`.
fn hide_after_names(text: &str) -> String {
    let mut out = String::new();
    let mut hides = false;
    for word in text.split_inclusive(|sign: char| !is_of_word(sign)) {
        let bare = word.trim_end_matches(|sign: char| !is_of_word(sign));
        let end = word.get(bare.len()..).unwrap_or_default();
        if bare.is_empty() {
            out.push_str(end);
        } else if hides && !is_secret(bare) && !is_scheme(bare) {
            out.push_str(HIDDEN);
            out.push_str(end);
            hides = false;
        } else {
            out.push_str(bare);
            out.push_str(end);
            hides = is_secret(bare) || is_scheme(bare);
        }
    }
    out
}

fn is_of_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '/' | '+' | '~')
}

fn is_scheme(word: &str) -> bool {
    ["bearer", "basic", "digest"].iter().any(|one| word.eq_ignore_ascii_case(one))
}

/// Whether a name is one of a secret, by its last words.
fn is_secret(name: &str) -> bool {
    let mut plain = String::new();
    for sign in name.chars().filter(|sign| sign.is_alphanumeric()) {
        plain.extend(sign.to_lowercase());
    }
    [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "apikey",
        "privatekey",
        "accesskey",
        "secretkey",
        "authorization",
        "cookie",
        "credential",
        "credentials",
    ]
    .iter()
    .any(|word| plain.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_shown_in_short_and_without_secrets() {
        let none = SentSecrets::default();
        for (body, expected) in [
            (&br#"{"error": "no such thing"}"#[..], r#"{"error":"no such thing"}"#),
            (b"  Bad gateway\n", "Bad gateway"),
            (b"a\x1b[31mred\r\nb", "a\\u{1b}[31mred\\u{d}\\u{a}b"),
            (
                br#"{"a":[{"apiKey":"hunter2","n":1}],"accessToken":"hunter2","clientSecret":{"x":"hunter2"}}"#,
                r#"{"a":[{"apiKey":"[secret]","n":1}],"accessToken":"[secret]","clientSecret":"[secret]"}"#,
            ),
            (b"bad password=hunter2&x=1", "bad password=[secret]&x=1"),
            (b"Authorization: Bearer hunter2 refused", "Authorization: Bearer [secret] refused"),
            (br#"{"token": "hunter2", "cut": "#, r#"{"token": "[secret]", "cut":"#),
        ] {
            assert_eq!(shown(body, &none).as_deref(), Some(expected));
        }
        assert_eq!(shown(b"", &none), None);
        assert_eq!(shown(b"\x89PNG", &none), None);
        let long = shown("é".repeat(20_000).as_bytes(), &none).unwrap();
        assert_eq!(long.chars().count(), LONGEST + 1);
    }

    #[test]
    fn a_secret_is_hidden_in_base64_too() {
        let plain = "cHVibGljOmh1bnRlcjI";
        let text = format!("hunter2 {plain}== {plain}");
        let hidden = without(&text, &["hunter2", "public:hunter2"]);
        assert!(!hidden.contains("hunter2") && !hidden.contains(plain), "{hidden}");
        assert_eq!(without("as it was", &[""]), "as it was");
    }
}
