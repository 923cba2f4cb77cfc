//! The words of a description as HTML that is safe to put into a page.

use crate::ir::Docs;
use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Turns CommonMark into HTML without scripts, pictures, headings or ways to other pages of
/// the site. The same words often come again, so what was made is kept.
pub(super) struct Words {
    cleaner: Builder<'static>,
    made: Mutex<HashMap<String, String>>,
}

impl Words {
    pub(super) fn new() -> Self {
        let mut cleaner = Builder::default();
        // Pictures would be fetched from another host; headings would break the page's own.
        cleaner
            .rm_tags(["img", "h1", "h2", "h3", "h4", "h5", "h6", "map", "area"])
            .rm_tags(["header", "footer", "nav", "article", "aside", "hgroup"])
            .rm_tags(["center", "tt", "strike", "acronym"])
            .url_schemes(["http", "https", "mailto"].into())
            // A link that lost its address would keep the rest of its attributes.
            .link_rel(None)
            .url_relative(UrlRelative::Deny);
        Self { cleaner, made: Mutex::default() }
    }

    /// The description of an item.
    pub(super) fn html(&self, markdown: &str) -> String {
        let markdown = markdown.trim();
        if markdown.is_empty() {
            return String::new();
        }
        let kept = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = kept.get(markdown) {
            return made.clone();
        }
        drop(kept);
        let made = self.make(markdown);
        let mut kept = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(markdown.to_owned(), made.clone());
        made
    }

    /// Summary and description of a part of a page: the first where there is no second.
    pub(super) fn of(&self, docs: &Docs) -> String {
        let words = [&docs.description, &docs.summary];
        words
            .into_iter()
            .find(|one| !one.trim().is_empty())
            .map_or_else(String::new, |one| self.html(one))
    }

    fn make(&self, markdown: &str) -> String {
        let is_plain = |one: char| !"<>&*_`[]\\#~|\n!+-=\"'".contains(one);
        if markdown.chars().all(is_plain)
            && !markdown.starts_with(|one: char| one.is_ascii_digit())
        {
            return format!("<p>{markdown}</p>");
        }
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let events = Parser::new_ext(markdown, options).map(without_pictures);
        let mut made = String::with_capacity(markdown.len().saturating_mul(2));
        html::push_html(&mut made, events);
        self.cleaner.clean(&made).to_string()
    }
}

/// A picture becomes a link to it, a heading a bold line.
fn without_pictures(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::Start(Tag::Heading { .. }) => Event::Html("<p><strong>".into()),
        Event::End(TagEnd::Heading(_)) => Event::Html("</strong></p>\n".into()),
        other => other,
    }
}

/// The words without their markup, in one line, for lists and the search.
pub(super) fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first characters of a text, with a mark where more follow.
pub(super) fn start_of(text: &str, most: usize) -> String {
    let mut start: String = text.chars().take(most).collect();
    if text.chars().nth(most).is_some() {
        start.push('…');
    }
    start
}

/// An address that may stand in a link.
pub(super) fn address(text: &str) -> Option<String> {
    let url = url::Url::parse(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.to_string())
}

/// Takes out what changes how the text around it is read: characters that turn the
/// direction of writing, and those that HTML does not allow.
pub(super) fn without_tricks(text: String) -> String {
    static TRICKS: OnceLock<Vec<char>> = OnceLock::new();
    let tricks = TRICKS.get_or_init(|| {
        let turns = ('\u{202A}'..='\u{202E}').chain('\u{2066}'..='\u{2069}');
        let controls = ('\0'..=' ').filter(|one| !"\t\n\r ".contains(*one));
        turns.chain(controls).chain('\u{7F}'..='\u{9F}').collect()
    });
    if text.is_ascii()
        && !text.contains(|one: char| one.is_ascii_control() && !"\t\n\r".contains(one))
    {
        return text;
    }
    text.chars()
        .map(|one| if tricks.contains(&one) { '\u{FFFD}' } else { one })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_html_without_teeth() {
        let words = Words::new();
        assert_eq!(
            words.html("One **bold** `word`."),
            "<p>One <strong>bold</strong> <code>word</code>.</p>\n"
        );
        assert_eq!(words.html("plain words"), "<p>plain words</p>");
        let picture = words.html("![a cat](https://example.com/cat.png)");
        assert!(
            !picture.contains("<img")
                && picture.contains("href=\"https://example.com/cat.png\""),
            "{picture}"
        );
        for bad in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "<a href=\"data:text/html,x\">x</a>",
            "<iframe src=https://example.com></iframe>",
            "<style>*{display:none}</style>",
            "<p style=\"position:fixed\" onclick=\"x()\">x</p>",
        ] {
            let made = words.html(bad);
            for sign in [
                "<script",
                "javascript:",
                "onerror",
                "data:",
                "<iframe",
                "<style",
                "style=",
                "onclick",
            ] {
                assert!(!made.contains(sign), "{bad} became {made}");
            }
        }
        assert!(!words.html("[x](../other.html#a)").contains("href"));
    }

    #[test]
    fn headings_do_not_break_the_pages_own() {
        assert_eq!(
            Words::new().html("# Big\n\ntext").lines().next(),
            Some("<p><strong>Big</strong></p>")
        );
    }

    #[test]
    fn characters_that_turn_the_text_are_replaced() {
        assert_eq!(
            without_tricks("a\u{202E}b\u{0}c é\n".to_owned()),
            "a\u{FFFD}b\u{FFFD}c é\n"
        );
        assert_eq!(without_tricks("a\u{1}".to_owned()), "a\u{FFFD}");
    }

    #[test]
    fn plain_words_are_one_line() {
        assert_eq!(plain("One **two**\nthree\n\n* `four`"), "One two three four");
        assert_eq!(start_of("abcdef", 3), "abc…");
    }
}
