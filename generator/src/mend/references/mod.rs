//! References: after this, every `$ref` leads to a component of the right kind.

mod cycles;
mod dangling;
mod inline;
mod lookup;
mod straighten;

use crate::dialect::Report;
use serde_json::Value;

/// Puts all references in order.
///
/// Those to other places than `components` make their target a component; path items,
/// callbacks and media types are put in where they are referred to; those that lead to
/// nothing cost no more than what they name.
pub(super) fn mend(root: &mut Value, report: &mut Report<'_>) {
    straighten::straighten(root, report);
    inline::inline(root, report);
    cycles::break_cycles(root, report);
    dangling::take_out(root, report);
}
