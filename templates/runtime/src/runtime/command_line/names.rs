//! Names as they are typed, and those that are near.

/// `itemsPerPage` as `items-per-page`.
pub(super) fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len().saturating_add(4));
    let mut was_lower = false;
    for one in name.chars() {
        if one.is_alphanumeric() {
            if one.is_uppercase() && was_lower {
                kebab.push('-');
            }
            kebab.extend(one.to_lowercase());
        } else if !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
        was_lower = one.is_lowercase() || one.is_numeric();
    }
    kebab.trim_end_matches('-').to_owned()
}

/// Whether a shell takes a name as one word, and it cannot be taken for anything else.
pub(super) fn is_plain(name: &str) -> bool {
    let is_fine = |one: char| one.is_ascii_alphanumeric() || "._-".contains(one);
    name.starts_with(|one: char| one.is_ascii_alphanumeric())
        && name.chars().all(is_fine)
}

/// The name that was most likely meant.
pub(super) fn nearest<'a>(
    typed: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let plain = |name: &str| name.to_lowercase().replace(['-', '_'], "");
    let typed = plain(typed);
    let most = (typed.chars().count().saturating_add(2) / 3).clamp(1, 6);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let distance = distance(&typed, &plain(name));
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// How many characters must be changed, added or removed.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, left) in one.chars().enumerate() {
        let mut diagonal = index;
        let mut before = index.saturating_add(1);
        let mut next = vec![before];
        for (right, above) in other.iter().zip(row.iter().skip(1)) {
            let changed = diagonal.saturating_add(usize::from(left != *right));
            diagonal = *above;
            before = changed.min(before.saturating_add(1)).min(above.saturating_add(1));
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_at_a_shell() {
        for (name, expected) in [
            ("itemsPerPage", "items-per-page"),
            ("X-Request-ID", "x-request-id"),
            ("filter[name]", "filter-name"),
            ("$top", "top"),
            ("created_at", "created-at"),
            ("v2Beta", "v2-beta"),
        ] {
            assert_eq!(kebab(name), expected);
        }
    }

    #[test]
    fn the_nearest_name_is_found_in_either_spelling() {
        let names = ["legacyBackup", "cloudBackups", "alerts"];
        assert_eq!(nearest("legacy-bakup", names), Some("legacyBackup"));
        assert_eq!(nearest("LEGACYBACKUP", names), Some("legacyBackup"));
        assert_eq!(nearest("alert", names), Some("alerts"));
        assert_eq!(nearest("projects", names), None);
    }
}
