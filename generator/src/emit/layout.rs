//! The crate's files as a module of somebody else's crate, under any path.
//!
//! What a crate says from its root (`crate::types::Pet`) a module says from where it
//! stands (`super::super::types::Pet`), and features of the crate become choices that were
//! made when it was generated (`cfg(true)`). All else stays as it is.

use super::{Context, SourceFile, runtime};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What is generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A crate.
    #[default]
    Crate,
    /// A module of a crate, with these features of the generated code: those of a crate
    /// that are on by default where nothing is chosen.
    Module(Option<BTreeSet<String>>),
}

/// What the module's folder says of its dependencies.
const DEPENDENCIES: &str = "dependencies.toml";

/// The files of the crate as those of a module.
pub(super) fn module(
    context: &Context<'_>,
    chosen: Option<&BTreeSet<String>>,
    files: Vec<SourceFile>,
) -> Vec<SourceFile> {
    let text = |path: &str| files.iter().find(|one| one.path == path);
    let manifest = text("Cargo.toml").map_or("", |file| &file.text);
    let manifest: toml::Table = manifest.parse().unwrap_or_default();
    let needs = Needs::of(&manifest, chosen);
    let mut made: Vec<SourceFile> =
        files.iter().filter_map(|file| moved(file, &needs.features)).collect();
    made.push(SourceFile {
        path: DEPENDENCIES.to_owned(),
        text: dependencies(context, &manifest, &needs),
    });
    made.sort_by(|one, other| one.path.cmp(&other.path));
    made
}

/// The features that can be chosen: the command line is a program, and not in a module.
pub(crate) fn module_features() -> BTreeSet<String> {
    let manifest: toml::Table = runtime::MANIFEST.parse().unwrap_or_default();
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let names = features.into_iter().flat_map(toml::Table::keys).cloned();
    names.filter(|name| !matches!(name.as_str(), "default" | "cli")).collect()
}

/// The file where it stands in a module; nothing for what only a crate has.
fn moved(file: &SourceFile, features: &BTreeSet<String>) -> Option<SourceFile> {
    let path = file.path.strip_prefix("src/").filter(|path| path.ends_with(".rs"))?;
    if path == "main.rs"
        || path.starts_with("command_line")
        || path.starts_with("runtime/command_line")
    {
        return None;
    }
    let path = if path == "lib.rs" { "mod.rs" } else { path };
    let root = root_from(path);
    let text = relocated(&file.text, &root, features);
    let text = if path == "mod.rs" { without_inner(&text) } else { text };
    Some(SourceFile { path: path.to_owned(), text })
}

/// The way from the module that a file is to the root: `super::super`.
fn root_from(path: &str) -> String {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    let depth = if stem == "mod" { 0 } else { stem.split('/').count() };
    if depth == 0 { "self".to_owned() } else { vec!["super"; depth].join("::") }
}

/// The root of the module: what may stand at the head of a crate alone is left out, and
/// what a crate allows itself is allowed to each of its modules.
fn without_inner(text: &str) -> String {
    const ALLOWED: &str = "#[allow(dead_code, missing_docs, unreachable_pub, unused_imports, unused_macros)]
#[allow(rustdoc::broken_intra_doc_links)]
#[allow(clippy::all, clippy::nursery, clippy::pedantic, clippy::restriction)]
";
    let mut made = String::new();
    let mut is_within = false;
    for (line, index) in text.lines().zip(0_usize..) {
        // A comment about an attribute goes with it.
        let is_head = line.starts_with("//") && index > 0;
        if is_head || line.starts_with("#![") || line == "#[cfg(false)]" {
            is_within = line == "#[cfg(false)]";
            continue;
        }
        if is_within {
            // What is never compiled is not there.
            is_within = line.starts_with("#[");
            continue;
        }
        if line.starts_with("pub mod ") || line.starts_with("mod ") {
            made.push_str(ALLOWED);
        }
        made.push_str(line);
        made.push('\n');
    }
    let (head, rest) = made.split_once('\n').unwrap_or((&made, ""));
    format!("{head}\n\n{}", rest.trim_start())
}

