//! From names on the wire to words that a Rust name can be made of.

use super::acronyms;
use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The most characters that a name made of words has.
const LONGEST: usize = 64;

/// How to treat characters that no Rust name can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbols {
    /// They part words; those that carry meaning at the start of a name (`+1`, `-size`,
    /// `>=`) are spelled out, and all are when nothing else is left.
    Part,
    /// Separators between words part them, and all else is spelled out: `$filter`, `_id`.
    Tell,
    /// Every one of them is spelled out.
    Spell,
}

/// Changing the case of a letter may take it apart; Rust wants it whole (NFC).
fn composed(name: &str) -> String {
    name.nfc().collect()
}

/// The name as words in lower case with `_` between; never empty, characters all valid
/// inside an identifier, and at most [`LONGEST`] of them.
pub(super) fn snake(wire: &str, symbols: Symbols) -> String {
    shorten(&composed(&in_snake_case(wire, symbols)), wire)
}

fn in_snake_case(wire: &str, symbols: Symbols) -> String {
    acronyms::whole(&separated(wire, symbols)).to_snake_case()
}

/// The same words in upper camel case; numbers that stood apart do not run together.
pub(super) fn upper_camel(wire: &str, symbols: Symbols) -> String {
    let snake = in_snake_case(wire, symbols);
    let camel = composed(&camel_of(&snake));
    if camel.chars().count() <= LONGEST && !camel.is_empty() {
        return camel;
    }
    composed(&camel_of(&shorten(&snake, wire)))
}

/// `api_1_10` as `Api1_10`: `1.10` and `11.0` are two names.
fn camel_of(snake: &str) -> String {
    let mut camel = String::with_capacity(snake.len());
    for word in snake.split('_') {
        let is_digit = |one: char| one.is_ascii_digit();
        if camel.ends_with(is_digit) && word.starts_with(is_digit) {
            camel.push('_');
        }
        camel.push_str(&word.to_upper_camel_case());
    }
    camel
}

/// The name with everything that is not a letter or digit turned into separators or words.
fn separated(wire: &str, symbols: Symbols) -> String {
    if wire.is_empty() {
        return "empty".to_owned();
    }
    let mut plain = String::with_capacity(wire.len());
    let all: Vec<char> =
        if is_nfc(wire) { wire.chars().collect() } else { wire.nfc().collect() };
    let first = all.iter().position(|one| one.is_alphanumeric());
    let last = all.iter().rposition(|one| one.is_alphanumeric());
    for (index, character) in all.iter().enumerate() {
        let between = first.is_some_and(|first| first < index)
            && last.is_some_and(|last| index < last);
        let symbols = match symbols {
            Symbols::Tell if between && is_separator(*character) => Symbols::Part,
            Symbols::Tell => Symbols::Spell,
            symbols => symbols,
        };
        push(&mut plain, *character, symbols);
    }
    let nothing_left = !plain.chars().any(char::is_alphanumeric);
    match symbols {
        Symbols::Part | Symbols::Tell if nothing_left => separated(wire, Symbols::Spell),
        Symbols::Part | Symbols::Tell => plain,
        Symbols::Spell if nothing_left => format!("x{}", short_hash(wire)),
        Symbols::Spell => plain,
    }
}

/// Whether a character does no more between two words than to part them.
fn is_separator(character: char) -> bool {
    matches!(character, '_' | '-' | ' ' | '.' | '/' | ':' | ',')
}

fn push(plain: &mut String, character: char, symbols: Symbols) {
    if character.is_ascii_alphanumeric() {
        plain.push(character);
    } else if character.is_ascii() {
        let leads = !plain.contains(char::is_alphanumeric);
        let meaning =
            matches!(character, '+' | '-' | '<' | '>' | '=' | '!' | '*' | '%' | '&');
        let follows_word = plain.ends_with(' ') && !plain.trim().is_empty();
        if symbols == Symbols::Spell || (meaning && (leads || follows_word)) {
            push_word(plain, symbol_word(character));
        } else {
            plain.push('_');
        }
    } else if is_xid_continue(character) && character.is_alphanumeric() {
        plain.push(character);
    } else {
        push_foreign(plain, character, symbols);
    }
}

