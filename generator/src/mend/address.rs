//! Addresses of servers, and of their tokens: what must not be part of them is left out,
//! most of all a password, which would be written into the crate.

use crate::diagnostic::Code;
use crate::dialect::{At, Report};
use serde_json::{Map, Value};

/// What an address held that was left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct LeftOut {
    user: bool,
    query: bool,
    fragment: bool,
}

impl LeftOut {
    fn words(self) -> String {
        let words = [
            (self.user, "a user or password"),
            (self.query, "a query"),
            (self.fragment, "a fragment"),
        ];
        let words: Vec<&str> =
            words.into_iter().filter(|(is, _)| *is).map(|(_, words)| words).collect();
        words.join(" and ")
    }
}

/// A server's address is a beginning, to which paths are added.
pub(super) fn mend_server(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    let Some(Value::String(url)) = map.get("url") else { return };
    let (plain, mut left_out) = plain(url, false);
    let host = host(&plain).to_owned();
    let gone: Vec<String> = super::parts::variables(url)
        .into_iter()
        .filter(|name| !plain.contains(&format!("{{{name}}}")))
        .collect();
    if let Some(Value::Object(variables)) = map.get_mut("variables") {
        // They may have a password as their value.
        variables.retain(|name, _| !gone.contains(name));
        for (name, variable) in variables.iter_mut() {
            if host.contains(&format!("{{{name}}}")) {
                left_out.user |= without_user(variable);
            }
        }
    }
    if left_out != LeftOut::default() {
        let words = left_out.words();
        let message =
            format!("the address of a server contains {words}; it was left out");
        report.add(Code::AddressPart, &at.pointer(), message);
        map.insert("url".to_owned(), Value::String(plain));
    }
}

/// The address that tokens come from may have a query (RFC 6749, 3.2).
pub(super) fn mend_flow(
    map: &mut Map<String, Value>,
    at: &At<'_, '_>,
    report: &mut Report<'_>,
) {
    for key in ["tokenUrl", "authorizationUrl", "refreshUrl", "deviceAuthorizationUrl"] {
        let Some(Value::String(url)) = map.get_mut(key) else { continue };
        let (plain, left_out) = plain(url, true);
        if left_out != LeftOut::default() {
            let words = left_out.words();
            let message = format!("`{key}` contains {words}; it was left out");
            report.add(Code::AddressPart, &at.pointer().child(key), message);
            *url = plain;
        }
    }
}

/// Takes the part before `@` out of what a variable of the host may be.
fn without_user(variable: &mut Value) -> bool {
    let mut found = false;
    let mut strip = |value: &mut Value| {
        if let Value::String(text) = value
            && let Some((_, rest)) = text.rsplit_once('@')
        {
            *text = rest.to_owned();
            found = true;
        }
    };
    if let Some(default) = variable.get_mut("default") {
        strip(default);
    }
    if let Some(Value::Array(values)) = variable.get_mut("enum") {
        values.iter_mut().for_each(strip);
    }
    found
}

fn plain(url: &str, keeps_query: bool) -> (String, LeftOut) {
    let (url, fragment) = match url.split_once('#') {
        Some((url, _)) => (url, true),
        None => (url, false),
    };
    let (path, query) = match url.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (url, None),
    };
    let start = host_start(path);
    let host = host(path);
    let (before, after) = path.split_at(start);
    let user = host.rfind('@').map(|at| at + 1);
    let after = after.get(user.unwrap_or(0)..).unwrap_or_default();
    let mut plain = format!("{before}{after}");
    if let Some(query) = query.filter(|_| keeps_query) {
        plain.push('?');
        plain.push_str(query);
    }
    let query = query.is_some() && !keeps_query;
    (plain, LeftOut { user: user.is_some(), query, fragment })
}

/// Where the host, with a user before it, begins; at the end where there is none.
fn host_start(url: &str) -> usize {
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let after_scheme = match url.split_once(':') {
        Some((scheme, rest)) if !scheme.contains(is_slash) => {
            let web =
                ["http", "https"].iter().any(|one| scheme.eq_ignore_ascii_case(one));
            // Readers of addresses take `https:/host` and `https:\\host` for the same.
            (web || rest.starts_with("//")).then_some(rest)
        }
        _ => url.starts_with("//").then_some(url),
    };
    after_scheme
        .map_or(url.len(), |rest| url.len() - rest.trim_start_matches(is_slash).len())
}

fn host(url: &str) -> &str {
    let rest = url.get(host_start(url)..).unwrap_or_default();
    rest.split(['/', '\\']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn users_queries_and_fragments_go() {
        for (url, expected) in [
            ("https://a.test/v1", "https://a.test/v1"),
            ("/v1/@me", "/v1/@me"),
            ("https://a.test/@me", "https://a.test/@me"),
            ("https://u:p@a.test/v1", "https://a.test/v1"),
            ("https://u:p@x@a.test", "https://a.test"),
            ("HTTPS:\\\\u:p@a.test\\b", "HTTPS:\\\\a.test\\b"),
            ("https:u:p@a.test/", "https:a.test/"),
            ("//u@a.test/x", "//a.test/x"),
            ("{scheme}://{user}:{pw}@a.test:{port}/", "{scheme}://a.test:{port}/"),
            ("https://a.test?key=1#top", "https://a.test"),
            ("https://a.test/#/x?y", "https://a.test/"),
            ("", ""),
        ] {
            assert_eq!(plain(url, false).0, expected, "{url}");
        }
        assert_eq!(plain("https://u@a.test/t?x=1#f", true).0, "https://a.test/t?x=1");
    }
}