/// The text with other paths and with features decided. Literals and comments, in which
/// the description speaks, stay as they are.
fn relocated(text: &str, root: &str, features: &BTreeSet<String>) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((code, literal, after)) = next_literal(rest) {
        made.push_str(&rooted(code, root));
        rest = after;
        if made.ends_with("feature = ") {
            made.truncate(made.len().saturating_sub("feature = ".len()));
            let name = literal.trim_matches('"');
            made.push_str(if features.contains(name) { "true" } else { "false" });
        } else {
            made.push_str(literal);
        }
    }
    made.push_str(&rooted(rest, root));
    let lines = made.lines().filter(|line| line.trim() != "#[cfg(true)]");
    lines.fold(String::with_capacity(made.len()), |text, line| text + line + "\n")
}

/// Code with paths that begin elsewhere.
fn rooted(code: &str, root: &str) -> String {
    let mut made = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("crate::") {
        made.push_str(before);
        let is_part = before.ends_with(|one: char| {
            one.is_alphanumeric() || matches!(one, '_' | '$' | '#')
        });
        made.push_str(if is_part { "crate" } else { root });
        made.push_str("::");
        rest = after;
    }
    made + rest
}

/// Code up to the next literal or comment, that, and what follows.
fn next_literal(text: &str) -> Option<(&str, &str, &str)> {
    let mut places = text.char_indices();
    let (start, length) = places.find_map(|(at, one)| {
        let here = text.get(at..)?;
        let length = match one {
            '"' => quoted(here),
            '/' if here.starts_with("//") => here.find('\n').unwrap_or(here.len()),
            '\'' => character(here)?,
            'r' if !ends_word(text.get(..at)?) => raw(here)?,
            _ => return None,
        };
        Some((at, length))
    })?;
    let (code, rest) = text.split_at_checked(start)?;
    let (literal, after) = rest.split_at_checked(length)?;
    Some((code, literal, after))
}

fn ends_word(text: &str) -> bool {
    text.ends_with(|one: char| one.is_alphanumeric() || one == '_')
}

/// How long a string in quotes is.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, one)| {
        let ends = *one == '"' && !is_escaped;
        is_escaped = *one == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at.saturating_add(1))
}

/// How long a character in quotes is; nothing for a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut inner = text.char_indices().skip(1);
    let (_, first) = inner.next()?;
    if first == '\\' {
        inner.next();
        let (end, _) = inner.find(|(_, one)| *one == '\'')?;
        return end.checked_add(1);
    }
    let (end, next) = inner.next()?;
    (next == '\'').then(|| end.saturating_add(1))
}

/// How long a raw string is; nothing for a name.
fn raw(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('r')?;
    let hashes = rest.len().checked_sub(rest.trim_start_matches('#').len())?;
    let body = rest.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let at = body.find(&end)?;
    // The letter, the hashes and the quote before, and what ends it.
    2_usize.checked_add(hashes)?.checked_add(at)?.checked_add(end.len())
}

/// What a module needs of its crate.
#[derive(Debug, Default)]
struct Needs {
    features: BTreeSet<String>,
    /// Dependencies that are optional in a crate.
    dependencies: BTreeSet<String>,
    /// Features of dependencies.
    more: BTreeMap<String, BTreeSet<String>>,
}

impl Needs {
    fn of(manifest: &toml::Table, chosen: Option<&BTreeSet<String>>) -> Self {
        let features = manifest.get("features").and_then(toml::Value::as_table);
        let list = |name: &str| -> Vec<&str> {
            let list = features.and_then(|all| all.get(name));
            let list = list.and_then(toml::Value::as_array).into_iter().flatten();
            list.filter_map(toml::Value::as_str).collect()
        };
        let mut needs = Self::default();
        let mut open: Vec<&str> = match chosen {
            Some(chosen) => chosen.iter().map(String::as_str).collect(),
            None => list("default"),
        };
        open.push(super::gates::ALL);
        let mut weak = Vec::new();
        while let Some(name) = open.pop() {
            if !needs.features.insert(name.to_owned()) {
                continue;
            }
            for need in list(name) {
                if let Some(dependency) = need.strip_prefix("dep:") {
                    needs.dependencies.insert(dependency.to_owned());
                } else if let Some(one) = need.split_once('/') {
                    weak.push(one);
                } else {
                    open.push(need);
                }
            }
        }
        for (dependency, feature) in weak {
            let is_sure = dependency.strip_suffix('?');
            let dependency = is_sure.unwrap_or(dependency);
            if is_sure.is_none() || needs.dependencies.contains(dependency) {
                let more = needs.more.entry(dependency.to_owned()).or_default();
                more.insert(feature.to_owned());
            }
        }
        needs
    }

