//! Names of what must not be shown: one rule for properties, parameters, headers and forms,
//! for errors and for logs. The generator compiles this file too, so that what it marks and
//! what is hidden at run time are the same.
//!
//! A name is read as its words, and the last of them say what it is: `clientSecret` is a
//! secret, `secretExpiresAfterHours` a number of hours.

/// What a secret is called; words of one name, joined.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "credential",
    "apikey",
    "privatekey",
    "secretkey",
    "signingkey",
    "encryptionkey",
    "accesskey",
    "secretaccesskey",
    "accountkey",
    "authkey",
    "hmackey",
    "masterkey",
    "presharedkey",
    "recoverykey",
    "saskey",
    "sharedkey",
    "unlockkey",
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
    "authcode",
    "authorizationcode",
    "jwt",
    "otp",
];

/// Whole names, joined; as the end of a longer one they say something else.
const WHOLE: &[&str] = &[
    "authorization",
    "proxyauthorization",
    "xauthorization",
    "bearer",
    "cookie",
    "setcookie",
    "token",
    "tokens",
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

/// Tokens that tell a place in a list, or are words of a text.
const PLACES: &[&str] = &[
    "page",
    "next",
    "previous",
    "prev",
    "continuation",
    "continue",
    "pagination",
    "sync",
    "start",
    "starting",
    "end",
    "skip",
    "cursor",
    "delta",
    "iterator",
    "resume",
    "resumption",
    "scroll",
    "public",
    "separator",
    "stop",
    "filter",
    "idempotency",
];

/// Whether a value of this name is one to hide.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let mut words = words(name);
    if WHOLE.contains(&words.concat().as_str()) {
        return true;
    }
    let is_one = words.last().is_some_and(|last| last == "token");
    // Several of them are as secret as one, and so is the second.
    if let Some(last) = words.last_mut() {
        *last = singular(last.trim_end_matches(|sign: char| sign.is_ascii_digit()));
    }
    let longest = words.len().min(3);
    let said = (1..=longest).rev().find_map(|count| {
        let (before, last) =
            words.split_at_checked(words.len().saturating_sub(count))?;
        SECRETS.contains(&last.concat().as_str()).then_some(before)
    });
    let has = |before: &[String], among: &[&str]| {
        before.iter().any(|word| among.contains(&word.as_str()))
    };
    match (said, words.as_slice()) {
        (Some(before), _) => !has(before, HARMLESS),
        // Words that nobody set apart.
        (None, [.., last]) if is_joined(last) => true,
        // Many tokens are counted, or are parts of a text.
        (None, [before @ .., _]) => is_one && !has(before, PLACES),
        (None, []) => false,
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
            "pairingToken",
            "eapPwd",
            "new_password2",
            "Cookie",
            "Set-Cookie",
            "jwt",
            "service_account_key",
            "tokens",
            "access_tokens",
        ] {
            assert!(is_secret_name(name), "{name}");
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
            "total_tokens",
            "separatorTokens",
            "workAuthorization",
            "cookieName",
            "resumptionToken",
            "pincode",
            "secretary",
            "2",
            "",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
