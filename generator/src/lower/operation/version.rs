//! Media types that exist in several versions: one version is chosen for an operation.

use super::Site;
use crate::diagnostic::Code;
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use std::collections::BTreeMap;

/// The version that a media type names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// Something like `preview`: only where there is nothing else.
    Unstable(String),
    /// `v2`.
    Number(u64),
    /// `2025-03-12`.
    Date(String),
}

/// Which media types of an operation count.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    /// For each media type with its version cut out: the version to keep.
    versions: BTreeMap<String, Version>,
    /// The sunset of what was chosen.
    pub(super) sunset: Option<String>,
}

impl Chosen {
    /// The media types to keep of one body's.
    pub(super) fn keep<'a>(
        &self,
        content: Vec<(&'a str, Node<'a>)>,
    ) -> Vec<(&'a str, Node<'a>)> {
        let mut best: BTreeMap<String, Option<Version>> = BTreeMap::new();
        for (media_type, _) in &content {
            let (outline, version) = split(media_type);
            let (Some(version), Some(limit)) = (version, self.versions.get(&outline))
            else {
                continue;
            };
            let slot = best.entry(outline).or_default();
            *slot = better(slot.take(), version, limit);
        }
        let mut content = content;
        content.retain(|(media_type, _)| {
            let (outline, version) = split(media_type);
            match best.get(&outline) {
                Some(best) => *best == version,
                None => true,
            }
        });
        content
    }

    /// Whether a body is one of the chosen version; `None`: its media types are not versioned.
    pub(super) fn has(&self, content: &[(&str, Node<'_>)]) -> Option<bool> {
        let is_chosen = |(media_type, _): &(&str, Node<'_>)| {
            let (outline, version) = split(media_type);
            Some(version? == *self.versions.get(&outline)?)
        };
        let found: Option<Vec<bool>> = content.iter().map(is_chosen).collect();
        found.filter(|found| !found.is_empty()).map(|found| found.contains(&true))
    }
}

/// Which of two versions is nearer to the wanted one: the newest not after it, else the
/// oldest after it.
fn better(one: Option<Version>, other: Version, wanted: &Version) -> Option<Version> {
    let Some(one) = one else { return Some(other) };
    let (low, high) = if one <= other { (one, other) } else { (other, one) };
    let unstable = matches!(wanted, Version::Unstable(_));
    let take_high = if unstable { low != *wanted } else { high <= *wanted };
    Some(if take_high { high } else { low })
}

impl<'a> Lowering<'a> {
    /// Chooses among the versions of an operation's media types: the newest stable one that
    /// is not after the configured version.
    pub(super) fn choose_version(&mut self, site: &Site<'a>) -> Chosen {
        let mut offered: BTreeMap<String, Vec<(Version, Node<'a>)>> = BTreeMap::new();
        for content in self.contents(&site.node) {
            for (media_type, node) in content {
                if let (outline, Some(version)) = split(media_type) {
                    offered.entry(outline).or_default().push((version, node));
                }
            }
        }
        let mut chosen = Chosen::default();
        for (outline, mut versions) in offered {
            versions.sort_by(|(one, _), (other, _)| one.cmp(other));
            let limit = self.config.api_version.as_deref().map(version_of);
            let stable = |version: &Version| !matches!(version, Version::Unstable(_));
            let allowed = |version: &Version| match (&limit, version) {
                (_, Version::Unstable(_)) => false,
                (Some(Version::Date(limit)), Version::Date(date)) => date <= limit,
                (Some(Version::Number(limit)), Version::Number(number)) => {
                    number <= limit
                }
                _ => true,
            };
            let named =
                |version: &Version| !stable(version) && Some(version) == limit.as_ref();
            let best = versions.iter().find(|(version, _)| named(version));
            let best =
                best.or_else(|| versions.iter().rev().find(|(one, _)| allowed(one)));
            let best = best.or_else(|| versions.iter().find(|(one, _)| stable(one)));
            let Some((version, node)) = best.or(versions.first()) else { continue };
            chosen.sunset = chosen.sunset.or_else(|| super::facts::sunset(node));
            let others = versions.iter().filter(|(other, _)| other != version).count();
            if others > 0 {
                let message = "other versions of a media type are left out";
                self.tally(
                    Code::MediaTypeVersionsLeftOut,
                    &site.node,
                    message.to_owned(),
                );
                chosen.versions.insert(outline, version.clone());
            }
        }
        chosen
    }

    /// The media types of an operation's request and responses.
    fn contents(&self, node: &Node<'a>) -> Vec<Vec<(&'a str, Node<'a>)>> {
        let request = node.get("requestBody");
        let responses = node.map("responses").into_iter().map(|(_, response)| response);
        let bodies = request.into_iter().chain(responses);
        bodies.filter_map(|body| Some(self.resolve(&body)?.map("content"))).collect()
    }
}

fn version_of(text: &str) -> Version {
    if is_date(text) {
        return Version::Date(text.to_owned());
    }
    let digits = text.strip_prefix('v').unwrap_or(text);
    digits.parse().map_or_else(|_| Version::Unstable(text.to_owned()), Version::Number)
}

fn is_date(text: &str) -> bool {
    let shape = text.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    text.len() == 10 && shape
}

/// A media type with its version cut out, and the version: the last part that looks like
/// one.
fn split(media_type: &str) -> (String, Option<Version>) {
    let text = media_type.trim().to_ascii_lowercase();
    let separators = ['.', '+', '/', ';', '=', ' '];
    let mut start = 0_usize;
    let mut found = None;
    for part in text.split(separators) {
        let number = part.strip_prefix('v').filter(|digits| !digits.is_empty());
        let unstable = ["preview", "upcoming", "beta", "alpha", "experimental"];
        let version = if is_date(part) {
            Some(Version::Date(part.to_owned()))
        } else if let Some(number) = number.and_then(|digits| digits.parse().ok()) {
            Some(Version::Number(number))
        } else if unstable.contains(&part) {
            Some(Version::Unstable(part.to_owned()))
        } else {
            None
        };
        if let Some(version) = version {
            found = Some((start, part.len(), version));
        }
        start = start.saturating_add(part.len()).saturating_add(1);
    }
    let Some((start, length, version)) = found else { return (text, None) };
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(start.saturating_add(length)..).unwrap_or_default();
    (format!("{before}*{after}"), Some(version))
}
