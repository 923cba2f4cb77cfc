//! An API and its operations as data: what generated code states and the client carries out.

use crate::runtime::style::{Pairs, Tree, pairs};
use crate::runtime::{Value, Xml};

/// A whole API.
#[derive(Debug)]
pub struct Api {
    /// The title, as the description has it.
    pub title: &'static str,
    /// The version of the API, not of OpenAPI.
    pub version: &'static str,
    /// Where it is served, the preferred one first.
    pub servers: &'static [Server],
    /// The security schemes; [`SchemeUse::scheme`] is an index into them.
    pub schemes: &'static [Scheme],
    /// What requests say they come from: name and version of this crate.
    pub user_agent: &'static str,
    /// Which names are secrets although they do not sound so, and the other way round.
    pub secrets: SecretNames,
}

/// Names whose values are hidden, or not, whatever they sound like: for texts that nobody
/// described, such as the body of an error.
#[derive(Debug)]
pub struct SecretNames {
    /// Those whose values are hidden.
    pub hidden: &'static [&'static str],
    /// Those whose values are shown.
    pub shown: &'static [&'static str],
}

impl SecretNames {
    /// What a name sounds like decides.
    pub const NONE: Self = Self { hidden: &[], shown: &[] };
}

/// A base address, possibly with variables in braces.
#[derive(Debug)]
pub struct Server {
    /// The address as written; may be relative or empty.
    pub url: &'static str,
    /// The variables of `url`.
    pub variables: &'static [ServerVariable],
}

/// A variable of a server's address.
#[derive(Debug)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: &'static str,
    /// What it is when the user says nothing.
    pub default: &'static str,
    /// The values allowed; empty when any is.
    pub values: &'static [&'static str],
}

/// A way for a caller to prove who it is.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the description.
    pub name: &'static str,
    /// How it works.
    pub kind: SchemeKind,
}

/// How a security scheme works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where it goes; never the path.
        place: Place,
        /// The name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// HTTP basic (RFC 7617).
    Basic,
    /// HTTP bearer (RFC 6750).
    Bearer,
    /// HTTP digest (RFC 7616).
    Digest,
    /// OAuth 2 (RFC 6749).
    OAuth2 {
        /// Where client credentials get a token; may be relative.
        token_url: Option<&'static str>,
    },
    /// HTTP with a scheme of the API's own, by its name: `Authorization: Name key`.
    Http(&'static str),
    /// Something else, by name: the caller sets headers by hand.
    Other(&'static str),
}

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// The operation's id in the description.
    pub id: &'static str,
    /// The group (tag) it is in.
    pub group: &'static str,
    /// The method, in upper case.
    pub method: &'static str,
    /// The path as the description writes it: `{name}` stands for the path parameter of
    /// that name, where there is one.
    pub template: &'static str,
    /// Query parameters that are always sent: name and value, not yet encoded.
    pub query: &'static [(&'static str, &'static str)],
    /// The parameters; field `i` of the `…Params` struct is parameter `i`.
    pub parameters: &'static [Parameter],
    /// The body; its field comes after those of the parameters.
    pub body: Option<&'static BodyTable>,
    /// The `Accept` header; empty: none is sent.
    pub accept: &'static str,
    /// The documented responses.
    pub responses: &'static [ResponseTable],
    /// The alternatives of credentials, one of which a call needs; empty: none at all.
    pub security: &'static [&'static [SchemeUse]],
    /// Servers of this operation alone; empty: those of the API.
    pub servers: &'static [Server],
    /// Whether the description says not to use it.
    pub deprecated: bool,
    /// How its results come in pages, if they do.
    pub pages: Option<&'static Pages>,
}

impl Pages {
    /// For an operation without pages: there is no next one.
    pub(crate) const NONE: Self = Self { style: PageStyle::LinkHeader, items: &[] };
}

impl Operation {
    /// One that says nothing, for the fields that another leaves out.
    pub const NONE: Self = Self {
        id: "",
        group: "",
        method: "",
        template: "",
        query: &[],
        parameters: &[],
        body: None,
        accept: "",
        responses: &[],
        security: &[],
        servers: &[],
        deprecated: false,
        pages: None,
    };
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

/// A parameter. Whether it is required and which rules it keeps is in the table of the
/// `…Params` struct.
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it goes.
    pub place: Place,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects become several values.
    pub explode: bool,
    /// Whether reserved characters go out as they are; in a path, those that do not end it.
    pub allow_reserved: bool,
    /// What stands between the items of lists that no style writes, from the outside in:
    /// the lists in lists, and in paths and headers the list itself. Empty: as the style
    /// says, and JSON for what is inside.
    pub nested: &'static [&'static str],
}

