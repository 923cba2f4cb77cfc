//! A change log for the users of the crate.

use super::{Change, Comparison, Item, Step};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The comparison as a change log in Markdown, below this title.
#[must_use]
pub fn markdown(title: &str, comparison: &Comparison) -> String {
    let mut text = format!("# {title}\n");
    let whole = whole(comparison);
    let shown: Vec<&Change> =
        comparison.changes.iter().filter(|change| !is_part(change, &whole)).collect();
    for (step, is_deprecation, heading, words) in SECTIONS {
        let lines = shown.iter().filter(|change| {
            change.step == *step && deprecates(change) == *is_deprecation
        });
        let lines: Vec<String> = lines.map(|change| line(change)).collect();
        if !lines.is_empty() {
            // Writing to a string never fails.
            let _ = write!(text, "\n## {heading}\n\n{words}\n\n{}", lines.concat());
        }
    }
    if shown.is_empty() {
        text.push_str("\nNothing changes for users.\n");
    }
    text
}

/// What is told of, in this order: step, whether it is about what is deprecated, heading
/// and words.
const SECTIONS: &[(Step, bool, &str, &str)] = &[
    (Step::Major, false, "Breaking", "Code that uses these does not compile any more."),
    (
        Step::Wire,
        false,
        "On the wire",
        "Code compiles as before; its calls may do something else, or be refused.",
    ),
    (Step::Minor, false, "New", "What was there is still there."),
    (Step::Minor, true, "Deprecated", "Still there, and to be left."),
];

/// Things that are new or gone as a whole.
fn whole(comparison: &Comparison) -> BTreeSet<&str> {
    let whole = comparison.changes.iter().filter(|change| {
        change.aspect.is_none() && (change.was.is_none() || change.now.is_none())
    });
    whole.map(|change| change.path.as_str()).collect()
}

/// Whether something that this belongs to is told of, or nobody names it.
fn is_part(change: &Change, whole: &BTreeSet<&str>) -> bool {
    let gone_or_new = change.was.is_none() || change.now.is_none();
    if change.path.contains(": runtime::") && gone_or_new {
        return true;
    }
    let mut path = change.path.as_str();
    while let Some((owner, _)) = path.rsplit_once(':') {
        path = owner.trim_end_matches(':');
        if gone_or_new && whole.contains(path) {
            return true;
        }
    }
    false
}

fn deprecates(change: &Change) -> bool {
    let deprecated =
        |item: &Option<Item>| item.as_ref().is_some_and(|one| one.deprecated);
    change.was.is_some() && !deprecated(&change.was) && deprecated(&change.now)
}

fn line(change: &Change) -> String {
    let path = &change.path;
    let of = match &change.aspect {
        Some(aspect) => format!("`{path}`, {aspect}"),
        None => format!("`{path}`"),
    };
    let code = |item: &Item| format!("`{}`", item.signature.replace('`', "'"));
    match (&change.was, &change.now) {
        (Some(_), None) => format!("- {of} is gone.\n"),
        (None, Some(now)) => format!("- {of}: {}\n", code(now)),
        (Some(_), Some(_)) if deprecates(change) => format!("- {of}\n"),
        (Some(was), Some(now)) => {
            format!("- {of} is {}; it was {}.\n", code(now), code(was))
        }
        (None, None) => String::new(),
    }
}
