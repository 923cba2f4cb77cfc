//! The command line.

mod generate;

use crate::Described;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics, RenderOptions, render, to_json_lines};
use clap::{Parser, Subcommand, ValueEnum};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Turns an OpenAPI description into a Rust SDK crate.
#[derive(Debug, Parser)]
#[command(name = "oasmith", version, about)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    show: Show,
}

/// How findings are shown.
#[derive(clap::Args, Clone, Copy, Debug)]
struct Show {
    /// Show every finding, not only the first few of a kind
    #[arg(long, short, global = true)]
    verbose: bool,
    /// Treat every warning as an error: repair nothing
    #[arg(long, global = true)]
    strict: bool,
    /// How findings are written to standard error
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum MessageFormat {
    /// For people
    #[default]
    Human,
    /// For machines: one JSON object a line
    Json,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write the Rust crate of a description
    Generate(generate::Arguments),
    /// Print the canonical OpenAPI 3.0 document of a description, all files in one
    Normalize {
        /// The description
        spec: PathBuf,
    },
    /// Explain a finding by its code
    Explain {
        /// The code, such as OAS0102
        code: String,
    },
}

/// Runs the command line with the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.verb {
        Verb::Generate(chosen) => generate::run(&chosen, arguments.show),
        Verb::Normalize { spec } => normalize(&spec, arguments.show),
        Verb::Explain { code } => explain(&code),
    }
}

fn normalize(spec: &std::path::Path, show: Show) -> ExitCode {
    let mut diagnostics =
        if show.strict { Diagnostics::strict() } else { Diagnostics::default() };
    let config = Config { strict: show.strict, ..Config::default() };
    let described = crate::describe(spec, &config, &mut diagnostics);
    print_findings(&diagnostics, show);
    let Ok(Described { document, .. }) = described else { return ExitCode::FAILURE };
    if diagnostics.has_errors() {
        return ExitCode::FAILURE;
    }
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut output, &document.root)
        .map_err(std::io::Error::from)
        .and_then(|()| output.write_all(b"\n"))
        .and_then(|()| output.flush());
    match written {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has enough of it.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: cannot write to standard output: {error}");
            ExitCode::FAILURE
        }
    }
}

fn explain(code: &str) -> ExitCode {
    let Some(code) = Code::from_name(code) else {
        eprintln!("error: there is no finding with the code `{code}`");
        return ExitCode::from(2);
    };
    println!(
        "{} ({})\n\n{}",
        code.name(),
        code.severity().name(),
        code.explanation().trim_end()
    );
    ExitCode::SUCCESS
}

fn print_findings(diagnostics: &Diagnostics, show: Show) {
    let error_output = std::io::stderr();
    let text = match show.message_format {
        MessageFormat::Json => to_json_lines(diagnostics),
        MessageFormat::Human => {
            let colour =
                error_output.is_terminal() && std::env::var_os("NO_COLOR").is_none();
            render(diagnostics, RenderOptions { colour, verbose: show.verbose })
        }
    };
    // A closed standard error is no reason to fail.
    let _ = error_output.lock().write_all(text.as_bytes());
}