/// A character beyond ASCII that no identifier can hold: its usual transliteration.
fn push_foreign(plain: &mut String, character: char, symbols: Symbols) {
    match deunicode::deunicode_char(character) {
        Some(text) if text.chars().any(|one| one.is_ascii_alphanumeric()) => {
            push_word(plain, text);
        }
        Some(text) if !text.trim().is_empty() => {
            text.chars().for_each(|one| push(plain, one, symbols));
        }
        _ if symbols == Symbols::Spell => {
            push_word(plain, &format!("u{:x}", u32::from(character)));
        }
        _ => plain.push('_'),
    }
}

/// Adds a word on its own; the space after it tells words from separators.
fn push_word(plain: &mut String, word: &str) {
    plain.push(' ');
    plain.extend(
        word.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '_' }),
    );
    plain.push(' ');
}

fn symbol_word(character: char) -> &'static str {
    match character {
        '+' => "plus",
        '-' => "minus",
        '<' => "less",
        '>' => "greater",
        '=' => "equals",
        '!' => "not",
        '*' => "star",
        '%' => "percent",
        '&' => "and",
        '_' => "underscore",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '/' => "slash",
        '\\' => "backslash",
        '|' => "pipe",
        '$' => "dollar",
        '@' => "at",
        '#' => "hash",
        '~' => "tilde",
        '^' => "caret",
        '?' => "question",
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        '"' | '\'' | '`' => "quote",
        ' ' => "space",
        '\t' => "tab",
        '\n' | '\r' => "newline",
        _ => "control",
    }
}

/// Keeps the head and the tail of a name that is too long, and tells it from others like
/// it by a hash of the whole.
fn shorten(snake: &str, wire: &str) -> String {
    if snake.is_empty() {
        return format!("x{}", short_hash(wire));
    }
    if snake.chars().count() <= LONGEST {
        return snake.to_owned();
    }
    let words: Vec<&str> = snake.split('_').filter(|word| !word.is_empty()).collect();
    let mut head: Vec<&str> = Vec::new();
    let mut room = 30_usize;
    for word in &words {
        let length = word.chars().count() + 1;
        if length > room {
            break;
        }
        room -= length;
        head.push(word);
    }
    if head.is_empty() {
        let cut: String = snake.chars().filter(|one| *one != '_').take(30).collect();
        return format!("{cut}_x{}", short_hash(wire));
    }
    let mut tail: Vec<&str> = Vec::new();
    let mut room = 22_usize;
    for word in words.iter().skip(head.len()).rev() {
        let length = word.chars().count() + 1;
        if length > room {
            break;
        }
        room -= length;
        tail.push(word);
    }
    head.extend(tail.iter().rev());
    format!("{}_x{}", head.join("_"), short_hash(wire))
}

/// Whether a name can stand at the start of an identifier as it is.
pub(super) fn starts_well(name: &str) -> bool {
    name.chars().next().is_some_and(is_xid_start)
}

/// The name in ASCII, for files: a transliteration that is the same every time.
pub(super) fn ascii(snake: &str) -> String {
    if snake.is_ascii() {
        return snake.to_owned();
    }
    let text = deunicode::deunicode_with_tofu(snake, "x").to_snake_case();
    if starts_well(&text) { text } else { format!("x{}", short_hash(snake)) }
}

