//! Text of a description as a terminal may show it: characters that steer a terminal, or
//! turn the direction of text, are shown by their number.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character does something to what is around it, rather than be seen.
fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            // Marks, embeddings, overrides and isolates of direction.
            '\u{61c}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Separators of lines and paragraphs; what has no width; tags.
            | '\u{2028}' | '\u{2029}' | '\u{200b}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
        )
}

/// Text of one or more lines: line ends and tabs stay.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    escape(text, |c| is_steering(c) && !matches!(c, '\n' | '\t'))
}

/// Text that must stay on one line.
#[must_use]
pub fn visible_line(text: &str) -> Cow<'_, str> {
    escape(text, is_steering)
}

fn escape(text: &str, is_hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// JSON text with the same meaning in which such characters are JSON's escapes. What is
/// left of them in JSON stands in strings, except the line ends and tabs between values.
#[must_use]
pub fn visible_json(json: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| is_steering(c) && !matches!(c, '\n' | '\t' | '\r');
    if !json.chars().any(is_hidden) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string never fails.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_shown() {
        assert_eq!(visible("a\u{1b}[2J\n\u{202e}b\t"), "a\\u{1b}[2J\n\\u{202e}b\t");
        assert_eq!(visible_line("a\nb\u{9b}"), "a\\u{a}b\\u{9b}");
        assert!(matches!(visible("plain ü – 漢字"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_means_the_same() {
        let value = serde_json::json!({"\u{202e}": "\u{1b}\u{7f}\u{e0041}\n"});
        let text = serde_json::to_string_pretty(&value).unwrap_or_default();
        let shown = visible_json(&text);
        assert!(!shown.contains(['\u{202e}', '\u{7f}', '\u{e0041}']), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).ok(), Some(value));
    }
}
