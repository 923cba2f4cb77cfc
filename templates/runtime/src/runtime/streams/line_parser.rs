//! Lines of newline-delimited JSON, without any I/O.

use super::event_parser::TooLong;
use bytes::{Buf, Bytes, BytesMut};

/// Takes bytes in any portions and gives lines that hold something. Where the first sign is a
/// record separator, it is `application/json-seq` (RFC 7464): texts that begin with one each
/// and may have any number of lines.
#[derive(Debug)]
pub(crate) struct LineParser {
    buffer: BytesMut,
    /// How much of the buffer is known to hold no line feed.
    searched: usize,
    longest: usize,
    /// What stands between items; `None` until the first sign tells.
    separator: Option<u8>,
}

const RECORD: u8 = 0x1e;

impl LineParser {
    /// A parser that refuses lines beyond this many bytes.
    pub(crate) fn new(longest: usize) -> Self {
        Self { buffer: BytesMut::new(), searched: 0, longest, separator: None }
    }

    /// Takes the next bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
        if self.separator.is_none() {
            let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
            self.separator =
                first.map(|byte| if *byte == RECORD { RECORD } else { b'\n' });
        }
    }

    /// The next whole line.
    pub(crate) fn next_line(&mut self) -> Result<Option<Bytes>, TooLong> {
        let separator = self.separator.unwrap_or(b'\n');
        loop {
            let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
            let Some(end) = unsearched.iter().position(|byte| *byte == separator) else {
                self.searched = self.buffer.len();
                return if self.searched > self.longest {
                    Err(TooLong)
                } else {
                    Ok(None)
                };
            };
            let end = self.searched.saturating_add(end);
            if end > self.longest {
                return Err(TooLong);
            }
            let line = self.buffer.split_to(end).freeze();
            self.buffer.advance(1);
            self.searched = 0;
            if let Some(line) = trimmed(&line) {
                return Ok(Some(line));
            }
        }
    }

    /// The last line, which need not end in a line feed.
    pub(crate) fn finish(&mut self) -> Option<Bytes> {
        self.searched = 0;
        trimmed(&self.buffer.split().freeze())
    }
}

/// The line without white space and record separators around it; `None` for nothing.
fn trimmed(line: &Bytes) -> Option<Bytes> {
    let is_text = |byte: &u8| !byte.is_ascii_whitespace() && *byte != RECORD;
    let start = line.iter().position(is_text)?;
    let last = line.iter().rposition(is_text)?;
    Some(line.slice(start..=last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whole_whatever_the_portions() {
        let text = b"{\"a\":1}\r\n\n  \n\x1e{\"b\":2}\n{\"c\":3}";
        for size in 1..=text.len() {
            let mut parser = LineParser::new(100);
            let mut lines = Vec::new();
            for portion in text.chunks(size) {
                parser.push(portion);
                while let Some(line) = parser.next_line().unwrap() {
                    lines.push(line);
                }
            }
            lines.extend(parser.finish());
            assert_eq!(lines, ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"], "{size}");
            assert_eq!(parser.finish(), None);
        }
    }

    #[test]
    fn records_may_have_any_number_of_lines() {
        let text = b"\x1e{\n  \"a\": 1\n}\n\x1e\x1e[2,\n3]\n\x1e4\n";
        for size in 1..=text.len() {
            let mut parser = LineParser::new(100);
            let mut records = Vec::new();
            for portion in text.chunks(size) {
                parser.push(portion);
                while let Some(record) = parser.next_line().unwrap() {
                    records.push(record);
                }
            }
            records.extend(parser.finish());
            assert_eq!(records, ["{\n  \"a\": 1\n}", "[2,\n3]", "4"], "{size}");
        }
    }

    #[test]
    fn a_line_beyond_the_cap_is_refused() {
        let mut parser = LineParser::new(4);
        parser.push(b"1234\n12345");
        assert_eq!(parser.next_line(), Ok(Some("1234".into())));
        assert_eq!(parser.next_line(), Err(TooLong));
        let mut parser = LineParser::new(4);
        parser.push(b"12345\n");
        assert_eq!(parser.next_line(), Err(TooLong));
    }
}
