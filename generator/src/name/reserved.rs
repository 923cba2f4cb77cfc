//! Names that generated items cannot have.

/// Keywords that have a raw form.
const RAW: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords without one.
const NOT_RAW: &[&str] = &["self", "super", "crate", "Self", "_"];

/// The name as it can stand in Rust source: raw where it is a keyword.
pub(super) fn as_identifier(name: String) -> String {
    if RAW.contains(&name.as_str()) {
        format!("r#{name}")
    } else if NOT_RAW.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// The name as a module can have it, whose file any system can hold.
pub(super) fn as_module(name: String, parent: &str) -> String {
    let device = |prefix: &str| {
        name.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let taken = RAW.contains(&name.as_str())
        || NOT_RAW.contains(&name.as_str())
        || MODULES.contains(&name.as_str())
        || name == parent
        || device("com")
        || device("lpt");
    if taken { format!("{name}_") } else { name }
}

/// Features that every crate has.
pub(super) const FEATURES: &[&str] = &[
    "all-groups",
    "blocking",
    "brotli",
    "cli",
    "default",
    "deflate",
    "digest",
    "gzip",
    "mock",
    "native-tls",
    "reqwest",
    "rustls",
    "rustls-ring",
    "serde",
    "time",
    "tracing",
    "xml",
    "zstd",
];

/// Files that mean something to a file system or to Rust, and modules that generated code
/// names.
const MODULES: &[&str] = &[
    "con",
    "prn",
    "aux",
    "nul",
    "lib",
    "main",
    "build",
    "tests",
    "std",
    "core",
    "alloc",
    "runtime",
    "types",
    "operations",
];

/// Types that generated code writes without a path, and the rest of what every Rust file
/// sees: a type with such a name would capture it, here or where a user imports it.
pub(super) const TYPES: &[&str] = &[
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "BTreeMap",
    "Default",
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "AsRef",
    "AsMut",
    "Iterator",
    "IntoIterator",
    "FromIterator",
    "Extend",
    "ToOwned",
    "ToString",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Eq",
    "PartialEq",
    "Ord",
    "PartialOrd",
    "Debug",
    "Hash",
    "Future",
    "IntoFuture",
];

/// Variants that an enum has beside those of the description.
pub(super) const VARIANTS: &[&str] = &["Self", "Unknown"];

/// Fields that a model has beside those of the description.
pub(super) const FIELDS: &[&str] = &["unknown", "additional_properties"];

/// Fields of a parameters struct and methods of a builder beside the parameters, and
/// methods whose names mean something else to every Rust reader.
pub(super) const PARAMETERS: &[&str] = &[
    "body",
    "extra_query",
    "call",
    "params",
    "new",
    "send",
    "send_blocking",
    "to_request",
    "into_params",
    "options",
    "timeout",
    "header",
    "headers",
    "retry",
    "pages",
    "items",
    "client",
    "into_future",
    "clone",
    "clone_from",
    "clone_into",
    "default",
    "fmt",
    "from",
    "into",
    "try_from",
    "try_into",
    "to_owned",
    "borrow",
    "borrow_mut",
    "type_id",
    "add",
    "sub",
    "mul",
    "div",
    "rem",
    "shl",
    "shr",
    "bitand",
    "bitor",
    "bitxor",
    "not",
    "neg",
    "drop",
];

/// Methods of a group that would mean something else.
pub(super) const METHODS: &[&str] = &[
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "into",
    "try_into",
    "to_owned",
    "borrow",
    "borrow_mut",
    "type_id",
    "fmt",
    "deref",
    "drop",
    "new",
];

/// Methods that every client has.
pub(super) const CLIENT: &[&str] = &[
    "builder",
    "new",
    "clone",
    "clone_from",
    "default",
    "send",
    "execute",
    "request",
    "call",
    "transport",
    "base_url",
    "page_limits",
    "event_rules",
    "origin",
    "api",
    "send_raw",
    "server",
    "config",
    "options",
    "into",
    "try_into",
    "to_owned",
    "borrow",
    "borrow_mut",
    "type_id",
    "fmt",
    "from",
    "drop",
    "prepare",
    "with_options",
    "auth",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_become_raw_or_get_an_underscore() {
        assert_eq!(as_identifier("type".into()), "r#type");
        assert_eq!(as_identifier("self".into()), "self_");
        assert_eq!(as_identifier("crate".into()), "crate_");
        assert_eq!(as_identifier("name".into()), "name");
    }

    #[test]
    fn no_group_takes_a_method_of_every_client() {
        let file =
            crate::templates::RUNTIME.iter().find(|file| file.0 == "client/mod.rs");
        let source = file.unwrap().1;
        let methods = source.lines().filter_map(|line| {
            let (before, name) = line.split_once("fn ")?;
            let is_method = before.starts_with("    pub");
            is_method.then(|| name.split(['(', '<']).next().unwrap_or_default())
        });
        for method in methods {
            assert!(CLIENT.contains(&method), "{method}");
        }
    }

    #[test]
    fn no_group_takes_a_feature_of_every_crate() {
        let manifest = crate::templates::RUNTIME_MANIFEST;
        let features = manifest.split("\n[features]\n").nth(1).unwrap_or_default();
        let features = features.split("\n[").next().unwrap_or_default();
        let names = features.lines().filter_map(|line| line.split_once(" = ["));
        assert!(names.clone().count() > 5);
        for (name, _) in names {
            assert!(FEATURES.contains(&name), "{name}");
        }
    }

    #[test]
    fn modules_have_files_that_any_system_can_hold() {
        for name in ["con", "aux", "nul", "com1", "lpt9", "mod", "lib", "main", "type"] {
            assert_eq!(as_module(name.into(), ""), format!("{name}_"));
        }
        assert_eq!(as_module("pulls".into(), "pulls"), "pulls_");
        assert_eq!(as_module("com10".into(), ""), "com10");
    }
}
