//! The page of an operation, as data.

use super::Site;
use super::highlight::Language;
use super::links::slug;
use super::samples;
use super::tree::Trees;
use super::view::{
    Answer, Body, Code, Entry, Fact, Link, Node, OperationPage, Parameters, Request,
    Response,
};
use super::words::{address, plain, start_of};
use crate::ir::{
    self, MediaBody, Operation, PageStyle, Place, RequestBody, StatusPattern, TypeRef,
};
use crate::sample::Direction;
use serde_json::Value;

/// Errors mostly share one model, which has its page: their trees are short.
const MOST_OF_AN_ERROR: usize = 24;
const MOST_OF_A_BODY: usize = 160;

/// What is said of an answer beside its status, in characters.
const LONGEST_SUMMARY: usize = 90;

/// An example longer than this hides more than it shows.
const LONGEST_EXAMPLE: usize = 20_000;

/// An operation as lists show it.
pub(super) fn entry(site: &Site<'_>, index: usize, operation: &Operation) -> Entry {
    let summary = plain(&operation.docs.summary);
    Entry {
        title: if summary.is_empty() { operation.id.clone() } else { summary },
        id: operation.id.clone(),
        method: operation.method.clone(),
        path: operation.path.text.clone(),
        href: site.links.operation(index).to_owned(),
        deprecated: operation.deprecated,
    }
}

/// The page of an operation. `order` is in which order pages follow each other.
pub(super) fn page(
    site: &Site<'_>,
    index: usize,
    operation: &Operation,
    [previous, next]: [Option<usize>; 2],
) -> OperationPage {
    let mut trees = Trees::new(site);
    let group = operation.group.0;
    let beside = |index: Option<usize>| {
        let index = index?;
        let entry = entry(site, index, site.named.api.operations.get(index)?);
        Some(Link { text: entry.title, href: entry.href })
    };
    OperationPage {
        place: 0,
        entry: entry(site, index, operation),
        group: Link {
            text: site.group_title(group),
            href: site.links.group(group).to_owned(),
        },
        words_html: site.words.html(&operation.docs.description),
        facts: operation
            .facts
            .iter()
            .map(|(label, value)| Fact::new(label, plain(value)))
            .collect(),
        sunset: operation.sunset.clone(),
        outside: outside(operation.docs.url.as_deref()),
        security: security(site, operation),
        paging: operation
            .pagination
            .as_ref()
            .map(|pages| paging(operation, &pages.style)),
        parameters: parameters(&mut trees, operation),
        request: operation.body.as_ref().map(|body| request(site, &mut trees, body)),
        answers: operation.responses.iter().map(|one| answer(site, one)).collect(),
        responses: operation
            .responses
            .iter()
            .map(|one| response(site, &mut trees, one))
            .collect(),
        samples: samples::samples(site, index, operation)
            .iter()
            .map(samples::Sample::code)
            .collect(),
        previous: beside(previous),
        next: beside(next),
    }
}

/// A link to documentation elsewhere, where the address can be one.
pub(super) fn outside(url: Option<&str>) -> Option<Link> {
    let href = address(url?)?;
    Some(Link { text: href.clone(), href })
}

fn security(site: &Site<'_>, operation: &Operation) -> Vec<Vec<Link>> {
    let schemes = &site.named.api.security_schemes;
    let one = |(index, scopes): &(usize, Vec<String>)| {
        let name = schemes.get(*index).map_or("?", |scheme| scheme.name.as_str());
        let text = match scopes.join(", ") {
            none if none.is_empty() => name.to_owned(),
            scopes => format!("{name} ({scopes})"),
        };
        Link { text, href: format!("authentication.html#scheme-{}", slug(name)) }
    };
    let alternatives = operation.security.iter();
    alternatives.map(|one_of| one_of.schemes.iter().map(one).collect()).collect()
}

/// What is shown of an answer beside the words: its first body.
fn answer(site: &Site<'_>, response: &ir::Response) -> Answer {
    let (status, class) = status(response.status);
    let code = response.contents.first().and_then(|body| {
        shown_example(site, body, Direction::Response, &format!("Answer {status}"))
    });
    Answer { status, class, code }
}

/// The status as it is written, and the class of answers that it is in.
fn status(pattern: StatusPattern) -> (String, &'static str) {
    let (status, first) = match pattern {
        StatusPattern::Code(code) => (code.to_string(), code / 100),
        StatusPattern::Range(range) => (format!("{range}XX"), u16::from(range)),
        StatusPattern::Default => ("default".to_owned(), 0),
    };
    let class = match first {
        1 | 2 => "good",
        3 => "moved",
        4 | 5 => "bad",
        _ => "other",
    };
    (status, class)
}

