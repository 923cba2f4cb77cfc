//! Answers as they are shown.

use super::failure::{Failure, Outcome};
use super::node::Node;
use super::options::{Format, Options};
use super::table::{self, Rows};
use super::{show, table::yaml};
use crate::runtime::{Body, ByteStream, Operation};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// How much of an answer is read to be shown in another form.
const MOST_BYTES: usize = 256 << 20;

/// Where an answer goes.
pub(super) enum Sink {
    Out,
    /// What is no plain file, such as a pipe with a name.
    Device(fs::File),
    File(NewFile),
}

/// A file that takes its place once it is whole.
pub(super) struct NewFile {
    file: fs::File,
    beside: PathBuf,
    path: PathBuf,
    is_done: bool,
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_done {
            // Whatever went wrong was told; a file left over would only add to it.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

impl Sink {
    pub(super) fn open(path: Option<&Path>) -> Outcome<Self> {
        let Some(path) = path else { return Ok(Self::Out) };
        if path == Path::new("-") {
            return Ok(Self::Out);
        }
        if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            let file = fs::OpenOptions::new().write(true).open(path);
            return file.map(Self::Device).map_err(|error| cannot_write(path, &error));
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", std::process::id()));
        let beside = path.with_file_name(name);
        let file =
            fs::File::create(&beside).map_err(|error| cannot_write(path, &error))?;
        Ok(Self::File(NewFile { file, beside, path: path.to_owned(), is_done: false }))
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Outcome<()> {
        let written = match self {
            Self::Out => {
                let mut out = std::io::stdout().lock();
                out.write_all(bytes).and_then(|()| out.flush())
            }
            Self::Device(file) => file.write_all(bytes),
            Self::File(new) => new.file.write_all(bytes),
        };
        written.map_err(|error| Failure::write(&error))
    }

    pub(super) fn finish(self) -> Outcome<()> {
        let Self::File(mut new) = self else { return Ok(()) };
        let done = new.file.sync_all().and_then(|()| fs::rename(&new.beside, &new.path));
        done.map_err(|error| {
            Failure::other(format!("cannot write {:?}: {error}", new.path))
        })?;
        new.is_done = true;
        Ok(())
    }

    pub(super) fn is_terminal(&self) -> bool {
        matches!(self, Self::Out) && std::io::stdout().is_terminal()
    }

    pub(super) fn is_coloured(&self) -> bool {
        matches!(self, Self::Out) && show::is_coloured(&std::io::stdout())
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("--output-file: cannot write {path:?}: {error}"))
}

/// Status and headers, as `curl --include` shows them.
pub(super) fn head(
    sink: &mut Sink,
    status: StatusCode,
    headers: &HeaderMap,
) -> Outcome<()> {
    let mut text = format!("HTTP {status}\n");
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        text.push_str(&format!("{name}: {}\n", show::plain(&value)));
    }
    text.push('\n');
    sink.write(text.as_bytes())
}

/// Whether the body is JSON by its media type.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let media_type = media_type(headers);
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

pub(super) fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let text = text.unwrap_or_default().split(';').next().unwrap_or_default();
    text.trim().to_ascii_lowercase()
}

/// Shows an answer.
pub(super) async fn answer(
    sink: &mut Sink,
    operation: &Operation,
    options: &Options,
    headers: &HeaderMap,
    body: Body,
) -> Outcome<()> {
    let is_reshaped = options.query.is_some()
        || !options.columns.is_empty()
        || match options.format {
            None => sink.is_terminal() && is_json(headers),
            Some(Format::Raw) => false,
            Some(Format::Json) => sink.is_coloured() && is_json(headers),
            Some(_) => true,
        };
    if !is_reshaped {
        let ends_line = options.format != Some(Format::Raw) && is_json(headers);
        return copy(sink, body.into_stream(), ends_line).await;
    }
    let media_type = media_type(headers);
    if options.format == Some(Format::Jsonl) {
        match media_type.as_str() {
            "text/event-stream" => return events(sink, body.into_stream()).await,
            "application/x-ndjson" | "application/jsonl" | "application/x-jsonlines" => {
                return copy(sink, body.into_stream(), true).await;
            }
            _ => {}
        }
    }
    let (bytes, is_cut) = body.collect(MOST_BYTES).await?;
    if is_cut {
        return Err(Failure::other("the answer is too long to be shown but as raw"));
    }
    if bytes.is_empty() {
        return Ok(());
    }
    let node = parse(&bytes, &media_type)?;
    let node = match &options.query {
        Some(query) => taken(query, &node)?,
        None => node,
    };
    let text = rendered(&node, operation, options, sink);
    sink.write(text.as_bytes())
}

pub(super) fn parse(bytes: &[u8], media_type: &str) -> Outcome<Node> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string());
    text.and_then(Node::parse).map_err(|error| {
        let named = if media_type.is_empty() { "of no media type" } else { media_type };
        Failure::other(format!("the answer ({named}) is not JSON: {error}"))
            .tip("--output raw shows it as it is")
    })
}

