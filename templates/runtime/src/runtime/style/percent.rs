//! Percent-encoding (RFC 3986).

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters.
const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What would end or split a query parameter even where reserved characters are allowed.
const QUERY: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'[')
    .remove(b']');

/// What would end a path even where reserved characters are allowed.
const PATH: &AsciiSet = &QUERY.add(b'?').add(b'[').add(b']');

/// What has no place in a cookie's value (RFC 6265, 4.1.1).
const COOKIE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%');

/// The text with all but unreserved characters encoded.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The text for several segments of a path.
pub(crate) fn segments_text(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// The text for a query; reserved characters stay where that is allowed.
pub(crate) fn query_text(text: &str, allow_reserved: bool) -> String {
    let set = if allow_reserved { QUERY } else { RESERVED };
    utf8_percent_encode(text, set).to_string()
}

/// The text for a cookie.
pub(crate) fn cookie_text(text: &str) -> String {
    utf8_percent_encode(text, COOKIE).to_string()
}