fn paging(operation: &Operation, style: &PageStyle) -> String {
    let name = |index: usize| {
        operation.parameters.get(index).map_or("?", |one| one.wire_name.as_str())
    };
    match style {
        PageStyle::PageNumber { page, .. } => format!("by number, in {}", name(*page)),
        PageStyle::Offset { offset, .. } => {
            format!("by items to skip, in {}", name(*offset))
        }
        PageStyle::Cursor { cursor, .. } => format!("by a token, in {}", name(*cursor)),
        PageStyle::HeaderCursor { cursor, header } => {
            format!("by a token in the header {header}, in {}", name(*cursor))
        }
        PageStyle::LinkHeader => "by the address in the Link header".to_owned(),
        PageStyle::NextUrl { next } => format!("by the address in {}", next.join(".")),
        PageStyle::Links { links } => {
            format!("by the link `next` in {}", links.join("."))
        }
    }
}

fn parameters(trees: &mut Trees<'_>, operation: &Operation) -> Vec<Parameters> {
    let places = [
        (Place::Path, "Path parameters", "path"),
        (Place::Query, "Query parameters", "query"),
        (Place::Header, "Headers", "headers"),
        (Place::Cookie, "Cookies", "cookies"),
    ];
    let of = |(place, title, anchor)| {
        let there = operation.parameters.iter().filter(|one| one.place == place);
        let mut all: Vec<Node> = there.map(|one| trees.parameter(one)).collect();
        all.sort_by_key(|one| !one.required);
        Parameters { title, anchor, all }
    };
    places.map(of).into_iter().filter(|one| !one.all.is_empty()).collect()
}

fn request(site: &Site<'_>, trees: &mut Trees<'_>, body: &RequestBody) -> Request {
    let bodies = body.contents.iter();
    Request {
        words_html: site.words.of(&body.docs),
        required: body.required,
        bodies: bodies
            .map(|one| {
                content(site, trees, one, Direction::Request, MOST_OF_A_BODY, "request")
            })
            .collect(),
    }
}

fn response(
    site: &Site<'_>,
    trees: &mut Trees<'_>,
    response: &ir::Response,
) -> Response {
    let (status, class) = status(response.status);
    let most = if class == "good" { MOST_OF_A_BODY } else { MOST_OF_AN_ERROR };
    let bodies = response.contents.iter();
    let link = |link: &ir::ResponseLink| {
        let to = link.operation.clone().unwrap_or_default();
        Fact::new(&link.name, format!("{to} {}", plain(&link.docs.description)).trim())
    };
    let words = [&response.docs.summary, &response.docs.description];
    let words = words.into_iter().find(|one| !one.is_empty());
    let words = words.map(|one| plain(one)).unwrap_or_default();
    let anchor = format!("response-{status}");
    let below = format!("{anchor}-body");
    Response {
        status,
        class,
        is_longer: words.chars().nth(LONGEST_SUMMARY).is_some(),
        summary: start_of(&words, LONGEST_SUMMARY),
        words_html: site.words.of(&response.docs),
        headers: response.headers.iter().map(|one| trees.header(one, &anchor)).collect(),
        bodies: bodies
            .enumerate()
            .map(|(index, one)| {
                let body = content(site, trees, one, Direction::Response, most, &below);
                // That of the first one stands beside the words.
                Body { example: body.example.filter(|_| index > 0), ..body }
            })
            .collect(),
        links: response.links.iter().map(link).collect(),
        anchor,
    }
}

fn content(
    site: &Site<'_>,
    trees: &mut Trees<'_>,
    body: &MediaBody,
    way: Direction,
    most: usize,
    place: &str,
) -> Body {
    Body {
        media_type: body.media_type.clone(),
        versions: versions(site.document, body),
        schema: body.ty.map(|ty| trees.whole(ty, most, place)),
        example: shown_example(site, body, way, "Example"),
    }
}

/// A body as the description shows it, or made of its type.
pub(super) fn example(
    site: &Site<'_>,
    body: &MediaBody,
    way: Direction,
) -> Option<Value> {
    let documented = body.examples.iter().find(|one| !one.is_null()).cloned();
    let made = |ty: TypeRef| site.made(ty, way);
    documented.or_else(|| body.ty.map(made))
}

fn shown_example(
    site: &Site<'_>,
    body: &MediaBody,
    way: Direction,
    title: &str,
) -> Option<Code> {
    let value = example(site, body, way)?;
    let language = if value.is_string() { Language::Plain } else { Language::Json };
    Some(Code::new(title, language, &pretty(&value)))
}

/// A value over several lines, text as it stands.
pub(super) fn pretty(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    };
    start_of(&text, LONGEST_EXAMPLE)
}

/// The media types beside this one where the description has it.
fn versions(document: &Value, body: &MediaBody) -> Vec<String> {
    let mut origin = body.origin.clone();
    origin.pop();
    let beside = document.pointer(&origin.to_string()).and_then(Value::as_object);
    let names = beside.into_iter().flat_map(|contents| contents.keys());
    names.filter(|name| name.trim() != body.media_type).cloned().collect()
}
