//! The tables of operations.

use super::Blank;
use super::models::xml;
use super::tokens::{Tokens, kept};
use crate::runtime::{
    BodyTable, Format, Operation, PageStyle, Pages, Parameter, PartEncoding, Place,
    RequestMedia, ResponseMedia, ResponseTable, SchemeUse, Server, ServerVariable,
    Status, Style, Xml, blank,
};

/// What is read so far.
struct Reader {
    operation: Operation,
    blanks: &'static [Blank],
    query: Vec<(&'static str, &'static str)>,
    parameters: Vec<Parameter>,
    /// Whether there is a body, and whether it must be there.
    body: Option<bool>,
    sent: Vec<(&'static str, Format, Vec<PartEncoding>)>,
    answers: Vec<(Status, Vec<ResponseMedia>)>,
    security: Vec<&'static [SchemeUse]>,
    servers: Vec<(&'static str, Vec<ServerVariable>)>,
    pages: Option<Pages>,
}

/// The operation that a text describes.
pub(super) fn read(text: &'static str, blanks: &'static [Blank]) -> Operation {
    let mut reader = Reader {
        operation: Operation::NONE,
        blanks,
        query: Vec::new(),
        parameters: Vec::new(),
        body: None,
        sent: Vec::new(),
        answers: Vec::new(),
        security: Vec::new(),
        servers: Vec::new(),
        pages: None,
    };
    for line in text.lines() {
        let mut line = Tokens::of(line);
        // A line that says nothing, such as the first and the last one.
        let Some(word) = line.word() else { continue };
        reader.line(word, &mut line);
    }
    reader.finish()
}

impl Reader {
    fn line(&mut self, word: &str, line: &mut Tokens) {
        match word {
            "operation" => self.head(line),
            "call" => {
                self.operation.method = line.text().unwrap_or_default();
                self.operation.template = line.text().unwrap_or_default();
            }
            "always" => self.query.extend(line.text().zip(line.text())),
            "path" => self.parameter(Place::Path, line),
            "query" => self.parameter(Place::Query, line),
            "header" => self.parameter(Place::Header, line),
            "cookie" => self.parameter(Place::Cookie, line),
            "body" => self.body = Some(line.word() == Some("required")),
            "sends" => {
                let sent = media(line).map(|(name, format)| (name, format, Vec::new()));
                self.sent.extend(sent);
            }
            "part" => {
                if let (Some((.., parts)), Some(part)) =
                    (self.sent.last_mut(), part(line))
                {
                    parts.push(part);
                }
            }
            "accept" => self.operation.accept = line.text().unwrap_or_default(),
            "answer" => {
                let status = status(line.word().unwrap_or_default());
                let given = self.given(line).into_iter().collect();
                self.answers.push((status, given));
            }
            "or" => {
                let given = self.given(line);
                if let Some((_, answers)) = self.answers.last_mut() {
                    answers.extend(given);
                }
            }
            "security" => self.security.push(requirement(line)),
            "server" => {
                let url = line.text().unwrap_or_default();
                self.servers.push((url, Vec::new()));
            }
            "variable" => {
                if let Some((_, variables)) = self.servers.last_mut() {
                    variables.extend(variable(line));
                }
            }
            "pages" => self.pages = pages(line),
            _ => {}
        }
    }

    fn head(&mut self, line: &mut Tokens) {
        self.operation.id = line.text().unwrap_or_default();
        while let Some(word) = line.word() {
            match word {
                "in" => self.operation.group = line.text().unwrap_or_default(),
                "deprecated" => self.operation.deprecated = true,
                _ => {}
            }
        }
    }

    fn parameter(&mut self, place: Place, line: &mut Tokens) {
        let (style, explode) = match place {
            Place::Path | Place::Header => (Style::Simple, false),
            Place::Query | Place::Cookie => (Style::Form, true),
        };
        let name = line.text().unwrap_or_default();
        let how = how(line);
        self.parameters.push(Parameter {
            name,
            place,
            style: how.style.unwrap_or(style),
            explode: how.explode.unwrap_or(explode),
            allow_reserved: how.allow_reserved,
            nested: how.nested,
        });
    }

    /// A media type of a response, with what makes an empty value for it.
    fn given(&mut self, line: &mut Tokens) -> Option<ResponseMedia> {
        let (media_type, format) = media(line)?;
        let place =
            line.word().filter(|word| *word == "into").and_then(|_| line.parsed());
        let made = self.blanks.get(place.unwrap_or(0_usize));
        let blank = made.copied().unwrap_or(blank::<()>);
        Some(ResponseMedia { media_type, format, blank })
    }

    fn finish(self) -> Operation {
        let sent = self.sent.into_iter().map(|(media_type, format, parts)| {
            RequestMedia { media_type, format, encoding: parts.leak() }
        });
        let sent: &'static [RequestMedia] = sent.collect::<Vec<_>>().leak();
        let answers = self
            .answers
            .into_iter()
            .map(|(status, given)| ResponseTable { status, contents: given.leak() });
        let servers = self
            .servers
            .into_iter()
            .map(|(url, variables)| Server { url, variables: variables.leak() });
        Operation {
            query: self.query.leak(),
            parameters: self.parameters.leak(),
            body: self.body.map(|required| kept(BodyTable { required, contents: sent })),
            responses: answers.collect::<Vec<_>>().leak(),
            security: self.security.leak(),
            servers: servers.collect::<Vec<_>>().leak(),
            pages: self.pages.map(kept),
            ..self.operation
        }
    }
}

/// How a value becomes text, as far as the line says it.
#[derive(Default)]
struct How {
    content_type: Option<&'static str>,
    style: Option<Style>,
    explode: Option<bool>,
    allow_reserved: bool,
    nested: &'static [&'static str],
    headers: Vec<(&'static str, &'static str)>,
}

fn how(line: &mut Tokens) -> How {
    let mut how = How::default();
    while let Some(word) = line.word() {
        match word {
            "type" => how.content_type = line.text(),
            "style" => how.style = line.word().and_then(style),
            "explode" => how.explode = Some(true),
            "no-explode" => how.explode = Some(false),
            "reserved" => how.allow_reserved = true,
            "nested" => how.nested = line.texts(),
            "header" => how.headers.extend(line.text().zip(line.text())),
            _ => {}
        }
    }
    how
}

fn style(word: &str) -> Option<Style> {
    Some(match word {
        "simple" => Style::Simple,
        "label" => Style::Label,
        "matrix" => Style::Matrix,
        "form" => Style::Form,
        "space-delimited" => Style::SpaceDelimited,
        "pipe-delimited" => Style::PipeDelimited,
        "tab-delimited" => Style::TabDelimited,
        "deep-object" => Style::DeepObject,
        "deep-object-indexed" => Style::DeepObjectIndexed,
        "deep-object-repeated" => Style::DeepObjectRepeated,
        "json" => Style::Json,
        _ => return None,
    })
}

/// A media type, and how its bytes are read and written.
fn media(line: &mut Tokens) -> Option<(&'static str, Format)> {
    let format = match line.word()? {
        "json" => Format::Json,
        "form" => Format::Form,
        "multipart" => Format::Multipart,
        "text" => Format::Text,
        "lines" => Format::JsonLines,
        "events" => Format::EventStream,
        "xml" => {
            let root = line.group(xml).map_or(&Xml::NONE, kept);
            Format::Xml(root)
        }
        _ => Format::Binary,
    };
    Some((line.text()?, format))
}

fn part(line: &mut Tokens) -> Option<PartEncoding> {
    let name = line.text()?;
    let How { content_type, style, explode, allow_reserved, nested, headers } =
        how(line);
    let headers = headers.leak();
    let encoding = PartEncoding {
        name,
        content_type,
        style,
        explode,
        allow_reserved,
        nested,
        headers,
    };
    Some(encoding)
}

/// `200`, `4XX` or `default`.
fn status(word: &str) -> Status {
    if let Ok(code) = word.parse() {
        return Status::Code(code);
    }
    match word.strip_suffix("XX").and_then(|hundred| hundred.parse().ok()) {
        Some(hundred) => Status::Range(hundred),
        None => Status::Default,
    }
}

/// Schemes that are needed together, each with its scopes in brackets.
fn requirement(line: &mut Tokens) -> &'static [SchemeUse] {
    let mut uses = Vec::new();
    while let Some(scheme) = line.parsed() {
        let scopes = line.group(Tokens::texts).unwrap_or_default();
        uses.push(SchemeUse { scheme, scopes });
    }
    uses.leak()
}

