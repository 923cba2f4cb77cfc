//! Operations: what one request sends, and what may come back.

use super::{Docs, Origin, Rules, SecurityRequirement, Server, TypeRef, Xml};
use serde_json::Value;

/// The index of a group in [`super::Api::groups`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(pub usize);

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it is described.
    pub origin: Origin,
    /// The `operationId`, or one made of method and path where it is missing or doubled.
    /// Distinct within the API.
    pub id: String,
    /// The group it is in.
    pub group: GroupId,
    /// The words about it.
    pub docs: Docs,
    /// Further facts for its docs, such as required roles: label and value.
    pub facts: Vec<(String, String)>,
    /// Whether the description says not to use it.
    pub deprecated: bool,
    /// The day on which it goes away, as written.
    pub sunset: Option<String>,
    /// The method, in upper case.
    pub method: String,
    /// The path.
    pub path: PathTemplate,
    /// The parameters, those of the path item included; distinct by place and name.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// The documented responses, in the description's order.
    pub responses: Vec<Response>,
    /// What a call without error yields, worked out from `responses`.
    pub output: Output,
    /// The alternatives of credentials, one of which a call needs; empty: none at all.
    pub security: Vec<SecurityRequirement>,
    /// Servers of this operation alone; empty: those of the API.
    pub servers: Vec<Server>,
    /// How its results come in pages.
    pub pagination: Option<Pagination>,
}

/// A path with parameters in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathTemplate {
    /// The template as written.
    pub text: String,
    /// Its parts, in order.
    pub parts: Vec<PathPart>,
    /// A part of the query that always goes out: name and value, unescaped.
    pub query: Vec<(String, String)>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Text sent as it stands.
    Text(String),
    /// The parameter with this index in [`Operation::parameters`].
    Parameter(usize),
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
    /// Into the `Cookie` header.
    Cookie,
}

/// How a parameter's value becomes text (OpenAPI 3.0, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the specification's own")]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    TabDelimited,
    /// Items of lists are `name[]=value`, and `name[0][key]=value` if they have parts.
    DeepObject,
    /// The same with lists as `name[0]=value`.
    DeepObjectIndexed,
    /// The same with lists as `name=value` for each item.
    DeepObjectRepeated,
    /// `content` in place of `schema`: the value as JSON text.
    Json,
}

impl Style {
    /// Whether properties are `name[key]=value`, however lists are written.
    #[must_use]
    pub fn is_deep_object(self) -> bool {
        matches!(
            self,
            Self::DeepObject | Self::DeepObjectIndexed | Self::DeepObjectRepeated
        )
    }
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it is described.
    pub origin: Origin,
    /// The name on the wire.
    pub wire_name: String,
    /// The words about it.
    pub docs: Docs,
    /// Where it goes.
    pub place: Place,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects become several values.
    pub explode: bool,
    /// Whether reserved characters go out as they are.
    pub allow_reserved: bool,
    /// What stands between the items of lists that no style writes, from the outside in:
    /// lists in lists, and in paths and headers the list itself.
    pub nested: Vec<String>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether its value is a secret that must not be shown.
    pub secret: bool,
    /// Whether the description says not to use it.
    pub deprecated: bool,
    /// What it holds.
    pub ty: TypeRef,
    /// What the server takes when it is absent. For docs; never sent.
    pub default: Option<Value>,
    /// An example, for docs and tests.
    pub example: Option<Value>,
    /// What its value must keep to.
    pub rules: Rules,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// The words about it.
    pub docs: Docs,
    /// Whether it must be there.
    pub required: bool,
    /// The one or more media types it may have, the preferred one first.
    pub contents: Vec<MediaBody>,
}

/// A body of one media type.
#[derive(Clone, Debug)]
pub struct MediaBody {
    /// Where it is described.
    pub origin: Origin,
    /// The media type as written, trimmed; may hold wildcards and parameters.
    pub media_type: String,
    /// How its bytes are read and written.
    pub format: BodyFormat,
    /// The type, where the schema gives one that the format can carry. For
    /// [`BodyFormat::JsonLines`] and [`BodyFormat::EventStream`] it is one item's type.
    pub ty: Option<TypeRef>,
    /// For [`BodyFormat::Xml`] with a type: its root element.
    pub xml: Option<Box<Xml>>,
    /// How the parts of a form or multipart body are written: property and encoding.
    pub encoding: Vec<(String, PartEncoding)>,
    /// Documented examples, as JSON.
    pub examples: Vec<Value>,
}

/// How a body's bytes are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyFormat {
    /// `application/json`, `*+json`, `text/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and other multipart types.
    Multipart,
    /// `text/*`.
    Text,
    /// `application/xml`, `*+xml`, `text/xml`: typed where XML can hold the type, else text.
    Xml,
    /// Newline-delimited JSON.
    JsonLines,
    /// `text/event-stream`.
    EventStream,
    /// Anything else: bytes.
    Binary,
}

