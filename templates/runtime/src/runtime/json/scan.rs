//! JSON text (RFC 8259), token by token, without copying what has no escapes.

use super::number::{Literal, SHORT};
use crate::runtime::Any;
use std::borrow::Cow;

/// Why the text is no JSON, or none that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken(pub(super) &'static str);

const ENDS: Broken = Broken("the text ends too early");
const NO_VALUE: Broken = Broken("expected a value");
const TOO_DEEP: Broken = Broken("nested too deeply");

/// A place in JSON text.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// How many lists and objects are open.
    depth: usize,
    deepest: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, deepest: usize) -> Self {
        Self { text, at: 0, depth: 0, deepest }
    }

    /// Where it is, in bytes from the beginning.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The text from a place before this one up to here.
    pub(super) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Line and column, both from 1.
    pub(super) fn line_and_column(&self) -> (usize, usize) {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        (lines.saturating_add(1), column.saturating_add(1))
    }

    /// The next byte that is no white space; it is not taken.
    pub(super) fn peek(&mut self) -> Result<u8, Broken> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(*byte);
            }
            self.step();
        }
        Err(ENDS)
    }

    /// Nothing but white space may follow.
    pub(super) fn end(&mut self) -> Result<(), Broken> {
        match self.peek() {
            Ok(_) => Err(Broken("something follows the value")),
            Err(_) => Ok(()),
        }
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Takes `null`, `true` or `false`.
    pub(super) fn word(&mut self, word: &'static str) -> Result<(), Broken> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return Err(NO_VALUE);
        }
        self.at = self.at.saturating_add(word.len());
        Ok(())
    }

    /// Takes a number; the next byte is its first.
    pub(super) fn number(&mut self) -> Result<Literal<'t>, Broken> {
        const NO_NUMBER: Broken = Broken("not a number");
        let start = self.at;
        if self.next_is(b'-') {
            self.step();
        }
        let first = self.at;
        let is_negative = first > start;
        let mut value: i64 = 0;
        let digits = self.digits(&mut value);
        let leads_with_zero = self.text.as_bytes().get(first) == Some(&b'0');
        if digits == 0 || (digits > 1 && leads_with_zero) {
            return Err(NO_NUMBER);
        }
        let mut is_whole = true;
        let mut has_exponent = false;
        let mut places = 0;
        if self.next_is(b'.') {
            self.step();
            is_whole = false;
            places = self.digits(&mut value);
            if places == 0 {
                return Err(NO_NUMBER);
            }
        }
        if self.next_is(b'e') || self.next_is(b'E') {
            self.step();
            is_whole = false;
            has_exponent = true;
            if self.next_is(b'+') || self.next_is(b'-') {
                self.step();
            }
            if self.digits(&mut value) == 0 {
                return Err(NO_NUMBER);
            }
        }
        let is_short = digits.saturating_add(places) <= SHORT && !has_exponent;
        let value = if is_negative { value.wrapping_neg() } else { value };
        let digits = is_short.then_some(value);
        Ok(Literal { text: self.since(start), is_whole, digits, places })
    }

    fn next_is(&self, byte: u8) -> bool {
        self.text.as_bytes().get(self.at) == Some(&byte)
    }

    /// Takes digits; how many there were. They are added to the value, which says nothing
    /// where there are more than fit.
    fn digits(&mut self, value: &mut i64) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let mut count: usize = 0;
        for digit in rest.iter().map_while(digit) {
            *value = value.wrapping_mul(10).wrapping_add(digit);
            count = count.saturating_add(1);
        }
        self.at = self.at.saturating_add(count);
        count
    }

    /// Takes a string; the next byte is its quotation mark.
    pub(super) fn string(&mut self) -> Result<Cow<'t, str>, Broken> {
        self.step();
        let start = self.at;
        self.plain();
        if self.next_is(b'"') {
            let text = self.since(start);
            self.step();
            return Ok(Cow::Borrowed(text));
        }
        let mut text = self.since(start).to_owned();
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.step();
                    return Ok(Cow::Owned(text));
                }
                Some(b'\\') => {
                    self.step();
                    text.push(self.escape()?);
                }
                Some(_) => return Err(Broken("a control character in a string")),
                None => return Err(ENDS),
            }
            let start = self.at;
            self.plain();
            text.push_str(self.since(start));
        }
    }

    /// Goes over what stands for itself in a string.
    fn plain(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at = self.at.saturating_add(plain_length(rest));
    }

    fn escape(&mut self) -> Result<char, Broken> {
        let byte = self.text.as_bytes().get(self.at).ok_or(ENDS)?;
        self.step();
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(Broken("not an escape")),
        })
    }

    /// The character of `\uXXXX`, or of two of them (RFC 8259, 7). Half a pair alone is no
    /// character: it becomes the replacement character, so that the rest can be read.
    fn unicode(&mut self) -> Result<char, Broken> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.at;
        if self.text.get(self.at..).unwrap_or_default().starts_with("\\u") {
            self.at = self.at.saturating_add(2);
            let second = self.four_digits()?;
            if let Some(low) = second.checked_sub(0xdc00).filter(|low| *low < 0x400) {
                let high = (first & 0x3ff) << 10;
                let code = (high | low).saturating_add(0x1_0000);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = before;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> Result<u32, Broken> {
        let end = self.at.saturating_add(4);
        let digits = self.text.get(self.at..end).unwrap_or_default();
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Broken("not four hexadecimal digits"));
        }
        self.at = end;
        u32::from_str_radix(digits, 16).map_err(|_| NO_VALUE)
    }

    /// Opens a list or object; the next byte is its bracket.
    pub(super) fn open(&mut self) -> Result<(), Broken> {
        self.depth = self.depth.saturating_add(1);
        self.step();
        if self.depth > self.deepest { Err(TOO_DEEP) } else { Ok(()) }
    }

    /// Goes to the next item, past the comma before it; `false`: the bracket that closes
    /// came, and was taken.
    pub(super) fn next_item(
        &mut self,
        close: u8,
        is_first: bool,
    ) -> Result<bool, Broken> {
        let byte = self.peek()?;
        if byte == close {
            self.step();
            self.depth = self.depth.saturating_sub(1);
            return Ok(false);
        }
        if is_first {
            return Ok(true);
        }
        if byte != b',' {
            return Err(Broken("expected a comma or the end of the list or object"));
        }
        self.step();
        if self.peek()? == close {
            return Err(NO_VALUE);
        }
        Ok(true)
    }

    /// Takes the name of a property and the colon after it.
    pub(super) fn name(&mut self) -> Result<Cow<'t, str>, Broken> {
        if self.peek()? != b'"' {
            return Err(Broken("expected a name in quotation marks"));
        }
        let name = self.string()?;
        if self.peek()? != b':' {
            return Err(Broken("expected a colon"));
        }
        self.step();
        Ok(name)
    }

    /// Takes a value that nobody wants.
    pub(super) fn skip(&mut self) -> Result<(), Broken> {
        match self.peek()? {
            b'n' => self.word("null"),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'"' => self.string().map(|_| ()),
            b'-' | b'0'..=b'9' => self.number().map(|_| ()),
            b'[' => {
                self.open()?;
                let mut is_first = true;
                while self.next_item(b']', is_first)? {
                    is_first = false;
                    self.skip()?;
                }
                Ok(())
            }
            b'{' => {
                self.open()?;
                let mut is_first = true;
                while self.next_item(b'}', is_first)? {
                    is_first = false;
                    self.name()?;
                    self.skip()?;
                }
                Ok(())
            }
            _ => Err(NO_VALUE),
        }
    }

    /// Takes any value.
    pub(super) fn any(&mut self) -> Result<Any, Broken> {
        Ok(match self.peek()? {
            b'n' => self.word("null").map(|()| Any::Null)?,
            b't' => self.word("true").map(|()| Any::Bool(true))?,
            b'f' => self.word("false").map(|()| Any::Bool(false))?,
            b'"' => Any::String(self.string()?.into_owned()),
            b'-' | b'0'..=b'9' => self.number()?.any(),
            b'[' => {
                self.open()?;
                let mut items = Vec::new();
                while self.next_item(b']', items.is_empty())? {
                    items.push(self.any()?);
                }
                Any::Array(items)
            }
            b'{' => {
                self.open()?;
                let mut entries = serde_json::Map::new();
                let mut is_first = true;
                while self.next_item(b'}', is_first)? {
                    is_first = false;
                    let name = self.name()?.into_owned();
                    entries.insert(name, self.any()?);
                }
                Any::Object(entries)
            }
            _ => return Err(NO_VALUE),
        })
    }

    /// Takes values up to where the text is broken, and writes the way there.
    pub(super) fn way_to_fault(&mut self, way: &mut Vec<String>) -> Result<(), Broken> {
        match self.peek()? {
            b'[' => {
                self.open()?;
                let mut index: usize = 0;
                while self.next_item(b']', index == 0)? {
                    way.push(index.to_string());
                    self.way_to_fault(way)?;
                    way.pop();
                    index = index.saturating_add(1);
                }
                Ok(())
            }
            b'{' => {
                self.open()?;
                let mut is_first = true;
                while self.next_item(b'}', is_first)? {
                    is_first = false;
                    way.push(self.name()?.into_owned());
                    self.way_to_fault(way)?;
                    way.pop();
                }
                Ok(())
            }
            _ => self.skip(),
        }
    }

    /// The value of a property of the object that begins here, where it has it.
    pub(super) fn find(mut self, property: &str) -> Result<Option<Any>, Broken> {
        self.open()?;
        let mut is_first = true;
        while self.next_item(b'}', is_first)? {
            is_first = false;
            if self.name()? == property {
                return self.any().map(Some);
            }
            self.skip()?;
        }
        Ok(None)
    }
}

