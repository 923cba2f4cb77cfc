//! Server-sent events as typed items.

use super::event_parser::{EventParser, ServerEvent};
use super::event_rules::EventRules;
use super::items::{Step, steps};
use super::json_lines::read_part;
use super::{Items, LONGEST_ITEM, too_long};
use crate::runtime::{
    BoxFuture, ByteStream, Case, Deviation, Error, Output, Received, Slot, Value, View,
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
    deviations: Vec<Deviation>,
}

impl<T> Event<T> {
    /// Where the data is not as the description says: mostly nowhere. It was read as far as
    /// it goes.
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
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
/// (`Last-Event-ID`), after the wait that the server asks for. So it does when the server
/// ends the connection, where it named a wait too (`retry`): then it speaks of connections
/// to come (WHATWG HTML, 9.2.3); one that names none has said all. The stream is over with
/// the customary `[DONE]` (or what [`EventRules`] says, which can also turn off going on), with an answer that is no stream (204), when what comes after an
/// id ends with that id again, or after five connections in a row without an event.
#[derive(Debug)]
pub struct EventStream<T> {
    items: Items<Event<T>>,
}

impl<T: Value + Default> EventStream<T> {
    /// The events in these bytes.
    #[must_use]
    pub fn new(mut bytes: ByteStream) -> Self {
        let reopen = bytes.take_reopen();
        let rules = bytes.take_event_rules().unwrap_or_default();
        let is_strict = bytes.is_strict();
        let reading = Reading {
            bytes,
            parser: EventParser::new(LONGEST_ITEM, None),
            reopen,
            rules,
            is_strict,
            after: None,
            fruitless: 0,
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

/// Asks for a stream again, from after the event with this id, after a wait; `None` where
/// the server answers with no stream, which asks to come no more.
pub(crate) type Reopen = Arc<
    dyn Fn(String, Duration) -> BoxFuture<'static, Result<Option<ByteStream>, Error>>
        + Send
        + Sync,
>;

/// How many connections in a row may end without an event.
const MOST_FRUITLESS: u32 = 5;
/// The wait before going on, where the server asks for none.
const USUAL_WAIT: Duration = Duration::from_secs(1);
/// The longest wait that a server may ask for (`retry`); a longer one is cut to it.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

struct Reading {
    bytes: ByteStream,
    parser: EventParser,
    reopen: Option<Reopen>,
    rules: EventRules,
    is_strict: bool,
    /// The id that this connection was asked to go on after.
    after: Option<String>,
    /// How often it was asked for since the last event.
    fruitless: u32,
}

impl Reading {
    async fn step<T: Value + Default>(
        mut self,
    ) -> Result<Option<(Event<T>, Self)>, Error> {
        loop {
            if let Some(event) = self.parser.next_event() {
                self.fruitless = 0;
                return match read_event(event, &self.rules, self.is_strict)? {
                    Some(event) => Ok(Some((event, self))),
                    None => Ok(None),
                };
            }
            let fault = match self.bytes.next_chunk().await {
                Ok(Some(chunk)) => {
                    self.parser.push(&chunk).map_err(|_| too_long())?;
                    continue;
                }
                Ok(None) => None,
                Err(error) => Some(error),
            };
            if !self.goes_on(fault).await? {
                return Ok(None);
            }
        }
    }

    /// Asks for what follows after the end of the connection, by a fault or by the server;
    /// whether anything may.
    async fn goes_on(&mut self, fault: Option<Error>) -> Result<bool, Error> {
        let id = self.parser.last_id().map(str::to_owned);
        let may = self.fruitless < MOST_FRUITLESS
            && (fault.is_some() || self.has_more_to_come(id.as_deref()));
        let (Some(reopen), Some(id), true) = (&self.reopen, id, may) else {
            return fault.map_or(Ok(false), Err);
        };
        self.fruitless = self.fruitless.saturating_add(1);
        let wait = self.parser.retry().unwrap_or(USUAL_WAIT).min(LONGEST_WAIT);
        let Some(bytes) = reopen(id.clone(), wait).await? else { return Ok(false) };
        self.bytes = bytes;
        self.parser = self.parser.for_next_connection();
        self.after = Some(id);
        Ok(true)
    }

    /// Whether a server that ended the connection itself expects another. One whose events
    /// lead to the id that they were to come after does not go by it, and would repeat them
    /// without end.
    fn has_more_to_come(&self, id: Option<&str>) -> bool {
        let repeats = self.fruitless == 0 && self.after.as_deref() == id;
        self.rules.resumes && self.parser.retry().is_some() && !repeats
    }
}

/// The event with its data read; `None` for the mark of the end.
fn read_event<T: Value + Default>(
    raw: ServerEvent,
    rules: &EventRules,
    is_strict: bool,
) -> Result<Option<Event<T>>, Error> {
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
    if rules.is_end(&event, &data, is_text) {
        return Ok(None);
    }
    if is_text {
        return Ok(Some(Event { event, id, data: blank, deviations: Vec::new() }));
    }
    let (data, deviations) = if describes_whole_event(&T::default()) {
        read_whole(&event, id.as_deref(), &data, is_strict)?
    } else {
        read_part(&Bytes::from(data), is_strict)?
    };
    Ok(Some(Event { event, id, data, deviations }))
}

/// Whether the type describes the event with its `data`, not the data alone.
fn describes_whole_event(blank: &dyn Value) -> bool {
    let View::Model(model) = blank.view() else { return false };
    let has = |name| model.table().fields().iter().any(|field| field.name == name);
    has("data") && (has("event") || has("id") || has("retry"))
}

fn read_whole<T: Value + Default>(
    event: &str,
    id: Option<&str>,
    data: &str,
    is_strict: bool,
) -> Result<(T, Vec<Deviation>), Error> {
    let whole = |data: Json, is_strict: bool| {
        let mut whole = json!({ "event": event, "data": data });
        if let (Some(id), Some(object)) = (id, whole.as_object_mut()) {
            object.insert("id".to_owned(), id.into());
        }
        read_part(&Bytes::from(whole.to_string()), is_strict)
    };
    // The data is a text, or JSON in a text.
    whole(data.into(), true).or_else(|_| match serde_json::from_str(data) {
        Ok(data) => whole(data, is_strict),
        Err(_) => whole(data.into(), is_strict),
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

    async fn texts_of(rules: EventRules) -> Vec<String> {
        let text =
            "data: a\n\ndata: [DONE]\n\nevent: bye\ndata: b\n\ndata: END\n\ndata: c\n\n";
        let bytes = ByteStream::from(Bytes::from(text)).with_event_rules(rules);
        let events = EventStream::<String>::new(bytes).into_items().try_collect().await;
        events.unwrap().into_iter().map(|event| event.data).collect()
    }

    #[tokio::test]
    async fn what_ends_a_stream_can_be_set() {
        let rules = EventRules::new;
        assert_eq!(texts_of(rules()).await, ["a", "[DONE]", "b", "END", "c"]);
        assert_eq!(texts_of(rules().end_data("END")).await, ["a", "[DONE]", "b"]);
        assert_eq!(texts_of(rules().end_data("[DONE]")).await, ["a"]);
        assert_eq!(texts_of(rules().end_event("bye")).await, ["a", "[DONE]"]);
        assert_eq!(texts_of(rules().end_data(None)).await.len(), 5);
    }

    #[tokio::test]
    async fn whether_a_finished_stream_is_taken_up_again_is_a_setting() {
        for (resumes, expected) in [(true, 1), (false, 0)] {
            let asked = Arc::new(Mutex::new(0));
            let count = Arc::clone(&asked);
            let reopen: Reopen = Arc::new(move |_, _| {
                *count.lock().unwrap() += 1;
                Box::pin(async { Ok(None) })
            });
            let bytes = ByteStream::from(Bytes::from("retry: 5\nid: 1\ndata: 1\n\n"))
                .with_reopen(Some(reopen))
                .with_event_rules(EventRules::new().resume_finished(resumes));
            let events = EventStream::<Json>::new(bytes).into_items();
            assert_eq!(events.try_collect().await.unwrap().len(), 1);
            assert_eq!(*asked.lock().unwrap(), expected);
        }
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
            let mut log = log.lock().unwrap();
            log.push((id.clone(), wait));
            assert!(log.len() < 50, "it is asked for without end");
            Box::pin(async move {
                Ok(Some(match id.as_str() {
                    "1" => breaking("id: 2\ndata: 2\n\ndata: lost"),
                    _ => Bytes::from("data: 3\n\n").into(),
                }))
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

    /// Reads a stream to its end, its server ending every connection by itself: the data of
    /// the events, and after which ids and waits (in milliseconds) it was asked for.
    async fn ended_by_the_server(
        first: &'static str,
        next: fn(usize) -> Option<&'static str>,
    ) -> (Vec<Json>, Vec<(String, u128)>) {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let reopen: Reopen = Arc::new(move |id, wait| {
            let mut log = log.lock().unwrap();
            let answer = next(log.len()).map(|text| Bytes::from(text).into());
            log.push((id, wait.as_millis()));
            assert!(log.len() < 50, "it is asked for without end");
            Box::pin(async move { Ok(answer) })
        });
        let bytes = ByteStream::from(Bytes::from(first)).with_reopen(Some(reopen));
        let events = EventStream::<Json>::new(bytes).into_items().try_collect().await;
        let data = events.unwrap().into_iter().map(|event| event.data).collect();
        let asked = asked.lock().unwrap().clone();
        (data, asked)
    }

    #[tokio::test]
    async fn a_server_that_names_a_wait_is_asked_on_until_it_has_no_stream() {
        let (data, asked) = ended_by_the_server(
            "retry: 50\nid: 1\ndata: 1\n\n",
            |before| match before {
                0 => Some("id: 2\ndata: 2\n\n"),
                1 => Some(": nothing new\n\n"),
                2 => Some("retry: 70\nid: 3\ndata: 3\n\n"),
                _ => None,
            },
        )
        .await;
        assert_eq!(data, [json!(1), json!(2), json!(3)]);
        let asked: Vec<_> =
            asked.iter().map(|(id, wait)| (id.as_str(), *wait)).collect();
        assert_eq!(asked, [("1", 50), ("2", 50), ("2", 50), ("3", 70)]);
    }

    #[tokio::test]
    async fn an_end_without_an_id_or_a_wait_is_the_end() {
        for first in ["id: 1\ndata: 1\n\n", "retry: 50\ndata: 1\n\n"] {
            let (data, asked) =
                ended_by_the_server(first, |_| Some("data: 2\n\n")).await;
            assert_eq!((data, asked), (vec![json!(1)], Vec::new()), "{first}");
        }
    }

    #[tokio::test]
    async fn a_server_that_has_nothing_more_is_not_asked_without_end() {
        let first = "retry: 50\nid: 1\ndata: 1\n\n";
        let (data, asked) = ended_by_the_server(first, |_| Some("")).await;
        assert_eq!((data, asked.len()), (vec![json!(1)], 5));
    }

    #[tokio::test]
    async fn no_server_can_ask_for_a_wait_without_end() {
        let first = "retry: 18446744073709551615\nid: 1\ndata: 1\n\n";
        let (_, asked) = ended_by_the_server(first, |_| None).await;
        assert_eq!(asked, [("1".to_owned(), LONGEST_WAIT.as_millis())]);
    }

    #[tokio::test]
    async fn a_server_that_starts_over_is_asked_once() {
        let first = "retry: 50\nid: 1\ndata: 1\n\n";
        let again = |_| Some("retry: 50\nid: 1\ndata: 1\n\n");
        let (data, asked) = ended_by_the_server(first, again).await;
        assert_eq!((data, asked.len()), (vec![json!(1), json!(1)], 1));
    }
}
