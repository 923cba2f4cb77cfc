//! A collection of made-up items, served page by page.

use crate::ir::{Kind, Operation, PageStyle, Pagination, Place, Scalar, TypeRef, Types};
use crate::mock::Received;
use crate::mock::check::Values;
use crate::mock::received::decode_query;
use serde_json::{Map, Value, json};

/// The query parameter that the server's own `next` links carry where the operation has no
/// parameter that fits.
pub(crate) const POSITION: &str = "mock-position";

/// One page: the body, and the header that leads to the next one where the style has one.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) body: Value,
    pub(crate) header: Option<(String, String)>,
}

/// What a page is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'api> {
    pub(crate) types: &'api Types,
    pub(crate) operation: &'api Operation,
    pub(crate) pagination: &'api Pagination,
    /// All items.
    pub(crate) items: &'api [Value],
    /// How many items a page has when the request does not say.
    pub(crate) default_size: usize,
    /// The values of the request's parameters.
    pub(crate) values: &'api Values,
    pub(crate) request: &'api Received,
}

/// How a request says which page it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Position {
    /// A page number in the parameter of this name.
    Page { name: String, first: i64 },
    /// A number of items to skip.
    Offset { name: String },
    /// An opaque token.
    Token { name: String },
}

const PAGE_NAMES: &[&str] =
    &["page", "pagenum", "pagenumber", "pageno", "pageindex", "p"];
const OFFSET_NAMES: &[&str] = &["offset", "skip", "start", "startat", "startindex"];
const TOKEN_NAMES: &[&str] = &[
    "cursor",
    "after",
    "pagetoken",
    "nexttoken",
    "token",
    "continue",
    "startingafter",
    "next",
];
const SIZE_NAMES: &[&str] = &[
    "perpage",
    "pagesize",
    "itemsperpage",
    "limit",
    "size",
    "maxresults",
    "count",
    "pagelimit",
    "first",
    "top",
];
const TOTAL_NAMES: &[&str] = &[
    "totalcount",
    "total",
    "totalitems",
    "totalresults",
    "totalrecords",
    "totalsize",
    "count",
];

