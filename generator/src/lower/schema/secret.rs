//! Names of what must not be shown: one rule for properties, parameters and headers.
//!
//! A name is read as its words, and the last of them say what it is: `clientSecret` is a
//! secret, `secretExpiresAfterHours` a number of hours.

use crate::config::Secrets;

/// What a secret is called; words of one name, joined.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "credential",
    "authorization",
    "apikey",
    "privatekey",
    "secretkey",
    "signingkey",
    "encryptionkey",
    "accesskey",
    "secretaccesskey",
    "accesstoken",
    "apitoken",
    "authtoken",
    "authenticationtoken",
    "authorizationtoken",
    "bearertoken",
    "idtoken",
    "refreshtoken",
    "securitytoken",
    "sessiontoken",
    "bottoken",
    "usertoken",
    "servicetoken",
];

/// Words before a secret that make it something that may be seen.
const HARMLESS: &[&str] = &[
    "masked",
    "redacted",
    "obfuscated",
    "has",
    "is",
    "no",
    "public",
    "show",
    "hide",
    "use",
    "needs",
    "require",
    "requires",
    "change",
    "reset",
    "forgot",
    "expired",
    "enable",
];

/// Tokens that tell a place in a list.
const PAGES: &[&str] = &[
    "page",
    "next",
    "previous",
    "prev",
    "continuation",
    "pagination",
    "sync",
    "start",
    "end",
    "skip",
    "cursor",
];

/// Whether a value of this name is one to hide. `sent_only`: it only goes to the server.
pub(in crate::lower) fn is_secret(
    name: &str,
    sent_only: bool,
    choice: &Secrets,
) -> bool {
    let named = |names: &[String]| names.iter().any(|one| one == name);
    if named(&choice.show) {
        return false;
    }
    named(&choice.hide) || is_called_secret(name, sent_only)
}

fn is_called_secret(name: &str, sent_only: bool) -> bool {
    let mut words = words(name);
    // Several of them are as secret as one.
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    let longest = words.len().min(3);
    let said = (1..=longest).rev().find_map(|count| {
        let (before, last) =
            words.split_at_checked(words.len().saturating_sub(count))?;
        SECRETS.contains(&last.concat().as_str()).then_some(before)
    });
    if let Some(before) = said {
        return !before.iter().any(|word| HARMLESS.contains(&word.as_str()));
    }
    match words.as_slice() {
        [only] if only == "token" => true,
        // Words that nobody set apart.
        [.., last] if is_joined(last) => true,
        [before @ .., last] if last == "token" => {
            sent_only && !before.iter().any(|word| PAGES.contains(&word.as_str()))
        }
        _ => false,
    }
}

/// `clientsecret`, `userpassword`: one word to the eye of a program.
fn is_joined(word: &str) -> bool {
    let endings = [
        "password",
        "passphrase",
        "clientsecret",
        "appsecret",
        "apikey",
        "privatekey",
        "accesstoken",
        "authtoken",
        "refreshtoken",
    ];
    endings.iter().any(|ending| word.ends_with(ending))
}

fn singular(word: &str) -> String {
    let one = word.strip_suffix('s').filter(|one| !one.ends_with('s'));
    one.unwrap_or(word).to_owned()
}

/// The words of a name, in lower case: `XMLApi-key2` is `xml`, `api`, `key2`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for (index, letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            before = None;
            continue;
        }
        let next = letters.get(index.saturating_add(1));
        let starts = before.is_none_or(|before| {
            letter.is_uppercase()
                && (!before.is_uppercase()
                    || next.is_some_and(|next| next.is_lowercase()))
        });
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
        before = Some(*letter);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(name: &str) -> bool {
        is_secret(name, false, &Secrets::default())
    }

    #[test]
    fn secrets_are_hidden_by_the_last_words_of_their_names() {
        for name in [
            "X-Auth-Token",
            "access_token",
            "token",
            "api-key",
            "Authorization",
            "privateKey",
            "apiKey",
            "apiToken",
            "secret",
            "clientSecret",
            "password",
            "refreshToken",
            "newRelicInsightsPrivateApiKey",
            "X-API-KEY",
            "APIKey",
            "db_password",
            "secretAccessKey",
            "clientsecret",
            "userPassword",
            "bindPassword",
        ] {
            assert!(hidden(name), "{name}");
        }
        for name in [
            "maskedSecret",
            "secretExpiresAfterHours",
            "tokenType",
            "publicKey",
            "nextPageToken",
            "pageToken",
            "next_token",
            "continuation-token",
            "key",
            "author",
            "publicApiKey",
            "apiKeyId",
            "hasPassword",
            "passwordPolicy",
            "name",
            "pairingToken",
            "secretary",
            "",
        ] {
            assert!(!hidden(name), "{name}");
        }
    }

    #[test]
    fn tokens_that_are_only_sent_are_hidden_and_places_in_lists_are_not() {
        let sent = |name| is_secret(name, true, &Secrets::default());
        assert!(sent("pairingToken") && sent("device_token"));
        assert!(!sent("nextPageToken") && !sent("name"));
    }

    #[test]
    fn the_configuration_has_the_last_word() {
        let choice =
            Secrets { hide: vec!["pin".to_owned()], show: vec!["apiKey".to_owned()] };
        assert!(is_secret("pin", false, &choice));
        assert!(!is_secret("apiKey", false, &choice));
    }
}
