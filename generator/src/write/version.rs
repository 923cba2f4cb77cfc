//! The version in a crate's manifest: people raise it by hand, or a release tool does.

use std::ops::Range;

/// The file that holds it.
pub(super) const FILE: &str = "Cargo.toml";

/// The text of a manifest with the line of the version as it is in another one. None where
/// one of them says no version.
pub(super) fn with_version_of(text: &str, other: &str) -> Option<String> {
    let (place, version) = (line(text)?, line(other)?);
    let (before, after) = (text.get(..place.start)?, text.get(place.end..)?);
    Some(format!("{before}{}{after}", other.get(version)?))
}

/// Where the line stands that says the version of the package, without its end.
fn line(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    let mut is_in_package = false;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if words.starts_with('[') {
            is_in_package = words.starts_with("[package]");
        } else if is_in_package && is_version(words) {
            return Some(start..start.saturating_add(line.trim_end().len()));
        }
        start = start.saturating_add(line.len());
    }
    None
}

fn is_version(line: &str) -> bool {
    // `version.workspace = true` says it too.
    let rest = line.strip_prefix("version").map(str::trim_start);
    rest.is_some_and(|rest| rest.starts_with(['=', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_version_of_the_package_is_taken() {
        let ours = "[package]\nname = \"a\"\nversion = \"0.1.0\"\n\n[dependencies.b]\nversion = \"9\"\n";
        let theirs = "[package]\r\nversion.workspace = true # ours\r\n[lib]\r\n";
        assert_eq!(
            with_version_of(ours, theirs).unwrap(),
            ours.replace("version = \"0.1.0\"", "version.workspace = true # ours")
        );
        assert_eq!(with_version_of(ours, "[lib]\nversion = \"1\""), None);
    }
}
