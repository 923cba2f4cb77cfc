//! `oasmith generate`.

use super::{MessageFormat, Show, print_findings};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostics, Severity, Stopped};
use crate::write::{self, Files, Written};
use crate::{Described, generate};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Write the Rust crate of a description.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  oasmith generate api.yaml --out sdk
  oasmith generate api.yaml --out sdk --package my-sdk --api-version 2025-03-12
  oasmith generate --config spec/oasmith.toml --check")]
pub(super) struct Arguments {
    /// The description; without it, the configuration's
    spec: Option<PathBuf>,
    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Settings (oasmith.toml); flags go before them
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The name of the crate
    #[arg(long, value_name = "NAME")]
    package: Option<String>,
    /// Of versioned media types, take the newest that is not newer than this
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Leave out operations that cannot be generated, and name them
    #[arg(long)]
    skip_invalid: bool,
    /// Write nothing; fail when the folder does not hold what would be written
    #[arg(long)]
    check: bool,
}

/// What was chosen, by flags and file together.
struct Chosen {
    spec: PathBuf,
    folder: PathBuf,
    config: Config,
}

pub(super) fn run(arguments: &Arguments, show: Show) -> ExitCode {
    let begin = Instant::now();
    let mut diagnostics =
        if show.strict { Diagnostics::strict() } else { Diagnostics::default() };
    let chosen = match choose(arguments, show, &mut diagnostics) {
        Ok(Some(chosen)) => chosen,
        Ok(None) => {
            eprintln!(
                "error: what to generate and where to is not said\n\nGive a description and \
                 `--out DIR`, or `--config FILE` with `input` and `output`."
            );
            return ExitCode::from(2);
        }
        Err(Stopped) => {
            print_findings(&diagnostics, show);
            return ExitCode::FAILURE;
        }
    };
    let done = make(&chosen, arguments.check, &mut diagnostics);
    print_findings(&diagnostics, show);
    let Ok((described, written)) = done else { return ExitCode::FAILURE };
    let seconds = begin.elapsed().as_secs_f64();
    match show.message_format {
        MessageFormat::Json => {
            println!("{}", summary_json(&described, &written, seconds))
        }
        MessageFormat::Human => {
            summary(&chosen.folder, &described, &written, &diagnostics, seconds);
        }
    }
    ExitCode::SUCCESS
}

fn choose(
    arguments: &Arguments,
    show: Show,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Chosen>, Stopped> {
    let mut config = Config::default();
    if let Some(file) = &arguments.config {
        config = config::read(file, diagnostics)?;
    }
    config.strict |= show.strict;
    config.skip_invalid |= arguments.skip_invalid;
    if let Some(name) = &arguments.package {
        config.package.name = Some(name.clone());
    }
    if let Some(version) = &arguments.api_version {
        config.api_version = Some(version.clone());
    }
    let spec = arguments.spec.clone().or_else(|| config.input.clone());
    let folder = arguments.out.clone().or_else(|| config.output.clone());
    Ok(spec.zip(folder).map(|(spec, folder)| Chosen { spec, folder, config }))
}

fn make(
    chosen: &Chosen,
    check: bool,
    diagnostics: &mut Diagnostics,
) -> Result<(Described, Written), Stopped> {
    let (described, files) = generate(&chosen.spec, &chosen.config, diagnostics)?;
    let files: Files = files.into_iter().map(|file| (file.path, file.text)).collect();
    let written = if check {
        write::check(&files, &chosen.folder, diagnostics)?
    } else {
        write::write(&files, &chosen.folder, diagnostics)?
    };
    Ok((described, written))
}

fn summary(
    folder: &Path,
    described: &Described,
    written: &Written,
    diagnostics: &Diagnostics,
    seconds: f64,
) {
    println!(
        "{}: {} operations, {} types from {}",
        folder.display(),
        described.api.operations.len(),
        described.api.types.len(),
        described.dialect
    );
    println!(
        "{} files written, {} unchanged, {} removed; {} warnings, {} notes; {seconds:.2} s",
        written.written.len(),
        written.unchanged,
        written.removed.len(),
        diagnostics.count_of(Severity::Warning),
        diagnostics.count_of(Severity::Note),
    );
}

/// The same for machines.
fn summary_json(
    described: &Described,
    written: &Written,
    seconds: f64,
) -> serde_json::Value {
    serde_json::json!({
        "kind": "summary",
        "dialect": described.dialect,
        "operations-described": described.operations,
        "operations": described.api.operations.len(),
        "types": described.api.types.len(),
        "written": written.written.len(),
        "unchanged": written.unchanged,
        "removed": written.removed.len(),
        "seconds": seconds,
    })
}
