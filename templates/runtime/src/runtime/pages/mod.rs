//! Results that come in pages, as streams of pages and of items.
//!
//! - By number or offset, pages are asked for until an empty one comes (or, by number, the
//!   server says 404 to one beyond the first): a short page is no proof of the end, since
//!   servers cap sizes and counts change while one reads.
//! - By token or address, until there is no next one.
//! - Addresses are followed on the same origin only.
//! - A page, token or address that comes again is an error, not an endless loop.
//! - After many pages, or many empty ones in a row, the caller is asked: [`PageLimits`].

mod limits;
mod link_header;
mod walk;

pub use limits::PageLimits;
#[cfg(feature = "cli")]
pub(crate) use walk::Walk;

use crate::runtime::streams::{Step, steps};
use crate::runtime::{Call, Error, Items, MaybeSend, Request, Response, Value, View};
use futures_core::Stream;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
#[cfg(not(feature = "cli"))]
use walk::Walk;

/// The parameters of an operation whose results come in pages. Generated code implements it.
pub trait Paged: Request<Output: Value> + Unpin {
    /// An item of a page.
    type Item: MaybeSend + Unpin + 'static;
    /// Takes the items out of a page.
    fn take_items(page: &mut Self::Output) -> Vec<Self::Item>;
}

impl<P: Paged> Call<P> {
    /// The pages, from the one that this request asks for on.
    pub fn pages(self) -> Items<Response<P::Output>> {
        Items::new(Resting(walk(self)))
    }

    /// The items of all pages, from the one that this request asks for on.
    pub fn items(self) -> Items<P::Item> {
        Items::new(Flat::<P> { pages: self.pages(), items: VecDeque::new() })
    }
}

/// The pages, and between them the limits that were reached.
fn walk<P: Paged>(
    call: Call<P>,
) -> impl Stream<Item = Result<Result<Response<P::Output>, Error>, Error>> + MaybeSend + Unpin
{
    let state = (Box::new(call), Walk::new(P::operation()));
    steps(
        state,
        |(mut call, mut walk): (Box<Call<P>>, Walk)| -> Step<_, Result<Response<P::Output>, Error>> {
            Box::pin(async move {
                if let Some(limit) = walk.rest(call.client().page_limits()) {
                    return Ok(Some((Err(limit), (call, walk))));
                }
                let Some(request) = walk.next_request(|| call.to_request())? else { return Ok(None) };
                let page = call.client().call(request, P::operation()).await;
                let page = match page.and_then(|page| page.take::<P::Output>()) {
                    Err(error) if walk.is_beyond_the_end(&error) => return Ok(None),
                    page => page?,
                };
                walk.learn(&mut call.params, &*page, page.headers())?;
                if walk.is_empty_end() {
                    return Ok(None);
                }
                Ok(Some((Ok(page), (call, walk))))
            })
        },
    )
}

/// A stream whose items may be errors that do not end it.
struct Resting<S>(S);

impl<T, S> Stream for Resting<S>
where
    S: Stream<Item = Result<Result<T, Error>, Error>> + Unpin,
{
    type Item = Result<T, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0)
            .poll_next(context)
            .map(|item| item.map(|item| item.and_then(|item| item)))
    }
}

struct Flat<P: Paged> {
    pages: Items<Response<P::Output>>,
    items: VecDeque<P::Item>,
}

impl<P: Paged> Stream for Flat<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => {
                    self.items = P::take_items(&mut page.into_inner()).into()
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// The value at a path of properties.
fn at<'a>(value: &'a dyn Value, path: &[&str]) -> Option<&'a dyn Value> {
    path.iter().try_fold(value, |value, name| property(value, name))
}

fn property<'a>(value: &'a dyn Value, name: &str) -> Option<&'a dyn Value> {
    match value.view() {
        View::Model(model) => {
            let fields = model.table().fields();
            match fields.iter().position(|field| field.name == name) {
                Some(index) => Some(model.field(index)),
                None => property(model.field(fields.len()), name),
            }
        }
        View::Map(map) => map.find(name),
        View::Any(serde_json::Value::Object(object)) => {
            object.get(name).map(|value| -> &dyn Value { value })
        }
        View::Union(union) => property(union.active().1, name),
        _ => None,
    }
}

/// A text, or a number as a text; `None` where there is nothing.
fn text(value: &dyn Value) -> Option<String> {
    let text = match value.view() {
        View::Text(text) => text.to_owned(),
        View::Any(serde_json::Value::String(text)) => text.clone(),
        View::Integer(number) => number.to_string(),
        View::Wide(number) => number.to_string(),
        View::Any(serde_json::Value::Number(number)) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}
