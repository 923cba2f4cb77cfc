//! The command line.

mod compare;
mod generate;
mod inspect;
mod manual;
mod output;
mod reference;
mod serve;
mod show;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Turns an OpenAPI description into a Rust SDK crate.
#[derive(Debug, Parser)]
#[command(name = "oasmith", version, about, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    show: Show,
}

const EXAMPLES: &str = "\
Examples:
  oasmith generate openapi.yaml --out my-sdk      write the crate `my-sdk`
  oasmith generate --check                        compare, as oasmith.toml says
  oasmith generate openapi.yaml --out my-sdk --include-tag Pets
  oasmith diff old.yaml new.yaml --fail-on major  what changes for the SDK's users
  oasmith mock openapi.yaml --items 50            a server to try the SDK with
  oasmith docs openapi.yaml --out site --serve    every operation on pages for a browser
  oasmith normalize openapi.yaml > plain.json     what the generator reads
  oasmith explain OAS0302                         what a finding means";

/// The heading above the options that every verb has.
const FINDINGS: &str = "Findings";

/// How findings are shown.
#[derive(Args, Clone, Copy, Debug)]
struct Show {
    /// Show every finding, not only the first few of a kind
    #[arg(long, short, global = true, help_heading = FINDINGS)]
    verbose: bool,
    /// Treat every warning as an error: repair nothing
    #[arg(long, global = true, help_heading = FINDINGS)]
    strict: bool,
    /// How findings are written
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        help_heading = FINDINGS
    )]
    message_format: MessageFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// For people
    #[default]
    Human,
    /// For machines: one JSON object a line
    Json,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write the crate, or compare it with what is there
    Generate(GenerateArguments),
    /// Write a commented oasmith.toml for a description
    Init {
        /// The description
        spec: PathBuf,
    },
    /// List the operations and types of the crate
    List(Settings),
    /// Print the canonical OpenAPI 3.0 document of a description, all files in one
    Normalize(NormalizeArguments),
    /// Say what changes for users of the crate between two versions of a description
    Diff(DiffArguments),
    /// Serve a description on this machine: check requests, answer examples, make faults
    #[command(after_help = serve::EXAMPLES)]
    Mock(serve::Arguments),
    /// Write pages about the API: for a browser, or in Markdown
    Docs(DocsArguments),
    /// Print the script that completes commands at a shell
    Completion {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or that of one verb, in roff
    Man {
        /// The verb
        verb: Option<String>,
    },
    /// Explain a finding by its code; without one, list all codes
    Explain {
        /// The code, such as OAS0102
        code: Option<String>,
    },
}

#[derive(Args, Debug)]
struct GenerateArguments {
    #[command(flatten)]
    settings: Settings,
    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; fail and show the difference if the crate is not up to date
    #[arg(long)]
    check: bool,
    /// Generate again whenever a file of the description changes
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// The name of the crate
    #[arg(long, value_name = "NAME")]
    package: Option<String>,
    /// Write over files of the crate that were edited since they were generated
    #[arg(long)]
    force: bool,
}

#[derive(Args, Debug)]
struct NormalizeArguments {
    #[command(flatten)]
    settings: Settings,
    /// How the document is written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: DocumentFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum DocumentFormat {
    #[default]
    Json,
    Yaml,
}

#[derive(Args, Debug)]
struct DocsArguments {
    #[command(flatten)]
    settings: Settings,
    /// The folder of the pages
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What the pages are written in
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: PageFormat,
    /// Show the pages on this machine afterwards, until the program is stopped
    #[arg(long)]
    serve: bool,
    /// The name of the crate that the pages are about
    #[arg(long, value_name = "NAME")]
    package: Option<String>,
    /// Write over pages that were edited since they were generated
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    /// A site: a folder that a browser opens, with or without a server
    #[default]
    Html,
    /// The pages that the crate has in docs/reference/
    Markdown,
}

