//! What was typed, read by clap.

use super::failure::{Failure, Outcome};
use super::flags::{self, Flag};
use super::names::nearest;
use super::options::{self, Options, text};
use super::shape::Shape;
use super::tree::{self, Part, is_command, is_group};
use super::{Command, CommandGroup, CommandLine};
use clap::ArgMatches;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// What was asked for.
pub(super) enum Asked {
    /// To say something.
    Words(String),
    Call(Box<Call>),
    Account(Box<Account>),
    Script(Script),
}

/// A call of an operation.
pub(super) struct Call {
    pub(super) command: &'static Command,
    pub(super) flags: Vec<Flag>,
    /// The values of each flag.
    pub(super) values: Vec<Vec<Given>>,
    pub(super) options: Options,
}

/// A value as it was typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Given {
    /// `--flag VALUE`.
    Whole(String),
    /// `--flag.path VALUE`.
    At(String, String),
}

/// What is to be done about credentials and profiles.
pub(super) struct Account {
    pub(super) task: Task,
    pub(super) options: Options,
}

pub(super) enum Task {
    Login { kind: Option<String>, is_piped: bool, is_tried: bool },
    Status,
    Logout,
    Profiles,
    Use(String),
    Set { key: String, value: String },
    Delete(String),
}

/// What is made for shells.
pub(super) enum Script {
    Completion(clap_complete::Shell),
    Manual { words: Vec<String>, folder: Option<String> },
}

/// Stands between the parts of a value that was typed as `--flag.path VALUE`.
const MARK: char = '\u{1}';

/// Reads the arguments.
pub(super) fn read(
    line: &'static CommandLine,
    arguments: &[OsString],
) -> Outcome<Asked> {
    let way = words(line, arguments);
    let way: Vec<&str> = way.iter().map(String::as_str).collect();
    let (group, command) = match way.as_slice() {
        ["api", group, command, ..] => (Some(*group), Some(*command)),
        ["api", group] => (Some(*group), None),
        _ => (None, None),
    };
    let mut root = tree::root(line, Part::Way { group, command });
    let found = find(line, group, command);
    let flags = found.map(|(_, command)| flags::of(command)).unwrap_or_default();
    let arguments = with_paths(arguments, &flags);
    match root.try_get_matches_from_mut(arguments) {
        Ok(matches) => asked(line, &matches, found, flags),
        Err(error) => explain(line, &error, &way, &flags),
    }
}

/// The words before the first flag that is no option of the tool.
fn words(line: &CommandLine, arguments: &[OsString]) -> Vec<String> {
    let all: Vec<clap::Arg> = options::client(line.prefix)
        .into_iter()
        .chain(options::call())
        .chain([options::value("search", "TEXT", "")])
        .collect();
    let has_value = |name: &str| {
        let arg = all.iter().find(|arg| arg.get_long() == Some(name));
        arg.is_some_and(|arg| arg.get_action().takes_values())
    };
    let mut words = Vec::new();
    let mut arguments = arguments.iter().skip(1);
    while let Some(argument) = arguments.next() {
        let Some(text) = argument.to_str() else { break };
        match text.strip_prefix("--") {
            Some(name) if has_value(name) => {
                arguments.next();
            }
            Some(_) => {}
            None if text.starts_with('-') => {}
            None => words.push(text.to_owned()),
        }
        if words.len() == 3 {
            break;
        }
    }
    words
}

type Found = (&'static CommandGroup, &'static Command);

fn find(
    line: &'static CommandLine,
    group: Option<&str>,
    command: Option<&str>,
) -> Option<Found> {
    let (group, command) = (group?, command?);
    let group = line.groups.iter().find(|one| is_group(one, group))?;
    let command = group.commands.iter().find(|one| is_command(one, command))?;
    Some((group, command))
}

/// `--filter.name VALUE` of an object as a value of `--filter`, which clap knows.
fn with_paths(arguments: &[OsString], flags: &[Flag]) -> Vec<OsString> {
    let mut out = Vec::with_capacity(arguments.len());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let text = argument.to_str().unwrap_or_default();
        let Some((long, path, inline)) = path_flag(text, flags) else {
            out.push(argument.clone());
            continue;
        };
        let value = match inline {
            Some(value) => value,
            None => match rest.next().and_then(|value| value.to_str()) {
                // A flag is no value: clap tells that there is none.
                Some(value) if !value.starts_with("--") => value.to_owned(),
                other => {
                    out.push(format!("--{long}").into());
                    out.extend(other.map(OsString::from));
                    continue;
                }
            },
        };
        out.push(format!("--{long}={MARK}{path}{MARK}{value}").into());
    }
    out
}

fn path_flag(text: &str, flags: &[Flag]) -> Option<(String, String, Option<String>)> {
    let text = text.strip_prefix("--")?;
    let (name, inline) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (text, None),
    };
    if flags.iter().any(|flag| flag.is(name)) {
        return None;
    }
    let (long, path) = name.split_once('.')?;
    let flag = flags.iter().find(|flag| flag.is(long))?;
    matches!(flag.shape, Shape::Object(_) | Shape::Any)
        .then(|| (flag.long.clone(), path.to_owned(), inline))
}

