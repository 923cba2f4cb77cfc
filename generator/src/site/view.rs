//! What the templates show, as data. Fields that end in `html` are markup that is safe;
//! everything else is text, which the templates escape.

use super::highlight::{Language, highlighted};
use serde::Serialize;

/// A way to another page, from the site's root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Link {
    pub(super) text: String,
    pub(super) href: String,
}

/// A label and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
}

impl Fact {
    pub(super) fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) words_html: String,
}

/// A value somewhere in a schema, with all below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Node {
    /// Distinct on its page; where `is_anchor`, the same from version to version.
    pub(super) id: String,
    pub(super) name: String,
    /// What it is, such as `list of string`.
    pub(super) kind: String,
    /// The page of its type.
    pub(super) model: Option<Link>,
    pub(super) words_html: String,
    pub(super) required: bool,
    pub(super) nullable: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
    pub(super) secret: bool,
    /// Rules, the default, the example.
    pub(super) facts: Vec<Fact>,
    pub(super) choices: Vec<Choice>,
    pub(super) children: Vec<Node>,
    pub(super) alternatives: Vec<Alternative>,
    /// The property that tells the alternatives apart.
    pub(super) told_by: Option<String>,
}

/// One alternative of a union.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Alternative {
    pub(super) name: String,
    pub(super) node: Node,
}

/// Parameters of one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Parameters {
    pub(super) title: &'static str,
    pub(super) anchor: &'static str,
    pub(super) all: Vec<Node>,
}

/// Code as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Code {
    /// What it is, for those who do not see it.
    pub(super) title: String,
    /// The code with its parts marked.
    pub(super) html: String,
}

impl Code {
    pub(super) fn new(title: impl Into<String>, language: Language, text: &str) -> Self {
        Self { title: title.into(), html: highlighted(language, text) }
    }
}

/// A body of one media type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Body {
    pub(super) media_type: String,
    /// The other media types that the description offers in its place.
    pub(super) versions: Vec<String>,
    pub(super) schema: Option<Node>,
    /// The example, where it stands beside the schema.
    pub(super) example: Option<Code>,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Request {
    pub(super) words_html: String,
    pub(super) required: bool,
    pub(super) bodies: Vec<Body>,
}

/// A documented answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Response {
    pub(super) status: String,
    pub(super) anchor: String,
    /// `good`, `moved`, `bad` or `other`.
    pub(super) class: &'static str,
    pub(super) summary: String,
    /// Whether the words say more than the summary.
    pub(super) is_longer: bool,
    pub(super) words_html: String,
    pub(super) headers: Vec<Node>,
    pub(super) bodies: Vec<Body>,
    pub(super) links: Vec<Fact>,
}

/// An example of an answer, beside the words about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Answer {
    pub(super) status: String,
    pub(super) class: &'static str,
    /// Nothing where the answer has no body.
    pub(super) code: Option<Code>,
}

/// An operation in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) href: String,
    pub(super) deprecated: bool,
}

/// A group of operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Group {
    /// Which one it is of those that the description has.
    pub(super) index: usize,
    pub(super) title: String,
    pub(super) anchor: String,
    pub(super) href: String,
    pub(super) words_html: String,
    pub(super) operations: Vec<Entry>,
}

/// The page of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct OperationPage {
    /// The place of its group in the list of groups.
    pub(super) place: usize,
    pub(super) entry: Entry,
    pub(super) group: Link,
    pub(super) words_html: String,
    pub(super) facts: Vec<Fact>,
    pub(super) sunset: Option<String>,
    pub(super) outside: Option<Link>,
    /// The alternatives, each with what it takes together.
    pub(super) security: Vec<Vec<Link>>,
    pub(super) paging: Option<String>,
    pub(super) parameters: Vec<Parameters>,
    pub(super) request: Option<Request>,
    pub(super) responses: Vec<Response>,
    pub(super) samples: Vec<Code>,
    pub(super) answers: Vec<Answer>,
    pub(super) previous: Option<Link>,
    pub(super) next: Option<Link>,
}

/// The page of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ModelPage {
    /// Where it stands, from the site's root.
    pub(super) path: String,
    pub(super) title: String,
    pub(super) rust: String,
    pub(super) deprecated: bool,
    pub(super) outside: Option<Link>,
    pub(super) schema: Node,
    pub(super) example: Code,
    pub(super) operations: Vec<Link>,
    pub(super) models: Vec<Link>,
    pub(super) previous: Option<Link>,
    pub(super) next: Option<Link>,
}

/// A way to prove who calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Scheme {
    pub(super) name: String,
    pub(super) anchor: String,
    pub(super) kind: String,
    pub(super) words_html: String,
    pub(super) facts: Vec<Fact>,
    pub(super) scopes: Vec<Fact>,
    /// How a request shows it.
    pub(super) curl: Code,
    pub(super) variables: Vec<String>,
}

/// A base address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ServerView {
    pub(super) url: String,
    pub(super) words_html: String,
    pub(super) variables: Vec<Fact>,
}

/// The first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct StartPage {
    pub(super) words_html: String,
    pub(super) facts: Vec<Fact>,
    pub(super) servers: Vec<ServerView>,
    pub(super) schemes: Vec<Link>,
    pub(super) groups: usize,
    pub(super) deprecated: usize,
    pub(super) paging: Vec<Link>,
    pub(super) operations: usize,
    pub(super) models: usize,
    /// An operation to begin with, and how it is called.
    pub(super) first: Option<(Link, Code)>,
}
