//! `oasmith generate`.

use super::output::{NoStart, diagnostics, print_findings, read_settings, say};
use super::{GenerateArguments, MessageFormat, Show};
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Severity, Stopped, to_json_lines};
use crate::write::{self, Files, Written};
use crate::{Described, config};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

/// How often `--watch` looks for changes.
const WATCH_EVERY: Duration = Duration::from_millis(300);

pub(super) fn generate(arguments: &GenerateArguments, show: Show) -> ExitCode {
    let (input, mut config) = match read_settings(&arguments.settings, show) {
        Ok(read) => read,
        Err(no_start) => return no_start.end(show),
    };
    if arguments.package.is_some() {
        config.package.name.clone_from(&arguments.package);
    }
    let Some(output) = arguments.out.clone().or_else(|| config.output.clone()) else {
        return NoStart::Usage("name the crate's folder with --out").end(show);
    };
    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    let (code, mut files) = run_once(&input, &output, &config, mode, show);
    if !arguments.watch {
        return code;
    }
    loop {
        let before = times(&files);
        while times(&files) == before {
            std::thread::sleep(WATCH_EVERY);
        }
        files = run_once(&input, &output, &config, mode, show).1;
    }
}

/// Whether the crate is written, or only compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Write,
    Check,
}

/// What a run was about, and what it did.
struct Summary {
    described: Described,
    files: Written,
}

fn make(
    input: &Path,
    output: &Path,
    config: &Config,
    mode: Mode,
    diagnostics: &mut Diagnostics,
) -> Result<Summary, Stopped> {
    config::check(config, diagnostics)?;
    let (described, files) = crate::generate(input, config, diagnostics)?;
    let files: Files = files.into_iter().map(|file| (file.path, file.text)).collect();
    let files = match mode {
        Mode::Write => write::write(&files, output, diagnostics)?,
        Mode::Check => write::check(&files, output, diagnostics)?,
    };
    Ok(Summary { described, files })
}

/// Generates; also gives the files that were read.
fn run_once(
    input: &Path,
    output: &Path,
    config: &Config,
    mode: Mode,
    show: Show,
) -> (ExitCode, Vec<PathBuf>) {
    let start = Instant::now();
    let mut diagnostics = diagnostics(config);
    let result = make(input, output, config, mode, &mut diagnostics);
    match show.message_format {
        MessageFormat::Human => {
            print_findings(&diagnostics, show);
            let summary = result.as_ref().ok();
            say(
                io::stderr(),
                &describe(summary, &diagnostics, output, mode, start.elapsed()),
            );
        }
        MessageFormat::Json => {
            let mut text = to_json_lines(&diagnostics);
            if let Ok(summary) = &result {
                text.push_str(&summary_json(summary, start.elapsed()));
            }
            say(io::stdout(), &text);
        }
    }
    let mut files: Vec<PathBuf> =
        diagnostics.sources().files().iter().map(|file| file.path.clone()).collect();
    if files.is_empty() {
        files.push(input.to_owned());
    }
    let code = if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    (code, files)
}

fn times(files: &[PathBuf]) -> BTreeMap<&Path, Option<SystemTime>> {
    let time = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    files.iter().map(|path| (path.as_path(), time(path))).collect()
}

fn describe(
    summary: Option<&Summary>,
    diagnostics: &Diagnostics,
    output: &Path,
    mode: Mode,
    time: Duration,
) -> String {
    let mut text = String::new();
    for (code, count) in diagnostics.counts() {
        let severity = code.severity().name();
        let _ = writeln!(
            text,
            "{:>7} × {} {severity}: {}",
            count,
            code.name(),
            code.title()
        );
    }
    let warnings = diagnostics.count_of(Severity::Warning);
    let Some(summary) = summary else {
        let errors = diagnostics.count_of(Severity::Error);
        let _ = writeln!(
            text,
            "error: nothing was written: {errors} errors, {warnings} warnings"
        );
        return text;
    };
    let files = &summary.files;
    let _ = writeln!(
        text,
        "{}: {} operations, {} types from {}",
        output.display(),
        summary.described.api.operations.len(),
        summary.described.api.types.len(),
        summary.described.dialect,
    );
    let (written, removed) = (files.written.len(), files.removed.len());
    let _ = match mode {
        Mode::Check => writeln!(text, "{} files up to date", files.unchanged),
        Mode::Write => writeln!(
            text,
            "{written} files written, {} unchanged, {removed} removed",
            files.unchanged
        ),
    };
    let _ = writeln!(text, "{warnings} warnings, {:.2} s", time.as_secs_f64());
    text
}

fn summary_json(summary: &Summary, time: Duration) -> String {
    let summary = json!({
        "kind": "summary",
        "dialect": summary.described.dialect,
        "operations-described": summary.described.operations,
        "operations": summary.described.api.operations.len(),
        "types": summary.described.api.types.len(),
        "written": summary.files.written.len(),
        "unchanged": summary.files.unchanged,
        "removed": summary.files.removed.len(),
        "seconds": time.as_secs_f64(),
    });
    format!("{summary}\n")
}
