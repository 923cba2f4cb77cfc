//! `oasmith diff`.

use super::output::{diagnostics, print_findings, read_choices, say};
use super::{DiffArguments, FailOn, MessageFormat, Show};
use crate::compare::{Change, Comparison, Edition, Item, Step, compare, markdown};
use crate::config::Config;
use crate::diagnostic::Stopped;
use serde_json::json;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn diff(arguments: &DiffArguments, show: Show) -> ExitCode {
    let config = match read_choices(&arguments.choices, None, show) {
        Ok(config) => config,
        Err(no_start) => return no_start.end(show),
    };
    // Both are looked at, so that the findings of both are seen in one run.
    let old = edition(&arguments.old, &config, show);
    let new = edition(&arguments.new, &config, show);
    let (Ok(old), Ok(new)) = (old, new) else { return ExitCode::FAILURE };
    let comparison = compare(&old, &new);
    let text = match show.message_format {
        MessageFormat::Human if arguments.markdown => markdown("Changes", &comparison),
        MessageFormat::Human => human(&comparison),
        MessageFormat::Json => machine(&comparison),
    };
    say(io::stdout(), &text);
    match arguments.fail_on {
        Some(limit) if comparison.step() >= step(limit) => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

fn edition(description: &Path, config: &Config, show: Show) -> Result<Edition, Stopped> {
    let mut diagnostics = diagnostics(config);
    let made = crate::generate(description, config, &mut diagnostics);
    if made.is_err() {
        print_findings(&diagnostics, show);
    }
    let (described, mut files) = made?;
    // Where the crate came from is no difference.
    let name = description.file_name().unwrap_or_default().to_string_lossy();
    for file in &mut files {
        file.text = file.text.replace(&described.hash, "").replace(name.as_ref(), "");
    }
    Ok(Edition::new(described.api, files))
}

fn step(limit: FailOn) -> Step {
    match limit {
        FailOn::Patch => Step::Patch,
        FailOn::Minor => Step::Minor,
        FailOn::Wire => Step::Wire,
        FailOn::Major => Step::Major,
    }
}

fn human(comparison: &Comparison) -> String {
    let mut text = String::new();
    for change in &comparison.changes {
        let class = match change.step {
            Step::Major => "breaks",
            Step::Wire => "wire  ",
            _ => "      ",
        };
        let aspect = change.aspect.as_ref();
        let aspect = aspect.map(|aspect| format!(" ({aspect})")).unwrap_or_default();
        let path = &change.path;
        // Writing to a string never fails.
        let _ = match (&change.was, &change.now) {
            (None, Some(now)) => {
                writeln!(text, "{class} + {path}{aspect}: {}", described(now))
            }
            (Some(was), None) => {
                writeln!(text, "{class} - {path}{aspect}: {}", described(was))
            }
            (Some(was), Some(now)) => writeln!(
                text,
                "{class} ~ {path}{aspect}\n           was {}\n           now {}",
                described(was),
                described(now)
            ),
            (None, None) => Ok(()),
        };
    }
    let _ = writeln!(
        text,
        "{} changes for users, {} of them breaking, {} on the wire; {} files differ\nversion step: {}",
        comparison.changes.len(),
        comparison.count(Step::Major),
        comparison.count(Step::Wire),
        comparison.files.len(),
        comparison.step().version().name(),
    );
    text
}

fn described(item: &Item) -> String {
    let deprecated = if item.deprecated { " (deprecated)" } else { "" };
    format!("{}{deprecated}", item.signature)
}

/// One JSON object a change, then a summary.
fn machine(comparison: &Comparison) -> String {
    let item = |item: &Option<Item>| {
        item.as_ref().map(
            |item| json!({"signature": item.signature, "deprecated": item.deprecated}),
        )
    };
    let line = |change: &Change| {
        let line = json!({
            "kind": "change",
            "path": change.path,
            "aspect": change.aspect.as_ref().map(ToString::to_string),
            "step": change.step.name(),
            "was": item(&change.was),
            "now": item(&change.now),
        });
        format!("{line}\n")
    };
    let mut text: String = comparison.changes.iter().map(line).collect();
    let summary = json!({
        "kind": "summary",
        "step": comparison.step().name(),
        "version-step": comparison.step().version().name(),
        "files": comparison.files,
    });
    let _ = writeln!(text, "{summary}");
    text
}