/// A word for the way in which a name is written, to tell it from one that differs in
/// nothing else.
pub(super) fn style_word(wire: &str) -> &'static str {
    let upper = wire.chars().any(char::is_uppercase);
    let lower = wire.chars().any(char::is_lowercase);
    if wire.contains('_') {
        "snake"
    } else if wire.contains('-') {
        "kebab"
    } else if wire.contains(' ') {
        "spaced"
    } else if wire.contains('.') {
        "dotted"
    } else if upper && !lower {
        "upper"
    } else if lower && !upper {
        "lower"
    } else if wire.chars().next().is_some_and(char::is_uppercase) {
        "pascal"
    } else {
        "camel"
    }
}

/// Eight hexadecimal digits that follow from the text alone (FNV-1a).
pub(super) fn short_hash(text: &str) -> String {
    format!("{:08x}", long_hash(text) >> 32)
}

/// The 64-bit hash that [`short_hash`] is the upper half of.
pub(super) fn long_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names_that_real_descriptions_hold() {
        let cases = [
            ("connectionString", "connection_string", "ConnectionString"),
            ("connection_string", "connection_string", "ConnectionString"),
            ("$filter", "filter", "Filter"),
            ("@odata.type", "odata_type", "OdataType"),
            ("a[b]", "a_b", "AB"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("-created_at", "minus_created_at", "MinusCreatedAt"),
            (">=", "greater_equals", "GreaterEquals"),
            ("≥", "greater_equals", "GreaterEquals"),
            ("=", "equals", "Equals"),
            ("_", "underscore", "Underscore"),
            ("__", "underscore_underscore", "UnderscoreUnderscore"),
            ("", "empty", "Empty"),
            ("  ", "space_space", "SpaceSpace"),
            ("16x16", "16x16", "16x16"),
            ("v1.10", "v1_10", "V1_10"),
            ("2024-01-01", "2024_01_01", "2024_01_01"),
            ("사용자", "사용자", "사용자"),
            ("пользователь-id", "пользователь_id", "ПользовательId"),
            ("🚀", "rocket", "Rocket"),
            ("List«User»", "list_user", "ListUser"),
            ("ScaleSetVMs", "scale_set_vms", "ScaleSetVms"),
            ("userIDsByIPv4Address", "user_ids_by_ipv4_address", "UserIdsByIpv4Address"),
            ("OAuth2Token", "oauth2_token", "Oauth2Token"),
            ("iOSVersion", "ios_version", "IosVersion"),
        ];
        for (wire, snake_name, camel_name) in cases {
            assert_eq!(snake(wire, Symbols::Part), snake_name, "{wire}");
            assert_eq!(upper_camel(wire, Symbols::Part), camel_name, "{wire}");
        }
    }

    #[test]
    fn spelling_tells_apart_what_parting_does_not() {
        assert_eq!(snake("$filter", Symbols::Spell), "dollar_filter");
        assert_eq!(snake("_id", Symbols::Spell), "underscore_id");
        assert_eq!(snake("a[b]", Symbols::Spell), "a_bracket_b_bracket");
    }

    #[test]
    fn what_tells_names_apart_is_spelled_but_not_what_only_parts_words() {
        for (wire, name) in [
            ("OB_Rate1_0", "ob_rate1_0"),
            ("_id", "underscore_id"),
            ("get_rsc_", "get_rsc_underscore"),
            ("$filter.by-name", "dollar_filter_by_name"),
            ("a[b]", "a_bracket_b_bracket"),
            ("__", "underscore_underscore"),
        ] {
            assert_eq!(snake(wire, Symbols::Tell), name, "{wire}");
        }
    }

    #[test]
    fn long_names_keep_both_ends_and_stay_distinct() {
        let one = format!("Start{}End", "Middle".repeat(40));
        let other = format!("Start{}End", "Middle".repeat(41));
        let (one, other) = (snake(&one, Symbols::Part), snake(&other, Symbols::Part));
        assert!(one.starts_with("start_middle") && one.contains("_end_x"), "{one}");
        assert!(one.chars().count() <= LONGEST);
        assert_ne!(one, other);
        let solid = "x".repeat(500);
        assert!(upper_camel(&solid, Symbols::Part).chars().count() <= LONGEST);
    }
}
