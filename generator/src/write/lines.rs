//! Texts without regard to what a checkout does to the ends of their lines.

use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;

/// The content with every line ended as Unix does.
pub(super) fn plain(content: &[u8]) -> Cow<'_, [u8]> {
    if !content.contains(&b'\r') {
        return Cow::Borrowed(content);
    }
    let mut kept = Vec::with_capacity(content.len());
    let mut rest = content.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\r' || rest.peek() != Some(&b'\n') {
            kept.push(byte);
        }
    }
    Cow::Owned(kept)
}

/// Whether two contents are the same but for the ends of their lines.
pub(super) fn are_same(one: &[u8], other: &[u8]) -> bool {
    one == other || plain(one) == plain(other)
}

/// SHA-256 in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(plain(bytes)) {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
