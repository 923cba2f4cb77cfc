//! The words of the description as doc comments.

mod markdown;
mod text;

use crate::document::Pointer;
use crate::ir::{Docs, Rules};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// The widest a doc comment gets, without its `/// `.
const WIDTH: usize = 84;

/// What a doc comment says, block by block.
#[derive(Default)]
pub(super) struct Comment {
    lines: Vec<String>,
    width: usize,
}

impl Comment {
    /// For an item at the left margin.
    pub(super) fn new() -> Self {
        Self { lines: Vec::new(), width: WIDTH }
    }

    /// For a field, variant or method.
    pub(super) fn inner() -> Self {
        Self { lines: Vec::new(), width: WIDTH - 4 }
    }

    /// For a page, whose lines may be this wide.
    pub(super) fn with_width(width: usize) -> Self {
        Self { lines: Vec::new(), width }
    }

    /// The words of the description, or `fallback` where it has none.
    pub(super) fn words(mut self, docs: &Docs, fallback: &str) -> Self {
        let summary = docs.summary.trim();
        let description = docs.description.trim();
        if summary.is_empty() && description.is_empty() {
            self.push_markdown(fallback);
        } else {
            self.push_text(summary);
            if description != summary {
                self.push_text(description);
            }
        }
        if let Some(url) = &docs.url {
            self.push_text(&format!("See {url}"));
        }
        self
    }

    /// A paragraph in CommonMark of our own.
    pub(super) fn own(mut self, markdown: &str) -> Self {
        // A parser takes links to items for brackets.
        if markdown.contains("[`") {
            return self.verbatim(&[markdown.to_owned()]);
        }
        self.push_markdown(markdown);
        self
    }

    /// Lines of our own that stay as they are.
    pub(super) fn verbatim(mut self, lines: &[String]) -> Self {
        self.part();
        self.lines.extend(lines.iter().cloned());
        self
    }

    /// A list of label and value, as the description has them.
    pub(super) fn facts(mut self, facts: &[(String, String)]) -> Self {
        for (label, value) in facts {
            self.push_text(&format!("{label}: {value}"));
        }
        self
    }

    /// Where the item is described.
    pub(super) fn origin(mut self, origin: &Pointer) -> Self {
        let written = origin.to_string();
        let tokens: Vec<String> = written.split('/').map(as_described).collect();
        let pointer: String = tokens
            .join("/")
            .chars()
            .filter(|one| !one.is_control() && *one != '`')
            .collect();
        self.part();
        self.lines.push(format!("`#{}`", text::clean(&pointer)));
        self
    }

    /// The lines as they are.
    pub(super) fn markdown(&self) -> String {
        self.lines.join("\n")
    }

    /// The lines as doc attributes of an item.
    pub(super) fn tokens(&self) -> TokenStream {
        let lines = self.attributes();
        quote!(#(#[doc = #lines])*)
    }

    /// The lines as doc attributes of the module that they stand in.
    pub(super) fn module_tokens(&self) -> TokenStream {
        let lines = self.attributes();
        quote!(#(#![doc = #lines])*)
    }

    fn attributes(&self) -> impl Iterator<Item = String> {
        let lines = self.lines.iter().flat_map(|line| line.split('\n'));
        lines
            .map(|line| if line.is_empty() { String::new() } else { format!(" {line}") })
    }

    fn part(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    fn push_text(&mut self, source: &str) {
        if !source.is_empty() {
            let clean = text::clean(source);
            self.push_markdown(&clean);
        }
    }

    fn push_markdown(&mut self, markdown: &str) {
        let lines = if is_plain(markdown) {
            text::wrap(markdown, self.width)
        } else {
            markdown::lines(markdown, self.width)
        };
        if !lines.is_empty() {
            self.part();
            self.lines.extend(lines);
        }
    }
}

/// A key that rides along in the canonical document, as descriptions spell it:
/// `x-oasmith-prefix-items` is `prefixItems`.
fn as_described(token: &str) -> String {
    let Some(name) = token.strip_prefix("x-oasmith-") else { return token.to_owned() };
    let mut words = name.split('-');
    let mut spelled = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        spelled.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        spelled.push_str(letters.as_str());
    }
    spelled
}

/// Whether nothing in the text is markup, so that no parser is needed.
fn is_plain(text: &str) -> bool {
    let letters = text.bytes().all(|byte| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b' ' | b'.' | b',' | b'\'' | b'"' | b';')
    });
    letters && text.starts_with(|one: char| one.is_ascii_alphabetic())
}

