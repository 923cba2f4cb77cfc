//! `Cargo.toml`, `README.md` and the other files that are no Rust.

use super::{Context, SourceFile, auth, example, overview, runtime, xml};
use crate::name::GroupName;
use crate::templates::{CARGO, README};
use minijinja::{Environment, context};
use std::fmt::Write as _;

/// The files beside `src/`.
pub(super) fn emit(context: &Context<'_>) -> Vec<SourceFile> {
    let package = context.package;
    let info = &context.api.info;
    let mut sections = Sections::of(runtime::MANIFEST);
    if auth::uses_digest(context.api) {
        sections.features =
            sections.features.replace("default = [", "default = [\"digest\", ");
    }
    if xml::is_used(context.api) {
        sections.features =
            sections.features.replace("default = [", "default = [\"xml\", ");
    }
    let groups_on = context.gates.features();
    sections.features = sections
        .features
        .replace("default = [", &format!("default = [\"{}\", ", super::gates::ALL));
    sections.features.push_str(&group_features(&groups_on));
    let values = context! {
        name => &package.name,
        command => &package.command,
        version => &package.version,
        description => toml_text(&package.description),
        license => toml_text(&package.license),
        repository => package.repository.as_deref().map(toml_text),
        rust_version => env!("CARGO_PKG_RUST_VERSION"),
        hash => &package.hash,
        header => context.header.trim_start_matches("// ").trim_end(),
        dependencies => sections.dependencies,
        features => sections.features,
        digest => auth::uses_digest(context.api),
        xml => xml::is_used(context.api),
        title => super::docs::plain(&info.title),
        api_version => super::docs::plain(&info.version),
        summary => super::docs::plain(&package.description),
        example => example::program(context),
        groups => groups(context),
        credentials => credentials(context),
        features_told => overview::feature_rows(context),
        has_groups => groups_on.len() > 2,
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

/// The groups, for a table of Markdown.
pub(super) fn groups(context: &Context<'_>) -> Vec<minijinja::Value> {
    let group = |(index, name): (usize, &GroupName)| {
        context! {
            tag => tag(context, index).replace('|', "\\|"),
            accessor => &name.accessor,
            module => &name.module,
            feature => &name.feature,
            operations => name.operations.len(),
        }
    };
    context.groups().map(group).collect()
}

/// The lines of the manifest for the groups.
fn group_features(features: &[(&str, Vec<&str>)]) -> String {
    let mut text =
        "\n# The groups of operations, each by itself; all of them by default."
            .to_owned();
    for (name, needs) in features {
        let needs: Vec<String> = needs.iter().map(|need| format!("{need:?}")).collect();
        let needs = match needs.as_slice() {
            [] => String::new(),
            [_] | [_, _] => needs.join(", "),
            _ => format!("\n    {},\n", needs.join(",\n    ")),
        };
        // Writing to a string never fails.
        let _ = write!(text, "\n{name} = [{needs}]");
    }
    text
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
}

impl Sections {
    fn of(manifest: &str) -> Self {
        let mut sections = Self { dependencies: String::new(), features: String::new() };
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
            } else if section == "[features]" {
                sections.features.push_str(line);
                sections.features.push('\n');
            }
        }
        sections.dependencies.truncate(sections.dependencies.trim_end().len());
        sections.features.truncate(sections.features.trim_end().len());
        sections
    }
}
