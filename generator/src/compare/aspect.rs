//! What of a thing's behaviour on the wire is compared, and when a change of it matters.

use crate::ir::{Rules, StatusPattern};
use std::collections::BTreeSet;
use std::fmt;

/// What of a thing's behaviour on the wire changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Method and path.
    Request,
    /// What always stands in the query.
    FixedQuery,
    /// Place, name and style of a parameter or property.
    Encoding,
    /// What a value must keep to.
    Rules,
    /// The properties that have to be there when a value comes.
    Required,
    /// What the server takes where nothing is sent.
    Default,
    /// The only value that there can be.
    Constant,
    /// How a body is sent.
    MediaType,
    /// What comes with a status.
    Answer(StatusPattern),
    /// The media types that are asked for.
    Accept,
    /// The credentials that a call needs.
    Security,
    /// How a scheme of credentials works, by its name.
    Scheme(String),
    /// Where calls go.
    Servers,
    /// How results come in pages.
    Pages,
    /// The value of an enum's variant.
    Value,
    /// What tells the alternatives of a union apart.
    Tag,
}

impl fmt::Display for Aspect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Request => "request",
            Self::FixedQuery => "fixed query",
            Self::Encoding => "encoding",
            Self::Rules => "rules",
            Self::Required => "required",
            Self::Default => "default",
            Self::Constant => "constant",
            Self::MediaType => "media type",
            Self::Answer(status) => {
                return write!(formatter, "answer {}", status_name(*status));
            }
            Self::Accept => "accept",
            Self::Security => "security",
            Self::Scheme(name) => return write!(formatter, "scheme {name}"),
            Self::Servers => "servers",
            Self::Pages => "pages",
            Self::Value => "value",
            Self::Tag => "tag",
        })
    }
}

/// A status, as descriptions write it.
fn status_name(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(hundred) => format!("{hundred}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// What is said of an aspect.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Says {
    /// Any other text is another behaviour.
    Text(String),
    /// More at the end allows more, and takes nothing away.
    List(Vec<String>),
    /// Fewer allow more.
    Needs(BTreeSet<String>),
    /// Rules, and their words: fewer or wider ones allow more.
    Rules(Box<Rules>, String),
}

impl Says {
    /// What is said, for people.
    pub(super) fn words(&self) -> String {
        let nothing = || "nothing".to_owned();
        match self {
            Self::Text(text) | Self::Rules(_, text) if text.is_empty() => nothing(),
            Self::Text(text) | Self::Rules(_, text) => text.clone(),
            Self::List(all) if all.is_empty() => nothing(),
            Self::Needs(all) if all.is_empty() => nothing(),
            Self::Needs(all) => all.iter().cloned().collect::<Vec<_>>().join(", "),
            Self::List(all) => all.join(", or "),
        }
    }

    /// Whether all that was right is right now, and means the same.
    pub(super) fn still_allows(&self, was: &Self) -> bool {
        match (was, self) {
            (Self::List(was), Self::List(now)) => now.starts_with(was),
            (Self::Needs(was), Self::Needs(now)) => now.is_subset(was),
            (Self::Rules(was, _), Self::Rules(now, _)) => is_wider(was, now),
            _ => was == self,
        }
    }
}

/// Whether every value that kept to the old rules keeps to the new ones.
fn is_wider(was: &Rules, now: &Rules) -> bool {
    let lower = low_enough(
        (&was.minimum, was.exclusive_minimum),
        (&now.minimum, now.exclusive_minimum),
        |was, now| now < was,
    );
    let upper = low_enough(
        (&was.maximum, was.exclusive_maximum),
        (&now.maximum, now.exclusive_maximum),
        |was, now| now > was,
    );
    let least = |was: Option<u64>, now: Option<u64>| now <= was;
    let most = |was: Option<u64>, now: Option<u64>| {
        now.is_none_or(|now| was.is_some_and(|was| was <= now))
    };
    lower
        && upper
        && least(was.min_length, now.min_length)
        && least(was.min_items, now.min_items)
        && most(was.max_length, now.max_length)
        && most(was.max_items, now.max_items)
        && (now.multiple_of.is_none() || now.multiple_of == was.multiple_of)
        && (now.pattern.is_none() || now.pattern == was.pattern)
        && (was.unique_items || !now.unique_items)
}

/// Whether a bound, which may exclude its own number, takes all that the old one took.
fn low_enough(
    (was, was_exclusive): (&Option<serde_json::Number>, bool),
    (now, now_exclusive): (&Option<serde_json::Number>, bool),
    is_wider: impl Fn(f64, f64) -> bool,
) -> bool {
    let Some(now) = now else { return true };
    let Some(was) = was else { return false };
    if was == now {
        return was_exclusive || !now_exclusive;
    }
    match (was.as_f64(), now.as_f64()) {
        (Some(was), Some(now)) => is_wider(was, now),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(change: impl Fn(&mut Rules)) -> Rules {
        let mut rules = Rules {
            minimum: Some(1.into()),
            maximum: Some(9.into()),
            min_length: Some(2),
            max_length: Some(4),
            ..Rules::default()
        };
        change(&mut rules);
        rules
    }

    #[test]
    fn wider_rules_take_all_that_narrower_ones_took() {
        let plain = rules(|_| {});
        let wider: [fn(&mut Rules); 5] = [
            |rules| rules.minimum = None,
            |rules| rules.maximum = Some(10.into()),
            |rules| rules.min_length = Some(1),
            |rules| rules.max_length = None,
            |rules| rules.max_length = Some(5),
        ];
        for change in wider {
            let wider = rules(change);
            assert!(is_wider(&plain, &wider), "{wider:?}");
            assert!(!is_wider(&wider, &plain), "{wider:?}");
        }
    }

    #[test]
    fn what_is_excluded_now_was_allowed() {
        let plain = rules(|_| {});
        let narrower: [fn(&mut Rules); 5] = [
            |rules| rules.exclusive_minimum = true,
            |rules| rules.exclusive_maximum = true,
            |rules| rules.pattern = Some("a".to_owned()),
            |rules| rules.unique_items = true,
            |rules| rules.multiple_of = Some(2.into()),
        ];
        for change in narrower {
            let narrower = rules(change);
            assert!(!is_wider(&plain, &narrower), "{narrower:?}");
            assert!(is_wider(&narrower, &plain), "{narrower:?}");
        }
    }
}