#[derive(Args, Debug)]
struct DiffArguments {
    /// The description as it was
    old: PathBuf,
    /// The description as it is now
    new: PathBuf,
    #[command(flatten)]
    choices: Choices,
    /// End with exit code 1 when there is a change of this class, or of a worse one
    #[arg(long, value_enum, value_name = "CLASS")]
    fail_on: Option<FailOn>,
    /// Write a change log for users, in Markdown
    #[arg(long)]
    markdown: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Any difference of the crate
    Patch,
    /// Something new for users
    Minor,
    /// Something that compiles, and whose calls may do something else
    Wire,
    /// Something that breaks their code
    Major,
}

/// What oasmith.toml may say as well; the command line wins.
#[derive(Args, Debug)]
struct Settings {
    /// The description; without it, the `input` of oasmith.toml
    spec: Option<PathBuf>,
    #[command(flatten)]
    choices: Choices,
}

/// What is made of a description.
#[derive(Args, Debug)]
struct Choices {
    /// The configuration; without it and a description, oasmith.toml in this folder
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Correct the description by this OpenAPI Overlay file; may be given several times
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Use an operation's versioned media types as of this version
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Leave out operations that cannot be generated, and name them
    #[arg(long)]
    skip_invalid: bool,
    /// Read files on the network that the description refers to, pinned in oasmith.lock
    #[arg(long)]
    allow_remote: bool,
    /// Read files of this folder too that the description refers to, not only those below
    /// its own folder; may be given several times
    #[arg(long, value_name = "DIR")]
    allow_outside: Vec<PathBuf>,
    /// Read files of the description up to this size; 64 without it
    #[arg(long, value_name = "MIB")]
    max_file_size: Option<u64>,
    /// Read up to so much of all files of the description together; 256 without it
    #[arg(long, value_name = "MIB")]
    max_total_size: Option<u64>,
    /// Only operations with these ids (`*` stands for any text)
    #[arg(long, value_name = "ID")]
    include: Vec<String>,
    /// Only operations with these tags
    #[arg(long, value_name = "TAG")]
    include_tag: Vec<String>,
    /// No operations with these ids
    #[arg(long, value_name = "ID")]
    exclude: Vec<String>,
    /// No operations with these tags
    #[arg(long, value_name = "TAG")]
    exclude_tag: Vec<String>,
}

/// Wrong usage.
const USAGE: u8 = 2;

/// Runs the command line with the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let given: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .filter(|argument| argument != "--check")
        .collect();
    dispatch(arguments, &format!("oasmith {}", given.join(" ")))
}

/// Runs the command line with these arguments, for a program that is known to people as
/// `command`: what they are told to run when a crate is not up to date.
#[must_use]
pub fn run_as<T: Into<OsString>>(
    command: &str,
    arguments: impl IntoIterator<Item = T>,
) -> ExitCode {
    let arguments = arguments.into_iter().map(Into::into);
    let program = std::iter::once(OsString::from("oasmith"));
    match Arguments::try_parse_from(program.chain(arguments)) {
        Ok(arguments) => dispatch(arguments, command),
        Err(error) => {
            // Whoever closed the stream does not want to read.
            let _ = error.print();
            u8::try_from(error.exit_code()).map_or(ExitCode::from(USAGE), ExitCode::from)
        }
    }
}

fn dispatch(arguments: Arguments, command: &str) -> ExitCode {
    let show = arguments.show;
    match arguments.verb {
        Verb::Generate(arguments) => generate::generate(&arguments, show, command),
        Verb::Init { spec } => inspect::init(&spec, show),
        Verb::List(settings) => inspect::list(&settings, show),
        Verb::Normalize(arguments) => inspect::normalize(&arguments, show),
        Verb::Diff(arguments) => compare::diff(&arguments, show),
        Verb::Mock(arguments) => serve::mock(arguments, show),
        Verb::Docs(arguments) => reference::docs(&arguments, show),
        Verb::Completion { shell } => manual::completion(shell),
        Verb::Man { verb } => manual::page(verb.as_deref()),
        Verb::Explain { code } => inspect::explain(code.as_deref()),
    }
}
