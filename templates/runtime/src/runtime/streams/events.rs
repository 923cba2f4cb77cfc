//! Server-sent events as typed items.

use super::event_parser::{EventParser, ServerEvent};
use super::items::{Step, steps};
use super::json_lines::read_item;
use super::{Items, LONGEST_ITEM, too_long};
use crate::runtime::{
    BoxFuture, ByteStream, Case, Error, Output, Received, Slot, Value, View,
};
use bytes::Bytes;
use serde_json::{Value as Json, json};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

/// An event, its data read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The type; `message` where the server names none.
    pub event: String,
    /// The last id that the server gave.
    pub id: Option<String>,
    /// What it holds.
    pub data: T,
}

impl<T> Deref for Event<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

/// Typed server-sent events, as they come.
///
/// When the connection breaks off after an event with an id, the stream goes on from there
/// (`Last-Event-ID`), after the wait that the server asks for. A stream that the server
/// ends, or ends with the customary `[DONE]`, is over.
#[derive(Debug)]
pub struct EventStream<T> {
    items: Items<Event<T>>,
}

impl<T: Value + Default> EventStream<T> {
    /// The events in these bytes.
    #[must_use]
    pub fn new(mut bytes: ByteStream) -> Self {
        let reopen = bytes.take_reopen();
        let reading = Reading {
            bytes,
            parser: EventParser::new(LONGEST_ITEM, None),
            reopen,
            broken: 0,
        };
        let step =
            |reading: Reading| -> Step<Reading, Event<T>> { Box::pin(reading.step()) };
        Self { items: Items::new(steps(reading, step)) }
    }
}

impl<T> EventStream<T> {
    /// The events as a stream.
    pub fn into_items(self) -> Items<Event<T>> {
        self.items
    }
}

impl<T> Deref for EventStream<T> {
    type Target = Items<Event<T>>;

    fn deref(&self) -> &Items<Event<T>> {
        &self.items
    }
}

impl<T> DerefMut for EventStream<T> {
    fn deref_mut(&mut self) -> &mut Items<Event<T>> {
        &mut self.items
    }
}

impl<T: Value + Default> Output for EventStream<T> {
    fn take(_: Case, body: Received) -> Result<Self, Received> {
        match body {
            Received::Stream(bytes) => Ok(Self::new(bytes)),
            Received::Text(text) => Ok(Self::new(Bytes::from(text).into())),
            Received::Nothing => Ok(Self::new(Bytes::new().into())),
            value @ Received::Value(_) => Err(value),
        }
    }
}

/// Asks for a stream again, from after the event with this id, after a wait.
pub(crate) type Reopen = Arc<
    dyn Fn(String, Duration) -> BoxFuture<'static, Result<ByteStream, Error>>
        + Send
        + Sync,
>;

/// How often in a row a stream may break off without an event between.
const MOST_BROKEN: u32 = 5;
/// The wait before going on, where the server asks for none.
const USUAL_WAIT: Duration = Duration::from_secs(1);

struct Reading {
    bytes: ByteStream,
    parser: EventParser,
    reopen: Option<Reopen>,
    broken: u32,
}

impl Reading {
    async fn step<T: Value + Default>(
        mut self,
    ) -> Result<Option<(Event<T>, Self)>, Error> {
        loop {
            if let Some(event) = self.parser.next_event() {
                self.broken = 0;
                return match read_event(event)? {
                    Some(event) => Ok(Some((event, self))),
                    None => Ok(None),
                };
            }
            match self.bytes.next_chunk().await {
                Ok(Some(chunk)) => self.parser.push(&chunk).map_err(|_| too_long())?,
                Ok(None) => return Ok(None),
                Err(error) => self.go_on_after(error).await?,
            }
        }
    }

    async fn go_on_after(&mut self, error: Error) -> Result<(), Error> {
        let id = self.parser.last_id().map(str::to_owned);
        let (Some(reopen), Some(id)) = (&self.reopen, id) else { return Err(error) };
        if self.broken >= MOST_BROKEN {
            return Err(error);
        }
        self.broken = self.broken.saturating_add(1);
        let wait = self.parser.retry().unwrap_or(USUAL_WAIT);
        self.bytes = reopen(id.clone(), wait).await?;
        self.parser = EventParser::new(LONGEST_ITEM, Some(id));
        Ok(())
    }
}

