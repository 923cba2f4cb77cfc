//! The text of a body, in the character set that it is written in.

use std::borrow::Cow;

/// A body that is no text in the character set that it says, or that says one unknown here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoText(pub(super) String);

/// The character sets that are read. The rest (Shift JIS, GBK, KOI8 and their like) would take
/// tables larger than the rest of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Charset {
    Utf8,
    /// By its byte order mark, or else with the high byte first (RFC 2781, 4.3).
    Utf16,
    Utf16Big,
    Utf16Little,
    /// Also for ISO-8859-1 and ASCII, whose names it is sent under (WHATWG Encoding, 4.2).
    Windows1252,
    Latin9,
}

impl Charset {
    fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "unicode-1-1-utf-8" => Self::Utf8,
            "utf-16" | "utf16" | "ucs-2" | "iso-10646-ucs-2" => Self::Utf16,
            "utf-16be" => Self::Utf16Big,
            "utf-16le" => Self::Utf16Little,
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "l1" | "cp819"
            | "windows-1252" | "cp1252" | "x-cp1252" | "us-ascii" | "ascii" => {
                Self::Windows1252
            }
            "iso-8859-15" | "iso8859-15" | "iso_8859-15" | "latin9" | "latin-9"
            | "l9" => Self::Latin9,
            _ => return None,
        })
    }
}

/// The text of a body. A byte order mark says most, then that it is UTF-8 (which other text
/// hardly ever is by chance), then the character set of the content type, then that of an
/// XML declaration. Nothing is replaced: what cannot be read is an error.
pub(super) fn text(bytes: &[u8], content_type: &str) -> Result<String, NoText> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => return utf_8(rest),
        [0xfe, 0xff, rest @ ..] => return utf_16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => return utf_16(rest, u16::from_le_bytes),
        _ => {}
    }
    let declared = parameter(content_type).or_else(|| xml_declared(bytes));
    let charset = declared.as_deref().and_then(Charset::of);
    let is_wide = matches!(
        charset,
        Some(Charset::Utf16 | Charset::Utf16Big | Charset::Utf16Little)
    );
    // ASCII in UTF-16 is UTF-8 too, with a nul for every other sign.
    if !is_wide && let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    match (charset, declared) {
        (Some(Charset::Utf8), _) => utf_8(bytes),
        (Some(Charset::Utf16 | Charset::Utf16Big), _) => {
            utf_16(bytes, u16::from_be_bytes)
        }
        (Some(Charset::Utf16Little), _) => utf_16(bytes, u16::from_le_bytes),
        (Some(Charset::Windows1252), _) => {
            Ok(bytes.iter().copied().map(windows_1252).collect())
        }
        (Some(Charset::Latin9), _) => Ok(bytes.iter().copied().map(latin_9).collect()),
        (None, Some(name)) => {
            Err(NoText(format!("text in the character set `{name}`, which is not read")))
        }
        (None, None) => {
            Err(NoText("text that is not UTF-8 and names no character set".into()))
        }
    }
}

/// The `charset` of a content type.
fn parameter(content_type: &str) -> Option<String> {
    let mut parameters = content_type.split(';').skip(1);
    parameters.find_map(|one| {
        let (name, value) = one.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    })
}

/// The `encoding` of an XML declaration, where the text begins with one.
fn xml_declared(bytes: &[u8]) -> Option<String> {
    let end = bytes.iter().take(256).position(|byte| *byte == b'>')?;
    let head: Cow<'_, str> = String::from_utf8_lossy(bytes.get(..end)?);
    let (_, after) = head.strip_prefix("<?xml")?.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let (name, _) = value.get(1..)?.split_once(quote)?;
    Some(name.to_owned())
}

fn utf_8(bytes: &[u8]) -> Result<String, NoText> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        NoText(format!("text that is not UTF-8 from byte {}", error.valid_up_to()))
    })
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NoText> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().copied().map(unit);
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if rest.is_empty() => Ok(text),
        _ => Err(NoText("text that is not UTF-16".into())),
    }
}

/// What windows-1252 has where Latin-1 has control characters, from 0x80 on. The five holes
/// stay the control characters that they are in Latin-1, so that nothing is lost.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}',
    '\u{2021}', '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}',
    '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}',
    '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}',
    '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

fn windows_1252(byte: u8) -> char {
    let special =
        byte.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}

fn latin_9(byte: u8) -> char {
    match byte {
        0xa4 => '\u{20ac}',
        0xa6 => '\u{160}',
        0xa8 => '\u{161}',
        0xb4 => '\u{17d}',
        0xb8 => '\u{17e}',
        0xbc => '\u{152}',
        0xbd => '\u{153}',
        0xbe => '\u{178}',
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_its_character_set() {
        for (bytes, content_type, expected) in [
            (&b"\xef\xbb\xbfh\xc3\xa9"[..], "text/plain", "h\u{e9}"),
            (b"h\xe9", "text/plain; charset=\"ISO-8859-1\"", "h\u{e9}"),
            (b"h\xe9", "text/plain; Charset = latin1", "h\u{e9}"),
            // What says Latin-1 and is UTF-8 was mislabelled.
            (b"h\xc3\xa9", "text/plain; charset=iso-8859-1", "h\u{e9}"),
            (
                b"\x80 5 \x93a\x94",
                "text/csv;charset=windows-1252",
                "\u{20ac} 5 \u{201c}a\u{201d}",
            ),
            (b"\xa4", "text/plain; charset=iso-8859-15", "\u{20ac}"),
            (b"h\xe9", "text/plain; charset=us-ascii", "h\u{e9}"),
            (b"\xfe\xff\0h\0\xe9", "text/plain; charset=utf-16", "h\u{e9}"),
            (b"\xff\xfeh\0\xe9\0", "text/plain", "h\u{e9}"),
            (b"h\0\xe9\0", "text/plain; charset=utf-16le", "h\u{e9}"),
            (b"\0h", "text/plain; charset=utf-16be", "h"),
            (b"\xd8\x3d\xde\x00", "text/plain; charset=utf-16", "\u{1f600}"),
            (
                b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>",
                "application/xml",
                "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u{e9}</a>",
            ),
            (b"", "text/plain; charset=klingon", ""),
        ] {
            assert_eq!(
                text(bytes, content_type).as_deref(),
                Ok(expected),
                "{content_type}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_nothing_is_replaced() {
        for (bytes, content_type, expected) in [
            (&b"h\xe9"[..], "text/plain; charset=utf-8", "UTF-8 from byte 1"),
            (b"h\xe9", "", "names no character set"),
            (b"\x82\xa0", "text/plain; charset=Shift_JIS", "`Shift_JIS`"),
            (b"\0h\0", "text/plain; charset=utf-16", "not UTF-16"),
            (b"\xdc\0\xd8\0", "text/plain; charset=utf-16", "not UTF-16"),
            (b"\xef\xbb\xbf\xe9", "text/plain", "UTF-8 from byte 0"),
        ] {
            let NoText(message) = text(bytes, content_type).unwrap_err();
            assert!(message.contains(expected), "{content_type}: {message}");
        }
    }
}