fn rendered(
    node: &Node,
    operation: &Operation,
    options: &Options,
    sink: &Sink,
) -> String {
    let list = list_in(node, operation, options.query.is_some());
    let format = options.format.unwrap_or(match (list, options.columns.is_empty()) {
        (Some(_), false) => Format::Table,
        (Some(_), true) if sink.is_terminal() => Format::Table,
        _ => Format::Json,
    });
    let rows = |items: &[Node]| {
        let mut rows = Rows::new(format, &options.columns, sink.is_coloured());
        rows.show(items)
    };
    match format {
        Format::Json if sink.is_terminal() => {
            format!("{}\n", node.pretty(sink.is_coloured()))
        }
        Format::Json => format!("{}\n", node.compact()),
        Format::Yaml => yaml(node),
        Format::Raw => format!("{}\n", table::plain_text(node)),
        Format::Table | Format::Csv | Format::Jsonl => match list {
            Some(items) => rows(items),
            None if format == Format::Table && options.columns.is_empty() => {
                table::object(node)
            }
            None => rows(std::slice::from_ref(node)),
        },
    }
}

/// The list that an answer is about: itself, what the description says of pages, or the only
/// list in it.
pub(super) fn list_in<'a>(
    node: &'a Node,
    operation: &Operation,
    is_taken_out: bool,
) -> Option<&'a [Node]> {
    if let Node::List(items) = node {
        return Some(items);
    }
    if is_taken_out {
        return None;
    }
    if let Some(pages) = operation.pages
        && let Some(Node::List(items)) = node.at(pages.items.iter().copied())
    {
        return Some(items);
    }
    let Node::Object(entries) = node else { return None };
    let mut lists = entries.iter().filter_map(|(_, value)| match value {
        Node::List(items)
            if items.iter().all(|item| matches!(item, Node::Object(_))) =>
        {
            Some(items.as_slice())
        }
        _ => None,
    });
    let only = lists.next()?;
    // `links` and the like are no list that an object is about.
    let is_about = entries.len() <= 4 && !only.is_empty();
    lists.next().is_none().then_some(only).filter(|_| is_about)
}

/// What an expression takes out of a value.
pub(super) fn taken(query: &str, node: &Node) -> Outcome<Node> {
    let expression = expression("--query", query)?;
    let json = node.compact();
    let wrong = |error: String| Failure::usage(format!("--query: {error}"));
    let data = jmespath::Variable::from_json(&json).map_err(wrong)?;
    let found = expression.search(data).map_err(|error| {
        wrong(error.to_string().lines().next().unwrap_or_default().to_owned())
    })?;
    let text =
        serde_json::to_string(&found).map_err(|error| wrong(error.to_string()))?;
    Node::parse(&text).map_err(wrong)
}

/// A JMESPath expression, checked before anything is sent.
pub(super) fn expression(
    flag: &str,
    query: &str,
) -> Outcome<jmespath::Expression<'static>> {
    jmespath::compile(query).map_err(|error| {
        let text = error.to_string();
        let text = text.lines().next().unwrap_or_default();
        Failure::usage(format!("{flag}: {query:?} is not a JMESPath expression: {text}"))
    })
}

/// The bytes as they come.
async fn copy(sink: &mut Sink, mut stream: ByteStream, ends_line: bool) -> Outcome<()> {
    let mut last = None;
    let is_terminal = sink.is_terminal();
    while let Some(chunk) = stream.next_chunk().await? {
        let is_text = std::str::from_utf8(&chunk).map_or_else(
            |error| error.error_len().is_none(),
            |text| !text.contains('\0'),
        );
        if is_terminal && last.is_none() && !is_text {
            return Err(Failure::usage("the answer is no text: give --output-file"));
        }
        sink.write(&chunk)?;
        last = chunk.last().copied().or(last);
    }
    if ends_line && last.is_some_and(|byte| byte != b'\n') {
        sink.write(b"\n")?;
    }
    Ok(())
}

/// The data of events, a line each.
async fn events(sink: &mut Sink, mut stream: ByteStream) -> Outcome<()> {
    let mut rest = Vec::new();
    let mut data: Vec<String> = Vec::new();
    while let Some(chunk) = stream.next_chunk().await? {
        rest.extend_from_slice(&chunk);
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = rest.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\r', '\n']);
            if let Some(text) = line.strip_prefix("data:") {
                data.push(text.strip_prefix(' ').unwrap_or(text).to_owned());
            } else if line.is_empty() && !data.is_empty() {
                let text = std::mem::take(&mut data).join(" ");
                sink.write(format!("{text}\n").as_bytes())?;
            }
        }
    }
    Ok(())
}
