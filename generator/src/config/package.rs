//! What cargo and Rust refuse is refused before anything is written.

use super::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};

/// The keys of `[package]` that cargo knows, beside those that are settings of their own.
/// `edition` and the targets are the generator's.
const KEYS: &[&str] = &[
    "authors",
    "categories",
    "documentation",
    "exclude",
    "homepage",
    "include",
    "keywords",
    "license-file",
    "metadata",
    "publish",
    "readme",
    "rust-version",
];

/// Checks what the types of the settings cannot.
///
/// # Errors
///
/// When a setting cannot be.
pub fn check(config: &Config, diagnostics: &mut Diagnostics) -> Result<(), Stopped> {
    let mut is_fine = true;
    let mut refuse = |message: String, help: String| {
        let found = Diagnostic::new(Code::ConfigInvalid, Place::Nowhere, message);
        diagnostics.push(found.help(help));
        is_fine = false;
    };
    if let Some(name) = &config.package.name
        && let Some(why) = refused(name)
    {
        let message = format!("`{name}` cannot be the name of a crate: {why}");
        let help = format!("for instance `{}`", instead(name));
        refuse(message, help);
    }
    if let Some(name) = &config.command_line.name
        && !is_plain_name(name)
    {
        let message = format!("`{name}` cannot be the name of a command line");
        let help = "use letters, digits, `-` and `_`, and begin with a letter";
        refuse(message, help.to_owned());
    }
    for key in config.package.more.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        let message = format!("`package.{key}` is no key of a package");
        let help = match nearest(key) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("these can be set: {}", KEYS.join(", ")),
        };
        refuse(message, help);
    }
    if is_fine { Ok(()) } else { Err(Stopped) }
}

fn nearest(key: &str) -> Option<&'static str> {
    let own = ["name", "version", "description", "license", "repository"];
    let near = |known: &&str| strsim::normalized_damerau_levenshtein(key, known) > 0.6;
    KEYS.iter().copied().chain(own).find(near)
}

fn is_plain_name(name: &str) -> bool {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
    name.starts_with(|one: char| one.is_ascii_alphabetic()) && name.chars().all(is_plain)
}

/// Why no crate can have this name; nothing where one can.
fn refused(name: &str) -> Option<&'static str> {
    if !is_plain_name(name) {
        return Some("it has to be letters, digits, `-` and `_`, a letter first");
    }
    let as_rust = name.replace('-', "_");
    let lower = as_rust.to_ascii_lowercase();
    if KEYWORDS.contains(&as_rust.as_str()) {
        return Some("it is a word of Rust");
    }
    if ["alloc", "core", "proc_macro", "std", "test"].contains(&as_rust.as_str()) {
        return Some("it is a crate that comes with Rust");
    }
    if ["build", "deps", "examples", "incremental"].contains(&name) {
        return Some("cargo has a folder of this name where it builds");
    }
    let device = ["com", "lpt"].iter().find_map(|device| lower.strip_prefix(device));
    let is_device = device.is_some_and(|rest| {
        rest.len() == 1
            && rest.starts_with(|one: char| one.is_ascii_digit() && one != '0')
    });
    if is_device || ["aux", "con", "nul", "prn"].contains(&lower.as_str()) {
        return Some("Windows has no file of this name");
    }
    None
}

/// A name that is like this one, and that a crate can have.
fn instead(name: &str) -> String {
    let plain = |one: char| if one.is_ascii_alphanumeric() { one } else { '-' };
    let plain: String = name.chars().map(plain).collect();
    let plain = plain.trim_matches(|one: char| !one.is_ascii_alphabetic());
    if plain.is_empty() { "my-sdk".to_owned() } else { format!("{plain}-sdk") }
}

/// Words of Rust, those of the future with them.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for",
    "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct",
    "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Vec<String> {
        let config: Config = toml::from_str(text).unwrap();
        let mut found = Diagnostics::default();
        let is_fine = check(&config, &mut found).is_ok();
        assert_eq!(is_fine, found.all().is_empty());
        found.all().iter().map(|one| one.message.clone()).collect()
    }

    #[test]
    fn names_that_cargo_or_rust_refuse() {
        for name in ["std", "core", "proc-macro", "fn", "test", "Self", "gen", "deps"] {
            let found = checked(&format!("package.name = \"{name}\""));
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            assert_eq!(refused(&instead(name)), None, "{name}");
        }
        for name in ["1a", "a.b", "", "-a", "é", "con", "COM1", "Nul"] {
            assert!(refused(name).is_some(), "{name}");
            assert_eq!(refused(&instead(name)), None, "{name}");
        }
        for name in ["pets", "fn-sdk", "Pets_2", "com10", "console"] {
            assert_eq!(refused(name), None, "{name}");
        }
    }

    #[test]
    fn any_key_that_cargo_knows_and_no_other() {
        let found = checked(
            "[package]\nkeywords = [\"pets\"]\npublish = false\n[package.metadata.docs.rs]\nall-features = true\n",
        );
        assert!(found.is_empty(), "{found:?}");
        let found = checked("[package]\nkeyword = [\"pets\"]\n");
        assert_eq!(found, ["`package.keyword` is no key of a package"]);
    }
}
