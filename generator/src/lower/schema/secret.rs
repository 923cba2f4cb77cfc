//! Names of what must not be shown.

/// Words that tell a secret wherever they stand in a name.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "credential",
    "apikey",
    "privatekey",
    "authorization",
];

/// Tokens that let somebody in; tokens of pages and positions do not.
const TOKENS: &[&str] = &[
    "accesstoken",
    "apitoken",
    "authtoken",
    "bearertoken",
    "idtoken",
    "refreshtoken",
    "sessiontoken",
];

/// Whether a property that only goes to the server is one to hide.
pub(super) fn is_property(name: &str) -> bool {
    let name = plain(name);
    name.contains("token") || WORDS.iter().any(|word| name.contains(word))
}

/// Whether a parameter is one to hide.
pub(in crate::lower) fn is_parameter(name: &str) -> bool {
    let name = plain(name);
    let is_token = name == "token" || TOKENS.iter().any(|token| name.ends_with(token));
    is_token || WORDS.iter().any(|word| name.contains(word))
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(|one| one.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_pages_are_shown_and_those_of_callers_are_not() {
        for name in ["X-Auth-Token", "access_token", "token", "api-key", "Authorization"]
        {
            assert!(is_parameter(name), "{name}");
        }
        for name in ["pageToken", "next_token", "continuation-token", "key", "author"] {
            assert!(!is_parameter(name), "{name}");
        }
        assert!(is_property("pairingToken") && !is_property("name"));
    }
}