/// The event with its data read; `None` for the mark of the end.
fn read_event<T: Value + Default>(raw: ServerEvent) -> Result<Option<Event<T>>, Error> {
    let ServerEvent { event, data, id } = raw;
    let mut blank = T::default();
    let is_text = match blank.slot() {
        Slot::Text(text) => {
            data.clone_into(text);
            true
        }
        Slot::Strings(text) => {
            text.set(&data);
            true
        }
        _ => false,
    };
    if is_text {
        return Ok(Some(Event { event, id, data: blank }));
    }
    if data.trim() == "[DONE]" {
        return Ok(None);
    }
    let data = if describes_whole_event(&T::default()) {
        read_whole(&event, id.as_deref(), &data)?
    } else {
        read_item(&Bytes::from(data))?
    };
    Ok(Some(Event { event, id, data }))
}

/// Whether the type describes the event with its `data`, not the data alone.
fn describes_whole_event(blank: &dyn Value) -> bool {
    let View::Model(model) = blank.view() else { return false };
    let has = |name| model.table().fields.iter().any(|field| field.name == name);
    has("data") && (has("event") || has("id") || has("retry"))
}

fn read_whole<T: Value + Default>(
    event: &str,
    id: Option<&str>,
    data: &str,
) -> Result<T, Error> {
    let whole = |data: Json| {
        let mut whole = json!({ "event": event, "data": data });
        if let (Some(id), Some(object)) = (id, whole.as_object_mut()) {
            object.insert("id".to_owned(), id.into());
        }
        read_item(&Bytes::from(whole.to_string()))
    };
    // The data is a text, or JSON in a text.
    whole(data.into()).or_else(|error| match serde_json::from_str(data) {
        Ok(data) => whole(data),
        Err(_) => Err(error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[tokio::test]
    async fn events_come_typed_until_done() {
        let text = "event: add\nid: 7\ndata: {\"a\":1}\n\ndata: [2]\n\ndata: [DONE]\n\ndata: 3\n\n";
        let mut events = EventStream::<Json>::new(Bytes::from(text).into());
        let first = events.try_next().await.unwrap().unwrap();
        assert_eq!((first.event.as_str(), first.id.as_deref()), ("add", Some("7")));
        assert_eq!(first.data, json!({"a": 1}));
        assert_eq!(events.try_next().await.unwrap().unwrap().data, json!([2]));
        assert!(events.try_next().await.unwrap().is_none());
        let words = EventStream::<String>::new(Bytes::from("data: not json\n\n").into());
        assert_eq!(words.into_items().try_collect().await.unwrap()[0].data, "not json");
    }

    /// Bytes and then a broken connection.
    fn breaking(text: &'static str) -> ByteStream {
        let step = move |state: u8| -> Step<u8, Bytes> {
            Box::pin(async move {
                match state {
                    0 => Ok(Some((Bytes::from(text), 1))),
                    _ => Err(Error::transport("broken", None, true)),
                }
            })
        };
        ByteStream::new(steps(0, step), None)
    }

    #[tokio::test]
    async fn a_broken_stream_goes_on_after_the_last_id() {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let reopen: Reopen = Arc::new(move |id, wait| {
            log.lock().unwrap().push((id.clone(), wait));
            Box::pin(async move {
                Ok(match id.as_str() {
                    "1" => breaking("id: 2\ndata: 2\n\ndata: lost"),
                    _ => Bytes::from("data: 3\n\n").into(),
                })
            })
        });
        let bytes = breaking("retry: 50\nid: 1\ndata: 1\n\nid: 9\ndata: half");
        let events = EventStream::<Json>::new(bytes.with_reopen(Some(reopen)));
        let events = events.into_items().try_collect().await.unwrap();
        let data: Vec<_> = events.iter().map(|event| event.data.clone()).collect();
        assert_eq!(data, [json!(1), json!(2), json!(3)]);
        let asked = asked.lock().unwrap();
        let ids: Vec<_> = asked.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["1", "2"]);
        assert_eq!(asked[0].1, Duration::from_millis(50));
    }
}
