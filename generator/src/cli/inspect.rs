//! The verbs that look at a description, or at the generator itself.

use super::output::{diagnostics, print_findings, read_settings, say};
use super::{DocumentFormat, NormalizeArguments, Settings, Show, USAGE};
use crate::config;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{visible, visible_json, visible_line};
use crate::generate::package_name;
use crate::name::name_as;
use crate::templates::SETTINGS;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn normalize(arguments: &NormalizeArguments, show: Show) -> ExitCode {
    let (input, config) = match read_settings(&arguments.settings, show) {
        Ok(read) => read,
        Err(no_start) => return no_start.end(show),
    };
    let mut diagnostics = diagnostics(&config);
    let described = crate::describe(&input, &config, &mut diagnostics);
    print_findings(&diagnostics, show);
    let Ok(described) = described else { return ExitCode::FAILURE };
    let root = &described.document.root;
    let text = match arguments.format {
        DocumentFormat::Json => serde_json::to_string_pretty(root)
            .map(|text| visible_json(&text).into_owned() + "\n")
            .map_err(|error| error.to_string()),
        DocumentFormat::Yaml => yaml(root),
    };
    match text {
        Ok(text) => {
            say(io::stdout(), &text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(io::stderr(), &format!("error: cannot write the document: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// YAML in which what steers terminals is YAML's escapes.
fn yaml(root: &Value) -> Result<String, String> {
    let text = serde_yaml::to_string(root).map_err(|error| error.to_string())?;
    if matches!(visible(&text), Cow::Borrowed(_)) {
        return Ok(text);
    }
    // Only quoted text can have escapes, and all text of JSON is quoted: JSON is YAML.
    let json = serde_json::to_string_pretty(root).map_err(|error| error.to_string())?;
    Ok(visible_json(&json).into_owned() + "\n")
}

pub(super) fn list(settings: &Settings, show: Show) -> ExitCode {
    let (input, config) = match read_settings(settings, show) {
        Ok(read) => read,
        Err(no_start) => return no_start.end(show),
    };
    let mut diagnostics = diagnostics(&config);
    let named = crate::describe(&input, &config, &mut diagnostics)
        .and_then(|described| name_as(described.api, &config.names, &mut diagnostics));
    print_findings(&diagnostics, show);
    let Ok(named) = named else { return ExitCode::FAILURE };
    let api = &named.api;
    let mut text = format!("Operations ({}):\n", api.operations.len());
    for operation in &api.operations {
        let group =
            api.groups.get(operation.group.0).map_or("", |group| group.tag.as_str());
        let [method, path, id, group] =
            [&operation.method, &operation.path.text, &operation.id, group]
                .map(visible_line);
        let _ = writeln!(text, "  {method:<7} {path}  {id}  [{group}]");
    }
    let types = named.names.types.iter().map(|one| one.ident.as_str());
    let types: Vec<&str> = types.filter(|ident| !ident.is_empty()).collect();
    let _ = writeln!(text, "Types ({}):", types.len());
    for ident in types {
        let _ = writeln!(text, "  {ident}");
    }
    say(io::stdout(), &text);
    ExitCode::SUCCESS
}

pub(super) fn init(spec: &Path, show: Show) -> ExitCode {
    let file = Path::new(config::FILE_NAME);
    if file.exists() {
        say(io::stderr(), "error: there is an oasmith.toml in this folder\n");
        return ExitCode::FAILURE;
    }
    let mut diagnostics = Diagnostics::default();
    let described = crate::describe(spec, &config::Config::default(), &mut diagnostics);
    print_findings(&diagnostics, show);
    let Ok(described) = described else { return ExitCode::FAILURE };
    let api = &described.api;
    let name = package_name(&api.info.title);
    let tags: Vec<String> =
        api.groups.iter().map(|group| format!("{:?}", group.tag)).collect();
    let text = SETTINGS
        .replace("@INPUT@", &format!("{:?}", spec.display().to_string()))
        .replace("@OUTPUT@", &format!("{name:?}"))
        .replace("@TAGS@", &format!("[{}]", tags.join(", ")));
    match std::fs::write(file, text) {
        Ok(()) => {
            say(io::stderr(), "oasmith.toml written; now: oasmith generate\n");
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(io::stderr(), &format!("error: cannot write oasmith.toml: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

pub(super) fn explain(name: Option<&str>) -> ExitCode {
    let Some(name) = name else {
        let line = |code: &Code| {
            format!("{} {:<8} {}\n", code.name(), code.severity().name(), code.title())
        };
        say(io::stdout(), &Code::ALL.iter().map(line).collect::<String>());
        return ExitCode::SUCCESS;
    };
    let Some(code) = Code::from_name(name) else {
        let message = format!("error: there is no finding with the code `{name}`\n");
        say(io::stderr(), &message);
        return ExitCode::from(USAGE);
    };
    let explanation = code.explanation();
    let lines: Vec<&str> = explanation.lines().map(str::trim).collect();
    let severity = code.severity().name();
    say(
        io::stdout(),
        &format!("{} ({severity})\n\n{}\n", code.name(), lines.join("\n").trim()),
    );
    ExitCode::SUCCESS
}
