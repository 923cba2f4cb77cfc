//! What the tool itself can be told, beside the parameters of operations.

use super::failure::{Failure, Outcome};
use clap::{Arg, ArgAction, ArgMatches};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// How an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Yaml,
    Table,
    Csv,
    Jsonl,
    Raw,
}

/// What was said of how to call and what to show.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) base_url: Option<String>,
    pub(super) token_url: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) timeout: Option<Duration>,
    pub(super) retries: Option<u32>,
    pub(super) is_verbose: bool,
    pub(super) is_dry_run: bool,
    pub(super) format: Option<Format>,
    pub(super) columns: Vec<String>,
    pub(super) query: Option<String>,
    pub(super) output_file: Option<PathBuf>,
    pub(super) includes_head: bool,
    pub(super) all: bool,
    pub(super) max_items: Option<u64>,
    pub(super) watch: Option<String>,
    pub(super) watch_interval: Duration,
    pub(super) watch_limit: Option<Duration>,
    pub(super) accept: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) version: Option<String>,
    pub(super) body: Option<String>,
    pub(super) set: Vec<String>,
    pub(super) is_example: bool,
    pub(super) is_unchecked: bool,
}

impl Options {
    /// What was said to an operation.
    pub(super) fn of(matches: &ArgMatches) -> Outcome<Self> {
        let text = |name: &str| text(matches, name);
        let headers = texts(matches, "header");
        Ok(Self {
            base_url: text("base-url"),
            token_url: text("token-url"),
            profile: text("profile"),
            headers: headers.iter().map(|text| header(text)).collect::<Outcome<_>>()?,
            timeout: duration(matches, "timeout")?,
            retries: number(matches, "retries")?,
            is_verbose: flag(matches, "verbose"),
            is_dry_run: flag(matches, "dry-run"),
            format: text("output").map(|name| format(&name)).transpose()?,
            columns: texts(matches, "columns")
                .iter()
                .flat_map(|text| text.split(','))
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
            query: text("query"),
            output_file: text("output-file").map(PathBuf::from),
            includes_head: flag(matches, "include"),
            all: flag(matches, "all"),
            max_items: number(matches, "max-items")?,
            watch: text("watch"),
            watch_interval: duration(matches, "watch-interval")?
                .unwrap_or(Duration::from_secs(5)),
            watch_limit: duration(matches, "watch-limit")?,
            accept: text("accept"),
            content_type: text("content-type"),
            version: text("version"),
            body: text("body"),
            set: texts(matches, "set"),
            is_example: flag(matches, "example"),
            is_unchecked: flag(matches, "no-check"),
        })
    }
}

/// The text of an option; none where the command does not have it.
pub(super) fn text(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.try_get_one::<String>(name).ok().flatten().cloned()
}

pub(super) fn texts(matches: &ArgMatches, name: &str) -> Vec<String> {
    let found = matches.try_get_many::<String>(name).ok().flatten();
    found.map(|all| all.cloned().collect()).unwrap_or_default()
}

pub(super) fn flag(matches: &ArgMatches, name: &str) -> bool {
    matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or_default()
}

fn number<T: std::str::FromStr>(matches: &ArgMatches, name: &str) -> Outcome<Option<T>> {
    let parse = |text: String| {
        text.parse().map_err(|_| {
            Failure::usage(format!("--{name}: {text:?} is not a whole number"))
        })
    };
    text(matches, name).map(parse).transpose()
}

/// `30`, `30s`, `500ms`, `5m` or `2h`.
fn duration(matches: &ArgMatches, name: &str) -> Outcome<Option<Duration>> {
    let parse = |text: String| {
        let digits = text.trim_end_matches(|one: char| one.is_ascii_alphabetic());
        let unit = text.get(digits.len()..).unwrap_or_default();
        let factor = match unit {
            "ms" => 0.001,
            "" | "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => 0.0,
        };
        let seconds = digits.parse::<f64>().unwrap_or_default() * factor;
        let span = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        if span.is_zero() {
            let words = "is not a time such as 500ms, 30s, 5m or 2h";
            return Err(Failure::usage(format!("--{name}: {text:?} {words}")));
        }
        Ok(span)
    };
    text(matches, name).map(parse).transpose()
}

fn header(text: &str) -> Outcome<(String, String)> {
    match text.split_once(':') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => Err(Failure::usage("--header: a header is written \"Name: value\"")),
    }
}

const FORMATS: &[(&str, Format)] = &[
    ("json", Format::Json),
    ("yaml", Format::Yaml),
    ("table", Format::Table),
    ("csv", Format::Csv),
    ("jsonl", Format::Jsonl),
    ("raw", Format::Raw),
];

fn format(name: &str) -> Outcome<Format> {
    let found = FORMATS.iter().find(|(one, _)| *one == name);
    found.map(|(_, format)| *format).ok_or_else(|| {
        let names: Vec<_> = FORMATS.iter().map(|(name, _)| *name).collect();
        Failure::usage(format!("--output: {name:?} is not one of {}", names.join(", ")))
    })
}

