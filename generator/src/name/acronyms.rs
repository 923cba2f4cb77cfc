//! Words whose capitals part them in the wrong places: `IPv4`, `VMs`, `OAuth`.

/// Words that people write as one, as they are usually spelled and as one word.
const WORDS: &[(&str, &str)] = &[
    ("OAuth", "Oauth"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("IoT", "Iot"),
    ("IOps", "Iops"),
    ("GraphQL", "Graphql"),
    ("MySQL", "Mysql"),
    ("NoSQL", "Nosql"),
    ("PostgreSQL", "Postgresql"),
    ("DDoS", "Ddos"),
    ("WiFi", "Wifi"),
    ("iOS", "Ios"),
    ("iPadOS", "Ipados"),
    ("macOS", "Macos"),
    ("tvOS", "Tvos"),
    ("watchOS", "Watchos"),
    ("iPhone", "Iphone"),
    ("iPad", "Ipad"),
    ("iCloud", "Icloud"),
    ("iTunes", "Itunes"),
    ("mTLS", "Mtls"),
];

/// The text in which such words are single words to any rule that goes by capitals.
pub(super) fn whole(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let before = whole.chars().next_back();
        if let Some((length, word)) =
            known(rest, before).or_else(|| plural(rest, before))
        {
            whole.push_str(&word);
            rest = rest.get(length..).unwrap_or_default();
        } else {
            whole.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    whole
}

/// A word of the list at the start of `rest`, and its length there.
fn known(rest: &str, before: Option<char>) -> Option<(usize, String)> {
    let (spelled, word) = WORDS.iter().find(|(spelled, _)| rest.starts_with(spelled))?;
    let after = rest.get(spelled.len()..)?.chars().next();
    let begins = match spelled.starts_with(|one: char| one.is_ascii_uppercase()) {
        true => !before.is_some_and(|one| one.is_uppercase()),
        false => !before.is_some_and(char::is_alphabetic),
    };
    let ends = !after.is_some_and(|one| one.is_lowercase());
    (begins && ends).then(|| (spelled.len(), (*word).to_owned()))
}

/// Several of what capitals stand for (`VMs`, `userIDs`), and its length in `rest`.
fn plural(rest: &str, before: Option<char>) -> Option<(usize, String)> {
    if before.is_some_and(|one| one.is_uppercase()) {
        return None;
    }
    let run = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    let after = rest.get(run..)?.strip_prefix('s')?;
    if run < 2 || after.starts_with(|one: char| one.is_lowercase()) {
        return None;
    }
    let (first, others) = rest.get(..run)?.split_at_checked(1)?;
    Some((run + 1, format!("{first}{}s", others.to_lowercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_part_no_word_that_is_one() {
        for (text, expected) in [
            ("ScaleSetVMs", "ScaleSetVms"),
            ("IDsOfVMs", "IdsOfVms"),
            ("enableIPv6Address", "enableIpv6Address"),
            ("OAuth2", "Oauth2"),
            ("macOS", "Macos"),
            // Words of their own.
            ("DNSsettings", "DNSsettings"),
            ("bios", "bios"),
            ("IoTable", "IoTable"),
            ("Ps", "Ps"),
            ("éIDs", "éIds"),
        ] {
            assert_eq!(whole(text), expected);
        }
    }
}
