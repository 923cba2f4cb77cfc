//! Which operations are meant.

use serde::Deserialize;

/// A choice of operations: those with one of these tags, ids or paths.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Selection {
    /// Tags, as written.
    pub tags: Vec<Pattern>,
    /// Operation ids.
    pub operations: Vec<Pattern>,
    /// Paths, as written.
    pub paths: Vec<Pattern>,
}

impl Selection {
    /// Whether it says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty() && self.paths.is_empty()
    }

    /// Whether an operation is meant.
    #[must_use]
    pub fn holds<'a>(
        &self,
        id: &str,
        path: &str,
        tags: impl IntoIterator<Item = &'a str>,
    ) -> bool {
        let any = |patterns: &[Pattern], text: &str| {
            patterns.iter().any(|pattern| pattern.matches(text))
        };
        any(&self.operations, id)
            || any(&self.paths, path)
            || tags.into_iter().any(|tag| any(&self.tags, tag))
    }
}

/// A text in which `*` stands for any text.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Pattern(pub String);

impl Pattern {
    /// Whether the whole of `text` fits.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let Some((first, rest)) = self.0.split_once('*') else { return self.0 == text };
        let Some(mut text) = text.strip_prefix(first) else { return false };
        let mut parts: Vec<&str> = rest.split('*').collect();
        let last = parts.pop().unwrap_or_default();
        for part in parts {
            let Some(at) = text.find(part) else { return false };
            text = text.get(at + part.len()..).unwrap_or_default();
        }
        text.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_text() {
        let fits = |pattern: &str, text: &str| Pattern(pattern.to_owned()).matches(text);
        assert!(fits("list", "list") && !fits("list", "lists"));
        assert!(fits("*", "") && fits("list*", "listPets") && fits("*Pets", "listPets"));
        assert!(fits("l*t*s", "listPets") && !fits("l*x*s", "listPets"));
        assert!(!fits("ab*b", "ab") && fits("ab*b", "abb"));
    }

    #[test]
    fn any_of_the_three_is_enough() {
        let selection =
            Selection { tags: vec![Pattern("Pets".into())], ..Selection::default() };
        assert!(selection.holds("a", "/a", ["Cats", "Pets"]));
        assert!(!selection.holds("a", "/a", ["Cats"]));
        assert!(Selection::default().is_empty());
    }
}