/// Whether errors are to be told as JSON, seen before anything else is read.
pub(super) fn asks_for_json(arguments: &[OsString]) -> bool {
    let is_json = |text: &str| matches!(text, "json" | "jsonl");
    let texts =
        || arguments.iter().map(|argument| argument.to_str().unwrap_or_default());
    let pairs = texts().zip(texts().skip(1));
    let mut inline = texts().filter_map(|text| text.strip_prefix("--output="));
    inline.any(is_json)
        || pairs.into_iter().any(|(flag, value)| flag == "--output" && is_json(value))
}

/// What every command can be told that speaks to the API.
pub(super) fn client(prefix: &str) -> Vec<Arg> {
    vec![
        value("profile", "NAME", "Use the credentials and addresses of this profile")
            .long_help(format!(
                "Use the credentials and addresses of this profile, in place of the one that \
                 is in use or that {prefix}_PROFILE names"
            )),
        value("base-url", "URL", "Where the API is").long_help(format!(
            "Where the API is, in place of what {prefix}_BASE_URL, the profile or the \
             description says; token addresses on the API's own host follow"
        )),
        value("token-url", "URL", "Where OAuth 2 tokens are asked for"),
        value("header", "NAME: VALUE", "Send this header; an Authorization counts as the credential")
            .action(ArgAction::Append),
        value("timeout", "TIME", "Give up after this time, such as 30s or 5m"),
        value("retries", "COUNT", "Try again this often at most; 0 for a single attempt"),
        switch("verbose", "Show what is sent and what comes back, without secrets"),
        value("output", "FORMAT", "How to show what comes back")
            .value_parser(clap::builder::PossibleValuesParser::new(
                FORMATS.iter().map(|(name, _)| *name),
            ))
            .long_help(
                "How to show what comes back. At a terminal a list is a table and an object is \
                 JSON; anywhere else it is the JSON as it came. With json and jsonl, an error \
                 is a JSON object on standard error",
            ),
    ]
}

/// What calls can be told too.
pub(super) fn call() -> Vec<Arg> {
    vec![
        switch("dry-run", "Print the equal curl command, and send nothing"),
        value(
            "columns",
            "NAMES",
            "The columns of a table or of CSV, with commas between them",
        )
        .action(ArgAction::Append),
        value(
            "query",
            "EXPRESSION",
            "Show only what this JMESPath expression takes out",
        ),
        value(
            "output-file",
            "PATH",
            "Write the answer into this file, once all of it is there",
        ),
        switch("include", "Show the status and the headers before the answer"),
        value(
            "watch",
            "EXPRESSION",
            "Call again until this JMESPath expression is true",
        ),
        value(
            "watch-interval",
            "TIME",
            "How long to wait between two calls; 5s unless given",
        ),
        value("watch-limit", "TIME", "Stop watching after this time, with exit code 7"),
        value("accept", "TYPE", "Ask for an answer of this media type"),
    ]
}

/// What operations that page can be told.
pub(super) fn pages() -> Vec<Arg> {
    vec![
        switch("all", "Show the items of all pages, as they come"),
        value("max-items", "COUNT", "Show the items of as many pages as hold this many"),
    ]
}

/// What operations with versioned media types can be told.
pub(super) fn version() -> Arg {
    value("version", "DATE", "Use this version of the API, such as 2025-03-12")
}

/// What operations with a body can be told.
pub(super) fn body() -> Vec<Arg> {
    vec![
        value("body", "BODY", "The body: JSON, YAML, @FILE, or - for what is piped in"),
        value("set", "PATH=VALUE", "Set a value in the body: path.to[0].field=value")
            .action(ArgAction::Append),
        switch("example", "Print a body to start from, and send nothing"),
        value("content-type", "TYPE", "Send the body as this media type"),
        switch("no-check", "Send the body as it is, even if it is not as described"),
    ]
}

/// Help, which stands with the other options.
pub(super) fn help() -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("Print help; -h is short, and --help says all")
        .help_heading("Options")
        .display_order(990)
}

/// Options in this order, from this place on.
pub(super) fn ordered(args: Vec<Arg>, from: usize) -> impl Iterator<Item = Arg> {
    args.into_iter()
        .enumerate()
        .map(move |(index, arg)| arg.display_order(from.saturating_add(index)))
}

/// The names that no parameter can have.
pub(super) fn names() -> Vec<String> {
    let all = [client(""), call(), pages(), body(), vec![version()]];
    let longs = all.iter().flatten().filter_map(|arg| arg.get_long());
    longs.chain(["help", ""]).map(str::to_owned).collect()
}

/// An option with a value.
pub(super) fn value(name: &'static str, word: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(word).help(help).help_heading("Options")
}

/// An option without one.
pub(super) fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
        .help_heading("Options")
}