impl Parameter {
    /// Whether it is a header such as `Idempotency-Key`: requests with the same value are
    /// one and the same to the server.
    pub(crate) fn is_idempotency_key(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        self.place == Place::Header
            && name.contains("idempoten")
            && name.ends_with("key")
    }
}

/// The body of an operation.
#[derive(Debug)]
pub struct BodyTable {
    /// Whether it must be there.
    pub required: bool,
    /// The media types it may have, the preferred one first.
    pub contents: &'static [RequestMedia],
}

/// A request body of one media type.
#[derive(Debug)]
pub struct RequestMedia {
    /// The media type, as sent in `Content-Type`.
    pub media_type: &'static str,
    /// How its bytes are written.
    pub format: Format,
    /// How the parts of a form or multipart body are written, where the description says.
    pub encoding: &'static [PartEncoding],
}

/// How one part of a form or multipart body is written.
#[derive(Debug)]
pub struct PartEncoding {
    /// The property that the part holds.
    pub name: &'static str,
    /// The media type of the part; may be several, with commas, and hold wildcards.
    pub content_type: Option<&'static str>,
    /// The style of a form field or part, when given.
    pub style: Option<Style>,
    /// Whether lists become several fields, when given.
    pub explode: Option<bool>,
    /// Whether reserved characters go out as they are.
    pub allow_reserved: bool,
    /// What stands between the items of lists in lists, from the outside in.
    pub nested: &'static [&'static str],
    /// Headers that every such part of a multipart body has: name and value.
    pub headers: &'static [(&'static str, &'static str)],
}

impl PartEncoding {
    /// Whether the description says how lists and objects are written.
    pub(crate) fn has_style(&self) -> bool {
        self.style.is_some() || self.explode == Some(false)
    }

    /// The pairs of name and value by the style that the description gives.
    pub(crate) fn pairs(&self, tree: &Tree) -> Pairs {
        let style = self.style.unwrap_or(Style::Form);
        let explode = self.explode.unwrap_or(style == Style::Form);
        pairs(self.name, &tree.joined(self.nested), style, explode)
    }
}

/// How a body's bytes are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `application/json`, `*+json`, `text/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and other multipart types.
    Multipart,
    /// `text/*`, and XML without a type: the text as it stands.
    Text,
    /// `application/xml`, `*+xml`, `text/xml`, under this root.
    Xml(&'static Xml),
    /// Newline-delimited JSON.
    JsonLines,
    /// `text/event-stream`.
    EventStream,
    /// Anything else: bytes.
    Binary,
}

/// A documented response.
#[derive(Debug)]
pub struct ResponseTable {
    /// Which statuses it is for.
    pub status: Status,
    /// The bodies it may have; empty: none.
    pub contents: &'static [ResponseMedia],
}

/// Which statuses a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// This one.
    Code(u16),
    /// A hundred of them: `4XX` is 4.
    Range(u8),
    /// All that no other response is for.
    Default,
}

/// A response body of one media type.
#[derive(Debug)]
pub struct ResponseMedia {
    /// The media type as the description has it; may hold wildcards and parameters.
    pub media_type: &'static str,
    /// How its bytes are read.
    pub format: Format,
    /// Makes an empty value for it. For [`Format::JsonLines`] and [`Format::EventStream`]
    /// it is one item.
    pub blank: fn() -> Box<dyn Value>,
}

/// The use of a security scheme.
#[derive(Debug)]
pub struct SchemeUse {
    /// The index in [`Api::schemes`].
    pub scheme: usize,
    /// The scopes it needs.
    pub scopes: &'static [&'static str],
}

/// How results come in pages.
#[derive(Debug)]
pub struct Pages {
    /// How the next page is asked for.
    pub style: PageStyle,
    /// The list in the page, as property names from the page down; empty: the page is it.
    pub items: &'static [&'static str],
}

/// How the next page is asked for. Indices are into [`Operation::parameters`].
#[derive(Debug)]
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
        next: &'static [&'static str],
    },
    /// By a token out of a header of the last answer.
    HeaderCursor {
        /// The parameter for the token.
        cursor: usize,
        /// The name of the header.
        header: &'static str,
    },
    /// By the address with `rel="next"` in the `Link` header (RFC 8288).
    LinkHeader,
    /// By an address in the page, as property names from the page down.
    NextUrl {
        /// The address in the page.
        next: &'static [&'static str],
    },
    /// By the entry with `rel` `next` in a list of links in the page.
    Links {
        /// The list of links, as property names from the page down.
        links: &'static [&'static str],
    },
}
