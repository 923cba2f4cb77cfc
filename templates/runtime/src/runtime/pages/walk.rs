//! From one page to the next, as data: the same code for all operations.

use super::{PageLimits, at, link_header, text};
use crate::runtime::json::{Side, encode};
use crate::runtime::resilience::{Origin, resolve};
use crate::runtime::{
    Body, Error, Object, Operation, PageStyle, Pages, Slot, Value, View, items,
};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method, StatusCode, Uri};
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// Where reading has got to.
#[derive(Debug)]
pub(crate) struct Walk {
    operation: &'static Operation,
    pages: &'static Pages,
    next: Next,
    /// The address of the page before.
    address: Option<Uri>,
    /// Tokens and addresses that were there already, as hashes: eight bytes each, however
    /// long a server makes them.
    seen: HashSet<u64>,
    /// Keyed at random, so that no server can know two texts of one hash.
    hasher: RandomState,
    /// What the items of the page before look like.
    print: Option<u64>,
    count: usize,
    is_first: bool,
    /// Pages read in all, and since a limit was told.
    pages_read: u64,
    pages_since: u64,
    /// Pages without an item, in a row.
    empty_since: u32,
}

#[derive(Debug)]
enum Next {
    /// What the parameters ask for.
    Params,
    /// This address.
    Address(Uri),
    /// Nothing more.
    End,
    /// It cannot be asked for. Told after the page before it, whose items are good.
    Failed(Box<Error>),
}

