//! `oasmith generate`.

use super::output::{
    NoStart, diagnostics, print_findings, read_settings, say, write_options,
};
use super::{GenerateArguments, MessageFormat, Show};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics, Severity, Stopped, to_json_lines};
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

pub(super) fn generate(
    arguments: &GenerateArguments,
    show: Show,
    command: &str,
) -> ExitCode {
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
    let options = write_options(arguments.force);
    let (input, output, config) = (&input, &output, &config);
    let run = Run { input, output, config, mode, options, command };
    let (code, mut files) = run.once(show);
    if !arguments.watch {
        return code;
    }
    loop {
        let before = times(&files);
        while times(&files) == before {
            std::thread::sleep(WATCH_EVERY);
        }
        files = run.once(show).1;
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

/// What is made of what, and how.
#[derive(Clone, Copy)]
struct Run<'a> {
    input: &'a Path,
    output: &'a Path,
    config: &'a Config,
    mode: Mode,
    options: write::Options<'a>,
    /// What people run to bring the crate up to date.
    command: &'a str,
}

impl Run<'_> {
    fn make(&self, diagnostics: &mut Diagnostics) -> Result<Summary, Stopped> {
        config::check(self.config, diagnostics)?;
        let (described, files) = crate::generate(self.input, self.config, diagnostics)?;
        let files: Files =
            files.into_iter().map(|file| (file.path, file.text)).collect();
        let files = match self.mode {
            Mode::Write => {
                write::write(&files, self.output, &self.options, diagnostics)?
            }
            Mode::Check => {
                write::check(&files, self.output, &self.options, diagnostics)?
            }
        };
        Ok(Summary { described, files })
    }

    /// Generates; also gives the files that were read.
    fn once(&self, show: Show) -> (ExitCode, Vec<PathBuf>) {
        let start = Instant::now();
        let mut diagnostics = diagnostics(self.config);
        let result = self.make(&mut diagnostics);
        match show.message_format {
            MessageFormat::Human => {
                print_findings(&diagnostics, show);
                let mut text = counts(&diagnostics);
                text += &match &result {
                    Ok(summary) => self.success(summary, &diagnostics, start.elapsed()),
                    Err(Stopped) => self.failure(&diagnostics),
                };
                say(io::stderr(), &text);
            }
            MessageFormat::Json => {
                let mut text = to_json_lines(&diagnostics);
                if let Ok(summary) = &result {
                    text.push_str(&summary_json(summary, start.elapsed()));
                }
                say(io::stdout(), &text);
            }
        }
        let sources = diagnostics.sources().files().iter();
        let mut files: Vec<PathBuf> = sources.map(|file| file.path.clone()).collect();
        if files.is_empty() {
            files.push(self.input.to_owned());
        }
        let code = if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        (code, files)
    }

    fn success(
        &self,
        summary: &Summary,
        diagnostics: &Diagnostics,
        time: Duration,
    ) -> String {
        let Summary { described, files } = summary;
        let (written, removed) = (files.written.len(), files.removed.len());
        let kept = match files.kept.len() {
            0 => String::new(),
            count => format!(", {count} edited and kept"),
        };
        let did = match self.mode {
            Mode::Check => format!("{} files up to date", files.unchanged),
            Mode::Write => format!(
                "{written} files written, {} unchanged, {removed} removed{kept}",
                files.unchanged
            ),
        };
        format!(
            "{}: {} operations, {} types from {}\n{did}\n{} warnings, {:.2} s\n",
            self.output.display(),
            described.api.operations.len(),
            described.api.types.len(),
            described.dialect,
            diagnostics.count_of(Severity::Warning),
            time.as_secs_f64(),
        )
    }

    fn failure(&self, diagnostics: &Diagnostics) -> String {
        let outdated = diagnostics.counts().get(&Code::OutOfDate).copied();
        if let Some(count) = outdated {
            let (output, command) = (self.output.display(), self.command);
            return format!(
                "error: {output}: {count} files are not up to date; run: {command}\n"
            );
        }
        let errors = diagnostics.count_of(Severity::Error);
        let warnings = diagnostics.count_of(Severity::Warning);
        format!("error: nothing was written: {errors} errors, {warnings} warnings\n")
    }
}

fn times(files: &[PathBuf]) -> BTreeMap<&Path, Option<SystemTime>> {
    let time = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    files.iter().map(|path| (path.as_path(), time(path))).collect()
}

/// How many findings there are of each kind.
fn counts(diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for (code, count) in diagnostics.counts() {
        let (name, severity, title) =
            (code.name(), code.severity().name(), code.title());
        let _ = writeln!(text, "{count:>7} × {name} {severity}: {title}");
    }
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
        "kept": summary.files.kept,
        "seconds": time.as_secs_f64(),
    });
    format!("{summary}\n")
}
