//! Words, texts and brackets of a table's line.

use crate::runtime::Number;

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word or a number.
    Word(&'static str),
    /// A text of the description, which stands there as a JSON string.
    Text(&'static str),
    /// `(`
    Open,
    /// `)`
    Close,
}

/// What is left of a line.
pub(super) struct Tokens {
    rest: &'static str,
}

impl Tokens {
    pub(super) fn of(line: &'static str) -> Self {
        Self { rest: line }
    }

    /// The next part, which stays there.
    pub(super) fn peek(&self) -> Option<Token> {
        Self { rest: self.rest }.next()
    }

    /// The next part, if it is a text.
    pub(super) fn text(&mut self) -> Option<&'static str> {
        match self.peek() {
            Some(Token::Text(text)) => {
                self.next();
                Some(text)
            }
            _ => None,
        }
    }

    /// The texts that come next.
    pub(super) fn texts(&mut self) -> &'static [&'static str] {
        std::iter::from_fn(|| self.text()).collect::<Vec<_>>().leak()
    }

    /// The next part, if it is a word.
    pub(super) fn word(&mut self) -> Option<&'static str> {
        match self.peek() {
            Some(Token::Word(word)) => {
                self.next();
                Some(word)
            }
            _ => None,
        }
    }

    /// The next part as a number of any kind, if it is one.
    pub(super) fn parsed<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.word()?.parse().ok()
    }

    pub(super) fn number(&mut self) -> Option<Number> {
        let word = self.word()?;
        match word.parse() {
            Ok(integer) => Some(Number::Integer(integer)),
            Err(_) => word.parse().ok().map(Number::Float),
        }
    }

    /// What stands in brackets, if brackets come next.
    pub(super) fn group<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.peek() != Some(Token::Open) {
            return None;
        }
        self.next();
        let value = read(self);
        let _ = self.by_ref().find(|token| *token == Token::Close);
        Some(value)
    }
}

impl Iterator for Tokens {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let rest = self.rest.trim_start();
        let length = match rest.chars().next()? {
            '"' => text_length(rest),
            '(' | ')' => 1,
            _ => rest
                .find(|one: char| one.is_whitespace() || "()\"".contains(one))
                .unwrap_or(rest.len()),
        };
        let (token, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        Some(match token {
            "(" => Token::Open,
            ")" => Token::Close,
            _ if token.starts_with('"') => Token::Text(unquoted(token)),
            word => Token::Word(word),
        })
    }
}

/// How long the JSON string at the beginning is.
fn text_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return index.saturating_add(1),
            _ => {}
        }
    }
    text.len()
}

fn unquoted(token: &'static str) -> &'static str {
    if !token.contains('\\') {
        return token.trim_matches('"');
    }
    // Kept for good, like the table that it is read for.
    serde_json::from_str::<String>(token).unwrap_or_default().leak()
}

/// A value that lives as long as the table that it is read for: for good.
pub(super) fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}