    /// The line of a dependency; nothing for what is not needed.
    fn line(&self, name: &str, value: &toml::Value) -> Option<String> {
        let mut value = match value {
            toml::Value::Table(table) => table.clone(),
            version => toml::Table::from_iter([("version".to_owned(), version.clone())]),
        };
        let is_optional = value.remove("optional").is_some();
        if is_optional && !self.dependencies.contains(name) {
            return None;
        }
        if let Some(more) = self.more.get(name) {
            let features =
                value.entry("features").or_insert_with(|| Vec::<String>::new().into());
            if let toml::Value::Array(features) = features {
                features.extend(more.iter().map(|one| one.as_str().into()));
            }
        }
        Some(format!("{name} = {}\n", toml::Value::Table(value)))
    }
}

/// The lines for the manifest of the crate that the module is in.
fn dependencies(context: &Context<'_>, manifest: &toml::Table, needs: &Needs) -> String {
    let header = context.header.trim_start_matches("// ").trim_end();
    let mut text =
        format!("# {header}\n\n# What Cargo.toml has to hold for this module.\n");
    let mut section = |heading: &str, table: Option<&toml::Value>| {
        let all = table.and_then(toml::Value::as_table).into_iter().flatten();
        let lines: String =
            all.filter_map(|(name, value)| needs.line(name, value)).collect();
        if !lines.is_empty() {
            // Writing to a string never fails.
            let _ = write!(text, "\n[{heading}]\n{lines}");
        }
    };
    section("dependencies", manifest.get("dependencies"));
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    for (target, table) in targets.into_iter().flatten() {
        section(&format!("target.'{target}'.dependencies"), table.get("dependencies"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relocate(text: &str) -> String {
        let features = BTreeSet::from(["serde".to_owned()]);
        relocated(text, "super::super", &features)
    }

    #[test]
    fn paths_begin_where_the_file_stands() {
        assert_eq!(root_from("mod.rs"), "self");
        assert_eq!(root_from("client.rs"), "super");
        assert_eq!(root_from("runtime/mod.rs"), "super");
        assert_eq!(root_from("runtime/auth/mod.rs"), "super::super");
        assert_eq!(root_from("operations/pets/get_pet.rs"), "super::super::super");
        let made = relocate("use crate::{runtime, types};\nfn a() -> crate::Error {}\n");
        assert_eq!(
            made,
            "use super::super::{runtime, types};\nfn a() -> super::super::Error {}\n"
        );
    }

    #[test]
    fn what_a_description_says_is_no_code() {
        let text = "const A: &str = \"crate::a \\\" crate::b\";\n// crate::c\nconst B: &str = r#\"\"crate::d\" feature = \"serde\"\"#;\nconst C: char = '\"';\nfn d<'a>(x: &'a str) -> crate::D {}\nlet e = b\"crate::e\"; my_crate::f();\n";
        let made = relocate(text);
        assert_eq!(made, text.replace("-> crate::D", "-> super::super::D"));
    }

    #[test]
    fn features_are_decided() {
        let made = relocate(
            "#[cfg(feature = \"serde\")]\nmod a;\n#[cfg(not(feature = \"xml\"))]\nmod b;\n",
        );
        assert_eq!(made, "mod a;\n#[cfg(not(false))]\nmod b;\n");
    }

    #[test]
    fn what_features_need_is_found() {
        let manifest: toml::Table = "[dependencies]\na = \"1\"\nb = { version = \"2\", optional = true }\nc = { version = \"3\", optional = true }\n[features]\ndefault = [\"x\", \"z\"]\nx = [\"dep:b\", \"a/more\"]\ny = [\"x\", \"dep:c\"]\nz = [\"b?/tls\", \"c?/tls\"]\n".parse().unwrap();
        let needs = Needs::of(&manifest, None);
        let lines = |needs: &Needs| -> Vec<String> {
            let all = manifest.get("dependencies").unwrap().as_table().unwrap();
            all.iter().filter_map(|(name, value)| needs.line(name, value)).collect()
        };
        assert_eq!(
            lines(&needs),
            [
                "a = { features = [\"more\"], version = \"1\" }\n",
                "b = { features = [\"tls\"], version = \"2\" }\n"
            ]
        );
        let needs = Needs::of(&manifest, Some(&BTreeSet::from(["y".to_owned()])));
        assert_eq!(lines(&needs).len(), 3);
    }
}
