//! What is typed, read by clap.

use super::{Command, CommandGroup, CommandLine};
use clap::{Arg, ArgAction, ArgMatches};
use std::ffi::OsString;

/// What was typed.
pub(super) struct Asked<'a> {
    pub(super) command: &'a Command,
    /// By the index of the parameter; the body's comes after the last.
    pub(super) values: Vec<Vec<String>>,
    pub(super) base_url: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) is_dry_run: bool,
    pub(super) is_compact: bool,
}

/// Reads the arguments.
pub(super) fn ask<I>(
    line: &CommandLine,
    arguments: I,
) -> Result<Asked<'_>, Box<clap::Error>>
where
    I: IntoIterator<Item = OsString>,
{
    let matches = whole(line).try_get_matches_from(arguments)?;
    let group = matches.subcommand().and_then(|(name, inner)| {
        let group = line.groups.iter().find(|group| group.name == name)?;
        Some((group, inner))
    });
    let chosen = group.and_then(|(group, inner)| {
        let (name, inner) = inner.subcommand()?;
        let command = group.commands.iter().find(|command| command.name == name)?;
        Some((command, inner))
    });
    // clap has made sure of both.
    let (command, inner) = chosen.ok_or_else(|| {
        Box::new(clap::Error::new(clap::error::ErrorKind::MissingSubcommand))
    })?;
    Ok(Asked {
        command,
        values: keys(command).iter().map(|key| texts(inner, key)).collect(),
        base_url: inner.get_one::<String>("base-url").cloned(),
        headers: inner
            .get_many::<(String, String)>("header")
            .unwrap_or_default()
            .cloned()
            .collect(),
        is_dry_run: inner.get_flag("dry-run"),
        is_compact: inner.get_flag("compact"),
    })
}

fn texts(matches: &ArgMatches, key: &str) -> Vec<String> {
    matches.get_many::<String>(key).unwrap_or_default().cloned().collect()
}

fn whole(line: &CommandLine) -> clap::Command {
    clap::Command::new(line.name)
        .version(line.version)
        .about(line.about)
        .after_help(line.environment)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(line.groups.iter().map(group))
        .args(common())
}

fn group(group: &CommandGroup) -> clap::Command {
    clap::Command::new(group.name)
        .about(group.about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(group.commands.iter().map(command))
}

fn command(command: &Command) -> clap::Command {
    let mut lines = command.about.lines();
    let first = lines.next().unwrap_or_default();
    let keys = keys(command);
    let arguments =
        keys.iter().zip(command.help).enumerate().map(|(index, (key, help))| {
            Arg::new(key.clone())
                .long(key.clone())
                .help(*help)
                .help_heading("Parameters")
                .value_name("VALUE")
                .required(is_required(command, index))
                .allow_hyphen_values(true)
                .action(ArgAction::Append)
        });
    clap::Command::new(command.name)
        .about(first)
        .long_about(command.about)
        .args(arguments)
}

fn is_required(command: &Command, index: usize) -> bool {
    let params = (command.blank)();
    let field = params.table().fields().get(index);
    field.is_some_and(|field| field.is(crate::runtime::Field::REQUIRED))
}

/// The options of a command, in the order of its parameters; distinct, and none of those
/// that every command has.
fn keys(command: &Command) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let operation = (command.operation)();
    let names = operation.parameters.iter().map(|parameter| kebab(parameter.name));
    for name in names.chain(operation.body.map(|_| "body".to_owned())) {
        let mut key = name;
        while keys.contains(&key) || TAKEN.contains(&key.as_str()) {
            key.push_str("-parameter");
        }
        keys.push(key);
    }
    keys
}

const TAKEN: &[&str] =
    &["", "base-url", "compact", "dry-run", "header", "help", "version"];

/// `itemsPerPage` as `items-per-page`.
fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len().saturating_add(4));
    let mut was_lower = false;
    for one in name.chars() {
        if one.is_alphanumeric() {
            if one.is_uppercase() && was_lower {
                kebab.push('-');
            }
            kebab.extend(one.to_lowercase());
        } else if !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
        was_lower = one.is_lowercase() || one.is_numeric();
    }
    kebab.trim_end_matches('-').to_owned()
}

/// What every command can be told.
fn common() -> [Arg; 4] {
    [
        Arg::new("base-url")
            .long("base-url")
            .value_name("URL")
            .global(true)
            .help("Where the API is, in place of what its description says"),
        Arg::new("header")
            .long("header")
            .value_name("NAME: VALUE")
            .global(true)
            .action(ArgAction::Append)
            .value_parser(header)
            .help("A header to send with the request"),
        Arg::new("dry-run")
            .long("dry-run")
            .global(true)
            .action(ArgAction::SetTrue)
            .help("Show the request, but for credentials, and send nothing"),
        Arg::new("compact")
            .long("compact")
            .global(true)
            .action(ArgAction::SetTrue)
            .help("Print JSON on one line"),
    ]
}

fn header(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => Err("a header is written `Name: value`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn names_are_written_as_at_a_shell() {
        for (name, expected) in [
            ("itemsPerPage", "items-per-page"),
            ("X-Request-ID", "x-request-id"),
            ("filter[name]", "filter-name"),
            ("$top", "top"),
            ("created_at", "created-at"),
            ("v2Beta", "v2-beta"),
        ] {
            assert_eq!(kebab(name), expected);
        }
    }
}
