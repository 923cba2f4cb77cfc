//! Code with its parts marked, so that pages need no script for it.

/// What code is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Json,
    Rust,
    Shell,
    /// Anything else: nothing is marked.
    Plain,
}

const RUST_WORDS: &[&str] = &["async", "await", "fn", "let", "move", "mut", "use"];

/// The text as markup. Words are marked by one letter: `s` a text, `k` a name or option,
/// `n` a number, `w` a word of the language, `c` a comment.
pub(super) fn highlighted(language: Language, text: &str) -> String {
    let mut marked =
        Marked { html: String::with_capacity(text.len().saturating_mul(2)), rest: text };
    match language {
        Language::Plain => marked.all(),
        Language::Json => marked.json(),
        Language::Rust => marked.rust(),
        Language::Shell => marked.shell(),
    }
    marked.html
}

struct Marked<'a> {
    html: String,
    rest: &'a str,
}

impl<'a> Marked<'a> {
    fn all(&mut self) {
        let rest = self.rest;
        self.plain(rest.len());
    }

    /// Takes so many bytes of the rest; all of it where that would cut a character.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) =
            self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn plain(&mut self, length: usize) {
        let taken = self.take(length);
        escape(taken, &mut self.html);
    }

    fn mark(&mut self, class: &str, length: usize) {
        self.html.push_str("<span class=\"");
        self.html.push_str(class);
        self.html.push_str("\">");
        self.plain(length);
        self.html.push_str("</span>");
    }

    fn json(&mut self) {
        while let Some(first) = self.rest.chars().next() {
            match first {
                '"' => {
                    let length = quoted_length(self.rest, '"', true);
                    let after = self.rest.get(length..).unwrap_or_default();
                    let class = if after.starts_with(':') { "k" } else { "s" };
                    self.mark(class, length);
                }
                '-' | '0'..='9' => {
                    let is_number = |one: char| {
                        one.is_ascii_digit()
                            || matches!(one, '-' | '+' | '.' | 'e' | 'E')
                    };
                    self.mark("n", length_while(self.rest, is_number));
                }
                'a'..='z' => self
                    .mark("n", length_while(self.rest, |one| one.is_ascii_lowercase())),
                other => self.plain(other.len_utf8()),
            }
        }
    }

    fn rust(&mut self) {
        while let Some(first) = self.rest.chars().next() {
            let is_raw = self.rest.starts_with("r#\"") || self.rest.starts_with("r##\"");
            match first {
                '"' => self.mark("s", quoted_length(self.rest, '"', true)),
                'r' if is_raw => self.mark("s", raw_length(self.rest)),
                '/' if self.rest.starts_with("//") => {
                    self.mark("c", length_while(self.rest, |one| one != '\n'));
                }
                '0'..='9' => {
                    self.mark("n", length_while(self.rest, |one| one.is_alphanumeric()))
                }
                one if one.is_alphabetic() || one == '_' => {
                    let is_word = |one: char| one.is_alphanumeric() || one == '_';
                    let length = length_while(self.rest, is_word);
                    let word = self.rest.get(..length).unwrap_or_default();
                    let after = self.rest.get(length..).unwrap_or_default();
                    match () {
                        () if RUST_WORDS.contains(&word) => self.mark("w", length),
                        () if one.is_uppercase() => self.mark("k", length),
                        () if after.starts_with('(') => self.mark("f", length),
                        () => self.plain(length),
                    }
                }
                other => self.plain(other.len_utf8()),
            }
        }
    }

    fn shell(&mut self) {
        let mut is_start = true;
        while let Some(first) = self.rest.chars().next() {
            let is_space = |one: char| one.is_whitespace() || one == '\\';
            match first {
                '\'' => self.mark("s", quoted_length(self.rest, '\'', false)),
                '"' => self.mark("s", quoted_length(self.rest, '"', true)),
                '#' if is_start => {
                    self.mark("c", length_while(self.rest, |one| one != '\n'));
                }
                '-' if is_start => {
                    let is_option = |one: char| one == '-' || one.is_alphanumeric();
                    self.mark("k", length_while(self.rest, is_option));
                }
                one if is_space(one) => {
                    self.plain(one.len_utf8());
                    is_start = true;
                    continue;
                }
                _ => {
                    let is_word =
                        |one: char| !is_space(one) && one != '"' && one != '\'';
                    let length = length_while(self.rest, is_word);
                    match self.rest.get(..length) {
                        Some("curl" | "jq") => self.mark("w", length),
                        _ => self.plain(length),
                    }
                }
            }
            is_start = false;
        }
    }
}

/// How long the beginning is all of whose characters are such ones; at least one.
fn length_while(text: &str, is_such: impl Fn(char) -> bool) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    text.char_indices()
        .find(|(index, one)| *index > 0 && !is_such(*one))
        .map_or(text.len(), |(index, _)| index)
        .max(first)
}

/// How long a text in quotes is, with them.
fn quoted_length(text: &str, quote: char, escapes: bool) -> usize {
    let mut is_escaped = false;
    for (index, one) in text.char_indices().skip(1) {
        match one {
            _ if is_escaped => is_escaped = false,
            '\\' if escapes => is_escaped = true,
            one if one == quote => return index.saturating_add(one.len_utf8()),
            _ => {}
        }
    }
    text.len()
}

fn raw_length(text: &str) -> usize {
    let hashes = text.chars().skip(1).take_while(|one| *one == '#').count();
    let end = format!("\"{}", "#".repeat(hashes));
    let start = hashes.saturating_add(2);
    let found = text.get(start..).and_then(|inner| inner.find(&end));
    found.map_or(text.len(), |at| start.saturating_add(at).saturating_add(end.len()))
}

/// Adds a text to markup as it is read.
pub(super) fn escape(text: &str, html: &mut String) {
    for one in text.chars() {
        match one {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            one => html.push(one),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of markup, without it.
    fn text(html: &str) -> String {
        let inner = html.split('<').map(|part| part.rsplit('>').next().unwrap_or(""));
        let text = inner.collect::<String>().replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&quot;", "\"").replace("&amp;", "&")
    }

    #[test]
    fn no_text_is_lost_and_none_becomes_markup() {
        for code in [
            "{\"a<b>\": [\"x & \\\" y\", -1.5e3, true, null]}",
            "let a = client\n    .pets(r#\"{\"a\": 1}\"#, 7) // <b>",
            "curl --header 'A: it'\\''s' \\\n  \"${TOKEN}\" é https://a.test/?a=1&b=2",
            "\"unended",
            "'",
            "r#\"unended",
        ] {
            for language in
                [Language::Json, Language::Rust, Language::Shell, Language::Plain]
            {
                let html = highlighted(language, code);
                assert_eq!(text(&html), code, "{language:?}: {html}");
                assert!(!html.contains("<b>"), "{html}");
            }
        }
    }

    #[test]
    fn parts_are_marked() {
        let json = highlighted(Language::Json, "{\"a\": \"b\", \"c\": 1}");
        assert!(
            json.contains("<span class=\"k\">&quot;a&quot;</span>: <span class=\"s\">")
        );
        assert!(json.contains("<span class=\"n\">1</span>"));
        let shell = highlighted(Language::Shell, "curl --user a-b");
        assert_eq!(
            shell,
            "<span class=\"w\">curl</span> <span class=\"k\">--user</span> a-b"
        );
    }
}