impl Walk {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            pages: operation.pages.unwrap_or(&Pages::NONE),
            next: Next::Params,
            address: None,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            print: None,
            count: 0,
            is_first: true,
            pages_read: 0,
            pages_since: 0,
            empty_since: 0,
        }
    }

    /// The limit that is reached, if there is more to ask for. It is told once: the walk then
    /// goes on for as long again.
    pub(crate) fn rest(&mut self, limits: PageLimits) -> Option<Error> {
        if matches!(self.next, Next::End | Next::Failed(_)) {
            return None;
        }
        let reached = if self.empty_since >= limits.empty_in_a_row {
            format!("{} pages in a row have no items", self.empty_since)
        } else if self.pages_since >= limits.pages {
            format!("{} pages were read", self.pages_since)
        } else {
            return None;
        };
        (self.empty_since, self.pages_since) = (0, 0);
        let message = format!(
            "pages of `{}`: {reached}, and there is a next one; ask again to go on",
            self.operation.id
        );
        Some(Error::limit(message, self.pages_read))
    }

    /// The request for the next page; `None` after the last one.
    pub(crate) fn next_request(
        &mut self,
        request: impl FnOnce() -> Result<http::Request<Body>, Error>,
    ) -> Result<Option<http::Request<Body>>, Error> {
        let next = match std::mem::replace(&mut self.next, Next::End) {
            Next::End => return Ok(None),
            Next::Failed(error) => return Err(*error),
            Next::Params => None,
            Next::Address(address) => Some(address),
        };
        let mut request = request()?;
        if let Some(address) = next {
            *request.uri_mut() = address;
            // The address says it all: what the first page was asked for with stays behind.
            if request.method() == Method::POST {
                *request.method_mut() = Method::GET;
                *request.body_mut() = Body::Empty;
                request.headers_mut().remove(CONTENT_TYPE);
                request.headers_mut().remove(CONTENT_LENGTH);
            }
        }
        self.address = Some(request.uri().clone());
        Ok(Some(request))
    }

    /// Whether the error only says that there is no such page: past the last one, some
    /// servers answer 404 in place of an empty page.
    pub(crate) fn is_beyond_the_end(&self, error: &Error) -> bool {
        self.is_end(error.status())
    }

    /// The same of the status of an answer.
    pub(crate) fn is_end(&self, status: Option<StatusCode>) -> bool {
        let by_number = matches!(
            self.pages.style,
            PageStyle::PageNumber { .. } | PageStyle::Offset { .. }
        );
        by_number && !self.is_first && status == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the page just learned is only the sign of the end.
    pub(crate) fn is_empty_end(&self) -> bool {
        let by_number = matches!(
            self.pages.style,
            PageStyle::PageNumber { .. } | PageStyle::Offset { .. }
        );
        by_number && self.count == 0 && self.print.is_some()
    }

    /// Takes from a page what the next one needs.
    ///
    /// # Errors
    ///
    /// The page was there already: its items must not come again.
    pub(crate) fn learn(
        &mut self,
        params: &mut dyn Object,
        page: &dyn Value,
        headers: &HeaderMap,
    ) -> Result<(), Error> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        self.count_page(page);
        let by_number = matches!(
            self.pages.style,
            PageStyle::PageNumber { .. } | PageStyle::Offset { .. }
        );
        if by_number && !self.counts_items(page, is_first)? {
            return Ok(());
        }
        if let Err(error) = self.prepare_next(params, page, headers) {
            self.next = Next::Failed(Box::new(error));
        }
        Ok(())
    }

    fn prepare_next(
        &mut self,
        params: &mut dyn Object,
        page: &dyn Value,
        headers: &HeaderMap,
    ) -> Result<(), Error> {
        match &self.pages.style {
            PageStyle::PageNumber { page: parameter, first, .. } => {
                let now = number(params.field(*parameter)).unwrap_or(i128::from(*first));
                self.set(params, *parameter, &now.saturating_add(1).to_string())?;
            }
            PageStyle::Offset { offset, .. } => {
                let now = number(params.field(*offset)).unwrap_or_default();
                let count = i128::try_from(self.count).unwrap_or_default();
                self.set(params, *offset, &now.saturating_add(count).to_string())?;
            }
            PageStyle::Cursor { cursor, next } => {
                if let Some(token) = at(page, next).and_then(text) {
                    self.note(&token)?;
                    self.set(params, *cursor, &token)?;
                }
            }
            PageStyle::HeaderCursor { cursor, header } => {
                let token = headers.get(*header).and_then(|token| token.to_str().ok());
                if let Some(token) = token.filter(|token| !token.is_empty()) {
                    self.note(token)?;
                    self.set(params, *cursor, token)?;
                }
            }
            PageStyle::LinkHeader => {
                self.follow(link_header::target(headers, "next"))?
            }
            PageStyle::NextUrl { next } => {
                let address = at(page, next).and_then(text);
                self.follow(address.as_deref())?;
            }
            PageStyle::Links { links } => {
                let address = at(page, links).and_then(next_link);
                self.follow(address.as_deref())?;
            }
        }
        Ok(())
    }

    /// Counts a page and its items.
    fn count_page(&mut self, page: &dyn Value) {
        self.count = match at(page, self.pages.items).map(Value::view) {
            Some(View::List(list)) => list.length(),
            Some(View::Any(serde_json::Value::Array(list))) => list.len(),
            _ => 0,
        };
        self.pages_read = self.pages_read.saturating_add(1);
        self.pages_since = self.pages_since.saturating_add(1);
        self.empty_since =
            if self.count == 0 { self.empty_since.saturating_add(1) } else { 0 };
    }

    /// Whether the page has items. The same page twice in a row means that the server takes
    /// no notice of the number.
    fn counts_items(&mut self, page: &dyn Value, is_first: bool) -> Result<bool, Error> {
        if self.count == 0 {
            return Ok(false);
        }
        let list = at(page, self.pages.items);
        let print = list
            .and_then(|list| encode(list, Side::Anyone).ok())
            .map(|bytes| self.hasher.hash_one(bytes));
        if !is_first && print.is_some() && print == self.print {
            return Err(self.error("the server gave the same page twice"));
        }
        self.print = print;
        Ok(true)
    }

    fn set(
        &mut self,
        params: &mut dyn Object,
        index: usize,
        text: &str,
    ) -> Result<(), Error> {
        let is_set = match params.field_mut(index).slot() {
            Slot::Text(slot) => {
                text.clone_into(slot);
                true
            }
            Slot::I32(slot) => text.parse().map(|number| *slot = number).is_ok(),
            Slot::I64(slot) => text.parse().map(|number| *slot = number).is_ok(),
            Slot::U64(slot) => text.parse().map(|number| *slot = number).is_ok(),
            Slot::I128(slot) => text.parse().map(|number| *slot = number).is_ok(),
            Slot::F64(slot) => text.parse().map(|number| *slot = number).is_ok(),
            Slot::Any(slot) => {
                *slot = text.into();
                true
            }
            _ => false,
        };
        if !is_set {
            return Err(
                self.error("the next page cannot be asked for with its parameter")
            );
        }
        self.next = Next::Params;
        Ok(())
    }

    fn follow(&mut self, reference: Option<&str>) -> Result<(), Error> {
        let (Some(reference), Some(base)) = (reference, &self.address) else {
            return Ok(());
        };
        let address = resolve(&base.to_string(), reference)
            .ok_or_else(|| self.error("the address of the next page is not valid"))?;
        if Origin::of(&address) != Origin::of(base) {
            // The address is not told: the server could have put anything into it.
            return Err(self.error("the next page is on another origin: not followed"));
        }
        self.note(&base.to_string())?;
        if self.seen.contains(&self.hasher.hash_one(address.to_string().as_str())) {
            return Err(self.error("the next page is one that was there already"));
        }
        self.next = Next::Address(address);
        Ok(())
    }

    fn note(&mut self, what: &str) -> Result<(), Error> {
        if self.seen.insert(self.hasher.hash_one(what)) {
            return Ok(());
        }
        Err(self.error("the next page is one that was there already"))
    }

    fn error(&self, message: &str) -> Error {
        Error::transport(
            format!("pages of `{}`: {message}", self.operation.id),
            None,
            false,
        )
    }
}

fn number(value: &dyn Value) -> Option<i128> {
    text(value)?.parse().ok()
}

/// The address of the entry for `next` in a list of links, or under the name `next` in an
/// object of them; an entry is an object with `href` or `url`, or the address itself.
fn next_link(links: &dyn Value) -> Option<String> {
    let address = |link: &dyn Value| {
        ["href", "url"]
            .iter()
            .find_map(|name| text(super::property(link, name)?))
            .or_else(|| text(link))
    };
    let is_next = |link: &&dyn Value| {
        super::property(*link, "rel").and_then(text).is_some_and(|relation| {
            relation.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case("next"))
        })
    };
    match links.view() {
        View::List(list) => items(list).find(is_next).and_then(address),
        View::Any(serde_json::Value::Array(list)) => list
            .iter()
            .map(|link| -> &dyn Value { link })
            .find(is_next)
            .and_then(address),
        _ => super::property(links, "next").and_then(address),
    }
}
