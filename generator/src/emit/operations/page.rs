//! The words on a builder's page: what the operation does, what a call gives, how it may
//! fail, and what it needs.

use super::{Subject, body, output, pages};
use crate::emit::docs::{Comment, code};
use crate::emit::file::RustFile;
use crate::ir::{MediaBody, Output, Response, StatusPattern};
use proc_macro2::TokenStream;

/// The page of the builder.
pub(super) fn words(file: &RustFile<'_>, subject: &Subject<'_>) -> Comment {
    let operation = subject.operation;
    let route = code(&format!("{} {}", operation.method, operation.path.text))
        .unwrap_or_else(|| operation.method.clone());
    let mut comment = Comment::new();
    let summary = super::super::docs::sentence(match operation.docs.summary.trim() {
        "" => &operation.docs.description,
        summary => summary,
    });
    comment = match summary.as_str() {
        "" => comment.own(&route),
        summary => comment.verbatim(&[summary.to_owned()]).own(&route),
    };
    let group = file.context.names.groups.get(subject.name.group.0);
    if let Some(group) = group {
        let method = subject.name.method.trim_start_matches("r#");
        comment = comment.own(&format!(
            "[`{method}`](super::{}::{method}) makes it and tells more.",
            group.ident
        ));
    }
    let mut lines = vec![gives(file, subject)];
    if let Some(item) = pages::item(file, subject) {
        lines.push(format!(
            "- Pages: [`items`](runtime::Call::items) yields every {}, page after page.",
            linked(&item)
        ));
    }
    lines.extend(errors(file, &operation.responses));
    lines.extend(credentials(file, subject));
    comment.verbatim(&lines).facts(&operation.facts)
}

/// What awaiting a call gives.
fn gives(file: &RustFile<'_>, subject: &Subject<'_>) -> String {
    let ty = output::reference(file, subject);
    let given = match &subject.operation.output {
        Output::One(_) if ty.to_string() == "()" => {
            "no body, only status and headers".to_owned()
        }
        _ => format!("{} in a [`Response`](runtime::Response)", linked(&ty)),
    };
    format!("- Returns {given}.")
}

/// The documented errors, those of one type together.
fn errors(file: &RustFile<'_>, responses: &[Response]) -> Vec<String> {
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    for response in responses.iter().filter(|one| is_error(one.status)) {
        let status = match response.status {
            StatusPattern::Code(code) => code.to_string(),
            StatusPattern::Range(hundred) => format!("{hundred}XX"),
            StatusPattern::Default => "any other status".to_owned(),
        };
        let held = match response.contents.first() {
            Some(content) => linked(&body_type(file, content)),
            None => String::new(),
        };
        match kinds.iter_mut().find(|(kind, _)| *kind == held) {
            Some((_, statuses)) => statuses.push(status),
            None => kinds.push((held, vec![status])),
        }
    }
    let line = |(held, statuses): (String, Vec<String>)| {
        let with = if held.is_empty() { held } else { format!(" holding {held}") };
        format!(
            "- Errors: [`Error::Api`](crate::Error::Api){with}, for {}.",
            statuses.join(", ")
        )
    };
    kinds.into_iter().map(line).collect()
}

fn is_error(status: StatusPattern) -> bool {
    match status {
        StatusPattern::Code(code) => code >= 400,
        StatusPattern::Range(hundred) => hundred >= 4,
        StatusPattern::Default => true,
    }
}

fn body_type(file: &RustFile<'_>, content: &MediaBody) -> TokenStream {
    body::content_type(file, content)
}

/// The security schemes, one of which must be there, with their scopes.
fn credentials(file: &RustFile<'_>, subject: &Subject<'_>) -> Option<String> {
    let schemes = &file.context.api.security_schemes;
    let alternative = |schemes_of: &[(usize, Vec<String>)]| -> Option<String> {
        let uses = schemes_of.iter().filter_map(|(index, scopes)| {
            let name = code(&schemes.get(*index)?.name)?;
            let scopes: Vec<String> =
                scopes.iter().filter_map(|one| code(one)).collect();
            Some(match scopes.as_slice() {
                [] => name,
                scopes => format!("{name} (scopes {})", scopes.join(", ")),
            })
        });
        let uses: Vec<String> = uses.collect();
        (!uses.is_empty()).then(|| uses.join(" and "))
    };
    let security = &subject.operation.security;
    let alternatives: Vec<String> =
        security.iter().filter_map(|one| alternative(&one.schemes)).collect();
    if alternatives.is_empty() {
        return None;
    }
    let optional = security.iter().any(|one| one.schemes.is_empty());
    let none = if optional { ", or none" } else { "" };
    Some(format!("- Credentials: {}{none}.", alternatives.join(", or ")))
}

/// A type, each item in it a link, called by its last name.
fn linked(ty: &TokenStream) -> String {
    let text: String = ty.to_string().split_whitespace().collect();
    let mut linked = String::new();
    let mut path = String::new();
    for one in text.chars().chain([' ']) {
        if one.is_alphanumeric() || matches!(one, '_' | ':' | '#') {
            path.push(one);
            continue;
        }
        linked.push_str(&link(&std::mem::take(&mut path)));
        match one {
            '<' | '>' | '(' | ')' => linked.extend(['\\', one]),
            ' ' => {}
            other => linked.push(other),
        }
        if one == ',' {
            linked.push(' ');
        }
    }
    linked
}

fn link(path: &str) -> String {
    let Some(name) = path.rsplit("::").next().filter(|name| !name.is_empty()) else {
        return String::new();
    };
    let shown = name.trim_start_matches("r#");
    match path {
        "String" | "bool" | "f32" | "f64" | "i32" | "i64" | "u64" | "i128" => {
            format!("`{shown}`")
        }
        _ if path == name => format!("[`{shown}`]"),
        _ => format!("[`{shown}`]({path})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn every_item_of_a_type_is_a_link() {
        for (ty, words) in [
            (quote!(types::Album), "[`Album`](types::Album)"),
            (quote!(Vec<types::Album>), "[`Vec`]\\<[`Album`](types::Album)\\>"),
            (quote!(String), "`String`"),
            (quote!(BTreeMap<String, Local>), "[`BTreeMap`]\\<`String`, [`Local`]\\>"),
        ] {
            assert_eq!(linked(&ty), words);
        }
    }
}
