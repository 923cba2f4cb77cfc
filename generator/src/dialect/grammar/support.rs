//! The tables as a page for users.

use super::later::FOREIGN;
use super::{Disposition, Keys, Kind};
use std::fmt::Write as _;

const START: &str = "\
# What becomes of each construct

Generated from the generator's own tables by `cargo xtask support`; not to be edited.

- **typed**: it shapes the SDK's types, or what goes over the wire.
- **approximated**: it does so in part, as said.
- **documented**: it is told in the SDK's documentation, and does nothing else.
- **ignored**: it is left aside, for the reason given.
- **refused**: what holds it cannot be generated.

A key that is in none of these tables is reported (`x-…` is left aside without a word).
Every description is first brought to the shape of OpenAPI 3.0, with what 3.0 cannot say in
`x-oasmith-…` keys.
";

/// `docs/support.md`: every construct, and what becomes of it.
#[must_use]
pub fn support_table() -> String {
    let mut page = START.to_owned();
    for kind in Kind::ALL {
        let _ = write!(
            page,
            "\n## {}\n\n| key | becomes |\n|---|---|\n",
            capitalised(kind.title())
        );
        match kind.keys() {
            Keys::Every(of) => {
                let _ = writeln!(page, "| any | typed: a {} |", of.title());
            }
            Keys::Named(keys) => {
                for key in keys {
                    let _ = writeln!(
                        page,
                        "| `{}` | {} |",
                        key.name,
                        words(key.disposition)
                    );
                }
            }
        }
    }
    page.push_str("\n## Other versions\n\n| where | key | becomes |\n|---|---|---|\n");
    for foreign in FOREIGN {
        let _ = writeln!(
            page,
            "| {} | {} | {} |",
            foreign.place, foreign.key, foreign.words
        );
    }
    page
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn words(disposition: Disposition) -> String {
    match disposition {
        Disposition::Typed => "typed".to_owned(),
        Disposition::Approximated(how) => format!("approximated: {how}"),
        Disposition::Documented => "documented".to_owned(),
        Disposition::Ignored(why) => format!("ignored: {why}"),
        Disposition::Refused => "refused".to_owned(),
    }
}
