//! `Cargo.toml`, `README.md` and the other files that are no Rust.

use super::{Context, SourceFile, auth, example, runtime, xml};
use crate::name::GroupName;
use crate::templates::{CARGO, README};
use minijinja::{Environment, context};

/// The files beside `src/`.
pub(super) fn emit(context: &Context<'_>) -> Vec<SourceFile> {
    let package = context.package;
    let info = &context.api.info;
    let sections = Sections::of(runtime::MANIFEST);
    let groups_on = context.gates.features();
    let (digest, xml) = (auth::uses_digest(context.api), xml::is_used(context.api));
    let own =
        [Some(super::gates::ALL), xml.then_some("xml"), digest.then_some("digest")];
    let on: Vec<&str> = own.into_iter().flatten().chain(sections.defaults).collect();
    let group_features: Vec<minijinja::Value> = groups_on
        .iter()
        .map(|(name, needs)| {
            let needs: Vec<String> = needs.iter().copied().map(str::to_owned).collect();
            context! { name => (*name).to_owned(), needs => needs }
        })
        .collect();
    let example: Vec<String> = example::call(context)
        .unwrap_or_default()
        .into_iter()
        .filter(|line| !line.starts_with("# "))
        .map(|line| if line == "```no_run" { "```rust".to_owned() } else { line })
        .collect();
    let values = context! {
        name => &package.name,
        version => &package.version,
        description => toml_text(&package.description),
        license => toml_text(&package.license),
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
        example => example.join("\n"),
        groups => groups(context),
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
