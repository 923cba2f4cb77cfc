//! From one page to the next, as data: the same code for all operations.

use super::{at, link_header, text};
use crate::runtime::json::{Side, encode};
use crate::runtime::resilience::{Origin, resolve};
use crate::runtime::{
    Body, Call, Error, Object, Operation, PageStyle, Pages, Request, Slot, Value, View,
    items,
};
use http::{HeaderMap, StatusCode, Uri};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Where reading has got to.
#[derive(Debug)]
pub(super) struct Walk {
    operation: &'static Operation,
    pages: &'static Pages,
    next: Next,
    /// The address of the page before.
    address: Option<Uri>,
    /// Tokens and addresses that were there already.
    seen: BTreeSet<String>,
    /// What the items of the page before look like.
    print: Option<u64>,
    count: usize,
    is_first: bool,
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
    pub(super) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            pages: operation.pages.unwrap_or(&Pages::NONE),
            next: Next::Params,
            address: None,
            seen: BTreeSet::new(),
            print: None,
            count: 0,
            is_first: true,
        }
    }

    /// The request for the next page; `None` after the last one.
    pub(super) fn next_request<P: Request>(
        &mut self,
        call: &Call<P>,
    ) -> Result<Option<http::Request<Body>>, Error> {
        let next = match std::mem::replace(&mut self.next, Next::End) {
            Next::End => return Ok(None),
            Next::Failed(error) => return Err(*error),
            Next::Params => None,
            Next::Address(address) => Some(address),
        };
        let mut request = call.to_request()?;
        if let Some(address) = next {
            *request.uri_mut() = address;
        }
        self.address = Some(request.uri().clone());
        Ok(Some(request))
    }

    /// Whether the error only says that there is no such page: past the last one, some
    /// servers answer 404 in place of an empty page.
    pub(super) fn is_beyond_the_end(&self, error: &Error) -> bool {
        let by_number = matches!(
            self.pages.style,
            PageStyle::PageNumber { .. } | PageStyle::Offset { .. }
        );
        by_number && !self.is_first && error.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the page just learned is only the sign of the end.
    pub(super) fn is_empty_end(&self) -> bool {
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
    pub(super) fn learn(
        &mut self,
        params: &mut dyn Object,
        page: &dyn Value,
        headers: &HeaderMap,
    ) -> Result<(), Error> {
        let is_first = std::mem::replace(&mut self.is_first, false);
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

    /// Counts the items of a page; false where there are none. The same page twice in a
    /// row means that the server takes no notice of the number.
    fn counts_items(&mut self, page: &dyn Value, is_first: bool) -> Result<bool, Error> {
        let list = at(page, self.pages.items);
        self.count = match list.map(Value::view) {
            Some(View::List(list)) => list.length(),
            Some(View::Any(serde_json::Value::Array(list))) => list.len(),
            _ => 0,
        };
        if self.count == 0 {
            return Ok(false);
        }
        let print = list.and_then(|list| encode(list, Side::Anyone).ok()).map(|bytes| {
            let mut hasher = DefaultHasher::new();
            bytes.hash(&mut hasher);
            hasher.finish()
        });
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
        if self.seen.contains(&address.to_string()) {
            return Err(self.error("the next page is one that was there already"));
        }
        self.next = Next::Address(address);
        Ok(())
    }

    fn note(&mut self, what: &str) -> Result<(), Error> {
        if self.seen.insert(what.to_owned()) {
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
