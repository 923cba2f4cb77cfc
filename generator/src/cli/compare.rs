//! `oasmith diff`.

use super::output::{diagnostics, print_findings, read_choices, say};
use super::{DiffArguments, FailOn, MessageFormat, Show};
use crate::compare::{Change, Comparison, Item, Step, compare};
use crate::config::Config;
use crate::diagnostic::Stopped;
use crate::emit::SourceFile;
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
    let old = files(&arguments.old, &config, show);
    let new = files(&arguments.new, &config, show);
    let (Ok(old), Ok(new)) = (old, new) else { return ExitCode::FAILURE };
    let comparison = compare(&old, &new);
    let text = match show.message_format {
        MessageFormat::Human => human(&comparison),
        MessageFormat::Json => machine(&comparison),
    };
    say(io::stdout(), &text);
    match arguments.fail_on {
        Some(limit) if comparison.step() >= step(limit) => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

fn files(
    description: &Path,
    config: &Config,
    show: Show,
) -> Result<Vec<SourceFile>, Stopped> {
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
    Ok(files)
}

fn step(limit: FailOn) -> Step {
    match limit {
        FailOn::Patch => Step::Patch,
        FailOn::Minor => Step::Minor,
        FailOn::Major => Step::Major,
    }
}

fn human(comparison: &Comparison) -> String {
    let mut text = String::new();
    for change in &comparison.changes {
        let breaks = if change.step() == Step::Major { "breaks" } else { "      " };
        let path = &change.path;
        // Writing to a string never fails.
        let _ = match (&change.was, &change.now) {
            (None, Some(now)) => writeln!(text, "{breaks} + {path}: {}", described(now)),
            (Some(was), None) => writeln!(text, "{breaks} - {path}: {}", described(was)),
            (Some(was), Some(now)) => writeln!(
                text,
                "{breaks} ~ {path}\n           was {}\n           now {}",
                described(was),
                described(now)
            ),
            (None, None) => Ok(()),
        };
    }
    let breaking = comparison.changes.iter().filter(|one| one.step() == Step::Major);
    let _ = writeln!(
        text,
        "{} changes for users, {} of them breaking; {} files differ\nversion step: {}",
        comparison.changes.len(),
        breaking.count(),
        comparison.files.len(),
        comparison.step().name(),
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
            "step": change.step().name(),
            "was": item(&change.was),
            "now": item(&change.now),
        });
        format!("{line}\n")
    };
    let mut text: String = comparison.changes.iter().map(line).collect();
    let summary = json!({
        "kind": "summary",
        "step": comparison.step().name(),
        "files": comparison.files,
    });
    let _ = writeln!(text, "{summary}");
    text
}