fn given(text: &str) -> Given {
    let marked = text.strip_prefix(MARK).and_then(|text| text.split_once(MARK));
    match marked {
        Some((path, value)) => Given::At(path.to_owned(), value.to_owned()),
        None => Given::Whole(text.to_owned()),
    }
}

fn asked(
    line: &'static CommandLine,
    matches: &ArgMatches,
    found: Option<Found>,
    flags: Vec<Flag>,
) -> Outcome<Asked> {
    let unknown = || Failure::usage("no command was given");
    let (name, inner) = matches.subcommand().ok_or_else(unknown)?;
    let account = |task: Task, matches: &ArgMatches| {
        Ok(Asked::Account(Box::new(Account { task, options: Options::of(matches)? })))
    };
    match name {
        "api" => api(line, inner, found, flags),
        "auth" => match inner.subcommand().ok_or_else(unknown)? {
            ("login", inner) => {
                let task = Task::Login {
                    kind: text(inner, "kind"),
                    is_piped: options::flag(inner, "stdin"),
                    is_tried: !options::flag(inner, "no-try"),
                };
                account(task, inner)
            }
            ("status", inner) => account(Task::Status, inner),
            (_, inner) => account(Task::Logout, inner),
        },
        "profile" => {
            let (name, inner) = inner.subcommand().ok_or_else(unknown)?;
            let text = |name: &str| text(inner, name).unwrap_or_default();
            let task = match name {
                "list" => Task::Profiles,
                "use" => Task::Use(text("name")),
                "delete" => Task::Delete(text("name")),
                _ => Task::Set { key: text("key"), value: text("value") },
            };
            account(task, inner)
        }
        "completion" => {
            let shell = inner.get_one::<clap_complete::Shell>("shell");
            shell
                .map(|shell| Asked::Script(Script::Completion(*shell)))
                .ok_or_else(unknown)
        }
        _ => Ok(Asked::Script(Script::Manual {
            words: options::texts(inner, "words"),
            folder: text(inner, "out"),
        })),
    }
}

fn api(
    line: &'static CommandLine,
    matches: &ArgMatches,
    found: Option<Found>,
    flags: Vec<Flag>,
) -> Outcome<Asked> {
    let chosen = matches.subcommand().and_then(|(_, group)| group.subcommand());
    if let (Some((_, inner)), Some((_, command))) = (chosen, found) {
        let values = flags
            .iter()
            .map(|flag| {
                options::texts(inner, &flag.long)
                    .iter()
                    .map(|text| given(text))
                    .collect()
            })
            .collect();
        let options = Options::of(inner)?;
        return Ok(Asked::Call(Box::new(Call { command, flags, values, options })));
    }
    match text(matches, "search") {
        Some(text) => Ok(Asked::Words(search(line, &text)?)),
        None => Err(Failure::usage("no operation was given")
            .tip(format!("try: {} api --help", line.name))),
    }
}

/// The operations in whose names or words all of these words are.
fn search(line: &CommandLine, text: &str) -> Outcome<String> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut found = Vec::new();
    for group in line.groups {
        for command in group.commands {
            let names = [group.name, command.name, command.alias, group.about];
            let near =
                [names.join(" "), command.about.to_owned()].join(" ").to_lowercase();
            let all = format!("{near} {} {}", command.text, group.text).to_lowercase();
            if !words.is_empty() && words.iter().all(|word| all.contains(word)) {
                let rank = words.iter().filter(|word| !near.contains(*word)).count();
                let line = format!("{} {}", group.name, command.name);
                found.push((rank, line, command.about));
            }
        }
    }
    if found.is_empty() {
        return Err(Failure::new(
            super::failure::Reason::Other,
            format!("no operation has {text:?} in its name or description"),
        ));
    }
    found.sort();
    let mut shown = String::new();
    for (_, way, about) in found {
        shown.push_str(&format!("{} api {way}\n    {about}\n", line.name));
    }
    Ok(shown)
}

/// A clap error as help, or as one line.
fn explain(
    line: &CommandLine,
    error: &clap::Error,
    way: &[&str],
    flags: &[Flag],
) -> Outcome<Asked> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = error.render();
            let is_coloured = super::show::is_coloured(&std::io::stdout());
            let text =
                if is_coloured { text.ansi().to_string() } else { text.to_string() };
            return Ok(Asked::Words(text));
        }
        _ => {}
    }
    Err(usage(line, error, way, flags))
}