fn digit(byte: &u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte.wrapping_sub(b'0')))
}

/// How many bytes from the beginning are neither a quotation mark, nor a backslash, nor a
/// control character. Eight at a time: most of JSON is such text.
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    // The highest bit of each byte that is zero, up to the first such byte (Mycroft).
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let mut length: usize = 0;
    let chunks = bytes.chunks_exact(8);
    let rest = chunks.remainder();
    for chunk in chunks {
        let Ok(chunk) = <[u8; 8]>::try_from(chunk) else { break };
        let word = u64::from_le_bytes(chunk);
        let quote = zeros(word ^ ONES.wrapping_mul(u64::from(b'"')));
        let backslash = zeros(word ^ ONES.wrapping_mul(u64::from(b'\\')));
        let control = word.wrapping_sub(ONES.wrapping_mul(0x20)) & !word & HIGHS;
        let found = quote | backslash | control;
        if found != 0 {
            let byte = usize::try_from(found.trailing_zeros() / 8).unwrap_or_default();
            return length.saturating_add(byte);
        }
        length = length.saturating_add(8);
    }
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    length.saturating_add(rest.iter().take_while(is_plain).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any(text: &str) -> Result<Any, Broken> {
        let mut scanner = Scanner::new(text, 128);
        let value = scanner.any()?;
        scanner.end().map(|()| value)
    }

    #[test]
    fn it_reads_what_serde_json_reads() {
        let texts = [
            "null",
            " true ",
            "false",
            "0",
            "-0",
            "-1",
            "12.5e3",
            "1E+2",
            "18446744073709551615",
            "-9223372036854775808",
            "123456789012345678901234567890",
            "\"\"",
            "\"a\\u00e9\\n\"",
            "\"\\ud83d\\ude00 and a longer text\"",
            "[]",
            "[1, [2], {}]",
            "{\"a\":{\"b\":[null]}}",
            "\"12345678\"",
            "\"1234567\\\"\"",
            "\"\u{7f}\u{80}\u{2028}\"",
        ];
        for text in texts {
            assert_eq!(
                any(text).unwrap(),
                serde_json::from_str::<Any>(text).unwrap(),
                "{text}"
            );
        }
    }

    #[test]
    fn it_refuses_what_serde_json_refuses() {
        let texts = [
            "",
            " ",
            "nul",
            "tru",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"a\nb\"",
            "\"12345678\u{1}\"",
            "[",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "1 2",
            "NaN",
            "'a'",
            "]",
            "{]",
        ];
        for text in texts {
            assert!(any(text).is_err(), "{text}");
            assert!(serde_json::from_str::<Any>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_others_refuse_and_servers_send_is_kept() {
        assert_eq!(any("[1e999]").unwrap(), serde_json::json!(["1e999"]));
        assert_eq!(any("\"a\\ud800b\"").unwrap(), "a\u{fffd}b");
    }

    #[test]
    fn depth_is_bounded() {
        assert!(any(&format!("{}{}", "[".repeat(128), "]".repeat(128))).is_ok());
        assert_eq!(any(&"[".repeat(129)).unwrap_err(), TOO_DEEP);
        let mut skipped = Scanner::new("[[[[]]]]", 3);
        assert_eq!(skipped.skip().unwrap_err(), TOO_DEEP);
    }

    #[test]
    fn a_place_has_a_line_and_a_column() {
        let mut scanner = Scanner::new("[1,\n 2 x]", 128);
        assert!(scanner.any().is_err());
        assert_eq!(scanner.line_and_column(), (2, 4));
    }
}
