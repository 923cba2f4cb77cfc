//! CommonMark as descriptions have it → CommonMark that rustdoc and clippy take without a
//! word: parsed by a real parser and written anew.

use super::text::{escape, plain_html, wrap};
use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
    TextMergeStream,
};

/// Levels of lists and quotes beyond which the text goes on without further indentation.
const DEEPEST: usize = 8;

/// Languages of code blocks that rustdoc shows and never compiles.
const LANGUAGES: &[&str] = &[
    "json",
    "yaml",
    "bash",
    "sh",
    "shell",
    "console",
    "http",
    "xml",
    "html",
    "javascript",
    "js",
    "typescript",
    "ts",
    "python",
    "go",
    "java",
    "kotlin",
    "swift",
    "ruby",
    "php",
    "csharp",
    "c",
    "cpp",
    "sql",
    "graphql",
    "csv",
    "ini",
    "toml",
    "powershell",
    "diff",
    "markdown",
    "text",
];

/// The lines of a description, at most about `width` columns wide.
pub(super) fn lines(source: &str, width: usize) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut writer = Writer { width, ..Writer::default() };
    for event in TextMergeStream::new(Parser::new_ext(source, options)) {
        writer.event(event);
    }
    writer.finish_paragraph();
    writer.lines.truncate(writer.lines.trim_ascii_len());
    writer.lines
}

trait TrimLines {
    fn trim_ascii_len(&self) -> usize;
}

impl TrimLines for Vec<String> {
    /// The number of lines up to the last that says something.
    fn trim_ascii_len(&self) -> usize {
        self.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1)
    }
}

/// What the text stands in.
struct Container {
    /// Goes before the first line.
    first: Option<String>,
    /// Goes before every other line.
    rest: String,
    /// The number of the next item, for an ordered list.
    next: Option<u64>,
}

