//! Items that come one after another.

use crate::runtime::{BoxFuture, BoxStream, Error, MaybeSend};
use futures_core::Stream;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Items that come one after another: a [`Stream`] that also needs no other crate to be
/// read. It ends with its first error, but for [`Error::Limit`]: asked for another item
/// after that one, it goes on.
#[must_use = "nothing is asked for until an item is"]
pub struct Items<T> {
    stream: BoxStream<'static, Result<T, Error>>,
    left: Option<usize>,
    is_done: bool,
}

impl<T> Items<T> {
    pub(crate) fn new(
        stream: impl Stream<Item = Result<T, Error>> + MaybeSend + 'static,
    ) -> Self {
        Self { stream: Box::pin(stream), left: None, is_done: false }
    }

    /// Ends after this many items; nothing is asked for beyond them.
    pub fn at_most(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// The next item; `None` at the end.
    ///
    /// # Errors
    ///
    /// What went wrong on the way to the item.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All items.
    ///
    /// # Errors
    ///
    /// What went wrong on the way to an item; those before it are lost.
    pub async fn try_collect(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        if self.is_done || self.left == Some(0) {
            return Poll::Ready(None);
        }
        let polled = self.stream.as_mut().poll_next(context);
        match &polled {
            Poll::Ready(Some(Ok(_))) => {
                self.left = self.left.map(|left| left.saturating_sub(1));
            }
            Poll::Ready(Some(Err(Error::Limit(_)))) => {}
            Poll::Ready(_) => self.is_done = true,
            Poll::Pending => {}
        }
        polled
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("left", &self.left).finish_non_exhaustive()
    }
}

/// A step of [`steps`]: what comes out, and the state to go on with.
pub(crate) type Step<S, T> = BoxFuture<'static, Result<Option<(T, S)>, Error>>;

/// A stream made of steps, each of which starts when the last one's result was taken.
pub(crate) fn steps<S, T, F>(state: S, step: F) -> Steps<S, T, F>
where
    F: FnMut(S) -> Step<S, T>,
{
    Steps { state: Some(state), running: None, step }
}

/// See [`steps`].
pub(crate) struct Steps<S, T, F> {
    state: Option<S>,
    running: Option<Step<S, T>>,
    step: F,
}

impl<S: Unpin, T, F: FnMut(S) -> Step<S, T> + Unpin> Stream for Steps<S, T, F> {
    type Item = Result<T, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        if let Some(state) = self.state.take() {
            self.running = Some((self.step)(state));
        }
        let Some(running) = self.running.as_mut() else { return Poll::Ready(None) };
        let Poll::Ready(result) = running.as_mut().poll(context) else {
            return Poll::Pending;
        };
        self.running = None;
        Poll::Ready(match result {
            Ok(Some((item, state))) => {
                self.state = Some(state);
                Some(Ok(item))
            }
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        })
    }
}