impl Source<'_> {
    /// The page that the request asks for; an error when it gives a token that is none.
    pub(crate) fn page(&self, base: Value) -> Result<Page, String> {
        let position = self.position();
        let size = self.size();
        let start = self.start(&position, size)?;
        let end = start.saturating_add(size).min(self.items.len());
        let slice = self.items.get(start..end).unwrap_or_default();
        let more = end < self.items.len() && !slice.is_empty();
        let next = more.then(|| self.url(&position, end, size));
        let previous =
            (start > 0).then(|| self.url(&position, start.saturating_sub(size), size));

        let mut body = base;
        set(&mut body, &self.pagination.items, Value::Array(slice.to_vec()));
        self.total(&mut body);
        self.links(&mut body, next.as_deref(), previous.as_deref());
        let mut header = None;
        match &self.pagination.style {
            PageStyle::Cursor { next: path, cursor } => {
                let token = more.then(|| self.token(*cursor, end));
                set_or_remove(&mut body, path, token);
            }
            PageStyle::NextUrl { next: path } => {
                set_or_remove(&mut body, path, next.map(Value::from));
            }
            PageStyle::LinkHeader => {
                let link = link_header(next.as_deref(), previous.as_deref());
                header = link.map(|link| ("link".to_owned(), link));
            }
            PageStyle::HeaderCursor { header: name, cursor } => {
                let token = more.then(|| self.token(*cursor, end));
                let text = token.map(|token| match token {
                    Value::String(text) => text,
                    other => other.to_string(),
                });
                header = text.map(|text| (name.clone(), text));
            }
            PageStyle::PageNumber { .. }
            | PageStyle::Offset { .. }
            | PageStyle::Links { .. } => {}
        }
        Ok(Page { body, header })
    }

    fn name(&self, index: usize) -> String {
        let parameter = self.operation.parameters.get(index);
        parameter.map(|parameter| parameter.wire_name.clone()).unwrap_or_default()
    }

    fn position(&self) -> Position {
        match &self.pagination.style {
            PageStyle::PageNumber { page, first, .. } => {
                Position::Page { name: self.name(*page), first: *first }
            }
            PageStyle::Offset { offset, .. } => {
                Position::Offset { name: self.name(*offset) }
            }
            PageStyle::Cursor { cursor, .. }
            | PageStyle::HeaderCursor { cursor, .. } => {
                Position::Token { name: self.name(*cursor) }
            }
            PageStyle::LinkHeader
            | PageStyle::NextUrl { .. }
            | PageStyle::Links { .. } => self.found_position(),
        }
    }

    // Links say by themselves where they lead; the parameter in them may be any that fits.
    fn found_position(&self) -> Position {
        if let Some(index) = self.find(PAGE_NAMES, true) {
            return Position::Page { name: self.name(index), first: 1 };
        }
        if let Some(index) = self.find(OFFSET_NAMES, true) {
            return Position::Offset { name: self.name(index) };
        }
        let name = self.find(TOKEN_NAMES, false).map(|index| self.name(index));
        Position::Token { name: name.unwrap_or_else(|| POSITION.to_owned()) }
    }

    fn find(&self, names: &[&str], number: bool) -> Option<usize> {
        self.operation.parameters.iter().position(|parameter| {
            parameter.place == Place::Query
                && names.contains(&plain(&parameter.wire_name).as_str())
                && is_integer(self.types, parameter.ty) == number
        })
    }

    fn size(&self) -> usize {
        let documented = match &self.pagination.style {
            PageStyle::PageNumber { size, .. } => *size,
            PageStyle::Offset { limit, .. } => *limit,
            _ => None,
        };
        let index = documented.or_else(|| self.find(SIZE_NAMES, true));
        let parameter = index.and_then(|index| self.operation.parameters.get(index));
        let sent = index.and_then(|index| self.values.get(&index));
        let default = parameter.and_then(|parameter| parameter.default.as_ref());
        let size = sent.or(default).and_then(Value::as_u64);
        let size = size.and_then(|size| usize::try_from(size).ok());
        size.filter(|size| *size > 0).unwrap_or(self.default_size).max(1)
    }

    fn start(&self, position: &Position, size: usize) -> Result<usize, String> {
        let sent = |name: &str| {
            self.request.query_value(name).or_else(|| self.request.header(name))
        };
        let number = |name: &str, absent: i64| match sent(name) {
            Some(text) => {
                text.parse::<i64>().map_err(|_| format!("`{name}` is no number"))
            }
            None => Ok(absent),
        };
        match position {
            Position::Page { name, first } => {
                let pages = number(name, *first)?.saturating_sub(*first);
                let pages = usize::try_from(pages).unwrap_or(0);
                Ok(pages.saturating_mul(size))
            }
            Position::Offset { name } => {
                Ok(usize::try_from(number(name, 0)?).unwrap_or(0))
            }
            Position::Token { name } => match sent(name) {
                Some(token) if !token.is_empty() => read_token(&token)
                    .ok_or_else(|| format!("`{name}` is no token of this server")),
                _ => Ok(0),
            },
        }
    }

    fn token(&self, cursor: usize, start: usize) -> Value {
        let parameter = self.operation.parameters.get(cursor);
        if parameter.is_some_and(|parameter| is_integer(self.types, parameter.ty)) {
            return Value::from(start);
        }
        Value::from(write_token(start))
    }

    /// The address of the page that begins with item `start`: this request's own, but for
    /// the position.
    fn url(&self, position: &Position, start: usize, size: usize) -> String {
        let (name, value) = match position {
            Position::Page { name, first } => {
                let pages = start.checked_div(size).unwrap_or(0);
                let number = first.saturating_add(i64::try_from(pages).unwrap_or(0));
                (name, number.to_string())
            }
            Position::Offset { name } => (name, start.to_string()),
            Position::Token { name } => (name, write_token(start)),
        };
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (key, old) in self.request.raw_query_pairs() {
            if decode_query(key) != *name {
                query.append_pair(&decode_query(key), &decode_query(old));
            }
        }
        query.append_pair(name, &value);
        let host = self.request.header("host").unwrap_or_default();
        format!("http://{host}{}?{}", self.request.path, query.finish())
    }

    fn total(&self, body: &mut Value) {
        let Value::Object(members) = body else { return };
        let unwanted = |pair: &(String, String)| {
            plain(&pair.0) == "includecount" && pair.1 == "false"
        };
        let name = members
            .iter()
            .find(|(name, value)| {
                value.is_number() && TOTAL_NAMES.contains(&plain(name).as_str())
            })
            .map(|(name, _)| name.clone());
        let Some(name) = name else { return };
        if self.request.query_pairs().iter().any(unwanted) {
            members.shift_remove(&name);
        } else {
            members.insert(name, Value::from(self.items.len()));
        }
    }

    // A list of links in the page, where it has one, says where the neighbours are.
    fn links(&self, body: &mut Value, next: Option<&str>, previous: Option<&str>) {
        let default = ["links".to_owned()];
        let path: &[String] = match &self.pagination.style {
            PageStyle::Links { links } => links,
            _ => &default,
        };
        let asked_for = matches!(self.pagination.style, PageStyle::Links { .. });
        let is_list_of_links = get(body, path)
            .and_then(Value::as_array)
            .is_some_and(|list| list.iter().all(|one| one.get("rel").is_some()));
        if !asked_for && !is_list_of_links {
            return;
        }
        let host = self.request.header("host").unwrap_or_default();
        let own = format!("http://{host}{}", self.request.target());
        let mut links = vec![json!({ "href": own, "rel": "self" })];
        links.extend(next.map(|href| json!({ "href": href, "rel": "next" })));
        links.extend(previous.map(|href| json!({ "href": href, "rel": "previous" })));
        set(body, path, Value::Array(links));
    }
}

