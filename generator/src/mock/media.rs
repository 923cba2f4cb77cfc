//! Media types and what an `Accept` header asks for (RFC 9110, sections 8.3 and 12.5.1).

use http::HeaderMap;

/// A media type or a range of them, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaType {
    main: String,
    sub: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    /// Reads a media type; `None` when the text is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut pieces = text.split(';');
        let (main, sub) = pieces.next()?.trim().split_once('/')?;
        if main.is_empty() || sub.is_empty() {
            return None;
        }
        let parameters = pieces.filter_map(|piece| {
            let (name, value) = piece.split_once('=')?;
            Some((
                name.trim().to_ascii_lowercase(),
                value.trim().trim_matches('"').to_owned(),
            ))
        });
        Some(Self {
            main: main.to_ascii_lowercase(),
            sub: sub.to_ascii_lowercase(),
            parameters: parameters.collect(),
        })
    }

    /// Whether the two have a media type in common, either of them being a range perhaps.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let main = self.main == "*" || other.main == "*" || self.main == other.main;
        main && sub_meets(&self.sub, &other.sub)
    }

    /// The value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether it is JSON or a format built on it.
    pub(crate) fn is_json(&self) -> bool {
        self.sub == "json" || self.sub.ends_with("+json")
    }

    fn is_range(&self) -> bool {
        self.main.contains('*') || self.sub.contains('*')
    }
}

// `*` meets all, `*+json` (real descriptions have such) all of that suffix.
fn sub_meets(left: &str, right: &str) -> bool {
    let covers = |range: &str, one: &str| match range.strip_prefix('*') {
        Some(suffix) => one.ends_with(suffix) || suffix.strip_prefix('+') == Some(one),
        None => range == one,
    };
    covers(left, right) || covers(right, left)
}

/// Whether text names a media type that `documented`, perhaps a range, covers.
pub(crate) fn covers(documented: &str, sent: &str) -> bool {
    match (MediaType::parse(documented), MediaType::parse(sent)) {
        (Some(documented), Some(sent)) => documented.meets(&sent),
        _ => false,
    }
}

/// The media type to put on an answer that is documented as `documented`.
pub(crate) fn concrete(documented: &str, textual: bool) -> String {
    let Some(media) = MediaType::parse(documented) else {
        return if textual { "application/json" } else { "application/octet-stream" }
            .to_owned();
    };
    if !media.is_range() {
        return documented.to_owned();
    }
    match (media.main.as_str(), media.sub.as_str()) {
        ("text", _) => "text/plain",
        ("image", _) => "image/png",
        ("audio", _) => "audio/mpeg",
        ("video", _) => "video/mp4",
        _ if textual => "application/json",
        _ => "application/octet-stream",
    }
    .to_owned()
}

/// What the `Accept` headers ask for: ranges and how much each is wanted, in thousandths.
#[derive(Clone, Debug)]
pub(crate) struct Accept(Vec<(MediaType, u16)>);

impl Accept {
    /// Reads the headers; no such header accepts everything.
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let mut ranges = Vec::new();
        for value in headers.get_all(http::header::ACCEPT) {
            let text = String::from_utf8_lossy(value.as_bytes());
            for piece in text.split(',') {
                if let Some(media) = MediaType::parse(piece) {
                    let quality = media.parameter("q").map_or(1000, quality);
                    ranges.push((media, quality));
                }
            }
        }
        Self(ranges)
    }

    /// Which of the offered media types is wanted most; `None` when none of them is.
    pub(crate) fn best<'offer>(
        &self,
        offered: impl Iterator<Item = &'offer str>,
    ) -> Option<usize> {
        let mut best: Option<(usize, u16)> = None;
        for (index, text) in offered.enumerate() {
            let wanted = self.wanted(text);
            if wanted > 0 && best.is_none_or(|(_, before)| wanted > before) {
                best = Some((index, wanted));
            }
        }
        best.map(|(index, _)| index)
    }

    fn wanted(&self, offered: &str) -> u16 {
        if self.0.is_empty() {
            return 1000;
        }
        let Some(offered) = MediaType::parse(offered) else { return 1 };
        let fitting = self.0.iter().filter(|(range, _)| range.meets(&offered));
        // The most specific range says how much, as RFC 9110 has it.
        fitting
            .max_by_key(|(range, _)| specificity(range))
            .map_or(0, |(_, quality)| *quality)
    }
}

fn specificity(range: &MediaType) -> (bool, bool, usize) {
    (range.main != "*", !range.sub.starts_with('*'), range.parameters.len())
}

fn quality(text: &str) -> u16 {
    let parsed: f64 = text.parse().unwrap_or(1.0);
    let thousandths = (parsed.clamp(0.0, 1.0) * 1000.0).round();
    // In range by the clamp above.
    format!("{thousandths:.0}").parse().unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(text: &str) -> Accept {
        let mut headers = HeaderMap::new();
        headers.insert(http::header::ACCEPT, text.parse().unwrap());
        Accept::read(&headers)
    }

    #[test]
    fn best_honours_quality_and_specificity() {
        let offered = ["application/json", "text/csv"];
        let best = |text: &str| accept(text).best(offered.into_iter());
        assert_eq!(best("*/*"), Some(0));
        assert_eq!(best("text/*"), Some(1));
        assert_eq!(best("application/json;q=0.1, text/csv;q=0.9"), Some(1));
        assert_eq!(best("*/*, application/json;q=0"), Some(1));
        assert_eq!(best("image/png"), None);
        assert_eq!(Accept::read(&HeaderMap::new()).best(offered.into_iter()), Some(0));
    }

    #[test]
    fn ranges_cover_in_any_letter_case() {
        assert!(covers("application/*+json", "Application/VND.x+JSON; charset=utf-8"));
        assert!(covers("*/*", "image/png"));
        assert!(covers("image/*", "image/png"));
        assert!(!covers("application/json", "application/vnd.x+json"));
        assert!(!covers("image/*", "text/plain"));
    }
}
