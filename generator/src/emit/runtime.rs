//! The runtime's source, as it stands in `templates/runtime`, without its tests.

use super::{Context, SourceFile};

use crate::templates::RUNTIME as FILES;
/// The runtime's manifest: what its source needs.
pub(super) use crate::templates::RUNTIME_MANIFEST as MANIFEST;

/// The files of `src/runtime/`.
pub(super) fn emit(context: &Context<'_>) -> Vec<SourceFile> {
    let files = FILES.iter().filter(|(path, _)| !is_test(path));
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: format!("src/runtime/{path}"),
        text: format!("{}\n{}", context.header, without_tests(text)),
    };
    files.map(file).collect()
}

fn is_test(path: &str) -> bool {
    path.split('/').any(|part| {
        let stem = part.trim_end_matches(".rs");
        stem == "tests" || stem.ends_with("_tests")
    })
}

/// The source up to its tests, which stand at the end; a `mod tests;` elsewhere goes too.
fn without_tests(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let module = lines.peek().copied().unwrap_or_default();
        let is_module =
            module.starts_with("mod ") || module.starts_with("pub(crate) mod ");
        if line == "#[cfg(test)]" && is_module {
            if module.ends_with('{') {
                break;
            }
            lines.next();
            continue;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    let end = kept.trim_end().len();
    kept.truncate(end);
    kept.push('\n');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_stay_at_home() {
        let source = "fn a() {}\n\n#[cfg(test)]\nmod tests;\nfn b() {}\n\n#[cfg(test)]\nmod more {\n}\n";
        assert_eq!(without_tests(source), "fn a() {}\n\nfn b() {}\n");
    }

    #[test]
    fn the_whole_runtime_is_there() {
        let paths: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert!(
            paths.contains(&"mod.rs") && paths.contains(&"value/mod.rs"),
            "{paths:?}"
        );
        let mut kept = FILES.iter().filter(|(path, _)| !is_test(path));
        assert!(kept.all(|(_, text)| !without_tests(text).contains("#[test]")));
    }
}