fn variable(line: &mut Tokens) -> Option<ServerVariable> {
    let (name, default) = (line.text()?, line.text()?);
    Some(ServerVariable { name, default, values: line.texts() })
}

fn pages(line: &mut Tokens) -> Option<Pages> {
    let style = match line.word()? {
        "number" => PageStyle::PageNumber {
            page: line.parsed()?,
            first: line.parsed()?,
            size: size(line),
        },
        "offset" => PageStyle::Offset { offset: line.parsed()?, limit: size(line) },
        "cursor" => PageStyle::Cursor { cursor: line.parsed()?, next: line.texts() },
        "header-cursor" => {
            PageStyle::HeaderCursor { cursor: line.parsed()?, header: line.text()? }
        }
        "link-header" => PageStyle::LinkHeader,
        "next-url" => PageStyle::NextUrl { next: line.texts() },
        _ => PageStyle::Links { links: line.texts() },
    };
    let items = match line.word() {
        Some("items") => line.texts(),
        _ => &[],
    };
    Some(Pages { style, items })
}

/// `size` and the index of the parameter for it.
fn size(line: &mut Tokens) -> Option<usize> {
    let is_given = line.peek() == Some(super::tokens::Token::Word("size"));
    is_given.then(|| line.word())?;
    line.parsed()
}
