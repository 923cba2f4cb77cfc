//! `Cargo.toml`, `README.md` and the other files that are no Rust.

use super::{Context, Package, SourceFile, auth, example, overview, runtime, xml};
use crate::ir::Info;
use crate::name::GroupName;
use crate::templates::{CARGO, README};
use minijinja::{Environment, context};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The files beside `src/`.
pub(super) fn emit(context: &Context<'_>) -> Vec<SourceFile> {
    let package = context.package;
    let info = &context.api.info;
    let groups_on = context.gates.features();
    let mut sections = Sections::of(runtime::MANIFEST);
    sections.add(package);
    let (digest, xml) = (auth::uses_digest(context.api), xml::is_used(context.api));
    let own =
        [Some(super::gates::ALL), xml.then_some("xml"), digest.then_some("digest")];
    let chosen = package.features.get("default").into_iter().flatten();
    let on: Vec<String> = chosen
        .map(String::as_str)
        .chain(own.into_iter().flatten())
        .chain(sections.defaults.iter().copied())
        .map(str::to_owned)
        .collect();
    let group_features: Vec<minijinja::Value> = groups_on
        .iter()
        .map(|(name, needs)| {
            let needs: Vec<String> = needs.iter().copied().map(str::to_owned).collect();
            context! { name => (*name).to_owned(), needs => needs }
        })
        .collect();
    let values = context! {
        name => &package.name,
        command => &package.command,
        version => &package.version,
        description => toml_text(&package.description),
        license => package.license.as_deref().map(toml_text),
        more => more(package),
        tables => tables(package),
        has_readme => !package.more.contains_key("readme"),
        has_rust_version => !package.more.contains_key("rust-version"),
        facts => facts(info),
        repository => package.repository.as_deref().map(toml_text),
        rust_version => env!("CARGO_PKG_RUST_VERSION"),
        hash => &package.hash,
        header => context.header.trim_start_matches("// ").trim_end(),
        dependencies => sections.dependencies,
        features => sections.features,
        on => on,
        group_features => group_features,
        digest => digest,
        xml => xml,
        title => super::docs::plain(&info.title),
        api_version => super::docs::plain(&info.version),
        summary => super::docs::plain(&package.description),
        example => example::program(context),
        groups => groups(context),
        credentials => credentials(context),
        features_told => overview::feature_rows(context),
        has_groups => groups_on.len() > 2,
        operations => context.api.operations.len(),
        types => context.gates.types_of(context.names, None),
    };
    let render = |path: &str, template: &str| SourceFile {
        path: path.to_owned(),
        text: Environment::new().render_str(template, &values).unwrap_or_default(),
    };
    vec![render("Cargo.toml", CARGO), render("README.md", README)]
}

/// The credentials, for a table of Markdown.
fn credentials(context: &Context<'_>) -> Vec<minijinja::Value> {
    let row = |one: overview::CredentialLine| {
        context! {
            name => one.name,
            what => one.what,
            variables => one.variables.join(", "),
        }
    };
    overview::credentials(context).into_iter().map(row).collect()
}

/// The lines of `[package]` that were chosen.
fn more(package: &Package) -> String {
    let lines = package.more.iter().filter(|(_, value)| !value.is_table());
    lines.map(|(key, value)| format!("\n{key} = {value}")).collect()
}

/// The tables below `[package]`, with how docs.rs builds the docs unless that was chosen:
/// everything that has an API, and beside each item the feature that it needs.
fn tables(package: &Package) -> String {
    let mut metadata = match package.more.get("metadata") {
        Some(toml::Value::Table(chosen)) => chosen.clone(),
        _ => toml::Table::new(),
    };
    // The generator's own is written by the template.
    metadata.remove("oasmith");
    let docs = metadata.entry("docs").or_insert_with(|| toml::Table::new().into());
    if let toml::Value::Table(docs) = docs {
        docs.entry("rs").or_insert_with(|| {
            let list = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
            let (features, arguments): (Vec<String>, Vec<String>) =
                (list(DOCUMENTED), list(&["--cfg", "docsrs"]));
            let mut table = toml::Table::new();
            table.insert("features".to_owned(), features.into());
            table.insert("rustdoc-args".to_owned(), arguments.into());
            table.into()
        });
    }
    let metadata = toml::Table::from_iter([("metadata".to_owned(), metadata.into())]);
    let all = toml::Table::from_iter([("package".to_owned(), metadata.into())]);
    all.to_string().trim_end().to_owned()
}