/// A line of the description as text without markup.
pub(super) fn plain(line: &str) -> String {
    text::escape(&text::clean(line).replace('\n', " "), true, false).trim().to_owned()
}

/// The first sentence of the description's words, as text without markup: all of the first
/// paragraph where it is short.
pub(super) fn sentence(words: &str) -> String {
    let words = text::clean(words);
    let lines = words.trim().lines().map(str::trim).take_while(|line| !line.is_empty());
    let paragraph = lines.collect::<Vec<_>>().join(" ");
    let end = paragraph.find(". ").filter(|_| paragraph.chars().count() > WIDTH);
    let sentence = end.and_then(|end| paragraph.get(..=end)).unwrap_or(&paragraph);
    plain(sentence)
}

/// A JSON value as code in a doc comment; `None` where it is too long to be of use.
pub(super) fn value_code(value: &Value) -> Option<String> {
    let json = value.to_string();
    let shown: String = text::clean(&json).replace('\n', " ");
    (shown.chars().count() <= 60 && !shown.contains('`')).then(|| format!("`{shown}`"))
}

/// What the value must keep to, its default and an example, as one paragraph. In a
/// `collection`, the rules on numbers and text are those of each of its values.
pub(super) fn limits(
    rules: &Rules,
    collection: bool,
    default: Option<&Value>,
    example: Option<&Value>,
) -> Option<String> {
    let each = if collection { "each " } else { "" };
    let mut parts = Vec::new();
    let mut limit = |word: &str, exclusive: bool, value: &Option<serde_json::Number>| {
        if let Some(value) = value {
            let beyond = if exclusive { "not itself" } else { "" };
            let text = format!("{each}{word} {value}");
            parts.push(if exclusive { format!("{text}, {beyond}") } else { text });
        }
    };
    limit("at least", rules.exclusive_minimum, &rules.minimum);
    limit("at most", rules.exclusive_maximum, &rules.maximum);
    limit("a multiple of", false, &rules.multiple_of);
    let mut count = |word: &str, thing: &str, value: Option<u64>| {
        if let Some(value) = value {
            parts.push(format!(
                "{word} {value} {thing}{}",
                if value == 1 { "" } else { "s" }
            ));
        }
    };
    count(&format!("{each}at least"), "character", rules.min_length);
    count(&format!("{each}at most"), "character", rules.max_length);
    count("at least", "item", rules.min_items);
    count("at most", "item", rules.max_items);
    if rules.unique_items {
        parts.push("no item twice".to_owned());
    }
    if let Some(pattern) = &rules.pattern
        && let Some(code) = code(pattern)
    {
        parts.push(format!("{each}matches {code}"));
    }
    let mut sentences = Vec::new();
    if !parts.is_empty() {
        sentences.push(format!("Must be: {}.", parts.join("; ")));
    }
    if let Some(code) = default.and_then(value_code) {
        sentences.push(format!("Default: {code}."));
    }
    if let Some(code) = example.and_then(value_code) {
        sentences.push(format!("Example: {code}."));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// A text from the description as code.
pub(super) fn code(text: &str) -> Option<String> {
    let clean = text::clean(text).replace('\n', " ");
    if clean.trim().is_empty() || clean.chars().count() > 200 {
        return None;
    }
    let mut fence = "`".to_owned();
    while clean.contains(&fence) {
        fence.push('`');
    }
    let pad = if fence.len() > 1 { " " } else { "" };
    Some(format!("{fence}{pad}{clean}{pad}{fence}"))
}

#[cfg(test)]
mod tests;
