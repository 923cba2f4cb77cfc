//! Words of the description as text for a terminal: Markdown without its marks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeStream};

/// A text as paragraphs, each on one line: a terminal breaks lines where it must. Nothing in
/// it is a control character but the line ends.
pub(super) fn text(markdown: &str) -> String {
    let mut writer = Writer::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in TextMergeStream::new(Parser::new_ext(markdown, options)) {
        writer.event(event);
    }
    writer.end_block();
    writer.blocks.join("\n\n").replace("\n\n\u{0}", "\n").replace('\u{0}', "")
}

/// A text as one line.
pub(super) fn line(markdown: &str) -> String {
    text(markdown).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Writer {
    blocks: Vec<String>,
    now: String,
    /// The lists that are open: the number of the next item, where they have numbers.
    lists: Vec<Option<u64>>,
    /// The address of the link that is open, and where its text begins.
    link: Option<(String, usize)>,
    is_code: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.push(&text),
            Event::Code(code) => self.push(&code),
            Event::SoftBreak => self.now.push(' '),
            Event::HardBreak => self.end_line(),
            Event::Rule => self.end_block(),
            // Tags only format; what stands between them comes as text.
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        let keeps = |one: &char| !one.is_control() || (*one == '\n' && self.is_code);
        let kept: String = text.chars().filter(keeps).collect();
        self.now.push_str(&kept);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.end_block();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_block();
                let depth = self.lists.len().saturating_sub(1);
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}. ");
                        *number = number.saturating_add(1);
                        mark
                    }
                    _ => "- ".to_owned(),
                };
                // Items stand close together.
                self.now = format!("\u{0}{}{mark}", "  ".repeat(depth.min(8)));
            }
            Tag::Link { dest_url, .. } => {
                self.link = Some((dest_url.into_string(), self.now.len()));
            }
            Tag::CodeBlock(_) => {
                self.end_block();
                self.is_code = true;
            }
            Tag::Paragraph if self.now.starts_with('\u{0}') => {}
            Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_) | Tag::TableRow => {
                self.end_block();
            }
            Tag::TableCell if !self.now.is_empty() => self.now.push_str("  "),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => {
                if let Some((address, start)) = self.link.take() {
                    let said = self.now.get(start..).unwrap_or_default();
                    let is_useful = address.contains("://") && said != address;
                    let is_plain = address.chars().all(|one| !one.is_control());
                    if is_useful && is_plain {
                        self.now.push_str(&format!(" ({address})"));
                    }
                }
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::CodeBlock => {
                self.end_block();
                self.is_code = false;
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableRow
            | TagEnd::TableHead => self.end_block(),
            _ => {}
        }
    }

    fn end_line(&mut self) {
        self.now.push('\n');
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.now);
        let block = block.trim_end();
        if !block.trim_matches(['\u{0}', ' ']).is_empty() {
            self.blocks.push(block.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_marks_is_left() {
        let source = "Returns **all** of `it`, see [the docs](https://a.example/x).\n\n\
            - one\n- *two*\n\n## More\n\n1. first\n2. second\n\n<b>bold</b> \u{1b}[31mred";
        let expected = "Returns all of it, see the docs (https://a.example/x).\n\
            - one\n- two\n\nMore\n1. first\n2. second\n\nbold [31mred";
        assert_eq!(text(source), expected);
        assert_eq!(line("a\n\n- b\n- c"), "a - b - c");
        assert_eq!(text("| a | b |\n|---|---|\n| 1 | 2 |"), "a  b\n\n1  2");
    }
}