fn link_header(next: Option<&str>, previous: Option<&str>) -> Option<String> {
    let next = next.map(|url| format!("<{url}>; rel=\"next\""));
    let previous = previous.map(|url| format!("<{url}>; rel=\"prev\""));
    let links: Vec<String> = next.into_iter().chain(previous).collect();
    (!links.is_empty()).then(|| links.join(", "))
}

// Tokens say nothing to the client and cannot be guessed by counting.
fn write_token(start: usize) -> String {
    format!("at.{start:x}.{:x}", start.wrapping_mul(31).wrapping_add(7) % 0xfff)
}

fn read_token(token: &str) -> Option<usize> {
    let (start, _) = token.strip_prefix("at.")?.split_once('.')?;
    let start = usize::from_str_radix(start, 16).ok()?;
    (write_token(start) == token).then_some(start)
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|one| one.to_ascii_lowercase()).collect()
}

fn is_integer(types: &Types, ty: TypeRef) -> bool {
    let mut kind = &types.get(ty.id).kind;
    for _ in 0..64 {
        let Kind::Alias(inner) = kind else { break };
        kind = &types.get(inner.id).kind;
    }
    let integers = [Scalar::Int32, Scalar::Int64, Scalar::UInt64, Scalar::Int128];
    matches!(kind, Kind::Scalar(scalar) if integers.contains(scalar))
}

fn get<'value>(body: &'value Value, path: &[String]) -> Option<&'value Value> {
    path.iter().try_fold(body, |value, name| value.get(name))
}

/// Puts a value where the path leads, making objects on the way.
fn set(body: &mut Value, path: &[String], new: Value) {
    let mut place = body;
    for name in path {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(members) = place else { return };
        place = members.entry(name.clone()).or_insert(Value::Null);
    }
    *place = new;
}

/// Puts a value there, or takes away the one that is there.
fn set_or_remove(body: &mut Value, path: &[String], new: Option<Value>) {
    if let Some(new) = new {
        set(body, path, new);
        return;
    }
    let Some((last, above)) = path.split_last() else { return };
    let parent = above.iter().try_fold(body, |value, name| value.get_mut(name));
    if let Some(Value::Object(members)) = parent {
        members.shift_remove(last);
    }
}