#[derive(Default)]
struct Writer {
    width: usize,
    lines: Vec<String>,
    containers: Vec<Container>,
    /// How many containers are open but not indented, being too deep.
    too_deep: usize,
    inline: String,
    heading: Option<usize>,
    code: Option<(String, String)>,
    html: Option<String>,
    links: Vec<Option<String>>,
    row: Option<Vec<String>>,
    columns: Vec<Alignment>,
    tight: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        if let Some((_, text)) = &mut self.code {
            match event {
                Event::Text(more) => text.push_str(&more),
                Event::End(TagEnd::CodeBlock) => self.finish_code(),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.code_span(&code),
            Event::Html(html) => self.html.get_or_insert_default().push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::SoftBreak => self.inline.push(' '),
            Event::HardBreak if self.row.is_some() => self.inline.push(' '),
            Event::HardBreak => self.inline.push('\n'),
            Event::Rule => {
                self.finish_paragraph();
                self.blank();
                self.line("***");
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.open_block(),
            Tag::Heading { level, .. } => {
                self.open_block();
                self.heading = Some(level as usize);
            }
            Tag::BlockQuote(_) => {
                self.open_block();
                self.open("> ".to_owned(), "> ".to_owned(), None);
            }
            Tag::CodeBlock(kind) => {
                self.open_block();
                self.code = Some((language(&kind), String::new()));
            }
            Tag::List(first) => {
                if self.containers.is_empty() || !self.tight {
                    self.open_block();
                } else {
                    self.finish_paragraph();
                }
                self.open(String::new(), String::new(), first);
                self.tight = true;
            }
            Tag::Item => self.open_item(),
            Tag::Emphasis => self.inline.push('*'),
            Tag::Strong => self.inline.push_str("**"),
            Tag::Strikethrough => self.inline.push_str("~~"),
            Tag::Link { link_type, dest_url, .. } => {
                self.open_link(link_type, &dest_url)
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.open_link(link_type, &dest_url)
            }
            Tag::Table(columns) => {
                self.open_block();
                self.columns = columns;
            }
            Tag::TableHead | Tag::TableRow => self.row = Some(Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.finish_paragraph(),
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.inline.push_str(&plain_html(&html));
                self.finish_paragraph();
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::List(_) => {
                self.finish_paragraph();
                self.close();
            }
            TagEnd::Emphasis => self.inline.push('*'),
            TagEnd::Strong => self.inline.push_str("**"),
            TagEnd::Strikethrough => self.inline.push_str("~~"),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                if let Some(row) = &mut self.row {
                    row.push(cell.replace(['\n', '\u{1}'], " "));
                }
            }
            TagEnd::TableHead => {
                self.finish_row();
                let dashes = self.columns.iter().map(|column| match column {
                    Alignment::Right => "--:",
                    Alignment::Center => ":-:",
                    Alignment::None | Alignment::Left => "---",
                });
                let separator =
                    format!("| {} |", dashes.collect::<Vec<_>>().join(" | "));
                self.line(&separator);
            }
            TagEnd::TableRow => self.finish_row(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.links.iter().any(Option::is_some) {
            self.inline.push_str(&escape(text, false, self.row.is_some()));
        } else {
            self.inline.push_str(&escape(text, true, self.row.is_some()));
        }
    }

    fn code_span(&mut self, code: &str) {
        let code = code.replace('\n', " ");
        let mut fence = "`".to_owned();
        while code.contains(&fence) {
            fence.push('`');
        }
        let pad =
            if code.starts_with('`') || code.ends_with('`') { "\u{1}" } else { "" };
        let code = code.replace(' ', "\u{1}");
        let code = if self.row.is_some() { code.replace('|', "\\|") } else { code };
        self.inline.push_str(&format!("{fence}{pad}{code}{pad}{fence}"));
    }

    fn inline_html(&mut self, html: &str) {
        let text = plain_html(html);
        if self.row.is_some() {
            self.inline.push_str(&text.replace('\n', " ").replace('|', "\\|"));
        } else {
            self.inline.push_str(&text);
        }
    }

    /// Only addresses that lead somewhere from any page stay links.
    fn open_link(&mut self, link_type: LinkType, url: &str) {
        let absolute = ["http://", "https://", "mailto:"].iter().any(|one| {
            url.get(..one.len()).is_some_and(|start| start.eq_ignore_ascii_case(one))
        });
        let fit =
            !url.contains(|one: char| one.is_whitespace() || "<>\\`|".contains(one));
        let autolink = matches!(link_type, LinkType::Autolink);
        if absolute && fit && autolink {
            self.inline.push_str(&format!("<{url}>"));
            self.links.push(Some(String::new()));
            self.inline.push('\u{2}');
        } else if absolute && fit {
            self.inline.push('[');
            self.links.push(Some(url.to_owned()));
        } else {
            self.links.push(None);
        }
    }

    fn close_link(&mut self) {
        match self.links.pop().flatten() {
            Some(url) if url.is_empty() => {
                if let Some(start) = self.inline.rfind('\u{2}') {
                    self.inline.truncate(start);
                }
            }
            Some(url) => {
                if self.inline.ends_with('[') {
                    self.inline.pop();
                    self.inline.push_str(&format!("<{url}>"));
                } else {
                    self.inline.push_str(&format!("](<{url}>)"));
                }
            }
            None => {}
        }
    }

    fn open_item(&mut self) {
        self.finish_paragraph();
        let marker = match self.containers.last_mut().and_then(|list| list.next.as_mut())
        {
            Some(number) => {
                let marker = format!("{number}. ");
                *number = number.saturating_add(1);
                marker
            }
            None => "- ".to_owned(),
        };
        let rest = " ".repeat(marker.len());
        self.open(marker, rest, None);
        self.tight = true;
    }

    fn open(&mut self, first: String, rest: String, next: Option<u64>) {
        if self.containers.len() >= DEEPEST * 2 {
            self.too_deep += 1;
            return;
        }
        self.containers.push(Container { first: Some(first), rest, next });
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        // An item without any text still is one.
        if let Some(Container { first: Some(first), .. }) = self.containers.last()
            && !first.trim().is_empty()
            && !first.starts_with('>')
        {
            self.line("");
        }
        self.containers.pop();
        self.tight = self.containers.len() > 1 && self.tight;
    }

    /// Ends what came before and leaves a blank line, unless a list item just began.
    fn open_block(&mut self) {
        self.finish_paragraph();
        let fresh = self.containers.last().is_some_and(|one| {
            one.first.as_ref().is_some_and(|first| !first.is_empty())
        });
        if !fresh {
            self.blank();
        }
    }

    fn blank(&mut self) {
        if self
            .lines
            .last()
            .is_some_and(|line| !line.trim_matches(['>', ' ']).is_empty())
        {
            let prefix: String = self
                .containers
                .iter()
                .filter(|one| one.first.is_none())
                .map(|one| one.rest.as_str())
                .collect();
            self.lines.push(prefix.trim_end().to_owned());
        }
    }

    fn line(&mut self, text: &str) {
        let mut prefix = String::new();
        for container in &mut self.containers {
            match container.first.take() {
                Some(first) => prefix.push_str(&first),
                None => prefix.push_str(&container.rest),
            }
        }
        self.lines.push(format!("{prefix}{text}").trim_end().to_owned());
    }

    fn finish_row(&mut self) {
        if let Some(row) = self.row.take() {
            self.line(&format!("| {} |", row.join(" | ")));
        }
    }

    fn finish_paragraph(&mut self) {
        let text = std::mem::take(&mut self.inline);
        let heading = self.heading.take();
        if text.trim().is_empty() {
            return;
        }
        let indent: usize = self.containers.iter().map(|one| one.rest.len()).sum();
        let width = self.width.saturating_sub(indent).max(30);
        if let Some(level) = heading {
            let text = text.replace(['\n', '\u{1}'], " ");
            let text = text.trim().trim_end_matches('#').trim_end();
            self.line(&format!("{} {text}", "#".repeat(level)));
            return;
        }
        for line in wrap(&text, width) {
            self.line(&line);
        }
    }

    fn finish_code(&mut self) {
        let Some((language, text)) = self.code.take() else { return };
        let mut fence = "```".to_owned();
        while text.contains(&fence) {
            fence.push('`');
        }
        self.line(&format!("{fence}{language}"));
        for line in text.trim_end_matches('\n').lines() {
            self.line(line);
        }
        self.line(&fence);
    }
}

/// What rustdoc takes for no Rust.
fn language(kind: &CodeBlockKind<'_>) -> String {
    let named = match kind {
        CodeBlockKind::Fenced(info) => {
            info.split([' ', ',']).next().unwrap_or_default().to_lowercase()
        }
        CodeBlockKind::Indented => String::new(),
    };
    if LANGUAGES.contains(&named.as_str()) { named } else { "text".to_owned() }
}
