//! Text that matches a regular expression.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Text that matches the pattern and has a length within the limits; `None` where a few
/// tries do not find any.
pub(super) fn matching(
    pattern: &str,
    min_length: u64,
    max_length: u64,
    random: &mut fastrand::Rng,
) -> Option<String> {
    let hir = ParserBuilder::new().nest_limit(60).build().parse(pattern).ok()?;
    let regex = regex_lite::Regex::new(pattern).ok()?;
    let least = usize::try_from(min_length).ok()?;
    let most = usize::try_from(max_length).unwrap_or(usize::MAX);
    for attempt in 0..60_u32 {
        // Later attempts repeat more or less, to get the length right.
        let stretch = match attempt % 3 {
            0 => 3,
            1 => least.min(500),
            _ => 0,
        };
        let mut writer = Writer { text: String::new(), random, stretch };
        writer.write(&hir, 0);
        let text = writer.text;
        let length = text.chars().count();
        if (least..=most).contains(&length) && regex.is_match(&text) {
            return Some(text);
        }
    }
    None
}

struct Writer<'random> {
    text: String,
    random: &'random mut fastrand::Rng,
    stretch: usize,
}

const MAX_LENGTH: usize = 10_000;

impl Writer<'_> {
    fn write(&mut self, hir: &Hir, depth: u32) {
        if depth > 100 || self.text.len() > MAX_LENGTH {
            return;
        }
        let next = depth.saturating_add(1);
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                self.text.push_str(&String::from_utf8_lossy(&literal.0));
            }
            HirKind::Class(class) => {
                if let Some(one) = self.one_of(class) {
                    self.text.push(one);
                }
            }
            HirKind::Repetition(repetition) => {
                let least = usize::try_from(repetition.min).unwrap_or(usize::MAX);
                let stretched = least.saturating_add(self.stretch);
                let most = repetition.max.and_then(|most| usize::try_from(most).ok());
                let most = most.unwrap_or(stretched).min(stretched).max(least);
                for _ in 0..self.random.usize(least..=most).min(MAX_LENGTH) {
                    self.write(&repetition.sub, next);
                }
            }
            HirKind::Capture(capture) => self.write(&capture.sub, next),
            HirKind::Concat(parts) => {
                parts.iter().for_each(|part| self.write(part, next))
            }
            HirKind::Alternation(choices) => {
                if let Some(choice) = choices.get(self.random.usize(..choices.len())) {
                    self.write(choice, next);
                }
            }
        }
    }

    // Letters and digits where the class has some, then what prints, then anything.
    fn one_of(&mut self, class: &Class) -> Option<char> {
        let ranges: Vec<(char, char)> = match class {
            Class::Unicode(class) => {
                class.iter().map(|range| (range.start(), range.end())).collect()
            }
            Class::Bytes(class) => class
                .iter()
                .map(|range| (char::from(range.start()), char::from(range.end())))
                .collect(),
        };
        let mut choices = common(&ranges, &[('0', '9'), ('a', 'z'), ('A', 'Z')]);
        if choices.is_empty() {
            choices = common(&ranges, &[(' ', '~')]);
        }
        let count = choices.iter().map(|(low, high)| count(*low, *high)).sum::<usize>();
        let mut index = self.random.usize(..count.max(1));
        for (low, high) in choices {
            match (low..=high).nth(index) {
                Some(one) => return Some(one),
                None => index = index.saturating_sub(self::count(low, high)),
            }
        }
        ranges.first().map(|(low, _)| *low)
    }
}

/// What ranges have in common with others, in the order of the others.
fn common(ranges: &[(char, char)], others: &[(char, char)]) -> Vec<(char, char)> {
    let pairs =
        others.iter().flat_map(|other| ranges.iter().map(move |one| (one, other)));
    pairs
        .map(|(one, other)| (one.0.max(other.0), one.1.min(other.1)))
        .filter(|(low, high)| low <= high)
        .collect()
}

/// How many characters a range has.
fn count(low: char, high: char) -> usize {
    (low..=high).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_text_matches() {
        let mut random = fastrand::Rng::with_seed(7);
        for (pattern, least, most) in [
            ("^([a-f0-9]{24})$", 0, 100),
            ("^[a-zA-Z0-9][a-zA-Z0-9-]*$", 1, 64),
            (r"^\d{3}-\d{4}$", 8, 8),
            ("abc|def", 0, 5),
            ("^(a|b)+[^x]$", 10, 12),
            (r"^\S+@\S+\.\w{2,}$", 20, 40),
        ] {
            let text = matching(pattern, least, most, &mut random).expect(pattern);
            assert!(
                regex_lite::Regex::new(pattern).unwrap().is_match(&text),
                "{pattern} {text}"
            );
        }
        assert_eq!(matching("(", 0, 9, &mut random), None);
        assert_eq!(matching("^a{3}$", 5, 9, &mut random), None);
    }
}
