//! Pieces of Rust as tokens: what the description says gets into a file as a name that the
//! name stage made, a literal or a doc attribute, and in no other way.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use std::fmt::Write as _;

/// A name that the name stage made.
pub(super) fn ident(name: &str) -> Ident {
    let (bare, is_raw) = match name.strip_prefix("r#") {
        Some(bare) => (bare, true),
        None => (name, false),
    };
    let mut characters = bare.chars();
    let starts = |one: char| one == '_' || unicode_ident::is_xid_start(one);
    let is_name = characters.next().is_some_and(starts)
        && characters.all(unicode_ident::is_xid_continue)
        && bare != "_";
    // A name that is none would be a fault of the name stage; it must not become code.
    let bare = if is_name { bare } else { "unnamed" };
    if is_raw && !matches!(bare, "self" | "Self" | "super" | "crate") {
        Ident::new_raw(bare, Span::call_site())
    } else {
        Ident::new(bare, Span::call_site())
    }
}

/// A path of names, `a::b::c`.
pub(super) fn path(parts: &[&str]) -> TokenStream {
    let parts = parts.iter().map(|part| ident(part));
    quote!(#(#parts)::*)
}

/// A number without a suffix.
pub(super) fn number(number: impl TryInto<i128>) -> Literal {
    Literal::i128_unsuffixed(number.try_into().unwrap_or_default())
}

/// `pub mod …;` or the like for each name, in order, with the attribute above it.
pub(super) fn modules<'a>(
    keyword: &TokenStream,
    names: impl IntoIterator<Item = (&'a str, TokenStream)>,
) -> TokenStream {
    let mut names: Vec<(&str, TokenStream)> = names.into_iter().collect();
    names.sort_by_key(|(name, _)| name.trim_start_matches("r#"));
    let declarations = names.into_iter().map(|(name, attribute)| {
        let name = ident(name);
        quote!(#attribute #keyword #name;)
    });
    quote!(#(#declarations)*)
}

/// A type as it is shown to people, outside of Rust files.
pub(super) fn shown(ty: &TokenStream) -> String {
    let mut text = String::new();
    let mut was_word = false;
    for token in ty.to_string().split_whitespace() {
        let is_word = token.starts_with(|one: char| one.is_alphanumeric() || one == '_');
        if is_word && was_word {
            text.push(' ');
        }
        text.push_str(token);
        if token.ends_with(',') {
            text.push(' ');
        }
        was_word = token.ends_with(|one: char| one.is_alphanumeric() || one == '_');
    }
    text
}

/// A text for the line of a table: a JSON string. What nobody can see in a file, or what
/// changes the direction of the text, is escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len().saturating_add(2));
    quoted.push('"');
    for one in text.chars() {
        match one {
            '"' | '\\' => quoted.extend(['\\', one]),
            _ if is_visible(one) => quoted.push(one),
            _ => {
                for unit in one.encode_utf16(&mut [0; 2]) {
                    // Writing to a string never fails.
                    let _ = write!(quoted, "\\u{unit:04x}");
                }
            }
        }
    }
    quoted.push('"');
    quoted
}

fn is_visible(one: char) -> bool {
    one == ' ' || one == '\'' || one.escape_debug().len() == 1
}

/// The lines of a table as one literal, which stands in a call on a line with this indent.
pub(super) fn table_text(lines: &[String], indent: usize) -> Literal {
    let [_, ..] = lines else { return Literal::string("") };
    let at = " ".repeat(indent);
    let mut hashes = "#".to_owned();
    while lines.iter().any(|line| line.contains(&format!("\"{hashes}"))) {
        hashes.push('#');
    }
    let body: String = lines.iter().map(|line| format!("{at}{line}\n")).collect();
    let text = format!("\n{body}{}", " ".repeat(indent.saturating_sub(4)));
    let raw = format!("r{hashes}\"{text}\"{hashes}");
    raw.parse().unwrap_or_else(|_| Literal::string(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_json_without_what_cannot_be_seen() {
        assert_eq!(quoted("a\"b\\c d'é"), r#""a\"b\\c d'é""#);
        assert_eq!(quoted("\u{202e}\u{2028}\n\0"), r#""\u202e\u2028\u000a\u0000""#);
        assert_eq!(quoted("\u{e0001}"), r#""\udb40\udc01""#);
        let back: String = serde_json::from_str(&quoted("\u{e0001}\u{7f}")).unwrap();
        assert_eq!(back, "\u{e0001}\u{7f}");
    }

    #[test]
    fn no_text_ends_its_literal() {
        let text = table_text(&[quoted("a\"#"), "b \"##\"".to_owned()], 4);
        assert!(text.to_string().starts_with("r###\"\n    "), "{text}");
    }

    #[test]
    fn types_are_shown_as_they_are_written() {
        let ty = quote!(Option<BTreeMap<String, runtime::Open<types::r#Type>>>);
        let shown = shown(&ty);
        assert_eq!(shown, "Option<BTreeMap<String, runtime::Open<types::r#Type>>>");
    }

    #[test]
    fn what_is_no_name_never_becomes_code() {
        assert_eq!(ident("a b").to_string(), "unnamed");
        assert_eq!(ident("r#type").to_string(), "r#type");
    }
}
