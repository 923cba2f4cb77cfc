//! The line format of server-sent events (WHATWG HTML, 9.2.6), without any I/O.

use std::collections::VecDeque;
use std::time::Duration;

/// One server-sent event as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerEvent {
    /// The type; `message` where the server names none.
    pub event: String,
    /// The data, lines joined by line feeds.
    pub data: String,
    /// The last id that the server gave, in this event or before.
    pub id: Option<String>,
}

/// Takes bytes in any portions and gives events.
#[derive(Debug)]
pub(crate) struct EventParser {
    line: Vec<u8>,
    /// The last byte was a carriage return: a line feed now belongs to it.
    after_return: bool,
    /// No line has been taken yet, so that a byte order mark may lead.
    at_start: bool,
    event: String,
    data: String,
    has_data: bool,
    /// The id of the event being read; it counts when the event is whole.
    next_id: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    longest: usize,
    ready: VecDeque<ServerEvent>,
}

/// An event is larger than the cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

impl EventParser {
    /// A parser that refuses events beyond this many bytes. A stream that goes on from an
    /// earlier one knows the last id.
    pub(crate) fn new(longest: usize, last_id: Option<String>) -> Self {
        Self {
            line: Vec::new(),
            after_return: false,
            at_start: true,
            event: String::new(),
            data: String::new(),
            has_data: false,
            next_id: last_id.clone(),
            id: last_id,
            retry: None,
            longest,
            ready: VecDeque::new(),
        }
    }

    /// A parser for the connection that goes on where this one stands: the id and the wait
    /// that the server gave still hold.
    pub(crate) fn for_next_connection(&self) -> Self {
        Self { retry: self.retry, ..Self::new(self.longest, self.id.clone()) }
    }

    /// Takes the next bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        let mut rest = bytes;
        if self.after_return
            && let Some((first, after)) = rest.split_first()
        {
            self.after_return = false;
            if *first == b'\n' {
                rest = after;
            }
        }
        while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'))
        {
            let (part, after) = rest.split_at(end);
            self.grow(part)?;
            self.take_line();
            let is_return = after.first() == Some(&b'\r');
            let skip = match after.get(1) {
                Some(b'\n') if is_return => 2,
                Some(_) => 1,
                None => {
                    self.after_return = is_return;
                    1
                }
            };
            rest = after.get(skip..).unwrap_or_default();
        }
        self.grow(rest)
    }

    /// The next whole event.
    pub(crate) fn next_event(&mut self) -> Option<ServerEvent> {
        self.ready.pop_front()
    }

    /// The last id that the server gave.
    pub(crate) fn last_id(&self) -> Option<&str> {
        self.id.as_deref().filter(|id| !id.is_empty())
    }

    /// How long the server asks to wait before the next connection.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn grow(&mut self, part: &[u8]) -> Result<(), TooLong> {
        let size =
            self.line.len().saturating_add(self.data.len()).saturating_add(part.len());
        if size > self.longest {
            return Err(TooLong);
        }
        self.line.extend_from_slice(part);
        Ok(())
    }

    fn take_line(&mut self) {
        let bytes = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&bytes);
        let mut line: &str = &text;
        if std::mem::take(&mut self.at_start) {
            line = line.strip_prefix('\u{feff}').unwrap_or(line);
        }
        if line.is_empty() {
            self.dispatch();
            return;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.data.push_str(value);
                self.has_data = true;
            }
            "id" if !value.contains('\0') => self.next_id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry =
                    value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A comment (no name before the colon) or a field of no known name.
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let event = std::mem::take(&mut self.event);
        let data = std::mem::take(&mut self.data);
        self.id.clone_from(&self.next_id);
        if std::mem::take(&mut self.has_data) {
            let event = if event.is_empty() { "message".to_owned() } else { event };
            let id = self.id.clone().filter(|id| !id.is_empty());
            self.ready.push_back(ServerEvent { event, data, id });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(event: &str, data: &str, id: Option<&str>) -> ServerEvent {
        ServerEvent { event: event.into(), data: data.into(), id: id.map(Into::into) }
    }

    /// The events of a text, fed in portions of every size.
    fn events(text: &[u8]) -> Vec<ServerEvent> {
        let mut all: Vec<Vec<ServerEvent>> = (1..=text.len().max(1))
            .map(|size| {
                let mut parser = EventParser::new(1 << 16, None);
                let mut found = Vec::new();
                for portion in text.chunks(size) {
                    parser.push(portion).unwrap();
                    found.extend(std::iter::from_fn(|| parser.next_event()));
                }
                found
            })
            .collect();
        let last = all.pop().unwrap();
        assert!(all.iter().all(|found| *found == last), "portions change the events");
        last
    }

    #[test]
    fn the_examples_of_the_standard_are_read_as_it_says() {
        assert_eq!(
            events(b"data: YHOO\ndata: +2\ndata: 10\n\n"),
            [event("message", "YHOO\n+2\n10", None)]
        );
        assert_eq!(
            events(
                b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n\
                  data:  third event\n\n"
            ),
            [
                event("message", "first event", Some("1")),
                event("message", "second event", None),
                event("message", " third event", None),
            ]
        );
        assert_eq!(
            events(b"data\n\ndata\ndata\n\ndata:"),
            [event("message", "", None), event("message", "\n", None)]
        );
        assert_eq!(
            events(b"data:test\n\ndata: test\n\n"),
            [event("message", "test", None), event("message", "test", None)]
        );
    }

    #[test]
    fn every_line_end_ends_a_line() {
        let expected =
            [event("add", "1\n2", Some("7")), event("message", "3", Some("7"))];
        for end in ["\n", "\r\n", "\r"] {
            let text =
                ["event: add", "id: 7", "data: 1", "data: 2", "", "data: 3", "", ""]
                    .join(end);
            assert_eq!(events(text.as_bytes()), expected, "{end:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_leads_only_once() {
        assert_eq!(
            events("\u{feff}data: 1\n\n\u{feff}data: 2\n\n".as_bytes()),
            [event("message", "1", None)]
        );
    }

    #[test]
    fn an_event_without_data_only_leaves_its_id() {
        let mut parser = EventParser::new(1000, None);
        parser
            .push(b"event: ping\nid: 5\nretry: 250\nretry: 1x\n\ndata: x\n\n")
            .unwrap();
        assert_eq!(parser.next_event(), Some(event("message", "x", Some("5"))));
        assert_eq!((parser.next_event(), parser.last_id()), (None, Some("5")));
        assert_eq!(parser.retry(), Some(Duration::from_millis(250)));
        parser.push(b"id: a\0b\n\n").unwrap();
        assert_eq!(parser.last_id(), Some("5"));
    }

    #[test]
    fn an_event_beyond_the_cap_is_refused() {
        let mut parser = EventParser::new(10, None);
        assert_eq!(parser.push(b"data: 12345"), Err(TooLong));
        let mut parser = EventParser::new(10, None);
        assert_eq!(parser.push(b"data: 1\ndata: 2\ndata: 3\n\n"), Ok(()));
        assert_eq!(parser.push(b"data:12\ndata:34\ndata:56\ndata:78\n"), Err(TooLong));
    }
}
