//! The `pattern` keyword: what `regex-lite` understands is checked, the rest is not.

use crate::diagnostic::Code;
use crate::dialect::{At, Report};
use regex_lite::Regex;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Where a pattern goes that is not checked: other tools may understand it.
const UNCHECKED: &str = "x-oasmith-unchecked-pattern";

/// Patterns already compiled, and how they can be written; `None` where they cannot.
#[derive(Default)]
pub(super) struct Patterns {
    seen: BTreeMap<String, Option<String>>,
}

impl Patterns {
    /// Corrects a pattern or removes it.
    pub(super) fn check(
        &mut self,
        map: &mut Map<String, Value>,
        at: &At<'_, '_>,
        report: &mut Report<'_>,
    ) {
        let Some(Value::String(pattern)) = map.get("pattern") else { return };
        let written = pattern.clone();
        let usable = match self.seen.get(pattern) {
            Some(known) => known.clone(),
            None => {
                let usable = usable(pattern);
                self.seen.insert(pattern.clone(), usable.clone());
                usable
            }
        };
        match usable {
            Some(usable) if usable == *pattern => {}
            Some(usable) => {
                map.insert("pattern".to_owned(), json!(usable));
            }
            None => {
                let message = || format!("the pattern `{pattern}` is not checked");
                let place = || at.pointer().child("pattern");
                report.count(Code::UnsupportedPattern, pattern, place, message);
                map.shift_remove("pattern");
                map.insert(UNCHECKED.to_owned(), json!(written));
            }
        }
    }
}

/// The pattern as `regex-lite` takes it.
fn usable(pattern: &str) -> Option<String> {
    if pattern.is_empty() || pattern.len() > MAX_LENGTH {
        return None;
    }
    if let Some(inner) = delimited(pattern)
        && Regex::new(&inner).is_ok()
    {
        return Some(inner);
    }
    let translated = pattern.replace("\\Z", "\\z");
    [pattern, &translated]
        .into_iter()
        .find(|one| Regex::new(one).is_ok())
        .map(str::to_owned)
}

/// Longer ones cost more to compile than they are worth.
const MAX_LENGTH: usize = 2_000;

/// `/…/flags`, as JavaScript writes it, without its slashes. A path such as `/a/b` has
/// more of them and is left alone.
fn delimited(pattern: &str) -> Option<String> {
    let rest = pattern.strip_prefix('/')?;
    let (inner, flags) = rest.rsplit_once('/')?;
    if flags.chars().any(|flag| !"gimsuy".contains(flag)) || inner.is_empty() {
        return None;
    }
    let anchored = inner.starts_with('^') || inner.ends_with('$');
    if inner.replace("\\/", "").contains('/') && !anchored {
        return None;
    }
    Some(if flags.contains('i') { format!("(?i){inner}") } else { inner.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::usable;

    #[test]
    fn patterns() {
        assert_eq!(usable("^a+$").as_deref(), Some("^a+$"));
        assert_eq!(usable("/^a+$/i").as_deref(), Some("(?i)^a+$"));
        assert_eq!(usable("^a+\\Z").as_deref(), Some("^a+\\z"));
        assert_eq!(usable("^(?=a)b$"), None);
        assert_eq!(usable("["), None);
    }
}
