//! What shells complete, and manual pages.

use super::arguments::Script;
use super::failure::{Failure, Outcome};
use super::tree::{self, Part};
use super::{CommandLine, show};

/// Does what was asked for.
pub(super) fn run(line: &CommandLine, asked: &Script) -> Outcome<()> {
    match asked {
        Script::Completion(shell) => {
            let mut root = tree::root(line, Part::Whole);
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut root, line.name, &mut text);
            let text = String::from_utf8_lossy(&text);
            match shell {
                clap_complete::Shell::PowerShell => {
                    root.build();
                    show::text(&with_values(&text, &root))
                }
                clap_complete::Shell::Fish => {
                    root.build();
                    show::text(&with_flags(line, &text, &root))
                }
                _ => show::text(&text),
            }
        }
        Script::Manual { words, folder } => match folder {
            Some(folder) => all_pages(line, folder),
            None => page(line, words),
        },
    }
}

/// A completion for PowerShell that knows the values of options, which clap's does not.
fn with_values(script: &str, root: &clap::Command) -> String {
    const BEFORE: &str = "    $completions = @(switch ($command) {";
    let mut lines = Vec::new();
    values(root, root.get_name(), &mut lines);
    let own = format!(
        "    $values = @{{\n{}\n    }}\n    \
         $back = if ($wordToComplete -eq '') {{ 1 }} else {{ 2 }}\n    \
         $option = $commandElements[$commandElements.Count - $back].Extent.Text\n    \
         if ($values.ContainsKey(\"$command $option\")) {{\n        \
         return $values[\"$command $option\"] | Where-Object {{ $_ -like \"$wordToComplete*\" }} |\n            \
         ForEach-Object {{ [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, $_) }}\n    }}\n\n",
        lines.join("\n")
    );
    script.replacen(BEFORE, &format!("{own}{BEFORE}"), 1)
}

/// A completion for fish that knows the flags of operations: clap's goes two commands deep.
fn with_flags(line: &CommandLine, script: &str, root: &clap::Command) -> String {
    let mut text = script.to_owned();
    let groups = root.find_subcommand("api").map(clap::Command::get_subcommands);
    for operation in
        groups.into_iter().flatten().flat_map(clap::Command::get_subcommands)
    {
        let names: Vec<&str> = std::iter::once(operation.get_name())
            .chain(operation.get_all_aliases())
            .collect();
        let seen = "__fish_seen_subcommand_from";
        let condition = format!("{seen} api; and {seen} {}", names.join(" "));
        for arg in operation.get_arguments() {
            let longs = arg
                .get_long()
                .into_iter()
                .chain(arg.get_all_aliases().unwrap_or_default());
            for long in longs {
                text.push_str(&format!(
                    "complete -c {} -n \"{condition}\" -l {}{}\n",
                    line.name,
                    fish(long),
                    about(arg)
                ));
            }
        }
    }
    text
}

/// What fish is told of an option: its values, and what it is for.
fn about(arg: &clap::Arg) -> String {
    let mut text = String::new();
    if arg.get_action().takes_values() {
        text.push_str(" -r");
        let values: Vec<String> = arg
            .get_possible_values()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        if !values.is_empty() {
            text.push_str(&format!(" -f -a {}", fish(&values.join(" "))));
        }
    }
    if let Some(help) = arg.get_help() {
        let help = help.to_string();
        text.push_str(&format!(" -d {}", fish(help.lines().next().unwrap_or_default())));
    }
    text
}

/// A word of a fish command.
fn fish(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

/// A line for each option with values, of a command and of those below it.
fn values(command: &clap::Command, way: &str, lines: &mut Vec<String>) {
    let text = |text: &str| format!("'{}'", text.replace('\'', "''"));
    for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
        let known: Vec<String> = arg
            .get_possible_values()
            .iter()
            .map(|value| text(value.get_name()))
            .collect();
        let longs =
            arg.get_long().into_iter().chain(arg.get_all_aliases().unwrap_or_default());
        if known.is_empty() {
            continue;
        }
        for long in longs {
            let key = text(&format!("{way} --{long}"));
            lines.push(format!("        {key} = @({})", known.join(", ")));
        }
    }
    for inner in command.get_subcommands() {
        values(inner, &format!("{way};{}", inner.get_name()), lines);
    }
}

/// The page of one command.
fn page(line: &CommandLine, words: &[String]) -> Outcome<()> {
    let mut command = tree::root(line, Part::Whole);
    command.build();
    let mut name = line.name.to_owned();
    for word in words {
        let found = command.find_subcommand(word).cloned();
        command = found.ok_or_else(|| {
            Failure::usage(format!("there is no command {word:?} in {name}"))
        })?;
        name = format!("{name}-{}", command.get_name());
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(command.name(name))
        .render(&mut text)
        .map_err(|error| Failure::write(&error))?;
    show::text(&String::from_utf8_lossy(&text))
}

fn all_pages(line: &CommandLine, folder: &str) -> Outcome<()> {
    let wrong = |error: std::io::Error| {
        Failure::other(format!("cannot write pages into {folder:?}: {error}"))
    };
    std::fs::create_dir_all(folder).map_err(wrong)?;
    clap_mangen::generate_to(tree::root(line, Part::Whole), folder).map_err(wrong)
}