/// What an error is about.
fn context(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

/// Wrong usage as one line, and what would help.
fn usage(
    line: &CommandLine,
    error: &clap::Error,
    way: &[&str],
    flags: &[Flag],
) -> Failure {
    let first =
        |kind: ContextKind| context(error, kind).into_iter().next().unwrap_or_default();
    let invalid = first(ContextKind::InvalidArg);
    let flag = invalid.split([' ', '=']).next().unwrap_or_default();
    let flag = flag.trim_end_matches('[');
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            return unknown_command(line, &first(ContextKind::InvalidSubcommand), way);
        }
        ErrorKind::UnknownArgument => return unknown_argument(line, flag, way, flags),
        ErrorKind::InvalidValue if first(ContextKind::InvalidValue).is_empty() => {
            return Failure::usage(format!("{flag} needs a value")).tip(format!(
                "a value that begins with a hyphen is written {flag}=-VALUE"
            ));
        }
        ErrorKind::InvalidValue => {
            let value = first(ContextKind::InvalidValue);
            let valid = context(error, ContextKind::ValidValue).join(", ");
            format!("{invalid}: {value:?} is not one of {valid}")
        }
        ErrorKind::ArgumentConflict => {
            format!("{flag} is given twice, and takes one value")
        }
        ErrorKind::MissingRequiredArgument => {
            format!("missing: {}", context(error, ContextKind::InvalidArg).join(", "))
        }
        ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return missing_command(&error.render().to_string());
        }
        _ => {
            let text = error.render().to_string();
            let text = text.lines().next().unwrap_or_default();
            text.strip_prefix("error: ").unwrap_or(text).to_owned()
        }
    };
    Failure::usage(message).tip(see_help(line, way))
}

fn see_help(line: &CommandLine, way: &[&str]) -> String {
    format!("see {} {} --help", line.name, way.join(" "))
}

/// Help in the place of a command, which is told as an error.
fn missing_command(help: &str) -> Failure {
    // Help is not one line: it goes out as it is.
    let _ = std::io::Write::write_all(&mut std::io::stderr().lock(), help.as_bytes());
    Failure::usage("a command is missing")
}

fn unknown_command(line: &CommandLine, typed: &str, way: &[&str]) -> Failure {
    let tool = ["api", "auth", "profile", "completion", "man"];
    match way {
        ["api", group, _, ..] => {
            let group = line.groups.iter().find(|one| is_group(one, group));
            let commands = group.map(|group| group.commands).unwrap_or_default();
            let names = commands.iter().map(|command| command.name);
            let failure =
                Failure::usage(format!("there is no operation {typed:?} here"));
            match nearest(typed, names).or_else(|| elsewhere(line, typed)) {
                Some(near) => failure.tip(did_you_mean(line, near)),
                None => failure.tip(format!("try: {} api --search WORDS", line.name)),
            }
        }
        ["api", ..] => {
            let failure = Failure::usage(format!("there is no group {typed:?}"));
            let names = line.groups.iter().map(|group| group.name);
            match nearest(typed, names) {
                Some(near) => {
                    failure.tip(format!("did you mean: {} api {near}", line.name))
                }
                None => match elsewhere(line, typed) {
                    Some(near) => failure.tip(did_you_mean(line, near)),
                    None => failure.tip(format!("see {} api --help", line.name)),
                },
            }
        }
        _ => {
            let failure = Failure::usage(format!("there is no command {typed:?}"));
            let is_group = line.groups.iter().any(|group| is_group(group, typed));
            match nearest(typed, tool) {
                _ if is_group => {
                    failure.tip(format!("did you mean: {} api {typed}", line.name))
                }
                Some(near) => failure.tip(format!("did you mean: {} {near}", line.name)),
                None => failure.tip(format!("see {} --help", line.name)),
            }
        }
    }
}

/// The operation of this name or one near it, wherever it is.
fn elsewhere(line: &CommandLine, typed: &str) -> Option<&'static str> {
    let all = line.groups.iter().flat_map(|group| group.commands);
    nearest(typed, all.map(|command| command.name))
}

fn did_you_mean(line: &CommandLine, name: &str) -> String {
    let group = line
        .groups
        .iter()
        .find(|group| group.commands.iter().any(|command| command.name == name));
    let group = group.map_or("", |group| group.name);
    format!("did you mean: {} api {group} {name}", line.name)
}

fn unknown_argument(
    line: &CommandLine,
    typed: &str,
    way: &[&str],
    flags: &[Flag],
) -> Failure {
    let Some(name) = typed.strip_prefix("--") else {
        let failure = Failure::usage(format!("{typed:?} is one word too many"));
        let is_boolean = matches!(typed, "true" | "false");
        return if is_boolean {
            failure.tip(format!("a boolean is written --flag={typed}"))
        } else if typed.starts_with('-') {
            failure.tip(format!(
                "a value that begins with a hyphen is written --flag={typed}"
            ))
        } else {
            failure.tip(see_help(line, way))
        };
    };
    let failure = Failure::usage(format!("there is no flag {typed} here"));
    let own = flags.iter().flat_map(|flag| {
        [Some(flag.long.as_str()), flag.alias.as_deref()].into_iter().flatten()
    });
    let tool = options::names();
    let all = own.chain(tool.iter().map(String::as_str).filter(|name| !name.is_empty()));
    match nearest(name, all) {
        Some(near) => failure.tip(format!("did you mean --{near}?")),
        None => failure.tip(see_help(line, way)),
    }
}
