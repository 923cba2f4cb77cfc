//! The `Link` header (RFC 8288).

/// The target of the first link with the given relation, over all `Link` headers.
pub(crate) fn target<'a>(
    headers: &'a http::HeaderMap,
    relation: &str,
) -> Option<&'a str> {
    headers
        .get_all(http::header::LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|value| in_value(value, relation))
}

fn in_value<'a>(value: &'a str, relation: &str) -> Option<&'a str> {
    let mut rest = value;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (target, after) = after.split_once('>')?;
        let (parameters, after) = split_parameters(after);
        if names_relation(parameters, relation) {
            return Some(target.trim());
        }
        rest = after;
    }
}

/// Splits at the comma that ends a link; one inside quotes does not.
fn split_parameters(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let mut escaped = false;
    for (at, sign) in text.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => return text.split_at(at),
            _ => {}
        }
    }
    (text, "")
}

/// Whether the first `rel` parameter, which is the one that counts, holds the relation.
fn names_relation(parameters: &str, relation: &str) -> bool {
    let mut rest = parameters;
    while let Some((_, parameter)) = rest.split_once(';') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.contains(';') {
            // A parameter without a value: the `=` is that of a later one.
            rest = parameter;
            continue;
        }
        let value = value.trim_start();
        let (text, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_at(value.find(';').unwrap_or(value.len())),
        };
        if name.trim().eq_ignore_ascii_case("rel") {
            return text
                .split_ascii_whitespace()
                .any(|one| one.eq_ignore_ascii_case(relation));
        }
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(values: &[&'static str]) -> Option<String> {
        let mut headers = http::HeaderMap::new();
        for value in values {
            headers.append(http::header::LINK, http::HeaderValue::from_static(value));
        }
        target(&headers, "next").map(Into::into)
    }

    #[test]
    fn the_next_link_is_found_in_every_form() {
        for values in [
            &["<https://a.example/2>; rel=\"next\""][..],
            &["<https://a.example/2>; rel=next"],
            &["<https://a.example/2>;REL=Next"],
            &[
                "<https://a.example/1>; rel=\"prev\", <https://a.example/2>; rel=\"next\"",
            ],
            &[
                "<https://a.example/1,x>; rel=\"prev\",<https://a.example/2>;rel=\"next\"",
            ],
            &["<https://a.example/2>; title=\"a, <b>; rel=prev\"; rel=\"last next\""],
            &["<https://a.example/2>; title=x; rel=next; rel=prev"],
            &["<https://a.example/2>; crossorigin; rel=next"],
            &["<https://a.example/1>; rel=prev", "< https://a.example/2 >; rel=next"],
        ] {
            assert_eq!(
                next(values).as_deref(),
                Some("https://a.example/2"),
                "{values:?}"
            );
        }
    }

    #[test]
    fn other_links_are_not_next() {
        for value in [
            "",
            "<https://a.example/2>",
            "<https://a.example/2>; rel=\"nextish\"",
            "<https://a.example/2>; rel=prev; rel=next",
            "<https://a.example/2>; title=\"; rel=next\"",
            "https://a.example/2; rel=next",
            "<https://a.example/2; rel=next",
        ] {
            assert_eq!(next(&[value]), None, "{value}");
        }
    }
}
