//! What can be typed, as clap has it. Only the part that was asked for is made: thousands of
//! commands would take longer to list than a call takes.

use super::flags::{self, Flag, Target};
use super::names::kebab;
use super::shape::Shape;
use super::{Command, CommandGroup, CommandLine, credentials, help, options};
use clap::{Arg, ArgAction};

/// Which part of the tree is made in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// All of it, for completions and manual pages.
    Whole,
    /// The way to these words.
    Way { group: Option<&'a str>, command: Option<&'a str> },
}

impl Part<'_> {
    fn has_group(&self, group: &CommandGroup) -> bool {
        match self {
            Self::Whole => true,
            Self::Way { group: typed, .. } => {
                typed.is_some_and(|name| is_group(group, name))
            }
        }
    }

    fn has_command(&self, command: &Command) -> bool {
        match self {
            Self::Whole => true,
            Self::Way { command: typed, .. } => {
                typed.is_some_and(|name| is_command(command, name))
            }
        }
    }
}

pub(super) fn is_group(group: &CommandGroup, name: &str) -> bool {
    group.name == name || kebab(group.name) == name
}

pub(super) fn is_command(command: &Command, name: &str) -> bool {
    command.name == name || command.alias == name
}

/// The whole command line.
pub(super) fn root(line: &CommandLine, part: Part<'_>) -> clap::Command {
    let is_call = |arg: Arg| arg.global(true).hide_short_help(!is_whole(part));
    clap::Command::new(line.name)
        .version(line.version)
        .about(line.about)
        .after_help(help::environment(line))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(options::help().global(true))
        .arg(
            Arg::new("tool-version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help("Print the version")
                .help_heading("Options")
                .display_order(991),
        )
        .args(options::ordered(options::client(line.prefix), 900).map(is_call))
        .subcommand(api(line, part))
        .subcommand(auth(line))
        .subcommand(profile())
        .subcommand(completion())
        .subcommand(manual())
}

fn api(line: &CommandLine, part: Part<'_>) -> clap::Command {
    let mut groups: Vec<&CommandGroup> = line.groups.iter().collect();
    groups.sort_by_key(|group| group.name.to_lowercase());
    let is_global = |arg: Arg| arg.global(true).hide_short_help(!is_whole(part));
    let search = options::value("search", "TEXT", "Find operations by words");
    clap::Command::new("api")
        .about("Call the API")
        .long_about(
            "Call the API. Groups, operations and flags are spelled as in the API's \
             description; in kebab case they are understood too.",
        )
        .subcommand_value_name("GROUP")
        .subcommand_help_heading("Groups")
        .disable_help_subcommand(true)
        .arg_required_else_help(true)
        .args_conflicts_with_subcommands(false)
        .arg(search)
        .args(options::ordered(options::call(), 850).map(is_global))
        .subcommands(groups.into_iter().map(|one| group(line, one, part)))
}

fn group(line: &CommandLine, group: &CommandGroup, part: Part<'_>) -> clap::Command {
    let mut command = clap::Command::new(group.name)
        .about(group.about)
        .disable_help_subcommand(true)
        .subcommand_value_name("OPERATION")
        .subcommand_help_heading("Operations")
        .subcommand_required(true)
        .arg_required_else_help(true);
    command = with_alias(command, kebab(group.name));
    if !group.text.is_empty() {
        command = command.long_about(format!("{}\n\n{}", group.about, group.text));
    }
    if !part.has_group(group) {
        return command;
    }
    let mut commands: Vec<&Command> = group.commands.iter().collect();
    commands.sort_by_key(|command| command.name.to_lowercase());
    command
        .subcommands(commands.into_iter().map(|one| operation(line, group, one, part)))
}

fn with_alias(command: clap::Command, alias: String) -> clap::Command {
    if command.get_name() == alias || alias.is_empty() {
        return command;
    }
    command.alias(alias)
}

fn operation(
    line: &CommandLine,
    group: &CommandGroup,
    command: &Command,
    part: Part<'_>,
) -> clap::Command {
    let table = (command.operation)();
    let about = if table.deprecated {
        format!("{} (deprecated)", command.about)
    } else {
        command.about.to_owned()
    };
    let shell = clap::Command::new(command.name).about(about);
    let shell = with_alias(shell, command.alias.to_owned());
    if !part.has_command(command) {
        return shell;
    }
    let flags = flags::of(command);
    let own = flags.iter().map(|flag| argument(flag, table.body.is_some(), part));
    let mut shell = shell
        .long_about(help::operation(command))
        .after_help(help::after(line, group, command, &flags))
        .args(own);
    let hidden = |arg: Arg| arg.hide_short_help(!is_whole(part));
    if table.body.is_some() {
        let in_body = |arg: Arg| match arg.get_id().as_str() {
            "body" => arg
                .help(help::body(command))
                .long_help(help::body_at_length(command))
                .help_heading("Body")
                .allow_negative_numbers(true),
            "no-check" => arg.hide_short_help(!is_whole(part)).help_heading("Body"),
            _ => arg.help_heading("Body"),
        };
        shell = shell.args(options::ordered(options::body(), 700).map(in_body));
    }
    if table.pages.is_some() {
        shell = shell.args(options::ordered(options::pages(), 800));
    }
    if help::is_versioned(table) {
        shell = shell.arg(hidden(options::version().display_order(810)));
    }
    shell
}

fn is_whole(part: Part<'_>) -> bool {
    part == Part::Whole
}

fn argument(flag: &Flag, has_body: bool, part: Part<'_>) -> Arg {
    let heading = match flag.target {
        Target::Parameter(_) => "Parameters",
        Target::Part(_) => "Body",
    };
    let mut arg = Arg::new(flag.long.clone())
        .long(flag.long.clone())
        .value_name(flag.shape.word())
        .help(help::flag(flag))
        .long_help(help::flag_at_length(flag))
        .help_heading(heading)
        .allow_negative_numbers(true)
        .action(if flag.is_repeatable() { ArgAction::Append } else { ArgAction::Set });
    if let Some(alias) = flag.alias.as_ref().filter(|alias| **alias != flag.long) {
        arg = arg.alias(alias.clone());
    }
    if flag.shape == Shape::Bool {
        arg = arg.num_args(0..=1).require_equals(true).default_missing_value("true");
    }
    if flag.is_required && has_body {
        arg = arg.required_unless_present("example");
    } else if flag.is_required {
        arg = arg.required(true);
    }
    let choices = flag.shape.choices();
    if is_whole(part) && !choices.is_empty() {
        arg =
            arg.value_parser(clap::builder::PossibleValuesParser::new(choices.to_vec()));
    }
    arg
}

fn auth(line: &CommandLine) -> clap::Command {
    let kinds = credentials::kinds(line);
    let kind = options::value("kind", "KIND", "Which kind of credential to keep")
        .value_parser(clap::builder::PossibleValuesParser::new(kinds));
    let stdin =
        options::switch("stdin", "Read the values from standard input, a line each");
    let untried = options::switch("no-try", "Keep the credential without trying it");
    let login = clap::Command::new("login")
        .about("Ask for a credential, try it, and keep it in a profile")
        .args([kind, stdin, untried]);
    clap::Command::new("auth")
        .about("Log in and out")
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(login)
        .subcommand(
            clap::Command::new("status").about("Say which credentials there are"),
        )
        .subcommand(
            clap::Command::new("logout")
                .about("Forget the credentials of a profile, and all tokens"),
        )
}

fn profile() -> clap::Command {
    let name = || Arg::new("name").value_name("NAME").required(true);
    let key = Arg::new("key").value_name("KEY").required(true).value_parser(
        clap::builder::PossibleValuesParser::new(["base-url", "token-url"]),
    );
    let text = Arg::new("value").value_name("VALUE").required(true);
    clap::Command::new("profile")
        .about("Keep addresses and credentials under names")
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(clap::Command::new("list").about("List the profiles"))
        .subcommand(
            clap::Command::new("use").about("Use this profile from now on").arg(name()),
        )
        .subcommand(
            clap::Command::new("set")
                .about("Set an address in the profile; an empty one unsets it")
                .args([key, text]),
        )
        .subcommand(
            clap::Command::new("delete").about("Delete this profile").arg(name()),
        )
}

fn completion() -> clap::Command {
    let shell = Arg::new("shell")
        .value_name("SHELL")
        .required(true)
        .value_parser(clap::value_parser!(clap_complete::Shell))
        .help("The shell that is to complete");
    clap::Command::new("completion").about("Print completions for a shell").arg(shell)
}

fn manual() -> clap::Command {
    let words = Arg::new("words")
        .value_name("COMMAND")
        .num_args(0..)
        .help("The command, such as `api GROUP OPERATION`");
    let folder = options::value(
        "out",
        "FOLDER",
        "Write the pages of all commands into this folder",
    );
    clap::Command::new("man").about("Print manual pages").args([words, folder])
}