/// How one part of a form or multipart body is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartEncoding {
    /// The media type of the part.
    pub content_type: Option<String>,
    /// The style of a form field, when given.
    pub style: Option<Style>,
    /// Whether lists become several fields, when given.
    pub explode: Option<bool>,
    /// Whether reserved characters go out as they are.
    pub allow_reserved: bool,
    /// What stands between the items of lists in lists, from the outside in.
    pub nested: Vec<String>,
    /// Headers that every such part has: name and value.
    pub headers: Vec<(String, String)>,
    /// Whether the part is a file where its schema allows anything.
    pub file: bool,
}

/// Which statuses a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusPattern {
    /// This one, 100 to 599 (and beyond, where a description has such).
    Code(u16),
    /// A hundred of them: `4XX` is 4.
    Range(u8),
    /// All that no other response is for.
    Default,
}

/// A documented response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Where it is described.
    pub origin: Origin,
    /// Which statuses it is for.
    pub status: StatusPattern,
    /// The words about it.
    pub docs: Docs,
    /// The bodies it may have; empty: none.
    pub contents: Vec<MediaBody>,
    /// The documented headers.
    pub headers: Vec<ResponseHeader>,
    /// The documented links.
    pub links: Vec<ResponseLink>,
}

/// A documented way from a response to another operation.
#[derive(Clone, Debug)]
pub struct ResponseLink {
    /// Its name in the description.
    pub name: String,
    /// The id of the operation, or a reference to it.
    pub operation: Option<String>,
    /// The words about it.
    pub docs: Docs,
}

/// A documented header of a response.
#[derive(Clone, Debug)]
pub struct ResponseHeader {
    /// The name on the wire.
    pub wire_name: String,
    /// The words about it.
    pub docs: Docs,
    /// Whether it is always there.
    pub required: bool,
    /// What it holds.
    pub ty: TypeRef,
}

/// What a call without error yields.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// One shape, whatever the status.
    One(OutputShape),
    /// Several shapes: an enum with a variant for each. A case is told by its status and
    /// the media type that came.
    Many(Vec<OutputCase>),
}

/// What one kind of success holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutputShape {
    /// No body.
    Nothing,
    /// A decoded body.
    Typed(TypeRef),
    /// The body as text.
    Text,
    /// The body as bytes, streamed.
    Bytes,
    /// Typed items of newline-delimited JSON, streamed.
    JsonLines(TypeRef),
    /// Typed server-sent events, streamed.
    Events(TypeRef),
}

/// One of several success shapes.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputCase {
    /// The index in [`Operation::responses`].
    pub response: usize,
    /// The index in [`Response::contents`], when the response has any.
    pub content: Option<usize>,
    /// What it holds.
    pub shape: OutputShape,
}

/// How results come in pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// How the next page is asked for.
    pub style: PageStyle,
    /// The list in the page, as property names from the page down; empty: the page is the list.
    pub items: Vec<String>,
    /// The type of an item.
    pub item: TypeRef,
}

/// How the next page is asked for. Indices are into [`Operation::parameters`].
#[derive(Clone, Debug, PartialEq)]
pub enum PageStyle {
    /// By the page's number, counted from `first`.
    PageNumber {
        /// The parameter for the number.
        page: usize,
        /// The parameter for the size of a page.
        size: Option<usize>,
        /// The number of the first page.
        first: i64,
    },
    /// By how many items to skip.
    Offset {
        /// The parameter for the number of items to skip.
        offset: usize,
        /// The parameter for the size of a page.
        limit: Option<usize>,
    },
    /// By a token out of the last page.
    Cursor {
        /// The parameter for the token.
        cursor: usize,
        /// The token in the page, as property names from the page down.
        next: Vec<String>,
    },
    /// By a token out of a header of the last answer.
    HeaderCursor {
        /// The parameter for the token.
        cursor: usize,
        /// The name of the header.
        header: String,
    },
    /// By the address with `rel="next"` in the `Link` header (RFC 8288).
    LinkHeader,
    /// By an address in the page, as property names from the page down.
    NextUrl {
        /// The address in the page.
        next: Vec<String>,
    },
    /// By the entry with `rel` `next` in a list of links in the page.
    Links {
        /// The list of links, as property names from the page down.
        links: Vec<String>,
    },
}

/// A request that the API makes to the user's side.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Where it is described.
    pub origin: Origin,
    /// Its name, or for a callback the operation's id and the callback's name.
    pub name: String,
    /// The words about it.
    pub docs: Docs,
    /// The method, in upper case.
    pub method: String,
    /// What it carries.
    pub body: Option<RequestBody>,
}
