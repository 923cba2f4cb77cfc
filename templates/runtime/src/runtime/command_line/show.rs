//! What is written where, and how a terminal is told from other things.

use super::failure::{Failure, Outcome};
use std::io::{IsTerminal, Write as _};

/// Prints a text of the tool's own.
pub(super) fn text(text: &str) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    out.write_all(text.as_bytes())
        .and_then(|()| out.write_all(end.as_bytes()))
        .and_then(|()| out.flush())
        .map_err(|error| Failure::write(&error))
}

/// Tells something beside the output.
pub(super) fn tell(text: &str) {
    // A closed terminal cannot be told anything.
    let _ = writeln!(std::io::stderr().lock(), "{}", plain(text));
}

/// Whether colours are for somebody who sees them.
pub(super) fn is_coloured(stream: &impl IsTerminal) -> bool {
    let is_off = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    stream.is_terminal() && !is_off && !is_dumb
}

/// A text without what a terminal would obey.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign.is_control() && !matches!(sign, '\n' | '\t') {
            out.extend(sign.escape_default());
        } else {
            out.push(sign);
        }
    }
    out
}

/// The innermost cause of an error, which says what is wrong.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
