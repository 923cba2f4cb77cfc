//! Newline-delimited JSON as typed items.

use super::line_parser::LineParser;
use super::{Items, LONGEST_ITEM, too_long};
use crate::runtime::json::{Fault, read};
use crate::runtime::observe;
use crate::runtime::{ByteStream, Case, Deviation, Error, Output, Received, Value};
use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// Typed items of newline-delimited JSON, as they come.
#[derive(Debug)]
pub struct JsonLines<T> {
    items: Items<T>,
}

impl<T: Value + Default> JsonLines<T> {
    /// The items in these bytes.
    #[must_use]
    pub fn new(bytes: ByteStream) -> Self {
        let parser = LineParser::new(LONGEST_ITEM);
        let is_strict = bytes.is_strict();
        let lines = Lines { bytes: Some(bytes), parser, is_strict, item: PhantomData };
        Self { items: Items::new(lines) }
    }
}

impl<T> JsonLines<T> {
    /// The items as a stream.
    pub fn into_items(self) -> Items<T> {
        self.items
    }
}

impl<T> Deref for JsonLines<T> {
    type Target = Items<T>;

    fn deref(&self) -> &Items<T> {
        &self.items
    }
}

impl<T> DerefMut for JsonLines<T> {
    fn deref_mut(&mut self) -> &mut Items<T> {
        &mut self.items
    }
}

impl<T: Value + Default> Output for JsonLines<T> {
    fn take(_: Case, body: Received) -> Result<Self, Received> {
        match body {
            Received::Stream(bytes) => Ok(Self::new(bytes)),
            Received::Text(text) => Ok(Self::new(Bytes::from(text).into())),
            Received::Nothing => Ok(Self::new(Bytes::new().into())),
            value @ Received::Value(_) => Err(value),
        }
    }
}

struct Lines<T> {
    /// `None` at the end.
    bytes: Option<ByteStream>,
    parser: LineParser,
    is_strict: bool,
    item: PhantomData<fn() -> T>,
}

impl<T: Value + Default> Stream for Lines<T> {
    type Item = Result<T, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        loop {
            match self.parser.next_line() {
                Ok(Some(line)) => {
                    return Poll::Ready(Some(read_item(&line, self.is_strict)));
                }
                Ok(None) => {}
                Err(_) => return Poll::Ready(Some(Err(too_long()))),
            }
            let Some(bytes) = self.bytes.as_mut() else { return Poll::Ready(None) };
            match ready!(Pin::new(bytes).poll_next(context)) {
                Some(Ok(chunk)) => self.parser.push(&chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    self.bytes = None;
                    let last = self.parser.finish();
                    return Poll::Ready(
                        last.map(|line| read_item(&line, self.is_strict)),
                    );
                }
            }
        }
    }
}

/// One item out of JSON text; what cannot be read is kept in the error.
fn read_item<T: Value + Default>(line: &Bytes, is_strict: bool) -> Result<T, Error> {
    read_part(line, is_strict).map(|(value, _)| value)
}

/// One item out of JSON text, and where it deviates from the description.
pub(super) fn read_part<T: Value + Default>(
    text: &Bytes,
    is_strict: bool,
) -> Result<(T, Vec<Deviation>), Error> {
    let mut value = T::default();
    let refused = |Fault { path, message }| {
        Error::decode(path, message, None, HeaderMap::new(), text.clone())
    };
    let deviations = read(text, &mut value).map_err(refused)?;
    for deviation in &deviations {
        observe::deviation("", deviation);
    }
    match Fault::of(&deviations).filter(|_| is_strict) {
        Some(fault) => Err(refused(fault).with_deviations(deviations)),
        None => Ok((value, deviations)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::Any;

    #[tokio::test]
    async fn items_come_typed_and_a_broken_one_is_kept() {
        let text = "{\"a\":1}\n\n[2]\n{oops\n3";
        let mut lines = JsonLines::<Any>::new(Bytes::from(text).into());
        assert_eq!(lines.try_next().await.unwrap(), Some(serde_json::json!({"a": 1})));
        assert_eq!(lines.try_next().await.unwrap(), Some(serde_json::json!([2])));
        let error = lines.try_next().await.unwrap_err();
        assert_eq!(error.body().unwrap(), "{oops");
        assert!(lines.try_next().await.unwrap().is_none());
    }
}
