//! Who has which name: one scope for each place in which names must differ.

use super::words::{self, Symbols};
use std::collections::HashSet;

/// An item that wants a name.
pub(super) struct Wanted<'a> {
    /// What the description calls it.
    pub(super) wire: &'a str,
    /// Longer forms, out of the item's own path, should `wire` be taken.
    pub(super) longer: &'a [String],
    /// What tells it from any other item of its scope.
    pub(super) identity: &'a str,
    /// The name that was chosen by hand, letter by letter.
    pub(super) chosen: Option<&'a str>,
}

/// The rules of one kind of name.
pub(super) struct Manner {
    /// How the words are put together.
    pub(super) case: Case,
    /// The word that goes before a name that starts with a digit.
    pub(super) digit_prefix: &'static str,
    /// Names that no item can have.
    pub(super) reserved: &'static [&'static str],
    /// The word that goes after a name that would be reserved.
    pub(super) reserved_suffix: &'static str,
}

/// How words are put together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `like_this`
    Snake,
    /// `LikeThis`
    UpperCamel,
}

/// The names taken in one scope.
#[derive(Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// Takes a name that nothing else can have from now on.
    pub(super) fn take(&mut self, key: impl Into<String>) {
        self.taken.insert(key.into());
    }

    /// Gives the item the first of its candidates for which `keys` are all free.
    ///
    /// The candidates follow from the item alone, so that items added to a description
    /// change nothing for those that came before them.
    pub(super) fn claim(
        &mut self,
        wanted: &Wanted<'_>,
        manner: &Manner,
        keys: impl Fn(&str) -> Vec<String>,
    ) -> String {
        let mut last = String::new();
        for step in 0..LAST_STEP {
            for candidate in candidates(wanted, manner, step) {
                let candidate = manner.fit(candidate);
                let keys = keys(&candidate);
                if keys.iter().any(|key| self.taken.contains(key)) {
                    last = candidate;
                    continue;
                }
                self.taken.extend(keys);
                return candidate;
            }
        }
        last
    }

    /// Gives the item a name that is itself the key.
    pub(super) fn claim_one(&mut self, wanted: &Wanted<'_>, manner: &Manner) -> String {
        self.claim(wanted, manner, |name| vec![name.to_owned()])
    }
}

/// How many kinds of candidates there are.
const LAST_STEP: u32 = 7;

/// The candidates of one kind, from the plainest kind of all to ones that nobody else has.
fn candidates(wanted: &Wanted<'_>, manner: &Manner, step: u32) -> Vec<String> {
    let plain = || manner.put(wanted.wire, Symbols::Part);
    let with = |word: &str| manner.join(&plain(), word);
    match step {
        0 => vec![wanted.chosen.map_or_else(plain, str::to_owned)],
        1 => wanted.longer.iter().map(|path| manner.put(path, Symbols::Part)).collect(),
        2 => vec![manner.put(wanted.wire, Symbols::Tell)],
        3 => vec![with(words::style_word(wanted.wire))],
        4 => vec![manner.put(wanted.wire, Symbols::Spell)],
        5 => vec![with(&format!("x{}", words::short_hash(wanted.identity)))],
        _ => vec![with(&format!("x{:016x}", words::long_hash(wanted.identity)))],
    }
}

impl Manner {
    /// The name that follows from these words where nothing stands in the way.
    pub(super) fn name(&self, wire: &str) -> String {
        self.fit(self.put(wire, Symbols::Part))
    }

    fn put(&self, wire: &str, symbols: Symbols) -> String {
        match self.case {
            Case::Snake => words::snake(wire, symbols),
            Case::UpperCamel => words::upper_camel(wire, symbols),
        }
    }

    fn join(&self, name: &str, word: &str) -> String {
        match self.case {
            Case::Snake => format!("{name}_{word}"),
            Case::UpperCamel => {
                format!("{name}{}", words::upper_camel(word, Symbols::Part))
            }
        }
    }

    /// Makes a name start as an identifier does, and keeps it off the reserved ones.
    fn fit(&self, name: String) -> String {
        let name = if words::starts_well(&name) {
            name
        } else {
            match self.case {
                Case::Snake => format!("{}_{name}", self.digit_prefix),
                Case::UpperCamel => {
                    format!(
                        "{}{name}",
                        words::upper_camel(self.digit_prefix, Symbols::Part)
                    )
                }
            }
        };
        if self.reserved.contains(&name.as_str()) {
            self.join(&name, self.reserved_suffix)
        } else {
            name
        }
    }
}
