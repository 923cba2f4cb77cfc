//! What a server said, fit to be shown in an error or a log.

use crate::runtime::secret_names::is_secret_name;
use crate::runtime::{Body, SecretNames};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value as Json;

/// What was sent with a request and must not be shown: what proves who the caller is, and
/// parameters that are secrets; with the names of the API's secrets. It is among the
/// answer's extensions, so that an answer that repeats it does not show it.
#[derive(Clone)]
pub(crate) struct SentSecrets {
    words: Vec<String>,
    names: &'static SecretNames,
}

impl Default for SentSecrets {
    fn default() -> Self {
        Self { words: Vec::new(), names: &SecretNames::NONE }
    }
}

impl SentSecrets {
    /// Parameters that are secrets.
    pub(crate) fn given(words: Vec<String>) -> Self {
        Self { words, ..Self::default() }
    }

    /// What is secret in a request: what was given to it, headers marked so, and what its
    /// query has more than the one before credentials were added.
    pub(crate) fn of(
        request: &http::Request<Body>,
        bare_query: &str,
        names: &'static SecretNames,
    ) -> Self {
        let given = request.extensions().get::<Self>();
        let mut found = given.map(|given| given.words.clone()).unwrap_or_default();
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
        found.dedup();
        Self { words: found, names }
    }

    /// A text without them.
    pub(crate) fn hidden_in(&self, text: &str) -> String {
        without(text, &self.words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Whether what has this name is a secret.
    fn is_secret(&self, name: &str) -> bool {
        let is_among =
            |names: &[&str]| names.iter().any(|one| one.eq_ignore_ascii_case(name));
        !is_among(self.names.shown)
            && (is_among(self.names.hidden) || is_secret_name(name))
    }

    /// Hides values under names of secrets, and secrets wherever they are.
    fn hide_values(&self, json: &mut Json) {
        match json {
            Json::Array(items) => items.iter_mut().for_each(|one| self.hide_values(one)),
            Json::Object(entries) => {
                for (name, value) in entries {
                    // Whether there is a secret is none.
                    let is_text = !matches!(value, Json::Null | Json::Bool(_));
                    if is_text && self.is_secret(name) {
                        *value = HIDDEN.into();
                    } else {
                        self.hide_values(value);
                    }
                }
            }
            Json::String(text) => *text = self.hidden_in(text),
            _ => {}
        }
    }

    /// Hides the word after each name of a secret: `password=x`, `"token": "x"`, `Bearer x`.
    fn hide_after_names(&self, text: &str) -> String {
        let mut out = String::new();
        let mut hides = false;
        for word in text.split_inclusive(|sign: char| !is_of_word(sign)) {
            let bare = word.trim_end_matches(|sign: char| !is_of_word(sign));
            let end = word.get(bare.len()..).unwrap_or_default();
            let is_name = self.is_secret(bare) || is_scheme(bare);
            if bare.is_empty() {
                out.push_str(end);
            } else if hides && !is_name {
                out.push_str(HIDDEN);
                out.push_str(end);
                hides = false;
            } else {
                out.push_str(bare);
                out.push_str(end);
                hides = is_name;
            }
        }
        out
    }
}

/// What is shorter is found in any text, and is no secret.
const SHORTEST_SECRET: usize = 4;
/// As many characters of base64.
const SHORTEST_CORE: usize = 5;

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
            secrets.hide_values(&mut json);
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
            secrets.hide_after_names(text)
        }
    };
    Some(short(secrets.hidden_in(&text).trim())).filter(|text| !text.is_empty())
}

/// A text with secrets hidden, also where they are written in base64, alone or as a part of
/// something longer such as the pair of a `Basic` credential.
pub(crate) fn without(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        for core in encoded(secret) {
            text = without_run(&text, &core);
        }
    }
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, HIDDEN);
    }
    text
}

/// What of a secret's base64 does not depend on what stands before and after it, in both
/// alphabets and for each of the three places in a group where it can begin.
fn encoded(secret: &str) -> Vec<String> {
    let mut found = Vec::new();
    for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
        for (before, first) in [(0_usize, 0_usize), (1, 2), (2, 3)] {
            let mut bytes = vec![0; before];
            bytes.extend(secret.bytes());
            let end = bytes.len().saturating_mul(8) / 6;
            let text = engine.encode(&bytes);
            let core = text.get(first..end).unwrap_or_default();
            if core.len() >= SHORTEST_CORE && !found.iter().any(|one| one == core) {
                found.push(core.to_owned());
            }
        }
    }
    found
}

/// A text without the runs of base64 that hold this.
fn without_run(text: &str, core: &str) -> String {
    let is_base64 = |sign: char| {
        sign.is_ascii_alphanumeric() || matches!(sign, '+' | '/' | '-' | '_')
    };
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(core) {
        out.push_str(before.trim_end_matches(is_base64));
        out.push_str(HIDDEN);
        rest = after.trim_start_matches(|sign| is_base64(sign) || sign == '=');
    }
    out.push_str(rest);
    out
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

fn is_of_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '/' | '+' | '~')
}

fn is_scheme(word: &str) -> bool {
    ["bearer", "basic", "digest"].iter().any(|one| word.eq_ignore_ascii_case(one))
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

    #[test]
    fn a_secret_is_hidden_in_base64_of_what_holds_it() {
        let secret = "hunter2~?>ÿ";
        for before in ["", "a", "ab", "abc", "a:", "someone:"] {
            for after in ["", "x", "xy", "xyz"] {
                let whole = format!("{before}{secret}{after}");
                for encoded in [STANDARD.encode(&whole), URL_SAFE_NO_PAD.encode(&whole)]
                {
                    let hidden =
                        without(&format!("<{encoded}> Basic {encoded}."), &[secret]);
                    assert_eq!(hidden, "<[secret]> Basic [secret].", "{whole}");
                }
            }
        }
    }

    #[test]
    fn names_go_by_the_rule_and_the_api_has_the_last_word() {
        static NAMES: SecretNames = SecretNames { hidden: &["pin"], shown: &["token"] };
        let secrets =
            SentSecrets { words: vec!["a\"hunter2".to_owned()], names: &NAMES };
        let body = br#"{"pin": "hunter2", "token": "seen", "maskedSecret": "seen",
            "nextPageToken": "seen", "pairingToken": "hunter2", "password": false, "said": "no a\"hunter2"}"#;
        let text = shown(body, &secrets).unwrap();
        assert!(
            !text.contains("hunter2") && text.matches("seen").count() == 3,
            "{text}"
        );
        assert_eq!(
            shown(b"PIN=hunter2 token=seen", &secrets).unwrap(),
            "PIN=[secret] token=seen"
        );
    }
}
