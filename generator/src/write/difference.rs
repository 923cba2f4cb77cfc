//! How two texts differ, in a few lines.

use similar::TextDiff;

/// So many lines of a difference are shown.
const SHOWN_LINES: usize = 20;

/// The lines that differ, as `diff -u` shows them, cut after the first few.
#[must_use]
pub fn difference(before: &str, after: &str) -> String {
    let text =
        TextDiff::from_lines(before, after).unified_diff().context_radius(1).to_string();
    let count = text.lines().count();
    let mut shown: Vec<&str> = text.lines().take(SHOWN_LINES).collect();
    let rest = format!("… {} more lines", count.saturating_sub(SHOWN_LINES));
    if count > SHOWN_LINES {
        shown.push(&rest);
    }
    shown.join("\n")
}