/// The features that have an API of their own.
const DOCUMENTED: &[&str] =
    &["blocking", "cli", "digest", "mock", "serde", "time", "tracing", "xml"];

/// What the description says of itself, for the README. A licence there is that of the
/// description or of the API; nobody said that it is the crate's.
fn facts(info: &Info) -> Vec<String> {
    let fact = |(label, value): &(String, String)| {
        let label = if label == "Licence" { "Licence of the API" } else { label };
        format!("{}: {}", label, super::docs::plain(value))
    };
    info.facts.iter().map(fact).collect()
}

/// Names that every generated manifest has.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub(crate) dependencies: BTreeSet<String>,
    pub(crate) features: BTreeSet<String>,
}

/// The names that a configuration cannot give to something else.
pub(crate) fn taken() -> Taken {
    let manifest: toml::Table = runtime::MANIFEST.parse().unwrap_or_default();
    let keys = |table: Option<&toml::Value>| -> BTreeSet<String> {
        let table = table.and_then(toml::Value::as_table);
        table.into_iter().flat_map(|table| table.keys().cloned()).collect()
    };
    let mut dependencies = keys(manifest.get("dependencies"));
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    for target in targets.into_iter().flat_map(|table| table.values()) {
        dependencies.extend(keys(target.get("dependencies")));
    }
    let mut features = keys(manifest.get("features"));
    // More of what is on by default is no other feature.
    features.remove("default");
    features.insert(super::gates::ALL.to_owned());
    Taken { dependencies, features }
}

/// The groups, for a table of Markdown.
pub(super) fn groups(context: &Context<'_>) -> Vec<minijinja::Value> {
    let group = |(index, name): (usize, &GroupName)| {
        context! {
            tag => tag(context, index).replace('|', "\\|"),
            accessor => &name.accessor,
            module => &name.module,
            feature => &name.feature,
            operations => name.operations.len(),
            types => context.gates.types_of(context.names, Some(index)),
        }
    };
    context.groups().map(group).collect()
}

/// What a group is called.
pub(super) fn tag(context: &Context<'_>, index: usize) -> String {
    let tag = context.api.groups.get(index).map_or("", |group| &group.tag);
    super::docs::plain(if tag.trim().is_empty() { "other" } else { tag })
}

/// A TOML basic string.
fn toml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for one in text.chars() {
        match one {
            '"' | '\\' => quoted.extend(['\\', one]),
            _ if one.is_control() => quoted.push(' '),
            _ => quoted.push(one),
        }
    }
    quoted.push('"');
    quoted
}

/// What the runtime's own manifest says that it needs.
struct Sections {
    dependencies: String,
    features: String,
    /// The features that are on.
    defaults: Vec<&'static str>,
}

impl Sections {
    /// Adds what was chosen.
    fn add(&mut self, package: &Package) {
        let dependencies = package.dependencies.iter();
        let lines = dependencies.map(|(name, value)| format!("{name} = {value}\n"));
        let lines: String = lines.collect();
        self.dependencies = self.dependencies.replacen(
            "[dependencies]\n",
            &format!("[dependencies]\n{lines}"),
            1,
        );
        let own = package.features.iter().filter(|(name, _)| *name != "default");
        for (name, needs) in own {
            let needs: Vec<String> = needs.iter().map(|need| toml_text(need)).collect();
            let _ = write!(self.features, "\n{name} = [{}]", needs.join(", "));
        }
    }

    fn of(manifest: &'static str) -> Self {
        let mut sections = Self {
            dependencies: String::new(),
            features: String::new(),
            defaults: Vec::new(),
        };
        let mut section = "";
        for line in manifest.lines() {
            if line.starts_with('[') {
                section = line;
            }
            let dependency = section == "[dependencies]"
                || (section.starts_with("[target.")
                    && section.ends_with(".dependencies]"))
                || section.starts_with("[dependencies.");
            if dependency {
                sections.dependencies.push_str(line);
                sections.dependencies.push('\n');
            } else if section == "[features]" && line.starts_with("default = [") {
                // Between quotes.
                sections.defaults = line.split('"').skip(1).step_by(2).collect();
            } else if section == "[features]" && !line.starts_with('[') {
                sections.features.push_str(line);
                sections.features.push('\n');
            }
        }
        sections.dependencies.truncate(sections.dependencies.trim_end().len());
        sections.features.truncate(sections.features.trim_end().len());
        sections
    }
}
